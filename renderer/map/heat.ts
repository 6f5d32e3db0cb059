/** How many complaints there were about a place: each counts 1 where it is, less around it, nothing beyond the radius. */
import { hour } from '../../shared/lib/time.ts';
import type { PlateShapes } from './shapes.ts';
import type { LonLat, MapHeat } from './types.ts';

export const heatSpans = ['hour', 'threeHours', 'tonight'] as const;
export type HeatSpan = (typeof heatSpans)[number];

/** Reach of one complaint on the ground, metres. */
export const heatMetres = 500;
/** The scale: how strongly a sum covers the ground, and which counts that stands for. Between them it grows evenly. */
export const heatSteps = [
  { sum: 1, alpha: 0.18, counts: '1' },
  { sum: 2, alpha: 0.34, counts: '2' },
  { sum: 4, alpha: 0.5, counts: '3–5' },
  { sum: 6, alpha: 0.66, counts: '6+' },
] as const;

export function heatFrom(span: HeatSpan, { nightFrom }: Pick<MapHeat, 'nightFrom'>, now: number): number {
  return span === 'tonight' ? nightFrom : now - (span === 'hour' ? 1 : 3) * hour;
}

/** Places of the complaints of the span; those of a cell stand in its middle, those without any place nowhere. */
export function heatPlaces(
  heat: MapHeat,
  span: HeatSpan,
  now: number,
  { byCode }: Pick<PlateShapes, 'byCode'>,
): readonly LonLat[] {
  const from = heatFrom(span, heat, now);
  return heat.complaints.flatMap(({ at, cell, receivedAt }) => {
    const place = at ?? byCode.get(cell ?? '')?.label;
    return receivedAt >= from && receivedAt <= now && place !== undefined ? [place] : [];
  });
}

/** Weight of a complaint at this part of its reach. */
const kernel = (part: number): number => (part >= 1 ? 0 : (1 - part * part) ** 2);

/** Sums on a raster of `columns` by `rows`, row by row; spots and radius in its cells. */
export function density(
  spots: readonly (readonly [x: number, y: number])[],
  radius: number,
  columns: number,
  rows: number,
): Float32Array {
  const sums = new Float32Array(columns * rows);
  for (const [x, y] of spots) {
    const [left, right] = [Math.max(0, Math.floor(x - radius)), Math.min(columns - 1, Math.ceil(x + radius))];
    const [top, bottom] = [Math.max(0, Math.floor(y - radius)), Math.min(rows - 1, Math.ceil(y + radius))];
    for (let row = top; row <= bottom; row += 1)
      for (let column = left; column <= right; column += 1) {
        const index = row * columns + column;
        sums[index] = (sums[index] ?? 0) + kernel(Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius);
      }
  }
  return sums;
}

/** How strongly a sum covers the ground, 0 to the last of the scale. */
export function heatAlpha(sum: number): number {
  let [from, low] = [0, 0];
  for (const step of heatSteps) {
    if (sum <= step.sum) return low + ((step.alpha - low) * (sum - from)) / (step.sum - from);
    [from, low] = [step.sum, step.alpha];
  }
  return low;
}
