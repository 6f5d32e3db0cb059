/** The seat with everything real: files, network, clock, chance. The one place that knows both the runtime and db. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { BasemapFolder } from '../db/seat/basemap-folder.ts';
import { SqliteCacheFolder } from '../db/seat/cache-folder.ts';
import { openOutbox } from '../db/seat/outbox-file.ts';
import type { PastLimits } from '../db/seat/past-documents.ts';
import type { SqliteOutboxStore } from '../db/seat/outbox-store.ts';
import { openSeatFolder } from '../db/seat/seat-folder.ts';
import type { SeatFolder } from '../db/seat/seat-folder.ts';
import { documentTables } from '../db/documents/tables.ts';
import type { AnyDocumentTable } from '../db/documents/tables.ts';
import { catalog } from '../shared/domain/catalog.ts';
import type { Catalog } from '../shared/domain/catalog.ts';
import { basemapFolder } from '../shared/lib/basemap-files.ts';
import type { Json } from '../shared/lib/json.ts';
import { z } from 'zod';
import { savedViewsSchema } from '../shared/wire/saved-views.ts';
import { sessionUserSchema } from '../shared/wire/session.ts';
import { csvOf, gpxOf } from './reports/track-files.ts';
import type { VideoProtocol } from '../shared/wire/video-api.ts';
import type { SeatCommands } from './runtime/entries.ts';
import { foldKeyOf } from './runtime/feed.ts';
import type {
  CacheFolder,
  HttpReply,
  OpenWire,
  OutboxStore,
  PasswordVerifiers,
  SeatClock,
  SeatCrashPoints,
  SeatHash,
  SeatHttp,
  SeatLog,
  SeatRandom,
  SeatTimers,
  SessionStore,
  ViewsStore,
} from './runtime/ports.ts';
import { createSeat } from './runtime/runtime.ts';
import type { Seat } from './runtime/seat.ts';
import { wireOver } from './runtime/wire.ts';

// The desktop app's seat process may import this file only.
export { checkHubs, trustHub } from './trust.ts';
export { openScreenDoor } from './runtime/screen-connection.ts';
export type { ScreenTransport } from './runtime/screen-connection.ts';
export { openLocalPictures } from './video-door/local.ts';

export interface SeatComposition {
  readonly dataDir: string;
  /** Base addresses of the hub, such as `http://10.0.0.5:7100`; tried in this order. */
  readonly hubUrls: readonly string[];
  /** Name of the seat, kept in the folder from then on; without it the one kept there, or a new one. */
  readonly seatId?: string;
  /** Machine ms without a touch until the seat locks, walls excepted; a quarter of an hour. */
  readonly lockAfterMs?: number;
  /** Ways of pictures that the door of this seat carries; all unless given. */
  readonly carries?: (protocol: VideoProtocol) => boolean;
  readonly log?: SeatLog;
  /** Basemaps of this machine, where several seats share them; without it the seat has a folder of its own. */
  readonly basemaps?: BasemapFolder;
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
  readonly verifiers?: PasswordVerifiers;
  readonly maxCacheBytes?: number;
  readonly past?: Partial<PastLimits>;
  readonly maxOutboxBytes?: number;
  readonly maxBasemapBytes?: number;
}

export interface ComposedSeat {
  readonly seat: Seat;
  readonly seatId: string;
  /** The basemaps it can show: read by its screens. */
  readonly basemaps: BasemapFolder;
  /** Ends the link, closes the files and lets the folder go. */
  close(): void;
}

const seatIdPattern = /^[A-Za-z0-9_-]{1,40}$/;
const httpTimeoutMs = 10_000;
/** Somebody stands before a locked seat: without an answer the seat decides by itself. */
const checkTimeoutMs = 5_000;
const healthTimeoutMs = 3_000;
const healthSchema = z.object({ journalId: z.string(), epoch: z.int() });
const defaultLockAfterMs = 15 * 60_000;

