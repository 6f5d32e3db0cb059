/** Where a unit was, as a line on the map and as words for a place. Pure. */
import type { Point } from '../../shared/geo/point.ts';
import { distance } from '../../shared/geo/point.ts';
import { minute } from '../../shared/lib/time.ts';
import type { OfficeGranted } from '../../shared/wire/seat-api.ts';

/** As the map has them; its door is not opened for two types, so that this stays free of screens. */
type LonLat = readonly [lon: number, lat: number];
type Bounds = readonly [west: number, south: number, east: number, north: number];
export type Fix = OfficeGranted<'track'>['fixes'][number];
/** What is drawn of one. */
export type Spot = Pick<Fix, 'at' | 'lon' | 'lat'>;

/** Without a position for longer than this nobody knows the way between, ms. */
const gapMs = 5 * minute;
/** What is further away is not where it was, metres. */
const nearMetres = 500;
/** About a place where it stood still, degrees: the map does not go closer. */
const aroundDegrees = 0.002;

/** Stretches without a gap, oldest first. @param fixes Oldest first. */
export function linesOf(fixes: readonly Spot[]): readonly (readonly LonLat[])[] {
  const lines: LonLat[][] = [];
  let before: number | undefined;
  for (const { at, lon, lat } of fixes) {
    if (before === undefined || at - before > gapMs) lines.push([]);
    lines.at(-1)?.push([lon, lat]);
    before = at;
  }
  return lines;
}

/** What the map has to show; undefined for no fix at all. */
export function boundsOf(fixes: readonly Spot[]): Bounds | undefined {
  if (fixes.length === 0) return undefined;
  const [west, east] = [Math.min(...fixes.map(({ lon }) => lon)), Math.max(...fixes.map(({ lon }) => lon))];
  const [south, north] = [Math.min(...fixes.map(({ lat }) => lat)), Math.max(...fixes.map(({ lat }) => lat))];
  return [west - aroundDegrees, south - aroundDegrees, east + aroundDegrees, north + aroundDegrees];
}

/** The nearest of these places and how far away it is, metres; undefined where none is near. */
export function nearest<P extends { readonly at: LonLat }>(
  { lon, lat }: Point,
  places: readonly P[],
): { readonly place: P; readonly metres: number } | undefined {
  let found: { place: P; metres: number } | undefined;
  for (const place of places) {
    const metres = distance({ lon, lat }, { lon: place.at[0], lat: place.at[1] });
    if (metres <= nearMetres && (found === undefined || metres < found.metres)) found = { place, metres };
  }
  return found;
}
