/** The way along the roads of the plates, between two places. */
import { distance } from '../shared/geo/point.ts';
import type { Point } from '../shared/geo/point.ts';

type At = readonly [number, number];

export interface RoadPlates {
  readonly roads: readonly { readonly name: string; readonly line: readonly At[] }[];
  readonly places: readonly {
    readonly name: string;
    readonly roads: readonly string[];
    readonly at: At;
    readonly outside?: string | undefined;
  }[];
}

interface Node extends Point {
  readonly next: Map<string, number>;
}

/** About a metre: corners of two roads at the same place are one. */
const keyOf = ([lon, lat]: At): string => `${lon.toFixed(5)},${lat.toFixed(5)}`;

/** How far along the line the point lies, as number of the part and share of it. */
function alongLine(line: readonly At[], [x, y]: At): number {
  let best = { off: Number.POSITIVE_INFINITY, along: 0 };
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [ax, ay] = line[i] ?? [0, 0];
    const [bx, by] = line[i + 1] ?? [0, 0];
    const squared = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared));
    const off = Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y);
    if (off < best.off) best = { off, along: i + share };
  }
  return best.along;
}

export class Roads {
  readonly #nodes = new Map<string, Node>();

  constructor({ roads, places }: RoadPlates) {
    for (const { name, line } of roads) {
      const corners = line.map((at, i) => ({ at, along: i }));
      const crossings = places
        .filter((place) => place.roads.length === 2 && place.roads.includes(name))
        .map(({ at }) => ({ at, along: alongLine(line, at) }));
      const points = [...corners, ...crossings].sort((a, b) => a.along - b.along);
      for (const [i, { at }] of points.entries()) {
        const before = points[i - 1];
        if (before !== undefined) this.#join(before.at, at);
      }
    }
  }

  /** From one place to the other: along the roads where they lead there, else straight on. Begins with `from`. */
  way(from: Point, to: Point): readonly Point[] {
    const [start, end] = [this.#nearest(from), this.#nearest(to)];
    const along = start === undefined || end === undefined ? undefined : this.#shortest(start, end);
    return along === undefined ? [from, to] : [from, ...along, to];
  }

  #join(a: At, b: At): void {
    const [from, to] = [keyOf(a), keyOf(b)];
    if (from === to) return;
    const [left, right] = [this.#node(a), this.#node(b)];
    const metres = distance(left, right);
    left.next.set(to, metres);
    right.next.set(from, metres);
  }

  #node(at: At): Node {
    const key = keyOf(at);
    const node = this.#nodes.get(key) ?? { lon: at[0], lat: at[1], next: new Map<string, number>() };
    this.#nodes.set(key, node);
    return node;
  }

  #nearest(point: Point): string | undefined {
    let best: { readonly key: string; readonly metres: number } | undefined;
    for (const [key, node] of this.#nodes) {
      const metres = distance(point, node);
      if (best === undefined || metres < best.metres) best = { key, metres };
    }
    return best?.key;
  }

  #shortest(start: string, end: string): readonly Point[] | undefined {
    const metres = new Map([[start, 0]]);
    const before = new Map<string, string>();
    const open = new Set([start]);
    while (open.size > 0) {
      let here = '';
      for (const key of open) if (here === '' || (metres.get(key) ?? 0) < (metres.get(here) ?? 0)) here = key;
      open.delete(here);
      if (here === end) break;
      for (const [key, step] of this.#nodes.get(here)?.next ?? []) {
        const total = (metres.get(here) ?? 0) + step;
        if (total >= (metres.get(key) ?? Number.POSITIVE_INFINITY)) continue;
        metres.set(key, total);
        before.set(key, here);
        open.add(key);
      }
    }
    if (!metres.has(end)) return undefined;
    const keys = [end];
    for (let key = before.get(end); key !== undefined; key = before.get(key)) keys.unshift(key);
    return keys.flatMap((key) => {
      const node = this.#nodes.get(key);
      return node === undefined ? [] : [{ lon: node.lon, lat: node.lat }];
    });
  }
}
