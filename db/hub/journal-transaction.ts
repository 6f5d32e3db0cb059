/** A transaction on the journal file. It is the only way to write there. */
import type { DocumentRecord, Due, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { assert } from '../../shared/lib/must.ts';
import type { Statements } from '../connection.ts';
import { isStorageFull, StorageFullError } from '../connection.ts';
import type { DocumentTables } from '../documents/document-store.ts';
import type { ScopeSets } from '../documents/scope-sets.ts';
import type { KnownCommand, ScopeStep } from './journal-reader.ts';
import { JournalReader } from './journal-reader.ts';

/** Streams are printable ASCII: the order of their bytes is then that of their code units. */
const streamPattern = /^[a-z][A-Za-z0-9]*\/[\x21-\x7e]+$/;

/**
 * Where there is no room, the whole transaction is rolled back and the error is a `StorageFullError`. Any other error of
 * a write leaves the transaction open; what the write had done by then is only surely gone with its savepoint.
 */
export class SqliteJournalTransaction extends JournalReader {
  readonly #scopes: ScopeSets;
  #over = false;

  /** Begins. The connection must not be in a transaction. */
  constructor(statements: Statements, tables: DocumentTables, scopes: ScopeSets) {
    super(statements, tables);
    this.#scopes = scopes;
    assert(!statements.db.inTransaction, 'one transaction at a time');
    this.#run('BEGIN IMMEDIATE');
  }

  append(event: EventEnvelope, bytes: string, hash: string, prevHash: string, scope: ScopeStep): void {
    this.#write(() => {
      const head = this.head();
      assert(streamPattern.test(event.stream), `stream ${event.stream} is kind/id in ASCII`);
      assert(event.seq === head.seq + 1, `event ${event.seq} follows event ${head.seq}`);
      assert(prevHash === head.hash, `event ${event.seq} is chained to event ${head.seq}`);
      assert(event.at >= head.at, `event ${event.seq} is not before event ${head.seq}`);
      const version = this.streamVersion(event.stream);
      assert(event.version === version + 1, `version ${event.version} of ${event.stream} follows ${version}`);
      this.statements
        .of<[number, string, string, number, number, string, string]>(
          'INSERT INTO event (seq, id, stream, version, at, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(event.seq, event.id, event.stream, event.version, event.at, bytes, hash);
      this.statements
        .of<[number, number, number]>('INSERT INTO event_scope (seq, before_id, after_id) VALUES (?, ?, ?)')
        .run(event.seq, this.#scopes.idOf(scope.before), this.#scopes.idOf(scope.after));
    });
  }

  putDocument(document: DocumentRecord): void {
    this.#write(() => {
      assert(streamPattern.test(document.stream), `stream ${document.stream} is kind/id in ASCII`);
      this.documentStore.put(document, this.#scopes.idOf(document.scope));
    });
  }

  putDues(stream: StreamId, dues: readonly Due[]): void {
    this.#write(() => {
      this.statements.of<[string]>('DELETE FROM due WHERE stream = CAST(? AS TEXT)').run(stream);
      const insert = this.statements.of<[string, string, number]>(
        'INSERT INTO due (stream, rule, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      );
      for (const due of dues) insert.run(stream, due.rule, due.at);
    });
  }

  dropDue(stream: StreamId, rule: string, at: number): void {
    this.#write(() => {
      this.statements
        .of<[string, string, number]>('DELETE FROM due WHERE stream = ? AND rule = ? AND at = ?')
        .run(stream, rule, at);
    });
  }

  /** Throws where the id already has an answer: the first one stays for ever. */
  recordAnswer(id: string, known: KnownCommand): void {
    this.#write(() => {
      this.statements
        .of<[string, string, string]>('INSERT INTO command_answer (id, fingerprint, answer) VALUES (?, ?, ?)')
        .run(id, known.fingerprint, canonicalJson(known.answer));
    });
  }

  setReactionCursor(seq: number): void {
    this.#write(() => {
      this.statements.of<[number]>('UPDATE meta SET reaction_cursor = ?').run(seq);
    });
  }

  /** Throws where the reference is known: references are random. */
  addVaultReference(ref: string, stream: StreamId): void {
    this.#write(() => {
      this.statements
        .of<[string, string]>('INSERT INTO vault_reference (ref, stream, erased) VALUES (?, ?, 0)')
        .run(ref, stream);
    });
  }

  /** Throws where there is no such reference. */
  markVaultReferenceErased(ref: string): void {
    this.#write(() => {
      const { changes } = this.statements.of<[string]>('UPDATE vault_reference SET erased = 1 WHERE ref = ?').run(ref);
      assert(changes === 1, `vault reference ${ref} is known`);
    });
  }

  savepoint<T>(work: () => T): T {
    this.#write(() => this.#run('SAVEPOINT work'));
    let result: T;
    try {
      result = work();
    } catch (error) {
      // Without room the whole transaction is gone, and the savepoint with it.
      if (this.#isOpen()) {
        this.#run('ROLLBACK TO work');
        this.#run('RELEASE work');
        this.#scopes.forget();
      }
      throw error;
    }
    this.#write(() => this.#run('RELEASE work'));
    return result;
  }

  commit(): void {
    this.#write(() => {
      try {
        this.#run('COMMIT');
      } catch (error) {
        // A commit that failed half-way must not be tried again: nobody knows what the disk took.
        this.rollback();
        throw error;
      }
    });
    this.#over = true;
  }

  /** No error where the transaction is over: SQLite may have rolled it back by itself. */
  rollback(): void {
    if (this.#isOpen()) this.#run('ROLLBACK');
    this.#over = true;
    this.#scopes.forget();
  }

  #isOpen(): boolean {
    return !this.#over && this.statements.db.inTransaction;
  }

  #run(sql: string): void {
    this.statements.of<[]>(sql).run();
  }

  #write<T>(work: () => T): T {
    assert(this.#isOpen(), 'the transaction is open');
    try {
      return work();
    } catch (error) {
      if (!isStorageFull(error)) throw error;
      this.rollback();
      throw new StorageFullError(error);
    }
  }
}
