/** Real streets and real places: which street office a point lies in, against turf and against what the rows say. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { AreaIndex, contains } from '../../shared/geo/polygon.ts';
import type { MultiPolygon, Position } from '../../shared/geo/polygon.ts';
import { must } from '../../shared/lib/must.ts';
import { sharedData } from '../support/shared-data.ts';

const streetsFile = sharedData('shanghai', 'xuhui-huangpu-streets-osm.geojson');
const poiFile = sharedData('shanghai', 'poi-xuhui-huangpu.csv.gz');

interface Feature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: Position[][] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: Position[][][] };
}

interface Street {
  readonly code: string;
  readonly district: string;
  readonly shape: MultiPolygon;
}

function streets(): Street[] {
  const text = readFileSync(must(streetsFile, 'streets'), 'utf8');
  const { features } = JSON.parse(text) as { readonly features: readonly Feature[] };
  return features.map(({ properties, geometry }) => {
    const code = String(properties['code']);
    const shape = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return { code, district: code.startsWith('310104') ? '徐汇区' : '黄浦区', shape };
  });
}

interface Poi {
  readonly district: string;
  readonly lon: number;
  readonly lat: number;
}

function pois(): Poi[] {
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(must(poiFile, 'places'))), {
    columns: true,
    bom: true,
  });
  return rows.map((row) => ({
    district: must(row['district'], 'district'),
    lon: Number(row['lon']),
    lat: Number(row['lat']),
  }));
}

test.skipIf(streetsFile === undefined || poiFile === undefined)(
  'real places fall in the district their row names, as turf has it, and each in one street at most',
  () => {
    const all = streets();
    const index = new AreaIndex(all);
    expect(all.length).toBe(23);
    const counted = { 徐汇区: 0, 黄浦区: 0, other: 0, none: 0 };
    for (const poi of pois()) {
      const street = index.at(poi);
      const turf = all.filter(({ shape }) =>
        booleanPointInPolygon([poi.lon, poi.lat], {
          type: 'MultiPolygon',
          coordinates: shape.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x, y]))),
        }),
      );
      expect(turf.map(({ code }) => code)).toEqual(street === undefined ? [] : [street.code]);
      if (street === undefined) counted.none += 1;
      else if (street.district !== poi.district) counted.other += 1;
      else counted[street.district as '徐汇区' | '黄浦区'] += 1;
    }
    expect(counted).toEqual({ 徐汇区: 1708, 黄浦区: 990, other: 2, none: 4 });
  },
);

test.skipIf(streetsFile === undefined)(
  'a point on a shared edge of real streets falls in exactly one of the two',
  () => {
    const all = streets();
    const index = new AreaIndex(all);
    const edges = new Map<string, { readonly codes: string[]; readonly a: Position; readonly b: Position }>();
    for (const { code, shape } of all) {
      for (const ring of shape.flat()) {
        for (const [i, b] of ring.slice(1).entries()) {
          const a = must(ring[i], 'corner');
          const key = [a.join(','), b.join(',')].sort().join(' ');
          const edge = edges.get(key) ?? { codes: [], a, b };
          edge.codes.push(code);
          edges.set(key, edge);
        }
      }
    }
    const sharedEdges = [...edges.values()].filter(({ codes }) => new Set(codes).size === 2);
    expect(sharedEdges.length).toBeGreaterThan(500);
    const slivers = new Set<string>();
    for (const { codes, a, b } of sharedEdges) {
      for (const t of [0.1, 0.25, 0.5, 0.8]) {
        const p = { lon: a[0] + t * (b[0] - a[0]), lat: a[1] + t * (b[1] - a[1]) };
        expect(codes).toContain(index.at(p)?.code);
        if (all.filter(({ shape }) => contains(shape, p)).length !== 1) slivers.add(a.join(','));
      }
    }
    // The survey has two spurs shorter than a hand; everywhere else the rule alone gives exactly one.
    expect(slivers.size).toBe(2);
  },
);
