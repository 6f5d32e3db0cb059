/**
 * The journal of the hub in one SQLite file: events, answers, dues and, folded from the events, documents. One process
 * writes; all calls are synchronous; what commit returned from survives the loss of power.
 *
 * Matches the port in `hub/journal/store.ts` member by member: `tests/contract` and `hub/main.ts` prove it.
 */
import type { StoredEvent, StreamId } from '../../shared/lib/journal.ts';
import { assert, must } from '../../shared/lib/must.ts';
import { fileSettings, limitBytes, openFile, openForReading, Statements } from '../connection.ts';
import { createDocumentTable, DocumentTables, dropDocumentTable } from '../documents/document-store.ts';
import { ScopeSets } from '../documents/scope-sets.ts';
import type { AnyDocumentTable } from '../documents/tables.ts';
import { documentTables, shapeOf } from '../documents/tables.ts';
import { journalMigrations } from './journal-migrations.ts';
import { JournalReader } from './journal-reader.ts';
import { SqliteJournalTransaction } from './journal-transaction.ts';

export interface JournalOptions {
  /** Every kind of stream there is: the names in `folds` of `shared/domain/catalog`. */
  readonly kinds: readonly string[];
  /** Makes a UUIDv7, for the id of a new file. */
  readonly newId: () => string;
  /** Whether a new file is for demonstration and training. A file that exists keeps what it was made with. */
  readonly demo?: boolean;
  /** Entries with real columns, by default all of `db/documents/tables.ts`. */
  readonly tables?: readonly AnyDocumentTable[];
  /** The file may not grow beyond this many bytes; beyond it, writes throw `StorageFullError`. */
  readonly maxBytes?: number;
}

/** Events read at once while folding anew. */
const refoldPage = 500;
/** Page cache of a snapshot, KiB: it lives shortly and reads each page once. */
const snapshotCacheKiB = 8_192;

/** One instant of the journal, on a connection of its own. While it is open the -wal file cannot be cut back. */
export class SqliteJournalSnapshot extends JournalReader {
  readonly #closed: () => void;

  constructor(file: string, tables: DocumentTables, closed: () => void) {
    super(new Statements(openForReading(file, snapshotCacheKiB)), tables);
    this.#closed = closed;
    this.statements.of<[]>('BEGIN').run();
    // SQLite takes the instant at the first read, not at BEGIN.
    this.head();
  }

  /** Closing twice is no error. */
  close(): void {
    this.statements.db.close();
    this.#closed();
  }
}

export class SqliteJournalStore extends JournalReader {
  readonly #file: string;
  readonly #tables: DocumentTables;
  readonly #scopes: ScopeSets;
  readonly #snapshots = new Set<SqliteJournalSnapshot>();

  /**
   * Opens the file, or makes it. Call `rebuildDocuments` before anything that touches documents: until then the tables
   * are as the last program left them. Throws `FileFromTheFuture`, `NodeTooOld`.
   */
  constructor(file: string, options: JournalOptions) {
    const tables = new DocumentTables(options.kinds, options.tables ?? documentTables);
    const db = openFile(file, {
      settings: fileSettings.journal,
      migrations: journalMigrations({ newId: options.newId, demo: options.demo ?? false }),
      ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    });
    super(new Statements(db), tables);
    this.#file = file;
    this.#tables = tables;
    this.#scopes = new ScopeSets(this.statements);
    for (const kind of tables.kinds) createDocumentTable(this.statements, tables.of(kind));
  }

