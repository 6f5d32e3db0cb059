/** GeoJSON: a FeatureCollection, a single feature, or one feature a line (RFC 7946, RFC 8142). */
import type { MultiPolygon, Position } from '../../shared/geo/polygon.ts';
import type { Geometry, SourceRow, SourceTable } from './source.ts';
import { sourceLimits, Unreadable } from './source.ts';

type Members = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function position(value: unknown): Position | undefined {
  if (!Array.isArray(value)) return undefined;
  const [lon, lat] = value as readonly unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Number.isFinite(lon) && Number.isFinite(lat)
    ? [lon, lat]
    : undefined;
}

function all<T>(value: unknown, each: (inner: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const read = value.map(each);
  return read.includes(undefined) ? undefined : (read as T[]);
}

const line = (value: unknown): Position[] | undefined => all(value, position);
const area = (value: unknown): Position[][] | undefined => all(value, line);

/** Null for none, undefined for one that cannot be read. */
export function geometryOf(value: unknown): Geometry | null | undefined {
  if (value === null || value === undefined) return null;
  if (!isRecord(value)) return undefined;
  const { type, coordinates } = value;
  switch (type) {
    case 'Point': {
      const at = position(coordinates);
      return at && { type: 'Point', at };
    }
    case 'LineString': {
      const read = line(coordinates);
      return read && { type: 'Line', line: read };
    }
    case 'MultiLineString': {
      // A road in one piece that was saved as several: of one piece it is what it was.
      const read = all(coordinates, line);
      return read?.length === 1 && read[0] !== undefined ? { type: 'Line', line: read[0] } : undefined;
    }
    case 'Polygon': {
      const read = area(coordinates);
      return read && { type: 'Area', shape: [read] };
    }
    case 'MultiPolygon': {
      const read: MultiPolygon | undefined = all(coordinates, area);
      return read && { type: 'Area', shape: read };
    }
    default:
      return undefined;
  }
}

const geographic = /CRS:?84|4326|4490|CGCS ?2000/i;

/** RFC 7946 knows degrees only, but older files name another system. */
function checkCrs(file: string, value: Members): void {
  const { crs } = value;
  if (crs === undefined || crs === null) return;
  const name = isRecord(crs) && isRecord(crs['properties']) ? String(crs['properties']['name']) : JSON.stringify(crs);
  if (!geographic.test(name)) throw new Unreadable(file, 'NotLonLat', { detail: name });
}

function featuresOf(file: string, text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const lines = text.split('\n').map((each) => each.replace('\u001e', '').trim());
    const filled = lines.flatMap((each, at) => (each === '' ? [] : [{ each, row: at + 1 }]));
    if (filled.length < 2) throw new Unreadable(file, 'NotJson', { detail: (error as Error).message });
    return filled.map(({ each, row }) => {
      try {
        return JSON.parse(each) as unknown;
      } catch (wrong) {
        throw new Unreadable(file, 'NotJson', { row, detail: (wrong as Error).message });
      }
    });
  }
  if (!isRecord(value)) throw new Unreadable(file, 'NotGeoJson');
  checkCrs(file, value);
  if (value['type'] === 'Feature') return [value];
  const { features } = value;
  if (value['type'] !== 'FeatureCollection' || !Array.isArray(features))
    throw new Unreadable(file, 'NotGeoJson', { detail: JSON.stringify(value['type']) });
  return features;
}

function textOfProperty(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map(textOfProperty).join('、');
  return (typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)).trim();
}

/** Features of any reader as a table: its columns are the names of all properties. */
export function tableOfFeatures(
  file: string,
  features: readonly { readonly geometry: unknown; readonly properties: unknown }[],
): SourceTable {
  if (features.length === 0) throw new Unreadable(file, 'Empty');
  if (features.length > sourceLimits.rows)
    throw new Unreadable(file, 'TooManyRows', { detail: `${features.length} > ${sourceLimits.rows}` });
  const columns = [...new Set(features.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  if (columns.length > sourceLimits.columns)
    throw new Unreadable(file, 'TooManyColumns', { detail: String(columns.length) });
  const rows = features.map(({ geometry, properties }, at): SourceRow => {
    const members = (properties ?? {}) as Members;
    const cells = columns.map((name) => textOfProperty(members[name]));
    const read = geometryOf(geometry);
    if (read !== undefined) return { row: at + 1, cells, geometry: read };
    const value = isRecord(geometry) ? String(geometry['type']) : '';
    return { row: at + 1, cells, geometry: null, fault: { code: 'NoGeometry', column: 'geometry', value } };
  });
  return { file, columns, rows };
}

/** @throws Unreadable */
export function readGeoJson(file: string, text: string): SourceTable {
  const features = featuresOf(file, text.replace(/^\ufeff/, ''));
  const wrong = features.findIndex((feature) => !isRecord(feature) || feature['type'] !== 'Feature');
  if (wrong >= 0) throw new Unreadable(file, 'NotGeoJson', { row: wrong + 1 });
  return tableOfFeatures(file, features as readonly { geometry: unknown; properties: unknown }[]);
}
