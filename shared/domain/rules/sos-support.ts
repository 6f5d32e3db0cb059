/** Who could help somebody that calls for help, nearest first, and whom one key would send. Pure; instants Unix ms. */
import { distance } from '../../geo/point.ts';
import { second } from '../../lib/time.ts';
import type { AlarmReads } from '../alarm/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import { hasNoWork } from '../unit/state.ts';

/** `reserve`: free, and kept for emergencies. */
export type HelperState = 'free' | 'reserve' | 'busy' | 'onFixedPost' | 'resting';

export interface Helper {
  readonly unit: string;
  readonly name: string;
  readonly state: HelperState;
  /** As the crow flies; null where the call or the unit has no place that can be trusted. */
  readonly metres: number | null;
  /** Seconds since its fix; null: it has none. */
  readonly fixAge: number | null;
}

export interface SosHelp {
  /** Nearest first, those of whom no place is known last. */
  readonly helpers: readonly Helper[];
  /** Whom one key sends. */
  readonly suggested: readonly string[];
}

export type SosHelpReads = Pick<AlarmReads, 'alarm'> &
  Pick<DistrictReads, 'district'> &
  Pick<UnitReads, 'unit' | 'units' | 'position'>;

/** Two, so that nobody comes alone to where somebody is attacked. */
const sent = 2;

function stateOf(unit: UnitState): HelperState {
  if (!hasNoWork(unit)) return 'busy';
  if (unit.status === 'resting' || unit.status === 'onFixedPost') return unit.status;
  return unit.reserve ? 'reserve' : 'free';
}

/**
 * Everybody on duty within the shift but the caller, and but who is on the way to this or another call. Free ones and the
 * reserve are suggested first, which is what a reserve is for; only where they are too few, whoever else is near.
 */
export function sosHelp(id: string, reads: SosHelpReads, now: number): SosHelp | undefined {
  const alarm = reads.alarm(id);
  const policy = reads.district()?.plates.policy;
  if (alarm?.kind !== 'sos' || policy === undefined) return undefined;
  const { place } = alarm;
  const caller = alarm.unit === null ? undefined : reads.unit(alarm.unit.id);
  const isOnWay = ({ id: unit, supports }: UnitState): boolean =>
    (supports ?? null) !== null || alarm.support.some((one) => one.unit === unit && one.is !== 'cannot');
  const helpers = reads
    .units()
    .filter((unit) => unit.status !== 'offDuty' && unit.shift.from <= now && now < unit.shift.to)
    .filter((unit) => unit.id !== caller?.id && !isOnWay(unit))
    .map((unit) => {
      const seen = reads.position(unit.id);
      const fixAge = seen === undefined ? null : Math.max(0, (now - seen.at) / second);
      const isFresh = fixAge !== null && fixAge <= policy.fixMaxAgeSeconds;
      const metres = place === null || seen === undefined || !isFresh ? null : Math.round(distance(seen, place));
      // Where nobody knows how far it is, their own people know the place.
      const near = unit.squad === caller?.squad ? 0 : unit.zone === caller?.zone ? 1 : 2;
      return { helper: { unit: unit.id, name: unit.name, state: stateOf(unit), metres, fixAge }, near };
    })
    .toSorted(
      (a, b) =>
        (a.helper.metres ?? Infinity) - (b.helper.metres ?? Infinity) ||
        a.near - b.near ||
        (a.helper.unit < b.helper.unit ? -1 : 1),
    )
    .map(({ helper }): Helper => helper);
  // Where the place is known, nobody is sent of whom it is not known how far they are.
  const able = helpers.filter(({ metres }) => place === null || metres !== null);
  const isFree = ({ state }: Helper): boolean => state === 'free' || state === 'reserve';
  const first = [...able.filter(isFree), ...able.filter((one) => !isFree(one))];
  return { helpers, suggested: first.slice(0, sent).map(({ unit }) => unit) };
}
