import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { wgs84ToGcj02 } from '../../shared/geo/coordinates.ts';
import { must as mustBe } from '../../shared/lib/must.ts';
import { parseIso } from '../../shared/lib/time.ts';
import { importInput, importOf, readImport, textFile, xlsxOf } from '../../tests/support/import-files.ts';
import type { UnitRecord } from '../../shared/domain/unit/events.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { temporaryFolder } from '../../tests/support/temp-folder.ts';
import { smallPack } from '../../tests/support/small-pack.ts';
import { writeShapefile } from '../../tests/support/shapefile.ts';
import { workOut } from './work-out.ts';

const must = <T>(value: T | undefined): T => mustBe(value, 'a value');

const codes = (faults: readonly { readonly row: number | null; readonly column: string; readonly code: string }[]) =>
  faults.map(({ row, column, code }) => [row, column, code]);

const head = '工地名称,工程类别,经度,纬度,地址,半径';

test('columns are found by their Chinese and English names; a title above them and another order do no harm', async () => {
  const csv = `徐汇区工地清单\n\n${head}\n新工地,房建,121.4586,31.1936,路 1 号,５０米\n示例工地 A,市政,121.4586,31.1936,,\n`;
  const { preview, rows, plan } = await readImport('sites', [textFile('a.csv', csv)]);
  expect(preview.faults).toEqual([]);
  expect(plan).toMatch(/^[0-9a-f]{64}$/);
  expect(preview.counts).toMatchObject({ rows: 2, new: 1, changed: 1, same: 0, absent: 0 });
  // A cell that says nothing leaves what is held.
  expect(preview.changes[1]).toMatchObject({ id: 'site-a', fields: [{ field: 'kind', was: '房建', is: '市政' }] });
  expect(rows.map(({ record }) => [record['name'], record['kind'], record['radius'], record['address']])).toEqual([
    ['新工地', 'building', 50, '路 1 号'],
    ['示例工地 A', 'municipal', 60, '示例路 1 号'],
  ]);
  const english = await readImport('sites', [textFile('a.txt', 'lat\tlon\tname\n31.1936\t121.4586\tX\n')]);
  expect(english.columns).toEqual({ lat: 'lat', lon: 'lon', name: 'name' });
  const gbk = new Uint8Array([0xc3, 0xfb, 0xb3, 0xc6, ...strToU8(',x,y\nA,121.4586,31.1936\n')]);
  expect((await readImport('sites', [{ name: 'gbk.csv', bytes: gbk }])).columns).toEqual({
    name: '名称',
    lon: 'x',
    lat: 'y',
  });
});

test('each bad row is named with file, row, column and reason, and one of them keeps the whole out', async () => {
  const csv = [
    head,
    '好工地,房建,121.4586,31.1936,,60',
    '无位置,房建,,,,',
    '半个位置,房建,121.4586,,,',
    '零,房建,0,0,,',
    '颠倒,房建,31.1936,121.4586,,',
    '月球,月球基地,121.4586,31.1936,,',
    '太大,房建,121.4586,31.1936,,5000',
    '好工地,房建,121.4586,31.1936,,60',
    ',房建,121.4586,31.1936,,60',
    '多一格,房建,121.4586,31.1936,,60,多',
  ].join('\n');
  const { preview, plan } = await readImport('sites', [textFile('坏.csv', csv)]);
  expect(plan).toBeNull();
  expect(codes(preview.faults)).toEqual([
    [3, '', 'Missing'],
    [4, '纬度', 'Missing'],
    [5, '经度', 'Missing'],
    [6, '经度', 'LonLatExchanged'],
    [7, '工程类别', 'NotChosen'],
    [9, '工地名称', 'RowTwice'],
    [10, '工地名称', 'Missing'],
    [11, '', 'TooManyCells'],
    [8, '半径', 'TooBig'],
  ]);
  expect(preview.faults[0]?.file).toBe('坏.csv');
  const many = await readImport('sites', [textFile('a.csv', `${head}\n${'x,房建,1x,31,,\n'.repeat(3_000)}`)]);
  expect([many.preview.faults.length, many.preview.counts.refused]).toEqual([500, 3_000]);
});

