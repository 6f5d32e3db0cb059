/** Writes events as the desk would: envelope, canonical bytes, chain, scopes, document. */
import { createHash } from 'node:crypto';
import type { JournalReads, JournalStore, JournalWrites } from '../../hub/journal/store.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { DocumentRecord, EventEnvelope, StoredEvent, StreamId } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';

export type Note = { readonly [member: string]: Json };

export function chained(previous: string, bytes: string): string {
  return createHash('sha256').update(previous).update(bytes).digest('hex');
}

export function eventFor(reads: JournalReads, stream: StreamId, data: Json, at?: number): EventEnvelope {
  const head = reads.head();
  const seq = head.seq + 1;
  return {
    seq,
    id: `event-${seq}`,
    stream,
    version: reads.streamVersion(stream) + 1,
    type: 'Noted',
    schema: 1,
    data,
    at: at ?? head.at + 1,
    occurredAt: at ?? head.at + 1,
    by: systemActor,
    cause: `command-${seq}`,
  };
}

/** Appends one event whose document is the event's data, under these labels. */
export function note(writes: JournalWrites, stream: StreamId, data: Note, labels: readonly string[]): DocumentRecord {
  const event = eventFor(writes, stream, data);
  const bytes = canonicalJson(event);
  const previous = writes.head().hash;
  const before = writes.document(stream)?.scope ?? [];
  writes.append(event, bytes, chained(previous, bytes), previous, { before, after: labels });
  const document = { stream, version: event.version, seq: event.seq, scope: labels, state: data };
  writes.putDocument(document);
  return document;
}

/** Runs work in a transaction of its own and commits. */
export function commit<T>(store: JournalStore, work: (writes: JournalWrites) => T): T {
  const transaction = store.begin();
  try {
    const result = work(transaction);
    transaction.commit();
    return result;
  } catch (error) {
    transaction.rollback();
    throw error;
  }
}

export function envelopeOf(event: StoredEvent): EventEnvelope {
  return JSON.parse(event.bytes) as EventEnvelope;
}
