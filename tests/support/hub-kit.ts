/** A hub without its network: desk and reactor over real files in a folder of their own, with time and chance by hand. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { AnyDocumentTable } from '../../db/documents/tables.ts';
import { SqliteAccessLogStore } from '../../db/hub/access-log-store.ts';
import { SqliteJournalStore } from '../../db/hub/journal-store.ts';
import { SqliteVaultStore } from '../../db/hub/vault-store.ts';
import type { RunningDesk } from '../../hub/desk/desk.ts';
import { createDesk } from '../../hub/desk/desk.ts';
import type { DeskOptions } from '../../hub/desk/desk.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import type { Recovery } from '../../hub/desk/recover.ts';
import type { VaultStore } from '../../hub/journal/store.ts';
import type { Clock, CrashPoint, CrashPoints, Log, RandomSource, Timers } from '../../hub/ports.ts';
import type { Reactor } from '../../hub/reactions/reactor.ts';
import { createReactor } from '../../hub/reactions/reactor.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor, CommandAnswer, CommandEnvelope } from '../../shared/lib/journal.ts';
import { testActor, testNow } from './given.ts';

/** Stands still until told; alarms ring in the order of their instants. Machine time and hub time are one. */
export class ManualClock implements Clock, Timers {
  #now: number;
  readonly #alarms = new Set<{ readonly instant: number; readonly work: () => void }>();

