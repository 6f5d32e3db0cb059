/**
 * The command desk: commands wait in one queue; each turn of the event loop takes up to a batch of them into one
 * transaction, so that one write to disk carries many answers.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { createDocumentCache } from '../../shared/lib/document-cache.ts';
import type { Actor, CommandAnswer, CommandEnvelope, StreamId, Unavailable } from '../../shared/lib/journal.ts';
import { isStoreTrouble, storageFullCode } from '../journal/store.ts';
import type {
  FeedRow,
  JournalHead,
  JournalStore,
  JournalTransaction,
  VaultRecord,
  VaultStore,
} from '../journal/store.ts';
import { eventReader } from '../journal/upcast.ts';
import type { Clock, CrashPoints, DiskSpace, Log, RandomSource, Timers } from '../ports.ts';
import { isSystem } from './check.ts';
import type { DecisionRoom, Outcome, Submission } from './decide.ts';
import { decideCommand } from './decide.ts';
import { described } from './described.ts';
import type { DeskRights } from './entitled.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import { Erasures } from './erasures.ts';
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
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly crash: CrashPoints;
  readonly disk: DiskSpace;
  readonly log: Log;
  readonly catalog: Catalog<R>;
  /** `readsOf` for the hub's own catalog. */
  readonly reads: (documents: DocumentReader) => R;
  /** Key of the command fingerprints: random, made with the data folder, kept out of the journal. */
  readonly secret: Uint8Array;
  /** What people may do; without it everybody may who acts under a role of the command. */
  readonly rights?: DeskRights;
  readonly options?: DeskOptions;
}

export interface RunningDesk<R> extends Desk {
  /** What decisions read, for reactions and routes: as of the last commit. */
  readonly reads: R;
  /**
   * Must be called once before the first command. Throws `JournalOlderThanVault`, and where journal or vault cannot be put
   * in order.
   */
  recover(): Recovery;
  /** As of now: asks the volume, not the last command. */
  status(): 'ok' | 'storageFull' | 'stopping';
}

const defaults = { batch: 256, queue: 10_000, reserve: 200_000_000, documents: 5_000 };
/** Rows told at a time where they are read from the store. */
const feedPage = 500;
/** Machine ms after which a batch that failed may be sent again. */
const troubleRetryMs = 5_000;
const retryAfterMs = { StorageFull: 30_000, Stopping: 2_000, Busy: 500 } as const;

type Answer = CommandAnswer | Unavailable;
type Settled = { readonly answer: Answer } | { readonly error: unknown };

interface Transacted {
  readonly settled: readonly Settled[];
  readonly rows: readonly FeedRow[] | undefined;
}

interface Waiting extends Submission {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

function unavailable(code: Unavailable['code'], after: number = retryAfterMs[code]): Unavailable {
  return { status: 'unavailable', code, retryAfterMs: after };
}

function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === storageFullCode;
}

const rightsIn = <R>({ rights }: DeskDeps<R>): Pick<DecisionRoom<R>, 'rights'> =>
  rights === undefined ? {} : { rights };

