/** Chance with a seed: the same city on every machine and in every run. */

/** Mulberry32: numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number in [0, 1) that belongs to a pair of whole numbers. */
function valueAt(i: number, j: number, seed: number): number {
  return seeded(Math.imul(i, 374_761_393) + Math.imul(j, 668_265_263) + seed)();
}

const ease = (t: number): number => t * t * (3 - 2 * t);

/** A gentle field over the board, [−1, 1]; `size`: metres between its hills. */
export function field(x: number, y: number, size: number, seed: number): number {
  const [i, j] = [Math.floor(x / size), Math.floor(y / size)];
  const [u, v] = [ease(x / size - i), ease(y / size - j)];
  const low = valueAt(i, j, seed) * (1 - u) + valueAt(i + 1, j, seed) * u;
  const high = valueAt(i, j + 1, seed) * (1 - u) + valueAt(i + 1, j + 1, seed) * u;
  return (low * (1 - v) + high * v) * 2 - 1;
}

/** A seed that belongs to a place on the board. */
export function seedOf([x, y]: readonly [number, number]): number {
  return Math.imul(Math.round(x), 73_856_093) ^ Math.imul(Math.round(y), 19_349_663);
}
