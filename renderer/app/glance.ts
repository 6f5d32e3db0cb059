/** Figures of the top bar, from the documents on this seat. Pure. */
import type { IncidentState, Source } from '../../shared/domain/incident/state.ts';
import { alarmOf, isQueued } from '../hall/incident-order.ts';
import { owesReply } from '../hall/owed.ts';

type Documents<S> = Iterable<{ readonly state: S }>;

/** The caller who has waited longest for an answer. */
export function oldestWaiting(incidents: Documents<IncidentState>): IncidentState | undefined {
  let oldest: IncidentState | undefined;
  for (const { state } of incidents) {
    if (!owesReply(state)) continue;
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

/** How many refuse to stop or came back. */
export function alarmCount(incidents: Documents<IncidentState>): number {
  return Array.from(incidents).filter(({ state }) => isQueued(state) && alarmOf(state) !== undefined).length;
}
