import type { Actor, CommandAnswer, CommandEnvelope, Unavailable } from '../../shared/lib/journal.ts';
import type { FeedRow } from '../journal/store.ts';

/** The command desk: the only way state changes. */
export interface Desk {
  /**
   * Decides the command and makes its events durable; resolves only then. Commands waiting in one turn share a
   * transaction, each in its own savepoint. The same id again gets its first answer; a known id with another payload is
   * refused with `CommandIdReused`. A member `personal` of the data goes to the vault before the decision, which sees
   * its handle only.
   */
  submit(command: CommandEnvelope, by: Actor): Promise<CommandAnswer | Unavailable>;
  /** Called after each commit with what it appended, in order, after the answers went out. Returns how to stop it. */
  onCommitted(listener: (rows: readonly FeedRow[]) => void): () => void;
  /** Takes no more commands, finishes those taken. */
  stop(): Promise<void>;
}
