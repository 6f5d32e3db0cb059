/** A place: WGS84 (for our purposes equal to CGCS2000), degrees. Other systems are converted at the door. */
export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** Mean Earth radius of WGS84, metres. */
const earthRadius = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance, metres. */
export function distance(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing from a to b, degrees clockwise from north, [0, 360). */
export function bearing(a: Point, b: Point): number {
  const dLon = radians(b.lon - a.lon);
  const y = Math.sin(dLon) * Math.cos(radians(b.lat));
  const x =
    Math.cos(radians(a.lat)) * Math.sin(radians(b.lat)) -
    Math.sin(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.cos(dLon);
  return ((((Math.atan2(y, x) * 180) / Math.PI) % 360) + 360) % 360;
}

/** Smallest angle between two bearings, degrees, [0, 180]. */
export function angleBetween(a: number, b: number): number {
  const d = Math.abs(a - b) % 360;
  return d > 180 ? 360 - d : d;
}

/** The place this far (metres) in this direction (degrees). */
export function destination(from: Point, metres: number, direction: number): Point {
  const angular = metres / earthRadius;
  const lat1 = radians(from.lat);
  const lat2 = Math.asin(
    Math.sin(lat1) * Math.cos(angular) + Math.cos(lat1) * Math.sin(angular) * Math.cos(radians(direction)),
  );
  const dLon = Math.atan2(
    Math.sin(radians(direction)) * Math.sin(angular) * Math.cos(lat1),
    Math.cos(angular) - Math.sin(lat1) * Math.sin(lat2),
  );
  return { lon: from.lon + (dLon * 180) / Math.PI, lat: (lat2 * 180) / Math.PI };
}

/** Distance from a point to a segment, metres; local flat approximation, good to 0.1 % within a district. */
export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const scale = Math.cos(radians(p.lat));
  const ax = (a.lon - p.lon) * scale;
  const ay = a.lat - p.lat;
  const bx = (b.lon - p.lon) * scale;
  const by = b.lat - p.lat;
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
  return Math.hypot(ax + t * dx, ay + t * dy) * radians(1) * earthRadius;
}

/** Distance from a point to a line of points, metres; infinite for an empty line. */
export function distanceToLine(p: Point, line: readonly Point[]): number {
  let best = line.length === 1 && line[0] !== undefined ? distance(p, line[0]) : Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i += 1) {
    const a = line[i - 1];
    const b = line[i];
    if (a !== undefined && b !== undefined) best = Math.min(best, distanceToSegment(p, a, b));
  }
  return best;
}

/** Length of a line of points, metres. */
export function lengthOf(line: readonly Point[]): number {
  let metres = 0;
  for (let i = 1; i < line.length; i += 1) {
    const a = line[i - 1];
    const b = line[i];
    if (a !== undefined && b !== undefined) metres += distance(a, b);
  }
  return metres;
}
