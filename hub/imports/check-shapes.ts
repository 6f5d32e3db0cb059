/** What is wrong with imported geometries: borders that cross themselves, places outside the district, grids that overlap. */
import type { Grid } from '../../shared/domain/district/state.ts';
import type { DistrictIndex } from '../../shared/domain/district/state.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import type { Gap, Overlap } from '../../shared/geo/coverage.ts';
import { coverageOf } from '../../shared/geo/coverage.ts';
import type { Point } from '../../shared/geo/point.ts';
import type { MultiPolygon, Position } from '../../shared/geo/polygon.ts';
import { selfCrossing } from '../../shared/geo/self-crossing.ts';
import type { BuiltRow } from './build-rows.ts';
import { converted, innerPoint } from './build-rows.ts';
import type { Geometry } from './source.ts';

export interface ShapeFault {
  readonly code: 'RingTooShort' | 'RingNotClosed' | 'RingCrossesItself';
  readonly at: Position;
}

/** The first thing wrong with an area; undefined for a sound one. */
export function shapeFault(shape: MultiPolygon): ShapeFault | undefined {
  for (const ring of shape.flat()) {
    const [first, last] = [ring[0], ring.at(-1)];
    if (first === undefined || last === undefined || ring.length < 4)
      return { code: 'RingTooShort', at: first ?? [0, 0] };
    if (first[0] !== last[0] || first[1] !== last[1]) return { code: 'RingNotClosed', at: last };
    const crossing = selfCrossing(ring);
    if (crossing !== undefined) return { code: 'RingCrossesItself', at: [crossing.at.lon, crossing.at.lat] };
  }
  return undefined;
}

/** One place of it that tells where it is. */
export function placeOf(geometry: Geometry): Point {
  if (geometry.type === 'Area') return innerPoint(geometry.shape);
  const [lon, lat] = geometry.type === 'Point' ? geometry.at : (geometry.line[geometry.line.length >> 1] ?? [0, 0]);
  return { lon, lat };
}

/** What stands across the street that is the border is not outside: metres. */
const acrossTheBorder = 200;

export function isOutside(p: Point, index: DistrictIndex): boolean {
  return index.isOutside(p) && index.streetsNear(p, acrossTheBorder).length === 0;
}

const systems: readonly SourceCrs[] = ['WGS84', 'GCJ02', 'BD09'];
const isSame = (a: SourceCrs, b: SourceCrs): boolean => a === b || (a === 'CGCS2000' && b === 'WGS84');

/** In which other systems fewer of these rows would lie outside. */
export function otherSystems(
  rows: readonly BuiltRow[],
  declared: SourceCrs,
  outside: number,
  index: DistrictIndex,
): readonly { readonly crs: SourceCrs; readonly rows: number }[] {
  if (outside === 0) return [];
  return systems
    .filter((crs) => !isSame(declared, crs))
    .map((crs) => ({
      crs,
      rows: rows.filter(({ source }) => source !== undefined && isOutside(placeOf(converted(source, crs)), index))
        .length,
    }))
    .filter((other) => other.rows < outside)
    .sort((a, b) => a.rows - b.rows);
}

export interface GridCoverage {
  readonly overlaps: readonly Overlap[];
  readonly gaps: readonly Gap[];
  /** Outside of the grid one level up. */
  readonly beyond: readonly Overlap[];
}

/** Square metres below which a difference is a sliver of the survey. */
const sliver = 50;

/**
 * Compares the grids of a level with each other, and with the grid one level up that they fill; tells what the changed
 * ones have a part in.
 */
export function gridCoverage(
  grids: readonly Grid[],
  above: readonly Grid[],
  changed: ReadonlySet<string>,
): GridCoverage {
  const families = new Map<string | undefined, Grid[]>();
  for (const grid of grids) {
    const family = families.get(grid.parent);
    if (family === undefined) families.set(grid.parent, [grid]);
    else family.push(grid);
  }
  const [overlaps, gaps, beyond]: [Overlap[], Gap[], Overlap[]] = [[], [], []];
  for (const [parent, family] of families) {
    if (!family.some(({ code }) => changed.has(code))) continue;
    const whole = above.find(({ code }) => code === parent)?.shape;
    const told = coverageOf(family, { ...(whole === undefined ? {} : { whole }), least: sliver });
    const ours = ({ codes }: Overlap): boolean => codes.some((code) => changed.has(code));
    overlaps.push(...told.overlaps.filter(ours));
    gaps.push(...told.gaps);
    beyond.push(...told.beyond.filter(ours));
  }
  return { overlaps, gaps, beyond };
}
