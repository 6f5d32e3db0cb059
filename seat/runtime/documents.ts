/** The documents as screens see them: watches over kinds, told after each commit. */
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { SeatDocument, SeatPush } from '../../shared/wire/seat-api.ts';
import type { CacheStore } from './ports.ts';

type DocumentPush = Extract<SeatPush, { push: 'opened' | 'changed' }>;

export class Documents {
  readonly #cache: () => Pick<CacheStore, 'documents'>;
  readonly #push: (push: DocumentPush) => void;
  readonly #watches = new Map<number, readonly string[]>();
  #shown = false;

  /** @param cache The present one: it may be replaced. */
  constructor(cache: () => Pick<CacheStore, 'documents'>, push: (push: DocumentPush) => void) {
    this.#cache = cache;
    this.#push = push;
  }

  /** Whether whoever is signed in may be shown what the cache holds. Where that changes, watches begin anew. */
  show(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.reopen();
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** A number in use begins anew. */
  watch(watch: number, kinds: readonly string[]): void {
    this.#watches.set(watch, [...new Set(kinds)]);
    this.#open(watch, kinds);
  }

  unwatch(watch: number): void {
    this.#watches.delete(watch);
  }

  committed(put: readonly DocumentRecord[], removed: readonly StreamId[]): void {
    if (!this.#shown || this.#watches.size === 0) return;
    const byKind = new Map<string, { documents: SeatDocument[]; gone: string[] }>();
    const of = (stream: StreamId) => {
      const { kind } = splitStream(stream);
      const known = byKind.get(kind);
      if (known !== undefined) return known;
      const made = { documents: [], gone: [] };
      byKind.set(kind, made);
      return made;
    };
    for (const document of put) of(document.stream).documents.push(shownOf(document));
    for (const stream of removed) of(stream).gone.push(stream);
    for (const [watch, kinds] of this.#watches) {
      const changes = kinds.flatMap((kind) => byKind.get(kind) ?? []);
      if (changes.length === 0) continue;
      const documents = changes.flatMap((change) => change.documents);
      this.#push({ push: 'changed', watch, documents, gone: changes.flatMap((change) => change.gone) });
    }
  }

  /** All documents may be others. */
  reopen(): void {
    for (const [watch, kinds] of this.#watches) this.#open(watch, kinds);
  }

  #open(watch: number, kinds: readonly string[]): void {
    const documents = this.#shown ? kinds.flatMap((kind) => this.#cache().documents(kind).map(shownOf)) : [];
    this.#push({ push: 'opened', watch, documents });
  }
}

/** States come out of the store or the fold and are never changed: only the wire's type is mutable. */
function shownOf({ stream, version, seq, state }: DocumentRecord): SeatDocument {
  return { stream, version, seq, state: state as SeatDocument['state'] };
}
