/**
 * What sending a unit uncovers: how long it takes until two certified officers can be anywhere in a zone. Simplified: a
 * zone stands for at most twelve of its places spread far apart; only free units in their shift count whose place is
 * known and who hold two certificates together in one unit; two halves from two units do not make one.
 */
import { distance } from '../../geo/point.ts';
import type { Point } from '../../geo/point.ts';
import { must } from '../../lib/must.ts';
import type { Uncovers } from '../assignment/state.ts';
import type { District, Grid } from '../district/state.ts';
import type { SquadState } from '../squad/state.ts';
import type { UnitState } from '../unit/state.ts';
import type { ZoneState } from '../zone/state.ts';
import type { Spot, Ways } from './travel.ts';

const mostPlaces = 12;
/** A longer way than before by so much wants somebody to stand in, minutes. */
const worseBy = 5;
/** Stands for nobody who could come, minutes. */
const never = 1e6;

/** A unit that counts, with its way in minutes to a place. */
export interface Coverer {
  readonly unit: UnitState;
  readonly spot: Spot;
  readonly minutesTo: (metres: number) => number;
}

/** The middle of a grid's outer line: near enough for how long a way takes. */
function middleOf({ shape }: Grid): Point {
  const ring = must(shape[0]?.[0], 'outer line').slice(1);
  const sum = (of: 0 | 1): number => ring.reduce((total, corner) => total + corner[of], 0) / ring.length;
  return { lon: sum(0), lat: sum(1) };
}

/** As far from each other as they can be had. */
function spread(points: readonly Point[]): readonly Point[] {
  const [first] = points;
  if (first === undefined) return [];
  const taken = [first];
  const far = points.map((point) => distance(point, first));
  while (taken.length < Math.min(mostPlaces, points.length)) {
    const at = far.indexOf(Math.max(...far));
    const next = must(points[at], 'point');
    taken.push(next);
    points.forEach((point, i) => (far[i] = Math.min(must(far[i], 'distance'), distance(point, next))));
  }
  return taken;
}

const kept = new WeakMap<readonly Grid[], Map<string, readonly Spot[]>>();

function placesOf(zone: ZoneState, squads: readonly SquadState[], { plates }: District, ways: Ways): readonly Spot[] {
  const streets = squads.filter((squad) => squad.zone === zone.id).flatMap(({ grids }) => grids);
  const held = kept.get(plates.grids) ?? new Map<string, readonly Spot[]>();
  kept.set(plates.grids, held);
  const key = streets.join(' ');
  const known = held.get(key);
  if (known !== undefined) return known;
  const byCode = new Map(plates.grids.map((grid) => [grid.code, grid]));
  const within = (grid: Grid): boolean => {
    for (let at: Grid | undefined = grid; at !== undefined; at = byCode.get(at.parent ?? ''))
      if (streets.includes(at.code)) return true;
    return false;
  };
  const cells = plates.grids.filter((grid) => grid.level === 'cell' && within(grid));
  const grids = cells.length > 0 ? cells : plates.grids.filter(({ code }) => streets.includes(code));
  const spots = spread(grids.map(middleOf)).map((point) => ways.spot(point));
  held.set(key, spots);
  return spots;
}

interface Nearest {
  readonly unit: string | null;
  readonly first: number;
  readonly second: number;
}

interface Covered {
  readonly zone: ZoneState;
  readonly nearest: readonly Nearest[];
  /** Minutes to its farthest place by unit: who could stand in. */
  readonly own: number;
}

function nearestTo(place: Spot, coverers: readonly Coverer[], ways: Ways): Nearest {
  const from = ways.from(place);
  let [unit, first, second]: [string | null, number, number] = [null, Infinity, Infinity];
  for (const one of coverers) {
    const minutes = one.minutesTo(from(one.spot).metres);
    if (minutes < first) [unit, first, second] = [one.unit.id, minutes, first];
    else if (minutes < second) second = minutes;
  }
  return { unit, first, second };
}

