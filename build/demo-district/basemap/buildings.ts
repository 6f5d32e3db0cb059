/** Footprints within a parcel: rows that face south, as dwellings here do, sheds, halls, and houses around a yard. */
import { styles } from './building-styles.ts';
import type { Range, Rows } from './building-styles.ts';
import type { Use } from './land-use.ts';
import { around, cross, dot, left, minus, plus } from './plane.ts';
import type { Vec } from './plane.ts';
import { extent, grainOf } from './subdivide.ts';

export interface Building {
  readonly ring: readonly Vec[];
  /** Metres. */
  readonly height: number;
}

type Random = () => number;
const pick = (random: Random, [low, high]: Range): number => low + (high - low) * random();

/** Of the two ways of a parcel, that which runs nearer to east: its long sides then face south. */
export function eastward(ring: readonly Vec[]): Vec {
  const grain = grainOf(ring);
  const way = Math.abs(grain[0]) >= Math.abs(grain[1]) ? grain : left(grain);
  return way[0] < 0 ? [-way[0], -way[1]] : way;
}

/** How far a convex ring reaches along `u` at a height `v` above the origin; undefined where it is not. */
function reachAt(ring: readonly Vec[], u: Vec, at: number): Range | undefined {
  const up = left(u);
  const found: number[] = [];
  for (const [i, a] of ring.entries()) {
    const b = around(ring, i + 1);
    const [da, db] = [dot(a, up) - at, dot(b, up) - at];
    if (da > 0 === db > 0) continue;
    const t = da / (da - db);
    found.push(dot(a, u) * (1 - t) + dot(b, u) * t);
  }
  return found.length < 2 ? undefined : [Math.min(...found), Math.max(...found)];
}

/** A ring within the rectangle from (0, 0) to (length, depth): plain, with a corner out, with wings, or with a nick. */
function outline(random: Random, length: number, depth: number, shaped: number): readonly Vec[] {
  const plain: readonly Vec[] = [
    [0, 0],
    [length, 0],
    [length, depth],
    [0, depth],
  ];
  if (random() >= shaped) return plain;
  const kind = random();
  const inner = depth * (0.45 + random() * 0.15);
  const wing = Math.min(length * 0.34, Math.max(8, depth * 0.5));
  if (kind < 0.34) {
    const corner: readonly Vec[] = [
      [0, 0],
      [length, 0],
      [length, depth],
      [length - wing, depth],
      [length - wing, inner],
      [0, inner],
    ];
    return random() < 0.5 ? corner : corner.map(([x, y]): Vec => [length - x, y]).reverse();
  }
  if (kind < 0.62) {
    return [
      [0, 0],
      [length, 0],
      [length, depth],
      [length - wing, depth],
      [length - wing, inner],
      [wing, inner],
      [wing, depth],
      [0, depth],
    ];
  }
  const [low, high] = [depth * 0.2, depth * 0.8];
  return [
    [wing, 0],
    [length - wing, 0],
    [length - wing, low],
    [length, low],
    [length, high],
    [length - wing, high],
    [length - wing, depth],
    [wing, depth],
    [wing, high],
    [0, high],
    [0, low],
    [wing, low],
  ];
}

function fillRow(
  ring: readonly Vec[],
  u: Vec,
  at: number,
  depth: number,
  style: Rows,
  height: number,
  random: Random,
): Building[] {
  const [from, to] = room(ring, u, at, depth) ?? [0, 0];
  const length = pick(random, style.length);
  const gap = pick(random, style.gap);
  const count = Math.floor((to - from + gap) / (length + gap));
  const up = left(u);
  const rows: Building[] = [];
  const single = count === 0 && to - from > style.length[0] * 0.6;
  const size = single ? to - from : (to - from + gap) / Math.max(1, count) - gap;
  const drawn = Math.min(size, length * 1.35);
  const spare = single ? 0 : (to - from - count * drawn - (count - 1) * gap) / 2;
  for (let i = 0; i < (single ? 1 : count); i += 1) {
    const back = random() * style.shift;
    const cut = depth - back < 8 ? 0 : back;
    if (random() < style.missing) continue;
    const start = plus(plus([0, 0], u, from + spare + i * (drawn + gap)), up, at);
    const shape = outline(random, drawn, depth - cut, style.shaped);
    rows.push({
      ring: shape.map(([x, y]) => plus(plus(start, u, x), up, y)),
      height: Math.round(height * (0.92 + random() * 0.16)),
    });
  }
  return rows;
}

