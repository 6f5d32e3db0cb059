/** How an event changes its document; the same for a new event and for a rebuild. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { DocumentCache } from '../../shared/lib/document-cache.ts';
import type { DocumentRecord, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { JournalWrites, ScopeStep } from '../journal/store.ts';

export interface Folded {
  readonly document: DocumentRecord<unknown>;
  /** How the scope stood before and after. */
  readonly step: ScopeStep;
}

/** Folds one event into its document. */
export function foldEvent(kinds: Kinds, before: DocumentRecord<unknown> | undefined, event: EventEnvelope): Folded {
  const { stream, version, seq } = event;
  const state = evolveDocument(before?.state, event, kinds);
  const scope = scopeOf(stream, state, kinds);
  return { document: { stream, version, seq, scope, state }, step: { before: before?.scope ?? [], after: scope } };
}

/** Writes a folded document and what it will have to have done. */
export function writeDocument(kinds: Kinds, document: DocumentRecord<unknown>, writes: JournalWrites): void {
  const kind = must(kinds.get(splitStream(document.stream).kind), `kind of ${document.stream}`);
  writes.putDocument({ ...document, state: document.state as Json });
  writes.putDues(document.stream, kind.dues(document.state));
}

/**
 * `foldEvent` for the events of one command: each document is written once, by `flush`. Until then what was folded stands
 * here and nowhere else: the cache may let go of it at any time, and the store does not have it yet.
 */
export function folder(kinds: Kinds, cache: DocumentCache<DocumentQuery>) {
  const folded = new Map<StreamId, DocumentRecord<unknown>>();
  const document = (stream: StreamId): DocumentRecord<unknown> | undefined =>
    folded.get(stream) ?? cache.document(stream);
  return {
    document,
    fold(event: EventEnvelope): ScopeStep {
      const { document: after, step } = foldEvent(kinds, document(event.stream), event);
      folded.set(event.stream, after);
      return step;
    },
    /** Versions of the streams written. */
    flush(writes: JournalWrites): { readonly [stream: string]: number } {
      for (const after of folded.values()) {
        writeDocument(kinds, after, writes);
        cache.put(after);
      }
      return Object.fromEntries([...folded].map(([stream, { version }]) => [stream, version]));
    },
  };
}
