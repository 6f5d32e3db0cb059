import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MapSource } from './config.ts';
import { onlineMapsConfigSchema, zoomsOf } from './config.ts';
import type { TilePlace } from './urls.ts';
import { degreesBox, layersOf, mercatorBox, tileUrl } from './urls.ts';

const common = { id: 'one', name: '底图', attribution: '某某测绘院' };
function sourceOf(source: object): MapSource {
  const [parsed] = onlineMapsConfigSchema.parse({ sources: [{ ...common, ...source }] }).sources;
  if (parsed === undefined) throw new Error('no source');
  return parsed;
}
const place: TilePlace = { z: 14, x: 13_721, y: 6_691 };
const boxOf = (url: URL): number[] => (url.searchParams.get('BBOX') ?? '').split(',').map(Number);

test('天地图: both layers in Web Mercator, by its hosts in turn, with the key', () => {
  const source = sourceOf({ kind: 'tianditu', layers: ['img', 'cia'], keyEnv: 'KEY' });
  expect(layersOf(source)).toBe(2);
  expect(zoomsOf(source)).toEqual({ minZoom: 1, maxZoom: 18 });
  const [base, names] = [tileUrl(source, 'a+b', 0, place), tileUrl(source, 'a+b', 1, place)];
  expect(base.href).toBe(
    'https://t4.tianditu.gov.cn/img_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=img&STYLE=default' +
      '&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=14&TILEROW=6691&TILECOL=13721&tk=a%2Bb',
  );
  expect(names.pathname).toBe('/cia_w/wmts');
  expect(names.searchParams.get('LAYER')).toBe('cia');
  const hosts = [...Array(8).keys()].map((x) => tileUrl(source, 'k', 0, { ...place, x }).hostname);
  expect(new Set(hosts).size).toBe(8);
});

test('天地图 at another address of its own: a mirror in the office network', () => {
  const source = sourceOf({ kind: 'tianditu', keyEnv: 'KEY', url: 'http://10.1.2.3:8080/' });
  expect(tileUrl(source, 'k', 1, place).href).toMatch(/^http:\/\/10\.1\.2\.3:8080\/cva_w\/wmts\?/);
});

describe('XYZ', () => {
  test('places, hosts and the key where the template has them', () => {
    const url = 'https://{s}.maps.example/{z}/{x}/{y}.png?style=7&k={key}';
    const source = sourceOf({ kind: 'xyz', url, subdomains: ['a', 'b'], crs: 'cgcs2000', keyEnv: 'KEY' });
    expect(tileUrl(source, 'k&=', 0, place).href).toBe('https://a.maps.example/14/13721/6691.png?style=7&k=k%26%3D');
    expect(tileUrl(source, 'k', 0, { ...place, x: 13_722 }).hostname).toBe('b.maps.example');
  });
  test('rows from the south; names as a second layer', () => {
    const source = sourceOf({
      ...{ kind: 'xyz', crs: 'wgs84', url: 'http://10.0.0.1/a/{z}/{x}/{-y}' },
      labelsUrl: 'http://10.0.0.1/b/{z}/{x}/{y}',
    });
    expect(layersOf(source)).toBe(2);
    expect(tileUrl(source, '', 0, place).pathname).toBe(`/a/14/13721/${2 ** 14 - 1 - 6_691}`);
    expect(tileUrl(source, '', 1, place).pathname).toBe('/b/14/13721/6691');
  });
});

describe('WMS', () => {
  const wms = { kind: 'wms', url: 'http://10.0.0.1/wms?map=city', layers: ['road', 'name'] };
  test('1.1.1 asks by SRS, west and south first in every system', () => {
    const plane = tileUrl(sourceOf({ ...wms, version: '1.1.1', crs: 'EPSG:3857' }), '', 0, place);
    expect([plane.searchParams.get('SRS'), plane.searchParams.get('CRS')]).toEqual(['EPSG:3857', null]);
    expect(boxOf(plane)).toEqual([...mercatorBox(place)]);
    expect(plane.searchParams.get('map')).toBe('city');
    expect(plane.searchParams.get('LAYERS')).toBe('road,name');
    const degrees = tileUrl(sourceOf({ ...wms, version: '1.1.1', crs: 'EPSG:4326' }), '', 0, place);
    expect(boxOf(degrees)).toEqual([...degreesBox(place)]);
  });
  test('1.3.0 asks by CRS, in the order of its axes: north first in degrees, east first in the plane', () => {
    const plane = tileUrl(sourceOf({ ...wms, version: '1.3.0', crs: 'EPSG:3857' }), '', 0, place);
    expect([plane.searchParams.get('SRS'), plane.searchParams.get('CRS')]).toEqual([null, 'EPSG:3857']);
    expect(boxOf(plane)).toEqual([...mercatorBox(place)]);
    for (const crs of ['EPSG:4326', 'EPSG:4490']) {
      const [south, west, north, east] = boxOf(tileUrl(sourceOf({ ...wms, version: '1.3.0', crs }), '', 0, place));
      expect([west, south, east, north]).toEqual([...degreesBox(place)]);
    }
  });
  test('what the address says already does not stand twice', () => {
    const url = tileUrl(
      sourceOf({ ...wms, url: 'http://10.0.0.1/wms?service=WMS&styles=old', version: '1.3.0', crs: 'EPSG:3857' }),
      ...(['', 0, place] as const),
    );
    const names = [...url.searchParams.keys()].map((name) => name.toUpperCase());
    expect(names.length).toBe(new Set(names).size);
  });
});

const aTile = fc
  .integer({ min: 8, max: 19 })
  .chain((z) => fc.record({ z: fc.constant(z), x: fc.nat(2 ** z - 1), y: fc.integer({ min: 0, max: 2 ** z - 1 }) }));

test('the boxes of both systems are the same ground, and neighbours meet', () => {
  fc.assert(
    fc.property(aTile, (at) => {
      const [west, south, east, north] = degreesBox(at);
      const [left, bottom, right, top] = mercatorBox(at);
      const radius = 6_378_137;
      const y = (lat: number): number => radius * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
      expect((west * Math.PI * radius) / 180).toBeCloseTo(left, 3);
      expect((east * Math.PI * radius) / 180).toBeCloseTo(right, 3);
      expect(y(south)).toBeCloseTo(bottom, 2);
      expect(y(north)).toBeCloseTo(top, 2);
      expect(degreesBox({ ...at, y: at.y + 1 })[3]).toBeCloseTo(south, 9);
    }),
  );
});

test('a picture in degrees, laid into the square of a tile, is nowhere off by half a pixel, in the inhabited world', () => {
  fc.assert(
    fc.property(aTile, fc.double({ min: 0, max: 1, noNaN: true }), (at, part) => {
      const [, south, , north] = degreesBox(at);
      if (Math.abs(north) > 60 || Math.abs(south) > 60) return;
      // Where the row at this part of the picture belongs, in the tile.
      const lat = ((north + (south - north) * part) * Math.PI) / 180;
      const row = (2 ** at.z * (1 - Math.asinh(Math.tan(lat)) / Math.PI)) / 2 - at.y;
      expect(Math.abs(row - part) * 256).toBeLessThan(0.5);
    }),
  );
});
