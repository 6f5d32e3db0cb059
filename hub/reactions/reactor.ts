/**
 * Does what deadlines and events ask of the hub: one reaction after another, each as a command of the system, in the
 * order in which they fell due. Nothing is remembered here that a restart could lose: what was done is known by the ids
 * of the commands, what is to be done by the due rows and the cursor. The cursor may lag behind where nothing was asked
 * for: looking at an event again does no harm, and a write of its own for each would double the cost of every commit.
 */
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { CommandAnswer, CommandEnvelope, EventEnvelope } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { SystemSubmission } from '../desk/port.ts';
import type { RunningDesk } from '../desk/desk.ts';
import { isStoreTrouble } from '../journal/store.ts';
import type { DueRow, JournalStore, JournalWrites } from '../journal/store.ts';
import { eventReader } from '../journal/upcast.ts';
import type { ReadEvent } from '../journal/upcast.ts';
import type { Clock, CrashPoints, Log, Timers } from '../ports.ts';
import { dueCommandId, eventCommandId } from './ids.ts';

export interface ReactorDeps<R> {
  readonly journal: JournalStore;
  readonly desk: Pick<RunningDesk<R>, 'submit' | 'onCommitted' | 'reads'>;
  readonly catalog: Catalog<R>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly crash: CrashPoints;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
  readonly readEvent?: ReadEvent;
}

export interface Reactor {
  /** Does what is outstanding, then waits for commits and due times. */
  start(): void;
  /** Resolves when nothing is being done; what waits for a later time or a retry does not count. */
  idle(): Promise<void>;
  /** Sequence number up to which events were reacted to; the stored cursor may lag behind it. */
  cursor(): number;
  /** Finishes the command under way and starts no other. */
  stop(): Promise<void>;
}

/** Events read at a time, and due rows looked at. */
const pageSize = 256;
/** Machine ms until something that failed is tried again. */
const retryEventMs = 1_000;
const retryDueMs = 60_000;
/** The stored cursor may lag so many events behind, and so long, machine ms. */
const cursorLag = 256;
const cursorLagMs = 2_000;
/** Tries after which a failing event reaction is given up, with an error in the log: a bug must not stop all others. */
const mostTries = 5;

/** The hub cannot take commands now. */
class NotNow extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('the desk takes no commands now');
    this.retryAfterMs = retryAfterMs;
  }
}

type Wish = Pick<CommandEnvelope, 'type' | 'data'>;

const keyOf = (due: DueRow): string => `${due.rule}|${due.stream}|${due.at}`;
const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