test('without a declared system nothing is judged; without a needed column it is said which', async () => {
  const open = await readImport('sites', [textFile('a.csv', `${head}\nA,房建,121.4586,31.1936,,`)], { crs: null });
  expect([open.preview.crsNeeded, open.plan, open.preview.columns[0]?.samples]).toEqual([true, null, ['A']]);
  const bare = await readImport('nightPermits', [textFile('a.csv', '许可证号,备注\n1,x\n')]);
  expect(bare.preview.faults.map(({ field, code }) => [field, code])).toEqual([
    ['site', 'ColumnMissing'],
    ['from', 'ColumnMissing'],
    ['to', 'ColumnMissing'],
  ]);
});

test('the wrong system is seen by places outside the district, and the right one offered', async () => {
  const index = indexPlates(smallPack().plates);
  const edge = [];
  for (let lon = 121.38; lon < 121.5; lon += 0.001)
    for (let lat = 31.09; lat < 31.23; lat += 0.002) {
      const shifted = wgs84ToGcj02({ lon, lat });
      if (!index.isOutside({ lon, lat }) && index.isOutside(shifted) && index.streetsNear(shifted, 250).length === 0)
        edge.push(`工地${edge.length},房建,${shifted.lon},${shifted.lat},,`);
    }
  const csv = textFile('a.csv', [head, ...edge].join('\n'));
  const wrong = await readImport('sites', [csv]);
  expect(edge.length).toBeGreaterThan(5);
  expect(wrong.preview.outside).toEqual({
    rows: edge.length,
    others: [{ crs: 'GCJ02', rows: 0 }, expect.objectContaining({ crs: 'BD09' })],
  });
  expect(wrong.preview.toAccept).toBe(true);
  const right = await readImport('sites', [csv], { crs: 'GCJ02' });
  expect([right.preview.outside.rows, right.preview.toAccept, right.preview.faults]).toEqual([0, false, []]);
});

test('permits name their site by name, times are the district’s, and a paper for nobody’s site is refused', async () => {
  const csv =
    '许可证号,工地名称,核发单位,作业内容,开始时间,结束时间,每日时段\n' +
    '夜1,示例工地 A,建管委,浇筑,2026年11月21日22时,2026/11/22 6:00,22:00—06:00\n夜2,无此工地,,,2026-11-21,2026-11-22,\n夜3,site-a,,,2026-02-30,2026-11-22,\n夜4,site-a,,,2026-11-22,2026-11-21,\n';
  const { rows, preview } = await readImport('nightPermits', [textFile('a.csv', csv)], { crs: null });
  expect(codes(preview.faults)).toEqual([
    [3, '工地名称', 'NameUnknown'],
    [4, '开始时间', 'NotATime'],
    [5, '结束时间', 'PeriodReversed'],
  ]);
  expect(rows[0]?.record).toMatchObject({
    ...{
      site: 'site-a',
      from: must(parseIso('2026-11-21T22:00:00+08:00')),
      to: must(parseIso('2026-11-22T06:00:00+08:00')),
    },
    hours: { from: 1_320, to: 360 },
  });
});

