/**
 * What the hall is told of its zones: how far each is covered now against what was promised for it, who counts and who does
 * not and why, and, where a zone runs thin, who could move where and what that costs. Pure; instants Unix ms.
 */
import { second } from '../../lib/time.ts';
import type { District, DistrictReads } from '../district/state.ts';
import type { SquadReads } from '../squad/state.ts';
import { hasNoWork } from '../unit/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import type { ZoneReads, ZoneState } from '../zone/state.ts';
import type { CoveredPlace, CoveredZone } from './cover.ts';
import { Cover, farthest, supportRank, told, zoneOf } from './cover.ts';
import type { Coverer } from './cover-reach.ts';
import { certifiedAt } from './fitness.ts';
import { minutesFor, speedOf, Ways } from './travel.ts';

/** So many are looked at in full, and so many of them are told. */
const looked = 8;
const proposed = 3;
/** So many places of the zone are tried for each, besides the one that waits longest: they lie far apart. */
const tried = 6;

/** Why a unit on duty does not count. */
export type NotCounted = 'busy' | 'resting' | 'onFixedPost' | 'noPosition' | 'positionOld' | 'noCertificate' | 'noRoad';

/** Somebody who could move into a zone that runs thin; all minutes whole, null: nobody could come. */
export interface CoverProposal {
  readonly unit: string;
  readonly name: string;
  /** Where it would stand: of the places tried, the one that brings most. */
  readonly place: { readonly code: string; readonly name: string };
  /** Until it is there. */
  readonly minutes: number;
  /** What the zone would then have. */
  readonly then: number | null;
  /** The zone that gives it, before and after; null for one of no zone. */
  readonly costs: {
    readonly zone: string;
    readonly name: string;
    readonly before: number | null;
    readonly after: number | null;
    /** Whether the giver would then be beyond its own promise, having kept it before. */
    readonly breaks: boolean;
  } | null;
}

export interface ZoneCover {
  readonly zone: string;
  readonly name: string;
  readonly order: number;
  /** Minutes; null: nothing is promised. */
  readonly promise: number | null;
  /** Whole minutes until two certified officers are at the place that waits longest; null: they could not come together. */
  readonly minutes: number | null;
  /** `unknown`: the zone has no grid to judge it by. `open`: nothing is promised. */
  readonly state: 'kept' | 'thin' | 'nobody' | 'open' | 'unknown';
  /** Each with the cells that it stands for. */
  readonly places: readonly { readonly codes: readonly string[]; readonly minutes: number | null }[];
  /** Part of the cells within the promise, 0 to 1; null where nothing is promised or there are none. */
  readonly share: number | null;
  readonly longest: { readonly code: string; readonly name: string } | null;
  /** Of its own. */
  readonly counted: readonly { readonly unit: string; readonly name: string }[];
  readonly notCounted: readonly { readonly unit: string; readonly name: string; readonly why: NotCounted }[];
  /** Empty where it is not thin, where nobody can be spared, and where nobody would shorten the wait by a minute. */
  readonly proposals: readonly CoverProposal[];
  /** How many could be spared by the others, whether it helps or not. */
  readonly spared: number;
}

export interface ZoneCovers {
  readonly zones: readonly ZoneCover[];
  /** Seconds since the oldest fix that any of it rests on; null where nobody counts. */
  readonly oldestFix: number | null;
}

export type ZoneCoverReads = Pick<DistrictReads, 'district'> &
  Pick<UnitReads, 'units' | 'position'> &
  Pick<SquadReads, 'squads'> &
  Pick<ZoneReads, 'zones'>;

interface Seen {
  readonly unit: UnitState;
  readonly fixAge: number;
  readonly coverer: Coverer;
}
type Unseen = { readonly unit: UnitState; readonly why: NotCounted };

function seenOf(unit: UnitState, reads: ZoneCoverReads, { plates }: District, ways: Ways, now: number): Seen | Unseen {
  const { policy, utcOffset } = plates;
  const certified = certifiedAt(unit, now, utcOffset);
  const kmh = speedOf(unit.kind, policy.travel);
  if (certified === 0) return { unit, why: 'noCertificate' };
  if (kmh === null) return { unit, why: 'noRoad' };
  if (!hasNoWork(unit)) return { unit, why: 'busy' };
  if (unit.status === 'resting' || unit.status === 'onFixedPost') return { unit, why: unit.status };
  const position = reads.position(unit.id);
  if (position === undefined) return { unit, why: 'noPosition' };
  const fixAge = Math.max(0, (now - position.at) / second);
  if (fixAge > policy.fixMaxAgeSeconds) return { unit, why: 'positionOld' };
  const spot = ways.spot(position, unit.kind);
  return { unit, fixAge, coverer: { unit, spot, certified, minutesTo: (metres) => minutesFor(metres, kmh) } };
}

const now = ({ reach }: CoveredPlace): number => reach.minutes();
const isWithin = (minutes: number, promise: number | undefined): boolean =>
  promise === undefined ? Number.isFinite(minutes) : Math.ceil(minutes) <= promise;

function stateOf(places: readonly unknown[], minutes: number, promise: number | undefined): ZoneCover['state'] {
  if (places.length === 0) return 'unknown';
  if (!Number.isFinite(minutes)) return 'nobody';
  if (promise === undefined) return 'open';
  return isWithin(minutes, promise) ? 'kept' : 'thin';
}

function longestOf({ places }: CoveredZone): CoveredPlace | undefined {
  return places.reduce<CoveredPlace | undefined>(
    (worst, place) => (worst === undefined || now(place) > now(worst) ? place : worst),
    undefined,
  );
}

