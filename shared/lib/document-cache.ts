/**
 * Parsed documents kept at hand, so that a busy hall does not parse the same JSON for every command, nor a seat for every
 * key that is pressed.
 */
import type { DocumentHead, DocumentRecord, StreamId } from './journal.ts';
import { must } from './must.ts';

/** Where documents are read that are not at hand. `Q`: what may be asked of a kind. */
export interface DocumentSource<Q> {
  document(stream: StreamId): DocumentRecord<unknown> | undefined;
  documents(kind: string, query?: Q): readonly DocumentRecord<unknown>[];
  /** As `documents`, without scope and state. */
  documentHeads(kind: string, query?: Q): readonly DocumentHead[];
}

export interface DocumentCache<Q> {
  /** Documents kept now. */
  readonly size: number;
  document(stream: StreamId): DocumentRecord<unknown> | undefined;
  documents(kind: string, query?: Q): readonly DocumentRecord<unknown>[];
  /** Reads what is not at hand there from now on: a hub in the transaction while one is open, else in the store. */
  readThrough(source: DocumentSource<Q>): void;
  put(document: DocumentRecord<unknown>): void;
  /** Forgets streams that changed or came into being elsewhere, or whose changes were rolled back. */
  drop(streams: Iterable<string>): void;
  clear(): void;
}

/** @param limit Documents kept; the least recently used goes first. */
export function createDocumentCache<Q>(store: DocumentSource<Q>, limit: number): DocumentCache<Q> {
  const kept = new Map<string, DocumentRecord<unknown>>();
  /** Streams that were asked for and have no document: a hub without a pack is asked for it with every position. */
  const absent = new Set<string>();
  let source = store;

  function keep(document: DocumentRecord<unknown>): void {
    if (absent.size > 0) absent.delete(document.stream);
    kept.delete(document.stream);
    kept.set(document.stream, document);
    if (kept.size <= limit) return;
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      return;
    }
  }

  function document(stream: StreamId): DocumentRecord<unknown> | undefined {
    if (absent.has(stream)) return undefined;
    const found = kept.get(stream) ?? source.document(stream);
    if (found !== undefined) keep(found);
    else if (limit > 0) {
      // Strangers may ask for what they like: begun anew, it is as many again at the most.
      if (absent.size >= limit) absent.clear();
      absent.add(stream);
    }
    return found;
  }

  /**
   * The incidents of the last day are asked for again and again, and most of them did not change since: only those that
   * did are read and parsed.
   */
  function documents(kind: string, query: Q | undefined): readonly DocumentRecord<unknown>[] {
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
    get size() {
      return kept.size;
    },
    readThrough(reads) {
      source = reads;
    },
    document,
    documents,
    put: keep,
    drop(streams) {
      for (const stream of streams) {
        kept.delete(stream);
        absent.delete(stream);
      }
    },
    clear() {
      kept.clear();
      absent.clear();
    },
  };
}
