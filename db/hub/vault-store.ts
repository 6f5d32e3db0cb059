/**
 * The vault: strangers' personal data, in a file of its own, so that it can be erased while the journal stands.
 *
 * Matches the port in `hub/journal/store.ts`.
 */
import type { Connection } from '../connection.ts';
import { busyTimeoutMs, fileSettings, isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';

export interface VaultRecord {
  readonly ref: string;
  /** Hex, random per record. */
  readonly salt: string;
  /** Canonical JSON of the personal data. */
  readonly content: string;
  /** Hub time, Unix ms. */
  readonly storedAt: number;
}

/** How long an erasure waits for other readers of the file, ms. */
const readerWaitMs = 300;

/** Somebody reads the vault file and keeps the erased bytes in its -wal: erase again once they are done. */
export class VaultBusy extends Error {
  override readonly name = 'VaultBusy';

  constructor() {
    super('the vault is being read by another program: what was erased is out of reach, but not yet off the disk');
  }
}

/** The vault holds the records of another journal than the one beside it. */
export class VaultOfOtherJournal extends Error {
  override readonly name = 'VaultOfOtherJournal';

  constructor(vaultOf: string, journalId: string) {
    super(`the vault belongs to the journal ${vaultOf}, not to ${journalId}: put the journal of this vault back`);
  }
}

export const vaultMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'vault',
    up(db) {
      // Rows are numbered as they come and never deleted: see erase.
      db.exec(`CREATE TABLE record (
        number INTEGER PRIMARY KEY,
        ref TEXT NOT NULL UNIQUE,
        salt TEXT NOT NULL,
        content TEXT NOT NULL,
        stored_at INTEGER NOT NULL,
        erased INTEGER NOT NULL CHECK (erased IN (0, 1))
      ) STRICT`);
    },
  },
  {
    version: 2,
    name: 'journal of the vault',
    up(db) {
      db.exec('CREATE TABLE owner (one INTEGER PRIMARY KEY CHECK (one = 1), journal_id TEXT NOT NULL) STRICT');
    },
  },
];

export class SqliteVaultStore {
  readonly #db: Connection;
  readonly #statements: Statements;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`, `NodeTooOld`. */
  constructor(file: string, options: { readonly maxBytes?: number } = {}) {
    this.#db = openFile(file, { settings: fileSettings.vault, migrations: vaultMigrations, ...options });
    this.#statements = new Statements(this.#db);
  }

  /**
   * Says whose records these are. The first journal that asks is it for ever; throws `VaultOfOtherJournal` for any other:
   * what a journal does not know is erased, and to a foreign one that would be everything.
   */
  belongTo(journalId: string): void {
    const owner = this.#statements.of<[], { id: string }>('SELECT journal_id AS id FROM owner').get();
    if (owner === undefined)
      this.#write(() => {
        this.#statements.of<[string]>('INSERT INTO owner (one, journal_id) VALUES (1, ?)').run(journalId);
      });
    else if (owner.id !== journalId) throw new VaultOfOtherJournal(owner.id, journalId);
  }

  /** All or none, durable when it returns. Throws where a reference was ever used, and `StorageFullError`. */
  put(records: readonly VaultRecord[]): void {
    const insert = this.#statements.of<[string, string, string, number]>(
      'INSERT INTO record (ref, salt, content, stored_at, erased) VALUES (?, ?, ?, ?, 0)',
    );
    this.#write(() => {
      for (const { ref, salt, content, storedAt } of records) insert.run(ref, salt, content, storedAt);
    });
  }

  get(ref: string): VaultRecord | undefined {
    return this.#statements
      .of<[string], VaultRecord>(
        'SELECT ref, salt, content, stored_at AS storedAt FROM record WHERE ref = ? AND erased = 0',
      )
      .get(ref);
  }

  /**
   * Leaves no byte of salt and content in the files of the vault; unknown references are no error. Durable when it
   * returns. Throws `VaultBusy` where another connection's open read holds the old bytes: the records can no longer be
   * read then, and erasing them again finishes the work.
   */
  erase(refs: readonly string[]): void {
    // Overwritten in their place, byte for byte, and not deleted. A deletion lets SQLite merge pages, and the copies of
    // neighbours that a merge leaves in unused parts of a page escape secure_delete: measured, a few records in a
    // thousand could still be read in the file after they too had been deleted. Rows that only ever grow at the end and
    // keep their size are never moved.
    const blank = this.#statements.of<[string]>(
      `UPDATE record SET erased = 1,
        salt = format('%*s', octet_length(salt), ''),
        content = format('%*s', octet_length(content), '')
      WHERE ref = ? AND erased = 0`,
    );
    this.#write(() => {
      for (const ref of refs) blank.run(ref);
    });
    // The -wal still holds earlier versions of the pages. The hub stands still while this waits for readers.
    this.#db.pragma(`busy_timeout = ${readerWaitMs}`);
    const [state] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    this.#db.pragma(`busy_timeout = ${busyTimeoutMs}`);
    if (state?.busy !== 0) throw new VaultBusy();
  }

  /** References of all records that are not erased, in their order. */
  refs(): readonly string[] {
    return this.#statements
      .of<[], { ref: string }>('SELECT ref FROM record WHERE erased = 0 ORDER BY ref')
      .all()
      .map(({ ref }) => ref);
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
