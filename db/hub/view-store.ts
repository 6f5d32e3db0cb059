/**
 * Saved views, by account, in a file of its own: no part of the record of the night, and of no weight for the hub's start.
 *
 * Matches the port in `hub/views/store.ts`.
 */
import type { Connection } from '../connection.ts';
import { fileSettings, isStorageFull, openFile, sqliteCode, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';
import { moveAside } from '../seat/aside.ts';

export interface StoredView {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly filter: string;
  readonly changedAt: number;
  readonly changedSeat: string;
}

export const viewMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'saved views',
    up(db) {
      db.exec(`
        CREATE TABLE saved_view (
          number INTEGER PRIMARY KEY,
          account TEXT NOT NULL,
          id TEXT NOT NULL,
          version INTEGER NOT NULL,
          name TEXT NOT NULL,
          filter TEXT NOT NULL,
          changed_at INTEGER NOT NULL,
          changed_seat TEXT NOT NULL,
          UNIQUE (account, id)
        ) STRICT;
      `);
    },
  },
];

/** Damaged files kept for whoever looks for a cause. */
const asidesKept = 3;

export class SqliteViewStore {
  readonly #db: Connection;
  readonly #statements: Statements;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`, and what SQLite says of a damaged one. */
  constructor(file: string, options: { readonly maxBytes?: number } = {}) {
    this.#db = openFile(file, { settings: fileSettings.views, migrations: viewMigrations, ...options });
    this.#statements = new Statements(this.#db);
  }

  /** In the order in which they were first kept. */
  views(account: string): readonly StoredView[] {
    return this.#statements
      .of<[string], StoredView>(
        `SELECT id, version, name, filter, changed_at AS changedAt, changed_seat AS changedSeat
        FROM saved_view WHERE account = ? ORDER BY number`,
      )
      .all(account);
  }

  put(account: string, { id, version, name, filter, changedAt, changedSeat }: StoredView): void {
    this.#write(() =>
      this.#statements
        .of<[string, string, number, string, string, number, string]>(
          `INSERT INTO saved_view (account, id, version, name, filter, changed_at, changed_seat)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (account, id) DO UPDATE SET version = excluded.version, name = excluded.name,
            filter = excluded.filter, changed_at = excluded.changed_at, changed_seat = excluded.changed_seat`,
        )
        .run(account, id, version, name, filter, changedAt, changedSeat),
    );
  }

  remove(account: string, id: string): void {
    this.#write(() =>
      this.#statements.of<[string, string]>('DELETE FROM saved_view WHERE account = ? AND id = ?').run(account, id),
    );
  }

  /** Closing twice is no error. */
  close(): void {
    this.#db.close();
  }

  #write(work: () => void): void {
    try {
      this.#db.transaction(work).immediate();
    } catch (error) {
      throw isStorageFull(error) ? new StorageFullError(error) : error;
    }
  }
}

/**
 * A damaged file is moved aside and a new one begun: for want of these views nobody is kept from their work. `told` is
 * told where the damaged one lies.
 */
export function openViewStore(file: string, told: (aside: string) => void = () => undefined): SqliteViewStore {
  try {
    return new SqliteViewStore(file);
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '')) throw error;
    told(moveAside(file, asidesKept));
    return new SqliteViewStore(file);
  }
}
