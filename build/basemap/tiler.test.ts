import { describe, expect, test } from 'vitest';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { must } from '../../shared/lib/must.ts';
import { archiveOf, featuresOf, tileAt, vectorTile } from '../../tests/support/archive.ts';
import { makeArchive } from './archive-make.ts';
import type { Degrees, MapFeature, MapLayer } from './features.ts';
import { BasemapError } from './features.ts';

const facts = { name: '试', attribution: '测绘处', schematic: true, minZoom: 8, maxZoom: 14 };

const road = (klass: string, minZoom: number, ...line: Degrees[]): MapFeature => ({
  geometry: { type: 'LineString', coordinates: line },
  properties: { class: klass, name: klass },
  minZoom,
});

/** A lake of many corners with an island, about 4 km across. */
const shore = Array.from({ length: 240 }, (_, i): Degrees => {
  const turn = (i / 240) * 2 * Math.PI;
  const radius = 0.02 + 0.004 * Math.sin(7 * turn);
  return [121.43 + radius * Math.cos(turn), 31.16 + radius * Math.sin(turn)];
});
const island: readonly Degrees[] = [
  [121.425, 31.155],
  [121.425, 31.165],
  [121.435, 31.165],
  [121.435, 31.155],
  [121.425, 31.155],
];
const lake: MapFeature = {
  geometry: { type: 'Polygon', coordinates: [[...shore, must(shore[0], 'shore')], island] },
  properties: { class: 'lake', name: '试湖' },
  minZoom: 9,
};

const layers: readonly MapLayer[] = [
  { name: 'water', features: [lake] },
  {
    name: 'road',
    features: [
      road('arterial', 10, [121.4, 31.15], [121.41, 31.151]),
      road('lane', 14, [121.4, 31.15], [121.4005, 31.1503]),
    ],
  },
  {
    name: 'label',
    features: [
      {
        geometry: { type: 'Point', coordinates: [121.4012, 31.1508] },
        properties: { class: 'place', name: '示例', rank: 4 },
        minZoom: 12,
      },
    ],
  },
];

describe('tiling', () => {
  test('each feature is in the tile of its place, from its first zoom, with its properties', async () => {
    const archive = archiveOf(makeArchive(layers, facts).bytes);
    for (const zoom of [8, 9, 10, 11, 12, 13, 14]) {
      const tile = await vectorTile(archive, zoom, ...tileAt(zoom, 121.4003, 31.1502));
      const classes = featuresOf(tile, 'road').map(({ properties }) => properties['class']);
      expect(classes).toEqual(zoom === 14 ? ['arterial', 'lane'] : zoom >= 10 ? ['arterial'] : []);
    }
    const tile = await vectorTile(archive, 12, ...tileAt(12, 121.4012, 31.1508));
    const [label] = featuresOf(tile, 'label');
    expect(label?.properties).toEqual({ class: 'place', name: '示例', rank: 4 });
    const at = must(label, 'label').toGeoJSON(...tileAt(12, 121.4012, 31.1508), 12);
    const [lon, lat] = at.geometry.type === 'Point' ? at.geometry.coordinates : [0, 0];
    expect(lon).toBeCloseTo(121.4012, 4);
    expect(lat).toBeCloseTo(31.1508, 4);
  });

  test('points on land and water are so after tiling too', async () => {
    const archive = archiveOf(makeArchive(layers, facts).bytes);
    const before = {
      type: 'Polygon' as const,
      coordinates: [[...shore, must(shore[0], 'shore')], [...island]].map((ring) =>
        ring.map(([lon, lat]) => [lon, lat]),
      ),
    };
    let wet = 0;
    for (let i = 0; i < 25; i += 1) {
      for (let j = 0; j < 25; j += 1) {
        const place = [121.4055 + i * 0.002, 31.1355 + j * 0.002];
        const inside = booleanPointInPolygon(place, before);
        const [x, y] = tileAt(14, must(place[0], 'lon'), must(place[1], 'lat'));
        const drawn = featuresOf(await vectorTile(archive, 14, x, y), 'water').some((feature) => {
          const { geometry } = feature.toGeoJSON(x, y, 14);
          return geometry.type.endsWith('Polygon') && booleanPointInPolygon(place, geometry as typeof before);
        });
        expect(drawn, place.join(' ')).toBe(inside);
        if (inside) wet += 1;
      }
    }
    expect(wet).toBeGreaterThan(150);
  });

  test('low zooms hold fewer corners than the highest', async () => {
    const archive = archiveOf(makeArchive(layers, facts).bytes);
    const corners = async (zoom: number): Promise<number> => {
      const [lake9] = featuresOf(await vectorTile(archive, zoom, ...tileAt(zoom, 121.43, 31.16)), 'water');
      return must(lake9, 'lake').loadGeometry().flat().length;
    };
    expect(await corners(9)).toBeLessThan((await corners(11)) * 0.8);
  });

  test('metadata say name, attribution, format and the layers with their fields', async () => {
    const made = makeArchive(layers, facts);
    const metadata = (await archiveOf(made.bytes).getMetadata()) as Record<string, unknown>;
    expect(metadata).toMatchObject({ name: '试', attribution: '测绘处', schematic: true, format: 'lianqin-1' });
    expect(metadata['vector_layers']).toContainEqual({
      ...{ id: 'road', minzoom: 10, maxzoom: 14 },
      fields: { class: 'String', name: 'String' },
    });
    const header = await archiveOf(made.bytes).getHeader();
    expect([header.minLon, header.maxLat]).toEqual([
      expect.closeTo(121.4, 5),
      expect.closeTo(Math.max(...shore.map(([, lat]) => lat)), 5),
    ]);
  });

  test('the same layers give the same bytes', () => {
    expect(Buffer.compare(makeArchive(layers, facts).bytes, makeArchive(layers, facts).bytes)).toBe(0);
  });

  test('what is smaller than the grid is counted as in no tile', () => {
    const speck: MapFeature = {
      geometry: {
        type: 'LineString',
        coordinates: [
          [121.4, 31.15],
          [121.4, 31.15],
        ],
      },
      properties: { class: 'local' },
      minZoom: 13,
    };
    const { tiled } = makeArchive([...layers, { name: 'road', features: [speck] }], { ...facts, maxZoom: 13 });
    expect([...tiled.dropped]).toEqual([['road', 1]]);
  });

  test('nothing to draw, and a layer across a continent, are refused', () => {
    expect(() => makeArchive([{ name: 'road', features: [] }], facts)).toThrow(BasemapError);
    const wide: MapFeature = {
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [80, 20],
            [130, 20],
            [130, 50],
            [80, 50],
            [80, 20],
          ],
        ],
      },
      properties: { class: 'lake' },
      minZoom: 9,
    };
    expect(() => makeArchive([{ name: 'water', features: [wide] }], facts)).toThrow('lower --max-zoom');
  });
});
