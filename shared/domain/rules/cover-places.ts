/** Places that a zone is judged by: its grid cells, or some of them spread far apart where there are very many. */
import { distance } from '../../geo/point.ts';
import type { Point } from '../../geo/point.ts';
import { must } from '../../lib/must.ts';
import type { District, Grid } from '../district/state.ts';
import type { SquadState } from '../squad/state.ts';
import type { ZoneState } from '../zone/state.ts';
import type { Spot, Ways } from './travel.ts';

/** Ways kept ready for others: places of incidents. */
const spared = 64;

export interface CoverPlace {
  readonly code: string;
  readonly name: string;
  /** Cells that it stands for, its own among them. */
  readonly codes: readonly string[];
  readonly spot: Spot;
}

/** The middle of a grid's outer line: near enough for how long a way takes. */
function middleOf({ shape }: Grid): Point {
  const ring = must(shape[0]?.[0], 'outer line').slice(1);
  const sum = (of: 0 | 1): number => ring.reduce((total, corner) => total + corner[of], 0) / ring.length;
  return { lon: sum(0), lat: sum(1) };
}

/** As far from each other as they can be had; each of the others goes to the nearest of them. */
function spread(grids: readonly Grid[], most: number): { readonly grid: Grid; readonly codes: string[] }[] {
  const points = grids.map(middleOf);
  const [first] = points;
  if (first === undefined) return [];
  const taken = [0];
  const far = points.map((point) => distance(point, first));
  const nearest = points.map(() => 0);
  while (taken.length < Math.min(most, points.length)) {
    const at = far.indexOf(Math.max(...far));
    const next = must(points[at], 'point');
    points.forEach((point, i) => {
      const metres = distance(point, next);
      if (metres >= must(far[i], 'distance')) return;
      far[i] = metres;
      nearest[i] = taken.length;
    });
    taken.push(at);
  }
  const chosen = taken.map((at) => ({ grid: must(grids[at], 'grid'), codes: [] as string[] }));
  grids.forEach(({ code }, i) => must(chosen[must(nearest[i], 'nearest')], 'chosen').codes.push(code));
  return chosen;
}

const kept = new WeakMap<readonly Grid[], Map<string, readonly CoverPlace[]>>();

/** Worked out once for a set of plates. Empty for a zone whose squads answer for no grid. */
export function coverPlacesOf(
  zone: ZoneState,
  { zones, squads }: { readonly zones: readonly ZoneState[]; readonly squads: readonly SquadState[] },
  { plates }: District,
  ways: Ways,
): readonly CoverPlace[] {
  const streets = squads.filter((squad) => squad.zone === zone.id).flatMap(({ grids }) => grids);
  const most = Math.max(12, Math.floor((ways.keeps - spared) / Math.max(1, zones.length)));
  const held = kept.get(plates.grids) ?? new Map<string, readonly CoverPlace[]>();
  kept.set(plates.grids, held);
  const key = `${most} ${streets.join(' ')}`;
  const known = held.get(key);
  if (known !== undefined) return known;
  const byCode = new Map(plates.grids.map((grid) => [grid.code, grid]));
  const own = new Set(streets);
  const within = (grid: Grid): boolean => {
    for (let at: Grid | undefined = grid; at !== undefined; at = byCode.get(at.parent ?? ''))
      if (own.has(at.code)) return true;
    return false;
  };
  const cells = plates.grids.filter((grid) => grid.level === 'cell' && within(grid));
  const grids = cells.length > 0 ? cells : plates.grids.filter(({ code }) => own.has(code));
  const places = spread(grids, most).map(({ grid, codes }) => {
    const { code, name } = grid;
    return { code, name, codes, spot: ways.spot(middleOf(grid)) };
  });
  held.set(key, places);
  return places;
}
