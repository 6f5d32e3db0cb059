/**
 * Flat geometry of the drawing board, metres. No trigonometry: directions are unit vectors, so that every machine draws
 * the same numbers.
 */
import { toDegrees, toFlat } from '../frame.ts';
import type { Vec } from '../power-diagram.ts';

export type { Vec } from '../power-diagram.ts';

export function atDegrees(lon: number, lat: number): Vec {
  const [x, y] = toFlat([lon, lat]);
  return [x * 1000, y * 1000];
}

/** Six digits: a hand's breadth. */
export function inDegrees([x, y]: Vec): Vec {
  const [lon, lat] = toDegrees([x / 1000, y / 1000]);
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

export const plus = ([ax, ay]: Vec, [bx, by]: Vec, times = 1): Vec => [ax + bx * times, ay + by * times];
export const minus = ([ax, ay]: Vec, [bx, by]: Vec): Vec => [ax - bx, ay - by];
export const dot = ([ax, ay]: Vec, [bx, by]: Vec): number => ax * bx + ay * by;
export const cross = ([ax, ay]: Vec, [bx, by]: Vec): number => ax * by - ay * bx;
export const lengthOf = ([x, y]: Vec): number => Math.sqrt(x * x + y * y);
export const apart = (a: Vec, b: Vec): number => lengthOf(minus(a, b));
export const mix = ([ax, ay]: Vec, [bx, by]: Vec, t: number): Vec => [ax + (bx - ax) * t, ay + (by - ay) * t];
/** To the left, at a right angle. */
export const left = ([x, y]: Vec): Vec => [-y, x];

export function unit(v: Vec): Vec {
  const length = lengthOf(v);
  return length === 0 ? [1, 0] : [v[0] / length, v[1] / length];
}

/** Value at an index counted around a ring. */
export function around<T>(ring: readonly T[], i: number): T {
  const value = ring[((i % ring.length) + ring.length) % ring.length];
  if (value === undefined) throw new Error('an empty ring');
  return value;
}

/** Positive where the ring runs against the clock. */
export function signedArea(ring: readonly Vec[]): number {
  let sum = 0;
  let a = around(ring, -1);
  for (const b of ring) {
    sum += a[0] * b[1] - a[1] * b[0];
    a = b;
  }
  return sum / 2;
}

export function middleOf(ring: readonly Vec[]): Vec {
  let x = 0;
  let y = 0;
  for (const at of ring) {
    x += at[0];
    y += at[1];
  }
  return [x / ring.length, y / ring.length];
}

export function inRing(ring: readonly Vec[], [x, y]: Vec): boolean {
  let inside = false;
  // Asked a hundred thousand times: plain numbers, nothing made on the way.
  let a = around(ring, -1);
  for (const b of ring) {
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    a = b;
  }
  return inside;
}

/** Metres from a point to a segment. */
export function toSegment(p: Vec, a: Vec, b: Vec): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square;
  const t = along < 0 ? 0 : along > 1 ? 1 : along;
  const [ex, ey] = [a[0] + dx * t - p[0], a[1] + dy * t - p[1]];
  return Math.sqrt(ex * ex + ey * ey);
}

/** Metres from a point to a line, or to a ring's edge where `closed`. */
export function toLine(p: Vec, line: readonly Vec[], closed = false): number {
  let best = Infinity;
  for (const [i, b] of line.entries()) {
    if (i === 0 && !closed) continue;
    best = Math.min(best, toSegment(p, around(line, i - 1), b));
  }
  return best;
}

/** The part of a convex or nearly convex ring (against the clock) on the left of a line, `inset` metres away from it. */
export function leftOf(ring: readonly Vec[], from: Vec, along: Vec, inset: number): Vec[] {
  const kept: Vec[] = [];
  let a = around(ring, -1);
  let da = cross(along, minus(a, from)) - inset;
  for (const b of ring) {
    const db = along[0] * (b[1] - from[1]) - along[1] * (b[0] - from[0]) - inset;
    if ((da < 0 && db > 0) || (da > 0 && db < 0)) kept.push(mix(a, b, da / (da - db)));
    if (db >= 0) kept.push(b);
    [a, da] = [b, db];
  }
  return kept;
}

/** Rounds corners by cutting them, a few times; the ends stay. */
export function smooth(line: readonly Vec[], rounds = 2): Vec[] {
  let drawn = [...line];
  for (let round = 0; round < rounds; round += 1) {
    const next: Vec[] = [];
    for (const [i, b] of drawn.entries()) {
      if (i === 0) {
        next.push(b);
        continue;
      }
      const a = around(drawn, i - 1);
      if (i > 1) next.push(mix(a, b, 0.25));
      if (i < drawn.length - 1) next.push(mix(a, b, 0.75));
      else next.push(b);
    }
    drawn = next;
  }
  return drawn;
}

/** The line moved to its left by so many metres (negative: to its right). */
export function beside(line: readonly Vec[], metres: number): Vec[] {
  return line.map((at, i) => {
    const before = unit(minus(at, line[i - 1] ?? at));
    const after = unit(minus(line[i + 1] ?? at, at));
    const [a, b] = i === 0 ? [after, after] : i === line.length - 1 ? [before, before] : [before, after];
    const normal = left(unit(plus(a, b)));
    // At a bend the corner lies further out, so that both sides keep their distance.
    const stretch = Math.max(0.5, dot(normal, left(a)));
    return plus(at, normal, metres / stretch);
  });
}

/** A band along a line, as a ring against the clock. */
export function band(line: readonly Vec[], half: number): Vec[] {
  const ring = [...beside(line, -half), ...beside(line, half).reverse()];
  return signedArea(ring) < 0 ? ring.reverse() : ring;
}

/** How far along `a`→`b` and `c`→`d` they meet; undefined where they run side by side. */
export function meeting(a: Vec, b: Vec, c: Vec, d: Vec): readonly [t: number, u: number] | undefined {
  const ab = minus(b, a);
  const cd = minus(d, c);
  const turn = cross(ab, cd);
  if (Math.abs(turn) < 1e-9) return undefined;
  const ac = minus(c, a);
  return [cross(ac, cd) / turn, cross(ac, ab) / turn];
}

export function lineLength(line: readonly Vec[]): number {
  let sum = 0;
  for (const [i, b] of line.entries()) if (i > 0) sum += apart(around(line, i - 1), b);
  return sum;
}
