/** Words along a line, letter by letter: never upside down, and upright one below the other where the line is steep. */

export interface Letter {
  readonly text: string;
  /** Of its middle. */
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly turn: number;
}

/** A line in pixels with the way to each of its corners. */
export interface Run {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly way: readonly number[];
  readonly length: number;
}

/** From one letter to the next a line may turn by this much at most. */
const mostTurn = (35 * Math.PI) / 180;
/** Lines steeper than this have their letters one below the other. */
const steep = (55 * Math.PI) / 180;
const chinese = /[\u2E80-\u9FFF\uF900-\uFAFF]/;

export function runOf(points: readonly (readonly [number, number])[]): Run {
  const [xs, ys, way]: [number[], number[], number[]] = [[], [], []];
  let length = 0;
  for (const [x, y] of points) {
    const [bx, by] = [xs.at(-1), ys.at(-1)];
    const step = bx === undefined || by === undefined ? 0 : Math.hypot(x - bx, y - by);
    if (bx !== undefined && step === 0) continue;
    length += step;
    xs.push(x);
    ys.push(y);
    way.push(length);
  }
  return { xs, ys, way, length };
}

function pointAt({ xs, ys, way }: Run, at: number): readonly [number, number] {
  let [low, high] = [0, way.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((way[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [from, to] = [way[low] ?? 0, way[high] ?? 0];
  const part = to > from ? (at - from) / (to - from) : 0;
  const mix = (values: readonly number[]): number => {
    const [a, b] = [values[low] ?? 0, values[high] ?? 0];
    return a + (b - a) * part;
  };
  return [mix(xs), mix(ys)];
}

/** Angle between two directions, 0 to π. */
const between = (a: number, b: number): number => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

/**
 * The letters about a place on the line, `widths` being their own with the space after; undefined where the line is too
 * short there, or turns too sharply.
 */
export function lettersAlong(
  text: string,
  widths: readonly number[],
  run: Run,
  middle: number,
): readonly Letter[] | undefined {
  const letters = [...text];
  const total = widths.reduce((sum, width) => sum + width, 0);
  const start = middle - total / 2;
  if (start < 0 || start + total > run.length) return undefined;
  const [first, last] = [pointAt(run, start), pointAt(run, start + total)];
  const chord = Math.atan2(last[1] - first[1], last[0] - first[0]);
  const upright = chinese.test(text) && between(Math.abs(chord), Math.PI / 2) < Math.PI / 2 - steep;
  // Read from the left, or from above.
  const backwards = upright ? Math.sin(chord) < 0 : Math.cos(chord) < 0;
  const placed: Letter[] = [];
  let way = 0;
  let before: number | undefined;
  for (const [i, letter] of letters.entries()) {
    const width = widths[i] ?? 0;
    const centre = way + width / 2;
    way += width;
    const at = backwards ? start + total - centre : start + centre;
    const half = Math.max(width, 6) * 0.6;
    const [a, b] = [pointAt(run, Math.max(0, at - half)), pointAt(run, Math.min(run.length, at + half))];
    const along = backwards ? Math.atan2(a[1] - b[1], a[0] - b[0]) : Math.atan2(b[1] - a[1], b[0] - a[0]);
    if (before !== undefined && between(along, before) > mostTurn) return undefined;
    before = along;
    const [x, y] = pointAt(run, at);
    placed.push({ text: letter, x, y, turn: upright ? along - Math.PI / 2 : along });
  }
  return placed;
}

/** Where on a line its name may stand: about every so many pixels, the best places of each stretch first. */
export function placesAlong(length: number, needed: number, spacing: number): number[] {
  if (length < needed) return [];
  const count = Math.max(1, Math.floor(length / Math.max(spacing, needed)));
  const stretch = length / count;
  const slack = (stretch - needed) / 2;
  return Array.from({ length: count }, (_, i) =>
    [0, 0.5, -0.5, 0.95, -0.95].map((part) => (i + 0.5) * stretch + part * slack),
  ).flat();
}
