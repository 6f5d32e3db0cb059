/**
 * Turning rows of the journal into what a seat may see of them. A batch is built once for all seats with the same labels
 * at the same place; the rows of the last commit come from memory.
 */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { evolveDocument } from '../../shared/domain/catalog.ts';
import { assert, must } from '../../shared/lib/must.ts';
import type { DocumentRecord } from '../../shared/lib/journal.ts';
import type { Batch, FeedItem } from '../../shared/wire/hub-protocol.ts';
import type { FeedRow, JournalReads } from '../journal/store.ts';
import type { EventText, ReadEvent } from '../journal/upcast.ts';
import type { Labels } from './labels.ts';
import { sees } from './labels.ts';
import type { FeedLimits } from './ports.ts';

export interface Built {
  readonly items: readonly FeedItem[];
  readonly through: Batch['through'];
  /** Rows looked at. */
  readonly rows: number;
  /** Whether the page was full: more may follow. */
  readonly full: boolean;
}

export interface BatchDeps {
  readonly journal: JournalReads;
  readonly kinds: Kinds;
  readonly readEvent: ReadEvent;
  readonly eventText: EventText;
  readonly limits: Pick<FeedLimits, 'page' | 'batchBytes'>;
}

/** Pages built from the store that are kept, for seats that come back together. */
const keptPages = 4;

/** The wire's item for a document that comes into sight. JSON either way: only the wire's type is mutable. */
export function enterItem({ stream, version, seq, state }: DocumentRecord<unknown>): FeedItem {
  return { kind: 'enter', stream, version, seq, state } as FeedItem;
}

export class Batches {
  readonly #deps: BatchDeps;
  /** Rows of the last commit. */
  #latest: readonly FeedRow[] = [];
  /** Up to here the feed has been told of commits. What lies beyond reaches it with the next one. */
  #head: number;
  #live = new Map<string, Built>();
  readonly #pages = new Map<string, Built>();
  /** Items by row, so that another label set need not read the event again. */
  readonly #events = new WeakMap<FeedRow, FeedItem>();
  readonly #enters = new WeakMap<FeedRow, FeedItem>();

  constructor(deps: BatchDeps) {
    this.#deps = deps;
    this.#head = deps.journal.head().seq;
  }

  /** The head as far as the feed was told. */
  get head(): number {
    return this.#head;
  }

  committed(rows: readonly FeedRow[]): void {
    this.#latest = rows;
    this.#head = rows.at(-1)?.seq ?? this.#head;
    this.#live = new Map();
  }

  /** What these labels see of the rows after the place; undefined where there are none. */
  after(seq: number, labels: Labels): Built | undefined {
    if (seq >= this.#head) return undefined;
    const key = `${seq}|${labels.key}`;
    const known = this.#live.get(key) ?? this.#pages.get(key);
    if (known !== undefined) return known;
    const { limits, journal } = this.#deps;
    const first = this.#latest[0]?.seq ?? Infinity;
    const isLive = first <= seq + 1;
    const rows = isLive
      ? this.#latest.slice(seq + 1 - first, seq + 1 - first + limits.page)
      : journal.feedAfter(seq, limits.page);
    const built = this.#build(rows, seq, labels);
    if (isLive) this.#live.set(key, built);
    else this.#keep(key, built);
    return built;
  }

  #keep(key: string, built: Built): void {
    this.#pages.set(key, built);
    if (this.#pages.size <= keptPages) return;
    const oldest = this.#pages.keys().next();
    if (oldest.done !== true) this.#pages.delete(oldest.value);
  }

  #build(rows: readonly FeedRow[], after: number, labels: Labels): Built {
    const { page, batchBytes } = this.#deps.limits;
    const items: FeedItem[] = [];
    let bytes = 0;
    let count = 0;
    for (const row of rows) {
      if (count > 0 && bytes + row.bytes.length > batchBytes) break;
      count += 1;
      // A gap here would be a gap on every seat, unseen for ever.
      assert(row.seq === after + count, `row ${row.seq} of the feed follows row ${after + count - 1}`);
      const item = this.#item(row, labels);
      if (item === undefined) continue;
      items.push(item);
      // A document may be far larger than the event that brings it into sight.
      bytes += item.kind === 'enter' ? JSON.stringify(item.state).length : row.bytes.length;
    }
    const last = must(rows[count - 1], `rows after ${after}`);
    const full = count === page || count < rows.length;
    return { items, through: { seq: last.seq, hash: last.hash }, rows: count, full };
  }

  #item(row: FeedRow, labels: Labels): FeedItem | undefined {
    const before = sees(labels, row.scope.before);
    const after = sees(labels, row.scope.after);
    if (after) return before || row.version === 1 ? this.#event(row) : this.#enter(row);
    return before ? { kind: 'leave', stream: row.stream } : undefined;
  }

  #event(row: FeedRow): FeedItem {
    const known = this.#events.get(row);
    if (known !== undefined) return known;
    const item: FeedItem = { kind: 'event', bytes: this.#deps.eventText(row) };
    this.#events.set(row, item);
    return item;
  }

  #enter(row: FeedRow): FeedItem {
    const known = this.#enters.get(row);
    if (known !== undefined) return known;
    const present = this.#deps.journal.document(row.stream);
    const item = enterItem(present?.version === row.version ? present : this.#foldedAt(row));
    this.#enters.set(row, item);
    return item;
  }

  /** The document as it stood after a row of the past. */
  #foldedAt({ stream, seq, version, scope }: FeedRow): DocumentRecord<unknown> {
    const { journal, readEvent, kinds } = this.#deps;
    let state: unknown;
    for (const stored of journal.eventsOfStream(stream, 0)) {
      if (stored.seq > seq) break;
      state = evolveDocument(state, readEvent(stored), kinds);
    }
    return { stream, version, seq, scope: scope.after, state };
  }
}