const zoneOf = ({ standsIn, zone }: UnitState): string | undefined => standsIn?.zone ?? zone;
const told = (minutes: number): number | null => (Number.isFinite(minutes) ? Math.ceil(minutes) : null);

/** Worked out once for a recommendation. */
export class Cover {
  readonly #covered: readonly Covered[];
  readonly #coverers: readonly Coverer[];
  readonly #places: ReadonlyMap<string, readonly Spot[]>;
  readonly #ways: Ways;

  constructor(
    district: District,
    ways: Ways,
    of: { zones: readonly ZoneState[]; squads: readonly SquadState[]; coverers: readonly Coverer[] },
  ) {
    this.#ways = ways;
    this.#coverers = of.coverers;
    this.#places = new Map(of.zones.map((zone) => [zone.id, placesOf(zone, of.squads, district, ways)]));
    this.#covered = of.zones.flatMap((zone): Covered[] => {
      const places = this.#places.get(zone.id) ?? [];
      if (places.length === 0) return [];
      const own = of.coverers.filter(({ unit }) => zoneOf(unit) === zone.id).length;
      return [{ zone, nearest: places.map((place) => nearestTo(place, of.coverers, ways)), own }];
    });
  }

  /**
   * Of the zone it belongs to; of one that belongs to none, the zone that loses most. Null for a unit that covers nothing
   * now, or whose going changes nothing of a zone it is not of.
   */
  without(id: string): Omit<Uncovers, 'backFill'> | null {
    const unit = this.#coverers.find((one) => one.unit.id === id)?.unit;
    if (unit === undefined) return null;
    const mine = zoneOf(unit);
    const rows = this.#covered
      .filter(({ zone }) => mine === undefined || zone.id === mine)
      .map(({ zone, nearest }) => ({
        ...{ zone: zone.id, name: zone.name },
        before: Math.max(...nearest.map(({ first }) => first)),
        after: Math.max(...nearest.map(({ unit: who, first, second }) => (who === id ? second : first))),
      }));
    const loses = ({ before, after }: { before: number; after: number }): number =>
      after === before ? 0 : Math.min(after, never) - Math.min(before, never);
    const [worst] = rows.sort((a, b) => loses(b) - loses(a) || (a.zone < b.zone ? -1 : 1));
    if (worst === undefined || (mine === undefined && loses(worst) === 0)) return null;
    return { ...worst, before: told(worst.before), after: told(worst.after) };
  }

  /** Who can be spared for the zone when a unit goes: of the neighbours in their order, whoever is nearest. */
  backFill(id: string, { zone: zoneId, before, after }: Omit<Uncovers, 'backFill'>): Uncovers['backFill'] {
    if (before === null || (after !== null && after - before < worseBy)) return null;
    const zone = this.#covered.find((one) => one.zone.id === zoneId)?.zone;
    const [centre] = this.#places.get(zoneId) ?? [];
    if (zone === undefined || centre === undefined) return null;
    const from = this.#ways.from(centre);
    const candidates = this.#coverers.flatMap((one) => {
      const theirs = zoneOf(one.unit);
      const nth = theirs === undefined ? -1 : zone.neighbours.indexOf(theirs);
      // Nobody is taken from a zone that would then have nobody, and nobody who is kept back.
      const left = this.#covered.find((each) => each.zone.id === theirs)?.own ?? 0;
      if (one.unit.id === id || one.unit.reserve || nth === -1 || left < 2) return [];
      return [{ unit: one.unit, nth, minutes: one.minutesTo(from(one.spot).metres) }];
    });
    const [best] = candidates.sort((a, b) => a.nth - b.nth || a.minutes - b.minutes);
    return best === undefined ? null : { unit: best.unit.id, name: best.unit.name, minutes: Math.ceil(best.minutes) };
  }
}
