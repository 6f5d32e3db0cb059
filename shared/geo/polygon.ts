/** Point in polygon, so that neighbours with a shared edge never both claim, nor both miss, a point on it. */
import { distanceToLine, distanceToSegment } from './point.ts';
import type { Point } from './point.ts';

/** GeoJSON positions, [lon, lat]. */
export type Position = readonly [number, number];
/** First ring outer, others holes; each closed. */
export type PolygonRings = readonly (readonly Position[])[];
export type MultiPolygon = readonly PolygonRings[];

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * Whether the edge crosses the ray going east from the point. The edge is always taken from its lower end, whichever
 * way its ring runs: two neighbours then compute the very same crossing in floating point, and a point on their shared
 * edge is inside exactly one of them.
 */
function crosses(p: Point, a: Position, b: Position): boolean {
  if (a[1] > p.lat === b[1] > p.lat) return false;
  const [low, high] = a[1] < b[1] ? [a, b] : [b, a];
  return p.lon < ((high[0] - low[0]) * (p.lat - low[1])) / (high[1] - low[1]) + low[0];
}

function crossings(p: Point, ring: readonly Position[]): number {
  let count = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const a = ring[i - 1];
    const b = ring[i];
    if (a !== undefined && b !== undefined && crosses(p, a, b)) count += 1;
  }
  return count;
}

/** Even-odd rule over all rings, so holes need no direction. */
export function contains(shape: MultiPolygon, p: Point): boolean {
  let count = 0;
  for (const rings of shape) for (const ring of rings) count += crossings(p, ring);
  return count % 2 === 1;
}

export function boxOf(shape: MultiPolygon): Box {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const rings of shape) {
    for (const [lon, lat] of rings[0] ?? []) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return { west, south, east, north };
}

const sliverMetres = 0.3;
/** A little more than that many metres, in either direction, anywhere in China. */
const sliverDegrees = 1e-5;

function inBox(p: Point, box: Box, margin: number): boolean {
  return (
    p.lon >= box.west - margin &&
    p.lon <= box.east + margin &&
    p.lat >= box.south - margin &&
    p.lat <= box.north + margin
  );
}

/** Metres to the nearest edge of any ring. */
export function distanceToEdge(shape: MultiPolygon, p: Point): number {
  const pointOf = ([lon, lat]: Position): Point => ({ lon, lat });
  return Math.min(...shape.flatMap((rings) => rings.map((ring) => distanceToLine(p, ring.map(pointOf)))));
}

export interface Area {
  readonly code: string;
  readonly shape: MultiPolygon;
}

type Edge = readonly [Position, Position];
const edgesPerBand = 8;
const maxBands = 512;

function edgesOf(ring: readonly Position[]): Edge[] {
  return ring.slice(1).flatMap((b, i): Edge[] => {
    const a = ring[i];
    return a === undefined ? [] : [[a, b]];
  });
}

/**
 * Edges of a shape by bands of latitude: a long border is asked for the few edges beside the point alone. The answer is
 * that of `contains`, which counts the same edges.
 */
class Banded {
  readonly box: Box;
  readonly #edges: readonly (readonly Edge[])[];
  readonly #south: number;
  readonly #perDegree: number;

