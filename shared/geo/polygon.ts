/** Point in polygon, so that neighbours with a shared edge never both claim, nor both miss, a point on it. */
import { distanceToLine } from './point.ts';
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

/** Finds the one area of a partition that holds a point. */
export class AreaIndex<A extends Area> {
  readonly #areas: readonly { readonly area: A; readonly box: Box }[];

  constructor(areas: readonly A[]) {
    // In order of code, so that overlapping areas of a faulty plate still give one answer, the same each time.
    this.#areas = [...areas]
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map((area) => ({ area, box: boxOf(area.shape) }));
  }

  /** The area that holds the point; undefined outside all of them. */
  at(p: Point): A | undefined {
    for (const { area, box } of this.#areas) {
      if (inBox(p, box, 0) && contains(area.shape, p)) return area;
    }
    return this.#inSliver(p);
  }

  /**
   * Surveyed borders have slivers and spurs of a hand's breadth that belong to nobody: a point in one is given to the
   * area whose edge is nearest, so that no place inside the partition is nowhere.
   */
  #inSliver(p: Point): A | undefined {
    let nearest: { readonly area: A; readonly metres: number } | undefined;
    for (const { area, box } of this.#areas) {
      if (!inBox(p, box, sliverDegrees)) continue;
      const metres = distanceToEdge(area.shape, p);
      if (metres <= sliverMetres && metres < (nearest?.metres ?? Number.POSITIVE_INFINITY)) nearest = { area, metres };
    }
    return nearest?.area;
  }
}
