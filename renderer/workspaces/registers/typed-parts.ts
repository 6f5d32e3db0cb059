/** Parts of what is typed into a form that are more than a text: places, lines, hours of duty. */
import type { Point } from '../../../shared/geo/point.ts';
import { typedHours } from '../../hall/told-time.ts';
import { plainFigures } from '../../hall/typed.ts';

export function placeOf(text: string | undefined): { readonly lon: number; readonly lat: number } | undefined {
  const [lon = NaN, lat = NaN] = (text ?? '').split(',').map((part) => (part === '' ? NaN : Number(part)));
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : undefined;
}

export type Corner = readonly [lon: number, lat: number];

const isCorner = (value: unknown): value is Corner =>
  Array.isArray(value) && value.length === 2 && placeOf(value.join()) !== undefined;

export function cornersOf(text: string | undefined): readonly Corner[] {
  try {
    const told: unknown = JSON.parse(text ?? '');
    return Array.isArray(told) && told.every(isCorner) ? told : [];
  } catch {
    return [];
  }
}

export interface AroundPlace {
  readonly name: string;
  readonly at: Point;
}

function isAround(value: unknown): value is AroundPlace {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('at' in value)) return false;
  const { name, at } = value as { readonly name: unknown; readonly at: Partial<Point> | null };
  return typeof name === 'string' && placeOf(`${String(at?.lon)},${String(at?.lat)}`) !== undefined;
}

export function aroundOf(text: string | undefined): readonly AroundPlace[] {
  try {
    const told: unknown = JSON.parse(text ?? '');
    return Array.isArray(told) && told.every(isAround) ? told : [];
  } catch {
    return [];
  }
}

export const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').filter((part) => part !== '');

export interface Window {
  readonly modes: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** `夜间 22:00-06:00；日常、节假日 9:00-17:00`; undefined for what is no such thing. */
export function typedDutyHours(
  typed: string,
  names: { readonly [mode: string]: string },
): readonly Window[] | undefined {
  const parts = plainFigures(typed)
    .split(/[;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const windows = parts.map((part): Window | undefined => {
    const match = /^(.*?)\s*(\d.*)$/.exec(part);
    const hours = typedHours(match?.[2] ?? '');
    const modes = (match?.[1] ?? '')
      .split(/[、,，\s]+/)
      .filter((name) => name !== '')
      .map((name) => Object.entries(names).find(([, called]) => called === name || called === `${name}勤务`)?.[0]);
    if (hours === null || hours === undefined || hours.from === hours.to || modes.length === 0) return undefined;
    return modes.includes(undefined)
      ? undefined
      : { modes: [...new Set(modes.flatMap((mode) => mode ?? []))], ...hours };
  });
  return windows.length === 0 || windows.length > 12 || windows.includes(undefined)
    ? undefined
    : windows.flatMap((window) => window ?? []);
}

export function overlapping(windows: readonly Window[]): boolean {
  const minutes = new Set<string>();
  for (const { modes, from, to } of windows)
    for (const mode of modes)
      for (let at = from; ; at = (at + 1) % 1440) {
        if (at === to % 1440) break;
        const key = `${mode} ${at}`;
        if (minutes.has(key)) return true;
        minutes.add(key);
      }
  return false;
}
