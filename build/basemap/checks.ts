/** Checks of what comes in: positions that are degrees, rings that do not cross themselves, a place in or near the district. */
import { contains } from '../../shared/geo/polygon.ts';
import type { MultiPolygon } from '../../shared/geo/polygon.ts';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import { BasemapError, dimensionOf, pathsOf } from './features.ts';
import type { Bounds, Degrees, Geometry } from './features.ts';

/** @throws BasemapError naming the position. */
export function checkDegrees(geometry: Geometry, where: string): void {
  for (const [lon, lat] of pathsOf(geometry).flat()) {
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) continue;
    const swapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
    throw new BasemapError(
      `${where}: position ${String(lon)}, ${String(lat)} is not longitude and latitude: ` +
        (swapped
          ? 'they stand in the wrong order; save them as longitude, latitude'
          : 'these look like metres of a projected system; save the layer as EPSG:4326 or EPSG:4490'),
    );
  }
}

interface Edge {
  readonly i: number;
  readonly a: Degrees;
  readonly b: Degrees;
  readonly west: number;
  readonly east: number;
}

function crossing(p: Edge, q: Edge): boolean {
  const side = (a: Degrees, b: Degrees, c: Degrees): number =>
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const [d1, d2] = [side(p.a, p.b, q.a), side(p.a, p.b, q.b)];
  const [d3, d4] = [side(q.a, q.b, p.a), side(q.a, q.b, p.b)];
  return d1 * d2 < 0 && d3 * d4 < 0;
}

/** Whether a ring crosses itself: edges from west to east, each against those that still reach it. */
function crossesItself(ring: readonly Degrees[]): boolean {
  const edges = ring
    .slice(1)
    .flatMap((b, i): Edge[] => {
      const a = ring[i] ?? b;
      return [{ i, a, b, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }];
    })
    .sort((p, q) => p.west - q.west);
  let open: Edge[] = [];
  for (const edge of edges) {
    open = open.filter(({ east }) => east >= edge.west);
    if (open.some((other) => Math.abs(other.i - edge.i) > 1 && crossing(other, edge))) return true;
    open.push(edge);
  }
  return false;
}

export function selfIntersects(geometry: Geometry): boolean {
  return dimensionOf(geometry) === 'polygon' && pathsOf(geometry).some(crossesItself);
}

export interface District {
  readonly file: string;
  readonly shape: MultiPolygon;
  readonly bounds: Bounds;
}

/** About five kilometres, in degrees. */
const nearby = 0.05;

export interface FallsWhere {
  /** Share of positions in the district, by the system they are taken for. */
  readonly inside: ReadonlyMap<SourceCrs, number>;
  /** Systems under which some lie in the district or near it. */
  readonly near: readonly SourceCrs[];
  /** Whether some would with longitude and latitude exchanged. */
  readonly swapped: boolean;
}

const systems: readonly SourceCrs[] = ['WGS84', 'GCJ02', 'BD09'];

/** @param positions As they stand in the file, before any conversion. */
export function fallsWhere(positions: readonly Degrees[], { shape, bounds }: District): FallsWhere {
  const step = Math.max(1, Math.floor(positions.length / 2000));
  const sample = positions.filter((_, i) => i % step === 0);
  const [west, south, east, north] = bounds;
  const isNear = (lon: number, lat: number): boolean =>
    lon >= west - nearby && lon <= east + nearby && lat >= south - nearby && lat <= north + nearby;
  const inside = new Map<SourceCrs, number>();
  const near: SourceCrs[] = [];
  for (const crs of systems) {
    const points = sample.map(([lon, lat]) => toWgs84({ lon, lat }, crs));
    inside.set(crs, points.filter((point) => contains(shape, point)).length / Math.max(1, sample.length));
    if (points.some(({ lon, lat }) => isNear(lon, lat))) near.push(crs);
  }
  return { inside, near, swapped: sample.some(([lon, lat]) => isNear(lat, lon)) };
}
