/** GeoJSON: a FeatureCollection, a single feature, or one feature a line (RFC 7946, RFC 8142). */
import { readFileSync } from 'node:fs';
import { BasemapError } from './features.ts';
import type { Geometry } from './features.ts';
import type { SourceFeature, SourceFile } from './source.ts';

/** Depth of the coordinates of each type: how many lists lie around a position. */
const depths: Readonly<Record<Geometry['type'], number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function positionsAreSound(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) return value.every((inner) => positionsAreSound(inner, depth - 1));
  return value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1]);
}

/** Heights and measures of positions are left out. */
function flat(value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return value;
  return depth > 0 ? value.map((inner) => flat(inner, depth - 1)) : [value[0], value[1]];
}

function geometryOf(value: unknown, where: string): Geometry | null {
  if (value === null || value === undefined) return null;
  const type = isRecord(value) ? value['type'] : undefined;
  if (type === 'GeometryCollection') {
    throw new BasemapError(`${where}: a GeometryCollection: save each of its geometries as a feature of its own`);
  }
  if (!isRecord(value) || typeof type !== 'string' || !Object.hasOwn(depths, type)) {
    throw new BasemapError(
      `${where}, geometry.type ${JSON.stringify(type)}: not one of ${Object.keys(depths).join(', ')}`,
    );
  }
  const depth = depths[type as Geometry['type']];
  if (!positionsAreSound(value['coordinates'], depth)) {
    throw new BasemapError(`${where}, geometry.coordinates: not the positions (pairs of numbers) of a ${type}`);
  }
  const geometry = { type, coordinates: flat(value['coordinates'], depth) } as Geometry;
  const empty = depth > 0 && (geometry.coordinates as readonly unknown[]).length === 0;
  return empty ? null : geometry;
}

function featureOf(value: unknown, file: string, number: number): SourceFeature {
  const where = `${file}: feature ${String(number)}`;
  if (!isRecord(value) || value['type'] !== 'Feature') {
    throw new BasemapError(`${where}: not a GeoJSON feature ("type": "Feature")`);
  }
  const properties = isRecord(value['properties']) ? value['properties'] : {};
  return { number, geometry: geometryOf(value['geometry'], where), properties };
}

const geographic = /CRS:?84|4326|4490|CGCS ?2000/i;

/** RFC 7946 knows degrees of WGS84 only, but older files name another system. */
function checkCrs(value: Readonly<Record<string, unknown>>, file: string): void {
  const crs = value['crs'];
  if (crs === undefined || crs === null) return;
  const name = isRecord(crs) && isRecord(crs['properties']) ? String(crs['properties']['name']) : JSON.stringify(crs);
  if (geographic.test(name)) return;
  throw new BasemapError(
    `${file}, crs: ${name} is not longitude and latitude of WGS84 or CGCS2000: ` +
      'save the layer again as EPSG:4326 or EPSG:4490',
  );
}

/** The mark that RFC 8142 puts before each text. */
const recordSeparator = '\u001e';
const withoutSeparator = (line: string): string => (line.startsWith(recordSeparator) ? line.slice(1) : line);

function lines(text: string, file: string): SourceFeature[] {
  const features: SourceFeature[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const bare = withoutSeparator(line).trim();
    if (bare === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(bare);
    } catch (error) {
      throw new BasemapError(`${file}: line ${String(i + 1)} is no JSON (${reason(error)})`);
    }
    features.push(featureOf(value, file, features.length + 1));
  }
  return features;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function firstLineStandsAlone(text: string): boolean {
  const first = withoutSeparator(text.slice(0, Math.max(0, text.indexOf('\n'))));
  try {
    return isRecord(JSON.parse(first));
  } catch {
    return false;
  }
}

/** @throws BasemapError naming file, feature and field. */
export function readGeoJson(file: string, text = readText(file)): SourceFile {
  const bare = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    if (firstLineStandsAlone(bare)) return { file, features: lines(bare, file), warnings: [] };
    throw new BasemapError(`${file}: no JSON (${reason(error)}): the file is cut off or not GeoJSON; save it again`);
  }
  if (!isRecord(value)) throw new BasemapError(`${file}: no GeoJSON: a FeatureCollection is wanted`);
  checkCrs(value, file);
  if (value['type'] === 'Feature') return { file, features: [featureOf(value, file, 1)], warnings: [] };
  const features = value['features'];
  if (value['type'] !== 'FeatureCollection' || !Array.isArray(features)) {
    throw new BasemapError(
      `${file}, type ${JSON.stringify(value['type'])}: a FeatureCollection with features is wanted`,
    );
  }
  return { file, features: features.map((one, i) => featureOf(one, file, i + 1)), warnings: [] };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BasemapError(`${file}: cannot be read (${reason(error)})`);
  }
}
