/** What the seat runtime asks of its surroundings; `seat/compose.ts` hands in the real ones. */
import type { Basemap } from '../../shared/domain/district/state.ts';
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { Wanted } from '../../shared/lib/search-words.ts';
import type {
  CommandEnvelope,
  DocumentHead,
  DocumentRecord,
  EventEnvelope,
  Refusal,
  StreamId,
} from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Handshake, HubToSeat, SeatToHub } from '../../shared/wire/hub-protocol.ts';
import type { SavedView } from '../../shared/wire/saved-views.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import type { TrackFix } from '../../shared/wire/tracks.ts';

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

export type SeatCrashPoint = 'midSeatTransaction' | 'afterSeatCommit' | 'midSnapshotPage';

/** Named places where a test may end the process. */
export interface SeatCrashPoints {
  reach(point: SeatCrashPoint): void;
}

/** How hub time followed from this machine's clock when it was last measured. */
export interface ClockReading {
  readonly hub: number;
  readonly machine: number;
  /** Hub milliseconds per machine millisecond. */
  readonly rate: number;
}

/** Where the cache stands. */
export interface CachePlace {
  readonly journalId: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly foldKey: string;
  readonly labels: readonly string[];
  /** Whose session filled it: nobody else is shown it before the hub has said that they may. */
  readonly user: string;
  /** Hub time up to which it is true, Unix ms. */
  readonly asOf: number;
  readonly clock: ClockReading;
}

/** An event as the hub sent it, and where it belongs. */
export interface EventText {
  readonly seq: number;
  readonly stream: StreamId;
  readonly version: number;
  /** JSON of its envelope. */
  readonly bytes: string;
}

/** A document that came into sight. */
export interface EnteredDocument {
  /** The place of the journal with which it came, and hub time then, Unix ms. */
  readonly through: number;
  readonly at: number;
  readonly document: DocumentRecord;
}

/** One part of the feed as the cache takes it in: events, documents and place in one transaction. */
export interface CacheChange {
  readonly events: readonly EventText[];
  readonly put: readonly DocumentRecord[];
  readonly removed: readonly StreamId[];
  /** Documents that came into sight, as they then stood: of these the events of before are not here. */
  readonly entered?: readonly EnteredDocument[];
  readonly place: CachePlace;
}

/** How documents were at a place of the last hours. */
export interface CachePast {
  /** The place that `bases` are as of. */
  readonly seq: number;
  /**
   * Streams that changed since: how they stood there; null: not there. All others are as they are now, or began since: then
   * their first event is among those since.
   */
  readonly bases: ReadonlyMap<StreamId, DocumentRecord | null>;
  /** Documents that came into sight since. */
  readonly entered: readonly EnteredDocument[];
}

/** The cache of documents: a copy, thrown away and rebuilt whenever in doubt. */
export interface CacheStore {
  /** undefined for an empty cache. */
  place(): CachePlace | undefined;
  /** Places passed earlier, newest first, at growing distances; at most 64. */
  checkpoints(): readonly (readonly [seq: number, hash: string])[];
  document(stream: StreamId): DocumentRecord | undefined;
  /** Documents of a kind, by stream where no order is asked for; equal values of the order column stand by stream. */
  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord[];
  /** As `documents`, without scope and state. */
  documentHeads(kind: string, query?: DocumentQuery): readonly DocumentHead[];
  /** Documents of a kind that hold all that is wanted, those that came last first. */
  findDocuments(kind: string, wanted: Wanted, limit: number): readonly DocumentRecord[];
  /** All documents by stream in code-unit order, for the digest. */
  everyDocument(): Iterable<{ readonly stream: string; readonly version: number; readonly body: string }>;
  /** By version; there may be gaps: a stream that came into scope late has its document but not its past. */
  eventsOfStream(stream: StreamId): readonly EventEnvelope[];
  /** One transaction. Events of removed streams go with them. */
  apply(change: CacheChange): void;
  /** Keeps events fetched for a timeline; those of streams it holds no document of are left out. */
  addHistory(events: readonly EventEnvelope[]): void;
  /** The earliest instant that `pastAt` can tell of, hub time, Unix ms; undefined for an empty cache. */
  pastFrom(): number | undefined;
  /** From which place the hall at an instant is to be folded; undefined for one before the earliest. */
  pastAt(instant: number): CachePast | undefined;
  /** How one stream that has changed since stood at a place that `pastAt` told; null: not there. */
  pastBase(stream: StreamId, seq: number): DocumentRecord | null;
  /** Events of streams in sight, by sequence number. */
  eventsBetween(after: number, through: number): readonly EventEnvelope[];
  /** Canonical JSON of plates; undefined where the cache does not have them. */
  plates(hash: string): string | undefined;
  /** Keeps them in the place of all others: those in force are enough. */
  putPlates(hash: string, json: string): void;
  /** Takes one page of a snapshot into a side table; page 0 empties the side table first. */
  snapshotPage(page: number, documents: readonly DocumentRecord[]): void;
  /** Puts the side table in place of the documents, in one transaction. Events of streams not in it are dropped. */
  snapshotDone(place: CachePlace): void;
  close(): void;
}

