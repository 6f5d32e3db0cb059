/**
 * Batches that arrived together, to be taken in together: a seat that catches up then writes a document once for several
 * of them, and one transaction in place of several. Nothing waits for what has not arrived yet.
 */
import type { IncomingBatch } from './incoming.ts';

/** Batches in one transaction. As many again may be on their way meanwhile: the hub lets eight go unacknowledged. */
const mostTogether = 4;

/** Whether it may be taken in with others: what leaves, and other labels, end what was before. */
function isPlain({ items, labels, digest }: IncomingBatch): boolean {
  return labels === undefined && digest === undefined && items.every(({ kind }) => kind !== 'leave');
}

export class Gathered {
  readonly #take: (batches: readonly IncomingBatch[]) => void;
  #batches: IncomingBatch[] = [];

  constructor(take: (batches: readonly IncomingBatch[]) => void) {
    this.#take = take;
  }

  add(batch: IncomingBatch): void {
    if (!isPlain(batch)) this.flush();
    this.#batches.push(batch);
    if (!isPlain(batch) || this.#batches.length >= mostTogether) this.flush();
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.#batches.length === 0) return;
    const batches = this.#batches;
    this.#batches = [];
    this.#take(batches);
  }

  /** What was not handed on comes again with the next link. */
  forget(): void {
    this.#batches = [];
  }
}
