/**
 * Streets as a network: how far it is over them. Lines that meet or cross are taken to be joined: a pack says nothing of
 * bridges and of one-way streets. Flat on a local scale: for districts, not for continents.
 */
import { must } from '../lib/must.ts';
import type { Point } from './point.ts';
import type { Position } from './polygon.ts';
import { shortestWays } from './shortest-ways.ts';
import type { Network } from './shortest-ways.ts';

/** Ends this near to another line, or corners this near to a crossing, are on it: drawn by hand, rounded. Metres. */
const slack = 3;
/** Side of the squares in which neighbours are looked for, metres. */
const square = 250;
/** Beyond this nothing is built: asked while somebody waits, it must be there at once. */
const mostSegments = 60_000;
/** So far from the nearest street there is none, metres. */
const farthest = 1_000;
const metresPerDegree = 111_195.08;

/** A place beside a street: where the way joins it. */
export interface Joined {
  readonly a: number;
  readonly b: number;
  readonly toA: number;
  readonly toB: number;
  readonly edge: number;
  /** To the street, straight, metres. */
  readonly leg: number;
}

/** What there is to go from one place; the way back is as long. */
export interface Reach {
  /** Metres over the streets, and the straight legs at both ends; undefined where they do not lead there. */
  to(place: Joined): { readonly metres: number; readonly legs: number } | undefined;
}

export interface Streets {
  readonly nodes: number;
  readonly edges: number;
  /** From how many places the ways are kept ready: asked again, they cost nothing. */
  readonly keeps: number;
  /** Undefined where no street of the network is near. */
  join(at: Point): Joined | undefined;
  reach(from: Joined): Reach;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly ax: number;
  readonly ay: number;
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  readonly cuts: { readonly at: number; readonly node: number }[];
}

/** More than a district has squares across. */
const across = 1 << 20;
const keyOf = (i: number, j: number): number => i * across + j;
const cellOf = (metres: number): number => Math.floor(metres / square);
const nothing: readonly number[] = [];

/** Squares of the plane with what touches them. */
class Squares {
  readonly #held = new Map<number, number[]>();

  add(index: number, { ax, ay, dx, dy }: Pick<Segment, 'ax' | 'ay' | 'dx' | 'dy'>): void {
    const [west, east] = [cellOf(Math.min(ax, ax + dx) - slack), cellOf(Math.max(ax, ax + dx) + slack)];
    const [south, north] = [cellOf(Math.min(ay, ay + dy) - slack), cellOf(Math.max(ay, ay + dy) + slack)];
    for (let i = west; i <= east; i += 1)
      for (let j = south; j <= north; j += 1) {
        const here = this.#held.get(keyOf(i, j));
        if (here === undefined) this.#held.set(keyOf(i, j), [index]);
        else here.push(index);
      }
  }

  all(): Iterable<readonly number[]> {
    return this.#held.values();
  }

  /** In the squares that are exactly so many rings away from a place. */
  around(x: number, y: number, ring: number, look: (index: number) => void): void {
    const [i, j] = [cellOf(x), cellOf(y)];
    for (let u = i - ring; u <= i + ring; u += 1) {
      // Of the rows between, only both ends: the inner ones were looked at before.
      const step = ring === 0 || Math.abs(u - i) === ring ? 1 : 2 * ring;
      for (let v = j - ring; v <= j + ring; v += step)
        for (const index of this.#held.get(keyOf(u, v)) ?? nothing) look(index);
    }
  }
}

/** Nodes that turned out to be one. */
class Same {
  readonly #up: number[] = [];

  add(): number {
    this.#up.push(this.#up.length);
    return this.#up.length - 1;
  }