  constructor(start: number = testNow) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  at(instant: number, work: () => void): () => void {
    const alarm = { instant, work };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  after(milliseconds: number, work: () => void): () => void {
    return this.at(this.#now + milliseconds, work);
  }

  /** Goes to the instant, ringing what falls due on the way; alarms set meanwhile ring only where they lie ahead. */
  set(instant: number): void {
    for (;;) {
      const due = [...this.#alarms].filter((alarm) => alarm.instant <= instant);
      const [first] = due.sort((a, b) => a.instant - b.instant);
      if (first === undefined) break;
      this.#alarms.delete(first);
      this.#now = Math.max(this.#now, first.instant);
      first.work();
    }
    this.#now = instant;
  }

  advance(milliseconds: number): void {
    this.set(this.#now + milliseconds);
  }

  /** Whether an alarm was set for an instant already past: it rings with the next `set`. */
  get overdue(): boolean {
    return [...this.#alarms].some((alarm) => alarm.instant <= this.#now);
  }

  get waiting(): number {
    return this.#alarms.size;
  }
}

/** Chance from a seed (mulberry32): the same seed gives the same bytes. */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  const byte = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff;
  };
  return { bytes: (count) => Uint8Array.from({ length: count }, byte) };
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly data: object;
  readonly message: string;
}

export function recordingLog(lines: LogLine[]): Log {
  const at =
    (level: LogLine['level']) =>
    (data: object, message: string): void => {
      lines.push({ level, data, message });
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The end of the process, as a test plays it: the files as they lay at that moment are what the next start finds. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
}

export interface HubKitOptions<R> {
  readonly catalog: Catalog<R>;
  readonly reads: (documents: DocumentReader) => R;
  /** With columns to search by; none unless given. */
  readonly tables?: readonly AnyDocumentTable[];
  readonly seed?: number;
  readonly now?: number;
  readonly desk?: DeskOptions;
  /** Whether reactions run. */
  readonly reactions?: boolean;
  /** Wraps the vault, to make it fail. */
  readonly vault?: (store: VaultStore) => VaultStore;
}

interface Running<R> {
  readonly journal: SqliteJournalStore;
  readonly vaultFile: SqliteVaultStore;
  readonly access: SqliteAccessLogStore;
  readonly desk: RunningDesk<R>;
  readonly reactor: Reactor;
  readonly recovery: Recovery;
}

/** The secret of the hub. */
export const secret = Uint8Array.from({ length: 32 }, (_, i) => i);

export class HubKit<R> {
  readonly clock: ManualClock;
  readonly random: RandomSource;
  readonly logLines: LogLine[] = [];
  /** Bytes the volume says are free. */
  free = Number.MAX_SAFE_INTEGER;
  /** Whether the volume does not even say that. */
  troubled = false;
  /** May be replaced before a restart: another release. */
  catalog: Catalog<R>;
  readonly #options: HubKitOptions<R>;
  #folder = mkdtempSync(join(tmpdir(), 'lianqin-kit-'));
  #armed: { point: CrashPoint; left: number } | undefined;
  #image: string | undefined;
  #running: Running<R>;

  constructor(options: HubKitOptions<R>) {
    this.#options = options;
    this.catalog = options.catalog;
    this.clock = new ManualClock(options.now);
    this.random = seededRandom(options.seed ?? 1);
    this.#running = this.#open();
  }

  get journal(): SqliteJournalStore {
    return this.#running.journal;
  }
  get vault(): SqliteVaultStore {
    return this.#running.vaultFile;
  }
  get access(): SqliteAccessLogStore {
    return this.#running.access;
  }
  get desk(): RunningDesk<R> {
    return this.#running.desk;
  }
  get reactor(): Reactor {
    return this.#running.reactor;
  }
  get recovery(): Recovery {
    return this.#running.recovery;
  }
  /** Whether an armed crash has happened. */
  get crashed(): boolean {
    return this.#image !== undefined;
  }

  #open(): Running<R> {
    const { catalog, clock, random, logLines } = this;
    const log = recordingLog(logLines);
    const newId = (): string => this.newId();
    const journal = new SqliteJournalStore(join(this.#folder, 'journal.sqlite'), {
      kinds: [...catalog.kinds.keys()],
      newId,
      tables: this.#options.tables ?? [],
    });
    const vaultFile = new SqliteVaultStore(join(this.#folder, 'vault.sqlite'));
    const vault = this.#options.vault?.(vaultFile) ?? vaultFile;
    const access = new SqliteAccessLogStore(join(this.#folder, 'access.sqlite'));
    const crash: CrashPoints = { reach: (point) => this.#reach(point) };
    const disk = {
      free: (): number => {
        if (this.troubled) throw new Error('EIO: statfs');
        return this.free;
      },
    };
    const { reads, desk: options = {} } = this.#options;
    const desk = createDesk({
      ...{ journal, vault, clock, timers: clock, random, crash, disk, log, catalog, reads, secret, options },
    });
    const recovery = desk.recover();
    const reactor = createReactor({ journal, desk, catalog, clock, timers: clock, crash, log, secret });
    if (this.#options.reactions !== false) reactor.start();
    return { journal, vaultFile, access, desk, reactor, recovery };
  }

  /** Ends the process the n-th time the point is reached. */
  crashAt(point: CrashPoint, nth = 1): void {
    this.#armed = { point, left: nth };
  }

  disarm(): void {
    this.#armed = undefined;
  }

  #reach(point: CrashPoint): void {
    if (this.#image !== undefined) throw new SimulatedCrash('the process has ended');
    if (this.#armed?.point !== point) return;
    this.#armed.left -= 1;
    if (this.#armed.left > 0) return;
    this.#armed = undefined;
    const image = mkdtempSync(join(tmpdir(), 'lianqin-kit-'));
    // The shared-memory files are memory: a new process makes its own.
    cpSync(this.#folder, image, { recursive: true, filter: (path) => !path.endsWith('-shm') });
    this.#image = image;
    throw new SimulatedCrash(point);
  }

  /** Ends this process, in order unless it has crashed, and starts another on what it left. */
  async restart(): Promise<void> {
    await this.#stop();
    if (this.#image !== undefined) {
      rmSync(this.#folder, { recursive: true });
      this.#folder = this.#image;
      this.#image = undefined;
    }
    this.#running = this.#open();
  }

  async #stop(): Promise<void> {
    const { reactor, desk, journal, vaultFile, access } = this.#running;
    await reactor.stop();
    await desk.stop();
    journal.close();
    vaultFile.close();
    access.close();
  }

  async close(): Promise<void> {
    await this.#stop();
    for (const folder of [this.#folder, this.#image]) {
      if (folder !== undefined && existsSync(folder)) rmSync(folder, { recursive: true });
    }
  }

  newId(): string {
    return uuidv7(this.clock.now(), this.random.bytes(10));
  }

  command(
    type: string,
    data: CommandEnvelope['data'],
    rest: Partial<Pick<CommandEnvelope, 'id' | 'basedOn'>> = {},
  ): CommandEnvelope {
    return { id: this.newId(), type, data, basedOn: {}, madeAt: this.clock.now(), ...rest };
  }

  /** Submits; where the hub crashed before it answered, undefined. Throws every other rejection. */
  async give(command: CommandEnvelope, by: Actor = testActor): Promise<CommandAnswer | undefined> {
    if (this.crashed) return undefined;
    try {
      const answer = await this.desk.submit(command, by);
      if (answer.status === 'unavailable' && this.crashed) return undefined;
      if (answer.status === 'unavailable') throw new Error(`unavailable: ${answer.code}`);
      return answer;
    } catch (error) {
      if (error instanceof SimulatedCrash) return undefined;
      throw error;
    }
  }

  /** Waits until listeners have heard of what was answered. */
  async settleFeed(): Promise<void> {
    await turn();
    await turn();
  }

  /** Waits until every reaction that is due has been done, or the hub has crashed. */
  async settle(): Promise<void> {
    do {
      this.clock.set(this.clock.now());
      await turn();
      await this.reactor.idle();
      await turn();
      await this.reactor.idle();
    } while (!this.crashed && (this.reactor.cursor() < this.journal.head().seq || this.clock.overdue));
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** The bytes of all files whose names begin so. */
  bytesOf(prefix: string): Buffer {
    const names = readdirSync(this.#folder).filter((name) => name.startsWith(prefix));
    return Buffer.concat(names.map((name) => readFileSync(join(this.#folder, name))));
  }
}
