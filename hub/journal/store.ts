/**
 * What the hub needs of its store. One process, one writer: all calls are synchronous, and what `commit` returned from
 * is durable (it survives the loss of power). `db/hub` implements it with SQLite; `tests/contract` holds every
 * implementation to the same suite.
 */
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { Wanted } from '../../shared/lib/search-words.ts';
import type {
  CommandAnswer,
  DocumentHead,
  DocumentRecord,
  Due,
  EventEnvelope,
  StoredEvent,
  StreamId,
} from '../../shared/lib/journal.ts';

export interface JournalIdentity {
  /** UUIDv7, made with the file. */
  readonly journalId: string;
  /** Raised by each restore or replacement: seats then look for the last common event. */
  readonly epoch: number;
}

export interface JournalHead {
  /** 0 before the first event. */
  readonly seq: number;
  readonly hash: string;
  /** Hub time of the last event; 0 before the first. */
  readonly at: number;
}

export interface KnownCommand {
  /** HMAC of the command's type and data: tells a repeat from another command under the same id. */
  readonly fingerprint: string;
  readonly answer: CommandAnswer;
}

/** How the scope of a stream stood before and after one event; what the feed filters by. */
export interface ScopeStep {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface FeedRow extends StoredEvent {
  readonly stream: StreamId;
  readonly version: number;
  readonly scope: ScopeStep;
}

/** An event with what its row says beside the bytes: what reads go by, and what `verify` holds against them. */
export interface EventRow extends StoredEvent {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly at: number;
}

export interface DocumentText {
  readonly stream: StreamId;
  readonly version: number;
  /** Canonical JSON of its state. */
  readonly body: string;
}

export interface DueRow extends Due {
  readonly stream: StreamId;
}

/** Reads; inside a transaction they see what it has written. */
export interface JournalReads {
  identity(): JournalIdentity;
  head(): JournalHead;
  /** Version of the last event of the stream; 0 where there is none. */
  streamVersion(stream: StreamId): number;
  eventsAfter(seq: number, limit: number): readonly StoredEvent[];
  /** As `eventsAfter`, with the columns beside the bytes. */
  rowsAfter(seq: number, limit: number): readonly EventRow[];
  /** Events after `seq` with the scope steps of their streams, for the feed. */
  feedAfter(seq: number, limit: number): readonly FeedRow[];
  /** By version. `through`: events up to this sequence number only. */
  eventsOfStream(stream: StreamId, afterVersion: number, through?: number): readonly StoredEvent[];
  /** The hash at a sequence number; undefined where there is no such event. */
  hashAt(seq: number): string | undefined;
  knownCommand(id: string): KnownCommand | undefined;
  document(stream: StreamId): DocumentRecord | undefined;
  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord[];
  /** As `documents`, only which they are: their bodies are not read. */
  documentHeads(kind: string, query?: DocumentQuery): readonly DocumentHead[];
  /** Documents of a kind that hold all that is wanted and whose scope meets the labels, those that came last first. */
  findDocuments(kind: string, wanted: Wanted, labels: readonly string[], limit: number): readonly DocumentRecord[];
  /** All documents whose scope meets the labels, by stream in code-unit order, after the given stream. */
  documentsInScope(labels: readonly string[], after: string, limit: number): readonly DocumentRecord[];
  /** As `documentsInScope`, each state as the canonical JSON it is stored as. */
  documentTextsInScope(labels: readonly string[], after: string, limit: number): readonly DocumentText[];
  /** Due rows at or before the instant, in due order. */
  dueUntil(at: number, limit: number): readonly DueRow[];
  nextDueAt(): number | undefined;
  /** Sequence number up to which event reactions have run. */
  reactionCursor(): number;
  /** The stream that an event's reference belongs to; undefined for a reference the journal never made. */
  vaultReference(ref: string): { readonly stream: StreamId; readonly erased: boolean } | undefined;
  vaultReferences(): readonly { readonly ref: string; readonly erased: boolean }[];
}

/** Writes; only inside a transaction. */
export interface JournalWrites extends JournalReads {
  /**
   * Checks the chain: throws where the event is not the next one (sequence number, version of its stream, time), or
   * `prevHash` is not the hash of the head. That `hash` is the hash of the bytes is the caller's business.
   */
  append(event: EventEnvelope, bytes: string, hash: string, prevHash: string, scope: ScopeStep): void;
  putDocument(document: DocumentRecord): void;
  /** Replaces the due rows of a stream. */
  putDues(stream: StreamId, dues: readonly Due[]): void;
  /**
   * Deletes one due row, for a due that was dealt with though the document still names it; no error where there is none.
   * The row comes back with the next `putDues` that holds it.
   */
  dropDue(stream: StreamId, rule: string, at: number): void;
  recordAnswer(id: string, known: KnownCommand): void;
  setReactionCursor(seq: number): void;
  addVaultReference(ref: string, stream: StreamId): void;
  markVaultReferenceErased(ref: string): void;
}

/** A transaction that stays open while the vault is made durable first. */
export interface JournalTransaction extends JournalWrites {
  /** Runs `work` in a savepoint: where it throws, its writes are gone and the error is thrown on. */
  savepoint<T>(work: () => T): T;
  /** Durable when it returns. Throws `StorageFullError`-named errors where the disk or the file is full. */
  commit(): void;
  /** No error where the transaction is over. */
  rollback(): void;
}

/** A consistent view of one instant, for snapshots and digests; must be closed. */
export interface JournalSnapshot extends JournalReads {
  close(): void;
}

export interface JournalStore extends JournalReads {
  begin(): JournalTransaction;
  snapshot(): JournalSnapshot;
  /**
   * Brings document tables of kinds whose fold number changed up to date: empties them and hands every event of those
   * kinds, in order, to `refold`, all in one transaction. Returns the kinds rebuilt.
   */
  rebuildDocuments(
    folds: { readonly [kind: string]: number },
    refold: (event: StoredEvent, writes: JournalWrites) => void,
  ): readonly string[];
  /** Sets a new epoch; only a restore does this. */
  raiseEpoch(): void;
  close(): void;
}

/** Thrown by commit and writes when the disk or the file has no room; the transaction is rolled back. */
export const storageFullCode = 'SQLITE_FULL';

/** What a store's errors are called by their `code` where it cannot work now, whatever it was asked to do. */
const troubleCodes =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|CANTOPEN|READONLY|PROTOCOL|CORRUPT|NOTADB|PERM|AUTH|INTERRUPT)/;