test('permitted stall places: hours of the week, areas and points; a bad hour and an unknown squad are named', async () => {
  const columns = '地点名称,类别,经度,纬度,半径,允许时段,有效期起,有效期止,责任单位,要求,中队';
  const row = (name: string, hours: string, squad = '') =>
    `${name},夜市,121.4586,31.1936,40,${hours},2026-01-01 00:00,,示例街道,收摊后清扫;不占盲道,${squad}`;
  const list = (...rows: readonly string[]) => [textFile('a.csv', `${[columns, ...rows].join('\n')}\n`)];
  const { preview, rows } = await readImport(
    'stallPlaces',
    list(row('示例夜市', '周五至周日 18:00-次日1:00；周一 18:00-22:00')),
  );
  expect(preview.faults).toEqual([]);
  expect(rows[0]?.record).toMatchObject({
    ...{ name: '示例夜市', kind: 'nightMarket', keeper: '示例街道', conditions: ['收摊后清扫', '不占盲道'] },
    shape: { kind: 'circle', radius: 40 },
    hours: [
      { days: [5, 6, 7], from: 1080, to: 60 },
      { days: [1], from: 1080, to: 1320 },
    ],
  });
  expect(rows[0]?.record).not.toHaveProperty('to');
  const wrong = await readImport('stallPlaces', list(row('甲', '晚上'), row('乙', '18:00-22:00', '无此中队')));
  expect(codes(wrong.preview.faults)).toEqual([
    [2, '允许时段', 'NotHours'],
    [3, '中队', expect.any(String)],
  ]);
  const twice = await readImport('stallPlaces', list(row('丙', '18:00-22:00；周一 20:00-21:00')));
  expect(codes(twice.preview.faults)).toEqual([[2, '允许时段', 'WeeklyHoursOverlap']]);
});

test('a workbook is read by its sheet, with its dates; broken archives, bombs and other files are named', async () => {
  const book = xlsxOf({
    说明: [['只有说明']],
    名单: [
      ['名称', '经度', '纬度'],
      ['甲', 121.4586, 31.1936],
    ],
  });
  const first = await readImport('sites', [{ name: 'a.xlsx', bytes: book }]);
  expect([first.preview.sheets, first.preview.counts.new]).toEqual([['说明', '名单'], 1]);
  const state = async (name: string, bytes: Uint8Array, more = {}) => {
    const output = await importOf('sites', [{ name, bytes }], more);
    return output.state === 'unreadable' ? output.code : output.state;
  };
  // A list that says how much is inside: two gigabytes. Nothing of it is taken out to find out.
  const bomb = Buffer.from(zipSync({ 'a.csv': strToU8('a,b') }));
  bomb.writeUInt32LE(2_000_000_000, bomb.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
  expect(
    await Promise.all([
      state('a.zip', book.subarray(0, book.length - 40)),
      state('a.xlsx', strToU8('no archive')),
      state('a.xlsx', book, { sheet: '没有' }),
      state('b.zip', bomb),
      state('c.zip', zipSync({ 'readme.md': strToU8('x') })),
      state('d.zip', zipSync({})),
      state('e.pdf', strToU8('%PDF')),
      state('f.csv', new Uint8Array([0xff, 0xfe, 0x00, 0x41])),
      state('g.csv', strToU8('a,"b\n')),
      state('h.csv', strToU8('')),
      state('i.csv', strToU8('a,a\n1,2\n')),
      state('j.geojson', strToU8('{"type":"FeatureColl')),
      state('k.geojson', strToU8('{"type":"Topology"}')),
      state(
        'l.geojson',
        strToU8(
          '{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"features":[]}',
        ),
      ),
      state('m.csv', strToU8(`a,b\n${'1,2\n'.repeat(20_001)}`)),
      state('n.shp', strToU8('x')),
    ]),
  ).toEqual([
    ...['BrokenArchive', 'NotWorkbook', 'SheetUnknown', 'ArchiveTooLarge', 'UnknownFormat', 'NothingInside'],
    ...[
      'UnknownFormat',
      'NotText',
      'NotCsv',
      'Empty',
      'ColumnTwice',
      'NotJson',
      'NotGeoJson',
      'NotLonLat',
      'TooManyRows',
    ],
    'PartMissing',
  ]);
});

const square = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const feature = (properties: object, ...rings: number[][][]) => ({
  ...{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: rings } },
});
const geojson = (...features: object[]) =>
  textFile('a.geojson', JSON.stringify({ type: 'FeatureCollection', features }));

