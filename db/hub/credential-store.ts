/**
 * Credentials: password hashes, failed log-ins, second factors, sessions, keys. In a file of its own, so that who may read journal or vault
 * holds no hash, and who resets a password touches nothing else.
 *
 * Matches the port in `hub/accounts/store.ts`.
 */
import type { Connection, FileSettings } from '../connection.ts';
import { isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';
import { accessKeyMigration, AccessKeys } from './access-keys.ts';
import type { KeyOf, StoredKey } from './access-keys.ts';
import { AttemptRows } from './failed-attempts.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { SecondFactors, secondFactorMigration } from './second-factors.ts';
import { SessionRows } from './session-rows.ts';
import type { EndedStoredSession, EndReason, StoredSession } from './session-rows.ts';
import type { StoredSecondFactor } from './second-factors.ts';

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
  readonly mustChange: boolean;
}

export interface PasswordSetting {
  readonly mustChange?: boolean;
  readonly keepSession?: string;
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
  {
    version: 3,
    name: 'passwords that were, addresses of log-ins',
    up(db) {
      db.exec(`
        ALTER TABLE credential ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));
        CREATE TABLE former_password (
          number INTEGER PRIMARY KEY,
          account TEXT NOT NULL,
          n INTEGER NOT NULL,
          r INTEGER NOT NULL,
          p INTEGER NOT NULL,
          salt TEXT NOT NULL,
          hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX former_password_account ON former_password (account, number);
        CREATE TABLE last_login (account TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
        ALTER TABLE session ADD COLUMN key TEXT;
      `);
    },
  },
  secondFactorMigration,
  accessKeyMigration,
  {
    version: 6,
    name: 'where an account was let in',
    up(db) {
      db.exec('CREATE INDEX session_place ON session (account, seat, address);');
    },
  },
];

/** Passwords kept of an account beside the present one: the last five are not taken again. */
const formerKept = 4;

/** Names nobody has, and places, of which failures are kept; more are guesses at random, and each of them is slow. */
const mostUnknown = 2_000;

export class SqliteCredentialStore {
  readonly #db: Connection;
  readonly #statements: Statements;
  readonly #attempts: AttemptRows;
  readonly #sessions: SessionRows;
  readonly #secondFactors: SecondFactors;
  readonly #keys: AccessKeys;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`, `NodeTooOld`. */
  constructor(file: string, options: { readonly maxBytes?: number; readonly mostUnknown?: number } = {}) {
    const { mostUnknown: most = mostUnknown, ...open } = options;
    this.#db = openFile(file, { settings: credentialSettings, migrations: credentialMigrations, ...open });
    this.#statements = new Statements(this.#db);
    this.#attempts = new AttemptRows(this.#statements, most);
    this.#sessions = new SessionRows(this.#statements);
    this.#secondFactors = new SecondFactors(this.#statements);
    this.#keys = new AccessKeys(this.#statements);
  }

  credential(account: string): Credential | undefined {
    const row = this.#statements
      .of<[string], PasswordHash & { version: number; changedAt: number; mustChange: number }>(
        `SELECT n, r, p, salt, hash, version, changed_at AS changedAt, must_change AS mustChange
        FROM credential WHERE account = ?`,
      )
      .get(account);
    if (row === undefined) return undefined;
    const { version, changedAt, mustChange, ...password } = row;
    return { account, password, version, changedAt, mustChange: mustChange === 1 };
  }

