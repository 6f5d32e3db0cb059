/** What a change of labels means for a seat that stands at the head: documents that leave its sight and come into it. */
import type { DocumentRecord } from '../../shared/lib/journal.ts';
import type { FeedItem } from '../../shared/wire/hub-protocol.ts';
import type { JournalReads } from '../journal/store.ts';
import { enterItem } from './batches.ts';
import type { Labels } from './labels.ts';
import { sees } from './labels.ts';

const pageSize = 500;

/** @param most Documents looked at; where there are more, undefined: a snapshot is the better way then. */
export function rescopeItems(
  journal: Pick<JournalReads, 'documentsInScope'>,
  from: Labels,
  to: Labels,
  most: number,
): readonly FeedItem[] | undefined {
  let looked = 0;
  // Only a label gained or lost can bring a document into sight or out of it: the others need not be looked at.
  function under(labels: readonly string[]): DocumentRecord[] | undefined {
    const found: DocumentRecord[] = [];
    if (labels.length === 0) return found;
    for (let after = ''; ; after = found.at(-1)?.stream ?? after) {
      const page = journal.documentsInScope(labels, after, pageSize);
      looked += page.length;
      if (looked > most) return undefined;
      found.push(...page);
      if (page.length < pageSize) return found;
    }
  }

  const lost = under(from.list.filter((label) => !to.list.includes(label)));
  const gained = lost && under(to.list.filter((label) => !from.list.includes(label)));
  if (lost === undefined || gained === undefined) return undefined;
  const leave = lost
    .filter((document) => !sees(to, document.scope))
    .map((document): FeedItem => ({ kind: 'leave', stream: document.stream }));
  const enter = gained.filter((document) => !sees(from, document.scope)).map(enterItem);
  return [...leave, ...enter];
}