test('grids: overlaps and gaps are told with their shape, crossed and open borders are refused, parents are found', async () => {
  const [a, b] = [square(121.45, 31.19, 121.452, 31.192), square(121.451, 31.19, 121.453, 31.192)];
  const { preview, plates, plan } = await readImport('gridsCell', [
    geojson(feature({ code: 'x1', name: '甲' }, a), feature({ code: 'x2', name: '乙' }, b)),
  ]);
  expect(preview.faults).toEqual([]);
  expect(plan).not.toBeNull();
  const drawn = JSON.parse(preview.drawn) as { overlaps: { codes: string[]; squareMetres: number }[] };
  const ours = must(drawn.overlaps.find(({ codes: of }) => of.includes('x1') && of.includes('x2')));
  expect(ours.squareMetres).toBeGreaterThan(1_000);
  expect(preview.toAccept).toBe(true);
  const next = JSON.parse(must(plates)) as { grids: { code: string; parent?: string; level: string }[] };
  expect(next.grids.length).toBe(smallPack().plates.grids.length + 2);
  const cell = must(next.grids.find(({ code }) => code === 'x1'));
  expect(next.grids.find(({ code }) => code === cell.parent)?.level).toBe('area');

  const bow = [a[0], a[2], a[1], a[3], a[0]] as number[][];
  const bad = await readImport('gridsCell', [
    geojson(
      feature({ code: 'y1', name: '甲' }, bow),
      feature({ code: 'y2', name: '乙' }, a.slice(0, 4)),
      feature({ code: 'y3', name: '丙' }, square(121.6, 31.3, 121.61, 31.31)),
      feature({ code: '310104003', name: '丁' }, a),
      { type: 'Feature', properties: { code: 'y5', name: '戊' }, geometry: { type: 'Point', coordinates: [1, 1] } },
    ),
  ]);
  expect(codes(bad.preview.faults).map(([row, , code]) => [row, code])).toEqual([
    [5, 'OtherGeometry'],
    [1, 'RingCrossesItself'],
    [2, 'RingNotClosed'],
    [3, 'ParentUnknown'],
    [4, 'CodeTaken'],
  ]);
  expect((JSON.parse(bad.preview.drawn) as { crossings: number[][] }).crossings).toHaveLength(1);
});

test('a grid that its file does not have leaves registers and parts without one: said before it goes', async () => {
  const street = must(smallPack().plates.grids.find(({ level }) => level === 'responsibility'));
  const { preview } = await readImport(
    'gridsResponsibility',
    [geojson(feature({ code: street.code, name: street.name }, ...(street.shape[0] as unknown as number[][][])))],
    { absent: 'remove' },
  );
  expect(preview.counts).toMatchObject({ same: 1, removed: 12 });
  expect(preview.dangling.some(({ register, id }) => register === 'squads' && id === 'fenglin')).toBe(true);
  expect(preview.dangling.some(({ register }) => register === 'grids')).toBe(true);
});

test('a zipped shapefile brings its fields in GBK and its shapes; a projected one is refused', async () => {
  const ring = square(121.45, 31.19, 121.452, 31.192).toReversed() as unknown as readonly (readonly [number, number])[];
  const rows = [{ parts: [ring], fields: { CODE: 'z1', NAME: '单元一' } }];
  const zipped = (prj: string) => {
    const stem = join(temporaryFolder(), 'cells');
    writeShapefile(stem, 'polygon', rows, { encoding: 'gbk', prj });
    const parts = ['shp', 'dbf', 'prj'].map(
      (ending) => [`层/cells.${ending}`, readFileSync(`${stem}.${ending}`)] as const,
    );
    return { name: 'cells.zip', bytes: zipSync(Object.fromEntries(parts)) };
  };
  const { preview, rows: none } = await readImport('gridsCell', [
    zipped('GEOGCS["GCS_China_Geodetic_Coordinate_System_2000"]'),
  ]);
  expect([preview.faults, none]).toEqual([[], []]);
  expect(preview.changes.find(({ change }) => change === 'new')).toMatchObject({ id: 'z1', name: '单元一' });
  const projected = await importOf('gridsCell', [zipped('PROJCS["CGCS2000_3_Degree_GK_CM_120E"]')]);
  expect(projected).toMatchObject({ state: 'unreadable', code: 'NotLonLat' });
});

