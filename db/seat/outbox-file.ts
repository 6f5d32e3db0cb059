/** Opens the outbox of a seat. A damaged file is copied aside and read row by row: what can be read goes on. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NodeTooOld, openForReading, openPlain, sqliteCode } from '../connection.ts';
import type { Connection } from '../connection.ts';
import { fileVersion } from '../migrations.ts';
import { copyAside, removeDatabase } from './aside.ts';
import { outboxApplicationId, partFrom1 } from './outbox-migrations.ts';
import type { OutboxOptions, OutboxRow, StoredRow } from './outbox-store.ts';
import { entryColumns, rowOf, SqliteOutboxStore } from './outbox-store.ts';

export const outboxFile = 'outbox.sqlite';

/** What became of a damaged file. */
export interface Salvage {
  readonly damage: string;
  /** Where the damaged file lies now. */
  readonly aside: string;
  /** Entries that could be read. */
  readonly entries: number;
  /** Entries that by their numbers were there, or were deleted long ago, and could not be read; there may be more. */
  readonly unreadable: number;
  /** Entries whose personal part, if they had one, could not be read. */
  readonly withoutPersonal: number;
}

/** The file holds something else than an outbox: nothing is done to it. */
export class NotAnOutbox extends Error {
  override readonly name = 'NotAnOutbox';

  constructor(file: string) {
    super(`${file} is not the outbox of a seat: name another folder, or take the file away`);
  }
}

const damageCodes = /^SQLITE_(CORRUPT|NOTADB)/;
/** Numbers tried one by one in a hole. */
const longestHole = 20_000;
const cacheKiB = 2_048;

/** Throws `FileFromTheFuture` and `NotAnOutbox`: such a file is not ours to change, and not to be thrown away. */
export function openOutbox(
  dir: string,
  options: OutboxOptions = {},
): { readonly store: SqliteOutboxStore; readonly salvage: Salvage | undefined } {
  const file = join(dir, outboxFile);
  // Left by a salvage that was cut short: the damaged file is still in its place.
  removeDatabase(newFile(file));
  const damage = damageOf(file, options);
  if (damage === undefined) return { store: new SqliteOutboxStore(file, options), salvage: undefined };
  const salvage = salvaged(file, damage);
  return { store: new SqliteOutboxStore(file, options), salvage };
}

const newFile = (file: string): string => `${file}.new`;

function damageOf(file: string, options: OutboxOptions): string | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  try {
    assertOurs(file);
    const store = new SqliteOutboxStore(file, options);
    try {
      const damage = store.damage();
      store.rows();
      return damage;
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof NodeTooOld || error instanceof NotAnOutbox) throw error;
    if (error instanceof SyntaxError) return 'an entry is not JSON';
    const code = sqliteCode(error) ?? (error instanceof Error ? sqliteCode(error.cause) : undefined);
    if (code === undefined || !damageCodes.test(code)) throw error;
    return code;
  }
}

function assertOurs(file: string): void {
  const db = openPlain(file, 0);
  try {
    const id = Number(db.pragma('application_id', { simple: true }));
    if (id !== outboxApplicationId) throw new NotAnOutbox(file);
  } finally {
    db.close();
  }
}

/** Leaves a sound file in the place of the damaged one, and the damaged one aside. */
function salvaged(file: string, damage: string): Salvage {
  const aside = copyAside(file);
  const found = readAll(aside);
  const target = newFile(file);
  const store = new SqliteOutboxStore(target);
  store.addAll(found.rows);
  if (found.journal !== undefined) store.setJournal(found.journal, []);
  store.close();
  // A -wal of the damaged file must not be taken for one of the new file.
  removeDatabase(file);
  renameSync(target, file);
  syncFolder(dirname(file));
  const { rows, unreadable, withoutPersonal } = found;
  return { damage, aside, entries: rows.length, unreadable, withoutPersonal };
}

