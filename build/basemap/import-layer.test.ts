import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wgs84ToGcj02 } from '../../shared/geo/coordinates.ts';
import { must } from '../../shared/lib/must.ts';
import { sharedData } from '../../tests/support/shared-data.ts';
import { dbfBytes, shpBytes, writeShapefile } from '../../tests/support/shapefile.ts';
import type { ShapeRow } from '../../tests/support/shapefile.ts';
import { temporaryFolder } from '../../tests/support/temp-folder.ts';
import type { District } from './checks.ts';
import { readDistrict } from './district.ts';
import { BasemapError, boundsOf } from './features.ts';
import { importLayer } from './import-layer.ts';
import type { ImportedLayer } from './import-layer.ts';
import { parseLayer } from './layer-spec.ts';

const line = (...coordinates: readonly (readonly number[])[]): object => ({ type: 'LineString', coordinates });
const feature = (geometry: object | null, properties: object = {}): object => ({
  type: 'Feature',
  geometry,
  properties,
});
const collection = (...features: readonly object[]): object => ({ type: 'FeatureCollection', features });
const here = line([121.43, 31.16], [121.44, 31.17]);

function file(content: object | string, name = 'layer.geojson'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const given = (layer: string, content: object | string, options = ''): Promise<ImportedLayer> =>
  importLayer(parseLayer(`${layer}=${file(content)}${options}`), 'WGS84');

async function refused(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BasemapError);
  return error instanceof Error ? error.message : '';
}

