/** Finds the segments near a place without looking at all of them: a board of squares. */
import type { Vec } from './plane.ts';

export interface Segment {
  readonly a: Vec;
  readonly b: Vec;
}

const cell = 250;
/** One number for a square; the board is far smaller than this many squares. */
const keyOf = (x: number, y: number): number => (x + 4096) * 8192 + (y + 4096);

export class Near<S extends Segment> {
  readonly #squares = new Map<number, S[]>();

  constructor(segments: Iterable<S> = []) {
    for (const segment of segments) this.add(segment);
  }

  add(segment: S): void {
    const { a, b } = segment;
    for (let x = Math.floor(Math.min(a[0], b[0]) / cell); x <= Math.floor(Math.max(a[0], b[0]) / cell); x += 1) {
      for (let y = Math.floor(Math.min(a[1], b[1]) / cell); y <= Math.floor(Math.max(a[1], b[1]) / cell); y += 1) {
        const key = keyOf(x, y);
        const there = this.#squares.get(key);
        if (there === undefined) this.#squares.set(key, [segment]);
        else there.push(segment);
      }
    }
  }

  /** Whether one of those within about `reach` metres (more are offered, none is left out) is what is asked for. */
  some([px, py]: Vec, reach: number, asked: (segment: S) => boolean): boolean {
    const [west, east] = [Math.floor((px - reach) / cell), Math.floor((px + reach) / cell)];
    const [south, north] = [Math.floor((py - reach) / cell), Math.floor((py + reach) / cell)];
    for (let x = west; x <= east; x += 1) {
      for (let y = south; y <= north; y += 1) {
        if (this.#squares.get(keyOf(x, y))?.some(asked) === true) return true;
      }
    }
    return false;
  }

  /** All of those within about `reach` metres, each once. */
  within(at: Vec, reach: number): Set<S> {
    const found = new Set<S>();
    this.some(at, reach, (segment) => {
      found.add(segment);
      return false;
    });
    return found;
  }
}

export function segmentsOf(line: readonly Vec[]): Segment[] {
  return line.slice(1).flatMap((b, i) => {
    const a = line[i];
    return a === undefined ? [] : [{ a, b }];
  });
}
