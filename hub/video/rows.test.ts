import { expect, test } from 'vitest';
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import type { ListedChannel } from './port.ts';
import { channelRow, csvRows } from './rows.ts';
import type { Held } from './rows.ts';

const known: VideoPointState = {
  ...{ id: 'v-01', name: '旧名', at: { lon: 121.4, lat: 31.1 }, heading: 90, fov: 70, guard: true },
  ...{ channel: '31010400081326000001', range: 100 },
  provenance: { source: '登记', asOf: 1, how: 'hand' },
};
const held: Held = {
  byId: (id) => (id === known.id ? known : undefined),
  byChannel: (channel) => (channel === known.channel ? known : undefined),
};
const listed: ListedChannel = {
  ...{ device: '31010400081186000001', channel: '31010400081326000001', name: '新名' },
  ...{ lon: 121.43, lat: 31.18, heading: 180, ptz: true, online: true },
};

test('a channel that the register knows keeps what only the register says', () => {
  expect(channelRow(listed, 0, held)).toEqual({
    good: {
      ...{ row: 1, id: 'v-01', remarks: [] },
      record: {
        ...{ name: '新名', at: { lon: 121.43, lat: 31.18 }, heading: 90, fov: 70, guard: true, range: 100, ptz: true },
        ...{ channel: listed.channel, device: listed.device },
      },
    },
  });
});

test('a new one is named by its code, and says where its direction is not known', () => {
  const fresh = { ...listed, channel: '31010400081326000002' };
  expect(channelRow(fresh, 4, held)).toMatchObject({
    good: { row: 5, id: 'gb-31010400081326000002', record: { heading: 180, fov: 60 }, remarks: [] },
  });
  expect(channelRow({ ...fresh, heading: null }, 4, held)).toMatchObject({
    good: { record: { heading: 0, fov: 180 }, remarks: ['HeadingUnknown'] },
  });
});

test('without a place or a name there is no point', () => {
  expect(channelRow({ ...listed, lon: null }, 0, held)).toMatchObject({
    bad: { row: 1, name: '新名', code: 'PlaceMissing' },
  });
  expect(channelRow({ ...listed, name: ' ' }, 0, held)).toMatchObject({ bad: { field: 'name', code: 'NameMissing' } });
});

function rowsOf(text: string) {
  const rows = csvRows(text, held);
  if (!rows.ok) expect.fail(rows.error.code);
  return rows.value;
}

test('a file is read by the names of its columns, in either language, and turned to WGS84', () => {
  const [one, two] = rowsOf(
    '\uFEFF编号,名称,经度,纬度,坐标系,朝向,夜间值守,云台,通道编码\nv-09,"东门, 南侧",121.4400,31.1800,GCJ-02,45,是,有,31010400081326000009\n' +
      'v-01,旧名,121.4,31.1,WGS84,,,,\n',
  );
  expect(one).toMatchObject({
    good: { row: 2, id: 'v-09', record: { name: '东门, 南侧', heading: 45, fov: 60, guard: true, ptz: true } },
  });
  const at = one !== undefined && 'good' in one ? one.good.record.at : undefined;
  expect(at?.lon).toBeCloseTo(121.4355, 3);
  // What the file does not say stays.
  const { id, provenance: _provenance, ...record } = known;
  expect(two).toEqual({ good: { row: 3, id, record, remarks: [] } });
});

test.each([
  ['x,示例,,31.1', 'at', 'PlaceMissing'],
  ['x,示例,0,0', 'at', 'PlaceMissing'],
  ['x,示例,12l.4,31.1', 'lon', 'NotANumber'],
  ['x,,121.4,31.1', 'name', 'NameMissing'],
  ['x y,示例,121.4,31.1', 'id', 'InvalidRow'],
  [',示例,121.4,31.1', 'id', 'InvalidRow'],
  ['x,示例,221.4,31.1', 'at', 'InvalidRow'],
])('a wrong row is named: %s', (line, field, code) => {
  expect(rowsOf(`id,name,lon,lat,crs\n${line},WGS84\n`)).toMatchObject([{ bad: { row: 2, field, code } }]);
});

test('a system of coordinates that nobody knows, or nobody says, is no WGS84', () => {
  expect(rowsOf('id,name,lon,lat,crs\nx,示例,121.4,31.1,\n')).toMatchObject([
    { bad: { field: 'crs', code: 'CrsUnknown' } },
  ]);
  expect(rowsOf('id,name,lon,lat,crs\nx,示例,121.4,31.1,上海平面\n')).toMatchObject([
    { bad: { field: 'crs', code: 'CrsUnknown' } },
  ]);
});

test.each([
  ['', 'Empty'],
  ['id,name,lon,lat\n', 'Empty'],
  ['id,name,lon\nx,y,1\n', 'ColumnMissing'],
  ['id,name,lon,lat\nx,y,1,2\n', 'ColumnMissing'],
  ['id,name,lon,lat\n"x,y,1,2\n', 'NotCsv'],
  [`id,name,lon,lat\n${'x,y,1,2\n'.repeat(2_001)}`, 'TooManyRows'],
])('a file that cannot be read says why', (text, code) => {
  expect(csvRows(text, held)).toMatchObject({ ok: false, error: { code } });
});
