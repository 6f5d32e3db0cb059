/**
 * The command desk: commands wait in one queue; each turn of the event loop takes up to a batch of them into one
 * transaction, so that one write to disk carries many answers.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { Actor, CommandAnswer, CommandEnvelope, StreamId, Unavailable } from '../../shared/lib/journal.ts';
import { storageFullCode } from '../journal/store.ts';
import type {
  FeedRow,
  JournalHead,
  JournalStore,
  JournalTransaction,
  VaultRecord,
  VaultStore,
} from '../journal/store.ts';
import { eventReader } from '../journal/upcast.ts';
import type { Clock, CrashPoints, DiskSpace, Log, RandomSource } from '../ports.ts';
import type { DecisionRoom, Outcome, Submission } from './decide.ts';
import { decideCommand, isSystem } from './decide.ts';
import type { DocumentReader } from './documents.ts';
import { createDocumentCache } from './documents.ts';
import type { Desk } from './port.ts';
import type { Recovery } from './recover.ts';
import { recover } from './recover.ts';

export interface DeskOptions {
  /** Commands in one transaction. */
  readonly batch?: number;
  /** Commands that may wait; further ones are answered `Busy`. */
  readonly queue?: number;
  /** Bytes that must stay free on the volume, so that reading, erasing and closing still work. */
  readonly reserve?: number;
  /** Parsed documents kept at hand. */
  readonly documents?: number;
}

export interface DeskDeps<R> {
  readonly journal: JournalStore;
  readonly vault: VaultStore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly crash: CrashPoints;
  readonly disk: DiskSpace;
  readonly log: Log;
  readonly catalog: Catalog<R>;
  /** `hubReads` for the hub's own catalog. */
  readonly reads: (documents: DocumentReader) => R;
  /** Key of the command fingerprints: random, made with the data folder, kept out of the journal. */
  readonly secret: Uint8Array;
  readonly options?: DeskOptions;
}

export interface RunningDesk<R> extends Desk {
  /** What decisions read, for reactions and routes: as of the last commit. */
  readonly reads: R;
  /** Must be called once before the first command. Throws where journal or vault cannot be put in order. */
  recover(): Recovery;
  status(): 'ok' | 'storageFull' | 'stopping';
}

const defaults = { batch: 256, queue: 10_000, reserve: 200_000_000, documents: 5_000 };
const retryAfterMs = { StorageFull: 30_000, Stopping: 2_000, Busy: 500 } as const;

type Answer = CommandAnswer | Unavailable;
type Settled = { readonly answer: Answer } | { readonly error: unknown };

interface Waiting extends Submission {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

function unavailable(code: Unavailable['code']): Unavailable {
  return { status: 'unavailable', code, retryAfterMs: retryAfterMs[code] };
}

function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === storageFullCode;
}

/** What may be logged of an error: never the command's data. */
function described(error: unknown): { readonly name: string; readonly reason: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, reason: '', stack: '' };
  return { name: error.name, reason: error.message, stack: error.stack ?? '' };
}

