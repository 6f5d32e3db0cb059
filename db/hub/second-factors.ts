/** The tables of second factors in the file of credentials. Secrets come sealed: a copy of the file gives no code. */
import type { Statements } from '../connection.ts';
import type { Migration } from '../migrations.ts';

export interface StoredSecondFactor {
  readonly sealed: string | null;
  readonly begun: { readonly sealed: string; readonly at: number } | null;
  readonly required: boolean;
  readonly recoveryCodesLeft: number;
  readonly lastStep: number;
}

export const secondFactorMigration: Migration = {
  version: 4,
  name: 'second factors',
  up(db) {
    db.exec(`
      CREATE TABLE second_factor (
        account TEXT NOT NULL PRIMARY KEY,
        sealed TEXT,
        begun TEXT,
        begun_at INTEGER,
        last_step INTEGER NOT NULL DEFAULT 0,
        required INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1))
      ) STRICT;
      CREATE TABLE recovery_code (
        account TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (account, hash)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE burnt_step (
        account TEXT NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (account, step)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};

/** Reads and writes; the store puts a transaction around what writes. */
export class SecondFactors {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  of(account: string): StoredSecondFactor | undefined {
    const row = this.#statements
      .of<
        [string],
        {
          sealed: string | null;
          begun: string | null;
          begunAt: number | null;
          required: number;
          codes: number;
          lastStep: number;
        }
      >(
        `SELECT sealed, begun, begun_at AS begunAt, required, last_step AS lastStep,
          (SELECT COUNT(*) FROM recovery_code WHERE account = second_factor.account) AS codes
        FROM second_factor WHERE account = ?`,
      )
      .get(account);
    if (row === undefined) return undefined;
    const { sealed, begun, begunAt, required, codes, lastStep } = row;
    return {
      sealed,
      begun: begun === null || begunAt === null ? null : { sealed: begun, at: begunAt },
      required: required === 1,
      recoveryCodesLeft: codes,
      lastStep,
    };
  }

  begin(account: string, sealed: string, at: number): void {
    this.#statements
      .of<[string, string, number]>(
        `INSERT INTO second_factor (account, begun, begun_at) VALUES (?, ?, ?)
        ON CONFLICT (account) DO UPDATE SET begun = excluded.begun, begun_at = excluded.begun_at`,
      )
      .run(account, sealed, at);
  }

  confirm(account: string, step: number, recoveryHashes: readonly string[]): boolean {
    const { changes } = this.#statements
      .of<[number, string]>(
        `UPDATE second_factor SET sealed = begun, begun = NULL, begun_at = NULL, last_step = ?
        WHERE account = ? AND begun IS NOT NULL`,
      )
      .run(step, account);
    if (changes === 0) return false;
    this.#forgetCodes(account);
    const insert = this.#statements.of<[string, string]>('INSERT INTO recovery_code (account, hash) VALUES (?, ?)');
    for (const hash of recoveryHashes) insert.run(account, hash);
    return true;
  }

  remove(account: string): void {
    this.#statements
      .of<[string]>(
        `UPDATE second_factor SET sealed = NULL, begun = NULL, begun_at = NULL, last_step = 0 WHERE account = ?`,
      )
      .run(account);
    this.#forgetCodes(account);
  }

  require(account: string, required: boolean): void {
    this.#statements
      .of<[string, number]>(
        `INSERT INTO second_factor (account, required) VALUES (?, ?)
        ON CONFLICT (account) DO UPDATE SET required = excluded.required`,
      )
      .run(account, required ? 1 : 0);
  }

  takeStep(account: string, step: number): boolean {
    const { changes } = this.#statements
      .of<[number, string, number, string, number]>(
        `UPDATE second_factor SET last_step = ? WHERE account = ? AND last_step < ?
          AND NOT EXISTS (SELECT 1 FROM burnt_step WHERE account = ? AND step = ?)`,
      )
      .run(step, account, step, account, step);
    return changes === 1;
  }

  burn(account: string, steps: readonly number[], now: number): void {
    this.#statements.of<[string, number]>('DELETE FROM burnt_step WHERE account = ? AND step < ?').run(account, now);
    const insert = this.#statements.of<[string, number]>(
      'INSERT INTO burnt_step (account, step) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    for (const step of steps) insert.run(account, step);
  }

  takeRecoveryCode(account: string, hash: string): boolean {
    return (
      this.#statements
        .of<[string, string]>('DELETE FROM recovery_code WHERE account = ? AND hash = ?')
        .run(account, hash).changes === 1
    );
  }

  #forgetCodes(account: string): void {
    for (const table of ['recovery_code', 'burnt_step'])
      this.#statements.of<[string]>(`DELETE FROM ${table} WHERE account = ?`).run(account);
  }
}
