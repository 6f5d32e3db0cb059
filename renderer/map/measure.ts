/** Lengths and areas drawn on the map by hand. Pure; metres and square metres on the ground. */
import { distance } from '../../shared/geo/point.ts';
import type { LonLat } from './types.ts';

export const measureKinds = ['distance', 'area'] as const;
export type MeasureKind = (typeof measureKinds)[number];

export interface Measure {
  readonly kind: MeasureKind;
  readonly points: readonly LonLat[];
  /** Where the pointer is; null once it has ended. */
  readonly live: LonLat | null;
  readonly ended: boolean;
}

export const newMeasure = (kind: MeasureKind): Measure => ({ kind, points: [], live: null, ended: false });

/** A click: one more point; after the end it begins anew. */
export function pointAdded(measure: Measure, at: LonLat): Measure {
  if (measure.ended) return { ...newMeasure(measure.kind), points: [at] };
  return { ...measure, points: [...measure.points, at], live: null };
}

export function pointTaken(measure: Measure): Measure {
  return { ...measure, points: measure.points.slice(0, -1), live: null, ended: false };
}

/** A double click ends it: its second click came as a point of its own at the same place. */
export function measureEnded(measure: Measure): Measure {
  const { points } = measure;
  const [a, b] = [points.at(-2), points.at(-1)];
  const twice = a !== undefined && b !== undefined && metresBetween(a, b) < 0.5;
  return { ...measure, points: twice ? points.slice(0, -1) : points, live: null, ended: true };
}

export const metresBetween = (a: LonLat, b: LonLat): number =>
  distance({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] });

/** Of the line as far as it is drawn, the pointer included. */
export function drawnPoints({ points, live }: Measure): readonly LonLat[] {
  return live === null ? points : [...points, live];
}

export function lengthOf(points: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    if (a !== undefined && b !== undefined) sum += metresBetween(a, b);
  }
  return sum;
}

const earthRadius = 6_371_008.8;
const radians = Math.PI / 180;

/** Of the ground within the ring, whichever way it runs; on the sphere, exact for the small areas of a district. */
export function areaOf(ring: readonly LonLat[]): number {
  let sum = 0;
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length];
    if (b === undefined) continue;
    sum += (b[0] - a[0]) * radians * (2 + Math.sin(a[1] * radians) + Math.sin(b[1] * radians));
  }
  return Math.abs((sum * earthRadius * earthRadius) / 2);
}

/** Whether two sides of the ring cross: then its area says nothing. */
export function crossesItself(ring: readonly LonLat[]): boolean {
  const side = (p: LonLat, q: LonLat, r: LonLat): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  const n = ring.length;
  for (let i = 0; i < n; i += 1)
    for (let j = i + 2; j < n; j += 1) {
      if (i === 0 && j === n - 1) continue;
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[(j + 1) % n]];
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue;
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  return false;
}
