/** What the seat runtime asks of its surroundings; `seat/compose.ts` hands in the real ones. */
import type { CommandEnvelope, DocumentRecord, EventEnvelope, Refusal, StreamId } from '../../shared/lib/journal.ts';

export interface SeatClock {
  /** This machine's time, Unix ms: for measuring the offset only; business time is hub time. */
  machine(): number;
}

export interface SeatTimers {
  after(milliseconds: number, work: () => void): () => void;
}

export interface SeatRandom {
  bytes(count: number): Uint8Array;
}

export interface SeatHash {
  /** SHA-256 over the UTF-8 bytes of the parts, one after the other; lower-case hex. */
  sha256(parts: Iterable<string>): string;
}

export interface SeatLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** Named places where a test may end the process. */
export interface SeatCrashPoints {
  reach(point: 'midSeatTransaction' | 'afterSeatCommit' | 'midSnapshotPage'): void;
}

/** Where the cache stands. */
export interface CachePlace {
  readonly journalId: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly foldKey: string;
  readonly labels: readonly string[];
}

/** One part of the feed as the cache takes it in: events, documents and place in one transaction. */
export interface CacheChange {
  readonly events: readonly EventEnvelope[];
  readonly put: readonly DocumentRecord[];
  readonly removed: readonly StreamId[];
  readonly place: CachePlace;
}

/** The cache of documents: a copy, thrown away and rebuilt whenever in doubt. */
export interface CacheStore {
  /** undefined for an empty cache. */
  place(): CachePlace | undefined;
  /** Places passed earlier, newest first, at growing distances; at most 64. */
  checkpoints(): readonly (readonly [seq: number, hash: string])[];
  document(stream: StreamId): DocumentRecord | undefined;
  /** Documents of a kind, by stream. */
  documents(kind: string): readonly DocumentRecord[];
  /** All documents by stream in code-unit order, for the digest. */
  everyDocument(): Iterable<{ readonly stream: string; readonly version: number; readonly body: string }>;
  eventsOfStream(stream: StreamId): readonly EventEnvelope[];
  /** One transaction. */
  apply(change: CacheChange): void;
  /** Keeps events fetched for a timeline. */
  addHistory(events: readonly EventEnvelope[]): void;
  /** Takes one page of a snapshot into a side table; page 0 empties the side table first. */
  snapshotPage(page: number, documents: readonly DocumentRecord[]): void;
  /** Puts the side table in place of the documents, in one transaction. Events of streams not in it are dropped. */
  snapshotDone(place: CachePlace): void;
  close(): void;
}

/** Opens the cache; one that is damaged, foreign or from the future is moved aside and a new one begun. */
export interface CacheFolder {
  open(): CacheStore;
  /** Moves the present cache aside (it diverged) and opens an empty one. */
  replace(reason: string): CacheStore;
}

export type EntryState = 'pending' | 'sending' | 'asking' | 'acknowledged' | 'refused' | 'heldBack' | 'discarded';

export interface OutboxRow {
  readonly id: string;
  readonly user: string;
  readonly lane: string;
  readonly nature: 'fact' | 'order';
  /** As sent to the hub; its personal part is kept apart, so that it can be erased. */
  readonly command: CommandEnvelope;
  /** Canonical JSON of the personal member; null where there is none or it was erased. */
  readonly personal: string | null;
  readonly state: EntryState;
  readonly refusal: Refusal | null;
  readonly heldBackBy: string | null;
  /** Machine time it was made, Unix ms: for the question "still wanted?" when the hub was never reached. */
  readonly madeAtMachine: number;
  /** Set once acknowledged. */
  readonly acknowledged: { readonly seq: number; readonly at: number; readonly refs: readonly string[] } | null;
}

/** The outbox: the only thing on a seat that exists nowhere else. A file of its own, never thrown away. */
export interface OutboxStore {
  /** Durable when it returns. */
  add(row: OutboxRow): void;
  update(id: string, change: Partial<Pick<OutboxRow, 'state' | 'refusal' | 'heldBackBy' | 'acknowledged'>>): void;
  get(id: string): OutboxRow | undefined;
  /** In the order they were made. */
  rows(states: readonly EntryState[]): readonly OutboxRow[];
  /** References its acknowledged rows still hold the content of. */
  personalRefs(): readonly string[];
  /** Leaves no byte of the personal parts of these references in the file. */
  erasePersonal(refs: readonly string[]): void;
  /** Deletes acknowledged and discarded rows settled before this machine time. */
  prune(before: number): void;
  close(): void;
}
