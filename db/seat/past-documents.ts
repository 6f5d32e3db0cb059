/**
 * How documents were within the last hours, on the seat. The events are kept anyway; besides them only how a document
 * stood when it changes for the first time within an epoch of half an hour. An instant is then made of the epoch it lies
 * in and the events after that epoch's beginning. What leaves the sight of the seat leaves its past.
 */
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import type { Statements } from '../connection.ts';
import { labelsOf, tableName } from '../documents/document-store.ts';
import type { ScopeSets } from '../documents/scope-sets.ts';
import type { Migration } from '../migrations.ts';

export const pastMigration: Omit<Migration, 'version'> = {
  name: 'past',
  up(db) {
    db.exec(`
      CREATE TABLE past_epoch (epoch INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
      CREATE TABLE past_document (
        stream TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        scope_id INTEGER,
        body TEXT,
        PRIMARY KEY (stream, epoch)
      ) STRICT;
      CREATE TABLE past_entered (
        stream TEXT NOT NULL,
        through INTEGER NOT NULL,
        at INTEGER NOT NULL,
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        scope_id INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (stream, through)
      ) STRICT;
    `);
  },
};

/** Where the cache stands. */
export interface Standing {
  readonly seq: number;
  /** Hub time up to which it is true, Unix ms. */
  readonly at: number;
}

export interface EnteredDocument {
  /** The place of the journal with which it came into sight, and hub time then, Unix ms. */
  readonly through: number;
  readonly at: number;
  readonly document: DocumentRecord;
}

export interface CachePast {
  /** The place that `bases` are as of. */
  readonly seq: number;
  /** Streams that changed since: how they stood there; null: not there. All others are as they are now. */
  readonly bases: ReadonlyMap<StreamId, DocumentRecord | null>;
  /** Documents that came into sight since, without the events of before. */
  readonly entered: readonly EnteredDocument[];
}

export interface PastLimits {
  /** How far back, ms. */
  readonly keepMs: number;
  readonly epochMs: number;
}

export const pastLimits: PastLimits = { keepMs: 2 * hour, epochMs: 30 * minute };

interface Row {
  readonly stream: StreamId;
  readonly version: number;
  readonly seq: number;
  readonly labels: string | null;
  readonly body: string | null;
}

const recordOf = ({ stream, version, seq, labels, body }: Row): DocumentRecord | null =>
  labels === null || body === null
    ? null
    : { stream, version, seq, scope: labelsOf(labels), state: JSON.parse(body) as Json };

/** Writes only inside the transactions of the cache. */
export class PastDocuments {
  readonly #statements: Statements;
  readonly #scopes: ScopeSets;
  readonly #limits: PastLimits;
  #epoch: { readonly epoch: number; readonly at: number } | undefined;
  /** Streams whose state at the beginning of the epoch is kept. */
  #kept = new Set<string>();

  constructor(statements: Statements, scopes: ScopeSets, limits: Partial<PastLimits> = {}) {
    this.#statements = statements;
    this.#scopes = scopes;
    this.#limits = { ...pastLimits, ...limits };
    this.read();
  }