export function createReactor<R>(deps: ReactorDeps<R>): Reactor {
  const { journal, desk, catalog, clock, timers, crash, log, secret } = deps;
  const readEvent = deps.readEvent ?? eventReader(catalog.kinds);
  /** Dues whose reaction failed: left alone until the next retry, so that the others go on. */
  const held = new Set<string>();
  let failing = { seq: 0, tries: 0 };
  /** Events up to here were reacted to, and that is stored up to there. */
  let cursor = 0;
  let storedCursor = 0;
  let cancelStore: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;
  let cancelDue: (() => void) | undefined;
  let cancelRetry: (() => void) | undefined;
  let cancelDueRetry: (() => void) | undefined;
  let unsubscribe: (() => void) | undefined;

  const now = (): number => Math.max(journal.head().at, clock.now());

  function write(work: (writes: JournalWrites) => void): void {
    const tx = journal.begin();
    try {
      work(tx);
      tx.commit();
    } catch (error) {
      tx.rollback();
      throw error;
    }
  }

  async function give(rule: string, id: string, wish: Wish, system: SystemSubmission): Promise<CommandAnswer> {
    const command: CommandEnvelope = { id, type: wish.type, data: wish.data, basedOn: {}, madeAt: now() };
    const answer = await desk.submit(command, systemActor, system);
    if (answer.status === 'unavailable') throw new NotNow(answer.retryAfterMs);
    if (answer.status === 'refused')
      log.info({ rule, type: wish.type, code: answer.refusal.code }, 'a reaction was refused');
    return answer;
  }

  function askedBy(event: EventEnvelope) {
    return catalog.eventReactions.flatMap((reaction) => reaction(event, desk.reads));
  }

  /** Returns whether anything was asked for. */
  async function reactTo(event: EventEnvelope): Promise<boolean> {
    const wishes = askedBy(event);
    if (wishes.length === 0) return false;
    crash.reach('betweenEventAndReaction');
    await Promise.all(
      wishes.map((wish) =>
        give(wish.rule, eventCommandId(secret, wish.rule, event.id), wish, { occurredAt: event.occurredAt }),
      ),
    );
    crash.reach('betweenEventAndReaction');
    return true;
  }

  /** Whether the failure of an event's reaction is to be passed over. */
  function giveUpOn(seq: number, error: unknown): boolean {
    if (error instanceof NotNow || isStoreTrouble(error)) return false;
    failing = failing.seq === seq ? { seq, tries: failing.tries + 1 } : { seq, tries: 1 };
    const over = failing.tries >= mostTries;
    log.error({ seq, tries: failing.tries, over, reason: reasonOf(error) }, 'a reaction to an event failed');
    return over;
  }

  /** Reacts to the next page of events. Returns whether there were any. */
  async function reactToEvents(): Promise<boolean> {
    const start = cursor;
    let asked = false;
    try {
      for (const stored of journal.eventsAfter(start, pageSize)) {
        if (stopped) break;
        try {
          if (await reactTo(readEvent(stored))) asked = true;
        } catch (error) {
          if (!giveUpOn(stored.seq, error)) throw error;
          asked = true;
        }
        cursor = stored.seq;
      }
    } finally {
      if (asked || cursor - storedCursor >= cursorLag) storeCursor();
      else if (cursor > storedCursor && !stopped) cancelStore ??= timers.after(cursorLagMs, storeCursor);
    }
    return cursor > start;
  }

  /** Never throws: what is not stored is looked at again after a restart. */
  function storeCursor(): void {
    cancelStore?.();
    cancelStore = undefined;
    if (cursor <= storedCursor) return;
    try {
      write((writes) => writes.setReactionCursor(cursor));
      storedCursor = cursor;
    } catch (error) {
      log.warn({ cursor, reason: reasonOf(error) }, 'how far reactions have come could not be stored');
    }
  }

  function askedByDue(due: DueRow): Wish | undefined {
    const reaction = must(catalog.dueReactions.get(due.rule), `reaction of rule ${due.rule}`);
    const { stream, ...rest } = due;
    return reaction(stream, desk.reads, rest);
  }

  function hold(due: DueRow, error: unknown): void {
    log.error(
      { rule: due.rule, stream: due.stream, at: due.at, reason: reasonOf(error) },
      'a reaction to a due time failed',
    );
    held.add(keyOf(due));
    cancelDueRetry ??= timers.after(retryDueMs, () => {
      cancelDueRetry = undefined;
      held.clear();
      wake();
    });
  }

  /**
   * Does the next thing due. Rows that ask for nothing are deleted on the way: they come back when their document
   * changes and names them again. Returns whether anything was due.
   */
  async function reactToDue(): Promise<boolean> {
    const rows = journal.dueUntil(now(), held.size + pageSize).filter((due) => !held.has(keyOf(due)));
    const nothingToDo: DueRow[] = [];
    let next: { readonly due: DueRow; readonly wish: Wish } | undefined;
    for (const due of rows) {
      try {
        const wish = askedByDue(due);
        if (wish === undefined) {
          nothingToDo.push(due);
        } else {
          next = { due, wish };
          break;
        }
      } catch (error) {
        hold(due, error);
      }
    }
    if (nothingToDo.length > 0) {
      write((writes) => {
        for (const { stream, rule, at } of nothingToDo) writes.dropDue(stream, rule, at);
      });
    }
    if (next !== undefined) {
      const { due, wish } = next;
      try {
        await give(due.rule, dueCommandId(secret, due), wish, { occurredAt: due.at, settles: due });
      } catch (error) {
        if (error instanceof NotNow) throw error;
        hold(due, error);
      }
    }
    return rows.length > 0;
  }

  async function pass(): Promise<void> {
    do {
      again = false;
      // Events first: what a due reaction has caused comes before the next due.
      while (!stopped && ((await reactToEvents()) || (await reactToDue())));
    } while (again && !stopped);
  }

  function retryAfter(milliseconds: number): void {
    if (stopped) return;
    cancelRetry ??= timers.after(milliseconds, () => {
      cancelRetry = undefined;
      wake();
    });
  }

  function armDue(): void {
    cancelDue?.();
    cancelDue = undefined;
    if (stopped) return;
    const next =
      held.size === 0
        ? journal.nextDueAt()
        : journal.dueUntil(Number.MAX_SAFE_INTEGER, held.size + 1).find((due) => !held.has(keyOf(due)))?.at;
    if (next !== undefined) cancelDue = timers.at(next, wake);
  }

  async function run(): Promise<void> {
    try {
      await pass();
      armDue();
    } catch (error) {
      if (!(error instanceof NotNow)) log.error({ reason: reasonOf(error) }, 'reactions failed; tried again');
      retryAfter(error instanceof NotNow ? error.retryAfterMs : retryEventMs);
    } finally {
      running = undefined;
    }
    // A commit may have come between the last look and here.
    if (again) wake();
  }

  function wake(): void {
    // While a retry is waited for nothing else starts one: under load a passing trouble would use up all its tries.
    if (stopped || cancelRetry !== undefined) return;
    again = true;
    running ??= run();
  }

  return {
    start() {
      stopped = false;
      cursor = journal.reactionCursor();
      storedCursor = cursor;
      unsubscribe = desk.onCommitted(wake);
      wake();
    },
    async idle() {
      while (running !== undefined) await running;
    },
    cursor: () => cursor,
    async stop() {
      stopped = true;
      unsubscribe?.();
      cancelDue?.();
      cancelRetry?.();
      cancelRetry = undefined;
      cancelDueRetry?.();
      cancelDueRetry = undefined;
      await running;
      storeCursor();
    },
  };
}
