import { expect, test } from 'vitest';
import type { DocumentQuery } from '../../../shared/domain/reads.ts';
import { selectDocuments } from '../../../shared/domain/reads.ts';
import type { DocumentRecord } from '../../../shared/lib/journal.ts';
import { incidentPage } from './incident-reads.ts';

const closed = { at: 1, user: 'lin', result: 'handled' };
const document = (n: number): DocumentRecord => ({
  ...{ stream: `incident/i${String(n).padStart(5, '0')}`, version: 1, seq: n + 1, scope: ['bureau'] },
  state: { id: `i${String(n).padStart(5, '0')}`, receivedAt: n, closed: n % 1_000 === 999 ? null : closed },
});

test('a page of what is open does not read the closed incidents of years', () => {
  const all = Array.from({ length: 5_000 }, (_, n) => document(n));
  let read = 0;
  const journal = {
    documents(_kind: string, query?: DocumentQuery) {
      const found = selectDocuments(all, query);
      read += found.length;
      return found as readonly DocumentRecord[];
    },
  };
  const { incidents, next } = incidentPage(journal, { open: 'true', limit: 3 });
  expect(incidents).toMatchObject([{ id: 'i00999' }, { id: 'i01999' }, { id: 'i02999' }]);
  const rest = incidentPage(journal, { open: 'true', limit: 3, after: next ?? '' });
  expect([rest.incidents.length, rest.next]).toEqual([2, null]);
  expect(read).toBeLessThan(20);
});
