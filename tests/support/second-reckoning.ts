/** Distance and stops of a track by other ways than the product's own, to compare with. */
import type { FigureFix } from '../../shared/geo/track-figures.ts';
import { must } from '../../shared/lib/must.ts';
import { minute } from '../../shared/lib/time.ts';

/**
 * The second reckoning shares nothing with the first: places on a sphere as vectors, chords turned into arcs. In place of
 * an anchor and of stops it goes by what the taxi itself says: between two fixes with speed 0 it stood. A fix is left out
 * where the way over it is more than four times, and 400 m, longer than past it: a median of three fixes would cut the
 * corners of a taxi that speaks every half minute.
 */
export function secondReckoning(fixes: readonly FigureFix[]): number {
  const radius = 6_371_008.8;
  const vectors = fixes.map((fix) => {
    const [lon, lat] = [(fix.lon * Math.PI) / 180, (fix.lat * Math.PI) / 180];
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)] as const;
  });
  const arc = (from: number, to: number): number => {
    const [a, b] = [must(vectors[from], 'vector'), must(vectors[to], 'vector')];
    return 2 * radius * Math.asin(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / 2);
  };
  let sum = 0;
  let last = 0;
  for (let n = 1; n < fixes.length; n += 1) {
    if (n + 1 < fixes.length) {
      const [over, past] = [arc(last, n) + arc(n, n + 1), arc(last, n + 1)];
      if (over > 4 * past && over > past + 400) continue;
    }
    if (fixes[last]?.speed !== 0 || fixes[n]?.speed !== 0) sum += arc(last, n);
    last = n;
  }
  return sum;
}

/**
 * Stops by trying every beginning and every end: the longest stretch of fixes within the radius of the middle one of their
 * longitudes and latitudes, on a flat map, that lasts 3 min; then on behind it.
 */
export function secondStops(
  fixes: readonly FigureFix[],
  radius: number,
): readonly (readonly [from: number, to: number])[] {
  const metres = 6_371_008.8 * (Math.PI / 180);
  const middle = (values: readonly number[]): number => {
    const sorted = [...values].sort((a, b) => a - b);
    return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
  };
  const isOnePlace = (part: readonly FigureFix[]): boolean => {
    const [lon, lat] = [middle(part.map((fix) => fix.lon)), middle(part.map((fix) => fix.lat))];
    const scale = Math.cos((lat * Math.PI) / 180);
    return part.every((fix) => metres * Math.hypot((fix.lon - lon) * scale, fix.lat - lat) <= radius);
  };
  const found: (readonly [number, number])[] = [];
  for (let first = 0; first < fixes.length; first += 1) {
    let last = first;
    for (let n = first + 1; n < fixes.length && n < first + 30; n += 1)
      if (isOnePlace(fixes.slice(first, n + 1))) last = n;
    const [from, to] = [fixes[first]?.at ?? 0, fixes[last]?.at ?? 0];
    if (to - from < 3 * minute) continue;
    found.push([from, to]);
    first = last;
  }
  return found;
}
