/** Documents over a period: how they stood at its beginning, what changed, and which of it is shown now. */
import type { Kinds } from '../../../shared/domain/catalog.ts';
import { evolveDocument } from '../../../shared/domain/catalog.ts';
import type { DocumentRecord, EventEnvelope, StreamId } from '../../../shared/lib/journal.ts';
import { splitStream } from '../../../shared/lib/journal.ts';
import type { Json } from '../../../shared/lib/json.ts';

/** A change as it is listed. */
export interface TimelineItem {
  readonly seq: number;
  /** Hub time, Unix ms. */
  readonly at: number;
  readonly stream: StreamId;
  /** Of the event. */
  readonly type: string;
}

/** A document whose state is read when it is asked for. */
export interface HeldText {
  readonly stream: StreamId;
  readonly version: number;
  readonly seq: number;
  /** JSON of the state. */
  readonly body: string;
}

/** What a stream was from an event on; without a document it was not there, or not to be seen. */
interface Version {
  readonly seq: number;
  readonly at: number;
  document: DocumentRecord | HeldText | undefined;
}

/** What came does not continue what is there. */
export class TimelineBroken extends Error {
  override readonly name = 'TimelineBroken';
}

export interface Moved {
  readonly put: readonly DocumentRecord[];
  readonly removed: readonly StreamId[];
}

/** Streams of which the timeline knows no change. */
export interface Unchanged {
  document(stream: StreamId): DocumentRecord | undefined;
  documents(kind: string): readonly DocumentRecord[];
}

const none: Unchanged = { document: () => undefined, documents: () => [] };

export class Timeline {
  readonly #kinds: Kinds;
  readonly #unchanged: Unchanged;
  readonly #byKind = new Map<string, Map<StreamId, Version[]>>();
  readonly #items: TimelineItem[] = [];
  /** How many of the items have happened at the instant that is shown. */
  #place = 0;
  #lastSeq: number;

  /** @param seq Of the last event before it. @param unchanged Where streams are that it is not told of. */
  constructor(kinds: Kinds, seq: number, unchanged: Unchanged = none) {
    this.#kinds = kinds;
    this.#lastSeq = seq;
    this.#unchanged = unchanged;
  }

  get items(): readonly TimelineItem[] {
    return this.#items;
  }

  /** Sequence number of the last event that has happened at the instant that is shown. */
  get seq(): number {
    return this.#items[this.#place - 1]?.seq ?? 0;
  }

  knows(stream: StreamId): boolean {
    return this.#kinds.has(splitStream(stream).kind);
  }

  /** Whether it was told of the stream, by name or as not being there. */
  has(stream: StreamId): boolean {
    return this.#versions(stream) !== undefined;
  }

  /** How a stream stood at the beginning; without a document it was not there. Before the first change. */
  hold(stream: StreamId, document: DocumentRecord | HeldText | undefined): void {
    if (this.knows(stream)) this.#open(stream).unshift({ seq: 0, at: Number.NEGATIVE_INFINITY, document });
  }

