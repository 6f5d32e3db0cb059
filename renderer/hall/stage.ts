/** How far an incident is, and what of it is late, as the map tells it. Pure; instants Unix ms. */
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { isLate, presentUnits } from './incident-order.ts';

type Stage = 'waiting' | 'underWay' | 'onScene' | 'refused' | 'answering';

/** A relapse is where it is, too: who is on the way to it is on the way. */
export function incidentStage(incident: IncidentState): Stage {
  if (incident.outcome?.kind === 'refusesToStop') return 'refused';
  switch (incident.stage) {
    case 'received':
    case 'acknowledged':
      return 'waiting';
    case 'dispatched':
      return 'underWay';
    case 'onScene':
      return 'onScene';
    default:
      return 'answering';
  }
}

/** What of it passed: whether somebody should be there or on the way by now, or only the desk has something to do. */
export function latenessOf(
  incident: IncidentState,
  assignments: readonly Pick<AssignmentState, 'id' | 'arrived' | 'overdue'>[],
  now: number,
): 'unit' | 'desk' | null {
  if (incident.open.some(({ limit, at }) => limit === 'dispatch' && at < now)) return 'unit';
  const engaged = new Set(presentUnits(incident).map(({ assignment }) => assignment));
  const isAwaited = assignments.some(
    ({ id, arrived, overdue }) =>
      engaged.has(id) && arrived === null && overdue.some(({ limit, dueAt }) => limit === 'arrive' && dueAt < now),
  );
  if (isAwaited) return 'unit';
  return isLate(incident, now) ? 'desk' : null;
}