/** How much of a row of this depth fits at a height: between the nearer ends of its front and its back. */
function room(ring: readonly Vec[], u: Vec, at: number, depth: number): Range | undefined {
  const [front, back] = [reachAt(ring, u, at), reachAt(ring, u, at + depth)];
  if (front === undefined || back === undefined) return undefined;
  return [Math.max(front[0], back[0]), Math.min(front[1], back[1])];
}

/** Rows one behind another from the south. */
function fillRows(ring: readonly Vec[], style: Rows, random: Random): Building[] {
  const u = eastward(ring);
  let [south, north] = extent(ring, left(u));
  const height = pick(random, style.height);
  const depth = pick(random, style.depth);
  const yard = Math.max(style.yard[1], style.yard[0] * height);
  // In a slanting corner there is no room for a house: rows begin where there is.
  const enough = (at: number): boolean => {
    const [from, to] = room(ring, u, at, depth) ?? [0, 0];
    return to - from >= style.length[0] * 0.8;
  };
  while (south + depth < north && !enough(south + 0.01)) south += 1.5;
  while (south + depth < north && !enough(north - depth - 0.01)) north -= 1.5;
  if (north - south < depth + 0.02) return [];
  const count = Math.max(1, Math.floor((north - south + yard) / (depth + yard)));
  // What is left over widens the yards, so that rows fill the parcel.
  const step = count === 1 ? 0 : Math.min((north - south - depth - 0.02) / (count - 1), (depth + yard) * 1.5);
  const first = south + (north - south - depth - step * (count - 1)) / 2;
  const vary = height > 22;
  return Array.from({ length: count }, (_, i) =>
    fillRow(ring, u, first + i * step, depth, style, vary ? pick(random, style.height) : height, random),
  ).flat();
}

/** Houses around a yard, along the edges of the parcel. */
function aroundYard(ring: readonly Vec[], depth: number, height: number, random: Random): Building[] {
  const found: Building[] = [];
  for (const [i, a] of ring.entries()) {
    const b = around(ring, i + 1);
    const edge = minus(b, a);
    const size = Math.sqrt(dot(edge, edge));
    const margin = depth + 5;
    if (size < margin * 2 + 14) continue;
    const u: Vec = [edge[0] / size, edge[1] / size];
    const up = left(u);
    let at = margin;
    while (at < size - margin - 12) {
      const length = Math.min(20 + random() * 34, size - margin - at);
      if (length >= 12 && random() > 0.08) {
        const corners = [
          [at, 0],
          [at + length, 0],
          [at + length, depth],
          [at, depth],
        ] as const;
        const house = corners.map(([x, y]) => plus(plus(a, u, x), up, y));
        if (house.every((p) => inConvex(ring, p)) && found.every((other) => !overlap(house, other.ring))) {
          found.push({ ring: house, height: Math.round(height * (0.85 + random() * 0.3)) });
        }
      }
      at += length + 4;
    }
  }
  return found;
}

function inConvex(ring: readonly Vec[], p: Vec): boolean {
  return ring.every((a, i) => cross(minus(around(ring, i + 1), a), minus(p, a)) >= -1e-6);
}

/** Whether two convex rings share ground: no edge of either has all of the other beyond it. */
function overlap(one: readonly Vec[], other: readonly Vec[]): boolean {
  const parted = (ring: readonly Vec[], points: readonly Vec[]): boolean =>
    ring.some((a, i) => points.every((p) => cross(minus(around(ring, i + 1), a), minus(p, a)) <= 1e-6));
  return !parted(one, other) && !parted(other, one);
}

export function buildingsOn(ring: readonly Vec[], use: Use, random: Random): Building[] {
  if (use === 'park' || use === 'site') return [];
  if ((use === 'lanes' || use === 'shops') && random() < 0.3) {
    const built = aroundYard(ring, use === 'lanes' ? 10 : 16, use === 'lanes' ? 12 : 24, random);
    if (built.length > 2) return built;
  }
  const list = styles[use];
  const first = Math.floor(random() ** 1.4 * list.length);
  // A corner too small for one way of building may do for another.
  for (let i = 0; i < list.length; i += 1) {
    const built = fillRows(ring, around(list, first + i), random);
    if (built.length > 0) return built;
  }
  return fillRows(ring, around(styles.lanes, 1), random);
}
