/** When orders of work came in the last weeks, by source, from the journal's documents: a page at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { day } from '../../shared/lib/time.ts';
import type { JournalReads } from '../journal/store.ts';

const span = 28 * day;
const pageSize = 500;
/** Ways of people at their desks, not of other systems. */
const byHand = new Set(['phone', 'patrol', 'leader', 'sos']);

export async function* orderHistory(
  journal: Pick<JournalReads, 'documents'>,
  now: number,
): AsyncGenerator<readonly { readonly source: string; readonly at: number }[]> {
  let from = now - span;
  let seen = new Set<string>();
  for (;;) {
    const read = journal
      .documents('incident', { atLeast: { column: 'receivedAt', value: from }, orderBy: 'receivedAt', limit: pageSize })
      // A document holds what `evolve` of its kind returned.
      .map(({ state }) => state as unknown as IncidentState);
    const fresh = read.filter(({ id }) => !seen.has(id));
    yield fresh
      .filter(({ source }) => !byHand.has(source))
      .map(({ source, receivedAt }) => ({ source, at: receivedAt }));
    const last = read.at(-1);
    // A whole page of one instant cannot be passed: what comes after it is not learned from.
    if (read.length < pageSize || last === undefined || fresh.length === 0) return;
    from = last.receivedAt;
    seen = new Set(read.filter(({ receivedAt }) => receivedAt === from).map(({ id }) => id));
    await turn();
  }
}
