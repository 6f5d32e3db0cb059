/**
 * The plates of district packs: immutable texts by their SHA-256, in a file of their own.
 *
 * Matches the port in `hub/packs/store.ts`.
 */
import { createHash } from 'node:crypto';
import type { Connection } from '../connection.ts';
import { fileSettings, isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';

export const plateMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'plates',
    up(db) {
      db.exec('CREATE TABLE plates (hash TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT');
    },
  },
];

export class SqlitePlateStore {
  readonly #db: Connection;
  readonly #statements: Statements;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`, `NodeTooOld`. */
  constructor(file: string, options: { readonly maxBytes?: number } = {}) {
    this.#db = openFile(file, { settings: fileSettings.plates, migrations: plateMigrations, ...options });
    this.#statements = new Statements(this.#db);
  }

  /** Known plates are no error. Durable when it returns. Throws where the hash is another, and `StorageFullError`. */
  put(hash: string, json: string): void {
    const real = createHash('sha256').update(json, 'utf8').digest('hex');
    if (hash !== real) throw new Error(`these plates have the hash ${real}, not ${hash}`);
    try {
      this.#statements
        .of<[string, string]>('INSERT INTO plates (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING')
        .run(hash, json);
    } catch (error) {
      throw isStorageFull(error) ? new StorageFullError(error) : error;
    }
  }

  get(hash: string): string | undefined {
    return this.#statements.of<[string], { body: string }>('SELECT body FROM plates WHERE hash = ?').get(hash)?.body;
  }

  /** Sorted. */
  hashes(): readonly string[] {
    return this.#statements
      .of<[], { hash: string }>('SELECT hash FROM plates ORDER BY hash')
      .all()
      .map(({ hash }) => hash);
  }

  /** Closing twice is no error. */
  close(): void {
    this.#db.close();
  }
}