  /** Throws where a transaction is open. */
  begin(): SqliteJournalTransaction {
    return new SqliteJournalTransaction(this.statements, this.#tables, this.#scopes);
  }

  /** What is committed now. Throws for a store in memory: a second connection could not see it. */
  snapshot(): SqliteJournalSnapshot {
    if (this.statements.db.memory) throw new Error('a store in memory has no snapshots: use a file');
    const snapshot: SqliteJournalSnapshot = new SqliteJournalSnapshot(this.#file, this.#tables, () => {
      this.#snapshots.delete(snapshot);
    });
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  /**
   * Empties and refolds the documents of each kind whose fold number or columns are not those of its table, scopes of
   * its events included, in one transaction; drops the tables of kinds that are no more. Returns the kinds rebuilt, in
   * the order of their streams; on a new file all of them.
   */
  rebuildDocuments(
    folds: { readonly [kind: string]: number },
    refold: (event: StoredEvent, writes: SqliteJournalTransaction) => void,
  ): readonly string[] {
    for (const kind of Object.keys(folds)) this.#tables.of(kind);
    const stored = new Map(
      this.statements
        .of<[], { kind: string; fold: number; shape: string }>('SELECT kind, fold, shape FROM document_fold')
        .all()
        .map((row) => [row.kind, row]),
    );
    const wanted = this.#tables.kinds
      .filter((kind) => folds[kind] !== undefined)
      .map((kind) => ({ kind, fold: must(folds[kind], kind), shape: shapeOf(this.#tables.of(kind)) }));
    const changed = wanted.filter(({ kind, fold, shape }) => {
      const row = stored.get(kind);
      return row?.fold !== fold || row.shape !== shape;
    });
    const gone = [...stored.keys()].filter((kind) => !this.#tables.kinds.includes(kind));
    if (changed.length === 0 && gone.length === 0) return [];

    const transaction = this.begin();
    try {
      for (const kind of gone) {
        dropDocumentTable(this.statements, kind);
        this.statements.of<[string]>('DELETE FROM document_fold WHERE kind = ?').run(kind);
      }
      for (const { kind, fold, shape } of changed) {
        dropDocumentTable(this.statements, kind);
        createDocumentTable(this.statements, this.#tables.of(kind));
        this.statements
          .of<[string, number, string]>(
            `INSERT INTO document_fold (kind, fold, shape) VALUES (?, ?, ?)
            ON CONFLICT (kind) DO UPDATE SET fold = excluded.fold, shape = excluded.shape`,
          )
          .run(kind, fold, shape);
      }
      const kinds = changed.map(({ kind }) => kind);
      this.#refold(kinds, (event) => refold(event, transaction));
      transaction.commit();
      return kinds;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  }

  #refold(kinds: readonly string[], refold: (event: StoredEvent) => void): void {
    // A connection that is reading cannot write, so events come in pages.
    const page = this.statements.of<[number, string, number], StoredEvent & { stream: StreamId }>(
      `SELECT seq, stream, bytes, hash FROM event
      WHERE seq > ? AND substr(stream, 1, instr(stream, '/') - 1) IN (SELECT value FROM json_each(?))
      ORDER BY seq LIMIT CAST(? AS INTEGER)`,
    );
    const setScope = this.statements.of<[number, number, number, number, number]>(
      `UPDATE event_scope SET before_id = ?, after_id = ? WHERE seq = ? AND (before_id <> ? OR after_id <> ?)`,
    );
    const names = JSON.stringify(kinds);
    const none = this.#scopes.idOf([]);
    const scopes = new Map<StreamId, number>();
    let last = 0;
    for (;;) {
      const rows = page.all(last, names, refoldPage);
      for (const { stream, ...event } of rows) {
        refold(event);
        const before = scopes.get(stream) ?? none;
        const after = this.documentStore.scopeId(stream) ?? none;
        setScope.run(before, after, event.seq, before, after);
        scopes.set(stream, after);
        last = event.seq;
      }
      if (rows.length < refoldPage) return;
    }
  }

  raiseEpoch(): void {
    assert(!this.statements.db.inTransaction, 'no transaction is open');
    this.statements.of<[]>('UPDATE meta SET epoch = epoch + 1').run();
  }

  /** Sets how far the file may grow from now on, bytes. */
  limit(maxBytes: number): void {
    limitBytes(this.statements.db, maxBytes);
  }

  /** Rolls an open transaction back and closes the snapshots too. Closing twice is no error. */
  close(): void {
    for (const snapshot of [...this.#snapshots]) snapshot.close();
    this.statements.db.close();
  }
}
