/**
 * The access log: who logged in, who looked at strangers' data, what was refused. Chained like the journal, in a file of
 * its own; old entries go away from its front.
 *
 * Matches the port in `hub/journal/store.ts`.
 */
import { createHash } from 'node:crypto';
import { genesisHash } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { Connection } from '../connection.ts';
import { fileSettings, isStorageFull, openFile, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';

export interface AccessEntry {
  /** Hub time, Unix ms. */
  readonly at: number;
  readonly user: string;
  readonly seat: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

export interface StoredAccessEntry extends AccessEntry {
  readonly seq: number;
  readonly hash: string;
}

export interface AccessQuery {
  /** Hub time, Unix ms: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  readonly user?: string;
  /** Entries by this one are left out. */
  readonly notBy?: string;
  readonly action?: string;
  /** One of these; empty asks for none. */
  readonly subjects?: readonly string[];
  /** Entries before this number only. */
  readonly before?: number;
  readonly limit: number;
}

export interface AccessCount {
  readonly user: string;
  readonly action: string;
  /** What was counted and not written one by one included. */
  readonly count: number;
  /** Hub time, Unix ms. */
  readonly lastAt: number;
}

export interface AccessLink {
  readonly seq: number;
  readonly hash: string;
}

export const accessLogMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'access log',
    up(db) {
      db.exec(`
        CREATE TABLE entry (
          seq INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          user TEXT NOT NULL,
          seat TEXT NOT NULL,
          action TEXT NOT NULL,
          subject TEXT NOT NULL,
          detail TEXT NOT NULL,
          hash TEXT NOT NULL
        ) STRICT;
        CREATE TABLE chain_start (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          seq INTEGER NOT NULL,
          hash TEXT NOT NULL
        ) STRICT;
      `);
      db.prepare('INSERT INTO chain_start (one, seq, hash) VALUES (1, 0, ?)').run(genesisHash);
    },
  },
  {
    version: 2,
    name: 'find entries',
    up(db) {
      db.exec(`
        CREATE INDEX entry_at ON entry (at);
        CREATE INDEX entry_user ON entry (user, seq);
        CREATE INDEX entry_subject ON entry (subject, seq);
      `);
    },
  },
];

/** The hash of an entry: SHA-256 of the hash before it, as text, and the canonical JSON of entry and seq. */
export function accessHash(previous: string, seq: number, entry: AccessEntry): string {
  const { at, user, seat, action, subject, detail } = entry;
  return createHash('sha256')
    .update(previous, 'utf8')
    .update(canonicalJson({ seq, at, user, seat, action, subject, detail }), 'utf8')
    .digest('hex');
}

/** Entries read at once while verifying. */
const verifyPage = 1_000;

export class SqliteAccessLogStore {
  readonly #db: Connection;
  readonly #statements: Statements;

  /** Opens the file, or makes it. Throws `FileFromTheFuture`, `NodeTooOld`. */
  constructor(file: string, options: { readonly maxBytes?: number } = {}) {
    this.#db = openFile(file, { settings: fileSettings.accessLog, migrations: accessLogMigrations, ...options });
    this.#statements = new Statements(this.#db);
  }

  /** All or none, durable when it returns. Throws `StorageFullError`. */
  append(entries: readonly AccessEntry[]): void {
    const insert = this.#statements.of<[number, number, string, string, string, string, string, string]>(
      'INSERT INTO entry (seq, at, user, seat, action, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#write(() => {
      let { seq, hash } = this.head();
      for (const entry of entries) {
        seq += 1;
        hash = accessHash(hash, seq, entry);
        insert.run(seq, entry.at, entry.user, entry.seat, entry.action, entry.subject, entry.detail, hash);
      }
    });
  }

  after(seq: number, limit: number): readonly StoredAccessEntry[] {
    return this.#statements
      .of<[number, number], StoredAccessEntry>(
        `SELECT seq, at, user, seat, action, subject, detail, hash FROM entry WHERE seq > ? ORDER BY seq LIMIT CAST(? AS INTEGER)`,
      )
      .all(seq, limit);
  }

  /** Newest first. */
  find({ from, to, user, notBy, action, subjects, before, limit }: AccessQuery): readonly StoredAccessEntry[] {
    return this.#statements
      .of<[object], StoredAccessEntry>(
        `SELECT seq, at, user, seat, action, subject, detail, hash FROM entry
         WHERE at >= @from AND at < @to
           AND (@user IS NULL OR user = @user) AND (@notBy IS NULL OR user <> @notBy)
           AND (@action IS NULL OR action = @action)
           AND (@subjects IS NULL OR subject IN (SELECT value FROM json_each(@subjects)))
           AND (@before IS NULL OR seq < @before)
         ORDER BY seq DESC LIMIT CAST(@limit AS INTEGER)`,
      )
      .all({
        ...{ from, to, limit },
        ...{ user: user ?? null, notBy: notBy ?? null, action: action ?? null, before: before ?? null },
        subjects: subjects === undefined ? null : JSON.stringify(subjects),
      });
  }

  /** By user and action, the most first; from inclusive, to exclusive. */
  counts(from: number, to: number): readonly AccessCount[] {
    return this.#statements
      .of<[number, number], AccessCount>(
        `SELECT user, action, MAX(at) AS lastAt,
           SUM(CASE WHEN detail GLOB 'repeated [0-9]*' THEN CAST(substr(detail, 10) AS INTEGER) ELSE 1 END) AS count
         FROM entry WHERE at >= ? AND at < ? GROUP BY user, action ORDER BY count DESC, user, action`,
      )
      .all(from, to);
  }

  /** Seq 0 and the genesis hash before the first entry. Pruning does not change it. */
  head(): AccessLink {
    const last = this.#statements.of<[], AccessLink>('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1').get();
    return last ?? this.chainStart();
  }

  /** What the first kept entry is chained to: the last pruned one, or seq 0 and the genesis hash. */
  chainStart(): AccessLink {
    const row = this.#statements.of<[], AccessLink>('SELECT seq, hash FROM chain_start').get();
    return must(row, 'start of the access log');
  }

  /** Recomputes the chain of the kept entries. Returns the first seq that does not fit; undefined where all do. */
  firstBroken(): number | undefined {
    let { seq, hash } = this.chainStart();
    for (;;) {
      const page = this.after(seq, verifyPage);
      for (const entry of page) {
        if (entry.seq !== seq + 1 || entry.hash !== accessHash(hash, entry.seq, entry)) return seq + 1;
        ({ seq, hash } = entry);
      }
      if (page.length < verifyPage) return undefined;
    }
  }

  /**
   * Deletes the entries from the front up to the first one at or after the instant. Returns how many. An older entry
   * behind that one stays: the chain must have no hole.
   */
  prune(before: number): number {
    let pruned = 0;
    this.#write(() => {
      const keep = this.#statements
        .of<[number], { seq: number }>('SELECT seq FROM entry WHERE at >= ? ORDER BY seq LIMIT 1')
        .get(before);
      const last = this.#statements
        .of<[number], AccessLink>('SELECT seq, hash FROM entry WHERE seq < ? ORDER BY seq DESC LIMIT 1')
        .get(keep?.seq ?? Number.MAX_SAFE_INTEGER);
      if (last === undefined) return;
      this.#statements.of<[number, string]>('UPDATE chain_start SET seq = ?, hash = ?').run(last.seq, last.hash);
      pruned = this.#statements.of<[number]>('DELETE FROM entry WHERE seq <= ?').run(last.seq).changes;
    });
    return pruned;
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
