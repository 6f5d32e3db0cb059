/** The hub's digest of what a seat may see, reckoned a page at a time so that nobody waits for it. */
import { createHash } from 'node:crypto';
import { digestParts } from '../../shared/lib/digest.ts';
import type { Digest } from '../../shared/wire/hub-protocol.ts';
import type { JournalReads, JournalSnapshot } from '../journal/store.ts';
import type { Labels } from './labels.ts';

export class DigestWork {
  /** Where the journal stood. */
  readonly seq: number;
  readonly #snapshot: JournalSnapshot;
  readonly #labels: Labels;
  readonly #size: number;
  readonly #hash = createHash('sha256');
  #after = '';
  #count = 0;

  /** Takes the snapshot over: closes it. */
  constructor(snapshot: JournalSnapshot, labels: Labels, size: number) {
    this.#snapshot = snapshot;
    this.#labels = labels;
    this.#size = size;
    this.seq = snapshot.head().seq;
  }

  /** Takes in one page; the digest once there are no more. */
  step(): Digest | undefined {
    // What is stored is the canonical JSON already, on the seat as here: the digest is of just what a seat would be sent.
    const documents = this.#snapshot.documentTextsInScope(this.#labels.list, this.#after, this.#size);
    for (const part of digestParts(documents)) this.#hash.update(part, 'utf8');
    this.#count += documents.length;
    this.#after = documents.at(-1)?.stream ?? this.#after;
    return documents.length < this.#size ? { count: this.#count, sha256: this.#hash.digest('hex') } : undefined;
  }

  close(): void {
    this.#snapshot.close();
  }
}

/** The digest at the store's own instant, all at once: for tools and tests. */
export function digestNow(store: JournalReads & { snapshot(): JournalSnapshot }, labels: Labels): Digest {
  const work = new DigestWork(store.snapshot(), labels, 500);
  try {
    for (;;) {
      const digest = work.step();
      if (digest !== undefined) return digest;
    }
  } finally {
    work.close();
  }
}
