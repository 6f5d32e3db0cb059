/** What is told of a change: each field as it was and as it would be, in few words; and what the map draws of it all. */
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { ImportDrawing } from '../../shared/wire/imports.ts';
import type { MultiPolygon, Position } from '../../shared/geo/polygon.ts';
import { things } from './kinds.ts';
import type { ImportedThing } from '../../shared/domain/import/events.ts';

const instants = new Set(['from', 'to', 'notifiedAt', 'shift', 'period']);
const longest = 120;

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

function corners(value: unknown): number {
  if (!Array.isArray(value)) return 0;
  return typeof value[0] === 'number' ? 1 : value.reduce<number>((sum, inner) => sum + corners(inner), 0);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(name: string, value: unknown, utcOffset: number): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number')
    return instants.has(name)
      ? `${civilDate(value, utcOffset)} ${clockTime(value, utcOffset)}`
      : String(Math.round(value * 1e6) / 1e6);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    if (['shape', 'line', 'ring'].includes(name)) return `${corners(value)} 点`;
    return value.map((one) => text('', one, utcOffset)).join('、');
  }
  if (!isRecord(value)) return '';
  if ('lon' in value && 'lat' in value)
    return `${text('', value['lon'], utcOffset)}, ${text('', value['lat'], utcOffset)}`;
  if (name === 'hours' || 'modes' in value)
    return `${text('', value['modes'], utcOffset)} ${clock(Number(value['from']))}–${clock(Number(value['to']))}`.trim();
  const inner = instants.has(name) ? 'from' : '';
  return Object.entries(value)
    .map(([member, of]) => text(inner === '' ? member : inner, of, utcOffset))
    .filter((part) => part !== '')
    .join(' ');
}

/** With a choice's Chinese word in its place. */
function shown(what: ImportedThing, name: string, value: unknown, utcOffset: number): string {
  const { type } = things[what].fields.find((field) => field.name === name) ?? {};
  const word = type?.is === 'choice' && typeof value === 'string' ? type.of[value]?.[0] : undefined;
  return (word ?? text(name, value, utcOffset)).slice(0, longest);
}

export interface FieldChange {
  readonly field: string;
  readonly was: string;
  readonly is: string;
}

export function fieldChanges(
  what: ImportedThing,
  was: Readonly<Record<string, unknown>>,
  is: Readonly<Record<string, unknown>>,
  utcOffset: number,
): FieldChange[] {
  const plain = (value: unknown): string => (value === undefined ? '' : canonicalJson(value as Json));
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => plain(was[name]) !== plain(is[name]))
    .sort()
    .map((field) => ({
      field,
      was: shown(what, field, was[field], utcOffset),
      is: shown(what, field, is[field], utcOffset),
    }));
}

/** Corners drawn of all areas and lines together: a preview, not the survey. */
const mostCorners = 60_000;
const mostPoints = 10_000;
const digits = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
const drawnPlace = ([lon, lat]: Position): [number, number] => [digits(lon), digits(lat)];

/** Every so many corners only, ends and at least four kept. */
function thinned(line: readonly Position[], every: number): [number, number][] {
  const kept =
    every <= 1 || line.length < 12 ? line : line.filter((_, at) => at % every === 0 || at === line.length - 1);
  return kept.map(drawnPlace);
}

export function drawing(of: {
  readonly areas: readonly { readonly change: string; readonly name: string; readonly shape: MultiPolygon }[];
  readonly lines: readonly { readonly change: string; readonly name: string; readonly line: readonly Position[] }[];
  readonly points: readonly {
    readonly change: string;
    readonly name: string;
    readonly at: Position;
    readonly outside: boolean;
  }[];
  readonly overlaps: readonly {
    readonly codes: readonly string[];
    readonly squareMetres: number;
    readonly shape: MultiPolygon;
  }[];
  readonly gaps: readonly { readonly squareMetres: number; readonly shape: MultiPolygon }[];
  readonly crossings: readonly Position[];
}): string {
  const all =
    of.areas.reduce((sum, { shape }) => sum + corners(shape), 0) +
    of.lines.reduce((sum, { line }) => sum + line.length, 0);
  const every = Math.ceil(all / mostCorners);
  const shapeOf = (shape: MultiPolygon, step = every): [number, number][][][] =>
    shape.map((rings) => rings.map((ring) => thinned(ring, step)));
  const most = 200;
  const drawn: ImportDrawing = {
    areas: of.areas.map((area) => ({ ...area, change: area.change as 'new', shape: shapeOf(area.shape) })),
    lines: of.lines.map((line) => ({ ...line, line: thinned(line.line, every) })),
    points: of.points.slice(0, mostPoints).map((point) => ({ ...point, at: drawnPlace(point.at) })),
    overlaps: of.overlaps.slice(0, most).map((one) => ({ ...one, shape: shapeOf(one.shape, 1) })),
    gaps: of.gaps.slice(0, most).map((one) => ({ ...one, shape: shapeOf(one.shape, 1) })),
    crossings: of.crossings.slice(0, most).map(drawnPlace),
  };
  return JSON.stringify(drawn);
}
