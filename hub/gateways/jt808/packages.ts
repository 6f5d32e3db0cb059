/**
 * Messages that come in parts (sub-packages): put together again in any order, parts missing asked for, memory bounded.
 *
 * Parts of a message have serials one after the other, so the serial of the first and the message's id name it; a part
 * sent again is the very same (JT/T 808-2013, 7.12).
 */
import type { Timers } from '../../ports.ts';
import type { Message, Sender } from './messages.ts';

export interface PackageLimits {
  /** Parts of one message. */
  readonly parts: number;
  /** Messages begun at a time. */
  readonly messages: number;
  /** Bytes of parts kept. */
  readonly bytes: number;
  /** Machine ms after the newest part, or after asking, until missing ones are asked for. */
  readonly waitMs: number;
  /** How often they are asked for before the message is given up. */
  readonly asks: number;
}

export interface PackagesDeps {
  readonly timers: Timers;
  readonly limits: PackageLimits;
  /** Parts are missing: ask for them. @param first serial of the first part */
  readonly ask: (to: Sender, first: number, missing: readonly number[]) => void;
  /** A message was given up. */
  readonly lost: () => void;
}

interface Begun {
  readonly first: number;
  readonly total: number;
  readonly parts: Map<number, Buffer>;
  readonly to: Sender;
  bytes: number;
  asked: number;
  /** Put together; known for a while yet, for parts that come twice. */
  done: boolean;
  stopWaiting: () => void;
}

/** What became of a part: `whole` has the body of the message, put together. */
export type PartTaken =
  { readonly is: 'kept' } | { readonly is: 'refused' } | { readonly is: 'whole'; readonly body: Buffer };

export class Packages {
  readonly #deps: PackagesDeps;
  /** By id and first serial, oldest first. */
  readonly #begun = new Map<string, Begun>();
  #bytes = 0;

  constructor(deps: PackagesDeps) {
    this.#deps = deps;
  }

  /** Bytes of parts kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param message One with a part. */
  take(message: Message, { index, total }: NonNullable<Message['part']>): PartTaken {
    const { limits } = this.#deps;
    if (index < 1 || index > total || total > limits.parts) return { is: 'refused' };
    const first = (message.serial - (index - 1)) & 0xffff;
    const key = `${message.id}:${first}`;
    const known = this.#begun.get(key);
    if (known !== undefined && known.total !== total) return { is: 'refused' };
    if (known !== undefined && (known.done || known.parts.has(index))) return { is: 'kept' };
    if (!this.#makeRoom(key, message.body.length)) return { is: 'refused' };
    const begun = known ?? this.#begin(key, first, total, message);
    // A copy: the body lies in bytes that are written over.
    begun.parts.set(index, Buffer.from(message.body));
    begun.bytes += message.body.length;
    this.#bytes += message.body.length;
    if (begun.parts.size < total) {
      this.#wait(key, begun);
      return { is: 'kept' };
    }
    const parts = [...begun.parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    this.#finish(key, begun);
    return { is: 'whole', body: Buffer.concat(parts) };
  }

  /** The connection is gone, and what was not whole with it. */
  close(): void {
    for (const [key, begun] of [...this.#begun]) this.#drop(key, begun);
  }

  #begin(key: string, first: number, total: number, message: Message): Begun {
    const { version, protocolVersion } = message;
    const to = { version, protocolVersion, phone: Buffer.from(message.phone) };
    const begun: Begun = {
      ...{ first, total, to, parts: new Map(), bytes: 0, asked: 0, done: false },
      stopWaiting: () => undefined,
    };
    this.#begun.set(key, begun);
    return begun;
  }

  /** Gives up the oldest messages until this part fits; false where it cannot. */
  #makeRoom(key: string, bytes: number): boolean {
    const { limits } = this.#deps;
    const full = (): boolean =>
      this.#bytes + bytes > limits.bytes || (this.#begun.size >= limits.messages && !this.#begun.has(key));
    const doneFirst = [...this.#begun].sort(([, a], [, b]) => Number(b.done) - Number(a.done));
    for (const [other, begun] of doneFirst) {
      if (!full()) return true;
      if (other !== key) this.#drop(other, begun);
    }
    return !full();
  }

  #wait(key: string, begun: Begun): void {
    const { timers, limits, ask } = this.#deps;
    begun.stopWaiting();
    begun.stopWaiting = timers.after(limits.waitMs, () => {
      if (begun.done || begun.asked >= limits.asks) {
        this.#drop(key, begun);
        return;
      }
      begun.asked += 1;
      const all = Array.from({ length: begun.total }, (_, at) => at + 1);
      this.#wait(key, begun);
      ask(
        begun.to,
        begun.first,
        all.filter((index) => !begun.parts.has(index)),
      );
    });
  }

  #finish(key: string, begun: Begun): void {
    this.#bytes -= begun.bytes;
    begun.bytes = 0;
    begun.parts.clear();
    begun.done = true;
    this.#wait(key, begun);
  }

  #drop(key: string, begun: Begun): void {
    begun.stopWaiting();
    this.#bytes -= begun.bytes;
    this.#begun.delete(key);
    if (!begun.done) this.#deps.lost();
  }
}
