/** Which incident Space goes to. Pure. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { isNew } from '../../hall/incident-order.ts';

/**
 * Of those that nobody has acknowledged, the newest that was not looked at here; once all were, the next older than the
 * selected one and round again. Undefined where there is none.
 */
export function nextUnacknowledged(
  queued: readonly IncidentState[],
  selected: string | null,
  looked: ReadonlySet<string>,
): IncidentState | undefined {
  const open = queued
    .filter(({ acknowledged }) => acknowledged === null)
    .sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? -1 : 1));
  const fresh = open.find((incident) => isNew(incident, looked));
  return fresh ?? open[open.findIndex(({ id }) => id === selected) + 1] ?? open[0];
}
