/** The table of failed log-ins in the file of credentials. */
import type { Statements } from '../connection.ts';

export interface FailedAttempts {
  readonly at: readonly number[];
  readonly lockedUntil: number;
}

/** Between these lie the keys of an account with the place it was tried at: the account, a blank, the place. */
const placesOf = (account: string): readonly [string, string] => [`${account} `, `${account}!`];

/** Reads and writes; the store puts a transaction around what writes. */
export class AttemptRows {
  readonly #statements: Statements;
  /** Names nobody has, and places, of which failures are kept. */
  readonly #mostUnknown: number;

  constructor(statements: Statements, mostUnknown: number) {
    this.#statements = statements;
    this.#mostUnknown = mostUnknown;
  }

  of(key: string): FailedAttempts | undefined {
    const row = this.#statements
      .of<[string], { at: string; lockedUntil: number }>(
        'SELECT at, locked_until AS lockedUntil FROM attempt WHERE key = ?',
      )
      .get(key);
    return row && { at: JSON.parse(row.at) as number[], lockedUntil: row.lockedUntil };
  }

  put(key: string, { at, lockedUntil }: FailedAttempts, known: boolean): void {
    // Deleted and written anew: the order of the numbers is then the order of the last failures.
    this.forget(key);
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
  }

  forget(key: string): void {
    this.#statements.of<[string]>('DELETE FROM attempt WHERE key = ?').run(key);
  }

  forgetAll(account: string): void {
    this.forget(account);
    this.#statements.of<[string, string]>('DELETE FROM attempt WHERE key > ? AND key < ?').run(...placesOf(account));
  }

  lockedUntil(account: string): number {
    const row = this.#statements
      .of<[string, string, string], { until: number | null }>(
        'SELECT MAX(locked_until) AS until FROM attempt WHERE key = ? OR (key > ? AND key < ?)',
      )
      .get(account, ...placesOf(account));
    return row?.until ?? 0;
  }
}
