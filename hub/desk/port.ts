import type { Actor, CommandAnswer, CommandEnvelope, Unavailable } from '../../shared/lib/journal.ts';
import type { DueRow, FeedRow } from '../journal/store.ts';

/** What only reactions may say with a command. */
export interface SystemSubmission {
  /** When it happened, Unix ms: the due time, or when the causing event happened. */
  readonly occurredAt?: number;
  /** The due row this command deals with: deleted in the same transaction, whether accepted or refused. */
  readonly settles?: DueRow;
}

/** The command desk: the only way state changes. */
export interface Desk {
  /**
   * Decides the command and makes its events durable; resolves only then. Commands waiting in one turn share a
   * transaction, each in its own savepoint. The same id again gets its first answer; a known id with another payload is
   * refused with `CommandIdReused`. A member `personal` of the data goes to the vault before the decision, which sees
   * its handle only. `unavailable` also where the whole batch failed: it may be stored all the same, and the same id
   * again is told. Rejects where the command itself broke an invariant: a bug, nothing was stored. `system` is an error
   * with any other actor than the hub itself.
   */
  submit(command: CommandEnvelope, by: Actor, system?: SystemSubmission): Promise<CommandAnswer | Unavailable>;
  /**
   * Called after each commit with what it appended, in order and without a gap, after the answers went out. Returns how to
   * stop it.
   */
  onCommitted(listener: (rows: readonly FeedRow[]) => void): () => void;
  /** Takes no more commands, finishes those taken. */
  stop(): Promise<void>;
}