export function createDesk<R>(deps: DeskDeps<R>): RunningDesk<R> {
  const { journal, vault, crash, disk, log, catalog } = deps;
  const options = { ...defaults, ...deps.options };
  const cache = createDocumentCache(journal, options.documents);
  const reads = deps.reads(cache);
  const { clock, random, secret } = deps;
  const room: DecisionRoom<R> = { catalog, reads, cache, clock, random, secret };
  const listeners = new Set<(rows: readonly FeedRow[]) => void>();
  const queue: Waiting[] = [];
  /** Erasures the journal knows of and the vault has not yet confirmed. */
  const toErase = new Set<string>();
  let working: Promise<void> | undefined;
  let recovered = false;
  let stopping = false;
  let full = false;

  /** Decides all in order inside the transaction. Throws only what concerns the whole batch. */
  function decideAll(tx: JournalTransaction, batch: readonly Waiting[], touched: Set<StreamId>) {
    const settled: Settled[] = [];
    const outcomes: Outcome[] = [];
    let head: JournalHead = tx.head();
    for (const waiting of batch) {
      const own = new Set<StreamId>();
      try {
        const outcome = tx.savepoint(() => decideCommand(room, tx, head, waiting, own));
        head = outcome.head;
        outcomes.push(outcome);
        settled.push({ answer: outcome.answer });
      } catch (error) {
        cache.drop(own);
        if (isStorageFull(error)) throw error;
        const { id, type } = waiting.command;
        log.error({ command: id, type, ...described(error) }, 'a command broke an invariant and was not carried out');
        settled.push({ error });
      }
      for (const stream of own) touched.add(stream);
    }
    return { settled, outcomes };
  }

  function giveUp(tx: JournalTransaction | undefined, stored: readonly VaultRecord[]): void {
    try {
      tx?.rollback();
    } catch (error) {
      log.debug(described(error), 'the store had rolled back already');
    }
    if (stored.length === 0) return;
    try {
      // Only what the journal does not know: a commit may be durable and still have thrown.
      const known = new Set(journal.vaultReferences().map(({ ref }) => ref));
      vault.erase(stored.map(({ ref }) => ref).filter((ref) => !known.has(ref)));
    } catch (error) {
      log.warn(
        { records: stored.length, ...described(error) },
        'vault records without an event stay until the next start',
      );
    }
  }

  function erase(): void {
    if (toErase.size === 0) return;
    try {
      vault.erase([...toErase]);
      toErase.clear();
    } catch (error) {
      log.error({ records: toErase.size, ...described(error) }, 'could not erase; tried again after the next commit');
    }
  }

  /** Runs one transaction. Returns the answers, and what it appended. */
  function transact(batch: readonly Waiting[]): { settled: readonly Settled[]; rows: readonly FeedRow[] } {
    const all = (one: Settled) => ({ settled: batch.map(() => one), rows: [] });
    const touched = new Set<StreamId>();
    let tx: JournalTransaction | undefined;
    let stored: readonly VaultRecord[] = [];
    let outcomes: readonly Outcome[];
    let settled: readonly Settled[];
    try {
      if (disk.free() < options.reserve) return refuseAll();
      tx = journal.begin();
      cache.readThrough(tx);
      ({ settled, outcomes } = decideAll(tx, batch, touched));
      if (outcomes.some((outcome) => outcome.wrote)) {
        stored = outcomes.flatMap((outcome) => outcome.records);
        if (stored.length > 0) vault.put(stored);
        crash.reach('betweenVaultAndJournal');
        crash.reach('beforeCommit');
        tx.commit();
      } else {
        tx.rollback();
      }
      full = false;
    } catch (error) {
      cache.drop(touched);
      giveUp(tx, stored);
      if (isStorageFull(error)) return refuseAll();
      log.error({ commands: batch.length, ...described(error) }, 'a batch of commands failed');
      return all({ error });
    } finally {
      cache.readThrough(journal);
    }

    function refuseAll() {
      if (!full) log.error({}, 'no room left: commands are turned away, reading goes on');
      full = true;
      return all({ answer: unavailable('StorageFull') });
    }

    for (const ref of outcomes.flatMap((outcome) => outcome.erased)) toErase.add(ref);
    try {
      crash.reach('afterCommitBeforeAnswer');
    } catch (error) {
      return all({ error });
    }
    // Before the answer: who is told that a record is erased must find it gone.
    erase();
    return { settled, rows: outcomes.flatMap((outcome) => outcome.rows) };
  }

  function feed(rows: readonly FeedRow[]): void {
    if (rows.length === 0) return;
    for (const listener of [...listeners]) {
      try {
        listener(rows);
      } catch (error) {
        log.error(described(error), 'a listener of the desk failed');
      }
    }
  }

  async function work(): Promise<void> {
    while (queue.length > 0) {
      await turn();
      const batch = queue.splice(0, options.batch);
      const { settled, rows } = transact(batch);
      batch.forEach((waiting, index) => {
        const one = settled[index];
        if (one !== undefined && 'answer' in one) waiting.resolve(one.answer);
        else waiting.reject(one?.error);
      });
      // A turn in between lets the answers go out before anybody hears of the events another way.
      await turn();
      try {
        crash.reach('afterAnswerBeforeFeed');
      } catch (error) {
        log.error(described(error), 'the desk ended at a crash point');
        continue;
      }
      feed(rows);
    }
    working = undefined;
  }

  return {
    reads,
    recover() {
      const recovery = recover(journal, vault, catalog.kinds, cache, eventReader(catalog.kinds));
      if (recovery.orphans + recovery.lateErasures + recovery.rebuilt.length > 0) {
        log.info({ ...recovery }, 'put journal, vault and documents in order');
      }
      recovered = true;
      return recovery;
    },
    submit(command: CommandEnvelope, by: Actor, system = {}) {
      if (!recovered) return Promise.reject(new Error('the desk takes commands only after recover()'));
      if ((system.occurredAt ?? system.settles) !== undefined && !isSystem(by)) {
        return Promise.reject(new Error(`${by.user} may not submit as the system`));
      }
      if (stopping) return Promise.resolve(unavailable('Stopping'));
      if (queue.length >= options.queue) return Promise.resolve(unavailable('Busy'));
      return new Promise<Answer>((resolve, reject) => {
        queue.push({ command, by, system, resolve, reject });
        working ??= work();
      });
    },
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping = true;
      await working;
    },
    status: () => (stopping ? 'stopping' : full ? 'storageFull' : 'ok'),
  };
}
