/** How an event changes its document; the same for a new event and for a rebuild. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import type { DocumentRecord, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { JournalWrites, ScopeStep } from '../journal/store.ts';
import type { DocumentCache } from './documents.ts';

/** Folds one event into its document in the cache. Returns how the scope stood before and after. */
export function foldEvent(kinds: Kinds, cache: DocumentCache, event: EventEnvelope): ScopeStep {
  const before = cache.document(event.stream);
  const state = evolveDocument(before?.state, event, kinds);
  const scope = scopeOf(event.stream, state, kinds);
  cache.put({ stream: event.stream, version: event.version, seq: event.seq, scope, state });
  return { before: before?.scope ?? [], after: scope };
}

/** Writes a folded document and what it will have to have done. */
export function writeDocument(kinds: Kinds, document: DocumentRecord<unknown>, writes: JournalWrites): void {
  const kind = must(kinds.get(splitStream(document.stream).kind), `kind of ${document.stream}`);
  writes.putDocument({ ...document, state: document.state as Json });
  writes.putDues(document.stream, kind.dues(document.state));
}

/** `foldEvent` for several events of one transaction: each document is written once, by `flush`. */
export function folder(kinds: Kinds, cache: DocumentCache) {
  const folded = new Map<StreamId, DocumentRecord<unknown>>();
  return {
    fold(event: EventEnvelope): ScopeStep {
      const step = foldEvent(kinds, cache, event);
      folded.set(event.stream, must(cache.document(event.stream), event.stream));
      return step;
    },
    /** Versions of the streams written. */
    flush(writes: JournalWrites): { readonly [stream: string]: number } {
      for (const document of folded.values()) writeDocument(kinds, document, writes);
      return Object.fromEntries([...folded].map(([stream, { version }]) => [stream, version]));
    },
  };
}
