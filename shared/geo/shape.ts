/** What a fence is drawn as: an area of one piece, a circle, or all that is near a line. Places WGS84, lengths metres. */
import { bearing, destination, distance, distanceToLine } from './point.ts';
import type { Point } from './point.ts';
import { boxOf, contains, distanceToEdge } from './polygon.ts';
import type { Box, MultiPolygon, Position } from './polygon.ts';

export type Shape =
  /** Closed, and without holes. */
  | { readonly kind: 'polygon'; readonly ring: readonly Position[] }
  | { readonly kind: 'circle'; readonly at: Point; readonly radius: number }
  /** All within half of `width` of the line. */
  | { readonly kind: 'corridor'; readonly line: readonly Position[]; readonly width: number };

const pointOf = ([lon, lat]: Position): Point => ({ lon, lat });
const positionOf = ({ lon, lat }: Point): Position => [lon, lat];

/** Metres from the point to the border: above 0 inside, below 0 outside. */
export function depthIn(shape: Shape, p: Point): number {
  switch (shape.kind) {
    case 'polygon': {
      const area: MultiPolygon = [[shape.ring]];
      const metres = distanceToEdge(area, p);
      return contains(area, p) ? metres : -metres;
    }
    case 'circle':
      return shape.radius - distance(shape.at, p);
    case 'corridor':
      return shape.width / 2 - distanceToLine(p, shape.line.map(pointOf));
  }
}

/** Whether it holds the point; its border belongs to circle and corridor, and to one side of a polygon. */
export function shapeContains(shape: Shape, p: Point): boolean {
  return shape.kind === 'polygon' ? contains([[shape.ring]], p) : depthIn(shape, p) >= 0;
}

/** One degree of latitude, a little less than it is anywhere: boxes had better be too wide. */
const metresPerDegree = 110_000;

/** A box that holds it whole, and little more. */
export function boxOfShape(shape: Shape): Box {
  if (shape.kind === 'polygon') return boxOf([[shape.ring]]);
  const [corners, reach] =
    shape.kind === 'circle' ? [[positionOf(shape.at)], shape.radius] : [shape.line, shape.width / 2];
  const { west, south, east, north } = boxOf([[corners]]);
  const up = reach / metresPerDegree;
  const furthest = Math.max(Math.abs(south - up), Math.abs(north + up));
  const aside = up / Math.cos((Math.min(89, furthest) * Math.PI) / 180);
  return { west: west - aside, south: south - up, east: east + aside, north: north + up };
}

/** Corners of a full turn. */
const turn = 64;
/** The border bulges out between two corners by so much of its radius: drawn corners stand off as far. */
const bulge = 1 / Math.cos(Math.PI / turn);
/** Bends sharper than this, degrees, have two corners: a mitre would reach too far. */
const sharpest = 110;

/** A quarter or half of a round, from one direction to another, clockwise, both ends included. */
function arc(at: Point, radius: number, from: number, degrees: number): Position[] {
  const steps = Math.max(1, Math.ceil((turn * degrees) / 360));
  return Array.from({ length: steps + 1 }, (_, i) =>
    positionOf(destination(at, radius * bulge, from + (degrees * i) / steps)),
  );
}

/** One side of a line, to the right of its way, from its second corner to the last but one. */
function rightSide(line: readonly Point[], half: number): Position[] {
  return line.slice(1, -1).flatMap((at, i) => {
    const [before, after] = [line[i] ?? at, line[i + 2] ?? at];
    const [into, out] = [bearing(before, at), bearing(at, after)];
    const bend = ((out - into + 540) % 360) - 180;
    if (Math.abs(bend) > sharpest) return [into, out].map((heading) => positionOf(destination(at, half, heading + 90)));
    const mitre = half / Math.cos((bend * Math.PI) / 360);
    return [positionOf(destination(at, mitre, into + bend / 2 + 90))];
  });
}

/** Without corners given twice in a row: they have no direction. */
function withoutRepeats(line: readonly Point[]): Point[] {
  return line.filter((at, i) => i === 0 || at.lon !== line[i - 1]?.lon || at.lat !== line[i - 1]?.lat);
}

/**
 * Its border as a closed ring, for drawing and for boxes. A circle has 64 corners; a corridor has round ends and mitred
 * bends, which where it turns back sharply may run over each other: for whether a point is inside ask `shapeContains`.
 */
export function shapeOutline(shape: Shape): readonly Position[] {
  if (shape.kind === 'polygon') return shape.ring;
  const closed = (corners: readonly Position[]): Position[] => [...corners, ...corners.slice(0, 1)];
  if (shape.kind === 'circle') return closed(arc(shape.at, shape.radius, 0, 360).slice(0, -1));
  const line = withoutRepeats(shape.line.map(pointOf));
  const half = shape.width / 2;
  const [first, second, last, lastButOne] = [line[0], line[1], line.at(-1), line.at(-2)];
  if (first === undefined || last === undefined) return [];
  if (second === undefined || lastButOne === undefined) return closed(arc(first, half, 0, 360).slice(0, -1));
  return closed([
    ...arc(first, half, bearing(first, second) + 90, 180),
    ...[...rightSide([...line].reverse(), half)].reverse(),
    ...arc(last, half, bearing(lastButOne, last) - 90, 180),
    ...[...rightSide(line, half)].reverse(),
  ]);
}