/** Opens the cache; one that is damaged, foreign or from the future is moved aside and a new one begun. */
export interface CacheFolder {
  open(): CacheStore;
  /** Closes the present cache, moves it aside (it diverged), and opens an empty one. */
  replace(reason: string): CacheStore;
}

/** A basemap on its way. Whoever holds it is the only one who writes. */
export interface BasemapFetch {
  /** Bytes here so far, of earlier starts too. */
  readonly have: number;
  /** Adds what follows. Rejects with the code `SQLITE_FULL` where there is no room; what was there is kept. */
  append(bytes: Uint8Array): Promise<void>;
  /** Looks whether it is what its hash says: `whole` is there from now on, `damaged` is gone. */
  finish(): Promise<'whole' | 'damaged'>;
  /** Lets somebody else go on with it. Twice is no error. */
  release(): void;
}

/** The basemap files of this machine. The seats of one process share them. */
export interface BasemapFiles {
  /** Whether it is here, whole and checked. */
  has(hash: string, bytes: number): boolean;
  /** Of those that are here the one that was last in force. */
  last(): Basemap | undefined;
  /** Bytes here of one that is on its way. */
  have(hash: string): number;
  /** Says which one is in force at a seat. Files in force nowhere go, but for the one that was so last. */
  inForce(seat: object, basemap: Basemap | undefined): void;
  /** A seat that ends: what it had in force stays. */
  gone(seat: object): void;
  /** undefined while somebody else fetches it. */
  fetch(basemap: Basemap): BasemapFetch | undefined;
  /** Told of progress, of each file that is whole, and of each fetch that ended. Returns how to stop. */
  onChanged(listener: () => void): () => void;
}

/** `code` of the errors that stores throw where disk or file have no room; nothing was written then. */
export const storageFullCode = 'SQLITE_FULL';

/** `sending` is known to the running seat only: in the store such an entry stands as `pending`. */
export type EntryState = 'pending' | 'sending' | 'asking' | 'acknowledged' | 'refused' | 'heldBack' | 'discarded';
export type StoredEntryState = Exclude<EntryState, 'sending'>;

export interface Acknowledgement {
  readonly seq: number;
  readonly refs: readonly string[];
}

export interface OutboxRow {
  readonly id: string;
  readonly user: string;
  readonly lane: string;
  readonly nature: 'fact' | 'order';
  /** As sent to the hub, but for its personal part, which is kept apart so that it can be erased. */
  readonly command: CommandEnvelope;
  /** Canonical JSON of the members that tell of a person, by name; null where there are none or they were erased. */
  readonly personal: string | null;
  readonly state: StoredEntryState;
  readonly refusal: Refusal | null;
  readonly heldBackBy: string | null;
  /**
   * Machine time it was made, or last said to be still wanted, Unix ms: for the question "still wanted?" when the hub
   * was never reached.
   */
  readonly wantedAt: number;
  /** Machine time it was acknowledged or discarded, Unix ms. */
  readonly settledAt: number | null;
  /** Stays while the entry is offered again after a restore of the hub. */
  readonly acknowledged: Acknowledgement | null;
}

export interface OutboxChange extends Partial<
  Pick<OutboxRow, 'state' | 'refusal' | 'heldBackBy' | 'wantedAt' | 'settledAt' | 'acknowledged'>
> {
  readonly id: string;
}

/** The journal the seat last spoke with. */
export interface JournalIdentity {
  readonly journalId: string;
  readonly epoch: number;
}

/**
 * The outbox: the only thing on a seat that exists nowhere else. A file of its own, never thrown away. Every write is
 * durable when it returns.
 */
export interface OutboxStore {
  /** Adds a row and changes others, in one transaction. Throws where the id is known. */
  add(row: OutboxRow, changes: readonly OutboxChange[]): void;
  /** In one transaction. Throws where there is no such row. */
  update(changes: readonly OutboxChange[]): void;
  /** In the order they were made. */
  rows(): readonly OutboxRow[];
  /** undefined before the first word with a hub. */
  journal(): JournalIdentity | undefined;
  /** Notes another journal, and changes rows, in one transaction. */
  setJournal(journal: JournalIdentity, changes: readonly OutboxChange[]): void;
  /** References that rows in the state `acknowledged` still hold the content of. */
  personalRefs(): readonly string[];
  /** Leaves no byte of the personal parts of these references in the files, whatever the state of their rows. */
  erasePersonal(refs: readonly string[]): void;
  /** Deletes acknowledged and discarded rows settled before this machine time, personal parts without a trace. */
  prune(before: number): void;
  close(): void;
}