  constructor(shape: MultiPolygon) {
    this.box = boxOf(shape);
    const edges = shape.flatMap((rings) => rings.flatMap(edgesOf));
    const count = Math.max(1, Math.min(maxBands, Math.ceil(edges.length / edgesPerBand)));
    const { south, north } = this.box;
    this.#south = south;
    this.#perDegree = north > south ? count / (north - south) : 0;
    const bands: Edge[][] = Array.from({ length: count }, () => []);
    for (const edge of edges) {
      const [one, other] = [this.#band(edge[0][1], count), this.#band(edge[1][1], count)];
      for (let i = Math.min(one, other); i <= Math.max(one, other); i += 1) bands[i]?.push(edge);
    }
    this.#edges = bands;
  }

  /** Never falls as latitude rises, so that whatever an edge spans lies in its bands. */
  #band(lat: number, count: number): number {
    const band = Math.floor((lat - this.#south) * this.#perDegree);
    return Math.max(0, Math.min(count - 1, band));
  }

  /** For points in its box. */
  contains(p: Point): boolean {
    let inside = false;
    for (const [a, b] of this.#edges[this.#band(p.lat, this.#edges.length)] ?? [])
      if (crosses(p, a, b)) inside = !inside;
    return inside;
  }

  /** Metres to the nearest edge that is within a sliver of the point; infinite where none is. */
  nearEdge(p: Point): number {
    let nearest = Number.POSITIVE_INFINITY;
    const count = this.#edges.length;
    const [from, to] = [this.#band(p.lat - sliverDegrees, count), this.#band(p.lat + sliverDegrees, count)];
    for (let i = from; i <= to; i += 1)
      for (const [a, b] of this.#edges[i] ?? []) {
        if (Math.min(a[0], b[0]) - sliverDegrees > p.lon || Math.max(a[0], b[0]) + sliverDegrees < p.lon) continue;
        if (Math.min(a[1], b[1]) - sliverDegrees > p.lat || Math.max(a[1], b[1]) + sliverDegrees < p.lat) continue;
        nearest = Math.min(nearest, distanceToSegment(p, { lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] }));
      }
    return nearest;
  }
}

interface Indexed<A> {
  readonly area: A;
  readonly banded: Banded;
}

/** Squares of a grid over the whole, per area; of these about one in two then has a border in it. */
const squaresPerArea = 4;
const maxSquares = 512;

/** Finds the one area of a partition that holds a point. */
export class AreaIndex<A extends Area> {
  /** West to east, then south to north; in each the areas that reach into it, in order of code. */
  readonly #squares: readonly (readonly Indexed<A>[])[];
  readonly #box: Box;
  readonly #side: number;

  constructor(areas: readonly A[]) {
    // In order of code, so that overlapping areas of a faulty plate still give one answer, the same each time.
    const indexed = [...areas]
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map((area): Indexed<A> => ({ area, banded: new Banded(area.shape) }));
    this.#box = boxOf(areas.flatMap(({ shape }) => shape));
    const side = Math.max(1, Math.min(maxSquares, Math.ceil(Math.sqrt(areas.length * squaresPerArea))));
    this.#side = side;
    const squares: Indexed<A>[][] = Array.from({ length: side * side }, () => []);
    for (const one of indexed) {
      const { west, south, east, north } = one.banded.box;
      // Whoever is a sliver away may be given to it.
      const [left, right] = [this.#column(west - sliverDegrees), this.#column(east + sliverDegrees)];
      const [low, high] = [this.#row(south - sliverDegrees), this.#row(north + sliverDegrees)];
      for (let row = low; row <= high; row += 1)
        for (let column = left; column <= right; column += 1) squares[row * side + column]?.push(one);
    }
    this.#squares = squares;
  }

  #step(value: number, from: number, to: number): number {
    const step = to > from ? Math.floor(((value - from) / (to - from)) * this.#side) : 0;
    return Math.max(0, Math.min(this.#side - 1, step));
  }

  #column(lon: number): number {
    return this.#step(lon, this.#box.west, this.#box.east);
  }

  #row(lat: number): number {
    return this.#step(lat, this.#box.south, this.#box.north);
  }

  /** The area that holds the point; undefined outside all of them. */
  at(p: Point): A | undefined {
    if (!inBox(p, this.#box, sliverDegrees)) return undefined;
    const near = this.#squares[this.#row(p.lat) * this.#side + this.#column(p.lon)] ?? [];
    for (const { area, banded } of near) if (inBox(p, banded.box, 0) && banded.contains(p)) return area;
    return inSliver(p, near);
  }
}

/**
 * Surveyed borders have slivers and spurs of a hand's breadth that belong to nobody: a point in one is given to the
 * area whose edge is nearest, so that no place inside the partition is nowhere.
 */
function inSliver<A>(p: Point, among: readonly Indexed<A>[]): A | undefined {
  let nearest: A | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { area, banded } of among) {
    if (!inBox(p, banded.box, sliverDegrees)) continue;
    const metres = banded.nearEdge(p);
    if (metres <= sliverMetres && metres < least) [nearest, least] = [area, metres];
  }
  return nearest;
}