  of(node: number): number {
    let at = node;
    while (this.#up[at] !== at) {
      // Halved on the way, so that long chains do not stay long.
      const up = must(this.#up[at], 'node');
      this.#up[at] = must(this.#up[up], 'node');
      at = up;
    }
    return at;
  }

  join(one: number, other: number): void {
    this.#up[this.of(one)] = this.of(other);
  }
}

type Flat = (at: Position) => readonly [number, number];

function segmentsOf(lines: readonly (readonly Position[])[], flat: Flat, same: Same): Segment[] {
  const byPlace = new Map<string, number>();
  const nodeAt = ([lon, lat]: Position): number => {
    const key = `${lon},${lat}`;
    const held = byPlace.get(key) ?? same.add();
    byPlace.set(key, held);
    return held;
  };
  return lines.flatMap((line) =>
    line.slice(1).flatMap((end, i): Segment[] => {
      const start = must(line[i], 'corner');
      const [ax, ay] = flat(start);
      const [bx, by] = flat(end);
      const [dx, dy] = [bx - ax, by - ay];
      const length = Math.hypot(dx, dy);
      if (length === 0) return [];
      return [{ from: nodeAt(start), to: nodeAt(end), ax, ay, dx, dy, length, cuts: [] }];
    }),
  );
}

/** The corner of a segment that a place on it is, and undefined for one between. */
function cornerAt({ from, to, length }: Segment, at: number): number | undefined {
  if (at <= slack) return from;
  return at >= length - slack ? to : undefined;
}

function cross(one: Segment, other: Segment, same: Same): void {
  const turn = one.dx * other.dy - one.dy * other.dx;
  // Side by side: what they share, they share at corners.
  if (Math.abs(turn) < 1e-6 * one.length * other.length) return;
  const [x, y] = [other.ax - one.ax, other.ay - one.ay];
  const at = ((x * other.dy - y * other.dx) / turn) * one.length;
  const there = ((x * one.dy - y * one.dx) / turn) * other.length;
  const within = (metres: number, { length }: Segment): boolean => metres >= -slack && metres <= length + slack;
  if (!within(at, one) || !within(there, other)) return;
  const [mine, theirs] = [cornerAt(one, at), cornerAt(other, there)];
  if (mine !== undefined && theirs !== undefined) same.join(mine, theirs);
  const node = mine ?? theirs ?? same.add();
  if (mine === undefined) one.cuts.push({ at, node });
  if (theirs === undefined) other.cuts.push({ at: there, node });
}

function crossAll(segments: readonly Segment[], same: Same): void {
  const squares = new Squares();
  segments.forEach((segment, i) => squares.add(i, segment));
  const seen = new Set<number>();
  for (const here of squares.all())
    for (const [n, i] of here.entries())
      for (const j of here.slice(n + 1)) {
        const pair = i * segments.length + j;
        if (seen.has(pair)) continue;
        seen.add(pair);
        cross(must(segments[i], 'segment'), must(segments[j], 'segment'), same);
      }
}

interface Edge {
  readonly a: number;
  readonly b: number;
  readonly ax: number;
  readonly ay: number;
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
}

function edgesOf(segments: readonly Segment[], same: Same): Edge[] {
  return segments.flatMap(({ from, to, ax, ay, dx, dy, length, cuts }) => {
    const stops = [{ at: 0, node: from }, ...cuts.toSorted((a, b) => a.at - b.at), { at: length, node: to }];
    return stops.slice(1).flatMap((stop, i): Edge[] => {
      const before = must(stops[i], 'stop');
      const [a, b] = [same.of(before.node), same.of(stop.node)];
      const span = stop.at - before.at;
      if (a === b || span <= 0) return [];
      const [share, part] = [before.at / length, span / length];
      return [{ a, b, ax: ax + dx * share, ay: ay + dy * share, dx: dx * part, dy: dy * part, length: span }];
    });
  });
}

/** The edges that hang together and are the longest in all; an island leads nowhere. */
function largest(edges: readonly Edge[]): { readonly edges: readonly Edge[]; readonly share: number } {
  const same = new Same();
  const most = edges.reduce((top, { a, b }) => Math.max(top, a, b), -1);
  for (let node = 0; node <= most; node += 1) same.add();
  for (const { a, b } of edges) same.join(a, b);
  const lengths = new Map<number, number>();
  for (const { a, length } of edges) lengths.set(same.of(a), (lengths.get(same.of(a)) ?? 0) + length);
  const [best] = [...lengths].sort((one, other) => other[1] - one[1]);
  const all = [...lengths.values()].reduce((sum, length) => sum + length, 0);
  if (best === undefined) return { edges: [], share: 0 };
  return { edges: edges.filter(({ a }) => same.of(a) === best[0]), share: best[1] / all };
}

/** Numbered anew, from 0 without gaps. */
function networkOf(edges: readonly Edge[]): { readonly network: Network; readonly edges: readonly Edge[] } {
  const numbers = new Map<number, number>();
  const number = (node: number): number => {
    const held = numbers.get(node) ?? numbers.size;
    numbers.set(node, held);
    return held;
  };
  const numbered = edges.map((edge) => ({ ...edge, a: number(edge.a), b: number(edge.b) }));
  return { network: { nodes: numbers.size, edges: numbered }, edges: numbered };
}

/** How many ways are kept ready at least and at most, of the places asked for again and again, and figures of them in all. */
const kept = { least: 128, most: 512, figures: 4_000_000 };

/**
 * Undefined where the lines are no network: too few, too many, or scattered so that less than half of their length hangs
 * together.
 */
export function streetsOf(lines: readonly (readonly Position[])[]): Streets | undefined {
  const [origin] = lines.flat();
  if (origin === undefined || lines.reduce((sum, line) => sum + line.length, 0) > mostSegments) return undefined;
  const scale = Math.cos((origin[1] * Math.PI) / 180);
  const flat: Flat = ([lon, lat]) => [(lon - origin[0]) * scale * metresPerDegree, (lat - origin[1]) * metresPerDegree];
  const same = new Same();
  const segments = segmentsOf(lines, flat, same);
  crossAll(segments, same);
  const main = largest(edgesOf(segments, same));
  if (main.edges.length < 2 || main.share < 0.5) return undefined;
  const { network, edges } = networkOf(main.edges);
  const squares = new Squares();
  edges.forEach((edge, i) => squares.add(i, edge));
  const ways = shortestWays(network);
  const ready = new Map<string, Float64Array>();
  const keeps = Math.max(kept.least, Math.min(kept.most, Math.floor(kept.figures / network.nodes)));

  return {
    nodes: network.nodes,
    edges: edges.length,
    keeps,
    join({ lon, lat }) {
      const [x, y] = flat([lon, lat]);
      let best: Joined | undefined;
      for (let ring = 0; ring * square <= farthest + square; ring += 1) {
        // What lies in the next ring is at least so far.
        if (best !== undefined && best.leg <= (ring - 1) * square) break;
        squares.around(x, y, ring, (i) => {
          const { a, b, ax, ay, dx, dy, length } = must(edges[i], 'edge');
          const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (length * length)));
          const leg = Math.hypot(ax + share * dx - x, ay + share * dy - y);
          if (leg > farthest || leg >= (best?.leg ?? Number.POSITIVE_INFINITY)) return;
          best = { a, b, toA: share * length, toB: (1 - share) * length, edge: i, leg };
        });
      }
      return best;
    },
    reach(from) {
      const key = `${from.edge}:${Math.round(from.toA)}`;
      const metres =
        ready.get(key) ??
        ways([
          [from.a, from.toA],
          [from.b, from.toB],
        ]);
      ready.delete(key);
      ready.set(key, metres);
      const [oldest] = ready.keys();
      if (ready.size > keeps && oldest !== undefined) ready.delete(oldest);
      return {
        to(place) {
          const over = Math.min(
            must(metres[place.a], 'node') + place.toA,
            must(metres[place.b], 'node') + place.toB,
            place.edge === from.edge ? Math.abs(place.toA - from.toA) : Number.POSITIVE_INFINITY,
          );
          return Number.isFinite(over) ? { metres: over, legs: from.leg + place.leg } : undefined;
        },
      };
    },
  };
}
