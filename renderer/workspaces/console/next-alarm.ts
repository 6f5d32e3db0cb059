/** Which incident Space goes to. Pure. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';

/** The next that nobody has acknowledged, below the selected one and round again; undefined where there is no other. */
export function nextUnacknowledged(
  queued: readonly IncidentState[],
  selected: string | null,
): IncidentState | undefined {
  const from = queued.findIndex(({ id }) => id === selected) + 1;
  return [...queued.slice(from), ...queued.slice(0, from)].find(({ acknowledged }) => acknowledged === null);
}