test('what somebody entered by hand is not withdrawn because a list does not have it', async () => {
  const input = importInput('sites', [textFile('a.csv', `${head}\n新,房建,121.4586,31.1936,,`)], { absent: 'remove' });
  const [site] = must(input.entries.sites);
  const hand = {
    ...must(site),
    id: 'by-hand',
    name: '手工',
    provenance: { ...must(site).provenance, how: 'hand' as const },
  };
  const output = await workOut({ ...input, entries: { ...input.entries, sites: [must(site), hand] } });
  expect(output.state === 'read' && output.withdrawn.map(({ id }) => id)).toEqual(['site-a']);
});

test('a unit at work and sent to a call for help is the same in the same list', async () => {
  const { registers } = smallPack();
  const [unit, squad] = [must(registers.units[0]), must(registers.squads[0])];
  const provenance = { source: '导入：旧', asOf: 0, how: 'import' as const };
  const busy: Omit<UnitState, keyof UnitRecord> = {
    ...{ id: unit.id, status: 'available', statusSince: 1, provenance, supports: { alarm: 'call-1', since: 1 } },
    ...{ jobs: [{ assignment: 'a', incident: 'i', since: 1 }], jobsDone: 2, restedAt: 1 },
    ...{ reserveSaid: null, standsIn: { zone: 'z1', since: 1 } },
  };
  const file = textFile('队伍.csv', `编号,名称\n${unit.id},${unit.record.name}`);
  const entries = {
    units: [{ ...unit.record, ...busy }],
    squads: [{ ...squad.record, id: squad.id, provenance, helps: [] }],
  };
  const { preview } = await readImport('units', [file], { crs: null, entries });
  expect(preview.faults).toEqual([]);
  expect(preview.counts).toMatchObject({ new: 0, changed: 0, same: 1 });
});

const word = fc.stringMatching(/^[一-龥a-zA-Z][一-龥a-zA-Z0-9 ]{0,10}$/).map((text) => text.trim());

test('import twice is no change, in whatever order the rows and columns stand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.record({ name: word, radius: fc.integer({ min: 5, max: 900 }), address: word }), {
        ...{ selector: ({ name }) => name, minLength: 1, maxLength: 8 },
      }),
      fc.boolean(),
      async (sites, turned) => {
        const line = ({ name, radius, address }: (typeof sites)[number]) => [name, radius, address, 121.4586, 31.1936];
        const table = (rows: typeof sites) =>
          [['名称', '半径', '地址', '经度', '纬度'], ...rows.map(line)]
            .map((cells) => (turned ? cells.toReversed() : cells).join(','))
            .join('\n');
        const input = importInput('sites', [textFile('a.csv', table(sites))], { entries: { sites: [] } });
        const first = await workOut(input);
        if (first.state !== 'read') throw new Error(first.code);
        expect(first.preview.faults).toEqual([]);
        expect(first.preview.counts.new).toBe(sites.length);
        const entries = {
          sites: first.rows.map(({ id, record }) => ({ ...record, id, provenance: input.provenance })),
        };
        const again = [textFile('b.csv', table(sites.toReversed()))];
        const second = await workOut({ ...input, files: again, entries });
        if (second.state !== 'read') throw new Error(second.code);
        expect(second.preview.counts).toMatchObject({ new: 0, changed: 0, same: sites.length, absent: 0 });
        expect(second.rows).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

test('whatever the bytes are, it says what is wrong and never throws', async () => {
  const names = fc.constantFrom('a.csv', 'a.xlsx', 'a.zip', 'a.geojson', 'a.shp', 'a.txt');
  await fc.assert(
    fc.asyncProperty(names, fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (name, bytes, zipped) => {
      const given = zipped ? new Uint8Array([0x50, 0x4b, 3, 4, ...bytes]) : bytes;
      const output = await importOf('sites', [{ name, bytes: given }]);
      expect(['read', 'unreadable']).toContain(output.state);
    }),
    { numRuns: 100 },
  );
});
