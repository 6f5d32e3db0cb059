/** How often something may be done: so many at once, refilled at a steady rate. */
export class Rate {
  readonly #monotonic: () => number;
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #since: number;

  /** @param monotonic Machine ms, never going back. */
  constructor(monotonic: () => number, burst: number, perSecond: number) {
    this.#monotonic = monotonic;
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
    this.#since = monotonic();
  }

  /** Whether it may be done now; counts it where it may. */
  take(): boolean {
    const now = this.#monotonic();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#since) / 1_000) * this.#perSecond);
    this.#since = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
