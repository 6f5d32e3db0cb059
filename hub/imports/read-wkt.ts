/** Geometries written as text in a cell: WKT (OGC 06-103r4) or GeoJSON. */
import type { Position } from '../../shared/geo/polygon.ts';
import { geometryOf } from './read-geojson.ts';
import type { Geometry } from './source.ts';

function numbersOf(text: string): Position[] | undefined {
  const places: Position[] = [];
  for (const pair of text.split(',')) {
    const [lon, lat] = pair.trim().split(/\s+/).map(Number);
    if (lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) return undefined;
    places.push([lon, lat]);
  }
  return places;
}

/** The texts inside the outermost brackets, one for each. */
function inBrackets(text: string): string[] | undefined {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const [at, sign] of [...text].entries()) {
    if (sign === '(') {
      if (depth === 0) from = at + 1;
      depth += 1;
    } else if (sign === ')') {
      depth -= 1;
      if (depth < 0) return undefined;
      if (depth === 0) parts.push(text.slice(from, at));
    }
  }
  return depth === 0 && parts.length > 0 ? parts : undefined;
}

function ringsOf(text: string): Position[][] | undefined {
  const rings = inBrackets(text)?.map(numbersOf);
  return rings === undefined || rings.includes(undefined) ? undefined : (rings as Position[][]);
}

function fromWkt(text: string): Geometry | undefined {
  const [, kind = '', body = ''] = /^\s*(?:SRID=\d+;)?\s*([A-Z]+)\s*(\(.*\))\s*$/is.exec(text) ?? [];
  const inner = inBrackets(body)?.[0];
  if (inner === undefined) return undefined;
  switch (kind.toUpperCase()) {
    case 'POINT': {
      const at = numbersOf(inner)?.[0];
      return at === undefined ? undefined : { type: 'Point', at };
    }
    case 'LINESTRING': {
      const line = numbersOf(inner);
      return line === undefined || line.length < 2 ? undefined : { type: 'Line', line };
    }
    case 'POLYGON': {
      const rings = ringsOf(inner);
      return rings === undefined ? undefined : { type: 'Area', shape: [rings] };
    }
    case 'MULTIPOLYGON': {
      const shape = inBrackets(inner)?.map(ringsOf);
      return shape === undefined || shape.includes(undefined)
        ? undefined
        : { type: 'Area', shape: shape as Position[][][] };
    }
    default:
      return undefined;
  }
}

export function geometryOfText(text: string): Geometry | undefined {
  if (!text.trimStart().startsWith('{')) return fromWkt(text);
  try {
    return geometryOf(JSON.parse(text)) ?? undefined;
  } catch {
    return undefined;
  }
}