/** Whether an error is trouble of the store, and no fault of what it was asked to do. */
export function isStoreTrouble(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && troubleCodes.test(error.code);
}

export interface VaultRecord {
  readonly ref: string;
  /** Hex, random per record. */
  readonly salt: string;
  /** Canonical JSON of the personal data. */
  readonly content: string;
  /** Hub time, Unix ms. */
  readonly storedAt: number;
}

/** By what a record is found again: keyed hashes of what it says of a caller, hex; null where it says nothing of it. */
export interface CallerKeys {
  readonly phone: string | null;
  readonly name: string | null;
}

/** Name of the error by which `erase` says that it will have to be called again. */
export const vaultBusyName = 'VaultBusy';

/** The vault: strangers' data, apart from the journal, erasable. */
export interface VaultStore {
  /** Durable when it returns. */
  put(records: readonly (VaultRecord & { readonly keys?: CallerKeys; readonly uses?: string | undefined })[]): void;
  get(ref: string): VaultRecord | undefined;
  /** Some records that were put without keys; none once all have theirs. */
  unkeyed(limit: number): readonly Pick<VaultRecord, 'ref' | 'content'>[];
  putKeys(keys: readonly (CallerKeys & { readonly ref: string })[]): void;
  /** References of records with this key that are not erased, the newest first. */
  withKey(which: keyof CallerKeys, key: string, limit: number): readonly string[];
  /**
   * Leaves no byte of the records, nor of their keys, in any file of the vault. Durable when it returns. Throws an error named `VaultBusy`
   * where somebody reads the file: the records can no longer be read then, their bytes are not yet gone; erasing again,
   * even nothing, finishes the work.
   */
  erase(refs: readonly string[]): void;
  refs(): readonly string[];
  close(): void;
}

/** Contents of files in the vault, each kept once. */
export interface VaultContents {
  /**
   * Durable when it returns. Until `release` a record that is put with `uses` takes it; what none took goes with the next
   * `erase`. Throws an error with the code of `storageFullCode` where there is no room.
   */
  bring(hash: string, bytes: Uint8Array, storedAt: number): { readonly release: () => void };
  /** Undefined where the record is erased, or has none. */
  contentOf(ref: string): Uint8Array | undefined;
}

export interface AccessEntry {
  /** Hub time, Unix ms. */
  readonly at: number;
  readonly user: string;
  readonly seat: string;
  /** `login`, `loginFailed`, `vaultRead`, `refused`, … */
  readonly action: string;
  /** What was looked at or refused: ids and codes, never content. */
  readonly subject: string;
  readonly detail: string;
}

export interface StoredAccessEntry extends AccessEntry {
  readonly seq: number;
  readonly hash: string;
}

/** Which entries of the access log are asked for. */
export interface AccessQuery {
  /** Hub time, Unix ms: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  readonly user?: string;
  /** Entries by this one are left out. */
  readonly notBy?: string;
  readonly action?: string;
  /** One of these; empty asks for none. */
  readonly subjects?: readonly string[];
  /** Entries before this number only. */
  readonly before?: number;
  readonly limit: number;
}

export interface AccessCount {
  readonly user: string;
  readonly action: string;
  /** What was counted and not written one by one included. */
  readonly count: number;
  /** Hub time, Unix ms. */
  readonly lastAt: number;
}

/** The access log: chained like the journal, in a file of its own. */
export interface AccessLogStore {
  append(entries: readonly AccessEntry[]): void;
  after(seq: number, limit: number): readonly StoredAccessEntry[];
  /** Newest first. */
  find(query: AccessQuery): readonly StoredAccessEntry[];
  /** By user and action, the most first; from inclusive, to exclusive. */
  counts(from: number, to: number): readonly AccessCount[];
  head(): { readonly seq: number; readonly hash: string };
  /** What the first kept entry is chained to: the last pruned one; seq 0 and the genesis hash where none was pruned. */
  chainStart(): { readonly seq: number; readonly hash: string };
  /** Deletes entries before the instant; the chain then starts at the first kept entry's recorded predecessor. */
  prune(before: number): number;
  close(): void;
}
