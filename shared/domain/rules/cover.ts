/**
 * How far the zones are covered: how long it takes until two certified officers can be anywhere in a zone, with whichever
 * free units they come, and what changes when one of them goes. Only free units in their shift count whose place is known.
 */
import type { Uncovers } from '../assignment/state.ts';
import type { District } from '../district/state.ts';
import type { SquadState } from '../squad/state.ts';
import type { UnitState } from '../unit/state.ts';
import type { ZoneState } from '../zone/state.ts';
import { coverPlacesOf } from './cover-places.ts';
import type { CoverPlace } from './cover-places.ts';
import type { Arrival, Coverer } from './cover-reach.ts';
import { Coverers, PlaceReach } from './cover-reach.ts';
import type { Ways } from './travel.ts';

/** A longer way than before by so much wants somebody to stand in, minutes. */
const worseBy = 5;
/** Stands for nobody who could come, minutes. */
const never = 1e6;

export interface CoveredPlace extends CoverPlace {
  readonly reach: PlaceReach;
}

export interface CoveredZone {
  readonly zone: ZoneState;
  readonly places: readonly CoveredPlace[];
  /** How many that count are its own. */
  readonly own: number;
}

/** The zone where a unit stands tonight. */
export const zoneOf = ({ standsIn, zone }: Pick<UnitState, 'standsIn' | 'zone'>): string | undefined =>
  standsIn?.zone ?? zone;

/** Whole minutes, never too few; null: never. */
export const told = (minutes: number): number | null => (Number.isFinite(minutes) ? Math.ceil(minutes) : null);

/** To the place of a zone that waits longest; `of`: as `PlaceReach.minutes` takes it, for each place. */
export function farthest({ places }: CoveredZone, of: (place: CoveredPlace) => number): number {
  return places.reduce((most, place) => Math.max(most, of(place)), 0);
}

/** The order in which others help a zone: its neighbours in theirs, then other zones, then who belongs to none. */
export function supportRank(zone: ZoneState, unit: UnitState): number {
  const theirs = zoneOf(unit);
  if (theirs === undefined) return zone.neighbours.length + 1;
  const nth = zone.neighbours.indexOf(theirs);
  return nth === -1 ? zone.neighbours.length : nth;
}

/** Worked out once for a recommendation, or for the figures of the zones. */
export class Cover {
  readonly zones: readonly CoveredZone[];
  readonly coverers: readonly Coverer[];
  readonly #ways: Ways;
  readonly #needs = new Map<CoveredZone, { readonly before: number; readonly after: ReadonlyMap<string, number> }>();

  constructor(
    district: District,
    ways: Ways,
    of: { zones: readonly ZoneState[]; squads: readonly SquadState[]; coverers: readonly Coverer[] },
  ) {
    const { coverers } = of;
    this.#ways = ways;
    this.coverers = coverers;
    const laidOut = new Coverers(coverers);
    this.zones = of.zones.map((zone) => ({
      zone,
      places: coverPlacesOf(zone, of, district, ways).map((place) => ({
        ...place,
        reach: new PlaceReach(place.spot, laidOut, ways),
      })),
      own: coverers.filter(({ unit }) => zoneOf(unit) === zone.id).length,
    }));
  }

  /**
   * Of the zone it belongs to; of one that belongs to none, the zone that loses most. Null for a unit that covers nothing
   * now, or whose going changes nothing of a zone it is not of.
   */
  without(id: string): Omit<Uncovers, 'backFill'> | null {
    const unit = this.coverers.find((one) => one.unit.id === id)?.unit;
    if (unit === undefined) return null;
    const mine = zoneOf(unit);
    const rows = this.zones
      .filter(({ zone, places }) => places.length > 0 && (mine === undefined || zone.id === mine))
      .map((covered) => {
        const { before, after } = this.#needsOf(covered);
        const { id: zone, name } = covered.zone;
        return { zone, name, before, after: Math.max(before, after.get(id) ?? 0) };
      });
    const loses = ({ before, after }: { before: number; after: number }): number =>
      after === before ? 0 : Math.min(after, never) - Math.min(before, never);
    const [worst] = rows.sort((a, b) => loses(b) - loses(a) || (a.zone < b.zone ? -1 : 1));
    if (worst === undefined || (mine === undefined && loses(worst) === 0)) return null;
    return { ...worst, before: told(worst.before), after: told(worst.after) };
  }

  /** How long the zone waits now, and without those who make a difference at some place of it. */
  #needsOf(covered: CoveredZone): { readonly before: number; readonly after: ReadonlyMap<string, number> } {
    const held = this.#needs.get(covered);
    if (held !== undefined) return held;
    const after = new Map<string, number>();
    let before = 0;
    for (const { reach } of covered.places) {
      const { minutes, without } = reach.needs();
      before = Math.max(before, minutes);
      for (const [unit, then] of without) after.set(unit, Math.max(then, after.get(unit) ?? 0));
    }
    const needs = { before, after };
    this.#needs.set(covered, needs);
    return needs;
  }

  /** Somebody else than `but` who can be spared for a zone: nobody of a zone that would then have nobody, nobody kept back. */
  spared({ id }: ZoneState, but?: string): readonly Coverer[] {
    return this.coverers.filter(({ unit }) => {
      const theirs = zoneOf(unit);
      const left = this.zones.find(({ zone }) => zone.id === theirs)?.own ?? Infinity;
      return unit.id !== but && !unit.reserve && theirs !== id && left >= 2;
    });
  }

  /** When a coverer that stood at one place would be at another. */
  from(place: CoverPlace, { unit, certified, minutesTo }: Coverer): (to: CoverPlace) => Arrival {
    const from = this.#ways.from(this.#ways.spot(place.spot.at, unit.kind));
    return ({ spot }) => ({ unit: unit.id, certified, minutes: minutesTo(from(spot).metres) });
  }

  minutesTo(place: CoverPlace, { spot, minutesTo }: Coverer): number {
    return minutesTo(this.#ways.from(place.spot)(spot).metres);
  }

  /** Who can be spared for the zone when a unit goes: in the order in which others help, then whoever is nearest. */
  backFill(id: string, { zone: zoneId, before, after }: Omit<Uncovers, 'backFill'>): Uncovers['backFill'] {
    if (before === null || (after !== null && after - before < worseBy)) return null;
    const covered = this.zones.find(({ zone }) => zone.id === zoneId);
    const [centre] = covered?.places ?? [];
    if (covered === undefined || centre === undefined) return null;
    const ranked = this.spared(covered.zone, id).map((one) => ({ one, nth: supportRank(covered.zone, one.unit) }));
    const first = ranked.reduce((least, { nth }) => Math.min(least, nth), Infinity);
    const candidates = ranked.flatMap(({ one, nth }) =>
      nth === first ? [{ unit: one.unit, minutes: this.minutesTo(centre, one) }] : [],
    );
    const [best] = candidates.sort((a, b) => a.minutes - b.minutes);
    return best === undefined ? null : { unit: best.unit.id, name: best.unit.name, minutes: Math.ceil(best.minutes) };
  }
}
