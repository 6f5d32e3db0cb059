/** Everything a seat may see at one instant, page by page; and how many such instants may be held open at once. */
import type { SnapshotPage } from '../../shared/wire/hub-protocol.ts';
import type { JournalSnapshot } from '../journal/store.ts';
import type { CrashPoints } from '../ports.ts';
import type { Labels } from './labels.ts';

export class SnapshotPages {
  readonly #snapshot: JournalSnapshot;
  readonly #labels: Labels;
  readonly #size: number;
  readonly #crash: CrashPoints;
  #after = '';
  #page = 0;
  #count = 0;

  /** Takes the snapshot over: closes it. */
  constructor(snapshot: JournalSnapshot, labels: Labels, size: number, crash: CrashPoints) {
    this.#snapshot = snapshot;
    this.#labels = labels;
    this.#size = size;
    this.#crash = crash;
  }

  /** The next page; after the one with `done` there is none. */
  next(): SnapshotPage {
    if (this.#page > 0) this.#crash.reach('midSnapshotPage');
    const documents = this.#snapshot.documentsInScope(this.#labels.list, this.#after, this.#size);
    const page = this.#page;
    this.#page += 1;
    this.#count += documents.length;
    this.#after = documents.at(-1)?.stream ?? this.#after;
    const pageItems = documents.map(({ stream, version, seq, state }) => ({ stream, version, seq, state }));
    const { seq, hash } = this.#snapshot.head();
    const done = { through: { seq, hash }, count: this.#count, labels: this.#labels.list };
    // JSON either way: only the wire's type is mutable.
    return { page, documents: pageItems, ...(documents.length < this.#size ? { done } : {}) } as SnapshotPage;
  }

  close(): void {
    this.#snapshot.close();
  }
}

/** A few places; who finds none is called when one is free, and asks again. */
export class Slots<T> {
  #free: number;
  readonly #waiting = new Set<T>();
  readonly #call: (who: T) => void;

  constructor(count: number, call: (who: T) => void) {
    this.#free = count;
    this.#call = call;
  }

  take(who: T): boolean {
    if (this.#free === 0) {
      this.#waiting.add(who);
      return false;
    }
    this.#waiting.delete(who);
    this.#free -= 1;
    return true;
  }

  give(): void {
    this.#free += 1;
    // All of them: the first may not want the place any more.
    for (const who of [...this.#waiting]) this.#call(who);
  }

  /** No longer waiting. */
  forget(who: T): void {
    this.#waiting.delete(who);
  }
}
