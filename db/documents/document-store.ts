/**
 * The document tables of one connection: one STRICT table per kind, made from its entry in `tables.ts`. All of it is
 * derived from the journal and may be dropped and folded again at any time.
 *
 * Streams are ASCII, so SQLite's BINARY order of their UTF-8 bytes is the order of their code units.
 */
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { DocumentHead, DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { Statement, Statements } from '../connection.ts';
import type { Wanted } from '../../shared/lib/search-words.ts';
import { createSearchTables, dropSearchTables, SearchIndex } from './search-index.ts';
import type { AnyDocumentTable, Column, ColumnType, ColumnValue } from './tables.ts';
import { assertTable } from './tables.ts';

interface DocumentRow {
  readonly stream: StreamId;
  readonly version: number;
  readonly seq: number;
  readonly labels: string;
  readonly body: string;
}

/** A document as it is stored. */
export interface DocumentText {
  readonly stream: StreamId;
  readonly version: number;
  /** Canonical JSON of its state. */
  readonly body: string;
}

/** The shapes of a store's document tables and their SQL. */
export class DocumentTables {
  /** In the order of their streams. */
  readonly kinds: readonly string[];
  readonly #tables: ReadonlyMap<string, AnyDocumentTable>;

  /**
   * @param kinds every kind there is. @param described entries with real columns; those of other kinds are not used.
   */
  constructor(kinds: readonly string[], described: readonly AnyDocumentTable[]) {
    const byKind = new Map(described.map((table) => [table.kind, table]));
    // No name of a kind holds a slash, so the streams of one kind follow each other without a gap.
    this.kinds = [...kinds].sort((a, b) => (`${a}/` < `${b}/` ? -1 : 1));
    this.#tables = new Map(this.kinds.map((kind) => [kind, byKind.get(kind) ?? { kind, columns: {} }]));
    for (const table of this.#tables.values()) assertTable(table);
    // SQLite does not tell table names apart by case.
    if (new Set(kinds.map((kind) => kind.toLowerCase())).size < kinds.length) throw new Error(`kinds: ${kinds.join()}`);
  }

  /** Throws for a kind the store was not made with. */
  of(kind: string): AnyDocumentTable {
    return must(this.#tables.get(kind), `document table of kind ${kind}`);
  }
}

export const tableName = (kind: string): string => `"document_${kind}"`;

const quoted = (column: string): string => `"${column}"`;

/** Generic columns that may be asked for. */
const queryable: ReadonlyMap<string, ColumnType> = new Map([
  ['stream', 'TEXT'],
  ['version', 'INTEGER'],
  ['seq', 'INTEGER'],
]);

const columnList = 'd.stream AS stream, d.version AS version, d.seq AS seq, s.labels AS labels, d.body AS body';

const select = (kind: string): string =>
  `SELECT ${columnList} FROM ${tableName(kind)} AS d JOIN scope_set AS s ON s.id = d.scope_id`;

const selectHeads = (kind: string): string =>
  `SELECT d.stream AS stream, d.version AS version, d.seq AS seq FROM ${tableName(kind)} AS d`;

/**
 * Makes the table of a kind, with its indexes, where there is none. One that is there stays as it is: its columns may be
 * those of another release, and an index over a column it does not have would be an error.
 */
export function createDocumentTable(statements: Statements, table: AnyDocumentTable): void {
  const name = tableName(table.kind);
  const found = statements
    .of<[string]>(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`)
    .get(`document_${table.kind}`);
  if (found !== undefined) return;
  if (table.search !== undefined) createSearchTables(statements, table.kind);
  const columns = Object.entries(table.columns);
  const own = columns.map(([column, { type }]) => `${quoted(column)} ${type},`).join(' ');
  statements.db.exec(`CREATE TABLE ${name} (
    stream TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    scope_id INTEGER NOT NULL REFERENCES scope_set (id),
    ${own}
    body TEXT NOT NULL
  ) STRICT`);
  for (const [column, { indexed }] of columns) {
    if (indexed === undefined || indexed === false) continue;
    const index = quoted(`document_${table.kind}_${column}`);
    const over = [column, ...(indexed === true ? [] : [indexed]), 'stream'].map(quoted);
    statements.db.exec(`CREATE INDEX ${index} ON ${name} (${over.join(', ')})`);
  }
}

export function dropDocumentTable(statements: Statements, kind: string): void {
  statements.db.exec(`DROP TABLE IF EXISTS ${tableName(kind)}`);
  dropSearchTables(statements, kind);
}

/** What every command uses, kept so that its text need not be made each time. */
interface KindStatements {
  readonly columns: readonly Column<unknown>[];
  readonly get: Statement<[string], DocumentRow>;
  readonly scopeId: Statement<[string], { readonly scopeId: number }>;
  readonly put: Statement<ColumnValue[]>;
  readonly search: AnyDocumentTable['search'];
}

function kindStatements(statements: Statements, table: AnyDocumentTable): KindStatements {
  const name = tableName(table.kind);
  const names = ['stream', 'version', 'seq', 'scope_id', 'body', ...Object.keys(table.columns)].map(quoted);
  const updates = names.slice(1).map((column) => `${column} = excluded.${column}`);
  return {
    search: table.search,
    columns: Object.values(table.columns),
    get: statements.of(`${select(table.kind)} WHERE d.stream = CAST(? AS TEXT)`),
    scopeId: statements.of(`SELECT scope_id AS scopeId FROM ${name} WHERE stream = ?`),
    put: statements.of(
      `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
      ON CONFLICT (stream) DO UPDATE SET ${updates.join(', ')}`,
    ),
  };
}

/** Reads and writes the document tables through one connection. */
export class DocumentStore {
  readonly #statements: Statements;
  readonly #tables: DocumentTables;
  readonly #byKind = new Map<string, KindStatements>();
  readonly #index: SearchIndex;

  constructor(statements: Statements, tables: DocumentTables) {
    this.#statements = statements;
    this.#tables = tables;
    this.#index = new SearchIndex(statements);
  }

  get(stream: StreamId): DocumentRecord | undefined {
    const row = this.#of(stream).get.get(stream);
    return row === undefined ? undefined : recordOf(row);
  }

  /** Id of the scope set of a document; undefined where there is no document. */
  scopeId(stream: StreamId): number | undefined {
    return this.#of(stream).scopeId.get(stream)?.scopeId;
  }

  /** @param scopeId id of the interned scope of the document. */
  put(document: DocumentRecord, scopeId: number): void {
    const { stream, version, seq, scope, state } = document;
    const { put, columns, search } = this.#of(stream);
    put.run(stream, version, seq, scopeId, canonicalJson(state), ...columns.map((column) => column.of(state)));
    if (search !== undefined) this.#index.put(splitStream(stream).kind, stream, search.of(state), scopeId, scope);
  }

  remove(stream: StreamId): void {
    const { kind } = splitStream(stream);
    this.#statements.of<[string]>(`DELETE FROM ${tableName(kind)} WHERE stream = CAST(? AS TEXT)`).run(stream);
    if (this.#tables.of(kind).search !== undefined) this.#index.remove(kind, stream);
  }

  /** Removes all documents of all kinds. */
  clear(): void {
    for (const kind of this.#tables.kinds) {
      this.#statements.of<[]>(`DELETE FROM ${tableName(kind)}`).run();
      if (this.#tables.of(kind).search !== undefined) this.#index.clear(kind);
    }
  }

  /**
   * Documents of a kind that hold all that is wanted, those that came last first; none of a kind that is found by nothing.
   * @param labels Only those whose scope meets them; null: whatever this file holds is for who asks.
   */
  find(kind: string, wanted: Wanted, labels: readonly string[] | null, limit: number): readonly DocumentRecord[] {
    if (this.#tables.of(kind).search === undefined) return [];
    return this.#index.find(kind, wanted, labels, limit).flatMap((stream) => this.get(stream) ?? []);
  }

  #of(stream: StreamId): KindStatements {
    const { kind } = splitStream(stream);
    const known = this.#byKind.get(kind);
    if (known !== undefined) return known;
    const made = kindStatements(this.#statements, this.#tables.of(kind));
    this.#byKind.set(kind, made);
    return made;
  }

  /**
   * Documents of a kind, by stream where no order is asked for; equal values of the order column stand by stream, in the
   * same direction. Null is the smallest value. Throws for a column the table does not have, and for a value that the
   * column cannot hold.
   */
  query(kind: string, query: DocumentQuery): readonly DocumentRecord[] {
    return this.#rows<DocumentRow>(kind, query, select(kind)).map(recordOf);
  }

  /** As `query`, without scope and state: what those who have most documents at hand ask first. */
  heads(kind: string, query: DocumentQuery): readonly DocumentHead[] {
    return this.#rows<DocumentHead>(kind, query, selectHeads(kind));
  }

  #rows<R>(kind: string, query: DocumentQuery, selection: string): readonly R[] {
    const table = this.#tables.of(kind);
    const typeOf = (name: string): ColumnType => {
      const type = queryable.get(name) ?? (Object.hasOwn(table.columns, name) ? table.columns[name]?.type : undefined);
      if (type === undefined) throw new Error(`no column '${name}' in the documents of ${kind}`);
      return type;
    };
    const where = Object.entries(query.where ?? {});
    const conditions = where.map(([name, value]) => {
      const isText = typeOf(name) === 'TEXT';
      if (value !== null && (typeof value === 'string') !== isText) throw new Error(`not a value of ${kind}.${name}`);
      // IS, not =: null is a value to ask for, and indexes serve both. Not a bare ?: see Statements.
      return `d.${quoted(name)} IS ${isText ? 'CAST(? AS TEXT)' : '(? + 0)'}`;
    });
    const { atLeast } = query;
    if (atLeast !== undefined) {
      if (typeOf(atLeast.column) === 'TEXT') throw new Error(`not a number: ${kind}.${atLeast.column}`);
      conditions.push(`d.${quoted(atLeast.column)} >= (? + 0)`);
    }
    const order = [...(query.orderBy === undefined ? [] : [query.orderBy]), 'stream'];
    const direction = query.descending === true ? 'DESC' : 'ASC';
    if (query.orderBy !== undefined) typeOf(query.orderBy);
    const orderBy = order.map((name) => `d.${quoted(name)} ${direction}`);
    return this.#statements
      .of<ColumnValue[], R>(
        `${selection} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
        ORDER BY ${orderBy.join(', ')} LIMIT CAST(? AS INTEGER)`,
      )
      .all(...where.map(([, value]) => value), ...(atLeast === undefined ? [] : [atLeast.value]), query.limit ?? -1);
  }

  /** A page of the documents whose scope meets the labels, over all kinds, by stream, after the given stream. */
  inScope(labels: readonly string[], after: string, limit: number): readonly DocumentRecord[] {
    return this.#inScope(labels, after, limit).map(recordOf);
  }

  /** As `inScope`, as canonical JSON. */
  textsInScope(labels: readonly string[], after: string, limit: number): readonly DocumentText[] {
    return this.#inScope(labels, after, limit);
  }

  #inScope(labels: readonly string[], after: string, limit: number): readonly DocumentRow[] {
    const wanted = JSON.stringify(labels);
    const page: DocumentRow[] = [];
    for (const kind of this.#tables.kinds) {
      if (page.length >= limit) break;
      const rows = this.#statements
        .of<[string, string, number], DocumentRow>(
          `${select(kind)} WHERE d.stream > ? AND d.scope_id IN (
            SELECT l.set_id FROM scope_label AS l WHERE l.label IN (SELECT value FROM json_each(?))
          ) ORDER BY d.stream LIMIT CAST(? AS INTEGER)`,
        )
        .all(after, wanted, limit - page.length);
      page.push(...rows);
    }
    return page;
  }
}

function recordOf(row: DocumentRow): DocumentRecord {
  return {
    stream: row.stream,
    version: row.version,
    seq: row.seq,
    scope: labelsOf(row.labels),
    state: JSON.parse(row.body) as Json,
  };
}

/** Labels as they are interned: a JSON array in order. */
export function labelsOf(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}
