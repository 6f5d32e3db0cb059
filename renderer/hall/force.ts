/** Who is there and who can be sent: one law for the top bar, the map and the wall. Pure; instants Unix ms. */
import type { UnitState } from '../../shared/domain/unit/state.ts';

export interface Force {
  /** On duty within the shift. */
  readonly duty: number;
  /** 可派: of those, neither posted nor resting nor busy. */
  readonly free: number;
}

export function isOnDuty({ status, shift }: UnitState, now: number): boolean {
  return status !== 'offDuty' && now >= shift.from && now < shift.to;
}

/** At a job, or on its way to who calls for help. */
export const isBusy = ({ jobs, supports }: UnitState): boolean => jobs.length > 0 || (supports ?? null) !== null;

export function forceOf(units: readonly UnitState[], now: number): Force {
  const duty = units.filter((unit) => isOnDuty(unit, now));
  return {
    duty: duty.length,
    free: duty.filter((unit) => unit.status === 'available' && !isBusy(unit)).length,
  };
}

/** What its own facts call it, whatever the shift. */
export function statusWord(unit: UnitState): UnitState['status'] | 'busy' | 'supports' {
  if ((unit.supports ?? null) !== null) return 'supports';
  return unit.jobs.length > 0 ? 'busy' : unit.status;
}

/** What a unit is shown as: who is not within the shift is not there, but for the job in hand. */
export function shownStatus(unit: UnitState, now: number): 'offDuty' | 'busy' | 'resting' | 'fixedPost' | 'free' {
  if (unit.status !== 'offDuty' && isBusy(unit)) return 'busy';
  if (!isOnDuty(unit, now)) return 'offDuty';
  if (unit.status === 'resting') return 'resting';
  return unit.status === 'onFixedPost' ? 'fixedPost' : 'free';
}