function syncFolder(dir: string): void {
  // Folders cannot be opened on Windows, where renames are durable by themselves.
  if (process.platform === 'win32') return;
  const handle = openSync(dir, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

interface Found {
  readonly rows: OutboxRow[];
  readonly journal: { readonly journalId: string; readonly epoch: number } | undefined;
  readonly unreadable: number;
  readonly withoutPersonal: number;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function readAll(file: string): Found {
  const nothing: Found = { rows: [], journal: undefined, unreadable: 0, withoutPersonal: 0 };
  const db = attempt(() => openForReading(file, cacheKiB));
  if (db === undefined) return nothing;
  try {
    return readRows(db);
  } catch {
    return nothing;
  } finally {
    db.close();
  }
}

function readRows(db: Connection): Found {
  const numbers = numbersIn(db);
  const one = db.prepare<[number], StoredRow>(
    `SELECT ${entryColumns}, NULL AS personal FROM entry AS e WHERE e.number = ?`,
  );
  const personalOf = personalParts(db);
  const rows: OutboxRow[] = [];
  const ids = new Set<string>();
  let unreadable = 0;
  let withoutPersonal = 0;
  for (const { number, certain } of numbers) {
    const row = attempt(() => {
      const stored = one.get(number);
      return stored === undefined ? undefined : rowOf(stored);
    });
    if (row === undefined) {
      if (certain) unreadable += 1;
      continue;
    }
    // Pages that point at each other may give one row twice.
    if (ids.has(row.id)) continue;
    ids.add(row.id);
    const personal = personalOf(row.id);
    if (personal === 'unreadable') withoutPersonal += 1;
    rows.push({ ...row, personal: personal === 'unreadable' ? null : personal });
  }
  const journal = attempt(() =>
    db
      .prepare<[], { journalId: string; epoch: number }>(
        'SELECT journal_id AS journalId, epoch FROM meta WHERE journal_id IS NOT NULL',
      )
      .get(),
  );
  return { rows, journal, unreadable, withoutPersonal };
}

/** Personal parts by entry, without the index: it may be the damaged part. */
function personalParts(db: Connection): (entry: string) => string | null | 'unreadable' {
  const parts = new Map<string, string>();
  const one = db.prepare<[number], { entry: string; content: string }>(
    'SELECT entry, content FROM personal WHERE number = ? AND erased = 0',
  );
  // A file too damaged to be opened was not brought to the newest version either.
  const { start, end } = fileVersion(db) === 1 ? partFrom1 : { start: '', end: '' };
  let holes = false;
  const { fromStart, fromEnd, whole } = scan(db, 'personal');
  for (const number of [...fromStart, ...fromEnd]) {
    try {
      const part = one.get(number);
      if (part !== undefined) parts.set(part.entry, `${start}${part.content}${end}`);
    } catch {
      holes = true;
    }
  }
  // With a hole nobody knows which entries had one.
  return (entry) => parts.get(entry) ?? (holes || !whole ? 'unreadable' : null);
}

/** Numbers are dense, but for what was pruned: what the damage hides is tried one by one. */
function numbersIn(db: Connection): readonly { readonly number: number; readonly certain: boolean }[] {
  const { fromStart, fromEnd, whole } = scan(db, 'entry');
  const certain = [...fromStart, ...fromEnd].map((number) => ({ number, certain: true }));
  if (whole) return certain;
  const first = fromStart.at(-1) ?? 0;
  const last = Math.min(fromEnd[0] ?? Number.POSITIVE_INFINITY, first + longestHole);
  const hole: { number: number; certain: boolean }[] = [];
  for (let number = first + 1; number < last; number += 1) hole.push({ number, certain: fromEnd.length > 0 });
  return [...certain, ...hole].sort((a, b) => a.number - b.number);
}

interface Scan {
  readonly fromStart: readonly number[];
  /** Empty where the way from the start led through. */
  readonly fromEnd: readonly number[];
  readonly whole: boolean;
}

/** Numbers found from both ends, up to the damage; rising. */
function scan(db: Connection, table: 'entry' | 'personal'): Scan {
  const walk = (order: 'ASC' | 'DESC'): { readonly numbers: number[]; readonly whole: boolean } => {
    const numbers: number[] = [];
    try {
      const rows = db.prepare<[], { number: number }>(
        `SELECT number FROM ${table} NOT INDEXED ORDER BY number ${order}`,
      );
      for (const { number } of rows.iterate()) numbers.push(number);
      return { numbers, whole: true };
    } catch {
      return { numbers, whole: false };
    }
  };
  const up = walk('ASC');
  if (up.whole) return { fromStart: up.numbers, fromEnd: [], whole: true };
  const end = up.numbers.at(-1) ?? 0;
  const down = walk('DESC').numbers.filter((number) => number > end);
  return { fromStart: up.numbers, fromEnd: down.reverse(), whole: false };
}
