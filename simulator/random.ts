/** Chance from a seed (mulberry32): the same seed and name give the same numbers, whatever others draw meanwhile. */
export class Chance {
  #state: number;

  private constructor(state: number) {
    this.#state = state >>> 0;
  }

  /** @param name Who draws: each name has its own sequence. */
  static of(seed: number, name: string): Chance {
    let hash = 2_166_136_261 ^ seed;
    for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
    const chance = new Chance(hash);
    // Neighbouring states are alike in their first number only.
    chance.next();
    return chance;
  }

  /** [0, 1) */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** One of them; undefined of none. */
  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.next() * from.length)];
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => Math.floor(this.next() * 256));
  }
}