  /** What the file says: at first, and after a transaction that was rolled back. */
  read(): void {
    this.#epoch = this.#statements
      .of<[], { epoch: number; at: number }>('SELECT epoch, at FROM past_epoch ORDER BY epoch DESC LIMIT 1')
      .get();
    const rows = this.#statements
      .of<[number], { stream: string }>('SELECT stream FROM past_document WHERE epoch = (? + 0)')
      .all(this.#epoch?.epoch ?? 0);
    this.#kept = new Set(rows.map(({ stream }) => stream));
  }

  /** Before a change that begins here: another epoch where it is time, and what is too old goes. */
  turn({ seq, at }: Standing): void {
    const { keepMs, epochMs } = this.#limits;
    if (this.#epoch !== undefined && at - this.#epoch.at < epochMs) return;
    const epoch = (this.#epoch?.epoch ?? 0) + 1;
    this.#statements
      .of<[number, number, number]>('INSERT INTO past_epoch (epoch, seq, at) VALUES (?, ?, ?)')
      .run(epoch, seq, at);
    this.#epoch = { epoch, at };
    this.#kept = new Set();
    const first = this.#epochAt(at - keepMs);
    if (first === undefined) return;
    this.#statements.of<[number]>('DELETE FROM past_epoch WHERE epoch < ?').run(first.epoch);
    this.#statements.of<[number]>('DELETE FROM past_document WHERE epoch < ?').run(first.epoch);
    this.#statements.of<[number]>('DELETE FROM past_entered WHERE through <= ?').run(first.seq);
  }

  /**
   * Before a document is written, or made: keeps how it stood. Of one that begins now nothing is written: its first event
   * says so.
   */
  keep(stream: StreamId, begins: boolean): void {
    if (this.#epoch === undefined || this.#kept.has(stream)) return;
    this.#kept.add(stream);
    if (begins) return;
    const { epoch } = this.#epoch;
    const { changes } = this.#statements
      .of<[number, string]>(
        `INSERT INTO past_document (stream, epoch, version, seq, scope_id, body)
        SELECT stream, ?, version, seq, scope_id, body FROM ${tableName(splitStream(stream).kind)}
        WHERE stream = CAST(? AS TEXT)`,
      )
      .run(epoch, stream);
    if (changes > 0) return;
    this.#statements
      .of<[string, number]>('INSERT INTO past_document (stream, epoch, version, seq) VALUES (?, ?, 0, 0)')
      .run(stream, epoch);
  }

  /** After `keep`. */
  entered({ through, at, document }: EnteredDocument): void {
    const { stream, version, seq, scope, state } = document;
    this.#statements
      .of<[string, number, number, number, number, number, string]>(
        `INSERT OR REPLACE INTO past_entered (stream, through, at, version, seq, scope_id, body)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(stream, through, at, version, seq, this.#scopes.idOf(scope), canonicalJson(state));
  }

  /** The stream went out of sight. */
  forget(stream: StreamId): void {
    this.#statements.of<[string]>('DELETE FROM past_document WHERE stream = CAST(? AS TEXT)').run(stream);
    this.#statements.of<[string]>('DELETE FROM past_entered WHERE stream = CAST(? AS TEXT)').run(stream);
    this.#kept.delete(stream);
  }

  /** All documents are others: what happened between nobody told. */
  begin({ seq, at }: Standing): void {
    for (const table of ['past_epoch', 'past_document', 'past_entered'])
      this.#statements.of<[]>(`DELETE FROM ${table}`).run();
    this.#statements.of<[number, number]>('INSERT INTO past_epoch (epoch, seq, at) VALUES (1, ?, ?)').run(seq, at);
    this.#epoch = { epoch: 1, at };
    this.#kept = new Set();
  }

  /** The earliest instant it can tell of, Unix ms; undefined for an empty cache. */
  earliest(): number | undefined {
    return this.#statements.of<[], { at: number }>('SELECT at FROM past_epoch ORDER BY epoch LIMIT 1').get()?.at;
  }

  /** undefined for an instant before the earliest. */
  at(instant: number): CachePast | undefined {
    const epoch = this.#epochAt(instant);
    if (epoch === undefined) return undefined;
    const rows = this.#statements
      .of<[number], Row>(
        `SELECT p.stream, p.version, p.seq, s.labels, p.body FROM past_document AS p
        LEFT JOIN scope_set AS s ON s.id = p.scope_id
        WHERE p.epoch = (SELECT min(n.epoch) FROM past_document AS n WHERE n.stream = p.stream AND n.epoch >= (? + 0))`,
      )
      .all(epoch.epoch);
    const entered = this.#statements
      .of<[number], Row & { readonly through: number; readonly at: number }>(
        `SELECT p.stream, p.through, p.at, p.version, p.seq, s.labels, p.body FROM past_entered AS p
        JOIN scope_set AS s ON s.id = p.scope_id WHERE p.through > (? + 0) ORDER BY p.through, p.stream`,
      )
      .all(epoch.seq);
    return {
      seq: epoch.seq,
      // What changed since, and left nothing of before, began since.
      bases: new Map(rows.map((row) => [row.stream, row.seq > epoch.seq ? null : recordOf(row)])),
      entered: entered.flatMap(({ through, at, ...row }) => {
        const document = recordOf(row);
        return document === null ? [] : [{ through, at, document }];
      }),
    };
  }

  /** How one stream that has changed since stood at a place that `at` told; null: not there. */
  base(stream: StreamId, seq: number): DocumentRecord | null {
    const row = this.#statements
      .of<[string, number], Row>(
        `SELECT p.stream, p.version, p.seq, s.labels, p.body FROM past_document AS p
        LEFT JOIN scope_set AS s ON s.id = p.scope_id
        WHERE p.stream = CAST(? AS TEXT) AND p.epoch >= (SELECT min(epoch) FROM past_epoch WHERE seq >= (? + 0))
        ORDER BY p.epoch LIMIT 1`,
      )
      .get(stream, seq);
    return row === undefined || row.seq > seq ? null : recordOf(row);
  }

  #epochAt(instant: number): { readonly epoch: number; readonly seq: number } | undefined {
    return this.#statements
      .of<[number], { epoch: number; seq: number }>(
        'SELECT epoch, seq FROM past_epoch WHERE at <= (? + 0) ORDER BY epoch DESC LIMIT 1',
      )
      .get(instant);
  }
}