/** A log-in that holds, kept so that a seat that restarts while the hub is away can go on. */
export interface SeatSession {
  readonly token: string;
  readonly user: SessionUser;
  /** Whether the seat is locked: a new start opens nothing. */
  readonly locked: boolean;
  /** Machine time somebody was last seen here, to the minute, Unix ms. */
  readonly touchedAt: number;
}

/** By what the seat knows a password again while the hub is away. */
export interface KeptVerifier {
  readonly user: string;
  /** As `PasswordVerifiers` made it. */
  readonly verifier: string;
}

/** The saved views of whoever sits here, as the hub last told them. */
export interface KeptViews {
  readonly user: string;
  /** Up to when they are known to be true, hub time, Unix ms. */
  readonly asOf: number;
  readonly views: readonly SavedView[];
}

/** Only those of one person are kept: no seat shows one person's to the next. */
export interface ViewsStore {
  load(): KeptViews | undefined;
  save(kept: KeptViews | undefined): void;
}

export interface SessionStore {
  load(): SeatSession | undefined;
  save(session: SeatSession | undefined): void;
  loadVerifier(): KeptVerifier | undefined;
  saveVerifier(kept: KeptVerifier | undefined): void;
}

/** A slow hash of a password, with everything needed to check one against it. */
export interface PasswordVerifiers {
  make(password: string): Promise<string>;
  /** False too for what `make` did not make. */
  matches(verifier: string, password: string): Promise<boolean>;
}

export interface HttpReply {
  readonly status: number;
  /** null for what is no JSON. */
  readonly body: unknown;
}

/** HTTP with the hub at a base address. All but `journal` reject where it cannot be reached. */
export interface SeatHttp {
  /** `POST /api/v1/session`. */
  login(url: string, body: Json): Promise<HttpReply>;
  /** `POST /api/v1/session/check`. */
  check(url: string, token: string, body: Json): Promise<HttpReply>;
  /** `DELETE /api/v1/session`. */
  logout(url: string, token: string): Promise<void>;
  /** `GET /healthz`: the journal of the hub that answers there; undefined where none does. Never rejects. */
  journal(url: string): Promise<JournalIdentity | undefined>;
}

export interface WireEvents {
  opened(): void;
  message(name: keyof HubToSeat, body: unknown): void;
  /** After messages: nothing more of what has arrived is left to tell. */
  rested(): void;
  /** Could not be opened, or is gone; nothing is told after it. `code`: what the hub said why, if it did. */
  closed(code: string | null): void;
}

/** What the hub is told without an answer. */
export type Told = 'applied' | 'presence' | 'digest' | 'positionsTaken' | 'unitIndex' | 'replayClose';

/** One connection to the hub. */
export interface Wire {
  send(name: Told, body?: Json): void;
  /**
   * Answers come in the order in which the hub sent them, between its messages. `undefined`: none within the time, or
   * the connection was closed.
   */
  ask(
    name: Exclude<keyof SeatToHub, Told>,
    body: Json | undefined,
    timeoutMs: number,
    answered: (answer: unknown) => void,
  ): void;
  /** Tells what was asked that there will be no answer; `closed` is not told. */
  close(): void;
}

export type OpenWire = (url: string, handshake: Handshake, events: WireEvents) => Wire;

/** A unit's way, to be written down. */
export interface TrackToWrite {
  readonly unit: string;
  /** What people call it. */
  readonly name: string;
  /** The period that was asked for, Unix ms. */
  readonly from: number;
  readonly to: number;
  /** Minutes east of UTC of the district. */
  readonly utcOffset: number;
  /** In order of time. */
  readonly fixes: readonly Omit<TrackFix, 'unit'>[];
}

/** How a way is written as the text of a file, and what that is to be called. */
export type WriteTrack = (track: TrackToWrite) => { readonly file: string; readonly text: string };

export interface TrackFiles {
  readonly gpx: WriteTrack;
  readonly csv: WriteTrack;
}

export interface SeatPorts {
  readonly clock: SeatClock;
  readonly timers: SeatTimers;
  readonly random: SeatRandom;
  readonly hash: SeatHash;
  readonly log: SeatLog;
  readonly crash: SeatCrashPoints;
  readonly caches: CacheFolder;
  readonly basemaps: BasemapFiles;
  readonly outbox: OutboxStore;
  readonly sessions: SessionStore;
  readonly views: ViewsStore;
  readonly verifiers: PasswordVerifiers;
  readonly http: SeatHttp;
  readonly openWire: OpenWire;
  readonly trackFiles: TrackFiles;
}
