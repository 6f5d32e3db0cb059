/** What labels depend on besides the account, read from the documents of the moment. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { labelWorldOf } from '../../shared/domain/rules/labels.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { JournalReads } from '../journal/store.ts';

export interface LabelWorldDeps {
  readonly journal: Pick<JournalReads, 'document' | 'documents'>;
  /** Of a kind that the catalog does not have there are no documents, and no table to ask. */
  readonly kinds: Pick<Kinds, 'has'>;
}

export function labelWorld({ journal, kinds }: LabelWorldDeps): () => LabelWorld {
  const reads = readsOf({
    document: (stream) => (kinds.has(splitStream(stream).kind) ? journal.document(stream) : undefined),
    documents: (kind, query) => (kinds.has(kind) ? journal.documents(kind, query) : []),
  });
  return () => labelWorldOf(reads);
}
