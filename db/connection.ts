/**
 * Opens SQLite files. Everything that is stored goes through here, so that no file is ever opened with weaker settings
 * than its content asks for.
 */
import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';
import { assertKnownVersion, migrate } from './migrations.ts';
import { makeFilePrivate } from './private-files.ts';
import type { Migration } from './migrations.ts';

export type Connection = Database.Database;
export type Statement<P extends unknown[], R = unknown> = Database.Statement<P, R>;

export interface FileSettings {
  /**
   * `FULL`: what commit returned from survives the loss of power. `NORMAL`: it survives the end of the process, and the
   * file stays whole; for what can be fetched again.
   */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Freed space is overwritten with zeros; for personal data. */
  readonly secureDelete: boolean;
  /** Page cache of one connection, KiB. */
  readonly cacheKiB: number;
  /** Pages of the -wal file after which they are copied back; as SQLite has it, 1,000, unless given. */
  readonly checkpointPages?: number;
}

/** The settings of each kind of file. Caches are small where several processes share a weak machine. */
export const fileSettings = {
  journal: { synchronous: 'FULL', secureDelete: false, cacheKiB: 65_536 },
  vault: { synchronous: 'FULL', secureDelete: true, cacheKiB: 8_192 },
  accessLog: { synchronous: 'FULL', secureDelete: false, cacheKiB: 2_048 },
  plates: { synchronous: 'FULL', secureDelete: false, cacheKiB: 2_048 },
  // Each unit writes to a page of its own: those of thousands fit into the cache, and are copied back once for several
  // writes.
  tracks: { synchronous: 'NORMAL', secureDelete: true, cacheKiB: 32_768, checkpointPages: 8_000 },
  asOf: { synchronous: 'NORMAL', secureDelete: false, cacheKiB: 8_192 },
  outgoing: { synchronous: 'FULL', secureDelete: false, cacheKiB: 1_024 },
  views: { synchronous: 'FULL', secureDelete: true, cacheKiB: 512 },
  seatCache: { synchronous: 'NORMAL', secureDelete: false, cacheKiB: 65_536 },
  outbox: { synchronous: 'FULL', secureDelete: true, cacheKiB: 2_048 },
} as const satisfies { readonly [file: string]: FileSettings };

/** How long a connection waits for another one's lock, ms. */
export const busyTimeoutMs = 5_000;
/** After a large transaction the -wal file is cut back to this size, bytes. */
const walLimitBytes = 67_108_864;

const oldestNode = [22, 18] as const;

/** This Node cannot load better-sqlite3: it would end the process with a segmentation fault and no message. */
export class NodeTooOld extends Error {
  override readonly name = 'NodeTooOld';

  constructor(version: string) {
    super(`Node ${version} is too old for the database: needs ${oldestNode.join('.')} or newer, best the line 24`);
  }
}

/** Throws `NodeTooOld` below Node 22.18. */
export function assertNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) throw new NodeTooOld(version);
}

const require = createRequire(import.meta.url);
let loaded: typeof Database | undefined;

// Not a static import: the check has to run before the binary is loaded.
function load(): typeof Database {
  if (loaded === undefined) {
    assertNode(process.versions.node);
    loaded = require('better-sqlite3') as typeof Database;
  }
  return loaded;
}

export interface OpenOptions {
  readonly settings: FileSettings;
  readonly migrations: readonly Migration[];
  /** The file may not grow beyond this many bytes; without it only the disk is the limit. */
  readonly maxBytes?: number;
  /** How long another one's lock is waited for, ms, while nothing else is done; as is usual without it. */
  readonly busyMs?: number;
}

/**
 * Opens a file for reading and writing, makes it where there is none, and brings it to the newest version. Throws
 * `NodeTooOld`, and `FileFromTheFuture` before it has written a single byte.
 */
export function openFile(file: string, options: OpenOptions): Connection {
  if (file !== ':memory:') makeFilePrivate(file);
  const db = new (load())(file, { timeout: options.busyMs ?? busyTimeoutMs });
  try {
    // The switch to WAL writes to the file, so the version is looked at first.
    assertKnownVersion(db, options.migrations);
    const { settings } = options;
    db.pragma('journal_mode = WAL');
    // better-sqlite3 is built with NORMAL as the default of WAL files.
    db.pragma(`synchronous = ${settings.synchronous}`);
    db.pragma('foreign_keys = ON');
    db.pragma(`secure_delete = ${settings.secureDelete ? 'ON' : 'OFF'}`);
    db.pragma(`cache_size = -${settings.cacheKiB}`);
    if (settings.checkpointPages !== undefined) db.pragma(`wal_autocheckpoint = ${settings.checkpointPages}`);
    db.pragma(`journal_size_limit = ${walLimitBytes}`);
    // Sorting must not leave personal data in files outside the data folder.
    db.pragma('temp_store = MEMORY');
    if (options.maxBytes !== undefined) limitBytes(db, options.maxBytes);
    migrate(db, options.migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a second, read-only connection to a file that exists. Throws where it does not. */
export function openForReading(file: string, cacheKiB: number): Connection {
  const db = new (load())(file, { timeout: busyTimeoutMs, readonly: true, fileMustExist: true });
  db.pragma(`cache_size = -${cacheKiB}`);
  db.pragma('temp_store = MEMORY');
  return db;
}

/**
 * Opens a file outside the migrations: the lock of a data folder and the container of a backup.
 * @param timeoutMs how long to wait for another one's lock; 0 for not at all.
 */
export function openPlain(file: string, timeoutMs: number): Connection {
  return new (load())(file, { timeout: timeoutMs });
}

/** Lets the file grow no further than this many bytes, rounded up to a page and never below its present size. */
export function limitBytes(db: Connection, maxBytes: number): void {
  const pageSize = Number(db.pragma('page_size', { simple: true }));
  db.pragma(`max_page_count = ${Math.max(1, Math.ceil(maxBytes / pageSize))}`);
}

/** The code of an error that SQLite raised, such as `SQLITE_FULL`; undefined for all others. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof load().SqliteError ? error.code : undefined;
}

/** The disk or the file has no room. The transaction that met it is rolled back, and nothing else is harmed. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
  readonly code = 'SQLITE_FULL';

  constructor(cause: unknown) {
    super('no room left for the database', { cause });
  }
}

/** Whether the system says of a plain file that there is no room. */
export function noRoomOnDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Whether SQLite says that there is no room; it says so differently where its shared-memory file cannot grow. */
export function isStorageFull(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';
}

/**
 * Prepares each text once per connection.
 *
 * In texts that run often, write `CAST(? AS …)` after `LIMIT`, and where a column that is not unique is compared. SQLite
 * makes its plan for a bare `?` there by the value, and as better-sqlite3 clears values after each run, it would prepare
 * the text again every time: measured, 20 µs instead of 2.
 */
export class Statements {
  readonly db: Connection;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(db: Connection) {
    this.db = db;
  }

  /** The statement of a text; `P` and `R` say what it takes and what its rows are. */
  of<P extends unknown[], R = unknown>(text: string): Statement<P, R> {
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      statement = this.db.prepare(text);
      this.#prepared.set(text, statement);
    }
    return statement as unknown as Statement<P, R>;
  }
}
