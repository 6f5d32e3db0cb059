/**
 * The hall as it was: documents as of any place of the journal, folded by the same `evolve` from the nearest kept place
 * on. All work is a generator whose steps are short, to be run in slices.
 */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { foldEvent } from '../desk/fold.ts';
import type { JournalReads } from '../journal/store.ts';
import type { ReadEvent } from '../journal/upcast.ts';
import type { AsOfStore, AsOfText } from './store.ts';

export interface AsOfDeps {
  readonly journal: Pick<JournalReads, 'head' | 'rowsAfter' | 'eventsOfStream'>;
  readonly store: Pick<AsOfStore, 'nearest' | 'document' | 'documents'>;
  readonly kinds: Kinds;
  /** Brings events of older schemas up to the present one. */
  readonly readEvent: ReadEvent;
}

/** Events read at once: what one step of the work may take. */
const rowsPage = 50;
/** Documents of a kept place read at once. */
const documentsPage = 50;

export function recordOf({ body, ...rest }: AsOfText): DocumentRecord<unknown> {
  return { ...rest, state: JSON.parse(body) as Json };
}

export function textOf({ stream, version, seq, scope, state }: DocumentRecord<unknown>): AsOfText {
  return { stream, version, seq, scope, body: canonicalJson(state) };
}

/**
 * Sequence number of the last event at or before the instant, hub time, Unix ms; 0 where there is none. Event times never
 * go back, so a search by halves finds it.
 */
export function seqAt(journal: Pick<JournalReads, 'head' | 'rowsAfter'>, instant: number): number {
  let known = 0;
  let beyond = journal.head().seq + 1;
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    if (must(journal.rowsAfter(middle - 1, 1)[0], `event ${middle}`).at <= instant) known = middle;
    else beyond = middle;
  }
  return known;
}

export interface FoldStep {
  readonly seq: number;
  readonly hash: string;
  readonly stream: StreamId;
}

/**
 * Folds the events after a place into `changed`, up to `to`; tells of each event after it is folded in.
 * @param before A document as of that place. @param wanted Streams to fold; the others are passed over.
 */
export function* foldForward(
  { journal, kinds, readEvent }: Pick<AsOfDeps, 'journal' | 'kinds' | 'readEvent'>,
  { after, to }: { readonly after: number; readonly to: number },
  changed: Map<StreamId, DocumentRecord<unknown>>,
  before: (stream: StreamId) => DocumentRecord<unknown> | undefined,
  wanted: (stream: StreamId) => boolean = () => true,
): Generator<FoldStep, void> {
  for (let last = after; last < to;) {
    const rows = journal.rowsAfter(last, Math.min(rowsPage, to - last));
    for (const row of rows) {
      const stream = row.stream as StreamId;
      if (wanted(stream)) {
        const held = changed.get(stream) ?? before(stream);
        changed.set(stream, foldEvent(kinds, held, readEvent(row)).document);
      }
      yield { seq: row.seq, hash: row.hash, stream };
    }
    last = must(rows.at(-1), `events after ${last}`).seq;
  }
}

/** One document as of a sequence number; undefined where its stream began later. */
export function documentAt(deps: AsOfDeps, stream: StreamId, seq: number): DocumentRecord<unknown> | undefined {
  const { journal, store, kinds, readEvent } = deps;
  const place = store.nearest(seq);
  const kept = place && store.document(stream, place.seq);
  let document = kept && recordOf(kept);
  for (const stored of journal.eventsOfStream(stream, document?.version ?? 0, seq))
    document = foldEvent(kinds, document, readEvent(stored)).document;
  return document;
}

/** All documents as of one sequence number, in pages. */
export class HallAt {
  readonly seq: number;
  readonly #deps: AsOfDeps;
  readonly #wanted: (stream: StreamId) => boolean;
  /** Documents that changed after the kept place, and were not handed out yet. */
  readonly #changed = new Map<StreamId, DocumentRecord<unknown>>();
  #place = 0;
  /** The stream up to which those of the kept place were handed out; undefined once all were. */
  #after: string | undefined = '';

  /** @param wanted Streams it is asked for; the others are passed over. */
  constructor(deps: AsOfDeps, seq: number, wanted: (stream: StreamId) => boolean = () => true) {
    this.seq = seq;
    this.#deps = deps;
    this.#wanted = wanted;
  }

  /** To be run first. */
  *fold(): Generator<void, void> {
    const { store } = this.#deps;
    this.#place = store.nearest(this.seq)?.seq ?? 0;
    if (this.#place === 0) this.#after = undefined;
    const before = (stream: StreamId): DocumentRecord<unknown> | undefined => {
      const kept = this.#place === 0 ? undefined : store.document(stream, this.#place);
      return kept && recordOf(kept);
    };
    const period = { after: this.#place, to: this.seq };
    for (const _ of foldForward(this.#deps, period, this.#changed, before, this.#wanted)) yield;
  }

  /** The next ones: an empty page where there are none any more. `enough`: whether these are enough for a page. */
  *page(enough: (documents: readonly AsOfText[]) => boolean): Generator<void, readonly AsOfText[]> {
    const found: AsOfText[] = [];
    while (this.#after !== undefined && !enough(found)) {
      const kept = this.#deps.store.documents(this.#place, this.#after, documentsPage);
      for (const document of kept) {
        this.#after = document.stream;
        if (!this.#wanted(document.stream)) continue;
        const changed = this.#changed.get(document.stream);
        this.#changed.delete(document.stream);
        found.push(changed === undefined ? document : textOf(changed));
        if (enough(found)) break;
        if (changed !== undefined) yield;
      }
      if (kept.length === 0) this.#after = undefined;
      yield;
    }
    for (const [stream, document] of this.#changed) {
      if (enough(found)) break;
      this.#changed.delete(stream);
      found.push(textOf(document));
      yield;
    }
    return found;
  }
}
