/** The faces between strokes: a planar graph of all strokes, cut where they meet, walked around. */
import { apart, around, cross, dot, meeting, minus, mix, plus, signedArea } from './plane.ts';
import type { Vec } from './plane.ts';

/** What runs along a side of a face, and how much of the ground beside its middle it takes; metres. */
export interface Side {
  readonly kind: string;
  readonly half: number;
}

export interface Stroke extends Side {
  readonly line: readonly Vec[];
}

/** A ring against the clock; `sides[i]` runs from corner i to the next. */
export interface Face {
  readonly ring: readonly Vec[];
  readonly sides: readonly Side[];
}

interface Segment {
  readonly a: Vec;
  readonly b: Vec;
  readonly side: Side;
  /** Where it is cut, from 0 at `a` to 1 at `b`. */
  readonly cuts: number[];
}

const cell = 400;
/** Ends nearer than this to a stroke touch it; corners nearer than this are one. */
const touch = 0.4;

/** One number for a square: the board is far less than this many metres wide. */
const squareKey = (x: number, y: number): number => (x + 100_000) * 262_144 + (y + 100_000);

/** Calls back for each pair of segments whose boxes share a square of the board. */
function pairs(segments: readonly Segment[], call: (a: Segment, b: Segment) => void): void {
  const squares = new Map<number, number[]>();
  const met = new Set<number>();
  for (const [i, { a, b }] of segments.entries()) {
    const [west, east] = [Math.min(a[0], b[0]) - touch, Math.max(a[0], b[0]) + touch];
    const [south, north] = [Math.min(a[1], b[1]) - touch, Math.max(a[1], b[1]) + touch];
    for (let x = Math.floor(west / cell); x <= Math.floor(east / cell); x += 1) {
      for (let y = Math.floor(south / cell); y <= Math.floor(north / cell); y += 1) {
        const key = squareKey(x, y);
        const there = squares.get(key) ?? [];
        for (const j of there) {
          const pair = j * segments.length + i;
          if (met.has(pair)) continue;
          met.add(pair);
          call(around(segments, j), around(segments, i));
        }
        there.push(i);
        squares.set(key, there);
      }
    }
  }
}

function cutEachOther(one: Segment, other: Segment): void {
  // An end that touches cuts there; it need not cross.
  for (const [segment, { a, b }] of [
    [one, other],
    [other, one],
  ] as const) {
    const along = minus(segment.b, segment.a);
    const square = dot(along, along);
    for (const end of [a, b]) {
      const t = dot(minus(end, segment.a), along) / square;
      if (t > 0 && t < 1 && apart(end, plus(segment.a, along, t)) < touch) segment.cuts.push(t);
    }
  }
  const met = meeting(one.a, one.b, other.a, other.b);
  if (met === undefined) return;
  const [t, u] = met;
  if (t <= 0 || t >= 1 || u <= 0 || u >= 1) return;
  one.cuts.push(t);
  other.cuts.push(u);
}

/** Corners, those within reach of each other made one. */
class Corners {
  readonly at: Vec[] = [];
  readonly #squares = new Map<number, number[]>();

  of(p: Vec): number {
    const [x, y] = [Math.floor(p[0]), Math.floor(p[1])];
    for (let i = x - 1; i <= x + 1; i += 1) {
      for (let j = y - 1; j <= y + 1; j += 1) {
        const near = this.#squares.get(squareKey(i, j))?.find((k) => apart(around(this.at, k), p) < touch);
        if (near !== undefined) return near;
      }
    }
    const key = squareKey(x, y);
    this.at.push(p);
    this.#squares.set(key, [...(this.#squares.get(key) ?? []), this.at.length - 1]);
    return this.at.length - 1;
  }
}

/** Neighbours of each corner, against the clock. */
type Graph = Map<number, Side>[];

function graphOf(strokes: readonly Stroke[], corners: Corners): Graph {
  const segments: Segment[] = strokes.flatMap(({ line, kind, half }) =>
    line.slice(1).map((b, i) => ({ a: around(line, i), b, side: { kind, half }, cuts: [] })),
  );
  pairs(
    segments.filter(({ a, b }) => apart(a, b) > touch),
    cutEachOther,
  );
  const graph: Graph = [];
  for (const { a, b, side, cuts } of segments) {
    const points = [0, ...cuts.sort((s, t) => s - t), 1].map((t) => corners.of(mix(a, b, t)));
    for (const [i, to] of points.entries()) {
      const from = points[i - 1] ?? to;
      if (from === to) continue;
      for (const [s, t] of [
        [from, to],
        [to, from],
      ] as const) {
        const edges = (graph[s] ??= new Map<number, Side>());
        const known = edges.get(t);
        if (known === undefined || known.half < side.half) edges.set(t, side);
      }
    }
  }
  return graph;
}

/** Takes away what leads nowhere. */
function prune(graph: Graph): void {
  const ends = graph.flatMap((edges, i) => (edges.size === 1 ? [i] : []));
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    const [next] = graph[end]?.keys() ?? [];
    if (next === undefined || graph[end]?.size !== 1) continue;
    graph[end]?.delete(next);
    graph[next]?.delete(end);
    if (graph[next]?.size === 1) ends.push(next);
  }
}

/** By direction, against the clock from east; no angles needed. */
function byDirection(center: Vec, at: readonly Vec[]): (a: number, b: number) => number {
  const half = ([x, y]: Vec): number => (y > 0 || (y === 0 && x > 0) ? 0 : 1);
  return (a, b) => {
    const [p, q] = [minus(around(at, a), center), minus(around(at, b), center)];
    return half(p) - half(q) || -cross(p, q);
  };
}

/** All inner faces. Strokes that end nowhere do not cut. */
export function facesOf(strokes: readonly Stroke[]): Face[] {
  const corners = new Corners();
  const graph = graphOf(strokes, corners);
  prune(graph);
  const order = graph.map((edges, i) => [...edges.keys()].sort(byDirection(around(corners.at, i), corners.at)));
  const walked = new Set<number>();
  const keyOf = (from: number, to: number): number => from * corners.at.length + to;
  const faces: Face[] = [];
  for (const [start, neighbours] of order.entries()) {
    for (const first of neighbours) {
      if (walked.has(keyOf(start, first))) continue;
      const ring: number[] = [];
      let [from, to] = [start, first];
      while (!walked.has(keyOf(from, to))) {
        walked.add(keyOf(from, to));
        ring.push(from);
        // Turning as far right as possible at each corner keeps the face on the left.
        const next = order[to] ?? [];
        [from, to] = [to, around(next, next.indexOf(from) - 1)];
      }
      const face = {
        ring: ring.map((i) => around(corners.at, i)),
        sides: ring.map((i, k) => graph[i]?.get(around(ring, k + 1)) ?? { kind: 'rim', half: 0 }),
      };
      if (ring.length >= 3 && signedArea(face.ring) > 1) faces.push(face);
    }
  }
  return faces;
}
