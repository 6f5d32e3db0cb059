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

/** By what a record is found again: keyed hashes of what it says of a caller, hex; null where it says nothing of it. */
export interface CallerKeys {
  readonly phone: string | null;
  readonly name: string | null;
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
  {
    version: 3,
    name: 'keys of callers',
    up(db) {
      // No index: its pages would keep copies of hashes that are erased. A look for a caller is rare, and walks these rows.
      db.exec(`CREATE TABLE caller_key (
        number INTEGER PRIMARY KEY REFERENCES record (number),
        phone TEXT,
        name TEXT
      ) STRICT`);
    },
  },
  {
    version: 4,
    name: 'contents of files',
    up(db) {
      // As records: numbered as they come, never deleted, blanked in place; a content that comes again after it was erased
      // has the same size, and takes its old place.
      db.exec(`CREATE TABLE content (
        number INTEGER PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        bytes BLOB NOT NULL,
        stored_at INTEGER NOT NULL,
        erased INTEGER NOT NULL CHECK (erased IN (0, 1))
      ) STRICT`);
      db.exec(`CREATE TABLE content_use (
        number INTEGER PRIMARY KEY REFERENCES record (number),
        content INTEGER NOT NULL REFERENCES content (number)
      ) STRICT`);
    },
  },
];

export class SqliteVaultStore {
  readonly #db: Connection;
  readonly #statements: Statements;
  /** Contents that are being brought, by hash, and by how many: no record speaks of them yet. */
  readonly #bringing = new Map<string, number>();

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

