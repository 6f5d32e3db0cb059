/** Parsed documents kept at hand, so that a busy hall does not parse the same JSON for every command. */
import type { DocumentHead, DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { DocumentQuery, DocumentReader } from '../../shared/domain/reads.ts';
import type { JournalReads } from '../journal/store.ts';

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

  function document(stream: StreamId): DocumentRecord<unknown> | undefined {
    const found = kept.get(stream) ?? source.document(stream);
    if (found !== undefined) keep(found);
    return found;
  }

  /**
   * Decisions ask for the incidents of the last day again and again, and most of them did not change since: only those
   * that did are read and parsed.
   */
  function documents(kind: string, query: DocumentQuery | undefined): readonly DocumentRecord<unknown>[] {
    const heads = source.documentHeads(kind, query);
    const held = heads.filter((head) => atHand(head) !== undefined).length;
    if (held * 2 >= heads.length)
      return heads.map((head) => atHand(head) ?? must(document(head.stream), `document ${head.stream}`));
    const found = source.documents(kind, query);
    // One question after many must not push out what all others need.
    if (found.length * 4 <= limit) for (const one of found) keep(one);
    return found;
  }

  function atHand({ stream, version, seq }: DocumentHead): DocumentRecord<unknown> | undefined {
    const found = kept.get(stream);
    return found?.version === version && found.seq === seq ? found : undefined;
  }

  return {
    readThrough(reads) {
      source = reads;
    },
    document,
    documents,
    put: keep,
    drop(streams) {
      for (const stream of streams) kept.delete(stream);
    },
    clear: () => kept.clear(),
  };
}
