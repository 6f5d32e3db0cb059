/** A list of rosters is judged as a whole: people may change places in it, and nobody may stand in it twice. */
import type { RegisterEntry } from '../kernel.ts';
import type { RosterRecord } from '../roster/events.ts';
import type { RosterReads, RosterState } from '../roster/state.ts';

const unsaid = { leaves: [], lent: null, swaps: [], equipment: [] } as const;

/** The rosters as the list would leave them; what was said of a shift stays. */
export function rostersListed(
  reads: Pick<RosterReads, 'roster' | 'rostersAfter'>,
  rows: readonly { readonly id: string; readonly record: RosterRecord }[],
  provenance: RegisterEntry['provenance'],
): Pick<RosterReads, 'rostersAfter'> {
  const listed = rows.map(({ id, record }): RosterState => ({
    ...unsaid,
    provenance,
    ...reads.roster(id),
    ...record,
    id,
  }));
  const spokenOf = new Set(listed.map(({ id }) => id));
  return {
    rostersAfter: (at) => [
      ...reads.rostersAfter(at).filter(({ id }) => !spokenOf.has(id)),
      ...listed.filter(({ to }) => to > at),
    ],
  };
}
