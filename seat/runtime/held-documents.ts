/**
 * What rules on the seat read of the cache: its indexed queries, with the documents asked for last kept parsed, so that
 * a draft does not parse them anew with every key. Bounded: a cache holds the closed incidents of a year.
 */
import type { DocumentQuery, DocumentReader } from '../../shared/domain/reads.ts';
import { createDocumentCache } from '../../shared/lib/document-cache.ts';
import type { DocumentCache } from '../../shared/lib/document-cache.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import type { CacheStore } from './ports.ts';

/** Documents kept: the registers of a district and the incidents of a busy day several times over. */
const mostHeld = 8_000;

type Reads = Pick<CacheStore, 'document' | 'documents' | 'documentHeads'>;

export class HeldDocuments implements DocumentReader {
  readonly #held: DocumentCache<DocumentQuery>;

  /** @param cache The present one: it may be replaced. @param most Documents kept parsed. */
  constructor(cache: () => Reads, most: number = mostHeld) {
    this.#held = createDocumentCache<DocumentQuery>(
      {
        document: (stream) => cache().document(stream),
        documents: (kind, query) => cache().documents(kind, query),
        documentHeads: (kind, query) => cache().documentHeads(kind, query),
      },
      most,
    );
  }

  /** Documents kept now. */
  get size(): number {
    return this.#held.size;
  }

  document(stream: StreamId): DocumentRecord<unknown> | undefined {
    return this.#held.document(stream);
  }

  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord<unknown>[] {
    return this.#held.documents(kind, query);
  }

  /** What changed is read again when it is asked for: much of the feed no rule here ever looks at. */
  committed(put: readonly DocumentRecord[], removed: readonly StreamId[]): void {
    this.#held.drop(put.map(({ stream }) => stream));
    this.#held.drop(removed);
  }

  /** All documents may be others. */
  replaced(): void {
    this.#held.clear();
  }
}