function costsOf(giver: CoveredZone | undefined, cover: Cover, one: Coverer, at: CoveredPlace): CoverProposal['costs'] {
  if (giver === undefined) return null;
  const from = cover.from(at, one);
  const [before, after] = [
    farthest(giver, now),
    farthest(giver, (place) => place.reach.minutes({ without: one.unit.id, plus: from(place) })),
  ];
  const { id, name, promise } = giver.zone;
  const breaks = isWithin(before, promise) && !isWithin(after, promise);
  return { zone: id, name, before: told(before), after: told(after), breaks };
}

interface Weighed extends CoverProposal {
  readonly exact: number;
  readonly nth: number;
}

/** Best first: the promise kept here and there, then the order in which others help, then the way. */
function proposalsFor(covered: CoveredZone, cover: Cover): readonly CoverProposal[] {
  const { zone } = covered;
  const longest = longestOf(covered);
  if (longest === undefined) return [];
  const before = farthest(covered, now);
  const nearest = cover
    .spared(zone)
    .map((one) => ({ one, nth: supportRank(zone, one.unit), minutes: cover.minutesTo(longest, one) }))
    .sort((a, b) => a.nth - b.nth || a.minutes - b.minutes)
    .slice(0, looked);
  const stands = [longest, ...covered.places.slice(0, tried)];
  const weighed = nearest.flatMap(({ one, nth }): readonly Weighed[] => {
    const { id, name } = one.unit;
    const thenAt = (at: CoveredPlace): number => {
      const from = cover.from(at, one);
      return farthest(covered, (place) => place.reach.minutes({ without: id, plus: from(place) }));
    };
    const [best] = stands.map((at) => ({ at, then: thenAt(at) })).sort((a, b) => a.then - b.then);
    const { at, then } = best ?? { at: longest, then: Infinity };
    const minutes = cover.minutesTo(at, one);
    // A minute is nothing to send somebody across the district for.
    if (!(before - then >= 1)) return [];
    const giver = cover.zones.find((each) => each.zone.id === zoneOf(one.unit));
    const costs = costsOf(giver, cover, one, at);
    const place = { code: at.code, name: at.name };
    return [{ unit: id, name, place, minutes: Math.ceil(minutes), then: told(then), costs, exact: then, nth }];
  });
  const misses = ({ exact }: Weighed): number => (isWithin(exact, zone.promise) ? 0 : 1);
  const breaks = ({ costs }: Weighed): number => (costs?.breaks === true ? 1 : 0);
  return weighed
    .sort(
      (a, b) =>
        breaks(a) - breaks(b) ||
        misses(a) - misses(b) ||
        a.nth - b.nth ||
        a.minutes - b.minutes ||
        (a.unit < b.unit ? -1 : 1),
    )
    .slice(0, proposed)
    .map(({ exact: _, nth: __, ...proposal }) => proposal);
}

function coverOf(covered: CoveredZone, cover: Cover, unseen: readonly Unseen[]): ZoneCover {
  const { zone, places } = covered;
  const { id, name, order, promise } = zone;
  const minutes = farthest(covered, now);
  const state = stateOf(places, minutes, promise);
  const longest = longestOf(covered);
  const own = (unit: UnitState): boolean => zoneOf(unit) === id;
  const cells = (of: readonly CoveredPlace[]): number => of.reduce((sum, { codes }) => sum + codes.length, 0);
  return {
    ...{ zone: id, name, order, promise: promise ?? null, state },
    minutes: places.length === 0 ? null : told(minutes),
    places: places.map((place) => ({ codes: place.codes, minutes: told(now(place)) })),
    share:
      promise === undefined || places.length === 0
        ? null
        : cells(places.filter((place) => isWithin(now(place), promise))) / cells(places),
    longest: longest === undefined ? null : { code: longest.code, name: longest.name },
    counted: cover.coverers.flatMap(({ unit }) => (own(unit) ? [{ unit: unit.id, name: unit.name }] : [])),
    notCounted: unseen.flatMap(({ unit, why }) => (own(unit) ? [{ unit: unit.id, name: unit.name, why }] : [])),
    spared: cover.spared(zone).length,
    proposals: state === 'thin' || state === 'nobody' ? proposalsFor(covered, cover) : [],
  };
}

const isOnDuty = ({ shift, status }: UnitState, at: number): boolean =>
  status !== 'offDuty' && shift.from <= at && at < shift.to;

/** Undefined while no pack is in force. Zones in the order of their hues. */
export function zoneCovers(reads: ZoneCoverReads, at: number): ZoneCovers | undefined {
  const district = reads.district();
  if (district === undefined) return undefined;
  const ways = new Ways(district.plates);
  const looks = reads
    .units()
    .filter((unit) => isOnDuty(unit, at))
    .map((unit) => seenOf(unit, reads, district, ways, at));
  const seen = looks.flatMap((one) => ('coverer' in one ? [one] : []));
  const unseen = looks.flatMap((one) => ('why' in one ? [one] : []));
  const zones: readonly ZoneState[] = reads.zones();
  const cover = new Cover(district, ways, {
    ...{ zones, squads: reads.squads() },
    coverers: seen.map(({ coverer }) => coverer),
  });
  return {
    zones: cover.zones.map((covered) => coverOf(covered, cover, unseen)),
    oldestFix: seen.length === 0 ? null : Math.max(...seen.map(({ fixAge }) => fixAge)),
  };
}