describe('classes and fields', () => {
  test('values of OpenStreetMap and of Chinese tables become classes of ours', async () => {
    const rows = ['motorway', '主干道', 'secondary_link', '支路', 'footway', 'lane'];
    const osm = await given(
      'road',
      collection(...rows.map((highway) => feature(here, { highway, name: ' 示例路 ', bridge: 'yes' }))),
    );
    expect(osm.features.map(({ properties }) => properties['class'])).toEqual([
      'expressway',
      'arterial',
      'secondary',
      'local',
      'lane',
      'lane',
    ]);
    expect(osm.features[0]?.properties).toEqual({ class: 'expressway', name: '示例路', bridge: true });
    expect(osm.features.map(({ minZoom }) => minZoom)).toEqual([8, 9, 12, 13, 14, 14]);
  });

  test('an unknown class names file, feature, field and value; other= takes it', async () => {
    const content = collection(feature(here, { 类型: '支路' }), feature(here, { 类型: '索道' }));
    const text = await refused(given('road', content));
    expect(text).toMatch(/layer\.geojson: feature 2, field 类型: "索道" is no class of road \(expressway,/);
    const taken = await given('road', content, ',other=local');
    expect(taken.features.map(({ properties }) => properties['class'])).toEqual(['local', 'local']);
    const left = await given('road', content, ',other=-');
    expect(left.features).toHaveLength(1);
    expect(left.warnings).toContainEqual(expect.stringContaining('1 features of unknown class left out'));
  });

  test('a building takes its height, or three metres for each storey', async () => {
    const square = {
      type: 'Polygon',
      coordinates: [
        [
          [121.43, 31.16],
          [121.431, 31.16],
          [121.431, 31.161],
          [121.43, 31.16],
        ],
      ],
    };
    const layer = await given(
      'building',
      collection(feature(square, { 层数: '6' }), feature(square, { height: '24.6' }), feature(square)),
    );
    expect(layer.features.map(({ properties }) => properties)).toEqual([{ height: 18 }, { height: 25 }, {}]);
    const text = await refused(given('building', collection(feature(square, { height: 'hoch' }))));
    expect(text).toContain('feature 1, field height: "hoch" is no height in metres');
  });

  test('areas become borders and labels; what does not fit is counted', async () => {
    const area = {
      type: 'Polygon',
      coordinates: [
        [
          [121.4, 31.1],
          [121.5, 31.1],
          [121.5, 31.2],
          [121.4, 31.2],
          [121.4, 31.1],
        ],
      ],
    };
    const borders = await given('boundary', collection(feature(area), feature(here)), ',as=district');
    expect(borders.features.map(({ geometry, properties }) => [geometry.type, properties])).toEqual([
      ['MultiLineString', { level: 'district' }],
      ['LineString', { level: 'district' }],
    ]);
    const labels = await given('label', collection(feature(area, { name: '甲街道' }), feature(here)), ',as=street');
    expect(labels.features).toEqual([
      {
        geometry: { type: 'Point', coordinates: [expect.closeTo(121.45, 6), expect.closeTo(31.15, 6)] },
        properties: { class: 'street', name: '甲街道', rank: 3 },
        minZoom: 11,
      },
    ]);
    expect(labels.warnings).toContainEqual(expect.stringContaining('1 features that are no point left out'));
    expect(await refused(given('green', collection(feature(here))))).toContain('none of its 1 features is a polygon');
  });

  test('one feature a line is read, with the separators of RFC 8142 too', async () => {
    const text = [feature(here), feature(here)].map((one) => `\u001e${JSON.stringify(one)}`).join('\n');
    const layer = await importLayer(parseLayer(`road=${file(text, 'roads.geojsonl')}`), 'WGS84');
    expect(layer.features).toHaveLength(2);
  });
});

describe('bad layers', () => {
  test.each([
    ['{"type": "FeatureCollection", "features": [', 'no JSON'],
    [JSON.stringify({ type: 'Topology' }), 'type "Topology": a FeatureCollection'],
    [JSON.stringify(collection()), 'it has no features'],
    [JSON.stringify(collection(feature({ type: 'Curve', coordinates: [] }))), 'feature 1, geometry.type "Curve"'],
    [JSON.stringify(collection(feature(here), feature(line([121, 'x'] as never)))), 'feature 2, geometry.coordinates'],
    [
      JSON.stringify(collection(feature(line([506_123, 3_456_789], [506_200, 3_456_800])))),
      'look like metres of a projected',
    ],
    [JSON.stringify(collection(feature(line([31.16, 121.43], [31.17, 121.44])))), 'wrong order'],
    [
      JSON.stringify({
        ...collection(feature(here)),
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } },
      }),
      'EPSG::3857 is not',
    ],
    [`${JSON.stringify(feature(here))}\n{"type": "Fea`, 'line 2 is no JSON'],
  ])('%#: %s', async (content, reason) => {
    const text = await refused(given('road', content));
    expect(text).toContain(reason);
    expect(text).toContain('layer.geojson');
  });

  test('wrong layer specifications are named', () => {
    const wrong = (spec: string): string => {
      try {
        parseLayer(spec);
      } catch (error) {
        return String(error);
      }
      return 'taken';
    };
    expect(wrong('roads.geojson')).toContain('write LAYER=FILE');
    expect(wrong('street=a.geojson')).toContain('no layer street: there are water, waterway');
    expect(wrong('road=a.geojson,klass=x')).toContain('no option klass');
    expect(wrong('road=a.geojson,as=river')).toContain('as=river is no class of road');
    expect(wrong('road=a, b.geojson,class=类型,name=NAME')).toBe('taken');
    expect(parseLayer('road=a,b.geojson,class=类型').file).toBe('a,b.geojson');
  });

  test('a field that no feature has is named, with those there are', async () => {
    const content = collection(feature(here, { 等级: '支路' }));
    expect(await refused(given('road', content, ',class=级别'))).toContain(
      'no feature has the field 级别: there are 等级',
    );
    expect(await refused(given('road', content, ',name=路名'))).toContain('no feature has the field 路名');
    expect(await refused(given('road', content, ',where=等级:主干道'))).toContain('no feature has 等级 = 主干道');
  });

  test('polygons that cross themselves are counted and drawn', async () => {
    const bow = {
      type: 'Polygon',
      coordinates: [
        [
          [121.4, 31.1],
          [121.5, 31.2],
          [121.5, 31.1],
          [121.4, 31.2],
          [121.4, 31.1],
        ],
      ],
    };
    const sound = {
      type: 'Polygon',
      coordinates: [
        [
          [121.4, 31.1],
          [121.5, 31.1],
          [121.5, 31.2],
          [121.4, 31.1],
        ],
      ],
    };
    const layer = await given('water', collection(feature(sound), feature(bow)));
    expect(layer.features).toHaveLength(2);
    expect(layer.warnings).toContainEqual(expect.stringContaining('1 polygons cross themselves (feature 2)'));
  });

  test('another kind of file, or none, is named', async () => {
    expect(await refused(importLayer(parseLayer('road=a.kml'), 'WGS84'))).toContain('a.kml: neither .geojson');
    expect(await refused(importLayer(parseLayer('road=/nowhere/a.geojson'), 'WGS84'))).toContain('cannot be read');
  });
});

describe('coordinate systems', () => {
  const district = (): District =>
    readDistrict(
      file(
        collection(
          feature({
            type: 'Polygon',
            coordinates: [
              [
                [121.4, 31.1],
                [121.5, 31.1],
                [121.5, 31.2],
                [121.4, 31.2],
                [121.4, 31.1],
              ],
            ],
          }),
        ),
      ),
    );
  const edge = Array.from({ length: 40 }, (_, i) => ({ lon: 121.4006 + i * 0.0001, lat: 31.1 + i * 0.0025 + 0.0004 }));

  test('a layer far away is refused, and the system is named under which it would lie there', async () => {
    const spec = parseLayer(`road=${file(collection(feature(line([116.3, 39.9], [116.4, 39.9]))))}`);
    expect(await refused(importLayer(spec, 'WGS84', district()))).toContain('of another place?');
    const swapped = parseLayer(`road=${file(collection(feature(line([31.15, 88], [31.16, 88]))))}`);
    expect(await refused(importLayer(swapped, 'WGS84', district()))).toContain('nothing of it lies in the district');
  });

  test('a layer of GCJ-02 taken for WGS84 is noticed, and converted where it is said', async () => {
    const path = file(collection(feature(line(...edge.map(wgs84ToGcj02).map(({ lon, lat }) => [lon, lat])))));
    const right = await importLayer(parseLayer(`road=${path}`), 'GCJ02', district());
    const bounds = must(boundsOf(right.features.map(({ geometry }) => geometry)), 'bounds');
    expect(bounds[0]).toBeCloseTo(121.4006, 6);
    expect(bounds[3]).toBeCloseTo(must(edge.at(-1), 'edge').lat, 6);
    // Its own makers' WGS84 taken for GCJ-02 leaves the district by its western edge.
    const wgs = file(collection(feature(line(...edge.map(({ lon, lat }) => [lon, lat])))));
    const wrong = await importLayer(parseLayer(`road=${wgs}`), 'GCJ02', district());
    expect(wrong.warnings).toContainEqual(expect.stringContaining('as --crs wgs84 it would be'));
  });

  const streets = sharedData('shanghai', 'xuhui-huangpu-streets-osm.geojson');
  test.skipIf(streets === undefined)('the real streets of two districts come in as borders and labels', async () => {
    const path = must(streets, 'streets');
    const borders = await importLayer(parseLayer(`boundary=${path},as=street`), 'WGS84', readDistrict(path));
    const labels = await importLayer(parseLayer(`label=${path},as=street`), 'WGS84', readDistrict(path));
    expect(borders.features).toHaveLength(23);
    expect(borders.warnings).toEqual([]);
    expect(labels.features.map(({ properties }) => properties['name'])).toContain('徐家汇街道');
  });
});

