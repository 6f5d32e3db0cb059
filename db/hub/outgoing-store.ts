/** What waits to be given back to its source, in a file of its own: derived from the journal, in no backup. */
import type { Connection } from '../connection.ts';
import { fileSettings, openFile, sqliteCode, Statements } from '../connection.ts';
import type { Migration } from '../migrations.ts';
import { FileFromTheFuture } from '../migrations.ts';
import { removeDatabase } from '../seat/aside.ts';

export interface OutgoingRow {
  readonly posting: string;
  readonly incident: string;
  readonly ref: string;
  readonly source: string;
  readonly tries: number;
  readonly nextAt: number;
  readonly until: number;
  readonly told: string | null;
}

export const outgoingMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'outgoing',
    up(db) {
      db.exec(`
        CREATE TABLE looked_at (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
        CREATE TABLE posting (
          posting TEXT PRIMARY KEY,
          incident TEXT NOT NULL,
          ref TEXT NOT NULL,
          source TEXT NOT NULL,
          tries INTEGER NOT NULL,
          next_at INTEGER NOT NULL,
          until INTEGER NOT NULL,
          told TEXT
        ) STRICT;
        CREATE INDEX posting_due ON posting (source, next_at);
      `);
    },
  },
];

const columns = 'posting, incident, ref, source, tries, next_at AS nextAt, until, told';

/** Matches the port in `hub/outgoing/store.ts`. */
export class SqliteOutgoingStore {
  readonly #db: Connection;
  readonly #statements: Statements;
  #closed = false;

  constructor(file: string) {
    this.#db = openFile(file, { settings: fileSettings.outgoing, migrations: outgoingMigrations });
    this.#statements = new Statements(this.#db);
  }

  cursor(): number | undefined {
    return this.#statements.of<[], { seq: number }>('SELECT seq FROM looked_at').get()?.seq;
  }

  take(seq: number, rows: readonly OutgoingRow[], replace: boolean): void {
    const insert = this.#statements.of<[string, string, string, string, number, number, number, string | null]>(
      `INSERT INTO posting (posting, incident, ref, source, tries, next_at, until, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (posting) DO ${
         replace
           ? `UPDATE SET tries = excluded.tries, next_at = excluded.next_at, until = excluded.until, told = excluded.told`
           : 'NOTHING'
       }`,
    );
    const move = this.#statements.of<[number]>('INSERT OR REPLACE INTO looked_at (one, seq) VALUES (1, ?)');
    this.#db
      .transaction(() => {
        for (const { posting, incident, ref, source, tries, nextAt, until, told } of rows)
          insert.run(posting, incident, ref, source, tries, nextAt, until, told);
        move.run(seq);
      })
      .immediate();
  }

  due(source: string, at: number, limit: number): readonly OutgoingRow[] {
    return this.#statements
      .of<[string, number, number], OutgoingRow>(
        `SELECT ${columns} FROM posting WHERE source = CAST(? AS TEXT) AND next_at <= ? ORDER BY next_at, posting
         LIMIT CAST(? AS INTEGER)`,
      )
      .all(source, at, limit);
  }

  nextAt(source: string): number | undefined {
    return this.#statements
      .of<[string], { nextAt: number }>(
        'SELECT next_at AS nextAt FROM posting WHERE source = CAST(? AS TEXT) ORDER BY next_at LIMIT 1',
      )
      .get(source)?.nextAt;
  }

  change(posting: string, { tries, nextAt, told }: Pick<OutgoingRow, 'tries' | 'nextAt' | 'told'>): void {
    this.#statements
      .of<[number, number, string | null, string]>(
        'UPDATE posting SET tries = ?, next_at = ?, told = ? WHERE posting = ?',
      )
      .run(tries, nextAt, told, posting);
  }

  drop(posting: string): void {
    this.#statements.of<[string]>('DELETE FROM posting WHERE posting = ?').run(posting);
  }

  count(): number {
    return this.#statements.of<[], { count: number }>('SELECT count(*) AS count FROM posting').get()?.count ?? 0;
  }

  /** Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#db.close();
  }
}

/** One that is damaged is deleted and begun anew: the journal knows what waits. */
export function openOutgoingStore(file: string): SqliteOutgoingStore {
  try {
    return new SqliteOutgoingStore(file);
  } catch (error) {
    const isDamage = /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '');
    if (!isDamage && !(error instanceof FileFromTheFuture)) throw error;
    removeDatabase(file);
    return new SqliteOutgoingStore(file);
  }
}
