/** The seat with everything real: files, network, clock, chance. The one place that knows both the runtime and db. */
import { createHash, randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { SqliteCacheFolder } from '../db/seat/cache-folder.ts';
import { openOutbox } from '../db/seat/outbox-file.ts';
import type { SqliteOutboxStore } from '../db/seat/outbox-store.ts';
import { openSeatFolder } from '../db/seat/seat-folder.ts';
import type { SeatFolder } from '../db/seat/seat-folder.ts';
import { documentTables } from '../db/documents/tables.ts';
import type { AnyDocumentTable } from '../db/documents/tables.ts';
import { catalog } from '../shared/domain/catalog.ts';
import type { Catalog } from '../shared/domain/catalog.ts';
import { sessionUserSchema } from '../shared/wire/session.ts';
import type { SeatCommands } from './runtime/entries.ts';
import { foldKeyOf } from './runtime/feed.ts';
import type {
  CacheFolder,
  OpenWire,
  OutboxStore,
  SeatClock,
  SeatCrashPoints,
  SeatHash,
  SeatHttp,
  SeatLog,
  SeatRandom,
  SeatSession,
  SeatTimers,
  SessionStore,
} from './runtime/ports.ts';
import { createSeat } from './runtime/runtime.ts';
import type { Seat } from './runtime/runtime.ts';
import { wireOver } from './runtime/wire.ts';

// The desktop app's seat process may import this file only.
export { openScreenDoor } from './runtime/screen-connection.ts';
export type { ScreenTransport } from './runtime/screen-connection.ts';

export interface SeatComposition {
  readonly dataDir: string;
  /** Base addresses of the hub, such as `http://10.0.0.5:7100`; tried in this order. */
  readonly hubUrls: readonly string[];
  /** Name of the seat, kept in the folder from then on; without it the one kept there, or a new one. */
  readonly seatId?: string;
  readonly log?: SeatLog;
}

/** What a test may put in the place of the real thing. */
export interface SeatOverrides {
  readonly kinds?: Catalog<never>['kinds'];
  readonly commands?: SeatCommands;
  readonly tables?: readonly AnyDocumentTable[];
  readonly clock?: SeatClock;
  readonly timers?: SeatTimers;
  readonly random?: SeatRandom;
  readonly crash?: SeatCrashPoints;
  readonly openWire?: OpenWire;
  readonly http?: SeatHttp;
  readonly maxCacheBytes?: number;
  readonly maxOutboxBytes?: number;
}

export interface ComposedSeat {
  readonly seat: Seat;
  readonly seatId: string;
  /** Ends the link, closes the files and lets the folder go. */
  close(): void;
}

const seatIdPattern = /^[A-Za-z0-9_-]{1,40}$/;
const httpTimeoutMs = 10_000;

/** Throws `SeatFolderInUse` where another seat has the folder, and what opening the files throws. */
export function composeSeat(options: SeatComposition, overrides: SeatOverrides = {}): ComposedSeat {
  const { dataDir, hubUrls } = options;
  if (hubUrls.length === 0) throw new Error('hubUrls: name at least one address of the hub');
  const log = options.log ?? stderrLog();
  const folder = openSeatFolder(dataDir);
  let outbox: SqliteOutboxStore | undefined;
  try {
    const random = overrides.random ?? { bytes: (count: number): Uint8Array => randomBytes(count) };
    const seatId = folder.seatId(options.seatId, () => `seat-${randomBytes(4).toString('hex')}`);
    if (!seatIdPattern.test(seatId)) throw new Error(`seatId: '${seatId}' is not 1 to 40 letters, digits, - or _`);
    const kinds = overrides.kinds ?? catalog.kinds;
    const crash = overrides.crash ?? { reach: () => undefined };
    const caches: CacheFolder = new SqliteCacheFolder(
      dataDir,
      {
        kinds: [...kinds.keys()],
        foldKey: foldKeyOf(kinds, hash),
        tables: overrides.tables ?? documentTables,
        reach: (point) => crash.reach(point),
        ...(overrides.maxCacheBytes === undefined ? {} : { maxBytes: overrides.maxCacheBytes }),
      },
      log,
    );
    outbox = openOutboxOf(dataDir, log, overrides.maxOutboxBytes);
    const store: OutboxStore = outbox;
    const seat = createSeat(
      {
        clock: overrides.clock ?? { machine: () => Date.now() },
        timers: overrides.timers ?? timers,
        ...{ random, hash, log, crash, caches, outbox: store },
        sessions: sessionsIn(folder, log),
        http: overrides.http ?? http,
        openWire: overrides.openWire ?? wireOver(setImmediate),
      },
      { hubUrls, seat: seatId, kinds, commands: overrides.commands ?? catalog.commands },
    );
    return {
      seat,
      seatId,
      close() {
        seat.stop();
        folder.close();
      },
    };
  } catch (error) {
    outbox?.close();
    folder.close();
    throw error;
  }
}

function openOutboxOf(dir: string, log: SeatLog, maxBytes: number | undefined): SqliteOutboxStore {
  const { store, salvage } = openOutbox(dir, maxBytes === undefined ? {} : { maxBytes });
  if (salvage !== undefined)
    log.error({ ...salvage }, 'the outbox was damaged: what could be read goes on, the damaged file lies aside');
  return store;
}

const hash: SeatHash = {
  sha256(parts) {
    const sum = createHash('sha256');
    for (const part of parts) sum.update(part, 'utf8');
    return sum.digest('hex');
  },
};

const timers: SeatTimers = {
  after(milliseconds, work) {
    const handle = setTimeout(work, milliseconds);
    return () => clearTimeout(handle);
  },
};

/** JSON lines for whoever keeps the seat running, on stderr; stdout belongs to the shell. */
function stderrLog(): SeatLog {
  return pino(
    { level: 'info', base: { pid: process.pid }, serializers: { err: described } },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Of an error only what every error has: what else hangs on it may be the input that caused it. */
function described(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause = error.cause === undefined ? {} : { cause: described(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack, ...cause };
}

function sessionsIn(folder: SeatFolder, log: SeatLog): SessionStore {
  return {
    load() {
      const text = folder.readSession();
      if (text === undefined) return undefined;
      try {
        const { token, user } = JSON.parse(text) as { readonly token: unknown; readonly user: unknown };
        if (typeof token !== 'string') throw new Error('no token');
        return { token, user: sessionUserSchema.parse(user) } satisfies SeatSession;
      } catch {
        log.warn({}, 'the kept log-in cannot be read: it is asked for again');
        return undefined;
      }
    },
    save: (session) => folder.writeSession(session === undefined ? undefined : JSON.stringify(session)),
  };
}

const at = (url: string, path: string): URL => new URL(path, url);

const http: SeatHttp = {
  async login(url, body) {
    const response = await fetch(at(url, '/api/v1/session'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(httpTimeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: jsonOrNull(text) };
  },
  async logout(url, token) {
    const response = await fetch(at(url, '/api/v1/session'), {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(httpTimeoutMs),
    });
    await response.body?.cancel();
  },
};

/** null for what is no JSON: something else than a hub answered. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