export function createDesk<R>(deps: DeskDeps<R>): RunningDesk<R> {
  const { journal, vault, crash, disk, log, catalog } = deps;
  const options = { ...defaults, ...deps.options };
  const cache = createDocumentCache(journal, options.documents);
  const reads = deps.reads(cache);
  const { clock, timers, random, secret } = deps;
  /** Records of the batch under way. */
  const pending = new Map<string, VaultRecord>();
  const record = (ref: string): VaultRecord | undefined => pending.get(ref) ?? vault.get(ref);
  const room: DecisionRoom<R> = { catalog, reads, cache, clock, random, secret, record, ...rightsIn(deps) };
  const erasures = new Erasures({ journal, vault, timers, log });
  const listeners = new Set<(rows: readonly FeedRow[]) => void>();
  const queue: Waiting[] = [];
  let working: Promise<void> | undefined;
  let recovered = false;
  let stopping = false;
  /** Whether the store said so at the last write, and whether it stands in the log. */
  let storeFull = false;
  let told = false;
  /** Last sequence number that the listeners heard of. */
  let fed = 0;

  /** Whether it may be taken though the volume is below its reserve: the reserve is there for it. */
  function mayUseReserve({ command }: Waiting): boolean {
    return catalog.commands.get(command.type)?.erases === true;
  }

  /** Decides all in order inside the transaction. Throws only what concerns the whole batch. */
  function decideAll(tx: JournalTransaction, batch: readonly Waiting[], touched: Set<StreamId>, roomy: boolean) {
    const settled: Settled[] = [];
    const outcomes: Outcome[] = [];
    let head: JournalHead = tx.head();
    for (const waiting of batch) {
      if (!roomy && !mayUseReserve(waiting)) {
        settled.push({ answer: unavailable('StorageFull') });
        continue;
      }
      const own = new Set<StreamId>();
      try {
        const outcome = tx.savepoint(() => decideCommand(room, tx, head, waiting, own));
        head = outcome.head;
        outcomes.push(outcome);
        for (const record of outcome.records) pending.set(record.ref, record);
        settled.push({ answer: outcome.answer });
      } catch (error) {
        cache.drop(own);
        if (isStoreTrouble(error)) throw error;
        const { id, type } = waiting.command;
        log.error({ command: id, type, ...described(error) }, 'a command broke an invariant and was not carried out');
        settled.push({ error });
      }
      for (const stream of own) touched.add(stream);
    }
    return { settled, outcomes };
  }

  /** @param put Records that may stand in the vault. */
  function giveUp(tx: JournalTransaction | undefined, outcomes: readonly Outcome[], put: readonly string[]): void {
    try {
      tx?.rollback();
    } catch (error) {
      log.debug(described(error), 'the store had rolled back already');
    }
    erasures.discard(put);
    try {
      // A commit may be durable and still have thrown.
      const erased = outcomes.flatMap((outcome) => outcome.erased);
      erasures.erase(erased.filter((ref) => journal.vaultReference(ref)?.erased === true));
    } catch (error) {
      log.warn(described(error), 'what a failed batch may have erased is erased at the next start');
    }
  }

  function noRoom(): void {
    if (!told) log.error({}, 'no room left: commands are turned away, reading goes on');
    told = true;
  }

  /** Runs one transaction. Returns the answers, and what it appended; undefined where only the store can tell. */
  function transact(batch: readonly Waiting[]): Transacted {
    const all = (one: Settled): Transacted => ({ settled: batch.map(() => one), rows: undefined });
    const touched = new Set<StreamId>();
    let tx: JournalTransaction | undefined;
    let put: readonly string[] = [];
    let outcomes: readonly Outcome[] = [];
    let settled: readonly Settled[];
    try {
      const roomy = disk.free() >= options.reserve;
      if (!roomy) noRoom();
      if (!roomy && !batch.some(mayUseReserve)) return all({ answer: unavailable('StorageFull') });
      tx = journal.begin();
      cache.readThrough(tx);
      ({ settled, outcomes } = decideAll(tx, batch, touched, roomy));
      if (outcomes.some((outcome) => outcome.wrote)) {
        if (pending.size > 0) {
          erasures.assertClear();
          put = [...pending.keys()];
          vault.put([...pending.values()]);
        }
        crash.reach('betweenVaultAndJournal');
        crash.reach('beforeCommit');
        tx.commit();
        storeFull = false;
        told = !roomy;
      } else {
        tx.rollback();
      }
    } catch (error) {
      cache.drop(touched);
      giveUp(tx, outcomes, put);
      if (isStorageFull(error)) {
        noRoom();
        storeFull = true;
        return all({ answer: unavailable('StorageFull') });
      }
      log.error({ commands: batch.length, ...described(error) }, 'a batch of commands failed; it may be sent again');
      return all({ answer: unavailable('Busy', troubleRetryMs) });
    } finally {
      pending.clear();
      cache.readThrough(journal);
    }

    try {
      crash.reach('afterCommitBeforeAnswer');
    } catch (error) {
      return all({ error });
    }
    // Before the answer: who is told that a record is erased must find it gone.
    erasures.erase(outcomes.flatMap((outcome) => outcome.erased));
    return { settled, rows: outcomes.flatMap((outcome) => outcome.rows) };
  }

  function tell(rows: readonly FeedRow[]): void {
    fed = rows.at(-1)?.seq ?? fed;
    for (const listener of [...listeners]) {
      try {
        listener(rows);
      } catch (error) {
        log.error(described(error), 'a listener of the desk failed');
      }
    }
  }

  /** Tells what was appended, and before it what was durable though its commit threw. */
  function feed(rows: readonly FeedRow[] | undefined): void {
    if (rows?.length === 0) return;
    if (rows?.[0]?.seq === fed + 1) {
      tell(rows);
      return;
    }
    try {
      for (;;) {
        const page = journal.feedAfter(fed, feedPage);
        if (page.length === 0) return;
        tell(page);
      }
    } catch (error) {
      log.error(described(error), 'the feed could not be read; it is told with the next commit');
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

  function hasRoom(): boolean {
    try {
      return !storeFull && disk.free() >= options.reserve;
    } catch {
      return !storeFull;
    }
  }

  return {
    reads,
    recover() {
      const readEvent = eventReader(catalog.kinds);
      const recovery = recover(
        { journal, vault, kinds: catalog.kinds, cache, readEvent, mostOrphans: options.batch },
        (refs) => erasures.begin(refs),
      );
      fed = journal.head().seq;
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
      erasures.stop();
    },
    status: () => (stopping ? 'stopping' : hasRoom() ? 'ok' : 'storageFull'),
  };
}
