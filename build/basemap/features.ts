/** What the maker of basemaps works on: shapes of the world in degrees, with the properties of our tile schema. */

export type Degrees = readonly [lon: number, lat: number];

export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Degrees }
  | { readonly type: 'MultiPoint'; readonly coordinates: readonly Degrees[] }
  | { readonly type: 'LineString'; readonly coordinates: readonly Degrees[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly Degrees[])[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Degrees[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Degrees[])[])[] };

export type Properties = Readonly<Record<string, string | number | boolean>>;

export interface MapFeature {
  readonly geometry: Geometry;
  readonly properties: Properties;
  /** The first zoom it is drawn at. */
  readonly minZoom: number;
}

export interface MapLayer {
  /** Of `schema.ts`. Several with one name become one layer of the tiles. */
  readonly name: string;
  readonly features: readonly MapFeature[];
}

/** West, south, east, north; degrees. */
export type Bounds = readonly [number, number, number, number];

export type Dimension = 'point' | 'line' | 'polygon';

export function dimensionOf({ type }: Geometry): Dimension {
  if (type === 'Point' || type === 'MultiPoint') return 'point';
  return type === 'LineString' || type === 'MultiLineString' ? 'line' : 'polygon';
}

/** Its lines, rings or points, whatever it is; points each as a list of one. */
export function pathsOf(geometry: Geometry): readonly (readonly Degrees[])[] {
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates]];
    case 'MultiPoint':
      return geometry.coordinates.map((at) => [at]);
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
  }
}

/** The same geometry with each position changed. */
export function moved(geometry: Geometry, move: (at: Degrees) => Degrees): Geometry {
  const path = (line: readonly Degrees[]): Degrees[] => line.map(move);
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: move(geometry.coordinates) };
    case 'MultiPoint':
    case 'LineString':
      return { type: geometry.type, coordinates: path(geometry.coordinates) };
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map(path) };
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: geometry.coordinates.map((polygon) => polygon.map(path)) };
  }
}

/** The box around everything; undefined for nothing. */
export function boundsOf(geometries: Iterable<Geometry>): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    for (const path of pathsOf(geometry)) {
      for (const [lon, lat] of path) {
        west = Math.min(west, lon);
        east = Math.max(east, lon);
        south = Math.min(south, lat);
        north = Math.max(north, lat);
      }
    }
  }
  return west > east ? undefined : [west, south, east, north];
}

/** What a user can mend: said without a stack. */
export class BasemapError extends Error {}
