/**
 * The flat drawing board of the demo district: kilometres east and north of a point in its middle. Plain factors instead
 * of a projection: no trigonometry, so that every machine draws the same numbers.
 */
import { area, centroid } from './power-diagram.ts';
import type { Ring, Vec } from './power-diagram.ts';

/** A drawing board: kilometres east and north of its middle, and degrees. */
export interface Frame {
  readonly toFlat: (at: Vec) => Vec;
  readonly toDegrees: (at: Vec) => Vec;
}

const kmPerLon = 95.2;
const kmPerLat = 110.9;

/** For a district at Shanghai's latitude. */
export function frameAround(middle: Vec): Frame {
  return {
    toFlat: ([lon, lat]) => [(lon - middle[0]) * kmPerLon, (lat - middle[1]) * kmPerLat],
    toDegrees: ([x, y]) => [x / kmPerLon + middle[0], y / kmPerLat + middle[1]],
  };
}

const board = frameAround([121.43, 31.16]);
export const toFlat = board.toFlat;
export const toDegrees = board.toDegrees;

/** Six digits: a hand's breadth, and the same text everywhere. */
export function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Drawn by hand from north-west clockwise; the east side is the river's bend, roughly. */
const sketch: readonly Vec[] = [
  [121.431, 31.2205],
  [121.452, 31.2225],
  [121.458, 31.212],
  [121.47, 31.204],
  [121.473, 31.188],
  [121.466, 31.172],
  [121.464, 31.15],
  [121.468, 31.128],
  [121.462, 31.104],
  [121.437, 31.104],
  [121.43, 31.124],
  [121.41, 31.129],
  [121.404, 31.145],
  [121.394, 31.156],
  [121.388, 31.172],
  [121.398, 31.186],
  [121.415, 31.192],
  [121.424, 31.204],
];

/** A sketched outline in degrees on the board, shrunk about its centre to the area asked for. */
export function shrunk(sketched: readonly Vec[], km2: number, frame: Frame): Ring {
  const drawn = sketched.map(frame.toFlat);
  const [cx, cy] = centroid(drawn);
  const factor = Math.sqrt(km2 / area(drawn));
  return drawn.map(([x, y]) => [cx + (x - cx) * factor, cy + (y - cy) * factor]);
}

/** The district's outline on the board, of the area asked for. */
export const outlineOf = (km2: number): Ring => shrunk(sketch, km2, board);