/** Throws `SeatFolderInUse` where another seat has the folder, and what opening the files throws. */
export function composeSeat(options: SeatComposition, overrides: SeatOverrides = {}): ComposedSeat {
  const { dataDir, hubUrls } = options;
  const { lockAfterMs = defaultLockAfterMs } = options;
  if (!Number.isSafeInteger(lockAfterMs) || lockAfterMs <= 0) throw new Error('lockAfterMs: give whole ms above 0');
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
        ...(overrides.past === undefined ? {} : { past: overrides.past }),
        ...(overrides.maxCacheBytes === undefined ? {} : { maxBytes: overrides.maxCacheBytes }),
      },
      log,
    );
    outbox = openOutboxOf(dataDir, log, overrides.maxOutboxBytes);
    const store: OutboxStore = outbox;
    const basemaps = options.basemaps ?? openBasemaps(dataDir, log, overrides.maxBasemapBytes);
    const seat = createSeat(
      {
        clock: overrides.clock ?? { machine: () => Date.now() },
        timers: overrides.timers ?? timers,
        ...{ random, hash, log, crash, caches, basemaps, outbox: store },
        sessions: sessionsIn(folder, log),
        views: viewsIn(folder, log),
        verifiers: overrides.verifiers ?? verifiers(random),
        http: overrides.http ?? http,
        openWire: overrides.openWire ?? wireOver(setImmediate),
        trackFiles: { gpx: gpxOf, csv: csvOf },
      },
      {
        ...{ hubUrls, seat: seatId, kinds, commands: overrides.commands ?? catalog.commands, lockAfterMs },
        ...(options.carries === undefined ? {} : { carries: options.carries }),
      },
    );
    return {
      seat,
      seatId,
      basemaps,
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

/** The basemaps below a data folder: of a seat, or of a hall for all its seats. */
export function openBasemaps(dataDir: string, log: SeatLog, maxBytes?: number): BasemapFolder {
  const limit = maxBytes === undefined ? {} : { maxBytes };
  return new BasemapFolder(join(dataDir, basemapFolder), { now: () => Date.now(), log, ...limit });
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

const keptSessionSchema = z.object({
  token: z.string(),
  user: sessionUserSchema,
  locked: z.boolean(),
  touchedAt: z.int(),
});
const keptVerifierSchema = z.object({ user: z.string(), verifier: z.string() });

const keptViewsSchema = z.object({ user: z.string(), asOf: z.int(), views: savedViewsSchema });

/** Reads what was kept as the text of a file; undefined, and said in the log, where that is not what it should be. */
const keptIn =
  (log: SeatLog) =>
  <S extends z.ZodType>(schema: S, text: string | undefined, what: string): z.infer<S> | undefined => {
    if (text === undefined) return undefined;
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      log.warn({}, `${what} cannot be read`);
      return undefined;
    }
  };

const textOf = (value: object | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);

function viewsIn(folder: SeatFolder, log: SeatLog): ViewsStore {
  return {
    load: () => keptIn(log)(keptViewsSchema, folder.readViews(), 'the saved views, which the hub is to tell again,'),
    save: (kept) => folder.writeViews(textOf(kept)),
  };
}

function sessionsIn(folder: SeatFolder, log: SeatLog): SessionStore {
  const kept = keptIn(log);
  return {
    load: () => kept(keptSessionSchema, folder.readSession(), 'the kept log-in, which is asked for again,'),
    save: (session) => folder.writeSession(textOf(session)),
    loadVerifier: () => kept(keptVerifierSchema, folder.readUnlock(), 'what a password is checked by without the hub'),
    saveVerifier: (verifier) => folder.writeUnlock(textOf(verifier)),
  };
}

/** N = 2^15, r = 8, p = 1: 32 MiB and about a tenth of a second of one core, as on the hub. */
const cost = { n: 32_768, r: 8, p: 1 } as const;
const keyBytes = 32;
const saltBytes = 16;
const hex = z.string().regex(/^([0-9a-f]{2})+$/);
/** Larger costs than ours were not made here. */
const madeSchema = z.strictObject({
  n: z.int().positive().max(cost.n),
  r: z.int().positive().max(cost.r),
  p: z.int().positive().max(cost.p),
  salt: hex,
  key: hex,
});

function derive(password: string, { n, r, p, salt }: Omit<z.infer<typeof madeSchema>, 'key'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // One form for what the same keys give on different machines, full-width digits included.
    const text = password.normalize('NFKC');
    // Node's own limit is exactly what these parameters need, and refuses them: twice that.
    const parameters = { N: n, r, p, maxmem: 256 * n * r };
    scrypt(text, Buffer.from(salt, 'hex'), keyBytes, parameters, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function verifiers(random: SeatRandom): PasswordVerifiers {
  return {
    async make(password) {
      const parameters = { ...cost, salt: Buffer.from(random.bytes(saltBytes)).toString('hex') };
      return JSON.stringify({ ...parameters, key: (await derive(password, parameters)).toString('hex') });
    },
    async matches(verifier, password) {
      const made = madeSchema.safeParse(jsonOrNull(verifier));
      if (!made.success) return false;
      const expected = Buffer.from(made.data.key, 'hex');
      const key = await derive(password, made.data);
      return key.length === expected.length && timingSafeEqual(key, expected);
    },
  };
}

const at = (url: string, path: string): URL => new URL(path, url);

async function post(url: URL, body: Json, timeoutMs: number, token?: string): Promise<HttpReply> {
  const response = await fetch(url, {
    method: 'POST',
    // A hub sends nobody elsewhere: what stands in the body is for it alone.
    redirect: 'error',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, body: jsonOrNull(await response.text()) };
}

const http: SeatHttp = {
  login: (url, body) => post(at(url, '/api/v1/session'), body, httpTimeoutMs),
  check: (url, token, body) => post(at(url, '/api/v1/session/check'), body, checkTimeoutMs, token),
  async logout(url, token) {
    const response = await fetch(at(url, '/api/v1/session'), {
      method: 'DELETE',
      redirect: 'error',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(httpTimeoutMs),
    });
    await response.body?.cancel();
  },
  async journal(url) {
    try {
      const signal = AbortSignal.timeout(healthTimeoutMs);
      const response = await fetch(at(url, '/healthz'), { redirect: 'error', signal });
      return response.ok ? healthSchema.safeParse(await response.json()).data : undefined;
    } catch {
      return undefined;
    }
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
