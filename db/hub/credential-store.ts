/**
 * Credentials: password hashes, failed log-ins, sessions, keys of units. In a file of its own, so that who may read journal or vault
 * holds no hash, and who resets a password touches nothing else.
 *
 * Matches the port in `hub/accounts/store.ts`.
 */
import type { Connection, FileSettings } from '../connection.ts';
import { isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';

export interface PasswordHash {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly hash: string;
}

export interface Credential {
  readonly account: string;
  readonly password: PasswordHash;
  readonly version: number;
  readonly changedAt: number;
}

export interface FailedAttempts {
  readonly at: readonly number[];
  readonly lockedUntil: number;
}

export interface StoredSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly account: string;
  readonly seat: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  readonly passwordVersion: number;
}

export type EndReason = 'LoggedOut' | 'Disabled' | 'Expired' | 'Replaced' | 'PasswordChanged' | 'Restored';

export interface EndedStoredSession extends StoredSession {
  readonly endedAt: number;
  readonly reason: EndReason;
}

/** What commit returned from survives the loss of power, and a replaced hash leaves no bytes behind. */
export const credentialSettings: FileSettings = { synchronous: 'FULL', secureDelete: true, cacheKiB: 1_024 };

export const credentialMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'credentials',
    up(db) {
      db.exec(`
        CREATE TABLE credential (
          account TEXT NOT NULL PRIMARY KEY,
          n INTEGER NOT NULL,
          r INTEGER NOT NULL,
          p INTEGER NOT NULL,
          salt TEXT NOT NULL,
          hash TEXT NOT NULL,
          version INTEGER NOT NULL,
          changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE attempt (
          number INTEGER PRIMARY KEY,
          key TEXT NOT NULL UNIQUE,
          known INTEGER NOT NULL CHECK (known IN (0, 1)),
          at TEXT NOT NULL,
          locked_until INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX attempt_unknown ON attempt (number) WHERE known = 0;
        CREATE TABLE session (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          token_hash TEXT NOT NULL UNIQUE,
          account TEXT NOT NULL,
          seat TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          last_used_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          password_version INTEGER NOT NULL,
          ended_at INTEGER,
          reason TEXT
        ) STRICT;
        CREATE INDEX session_open ON session (number) WHERE ended_at IS NULL;
        CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL;
      `);
    },
  },
  {
    version: 2,
    name: 'keys of units',
    up(db) {
      db.exec(`
        CREATE TABLE unit_key (
          unit TEXT NOT NULL PRIMARY KEY,
          sha256 TEXT NOT NULL,
          changed_at INTEGER NOT NULL
        ) STRICT;
      `);
    },
  },
];

/** Names nobody has of which failures are kept; more are guesses at random, and each of them is slow. */
const mostUnknown = 2_000;

const sessionColumns = `id, token_hash AS tokenHash, account, seat, created_at AS createdAt, last_used_at AS lastUsedAt,
  expires_at AS expiresAt, password_version AS passwordVersion`;

export class SqliteCredentialStore {
  readonly #db: Connection;
  readonly #statements: Statements;
  readonly #mostUnknown: number;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`, `NodeTooOld`. */
  constructor(file: string, options: { readonly maxBytes?: number; readonly mostUnknown?: number } = {}) {
    const { mostUnknown: most = mostUnknown, ...open } = options;
    this.#db = openFile(file, { settings: credentialSettings, migrations: credentialMigrations, ...open });
    this.#statements = new Statements(this.#db);
    this.#mostUnknown = most;
  }

  credential(account: string): Credential | undefined {
    const row = this.#statements
      .of<[string], PasswordHash & { version: number; changedAt: number }>(
        'SELECT n, r, p, salt, hash, version, changed_at AS changedAt FROM credential WHERE account = ?',
      )
      .get(account);
    if (row === undefined) return undefined;
    const { version, changedAt, ...password } = row;
    return { account, password, version, changedAt };
  }

