/** The district that a basemap is checked against: a pack's streets, or polygons of a GeoJSON file. */
import { readFileSync } from 'node:fs';
import type { MultiPolygon } from '../../shared/geo/polygon.ts';
import type { District } from './checks.ts';
import { BasemapError, boundsOf, dimensionOf } from './features.ts';
import type { Geometry } from './features.ts';
import { readGeoJson } from './read-geojson.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function streetsOf(plates: unknown): MultiPolygon {
  const grids = isRecord(plates) && Array.isArray(plates['grids']) ? (plates['grids'] as readonly unknown[]) : [];
  return grids.flatMap((grid) => {
    if (!isRecord(grid) || grid['level'] !== 'responsibility' || !Array.isArray(grid['shape'])) return [];
    return grid['shape'] as MultiPolygon;
  });
}

function areasOf(text: string, file: string): MultiPolygon {
  return readGeoJson(file, text).features.flatMap(({ geometry }): MultiPolygon => {
    if (geometry === null || dimensionOf(geometry) !== 'polygon') return [];
    return geometry.type === 'Polygon' ? [geometry.coordinates] : (geometry.coordinates as MultiPolygon);
  });
}

/** @throws BasemapError where the file is neither, or holds no area. */
export function readDistrict(file: string): District {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BasemapError(`${file}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const shape = isRecord(value) && isRecord(value['plates']) ? streetsOf(value['plates']) : areasOf(text, file);
  const bounds = boundsOf(shape.map((coordinates): Geometry => ({ type: 'Polygon', coordinates })));
  if (bounds === undefined) throw new BasemapError(`${file}: neither a pack with streets nor GeoJSON with polygons`);
  return { file, shape, bounds };
}