describe('Shapefiles', () => {
  const rows: readonly ShapeRow[] = [
    {
      parts: [
        [
          [121.43, 31.16],
          [121.44, 31.17],
        ],
      ],
      fields: { 路名: '斜土路', 等级: '次干路' },
    },
    {
      parts: [
        [
          [121.43, 31.16],
          [121.42, 31.17],
        ],
      ],
      fields: { 路名: '镕基垚路', 等级: '支路' },
    },
  ];
  const wgs84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]';
  const read = (text: Parameters<typeof writeShapefile>[3]): Promise<ImportedLayer> =>
    importLayer(parseLayer(`road=${writeShapefile(join(temporaryFolder(), '道路'), 'line', rows, text)}`), 'WGS84');
  const names = ({ features }: ImportedLayer): unknown[] =>
    features.map(({ properties }) => [properties['class'], properties['name']]);
  const expected = [
    ['secondary', '斜土路'],
    ['local', '镕基垚路'],
  ];

  test.each([
    ['GBK by .cpg', { encoding: 'gbk', cpg: 'GBK', prj: wgs84 }],
    ['GBK by code page', { encoding: 'gbk', cpg: 'OEM 936', prj: wgs84 }],
    ['GBK by the driver of the table', { encoding: 'gbk', driver: 0x4d, prj: wgs84 }],
    ['UTF-8 by .cpg', { encoding: 'utf8', cpg: 'UTF-8', prj: wgs84 }],
    ['UTF-8 by looking', { encoding: 'utf8', prj: wgs84 }],
  ])('names in %s', async (_, text) => {
    const layer = await read(text);
    expect(names(layer)).toEqual(expected);
    expect(layer.warnings).toEqual([]);
  });

  test('GBK that nothing announces is taken as such, and that is said', async () => {
    const layer = await read({ encoding: 'gbk', prj: wgs84 });
    expect(names(layer)).toEqual(expected);
    expect(layer.warnings).toContainEqual(expect.stringContaining('taken as GBK'));
  });

  test('a projected system is refused by its name', async () => {
    const prj = 'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000"]]';
    expect(await refused(read({ encoding: 'gbk', cpg: 'GBK', prj }))).toContain(
      'CGCS2000_3_Degree_GK_CM_120E is a projected system',
    );
    const old = 'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980"]]';
    expect(await refused(read({ encoding: 'gbk', cpg: 'GBK', prj: old }))).toContain(
      'GCS_Xian_1980 lies up to 150 m off',
    );
    expect(await refused(read({ encoding: 'gbk', cpg: 'Klingon', prj: wgs84 }))).toContain(
      'encoding "Klingon" is unknown',
    );
  });

  test('broken and cut-off files are named', async () => {
    const shp = (bytes: Uint8Array): Promise<unknown> => {
      const path = join(temporaryFolder(), 'a.shp');
      writeFileSync(path, bytes);
      writeFileSync(path.replace('.shp', '.dbf'), dbfBytes(rows, { encoding: 'gbk' }));
      return importLayer(parseLayer(`road=${path}`), 'WGS84');
    };
    const sound = shpBytes('line', rows);
    expect(await refused(shp(Buffer.from('nothing')))).toContain('a.shp: not a Shapefile');
    expect(await refused(shp(sound.subarray(0, sound.length - 30)))).toContain('a.shp: cut off');
    const cut = join(temporaryFolder(), 'b.shp');
    writeFileSync(cut, sound);
    writeFileSync(cut.replace('.shp', '.dbf'), dbfBytes(rows, { encoding: 'gbk' }).subarray(0, 140));
    expect(await refused(importLayer(parseLayer(`road=${cut}`), 'WGS84'))).toContain('b.dbf: cut off');
  });
});
