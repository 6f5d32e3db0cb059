/**
 * Folds a part of the feed into the cache. Strict: what does not continue exactly where the cache stands is a bug of hub
 * or seat, and must not become a document that is quietly wrong.
 */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import type { DocumentRecord, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { IncomingBatch, IncomingPage } from './incoming.ts';
import type { CacheChange, CachePlace, CacheStore, EnteredDocument, EventText } from './ports.ts';

/** The feed does not continue the cache. */
export class FeedBroken extends Error {
  override readonly name = 'FeedBroken';
}

function continuous(holds: boolean, what: string): asserts holds {
  if (!holds) throw new FeedBroken(what);
}

export type IncomingDocument = IncomingPage['documents'][number];

/** What batches change, as far as they were taken in. */
interface Taken {
  readonly events: EventText[];
  readonly touched: Map<StreamId, DocumentRecord | undefined>;
  readonly entered: EnteredDocument[];
}

/** Documents kept parsed: those that change are few and change again. */
const keptDocuments = 5_000;

export class Applier {
  readonly #kinds: Kinds;
  readonly #cache: () => Pick<CacheStore, 'document'>;
  readonly #known = new Map<StreamId, DocumentRecord>();

  /** @param cache The present one: it may be replaced. */
  constructor(kinds: Kinds, cache: () => Pick<CacheStore, 'document'>) {
    this.#kinds = kinds;
    this.#cache = cache;
  }

  /** Whether this program knows the kind; a newer hub may have others, which are left out. */
  knows(stream: StreamId): boolean {
    return this.#kinds.has(splitStream(stream).kind);
  }

  /**
   * What batches that follow each other change, taken together: a document is written once for all of them. Throws
   * `FeedBroken` where one does not continue the place before it.
   */
  change(batches: readonly IncomingBatch[], place: CachePlace): CacheChange {
    const events: EventText[] = [];
    const touched = new Map<StreamId, DocumentRecord | undefined>();
    const entered: EnteredDocument[] = [];
    let next = place;
    for (const batch of batches) next = this.#take(batch, next, { events, touched, entered });
    const put: DocumentRecord[] = [];
    const removed: StreamId[] = [];
    for (const [stream, document] of touched) {
      if (document === undefined) removed.push(stream);
      else put.push(document);
    }
    return {
      events: events.filter(({ stream }) => touched.get(stream) !== undefined),
      put,
      removed,
      ...(entered.length === 0 ? {} : { entered }),
      place: next,
    };
  }

  /** Adds what one batch changes, and returns where it ends. */
  #take(
    { through, items, labels, hubTime }: IncomingBatch,
    place: CachePlace,
    { events, touched, entered }: Taken,
  ): CachePlace {
    continuous(through.seq >= place.lastSeq, `the feed went back from ${place.lastSeq} to ${through.seq}`);
    if (through.seq === place.lastSeq)
      continuous(through.hash === place.lastHash, `another history at ${through.seq}, which the cache has passed`);
    let last = place.lastSeq;
    for (const item of items) {
      if (item.kind === 'event') {
        const { seq, stream, version } = item.event;
        continuous(seq > last && seq <= through.seq, `event ${seq} after ${last} to ${through.seq}`);
        last = seq;
        if (!this.knows(stream)) continue;
        touched.set(stream, this.#folded(touched, item.event));
        events.push({ seq, stream, version, bytes: item.bytes });
      } else if (this.knows(item.stream)) {
        const document = item.kind === 'enter' ? this.#entered(touched, item, through.seq) : undefined;
        touched.set(item.stream, document);
        // With an event of this batch, or as all of it was told: then the person's rights are others.
        const at = { through: item.kind === 'enter' && item.seq > place.lastSeq ? item.seq : through.seq, at: hubTime };
        if (document !== undefined) entered.push({ ...at, document });
      }
    }
    const { seq: lastSeq, hash: lastHash } = through;
    return { ...place, lastSeq, lastHash, labels: labels ?? place.labels, asOf: hubTime };
  }

  /** The documents of a snapshot page, with their scope. Throws `FeedBroken` for a state no kind made. */
  documents(incoming: readonly IncomingDocument[]): readonly DocumentRecord[] {
    return incoming.filter(({ stream }) => this.knows(stream)).map((document) => this.#scoped(document));
  }

  /** The change was committed. */
  keep(change: CacheChange): void {
    for (const stream of change.removed) this.#known.delete(stream);
    for (const document of change.put) {
      // Set anew, so that what changes often stands at the end.
      this.#known.delete(document.stream);
      this.#known.set(document.stream, document);
    }
    for (const stream of this.#known.keys()) {
      if (this.#known.size <= keptDocuments) break;
      this.#known.delete(stream);
    }
  }

  /** The documents of the cache are others now. */
  forget(): void {
    this.#known.clear();
  }

  #held(touched: ReadonlyMap<StreamId, DocumentRecord | undefined>, stream: StreamId): DocumentRecord | undefined {
    if (touched.has(stream)) return touched.get(stream);
    return this.#known.get(stream) ?? this.#cache().document(stream);
  }

  #folded(touched: ReadonlyMap<StreamId, DocumentRecord | undefined>, event: EventEnvelope): DocumentRecord {
    const { stream, version, seq } = event;
    const held = this.#held(touched, stream);
    const expected = (held?.version ?? 0) + 1;
    continuous(version === expected, `version ${version} of ${stream} came where ${expected} was next`);
    try {
      const state = evolveDocument(held?.state, event, this.#kinds) as Json;
      return { stream, version, seq, scope: scopeOf(stream, state, this.#kinds), state };
    } catch (error) {
      throw new FeedBroken(`event ${seq} does not fold into ${stream}: ${String(error)}`, { cause: error });
    }
  }

  #entered(
    touched: ReadonlyMap<StreamId, DocumentRecord | undefined>,
    document: IncomingDocument,
    through: number,
  ): DocumentRecord {
    const { stream, version, seq } = document;
    const held = this.#held(touched, stream);
    continuous(
      version >= (held?.version ?? 0) && seq <= through,
      `${stream} entered at version ${version}, event ${seq}, where ${held?.version ?? 0} is held`,
    );
    return this.#scoped(document);
  }

  #scoped({ stream, version, seq, state }: IncomingDocument): DocumentRecord {
    try {
      return { stream, version, seq, scope: scopeOf(stream, state, this.#kinds), state };
    } catch (error) {
      throw new FeedBroken(`${stream} has a state its kind does not know`, { cause: error });
    }
  }
}
