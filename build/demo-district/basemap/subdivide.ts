/** Cuts faces into smaller ones by straight streets, along the directions that their own edges run in. */
import type { Face, Side } from './faces.ts';
import { apart, around, dot, left, leftOf, lengthOf, minus, mix, plus, signedArea, unit } from './plane.ts';
import type { Vec } from './plane.ts';

/** The square root of a complex number, that of the right half of the plane: half the angle without knowing it. */
function complexRoot([x, y]: Vec): Vec {
  const size = lengthOf([x, y]);
  const real = Math.sqrt(Math.max(0, (size + x) / 2));
  const imaginary = Math.sqrt(Math.max(0, (size - x) / 2));
  return [real, y < 0 ? -imaginary : imaginary];
}

const squared = ([x, y]: Vec): Vec => [x * x - y * y, 2 * x * y];

/** The direction that most of the edges run along or across: fourfold, so that all four sides of a block count. */
export function grainOf(ring: readonly Vec[]): Vec {
  let sum: Vec = [0, 0];
  for (const [i, a] of ring.entries()) {
    const edge = minus(around(ring, i + 1), a);
    const length = lengthOf(edge);
    if (length > 0) sum = plus(sum, squared(squared(unit(edge))), length);
  }
  return unit(complexRoot(complexRoot(sum)));
}

export function extent(ring: readonly Vec[], along: Vec): readonly [low: number, high: number] {
  const values = ring.map((p) => dot(p, along));
  return [Math.min(...values), Math.max(...values)];
}

/** The face less what its sides take. For a convex ring exactly; of a bent one a convex part, never more than it has. */
export function within({ ring, sides }: Face, more = 0): Vec[] {
  let kept: Vec[] = [...ring];
  for (const [i, a] of ring.entries()) {
    const edge = minus(around(ring, i + 1), a);
    if (lengthOf(edge) < 0.05) continue;
    kept = leftOf(kept, a, unit(edge), around(sides, i).half + more);
    if (kept.length < 3) return [];
  }
  return kept;
}

interface Hit {
  /** Edge it lies on, and how far along it. */
  readonly edge: number;
  readonly at: Vec;
  readonly along: number;
}

/** Nearer to a corner than this, a cut begins at the corner. */
const snap = 14;

/** Where a line through `p` crosses the ring, in order along it. */
function hits(ring: readonly Vec[], p: Vec, direction: Vec): Hit[] {
  const across = left(direction);
  const found: Hit[] = [];
  for (const [edge, a] of ring.entries()) {
    const b = around(ring, edge + 1);
    const [da, db] = [dot(minus(a, p), across), dot(minus(b, p), across)];
    if (da >= 0 === db >= 0) continue;
    const at = mix(a, b, da / (da - db));
    found.push({ edge, at, along: dot(minus(at, p), direction) });
  }
  return found.sort((one, other) => one.along - other.along);
}

export interface Cut {
  readonly line: readonly [Vec, Vec];
  readonly parts: readonly [Face, Face];
  /** What it begins and ends at. */
  readonly at: readonly [Side, Side];
}

function snapped({ ring }: Face, hit: Hit): Hit {
  const [a, b] = [around(ring, hit.edge), around(ring, hit.edge + 1)];
  if (apart(hit.at, a) < snap) return { ...hit, at: a };
  if (apart(hit.at, b) < snap) return { ...hit, at: b, edge: (hit.edge + 1) % ring.length };
  return hit;
}

/** The part of a face from one hit on around to another, closed by the new side. */
function part({ ring, sides }: Face, from: Hit, to: Hit, side: Side): Face {
  const corners: Vec[] = [from.at];
  const edges: Side[] = [around(sides, from.edge)];
  const steps = (to.edge - from.edge + ring.length) % ring.length;
  for (let i = 1; i <= steps; i += 1) {
    const corner = around(ring, from.edge + i);
    if (apart(corner, around(corners, -1)) < 0.05) edges.pop();
    else corners.push(corner);
    edges.push(around(sides, from.edge + i));
  }
  if (apart(to.at, around(corners, -1)) < 0.05) edges.pop();
  else corners.push(to.at);
  edges.push(side);
  return { ring: corners, sides: edges };
}

/** How round: 1 for a circle, 0.785 for a square, less for slivers. */
function compactness(ring: readonly Vec[]): number {
  let around2 = 0;
  for (const [i, a] of ring.entries()) around2 += apart(a, around(ring, i + 1));
  return (4 * Math.PI * signedArea(ring)) / (around2 * around2);
}

/** Cuts by the line through `p`; undefined where the parts would be slivers. */
export function cutThrough(face: Face, p: Vec, direction: Vec, side: Side): Cut | undefined {
  const all = hits(face.ring, p, direction);
  let best: readonly [Hit, Hit] | undefined;
  for (let i = 1; i < all.length; i += 2) {
    const pair = [around(all, i - 1), around(all, i)] as const;
    if (best === undefined || pair[1].along - pair[0].along > best[1].along - best[0].along) best = pair;
  }
  if (best === undefined) return undefined;
  const [a, b] = [snapped(face, best[0]), snapped(face, best[1])];
  if (a.edge === b.edge || apart(a.at, b.at) < 12) return undefined;
  const parts = [part(face, a, b, side), part(face, b, a, side)] as const;
  const sound = parts.every(({ ring }) => ring.length >= 3 && signedArea(ring) > 150 && compactness(ring) > 0.3);
  return sound
    ? { line: [a.at, b.at], parts, at: [around(face.sides, a.edge), around(face.sides, b.edge)] }
    : undefined;
}

/** Cuts across the longer way, near the middle. */
export function halve(face: Face, random: () => number, side: Side): Cut | undefined {
  const grain = grainOf(face.ring);
  const ways = [grain, left(grain)].map((along) => {
    const [low, high] = extent(face.ring, along);
    return { along, low, size: high - low };
  });
  ways.sort((one, other) => other.size - one.size);
  const share = 0.5 + (random() - 0.5) * 0.26;
  for (const { along, low, size } of ways) {
    for (const at of [share, 1 - share, 0.5, 0.36, 0.64]) {
      const cut = cutThrough(face, plus([0, 0], along, low + size * at), left(along), side);
      if (cut !== undefined) return cut;
    }
  }
  return undefined;
}

/** Cuts at the corner that bends inwards most; undefined where none does. */
export function straighten(face: Face, side: Side): Cut | undefined {
  let worst: { readonly at: Vec; readonly bend: number } | undefined;
  for (const [i, at] of face.ring.entries()) {
    const before = unit(minus(at, around(face.ring, i - 1)));
    const after = unit(minus(around(face.ring, i + 1), at));
    const bend = before[0] * after[1] - before[1] * after[0];
    if (bend < (worst?.bend ?? -0.1)) worst = { at, bend };
  }
  if (worst === undefined) return undefined;
  const grain = grainOf(face.ring);
  for (const direction of [grain, left(grain)]) {
    // A hair beside the corner, so that the line crosses and does not touch.
    for (const nudge of [0.02, -0.02]) {
      const cut = cutThrough(face, plus(worst.at, left(direction), nudge), direction, side);
      if (cut !== undefined) return cut;
    }
  }
  return undefined;
}