  setPassword(account: string, { n, r, p, salt, hash }: PasswordHash, at: number): void {
    this.#write(() => {
      this.#statements
        .of<[string, number, number, number, string, string, number]>(
          `INSERT INTO credential (account, n, r, p, salt, hash, version, changed_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?)
          ON CONFLICT (account) DO UPDATE SET n = excluded.n, r = excluded.r, p = excluded.p, salt = excluded.salt,
            hash = excluded.hash, version = version + 1, changed_at = excluded.changed_at`,
        )
        .run(account, n, r, p, salt, hash, at);
      this.#forget(account);
    });
  }

  attempts(key: string): FailedAttempts | undefined {
    const row = this.#statements
      .of<[string], { at: string; lockedUntil: number }>(
        'SELECT at, locked_until AS lockedUntil FROM attempt WHERE key = ?',
      )
      .get(key);
    return row && { at: JSON.parse(row.at) as number[], lockedUntil: row.lockedUntil };
  }

  putAttempts(key: string, { at, lockedUntil }: FailedAttempts, known: boolean): void {
    this.#write(() => {
      // Deleted and written anew: the order of the numbers is then the order of the last failures.
      this.#forget(key);
      this.#statements
        .of<[string, number, string, number]>('INSERT INTO attempt (key, known, at, locked_until) VALUES (?, ?, ?, ?)')
        .run(key, known ? 1 : 0, JSON.stringify(at), lockedUntil);
      if (known) return;
      this.#statements
        .of<[number]>(
          `DELETE FROM attempt WHERE known = 0 AND number <= (
            SELECT number FROM attempt WHERE known = 0 ORDER BY number DESC LIMIT 1 OFFSET CAST(? AS INTEGER)
          )`,
        )
        .run(this.#mostUnknown);
    });
  }

  clearAttempts(key: string): void {
    this.#write(() => this.#forget(key));
  }

  addSession(session: StoredSession): void {
    const { id, tokenHash, account, seat, createdAt, lastUsedAt, expiresAt, passwordVersion } = session;
    this.#write(() => {
      this.#statements
        .of<[string, string, string, string, number, number, number, number]>(
          `INSERT INTO session
            (id, token_hash, account, seat, created_at, last_used_at, expires_at, password_version)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(id, tokenHash, account, seat, createdAt, lastUsedAt, expiresAt, passwordVersion);
      this.#forget(account);
    });
  }

  sessionByToken(tokenHash: string): StoredSession | undefined {
    return this.#statements
      .of<[string], StoredSession>(`SELECT ${sessionColumns} FROM session WHERE token_hash = ? AND ended_at IS NULL`)
      .get(tokenHash);
  }

  session(id: string): StoredSession | undefined {
    return this.#statements
      .of<[string], StoredSession>(`SELECT ${sessionColumns} FROM session WHERE id = ? AND ended_at IS NULL`)
      .get(id);
  }

  openSessions(account?: string): readonly StoredSession[] {
    const open = this.#statements
      .of<[], StoredSession>(`SELECT ${sessionColumns} FROM session WHERE ended_at IS NULL ORDER BY number`)
      .all();
    return account === undefined ? open : open.filter((session) => session.account === account);
  }

  touchSession(id: string, lastUsedAt: number, expiresAt: number): void {
    this.#write(() =>
      this.#statements
        .of<[number, number, string]>(
          'UPDATE session SET last_used_at = ?, expires_at = ? WHERE id = ? AND ended_at IS NULL',
        )
        .run(lastUsedAt, expiresAt, id),
    );
  }

  endSession(id: string, at: number, reason: EndReason): boolean {
    const { changes } = this.#write(() =>
      this.#statements
        .of<[number, string, string]>('UPDATE session SET ended_at = ?, reason = ? WHERE id = ? AND ended_at IS NULL')
        .run(at, reason, id),
    );
    return changes === 1;
  }

  /** Ends every open session, for a restore: what was taken back since the backup must not come to life again. */
  endAllSessions(at: number, reason: EndReason): void {
    this.#write(() =>
      this.#statements
        .of<[number, string]>('UPDATE session SET ended_at = ?, reason = ? WHERE ended_at IS NULL')
        .run(at, reason),
    );
  }

  endedSession(id: string): EndedStoredSession | undefined {
    return this.#statements
      .of<[string], EndedStoredSession>(
        `SELECT ${sessionColumns}, ended_at AS endedAt, reason FROM session WHERE id = ? AND ended_at IS NOT NULL`,
      )
      .get(id);
  }

  pruneSessions(endedBefore: number): number {
    return this.#write(
      () => this.#statements.of<[number]>('DELETE FROM session WHERE ended_at < ?').run(endedBefore).changes,
    );
  }

  /** SHA-256 of the unit's key, hex; undefined where it was given none. */
  unitKey(unit: string): string | undefined {
    return this.#statements.of<[string], { sha256: string }>('SELECT sha256 FROM unit_key WHERE unit = ?').get(unit)
      ?.sha256;
  }

  setUnitKey(unit: string, sha256: string, at: number): void {
    this.#write(() =>
      this.#statements
        .of<[string, string, number]>(
          `INSERT INTO unit_key (unit, sha256, changed_at) VALUES (?, ?, ?)
          ON CONFLICT (unit) DO UPDATE SET sha256 = excluded.sha256, changed_at = excluded.changed_at`,
        )
        .run(unit, sha256, at),
    );
  }

  /** Closing twice is no error. */
  close(): void {
    this.#db.close();
  }

  #forget(key: string): void {
    this.#statements.of<[string]>('DELETE FROM attempt WHERE key = ?').run(key);
  }

  /** Durable when it returns. Throws `StorageFullError`. */
  #write<T>(work: () => T): T {
    try {
      return this.#db.transaction(work).immediate();
    } catch (error) {
      throw isStorageFull(error) ? new StorageFullError(error) : error;
    }
  }
}