  /**
   * `uses`: hash of a content, which the record has from now on, if it is being brought: what lies here for another record is
   * nothing that one can help oneself to by its hash. All or none, durable when it returns. Throws where a reference was ever used, and `StorageFullError`.
   */
  put(records: readonly (VaultRecord & { readonly keys?: CallerKeys; readonly uses?: string | undefined })[]): void {
    const insert = this.#statements.of<[string, string, string, number]>(
      'INSERT INTO record (ref, salt, content, stored_at, erased) VALUES (?, ?, ?, ?, 0)',
    );
    this.#write(() => {
      for (const { ref, salt, content, storedAt, keys, uses } of records) {
        const { lastInsertRowid } = insert.run(ref, salt, content, storedAt);
        if (keys !== undefined) this.#setKeys(Number(lastInsertRowid), keys);
        if (uses !== undefined && this.#bringing.has(uses)) this.#setUse(Number(lastInsertRowid), uses);
      }
    });
  }

  /**
   * Keeps a content once, durable when it returns. Until `release` is called a record may take it; what no record took by then,
   * or by the end of the process, goes with the next `erase`. Throws `StorageFullError`.
   * @param hash SHA-256 of the bytes, hex.
   */
  bring(hash: string, bytes: Uint8Array, storedAt: number): { readonly release: () => void } {
    this.#write(() => {
      this.#statements
        .of<[string, Uint8Array, number]>(
          `INSERT INTO content (hash, bytes, stored_at, erased) VALUES (?, ?, ?, 0)
          ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes, stored_at = excluded.stored_at, erased = 0
          WHERE erased = 1`,
        )
        .run(hash, bytes, storedAt);
    });
    this.#bringing.set(hash, (this.#bringing.get(hash) ?? 0) + 1);
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        const left = (this.#bringing.get(hash) ?? 1) - 1;
        if (left > 0) this.#bringing.set(hash, left);
        else this.#bringing.delete(hash);
      },
    };
  }

  /** The content of a record that is not erased; undefined where it has none. */
  contentOf(ref: string): Uint8Array | undefined {
    return this.#statements
      .of<[string], { bytes: Uint8Array }>(
        `SELECT c.bytes AS bytes FROM record AS r JOIN content_use AS u ON u.number = r.number
        JOIN content AS c ON c.number = u.content WHERE r.ref = ? AND r.erased = 0 AND c.erased = 0`,
      )
      .get(ref)?.bytes;
  }

  /** Contents that can be read, and their bytes together. */
  contents(): { readonly count: number; readonly bytes: number } {
    const row = this.#statements
      .of<[], { count: number; bytes: number }>(
        'SELECT count(*) AS count, coalesce(sum(length(bytes)), 0) AS bytes FROM content WHERE erased = 0',
      )
      .get();
    return row ?? { count: 0, bytes: 0 };
  }

  #setUse(number: number, hash: string): void {
    this.#statements
      .of<[number, string]>(
        'INSERT INTO content_use (number, content) SELECT CAST(? AS INTEGER), number FROM content WHERE hash = ? AND erased = 0',
      )
      .run(number, hash);
  }

  /** Contents that no record has any more, or ever took. */
  #blankUnused(): void {
    const unused = this.#statements
      .of<[], { number: number; hash: string }>(
        `SELECT number, hash FROM content WHERE erased = 0 AND number NOT IN (
          SELECT u.content FROM content_use AS u JOIN record AS r ON r.number = u.number WHERE r.erased = 0)`,
      )
      .all();
    // Of the same size: the pages that held it are written over.
    const blank = this.#statements.of<[number]>(
      'UPDATE content SET bytes = zeroblob(length(bytes)), erased = 1 WHERE number = CAST(? AS INTEGER)',
    );
    for (const { number, hash } of unused) if (!this.#bringing.has(hash)) blank.run(number);
  }

  /** Some records that were put without keys, as `putKeys` takes them; none once all have theirs. */
  unkeyed(limit: number): readonly Pick<VaultRecord, 'ref' | 'content'>[] {
    return this.#statements
      .of<[number], Pick<VaultRecord, 'ref' | 'content'>>(
        `SELECT ref, content FROM record WHERE erased = 0 AND number NOT IN (SELECT number FROM caller_key)
        ORDER BY number LIMIT CAST(? AS INTEGER)`,
      )
      .all(limit);
  }

  /** Unknown references are no error. Throws `StorageFullError`. */
  putKeys(keys: readonly (CallerKeys & { readonly ref: string })[]): void {
    const numberOf = this.#statements.of<[string], { number: number }>('SELECT number FROM record WHERE ref = ?');
    this.#write(() => {
      for (const { ref, ...key } of keys) {
        const known = numberOf.get(ref);
        if (known !== undefined) this.#setKeys(known.number, key);
      }
    });
  }

  /** References of records with this key that are not erased, the newest first. */
  withKey(which: keyof CallerKeys, key: string, limit: number): readonly string[] {
    return this.#statements
      .of<[string, number], { ref: string }>(
        `SELECT r.ref AS ref FROM caller_key AS k JOIN record AS r ON r.number = k.number
        WHERE k.${which === 'phone' ? 'phone' : 'name'} = CAST(? AS TEXT) AND r.erased = 0
        ORDER BY k.number DESC LIMIT CAST(? AS INTEGER)`,
      )
      .all(key, limit)
      .map(({ ref }) => ref);
  }

  #setKeys(number: number, { phone, name }: CallerKeys): void {
    this.#statements
      .of<[number, string | null, string | null]>(
        'INSERT INTO caller_key (number, phone, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(number, phone, name);
  }

  get(ref: string): VaultRecord | undefined {
    return this.#statements
      .of<[string], VaultRecord>(
        'SELECT ref, salt, content, stored_at AS storedAt FROM record WHERE ref = ? AND erased = 0',
      )
      .get(ref);
  }

  /**
   * Leaves no byte of salt, content and keys, nor of contents of files that no record has any more, in the files of the vault; unknown references are no error. Durable when it
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
    const blankKeys = this.#statements.of<[string]>(
      `UPDATE caller_key SET phone = format('%*s', octet_length(phone), ''), name = format('%*s', octet_length(name), '')
      WHERE number = (SELECT number FROM record WHERE ref = ? AND erased = 0)`,
    );
    this.#write(() => {
      for (const ref of refs) {
        blankKeys.run(ref);
        blank.run(ref);
      }
      this.#blankUnused();
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
