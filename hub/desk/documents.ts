/** Parsed documents kept at hand, so that a busy hall does not parse the same JSON for every command. */
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import type { DocumentQuery, JournalReads } from '../journal/store.ts';

/** What reads are made of. */
export interface DocumentReader {
  document(stream: StreamId): DocumentRecord<unknown> | undefined;
  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord<unknown>[];
}

export interface DocumentCache extends DocumentReader {
  /** Reads what is not at hand through `reads` from now on: the transaction while one is open, else the store. */
  readThrough(reads: JournalReads): void;
  put(document: DocumentRecord<unknown>): void;
  /** Forgets streams whose changes were rolled back. */
  drop(streams: Iterable<string>): void;
  clear(): void;
}

/** @param limit Documents kept; the least recently used goes first. */
export function createDocumentCache(store: JournalReads, limit: number): DocumentCache {
  const kept = new Map<string, DocumentRecord<unknown>>();
  let source = store;

  function keep(document: DocumentRecord<unknown>): void {
    kept.delete(document.stream);
    kept.set(document.stream, document);
    if (kept.size <= limit) return;
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      return;
    }
  }

  return {
    readThrough(reads) {
      source = reads;
    },
    document(stream) {
      const found = kept.get(stream) ?? source.document(stream);
      if (found !== undefined) keep(found);
      return found;
    },
    documents: (kind, query) => source.documents(kind, query),
    put: keep,
    drop(streams) {
      for (const stream of streams) kept.delete(stream);
    },
    clear: () => kept.clear(),
  };
}
