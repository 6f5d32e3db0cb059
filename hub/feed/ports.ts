/** What the feed asks of its surroundings, and its bounds. */
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import type { Actor, CommandEnvelope } from '../../shared/lib/journal.ts';
import type { Batch, PresenceOfSeat, SnapshotPage, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { IntakeBoard } from '../../shared/wire/intakes.ts';
import type { OnlineMaps } from '../../shared/wire/online-maps.ts';
import type { SavedView } from '../../shared/wire/saved-views.ts';
import type { OfficeAnswer, OfficeAsk } from '../../shared/wire/office-api.ts';
import type { SessionUser } from '../../shared/wire/session.ts';

export type EndCode = 'LoggedOut' | 'Disabled' | 'Expired' | 'Replaced' | 'NoRoles';

/** The way to one seat. Nothing it is handed may grow without bound: ask `writable` first. */
export interface SeatLink {
  feed(batch: Batch): void;
  snapshot(page: SnapshotPage): void;
  presence(seats: readonly PresenceOfSeat[]): void;
  intakes(board: IntakeBoard): void;
  onlineMaps(maps: OnlineMaps): void;
  savedViews(views: readonly SavedView[]): void;
  erased(refs: readonly string[]): void;
  person(person: SessionUser): void;
  unitIndex(index: UnitIndex): void;
  /** Takes a frame of positions only where it can leave at once; else false, and `drained` is called later. */
  positions(frame: Uint8Array): boolean;
  videoEnded(tickets: readonly string[]): void;
  /** Whether what was handed over before has mostly left; where not, `drained` of the connection is called later. */
  writable(): boolean;
  /** Says why, where there is a reason to tell, and closes. Closing twice is no error. */
  close(code?: EndCode): void;
  /** Whether the other side was heard of lately. */
  alive(): boolean;
}

/** Who sits at the other end: a person, logged in at a seat. */
export interface SeatPerson {
  readonly seat: string;
  /** Id of the account. */
  readonly user: string;
  /** Name of the person, for the others' screens. */
  readonly name: string;
  /** Id of the log-in. */
  readonly session: string;
}

/** What the feed needs of the accounts. */
export interface FeedAccounts {
  /** Undefined where the token opens nothing (any more). */
  authenticate(token: string): Promise<SeatPerson | undefined>;
  touch(session: string): void;
  onEnded(listener: (ended: { readonly id: string; readonly code: EndCode }) => void): () => void;
  /** As whom the person gives a command: of their roles that may give it one that may hold what it is about. */
  actorFor(person: SeatPerson, command: Pick<CommandEnvelope, 'type' | 'data'>): Actor;
  /** As whom the person looks at a record of the vault. */
  readerOf(person: SeatPerson, ref: string): Actor;
  /** Whether the table allows an account this, however far. */
  may(account: string, action: OtherAction): boolean;
  /** Scope labels of an account in this, sorted and distinct: those of the roles that allow it. */
  labelsTo(account: string, action: OtherAction): readonly string[];
  /** Notes what was asked for and not allowed. `subject`: a stream or hash that there is, or the kind of what was named. */
  refused(person: SeatPerson, action: string, subject: string): void;
  /** Scope labels of an account as of the last commit, sorted and distinct; empty where it may see nothing. */
  labelsFor(account: string): readonly string[];
  /** Who an account is, with the roles in force now. */
  personOf(account: string): SessionUser;
  /** Whether the account must have a second factor and has none: its links may ask the office for one, and nothing else. */
  secondFactorMissing(account: string): boolean;
  /** No role of the person opens anything: their log-in ends. */
  withoutRoles(session: string): void;
  /** What people ask about accounts, log-ins and keys. */
  office(person: SeatPerson, ask: OfficeAsk): Promise<OfficeAnswer>;
}

/** What the feed tells of itself. */
export interface FeedMetrics {
  /** @param items Events, enters and leaves in a batch, or documents in a page; 1 for a frame of positions. */
  sent(what: 'batch' | 'page' | 'positions', items: number): void;
  snapshotBegun(reason: string): void;
  bytesSent(bytes: number): void;
}

export interface FeedLimits {
  /** Batches a seat may have unacknowledged. */
  readonly window: number;
  /** Rows of the journal in a batch. */
  readonly page: number;
  /** Bytes of those rows; one row may be more. */
  readonly batchBytes: number;
  /** Rows looked at in one turn of the event loop, over all seats: commands wait no longer than this takes. */
  readonly rowsPerTurn: number;
  /** Documents in a page of a snapshot, and pages unacknowledged. */
  readonly snapshotPage: number;
  readonly snapshotWindow: number;
  /** Snapshots and digests open at once: each keeps the journal's log file from being cut back. */
  readonly snapshots: number;
  /** Machine ms after which a seat that acknowledges nothing loses its snapshot. */
  readonly snapshotIdleMs: number;
  /** Rows behind which a snapshot is quicker than the events. */
  readonly farBehind: number;
  /** Documents looked at for a change of labels; beyond, the seat takes a snapshot. */
  readonly rescope: number;
  /** Machine ms between two batches that only move a seat's place, and between two digests. */
  readonly placeEveryMs: number;
  /** Machine ms between two presence lists. */
  readonly presenceEveryMs: number;
}

export const feedLimits: FeedLimits = {
  window: 8,
  page: 500,
  batchBytes: 512 * 1024,
  rowsPerTurn: 2_000,
  snapshotPage: 500,
  snapshotWindow: 4,
  snapshots: 4,
  snapshotIdleMs: 120_000,
  farBehind: 20_000,
  rescope: 2_000,
  placeEveryMs: 1_000,
  presenceEveryMs: 200,
};
