/**
 * The hall as it was at some places of the journal, in one SQLite file that is no part of the truth: not in backups, and
 * made anew where it is missing, damaged, or was made by other fold numbers.
 *
 * Matches the port in `hub/as-of/store.ts`.
 */
import type { StreamId } from '../../shared/lib/journal.ts';
import type { Connection } from '../connection.ts';
import { fileSettings, isStorageFull, openFile, sqliteCode, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';
import { FileFromTheFuture } from '../migrations.ts';
import { removeDatabase } from '../seat/aside.ts';

export interface AsOfPlace {
  readonly seq: number;
  readonly hash: string;
}

export interface AsOfText {
  readonly stream: StreamId;
  readonly version: number;
  readonly seq: number;
  readonly scope: readonly string[];
  readonly body: string;
}

export const asOfMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'as of',
    up(db) {
      db.exec(`
        CREATE TABLE made_for (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          journal_id TEXT NOT NULL,
          fold_key TEXT NOT NULL
        ) STRICT;
        CREATE TABLE place (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL) STRICT;
        CREATE TABLE document (
          stream TEXT NOT NULL,
          seq INTEGER NOT NULL,
          version INTEGER NOT NULL,
          scope TEXT NOT NULL,
          body TEXT NOT NULL,
          PRIMARY KEY (stream, seq)
        ) STRICT;
      `);
    },
  },
];

interface Row extends Omit<AsOfText, 'scope'> {
  readonly scope: string;
}

const textOf = ({ scope, ...rest }: Row): AsOfText => ({ ...rest, scope: JSON.parse(scope) as string[] });

/** What was kept turned out to be damaged: it is deleted, the next use finds an empty file. */
export class AsOfDamaged extends Error {
  override readonly name = 'AsOfDamaged';
  readonly code = 'AS_OF_DAMAGED';

  constructor(cause: unknown) {
    super('what was kept of the hall as it was is damaged: it is made anew', { cause });
  }
}

interface OpenFile {
  readonly db: Connection;
  readonly statements: Statements;
}

const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '');

export class SqliteAsOfStore {
  readonly #file: string;
  readonly #maxBytes: number | undefined;
  #open: OpenFile | undefined;
  #closed = false;
  /** Newest first. */
  #places: readonly AsOfPlace[] = [];

  /**
   * Opens the file, or makes it; one that cannot be read is deleted and begun anew. Never throws: the hub works without
   * it. Where it cannot be opened now, each use tries again, and throws.
   */
  constructor(file: string, options: { readonly maxBytes?: number } = {}) {
    this.#file = file;
    this.#maxBytes = options.maxBytes;
    try {
      this.#opened();
    } catch {
      // Said by the next use.
    }
  }

  begin(journalId: string, foldKey: string): void {
    const made = this.#use(({ statements }) =>
      statements
        .of<[], { journalId: string; foldKey: string }>(
          'SELECT journal_id AS journalId, fold_key AS foldKey FROM made_for',
        )
        .get(),
    );
    if (made?.journalId === journalId && made.foldKey === foldKey) return;
    this.clear();
    this.#write(({ statements }) => {
      statements
        .of<[string, string]>('INSERT OR REPLACE INTO made_for (one, journal_id, fold_key) VALUES (1, ?, ?)')
        .run(journalId, foldKey);
    });
  }

  places(): readonly AsOfPlace[] {
    return this.#places;
  }

  nearest(seq: number): AsOfPlace | undefined {
    return this.#places.find((place) => place.seq <= seq);
  }

  document(stream: StreamId, place: number): AsOfText | undefined {
    const row = this.#use(({ statements }) =>
      statements
        .of<[string, number], Row>(
          `SELECT stream, seq, version, scope, body FROM document WHERE stream = CAST(? AS TEXT) AND seq <= ?
          ORDER BY seq DESC LIMIT 1`,
        )
        .get(stream, place),
    );
    return row && textOf(row);
  }

  documents(place: number, after: string, limit: number): readonly AsOfText[] {
    return this.#use(({ statements }) =>
      statements
        .of<[string, number, number], Row>(
          `SELECT d.stream, d.seq, d.version, d.scope, d.body FROM document AS d
          WHERE d.stream > ?
            AND d.seq = (SELECT max(n.seq) FROM document AS n WHERE n.stream = d.stream AND n.seq <= ?)
          ORDER BY d.stream LIMIT CAST(? AS INTEGER)`,
        )
        .all(after, place, limit),
    ).map(textOf);
  }

  put(documents: readonly AsOfText[]): void {
    this.#write(({ statements }) => {
      const insert = statements.of<[string, number, number, string, string]>(
        'INSERT INTO document (stream, seq, version, scope, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      );
      for (const { stream, seq, version, scope, body } of documents)
        insert.run(stream, seq, version, JSON.stringify(scope), body);
    });
  }

  keep({ seq, hash }: AsOfPlace): void {
    this.#write(({ statements }) => {
      statements.of<[number, string]>('INSERT OR REPLACE INTO place (seq, hash) VALUES (?, ?)').run(seq, hash);
    });
    this.#use((open) => this.#read(open));
  }

  clear(): void {
    this.#write(({ statements }) => {
      for (const table of ['document', 'place', 'made_for']) statements.of<[]>(`DELETE FROM ${table}`).run();
    });
    this.#use((open) => this.#read(open));
  }

  /** Closing twice is no error. */
  close(): void {
    this.#closed = true;
    this.#letGo();
  }

  #letGo(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }

  #opened(): OpenFile {
    if (this.#closed) throw new Error('the file of the hall as it was is closed');
    if (this.#open !== undefined) return this.#open;
    try {
      return this.#openFile();
    } catch (error) {
      if (!(error instanceof FileFromTheFuture) && !isDamage(error)) throw error;
      this.#forget();
      return this.#openFile();
    }
  }

  #openFile(): OpenFile {
    const db = openFile(this.#file, {
      ...{ settings: fileSettings.asOf, migrations: asOfMigrations },
      ...(this.#maxBytes === undefined ? {} : { maxBytes: this.#maxBytes }),
    });
    this.#open = { db, statements: new Statements(db) };
    this.#read(this.#open);
    return this.#open;
  }

  /** On Windows a file that is open is not deleted. */
  #forget(): void {
    this.#letGo();
    this.#places = [];
    removeDatabase(this.#file);
  }

  #read({ statements }: OpenFile): void {
    this.#places = statements.of<[], AsOfPlace>('SELECT seq, hash FROM place ORDER BY seq DESC').all();
  }

  #use<T>(work: (open: OpenFile) => T): T {
    try {
      return work(this.#opened());
    } catch (error) {
      if (isStorageFull(error)) throw new StorageFullError(error);
      if (!isDamage(error)) throw error;
      this.#forget();
      throw new AsOfDamaged(error);
    }
  }

  #write(work: (open: OpenFile) => void): void {
    this.#use((open) => open.db.transaction(() => work(open)).immediate());
  }
}
