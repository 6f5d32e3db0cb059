/** Areas in which a field is above zero, as rings: the edge of a town that grew. */
import { mix } from './plane.ts';
import type { Vec } from './plane.ts';

export interface Board {
  readonly west: number;
  readonly south: number;
  /** Metres between its points. */
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
}

/** Outer rings against the clock; what is free within them is left out. */
export function contours({ west, south, step, columns, rows }: Board, valueAt: (p: Vec) => number): Vec[][] {
  const at = (i: number, j: number): Vec => [west + i * step, south + j * step];
  // The rim counts as outside, so that every ring closes.
  const values = Array.from({ length: (columns + 1) * (rows + 1) }, (_, n) => {
    const [i, j] = [n % (columns + 1), Math.floor(n / (columns + 1))];
    return i === 0 || j === 0 || i === columns || j === rows ? -1 : valueAt(at(i, j));
  });
  const value = (i: number, j: number): number => values[j * (columns + 1) + i] ?? -1;
  const next = new Map<string, { readonly to: string; readonly p: Vec }>();
  for (let j = 0; j < rows; j += 1) {
    for (let i = 0; i < columns; i += 1) {
      const corners = (
        [
          [i, j],
          [i + 1, j],
          [i + 1, j + 1],
          [i, j + 1],
        ] as const
      ).map(([x, y]) => ({ x, y, v: value(x, y) }));
      // Around the cell against the clock: where it leaves the area, and where it comes back.
      const crossed = corners.flatMap((a, n) => {
        const b = corners[(n + 1) % 4] ?? a;
        if (a.v > 0 === b.v > 0) return [];
        const key = `${String(Math.min(a.x, b.x))} ${String(Math.min(a.y, b.y))} ${a.x === b.x ? 'up' : 'on'}`;
        return [{ key, leaves: a.v > 0, p: mix(at(a.x, a.y), at(b.x, b.y), a.v / (a.v - b.v)) }];
      });
      for (const [n, one] of crossed.entries()) {
        if (!one.leaves) continue;
        const back = crossed[(n + 1) % crossed.length];
        if (back !== undefined) next.set(one.key, { to: back.key, p: one.p });
      }
    }
  }
  const rings: Vec[][] = [];
  for (const [start] of next) {
    const ring: Vec[] = [];
    for (let key = start; ;) {
      const found = next.get(key);
      if (found === undefined) break;
      next.delete(key);
      ring.push(found.p);
      key = found.to;
    }
    let twice = 0;
    for (const [n, [x, y]] of ring.entries()) {
      const [px, py] = ring[(n === 0 ? ring.length : n) - 1] ?? [x, y];
      twice += px * y - x * py;
    }
    if (ring.length > 3 && twice > 0) rings.push(ring);
  }
  return rings;
}
