/** The tables of log-ins in the file of credentials: the token itself is in none. */
import type { Statements } from '../connection.ts';

export interface StoredSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly account: string;
  readonly seat: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  readonly passwordVersion: number;
  readonly address: string;
  readonly key: string | null;
}

export type EndReason =
  | 'LoggedOut'
  | 'Disabled'
  | 'Expired'
  | 'Replaced'
  | 'NoRoles'
  | 'PasswordChanged'
  | 'Restored'
  | 'Ended'
  | 'KeyRevoked';

export interface EndedStoredSession extends StoredSession {
  readonly endedAt: number;
  readonly reason: EndReason;
}

const sessionColumns = `id, token_hash AS tokenHash, account, seat, created_at AS createdAt, last_used_at AS lastUsedAt,
  expires_at AS expiresAt, password_version AS passwordVersion, address, key`;

/** Reads and writes; the store puts a transaction around what writes. */
export class SessionRows {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  lastLogin(account: string): number | undefined {
    return this.#statements.of<[string], { at: number }>('SELECT at FROM last_login WHERE account = ?').get(account)
      ?.at;
  }

  hasBeenAt(account: string, seat: string, address: string): boolean {
    const row = this.#statements
      .of<[string, string, string], { number: number }>(
        'SELECT number FROM session WHERE account = ? AND seat = ? AND address = ? LIMIT 1',
      )
      .get(account, seat, address);
    return row !== undefined;
  }

  add(session: StoredSession): void {
    const { id, tokenHash, account, seat, createdAt, lastUsedAt, expiresAt, passwordVersion, address, key } = session;
    this.#statements
      .of<[string, string, string, string, number, number, number, number, string, string | null]>(
        `INSERT INTO session
          (id, token_hash, account, seat, created_at, last_used_at, expires_at, password_version, address, key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, tokenHash, account, seat, createdAt, lastUsedAt, expiresAt, passwordVersion, address, key);
    this.#statements
      .of<[string, number]>(
        'INSERT INTO last_login (account, at) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET at = excluded.at',
      )
      .run(account, createdAt);
  }

  byToken(tokenHash: string): StoredSession | undefined {
    return this.#statements
      .of<[string], StoredSession>(`SELECT ${sessionColumns} FROM session WHERE token_hash = ? AND ended_at IS NULL`)
      .get(tokenHash);
  }

  get(id: string): StoredSession | undefined {
    return this.#statements
      .of<[string], StoredSession>(`SELECT ${sessionColumns} FROM session WHERE id = ? AND ended_at IS NULL`)
      .get(id);
  }

  open(account?: string): readonly StoredSession[] {
    const open = this.#statements
      .of<[], StoredSession>(`SELECT ${sessionColumns} FROM session WHERE ended_at IS NULL ORDER BY number`)
      .all();
    return account === undefined ? open : open.filter((session) => session.account === account);
  }

  touch(id: string, lastUsedAt: number, expiresAt: number): void {
    this.#statements
      .of<[number, number, string]>(
        'UPDATE session SET last_used_at = ?, expires_at = ? WHERE id = ? AND ended_at IS NULL',
      )
      .run(lastUsedAt, expiresAt, id);
  }

  /** An open session goes on with the password that was just set. */
  keep(id: string, account: string): void {
    this.#statements
      .of<[string, string, string]>(
        `UPDATE session SET password_version = (SELECT version FROM credential WHERE account = ?)
        WHERE id = ? AND account = ? AND ended_at IS NULL`,
      )
      .run(account, id, account);
  }

  end(id: string, at: number, reason: EndReason): boolean {
    const { changes } = this.#statements
      .of<[number, string, string]>('UPDATE session SET ended_at = ?, reason = ? WHERE id = ? AND ended_at IS NULL')
      .run(at, reason, id);
    return changes === 1;
  }

  endAll(at: number, reason: EndReason): void {
    this.#statements
      .of<[number, string]>('UPDATE session SET ended_at = ?, reason = ? WHERE ended_at IS NULL')
      .run(at, reason);
  }

  ended(id: string): EndedStoredSession | undefined {
    return this.#statements
      .of<[string], EndedStoredSession>(
        `SELECT ${sessionColumns}, ended_at AS endedAt, reason FROM session WHERE id = ? AND ended_at IS NOT NULL`,
      )
      .get(id);
  }

  prune(endedBefore: number): number {
    return this.#statements.of<[number]>('DELETE FROM session WHERE ended_at < ?').run(endedBefore).changes;
  }
}