  event(event: EventEnvelope): void {
    const { stream, version, seq, at, type } = event;
    const before = this.knows(stream) ? this.#latest(stream) : undefined;
    const item = { seq, at, stream, type };
    if (!this.knows(stream)) return this.#next(item);
    if (version !== (before?.version ?? 0) + 1)
      throw new TimelineBroken(`version ${version} of ${stream} came where ${(before?.version ?? 0) + 1} was next`);
    const state = evolveDocument(before?.state, event, this.#kinds) as Json;
    this.#change(item, { stream, version, seq, scope: [], state });
  }

  /** @param seq Of the event with which it came into sight. */
  enter(document: HeldText, { seq, at, type }: Omit<TimelineItem, 'stream'>): void {
    const { stream } = document;
    if (this.knows(stream)) this.#change({ seq, at, stream, type }, document);
  }

  leave(item: TimelineItem): void {
    if (this.knows(item.stream)) this.#change(item, undefined);
  }

  /** Nobody may see the stream any more. Returns whether it was shown. */
  drop(stream: StreamId): boolean {
    const shown = this.document(stream) !== undefined;
    this.#byKind.get(splitStream(stream).kind)?.delete(stream);
    return shown;
  }

  /** Shows another instant; what is other there. */
  moveTo(at: number): Moved {
    const place = this.#countAt(at);
    const [first, beyond] = place < this.#place ? [place, this.#place] : [this.#place, place];
    const streams = new Set(this.#items.slice(first, beyond).map(({ stream }) => stream));
    const before = new Map([...streams].map((stream) => [stream, this.document(stream)]));
    this.#place = place;
    const put: DocumentRecord[] = [];
    const removed: StreamId[] = [];
    for (const stream of streams) {
      const document = this.document(stream);
      if (document !== undefined && document !== before.get(stream)) put.push(document);
      else if (document === undefined && before.get(stream) !== undefined) removed.push(stream);
    }
    return { put, removed };
  }

  /** As of the instant that is shown. */
  document(stream: StreamId): DocumentRecord | undefined {
    return this.documentAt(stream, this.#place);
  }

  /** As of so many items. */
  documentAt(stream: StreamId, place: number): DocumentRecord | undefined {
    const versions = this.#versions(stream);
    if (versions === undefined) return this.knows(stream) ? this.#unchanged.document(stream) : undefined;
    const seq = this.#items[place - 1]?.seq ?? 0;
    return read(versions.findLast((version) => version.seq <= seq));
  }

  /** Of a kind, by stream, as of the instant that is shown. */
  documents(kind: string): readonly DocumentRecord[] {
    const told = this.#byKind.get(kind) ?? new Map<StreamId, Version[]>();
    const unchanged = this.#unchanged.documents(kind).filter(({ stream }) => !told.has(stream));
    const documents = [...told.keys()].flatMap((stream) => this.document(stream) ?? []);
    return [...unchanged, ...documents].sort((a, b) => (a.stream < b.stream ? -1 : 1));
  }

  /** Since when a condition has held for a stream without a break, at the instant that is shown; undefined where it does not. */
  heldSince(stream: StreamId, holds: (state: Json) => boolean): number | undefined {
    const document = this.document(stream);
    if (document === undefined || !holds(document.state)) return undefined;
    const versions = this.#versions(stream) ?? [];
    let since = Number.NEGATIVE_INFINITY;
    for (let place = versions.findLastIndex(({ seq }) => seq <= this.seq); place >= 0; place -= 1) {
      const state = read(versions[place])?.state;
      if (state === undefined || !holds(state)) return since;
      since = versions[place]?.at ?? since;
    }
    return since;
  }

  #countAt(at: number): number {
    let [before, beyond] = [0, this.#items.length + 1];
    while (beyond - before > 1) {
      const middle = (before + beyond) >> 1;
      if ((this.#items[middle - 1]?.at ?? 0) <= at) before = middle;
      else beyond = middle;
    }
    return before;
  }

  #latest(stream: StreamId): DocumentRecord | undefined {
    const versions = this.#versions(stream);
    return versions === undefined ? this.#unchanged.document(stream) : read(versions.at(-1));
  }

  #change(item: TimelineItem, document: Version['document']): void {
    this.#next(item);
    this.#open(item.stream).push({ seq: item.seq, at: item.at, document });
  }

  #next(item: TimelineItem): void {
    if (item.seq < this.#lastSeq) throw new TimelineBroken(`event ${item.seq} came after ${this.#lastSeq}`);
    this.#lastSeq = item.seq;
    if (this.knows(item.stream)) this.#items.push(item);
  }

  #versions(stream: StreamId): Version[] | undefined {
    return this.#byKind.get(splitStream(stream).kind)?.get(stream);
  }

  #open(stream: StreamId): Version[] {
    const { kind } = splitStream(stream);
    const ofKind = this.#byKind.get(kind) ?? new Map<StreamId, Version[]>();
    this.#byKind.set(kind, ofKind);
    const versions = ofKind.get(stream) ?? [];
    ofKind.set(stream, versions);
    return versions;
  }
}

/** Parsed once. */
function read(version: Version | undefined): DocumentRecord | undefined {
  const document = version?.document;
  if (version === undefined || document === undefined) return undefined;
  if ('state' in document) return document;
  const { stream, seq, body } = document;
  const parsed = { stream, version: document.version, seq, scope: [], state: JSON.parse(body) as Json };
  version.document = parsed;
  return parsed;
}
