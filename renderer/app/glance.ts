/** Figures of the top bar, from the documents on this seat. Pure. */
import type { IncidentState, Source } from '../../shared/domain/incident/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';

type Documents<S> = Iterable<{ readonly state: S }>;

/** 可派: on duty within its shift, less fixed posts, busy and resting; of those on duty. */
export function available(units: Documents<UnitState>, now: number): { readonly free: number; readonly all: number } {
  let free = 0;
  let all = 0;
  for (const { state: unit } of units) {
    if (unit.status === 'offDuty' || now < unit.shift.from || now >= unit.shift.to) continue;
    all += 1;
    if (unit.status === 'available' && unit.jobs.length === 0) free += 1;
  }
  return { free, all };
}

/** The caller who has waited longest for an answer. */
export function oldestWaiting(incidents: Documents<IncidentState>): IncidentState | undefined {
  let oldest: IncidentState | undefined;
  for (const { state } of incidents) {
    if (state.closed !== null || state.wantsReply !== 'yes' || state.replies.length > 0) continue;
    if (oldest === undefined || state.receivedAt < oldest.receivedAt) oldest = state;
  }
  return oldest;
}

/** When something last came in from a source, Unix ms. */
export function lastFrom(source: Source, incidents: Documents<IncidentState>): number | undefined {
  let last: number | undefined;
  for (const { state } of incidents) if (state.source === source) last = Math.max(last ?? 0, state.receivedAt);
  return last;
}
