/**
 * The cache of a seat in one SQLite file: documents, the events of their streams, and the place in the journal they are
 * true at. One process, synchronous calls. What commit returned from survives the end of the process; after a loss of
 * power the file is whole but may stand a little earlier, and the hub sends the rest again.
 *
 * Matches `CacheStore` in `seat/runtime/ports.ts` member by member: `tests/contract` and `seat/compose.ts` prove it.
 */
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { DocumentHead, DocumentRecord, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Wanted } from '../../shared/lib/search-words.ts';
import { fileSettings, isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import {
  createDocumentTable,
  DocumentStore,
  DocumentTables,
  labelsOf,
  tableName,
} from '../documents/document-store.ts';
import { ScopeSets } from '../documents/scope-sets.ts';
import type { AnyDocumentTable } from '../documents/tables.ts';
import { documentTables, shapeOf } from '../documents/tables.ts';
import { cacheMigrations } from './cache-migrations.ts';
import type { Checkpoint } from './checkpoints.ts';
import { isDue, thinned } from './checkpoints.ts';
import type { CachePast, EnteredDocument, PastLimits, Standing } from './past-documents.ts';
import { PastDocuments } from './past-documents.ts';

export interface CachePlace {
  readonly journalId: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly foldKey: string;
  readonly labels: readonly string[];
  readonly user: string;
  readonly asOf: number;
  readonly clock: { readonly hub: number; readonly machine: number; readonly rate: number };
}

export interface EventText {
  readonly seq: number;
  readonly stream: StreamId;
  readonly version: number;
  readonly bytes: string;
}

export interface CacheChange {
  readonly events: readonly EventText[];
  readonly put: readonly DocumentRecord[];
  readonly removed: readonly StreamId[];
  readonly entered?: readonly EnteredDocument[];
  readonly place: CachePlace;
}

export interface CacheOptions {
  /** Every kind of stream there is. */
  readonly kinds: readonly string[];
  /** What this program folds with; a file made with another is not for it. */
  readonly foldKey: string;
  /** Entries with real columns, by default all of `db/documents/tables.ts`. */
  readonly tables?: readonly AnyDocumentTable[];
  /** How far back documents are kept as they were; two hours in parts of half an hour unless given. */
  readonly past?: Partial<PastLimits>;
  /** The file may not grow beyond this many bytes; beyond it, writes throw `StorageFullError`. */
  readonly maxBytes?: number;
  /** Named places where a test may end the process. */
  readonly reach?: (point: 'midSeatTransaction' | 'midSnapshotPage') => void;
}

/** The file was filled by a program that folds or lays out documents otherwise. */
export class CacheOfOtherProgram extends Error {
  override readonly name = 'CacheOfOtherProgram';
}

interface PlaceRow extends Omit<CachePlace, 'foldKey' | 'labels' | 'clock'> {
  readonly labels: string;
  readonly hub: number;
  readonly machine: number;
  readonly rate: number;
}

interface SideRow {
  readonly stream: StreamId;
  readonly version: number;
  readonly seq: number;
  readonly scope: string;
  readonly body: string;
}

/** Documents read at once where all are gone through. */
const pageSize = 500;

export class SqliteCacheStore {
  readonly #statements: Statements;
  readonly #tables: DocumentTables;
  readonly #documents: DocumentStore;
  readonly #scopes: ScopeSets;
  readonly #past: PastDocuments;
  /** Where the cache stands; undefined for an empty one. */
  #standing: Standing | undefined;
  readonly #foldKey: string;
  readonly #reach: NonNullable<CacheOptions['reach']>;
  #checkpoints: readonly Checkpoint[] = [];

  /** Opens the file, or makes it. Throws `CacheOfOtherProgram`, `FileFromTheFuture`, and what SQLite says of damage. */
  constructor(file: string, options: CacheOptions) {
    this.#tables = new DocumentTables(options.kinds, options.tables ?? documentTables);
    this.#foldKey = options.foldKey;
    this.#reach = options.reach ?? (() => undefined);
    const db = openFile(file, {
      settings: fileSettings.seatCache,
      migrations: cacheMigrations,
      ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    });
    try {
      this.#statements = new Statements(db);
      this.#scopes = new ScopeSets(this.#statements);
      this.#prepare();
      this.#documents = new DocumentStore(this.#statements, this.#tables);
      this.#past = new PastDocuments(this.#statements, this.#scopes, options.past);
      this.#standing = this.#stored();
      this.#checkpoints = this.#statements
        .of<[], { seq: number; hash: string }>('SELECT seq, hash FROM checkpoint ORDER BY seq DESC')
        .all()
        .map(({ seq, hash }) => [seq, hash] as const);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #prepare(): void {
    const shapes = canonicalJson(this.#tables.kinds.map((kind) => [kind, shapeOf(this.#tables.of(kind))]));
    this.#write(() => {
      const made = this.#statements
        .of<[], { foldKey: string; shapes: string }>('SELECT fold_key AS foldKey, shapes FROM made_for')
        .get();
      if (made !== undefined && (made.foldKey !== this.#foldKey || made.shapes !== shapes))
        throw new CacheOfOtherProgram('the cache was filled by a program that folds or lays out documents otherwise');
      if (made !== undefined) return;
      for (const kind of this.#tables.kinds) createDocumentTable(this.#statements, this.#tables.of(kind));
      this.#statements
        .of<[string, string]>('INSERT INTO made_for (one, fold_key, shapes) VALUES (1, ?, ?)')
        .run(this.#foldKey, shapes);
    });
  }

  /** What SQLite finds wrong with the file; undefined for a sound one. */
  damage(): string | undefined {
    const found = this.#statements.db.pragma('quick_check(1)', { simple: true });
    return found === 'ok' ? undefined : String(found);
  }

  place(): CachePlace | undefined {
    const row = this.#statements
      .of<[], PlaceRow>(
        `SELECT journal_id AS journalId, epoch, last_seq AS lastSeq, last_hash AS lastHash, labels, user,
          as_of AS asOf, clock_hub AS hub, clock_machine AS machine, clock_rate AS rate FROM place`,
      )
      .get();
    if (row === undefined) return undefined;
    const { labels, hub, machine, rate, ...rest } = row;
    return { ...rest, foldKey: this.#foldKey, labels: labelsOf(labels), clock: { hub, machine, rate } };
  }

  checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  document(stream: StreamId): DocumentRecord | undefined {
    return this.#documents.get(stream);
  }

  documents(kind: string, query: DocumentQuery = {}): readonly DocumentRecord[] {
    return this.#documents.query(kind, query);
  }

  documentHeads(kind: string, query: DocumentQuery = {}): readonly DocumentHead[] {
    return this.#documents.heads(kind, query);
  }

  findDocuments(kind: string, wanted: Wanted, limit: number): readonly DocumentRecord[] {
    return this.#documents.find(kind, wanted, null, limit);
  }

  *everyDocument(): Generator<{ stream: string; version: number; body: string }> {
    for (const kind of this.#tables.kinds) {
      // In pages, not in one go: a connection that is reading cannot write.
      const page = this.#statements.of<[string, number], { stream: string; version: number; body: string }>(
        `SELECT stream, version, body FROM ${tableName(kind)} WHERE stream > ? ORDER BY stream
        LIMIT CAST(? AS INTEGER)`,
      );
      for (let after = ''; ;) {
        const rows = page.all(after, pageSize);
        yield* rows;
        if (rows.length < pageSize) break;
        after = rows.at(-1)?.stream ?? after;
      }
    }
  }

  eventsOfStream(stream: StreamId): readonly EventEnvelope[] {
    return this.#statements
      .of<[string], { bytes: string }>('SELECT bytes FROM event WHERE stream = CAST(? AS TEXT) ORDER BY version')
      .all(stream)
      .map(({ bytes }) => JSON.parse(bytes) as EventEnvelope);
  }

  apply(change: CacheChange): void {
    this.#write(() => {
      if (this.#standing !== undefined && change.put.length > 0) this.#past.turn(this.#standing);
      for (const stream of change.removed) this.#remove(stream);
      for (const event of change.events) this.#insertEvent(event);
      this.#reach('midSeatTransaction');
      const begun = new Set(change.events.flatMap(({ stream, version }) => (version === 1 ? [stream] : [])));
      for (const { stream } of change.put) this.#past.keep(stream, begun.has(stream));
      for (const entered of change.entered ?? []) this.#past.entered(entered);
      for (const document of change.put) this.#documents.put(document, this.#scopes.idOf(document.scope));
      this.#setPlace(change.place);
    });
  }

  addHistory(events: readonly EventEnvelope[]): void {
    this.#write(() => {
      for (const event of events) {
        // The stream may have left while the hub was answering.
        if (this.#documents.scopeId(event.stream) === undefined) continue;
        const { seq, stream, version } = event;
        this.#insertEvent({ seq, stream, version, bytes: JSON.stringify(event) });
      }
    });
  }

  snapshotPage(page: number, documents: readonly DocumentRecord[]): void {
    this.#write(() => {
      if (page === 0) this.#statements.of<[]>('DELETE FROM snapshot_document').run();
      const insert = this.#statements.of<[string, number, number, string, string]>(
        'INSERT INTO snapshot_document (stream, version, seq, scope, body) VALUES (?, ?, ?, ?, ?)',
      );
      for (const { stream, version, seq, scope, state } of documents)
        insert.run(stream, version, seq, JSON.stringify(scope), canonicalJson(state));
      this.#reach('midSnapshotPage');
    });
  }

  snapshotDone(place: CachePlace): void {
    this.#write(() => {
      this.#documents.clear();
      const page = this.#statements.of<[string, number], SideRow>(
        `SELECT stream, version, seq, scope, body FROM snapshot_document WHERE stream > ? ORDER BY stream
        LIMIT CAST(? AS INTEGER)`,
      );
      for (let after = ''; ;) {
        const rows = page.all(after, pageSize);
        for (const { stream, version, seq, scope, body } of rows) {
          const labels = labelsOf(scope);
          const state = JSON.parse(body) as Json;
          this.#documents.put({ stream, version, seq, scope: labels, state }, this.#scopes.idOf(labels));
        }
        if (rows.length < pageSize) break;
        after = rows.at(-1)?.stream ?? after;
      }
      this.#reach('midSeatTransaction');
      this.#statements.of<[]>('DELETE FROM event WHERE stream NOT IN (SELECT stream FROM snapshot_document)').run();
      this.#statements.of<[]>('DELETE FROM snapshot_document').run();
      this.#past.begin({ seq: place.lastSeq, at: place.asOf });
      this.#setPlace(place);
    });
  }

  plates(hash: string): string | undefined {
    return this.#statements.of<[string], { body: string }>('SELECT body FROM plates WHERE hash = ?').get(hash)?.body;
  }

  putPlates(hash: string, json: string): void {
    this.#write(() => {
      this.#statements.of<[]>('DELETE FROM plates').run();
      this.#statements.of<[string, string]>('INSERT INTO plates (hash, body) VALUES (?, ?)').run(hash, json);
    });
  }

  pastFrom(): number | undefined {
    return this.#past.earliest();
  }

  pastAt(instant: number): CachePast | undefined {
    return this.#past.at(instant);
  }

  pastBase(stream: StreamId, seq: number): DocumentRecord | null {
    return this.#past.base(stream, seq);
  }

  eventsBetween(after: number, through: number): readonly EventEnvelope[] {
    return this.#statements
      .of<[number, number], { bytes: string }>('SELECT bytes FROM event WHERE seq > ? AND seq <= ? ORDER BY seq')
      .all(after, through)
      .map(({ bytes }) => JSON.parse(bytes) as EventEnvelope);
  }

  /** Closing twice is no error. */
  close(): void {
    this.#statements.db.close();
  }

  #remove(stream: StreamId): void {
    this.#documents.remove(stream);
    this.#statements.of<[string]>('DELETE FROM event WHERE stream = CAST(? AS TEXT)').run(stream);
    this.#past.forget(stream);
  }

  #stored(): Standing | undefined {
    return this.#statements.of<[], Standing>('SELECT last_seq AS seq, as_of AS at FROM place').get();
  }

  #insertEvent({ seq, stream, version, bytes }: EventText): void {
    // An event already fetched for a timeline comes again with the feed, and the other way round.
    this.#statements
      .of<[number, string, number, string]>(
        'INSERT INTO event (seq, stream, version, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      )
      .run(seq, stream, version, bytes);
  }

  #setPlace(place: CachePlace): void {
    const { journalId, epoch, lastSeq, lastHash, labels, user, asOf, clock } = place;
    this.#statements
      .of<[string, number, number, string, string, string, number, number, number, number]>(
        `INSERT INTO place
          (one, journal_id, epoch, last_seq, last_hash, labels, user, as_of, clock_hub, clock_machine, clock_rate)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (one) DO UPDATE SET journal_id = excluded.journal_id, epoch = excluded.epoch,
          last_seq = excluded.last_seq, last_hash = excluded.last_hash, labels = excluded.labels,
          user = excluded.user, as_of = excluded.as_of, clock_hub = excluded.clock_hub,
          clock_machine = excluded.clock_machine, clock_rate = excluded.clock_rate`,
      )
      .run(
        ...([journalId, epoch, lastSeq, lastHash, JSON.stringify(labels), user, asOf] as const),
        ...([Math.round(clock.hub), Math.round(clock.machine), clock.rate] as const),
      );
    this.#standing = { seq: lastSeq, at: asOf };
    if (isDue(this.#checkpoints[0], lastSeq)) this.#addCheckpoint([lastSeq, lastHash]);
  }

  #addCheckpoint(checkpoint: Checkpoint): void {
    const kept = thinned([checkpoint, ...this.#checkpoints]);
    const seqs = new Set(kept.map(([seq]) => seq));
    const drop = this.#statements.of<[number]>('DELETE FROM checkpoint WHERE seq = ?');
    for (const [seq] of this.#checkpoints) if (!seqs.has(seq)) drop.run(seq);
    this.#statements.of<[number, string]>('INSERT INTO checkpoint (seq, hash) VALUES (?, ?)').run(...checkpoint);
    this.#checkpoints = kept;
  }

  /** What a transaction that was rolled back has changed here stands as before; a file that cannot be read is thrown away. */
  #rereadPast(): void {
    try {
      this.#past.read();
    } catch {
      return;
    }
  }

  #write(work: () => void): void {
    const before = [this.#checkpoints, this.#standing] as const;
    try {
      this.#statements.db.transaction(work).immediate();
    } catch (error) {
      this.#scopes.forget();
      [this.#checkpoints, this.#standing] = before;
      this.#rereadPast();
      throw isStorageFull(error) ? new StorageFullError(error) : error;
    }
  }
}
