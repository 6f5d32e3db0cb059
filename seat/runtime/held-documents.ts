/** The cache's documents kept parsed by kind, so that rules that run on the seat do not parse a whole kind per keystroke. */
import type { DocumentQuery, DocumentReader } from '../../shared/domain/reads.ts';
import { selectDocuments } from '../../shared/domain/reads.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { CacheStore } from './ports.ts';

export class HeldDocuments implements DocumentReader {
  readonly #cache: () => Pick<CacheStore, 'documents'>;
  readonly #kinds = new Map<string, Map<string, DocumentRecord>>();

  /** @param cache The present one: it may be replaced. */
  constructor(cache: () => Pick<CacheStore, 'documents'>) {
    this.#cache = cache;
  }

  document(stream: StreamId): DocumentRecord | undefined {
    return this.#of(splitStream(stream).kind).get(stream);
  }

  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord<unknown>[] {
    return selectDocuments(this.#of(kind).values(), query);
  }

  committed(put: readonly DocumentRecord[], removed: readonly StreamId[]): void {
    for (const document of put) this.#kinds.get(splitStream(document.stream).kind)?.set(document.stream, document);
    for (const stream of removed) this.#kinds.get(splitStream(stream).kind)?.delete(stream);
  }

  /** All documents may be others. */
  replaced(): void {
    this.#kinds.clear();
  }

  #of(kind: string): Map<string, DocumentRecord> {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const read = new Map(
      this.#cache()
        .documents(kind)
        .map((document) => [document.stream as string, document]),
    );
    this.#kinds.set(kind, read);
    return read;
  }
}
