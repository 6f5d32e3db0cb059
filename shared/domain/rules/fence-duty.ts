/** When a fence is in force, whom it lets go, and whether it is kept: what comes after on which side a unit is. */
import type { UtcOffset } from '../../lib/time.ts';
import { day, minute, startOfDay } from '../../lib/time.ts';
import type { DutyModeState } from '../duty-mode/state.ts';
import type { FenceState } from '../fence/state.ts';
import type { UnitState } from '../unit/state.ts';
import type { SideState } from './fence-side.ts';

/** [from, to), Unix ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The stretch in which the fence asks something, that holds the instant; undefined outside its hours. Nothing before its
 * begin counts: what was judged begins anew with it, with a switch of the duty mode, and with a change of the fence.
 */
export function inForce(
  { hours, period, provenance, withdrawn }: Pick<FenceState, 'hours' | 'period' | 'provenance' | 'withdrawn'>,
  mode: Pick<DutyModeState, 'mode' | 'since'> | undefined,
  at: number,
  offset: UtcOffset,
): Span | undefined {
  if (mode === undefined || withdrawn !== undefined) return undefined;
  const floor = Math.max(mode.since, provenance.asOf, period?.from ?? Number.NEGATIVE_INFINITY);
  if (at < floor || (period !== undefined && at >= period.to)) return undefined;
  for (const { modes, from, to } of hours) {
    if (!modes.includes(mode.mode)) continue;
    const length = (to > from ? to - from : to + day / minute - from) * minute;
    // The window that began today, and the one of yesterday that runs past midnight.
    for (const midnight of [startOfDay(at, offset), startOfDay(at, offset) - day]) {
      const begin = midnight + from * minute;
      if (at < begin || at >= begin + length) continue;
      return { from: Math.max(begin, floor), to: Math.min(begin + length, period?.to ?? Number.POSITIVE_INFINITY) };
    }
  }
  return undefined;
}

/** Why a unit need not keep a fence; `since`: Unix ms. */
export interface Exemption {
  readonly code: 'assignment' | 'pursuit';
  readonly since: number;
  /** Of the assignment; null for a pursuit. */
  readonly assignment: string | null;
}

/** @param pursuit Since when it follows a mobile violation across the border (渗透管理); null: it does not. */
export function exemptionOf(
  { exempt }: Pick<FenceState, 'exempt'>,
  { jobs }: Pick<UnitState, 'jobs'>,
  pursuit: number | null = null,
): Exemption | undefined {
  const [job] = jobs.toSorted((a, b) => a.since - b.since);
  if (exempt.onAssignment && job !== undefined)
    return { code: 'assignment', since: job.since, assignment: job.assignment };
  if (exempt.pursuit && pursuit !== null) return { code: 'pursuit', since: pursuit, assignment: null };
  return undefined;
}

/** Why somebody may be away, where it is known: told with the alarm, and no excuse. */
export type Whereabouts = 'assignment' | 'resting' | 'unknown';

export function whereaboutsOf({ jobs, status }: Pick<UnitState, 'jobs' | 'status'>): Whereabouts {
  if (jobs.length > 0) return 'assignment';
  return status === 'resting' ? 'resting' : 'unknown';
}

/** So long after the fence came into force, or after an assignment ended, a unit may be on its way to it, ms. */
export const comingTime = 10 * minute;
/** Back for so long without a break, an alarm is over, ms: who comes and goes has one alarm and not twenty. */
export const backFor = 5 * minute;

export type BreachCode = 'leftPost' | 'notAtPost' | 'leftArea' | 'enteredArea' | 'tooFast';

/** A fence not kept. `since`: when it began; `shownAt`: the fix that showed it. Unix ms. */
export interface Breach {
  readonly code: BreachCode;
  readonly since: number;
  readonly shownAt: number;
}

/**
 * How the fence is not kept at an instant of its hours; undefined while it is kept, or nobody knows.
 * @param asks When the fence began to ask: its coming into force, or the end of the last exemption if that was later.
 */
export function breachOf(
  { kind }: Pick<FenceState, 'kind'>,
  state: SideState,
  at: number,
  asks: { readonly inForce: number; readonly exemptUntil: number | null },
): Breach | undefined {
  const { side, since, shownAt, before, wasIn, fast } = state;
  if (kind === 'speed') {
    if (fast === null || fast.shownAt === null) return undefined;
    return { code: 'tooFast', since: fast.since, shownAt: fast.shownAt };
  }
  if (since === null || shownAt === null) return undefined;
  if (kind === 'notice') {
    return side === 'inside' && before === 'outside' ? { code: 'enteredArea', since, shownAt } : undefined;
  }
  if (side !== 'outside') return undefined;
  if (asks.exemptUntil !== null && at < asks.exemptUntil + comingTime) return undefined;
  if (kind === 'mustNotLeave') return wasIn ? { code: 'leftArea', since, shownAt } : undefined;
  if (wasIn) return { code: 'leftPost', since, shownAt };
  return at < asks.inForce + comingTime ? undefined : { code: 'notAtPost', since, shownAt };
}

/**
 * Whether the hub itself may end an alarm of this fence: everybody is where they should be, and for long enough. Who was
 * too fast, or came in, is looked at by a person.
 */
export function isOver({ kind }: Pick<FenceState, 'kind'>, { side, since, last }: SideState): boolean {
  if ((kind !== 'mustBeIn' && kind !== 'mustNotLeave') || side !== 'inside') return false;
  return last !== null && since !== null && last.at - since >= backFor;
}