  setPassword(account: string, password: PasswordHash, at: number, setting: PasswordSetting = {}): void {
    const { n, r, p, salt, hash } = password;
    this.#write(() => {
      this.#keepFormer(account);
      this.#statements
        .of<[string, number, number, number, string, string, number, number]>(
          `INSERT INTO credential (account, n, r, p, salt, hash, version, changed_at, must_change)
          VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)
          ON CONFLICT (account) DO UPDATE SET n = excluded.n, r = excluded.r, p = excluded.p, salt = excluded.salt,
            hash = excluded.hash, version = version + 1, changed_at = excluded.changed_at,
            must_change = excluded.must_change`,
        )
        .run(account, n, r, p, salt, hash, at, setting.mustChange === true ? 1 : 0);
      this.#attempts.forgetAll(account);
      if (setting.keepSession !== undefined) this.#sessions.keep(setting.keepSession, account);
    });
  }

  #keepFormer(account: string): void {
    this.#statements
      .of<[string]>(
        `INSERT INTO former_password (account, n, r, p, salt, hash)
        SELECT account, n, r, p, salt, hash FROM credential WHERE account = ?`,
      )
      .run(account);
    this.#statements
      .of<[string, string, number]>(
        `DELETE FROM former_password WHERE account = ? AND number NOT IN (
          SELECT number FROM former_password WHERE account = ? ORDER BY number DESC LIMIT CAST(? AS INTEGER)
        )`,
      )
      .run(account, account, formerKept);
  }

  /** Newest first. */
  formerPasswords(account: string): readonly PasswordHash[] {
    return this.#statements
      .of<[string], PasswordHash>(
        'SELECT n, r, p, salt, hash FROM former_password WHERE account = ? ORDER BY number DESC',
      )
      .all(account);
  }

  lastLogin(account: string): number | undefined {
    return this.#sessions.lastLogin(account);
  }

  attempts(key: string): FailedAttempts | undefined {
    return this.#attempts.of(key);
  }

  putAttempts(key: string, attempts: FailedAttempts, known: boolean): void {
    this.#write(() => this.#attempts.put(key, attempts, known));
  }

  together(work: () => void): void {
    this.#write(work);
  }

  forgetAttempts(key: string): void {
    this.#write(() => this.#attempts.forget(key));
  }

  clearAttempts(account: string): void {
    this.#write(() => this.#attempts.forgetAll(account));
  }

  lockedUntil(account: string): number {
    return this.#attempts.lockedUntil(account);
  }

  hasBeenAt(account: string, seat: string, address: string): boolean {
    return this.#sessions.hasBeenAt(account, seat, address);
  }

  addSession(session: StoredSession): void {
    this.#write(() => this.#sessions.add(session));
  }

  sessionByToken(tokenHash: string): StoredSession | undefined {
    return this.#sessions.byToken(tokenHash);
  }

  session(id: string): StoredSession | undefined {
    return this.#sessions.get(id);
  }

  openSessions(account?: string): readonly StoredSession[] {
    return this.#sessions.open(account);
  }

  touchSession(id: string, lastUsedAt: number, expiresAt: number): void {
    this.#write(() => this.#sessions.touch(id, lastUsedAt, expiresAt));
  }

  endSession(id: string, at: number, reason: EndReason): boolean {
    return this.#write(() => this.#sessions.end(id, at, reason));
  }

  /** Ends every open session, for a restore: what was taken back since the backup must not come to life again. */
  endAllSessions(at: number, reason: EndReason): void {
    this.#write(() => this.#sessions.endAll(at, reason));
  }

  endedSession(id: string): EndedStoredSession | undefined {
    return this.#sessions.ended(id);
  }

  pruneSessions(endedBefore: number): number {
    return this.#write(() => this.#sessions.prune(endedBefore));
  }

  secondFactor(account: string): StoredSecondFactor | undefined {
    return this.#secondFactors.of(account);
  }

  beginSecondFactor(account: string, sealed: string, at: number): void {
    this.#write(() => this.#secondFactors.begin(account, sealed, at));
  }

  confirmSecondFactor(account: string, step: number, recoveryHashes: readonly string[]): boolean {
    return this.#write(() => this.#secondFactors.confirm(account, step, recoveryHashes));
  }

  removeSecondFactor(account: string): void {
    this.#write(() => this.#secondFactors.remove(account));
  }

  requireSecondFactor(account: string, required: boolean): void {
    this.#write(() => this.#secondFactors.require(account, required));
  }

  takeStep(account: string, step: number): boolean {
    return this.#write(() => this.#secondFactors.takeStep(account, step));
  }

  burnSteps(account: string, steps: readonly number[], now: number): void {
    this.#write(() => this.#secondFactors.burn(account, steps, now));
  }

  takeRecoveryCode(account: string, hash: string): boolean {
    return this.#write(() => this.#secondFactors.takeRecoveryCode(account, hash));
  }

  addKey(key: StoredKey): void {
    this.#write(() => this.#keys.add(key));
  }

  keyByDigest(sha256: string): StoredKey | undefined {
    return this.#keys.byDigest(sha256);
  }

  key(id: string): StoredKey | undefined {
    return this.#keys.get(id);
  }

  /** Oldest first. */
  keys(of?: KeyOf): readonly StoredKey[] {
    return this.#keys.all(of);
  }

  replaceKey(old: string, oldExpiresAt: number, by: StoredKey): boolean {
    return this.#write(() => this.#keys.replace(old, oldExpiresAt, by));
  }

  revokeKey(id: string, at: number): boolean {
    return this.#write(() => this.#keys.revoke(id, at));
  }

  touchKey(id: string, at: number, from: string): void {
    this.#write(() => this.#keys.touch(id, at, from));
  }

  /** Closing twice is no error. */
  close(): void {
    this.#db.close();
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
