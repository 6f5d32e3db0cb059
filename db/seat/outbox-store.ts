/**
 * The outbox of a seat in one SQLite file: what people did here, until the hub has it. It exists nowhere else, so every
 * write is durable when it returns, and the file is never thrown away.
 *
 * Personal parts are overwritten in their place and not deleted, for the reason that `db/hub/vault-store.ts` gives. Once
 * enough of them are blank the file is written anew without them.
 *
 * Matches `OutboxStore` in `seat/runtime/ports.ts` member by member.
 */
import type { CommandEnvelope, Refusal } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { assert } from '../../shared/lib/must.ts';
import type { Connection } from '../connection.ts';
import { fileSettings, isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import { asides, removeDatabase } from './aside.ts';
import { outboxMigrations } from './outbox-migrations.ts';

export type StoredEntryState = 'pending' | 'asking' | 'acknowledged' | 'refused' | 'heldBack' | 'discarded';

export interface OutboxRow {
  readonly id: string;
  readonly user: string;
  readonly lane: string;
  readonly nature: 'fact' | 'order';
  readonly command: CommandEnvelope;
  readonly personal: string | null;
  readonly state: StoredEntryState;
  readonly refusal: Refusal | null;
  readonly heldBackBy: string | null;
  readonly wantedAt: number;
  readonly settledAt: number | null;
  readonly acknowledged: { readonly seq: number; readonly refs: readonly string[] } | null;
}

export interface OutboxChange extends Partial<
  Pick<OutboxRow, 'state' | 'refusal' | 'heldBackBy' | 'wantedAt' | 'settledAt' | 'acknowledged'>
> {
  readonly id: string;
}

export interface OutboxJournal {
  readonly journalId: string;
  readonly epoch: number;
}

export interface OutboxOptions {
  /** The file may not grow beyond this many bytes; beyond it, writes throw `StorageFullError`. */
  readonly maxBytes?: number;
  /** Blank personal parts at which the file is written anew. */
  readonly compactAt?: number;
}

export interface StoredRow {
  readonly id: string;
  readonly user: string;
  readonly lane: string;
  readonly nature: 'fact' | 'order';
  readonly command: string;
  readonly state: StoredEntryState;
  readonly refusal: string | null;
  readonly heldBackBy: string | null;
  readonly wantedAt: number;
  readonly settledAt: number | null;
  readonly acknowledged: string | null;
  readonly personal: string | null;
}

/** The columns of an entry under the names of `StoredRow`. */
export const entryColumns = `e.id AS id, e.user AS user, e.lane AS lane, e.nature AS nature, e.command AS command,
  e.state AS state, e.refusal AS refusal, e.held_back_by AS heldBackBy, e.wanted_at AS wantedAt,
  e.settled_at AS settledAt, e.acknowledged AS acknowledged`;

const compactAtDefault = 1_000;

/** Throws where the texts are not what was once written. */
export function rowOf(stored: StoredRow): OutboxRow {
  const { command, refusal, acknowledged } = stored;
  return {
    ...stored,
    command: JSON.parse(command) as CommandEnvelope,
    refusal: refusal === null ? null : (JSON.parse(refusal) as Refusal),
    acknowledged: acknowledged === null ? null : (JSON.parse(acknowledged) as OutboxRow['acknowledged']),
  };
}

const jsonOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : canonicalJson(value);

export class SqliteOutboxStore {
  readonly #file: string;
  readonly #db: Connection;
  readonly #statements: Statements;
  readonly #compactAt: number;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`; for one that may be damaged see `openOutbox`. */
  constructor(file: string, options: OutboxOptions = {}) {
    this.#file = file;
    this.#compactAt = options.compactAt ?? compactAtDefault;
    this.#db = openFile(file, {
      settings: fileSettings.outbox,
      migrations: outboxMigrations,
      ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    });
    this.#statements = new Statements(this.#db);
    try {
      this.#finishCompacting();
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** What SQLite finds wrong with the file; undefined for a sound one. */
  damage(): string | undefined {
    const found = this.#db.pragma('integrity_check(1)', { simple: true });
    return found === 'ok' ? undefined : String(found);
  }

  add(row: OutboxRow, changes: readonly OutboxChange[]): void {
    this.#write(() => {
      this.#insert(row);
      for (const change of changes) this.#change(change);
    });
  }

  /** For a new file made from a damaged one. */
  addAll(rows: readonly OutboxRow[]): void {
    this.#write(() => {
      for (const row of rows) this.#insert(row);
    });
  }

  update(changes: readonly OutboxChange[]): void {
    if (changes.length === 0) return;
    this.#write(() => {
      for (const change of changes) this.#change(change);
    });
  }

  rows(): readonly OutboxRow[] {
    return this.#statements
      .of<[], StoredRow>(
        `SELECT ${entryColumns}, p.content AS personal
        FROM entry AS e LEFT JOIN personal AS p ON p.entry = e.id AND p.erased = 0 ORDER BY e.number`,
      )
      .all()
      .map(rowOf);
  }

  journal(): OutboxJournal | undefined {
    const row = this.#statements
      .of<[], { journalId: string | null; epoch: number | null }>('SELECT journal_id AS journalId, epoch FROM meta')
      .get();
    if (row === undefined || row.journalId === null || row.epoch === null) return undefined;
    return { journalId: row.journalId, epoch: row.epoch };
  }

  setJournal(journal: OutboxJournal, changes: readonly OutboxChange[]): void {
    this.#write(() => {
      this.#statements
        .of<[string, number]>('UPDATE meta SET journal_id = ?, epoch = ?')
        .run(journal.journalId, journal.epoch);
      for (const change of changes) this.#change(change);
    });
  }

  personalRefs(): readonly string[] {
    // Those of entries offered again belong to a history that is gone: a hub that knows none of them cannot tell whether
    // they were erased.
    return this.#withRefs()
      .filter(({ state }) => state === 'acknowledged')
      .flatMap(({ refs }) => refs);
  }

  erasePersonal(refs: readonly string[]): void {
    const wanted = new Set(refs);
    const entries = this.#withRefs().filter((row) => row.refs.some((ref) => wanted.has(ref)));
    if (entries.length === 0) return;
    this.#write(() => {
      for (const { id } of entries) this.#blank(id);
    });
    this.#leaveNoTrace();
    this.#removeAsides();
  }

  prune(before: number): void {
    const settled = this.#statements
      .of<[number], { id: string }>(
        "SELECT id FROM entry WHERE state IN ('acknowledged', 'discarded') AND settled_at < ?",
      )
      .all(before);
    if (settled.length === 0) return;
    const remove = this.#statements.of<[string]>('DELETE FROM entry WHERE id = ?');
    let blanked = 0;
    this.#write(() => {
      for (const { id } of settled) {
        blanked += this.#blank(id);
        remove.run(id);
      }
    });
    if (blanked === 0) return;
    this.#leaveNoTrace();
    this.#removeAsides();
    this.#compact();
  }

  /** Closing twice is no error. */
  close(): void {
    this.#db.close();
  }

  #withRefs(): readonly { readonly id: string; readonly state: StoredEntryState; readonly refs: readonly string[] }[] {
    return this.#statements
      .of<[], { id: string; state: StoredEntryState; acknowledged: string }>(
        `SELECT e.id AS id, e.state AS state, e.acknowledged AS acknowledged
        FROM entry AS e JOIN personal AS p ON p.entry = e.id AND p.erased = 0
        WHERE e.acknowledged IS NOT NULL ORDER BY e.number`,
      )
      .all()
      .map(({ id, state, acknowledged }) => ({
        id,
        state,
        refs: (JSON.parse(acknowledged) as { refs: string[] }).refs,
      }));
  }

  #insert(row: OutboxRow): void {
    this.#statements
      .of<(string | number | null)[]>(
        `INSERT INTO entry (id, user, lane, nature, command, state, refusal, held_back_by, wanted_at, settled_at,
          acknowledged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[row.id, row.user, row.lane, row.nature, canonicalJson(row.command), row.state, jsonOrNull(row.refusal)],
        ...[row.heldBackBy, row.wantedAt, row.settledAt, jsonOrNull(row.acknowledged)],
      );
    if (row.personal === null) return;
    this.#statements
      .of<[string, string]>('INSERT INTO personal (entry, content, erased) VALUES (?, ?, 0)')
      .run(row.id, row.personal);
  }

  #change(change: OutboxChange): void {
    const { id } = change;
    const set = (column: string, value: string | number | null | undefined): void => {
      if (value === undefined) return;
      const { changes } = this.#statements
        .of<[string | number | null, string]>(`UPDATE entry SET ${column} = ? WHERE id = ?`)
        .run(value, id);
      assert(changes === 1, `entry ${id} is in the outbox`);
    };
    set('state', change.state);
    set('refusal', change.refusal === undefined ? undefined : jsonOrNull(change.refusal));
    set('held_back_by', change.heldBackBy);
    set('wanted_at', change.wantedAt);
    set('settled_at', change.settledAt);
    set('acknowledged', change.acknowledged === undefined ? undefined : jsonOrNull(change.acknowledged));
  }

  /** Returns how many parts it made blank. */
  #blank(entry: string): number {
    return this.#statements
      .of<[string]>(
        `UPDATE personal SET erased = 1, content = format('%*s', octet_length(content), '')
        WHERE entry = ? AND erased = 0`,
      )
      .run(entry).changes;
  }

  /** A damaged file put aside cannot be overwritten in its places. What could be read of it was salvaged. */
  #removeAsides(): void {
    for (const { path } of asides(this.#file)) removeDatabase(path);
  }

  /** The -wal still holds earlier versions of the pages. */
  #leaveNoTrace(): void {
    const [state] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    assert(state?.busy === 0, 'nobody else reads the outbox');
  }

  #compact(): void {
    const count = this.#statements.of<[], { blank: number }>('SELECT count(*) AS blank FROM personal WHERE erased = 1');
    if ((count.get()?.blank ?? 0) < this.#compactAt) return;
    this.#write(() => {
      // Deleting leaves copies of neighbours in unused parts of pages: until all is written anew, it is not over.
      this.#statements.of<[]>('UPDATE meta SET compacting = 1').run();
      this.#statements.of<[]>('DELETE FROM personal WHERE erased = 1').run();
    });
    this.#finishCompacting();
  }

  #finishCompacting(): void {
    const row = this.#statements.of<[], { compacting: number }>('SELECT compacting FROM meta').get();
    if (row?.compacting !== 1) return;
    this.#db.exec('VACUUM');
    this.#leaveNoTrace();
    this.#statements.of<[]>('UPDATE meta SET compacting = 0').run();
  }

  #write(work: () => void): void {
    try {
      this.#db.transaction(work).immediate();
    } catch (error) {
      throw isStorageFull(error) ? new StorageFullError(error) : error;
    }
  }
}
