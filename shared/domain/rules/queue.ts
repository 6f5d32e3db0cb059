/** Which open incidents wait for somebody, and which of them are alarms: for the queue, the top bar and a locked seat alike. */
import type { IncidentState } from '../incident/state.ts';

export type Alarm = 'refusesToStop' | 'relapse';

/** Reasons for the top of the queue, strongest first. */
export function alarmOf({ outcome, reopened }: Pick<IncidentState, 'outcome' | 'reopened'>): Alarm | undefined {
  if (outcome?.kind === 'refusesToStop') return 'refusesToStop';
  const last = reopened.at(-1);
  // Until the outcome after it is recorded, what came back is nobody's success.
  if (last?.because === 'relapse' && (outcome === null || outcome.at < last.at)) return 'relapse';
  return undefined;
}

/** Whether something must be done by a person here: joined ones wait for the one that took them in. */
export function isQueued({ closed, joinedInto }: Pick<IncidentState, 'closed' | 'joinedInto'>): boolean {
  return closed === null && joinedInto === null;
}
