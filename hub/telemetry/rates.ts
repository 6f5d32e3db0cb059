/** How often each of many senders may do something: so many at once, refilled at a steady rate. Memory is bounded. */

export interface RateLimits {
  readonly burst: number;
  readonly perSecond: number;
  /** Senders remembered; beyond, the one longest unheard of begins anew. */
  readonly senders: number;
}

interface Bucket {
  readonly left: number;
  readonly since: number;
}

export class Rates {
  readonly #monotonic: () => number;
  readonly #limits: RateLimits;
  /** The one longest unheard of first. */
  readonly #buckets = new Map<string, Bucket>();

  /** @param monotonic Machine ms, never going back. */
  constructor(monotonic: () => number, limits: RateLimits) {
    this.#monotonic = monotonic;
    this.#limits = limits;
  }

  /** Seconds, whole, until the sender may; 0 where it may now, which counts. */
  waitFor(sender: string): number {
    const { burst, perSecond, senders } = this.#limits;
    const now = this.#monotonic();
    const before = this.#buckets.get(sender) ?? { left: burst, since: now };
    const left = Math.min(burst, before.left + ((now - before.since) / 1_000) * perSecond);
    this.#buckets.delete(sender);
    this.#buckets.set(sender, { left: left < 1 ? left : left - 1, since: now });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > senders && oldest !== undefined) this.#buckets.delete(oldest);
    return left < 1 ? Math.max(1, Math.ceil((1 - left) / perSecond)) : 0;
  }
}
