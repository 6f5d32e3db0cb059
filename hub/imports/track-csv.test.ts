import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import { must } from '../../shared/lib/must.ts';
import { day, parseIso } from '../../shared/lib/time.ts';
import { telemetryPolicy } from '../telemetry/policy.ts';
import type { ReadTracks } from './track-csv.ts';
import { readTracks } from './track-csv.ts';
import { trackOptionsSchema } from './track-options.ts';

const at = (text: string): number => must(parseIso(text), text);
const now = at('2026-11-21T22:40:00+08:00');

function read(text: string | Uint8Array, options: object = {}): Promise<ReadTracks> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const whole = trackOptionsSchema.parse({ crs: 'WGS84', ...options });
  return readTracks(bytes, whole, {
    ...{ now, keptFrom: now - 90 * day, hasUnit: (unit) => /^m\d$/.test(unit), policy: telemetryPolicy },
  });
}

test('a plain file is read as it is', async () => {
  const text =
    '\ufeffunit,at,lon,lat,accuracy,speed,heading,altitude\r\n' +
    'm1,2026-11-21T10:00:00+08:00,121.4,31.2,8,36.5,359.7,4\r\n' +
    '"m2","2026-11-21T10:00:00Z",121.5,31.3,300,,,\r\n\r\n';
  const first = at('2026-11-21T10:00:00+08:00');
  const second = at('2026-11-21T18:00:00+08:00');
  expect(await read(text)).toEqual({
    ...{ rows: 2, errors: [], wrong: 0 },
    points: [
      {
        ...{ unit: 'm1', at: first, lon: 121.4, lat: 31.2, accuracy: 8, speed: 36.5, heading: 0, altitude: 4 },
        ...{ poor: false, replayed: true, device: 'import:csv', deviceAt: first },
      },
      {
        ...{ unit: 'm2', at: second, lon: 121.5, lat: 31.3, accuracy: 300, poor: true, replayed: true },
        ...{ device: 'import:csv', deviceAt: second },
      },
    ],
  });
});

test('columns, delimiter, civil time, speed, coordinates and encoding are as told', async () => {
  const gbk = new Uint8Array([
    ...[0xbe, 0xad, 0xb6, 0xc8, 0x3b, 0xce, 0xb3, 0xb6, 0xc8, 0x3b],
    ...new TextEncoder().encode('t;v;who\n121.4;31.2;2026/11/21 9:05:06;10;T1\n'),
  ]);
  const column = ['lon=经度', 'lat=纬度', 'at=t', 'speed=v', 'device=who'];
  const options = { unit: 'm1', delimiter: ';', encoding: 'gb18030', time: 'local', speed: 'm/s', crs: 'GCJ02' };
  const { points, errors } = await read(gbk, { ...options, column });
  expect(errors).toEqual([]);
  expect(points).toMatchObject([{ unit: 'm1', at: at('2026-11-21T09:05:06+08:00'), speed: 36, device: 'import:T1' }]);
  expect(points[0]).toMatchObject(toWgs84({ lon: 121.4, lat: 31.2 }, 'GCJ02'));
  const west = await read('at,lon,lat\n2026-11-21 09:05,1,2\n', { unit: 'm1', time: 'local', utcOffset: '-05:30' });
  expect(west.points[0]?.at).toBe(at('2026-11-21T09:05:00-05:30'));
  const seconds = await read('at,lon,lat\n1795000000,1,2\n', { unit: 'm1', time: 's' });
  expect(seconds.points[0]?.at).toBe(1_795_000_000_000);
});

const row = (cells: string): string => `unit,at,lon,lat,speed\nm1,2026-11-21T10:00:00Z,121.4,31.2,5\n${cells}\n`;

test.each([
  [3, 'unit', row(',2026-11-21T10:00:00Z,1,2,3')],
  [3, 'unit', row('x,2026-11-21T10:00:00Z,1,2,3')],
  [3, 'at', row('m1,2026-11-21 10:00:00,1,2,3')],
  [3, 'at', row('m1,2026-02-30T10:00:00Z,1,2,3')],
  [3, 'at', row('m1,2026-11-22T10:00:00Z,1,2,3')],
  [3, 'at', row('m1,2026-08-22T10:00:00Z,1,2,3')],
  [3, 'at', row('m1,1970-01-01T00:00:00Z,1,2,3')],
  [3, 'lon', row('m1,2026-11-21T10:00:00Z,,2,3')],
  [3, 'lon', row('m1,2026-11-21T10:00:00Z,181,2,3')],
  [3, 'lat', row('m1,2026-11-21T10:00:00Z,1,N,3')],
  [3, 'lat', row('m1,2026-11-21T10:00:00Z,0,0,3')],
  [3, 'speed', row('m1,2026-11-21T10:00:00Z,1,2,fast')],
  [3, '', row('m1,2026-11-21T10:00:00Z,1,2')],
  [1, '', 'unit,at,lon\n'],
  [1, '', 'unit,at,at,lon,lat\nm1,1,1,1,1\n'],
  [1, '', ''],
  [2, '', 'unit,at,lon,lat\n'],
])('row %i, column %s is named where it is wrong', async (line, column, text) => {
  const { errors, wrong } = await read(text);
  expect([errors, wrong]).toMatchObject([[{ row: line, column }], 1]);
});

test('the first two hundred errors are named, all are counted; what is no CSV is said', async () => {
  const many = await read(`unit,at,lon,lat\n${'x,1,1,1\n'.repeat(5_000)}`);
  expect([many.errors.length, many.wrong, many.rows]).toEqual([200, 5_000, 5_000]);
  expect(many.errors[199]).toEqual({ row: 201, column: 'unit', message: '没有这个单元' });
  const quote = await read('unit,at,lon,lat\nm1,"2026,1,2\n');
  expect(quote.wrong).toBe(1);
  const latin = await read(new Uint8Array([0xff, 0xfe, 0x00]));
  expect(latin.errors[0]?.message).toContain('utf-8');
  const named = await read('when,lon,lat\n1,1,1\n', { unit: 'm1', time: 's', column: ['at=wann'] });
  expect(named.errors[0]?.message).toBe('没有列「wann」');
});

test('while a large file is read, others get their turn, and letters between two pieces stay whole', async () => {
  const line = 'm1,2026-11-21T10:00:00Z,121.4,31.2,车\n';
  const text = `unit,at,lon,lat,device\n${line.repeat(30_000)}`;
  const reading = { over: false, turns: 0 };
  const counting = (): void => {
    reading.turns += 1;
    if (!reading.over) setImmediate(counting);
  };
  setImmediate(counting);
  const { points, wrong } = await read(text);
  reading.over = true;
  expect([points.length, wrong]).toEqual([30_000, 0]);
  expect(new Set(points.map(({ device }) => device))).toEqual(new Set(['import:车']));
  // One for each 64 KiB at the least.
  expect(reading.turns).toBeGreaterThan(text.length / 65_536);
});

test('whatever the bytes are, they are read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, withHeader) => {
      const header = new TextEncoder().encode('unit,at,lon,lat\n');
      const { points, wrong } = await read(withHeader ? new Uint8Array([...header, ...bytes]) : bytes);
      expect(points.length === 0 || wrong === 0 || wrong > 0).toBe(true);
      expect(wrong + points.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});
