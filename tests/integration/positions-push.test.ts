/** Positions of another platform over HTTP, and tracks of the past as CSV: real hub, real door. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { day, isoTime, minute, second } from '../../shared/lib/time.ts';
import { smallPack } from '../support/small-pack.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { key, openWorkHub, unitOnDuty } from '../support/work-hub.ts';

const home = { lon: 121.437, lat: 31.188 };
const near = (n: number) => ({ lon: home.lon + n * 1e-5, lat: home.lat });

async function csv(hub: WorkHub, query: string, body: string, type = 'text/csv') {
  const response = await fetch(`http://127.0.0.1:${hub.hub.address()?.http}/api/v1/tracks?${query}`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': type }, body },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('rows are taken or refused one by one, with number, field and reason', async () => {
  const hub = await openWorkHub();
  await unitOnDuty(hub, 'car', ['push:police:A-1']);
  await unitOnDuty(hub, 'van', ['push:green:7']);
  const { clock } = hub;
  const at = clock.now();
  const positions = [
    { id: 'A-1', ...home, at: isoTime(at, 480), speed: 36, heading: 360, accuracy: 5 },
    { id: 'A-1', ...near(1) },
    { id: 'A-1', lon: 200, lat: 31, at },
    { id: 'B-2', ...home, at },
    { id: '7', ...home, at },
    { id: 'A-1', ...near(2), at: at - 10 * minute },
    { id: 'A-1', ...near(3), at, note: 'x' },
    'nothing',
  ];
  const answer = await hub.send('POST', '/api/v1/positions', { crs: 'WGS84', platform: 'police', positions });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    accepted: 1,
    refused: [
      { row: 2, code: 'InvalidInput', field: 'at' },
      { row: 3, code: 'InvalidInput', field: 'lon' },
      { row: 4, code: 'noUnit', field: 'id', message: 'id：没有哪个单元登记了这个设备' },
      // Of another platform: its vehicles are its own.
      { row: 5, code: 'noUnit', field: 'id' },
      { row: 6, code: 'offDuty', field: 'at' },
      { row: 7, code: 'InvalidInput', field: 'note' },
      { row: 8, code: 'InvalidInput', field: 'body' },
    ],
  });
  expect(hub.hub.telemetry.latest('car')).toMatchObject({ ...home, speed: 36, heading: 0, device: 'push:police:A-1' });
  clock.advance(5_000);
  const shifted = { crs: 'GCJ02', platform: 'police', positions: [{ id: 'A-1', ...near(4), at: clock.now() }] };
  expect((await hub.send('POST', '/api/v1/positions', shifted)).body).toMatchObject({ accepted: 0 });
  const moved = toWgs84(near(4), 'GCJ02');
  clock.advance(minute);
  const later = { ...shifted, positions: [{ id: 'A-1', ...near(4), at: clock.now() }] };
  expect((await hub.send('POST', '/api/v1/positions', later)).body).toMatchObject({ accepted: 1, refused: [] });
  expect(hub.hub.telemetry.latest('car')).toMatchObject(moved);
  const authorization = `Bearer ${key}`;
  const metrics = await fetch(`http://127.0.0.1:${hub.hub.address()?.http}/metrics`, { headers: { authorization } });
  expect(await metrics.text()).toContain('lianqin_fixes_total{protocol="push"} 2');
});

test.each<readonly [string, unknown]>([
  ['crs', { positions: [{}] }],
  ['crs', { crs: 'mars', positions: [{}] }],
  ['platform', { crs: 'WGS84', positions: [{}] }],
  ['platform', { crs: 'WGS84', platform: 'A b', positions: [{}] }],
  ['positions', { crs: 'WGS84', platform: 'a', positions: [] }],
  ['positions', { crs: 'WGS84', platform: 'a', positions: Array.from({ length: 1_001 }, () => ({})) }],
  ['more', { crs: 'WGS84', platform: 'a', positions: [{}], more: 1 }],
])('a batch whose %s is wrong is refused whole', async (field, body) => {
  const hub = await openWorkHub();
  expect(await hub.send('POST', '/api/v1/positions', body)).toMatchObject({ status: 400, body: { field } });
});

test('who sends without end has to wait, and without a key nobody sends', async () => {
  let passed = 0;
  const hub = await openWorkHub({ monotonic: () => passed });
  expect((await hub.send('POST', '/api/v1/positions', {}, false)).status).toBe(401);
  const statuses: number[] = [];
  for (let n = 0; n < 62; n += 1) statuses.push((await hub.send('POST', '/api/v1/positions', {})).status);
  expect(statuses).toEqual([...Array.from({ length: 60 }, () => 400), 429, 429]);
  passed = 200;
  expect((await hub.send('POST', '/api/v1/positions', {})).status).toBe(400);
});

test('a file of tracks goes in whole, is looked at first, and brings nothing twice', async () => {
  const hub = await openWorkHub({ pack: smallPack() });
  await unitOnDuty(hub, 'car', []);
  const from = hub.clock.now() - 2 * day;
  const line = (n: number) => `car,${isoTime(from + n * second, 480)},${home.lon},${home.lat}\n`;
  const text = `unit,at,lon,lat\n${Array.from({ length: 50 }, (_, n) => line(n)).join('')}${line(7)}`;
  const track = () => hub.folder.tracks.track('car', 0, hub.clock.now(), 99);
  const unit = { unit: 'car', points: 50, from, to: from + 49_000 };
  const preview = await csv(hub, 'crs=WGS84&dryRun=true', text);
  expect(preview).toMatchObject({
    status: 200,
    body: { status: 'preview', rows: 51, added: 0, units: [unit], repeated: 1 },
  });
  expect(track()).toEqual([]);
  expect(await csv(hub, 'crs=WGS84', text)).toMatchObject({ body: { status: 'imported', added: 50 } });
  expect(track()).toHaveLength(50);
  expect(track()[0]).toMatchObject({ at: from, device: 'import:csv', deviceAt: from, replayed: true });
  expect(await csv(hub, 'crs=WGS84', text)).toMatchObject({ body: { status: 'imported', added: 0 } });
  const wrong = await csv(hub, 'crs=WGS84', `${text}car,now,1,2\n`);
  expect(wrong).toMatchObject({
    status: 422,
    body: { code: 'RowsRefused', wrong: 1, errors: [{ row: 53, column: 'at' }] },
  });
  expect(wrong.body['message']).toBe('第 53 行「at」列：要写成带时区的 ISO 8601 时间，如 2026-11-21T22:40:00+08:00');
  expect(await csv(hub, 'crs=Mars', text)).toMatchObject({ status: 400, body: { field: 'crs' } });
  expect(await csv(hub, 'crs=WGS84&column=x', text)).toMatchObject({ status: 400, body: { field: 'column' } });
  expect(await csv(hub, 'crs=WGS84', '{}', 'application/json')).toMatchObject({ status: 415 });
  const old = `unit,at,lon,lat\ncar,${isoTime(hub.clock.now() - 91 * day, 480)},${home.lon},${home.lat}\n`;
  expect(await csv(hub, 'crs=WGS84', old)).toMatchObject({ status: 422, body: { errors: [{ column: 'at' }] } });
  const trail = hub.folder.accessLog
    .find({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 99 })
    .filter(({ action, subject }) => action === 'importTracks' && subject === 'car');
  expect(trail.map(({ detail }) => detail.split(' ').slice(0, 5).join(' '))).toContain('50 points of 1 units,');
  hub.volume.free = 500_000_000;
  expect(await csv(hub, 'crs=WGS84', text)).toMatchObject({ status: 503, body: { code: 'StorageFull' } });
});

test('of times at which a unit is known to have been off duty nothing is taken in, and what there is no room for neither', async () => {
  const hub = await openWorkHub({ pack: smallPack() });
  await unitOnDuty(hub, 'car', []);
  const from = hub.clock.now();
  const line = (at: number) => `car,${isoTime(at, 480)},${home.lon},${home.lat}\n`;
  hub.clock.advance(10 * minute);
  const command = {
    id: uuidv7(
      hub.clock.now(),
      Uint8Array.from({ length: 10 }, () => 7),
    ),
    basedOn: {},
    madeAt: hub.clock.now(),
  };
  await hub.hub.desk.submit({ ...command, type: 'SetUnitStatus', data: { id: 'car', status: 'offDuty' } }, systemActor);
  hub.clock.advance(10 * minute);
  const text = `unit,at,lon,lat\n${line(from - day)}${line(from + minute)}${line(from + 15 * minute)}`;
  hub.volume.free = 1_000_000_500;
  expect(await csv(hub, 'crs=WGS84', text)).toMatchObject({ status: 503, body: { code: 'StorageFull' } });
  hub.volume.free = Number.MAX_SAFE_INTEGER;
  expect(await csv(hub, 'crs=WGS84', text)).toMatchObject({
    body: { status: 'imported', rows: 3, added: 2, offDuty: 1 },
  });
  const track = hub.folder.tracks.track('car', 0, Number.MAX_SAFE_INTEGER, 9);
  expect(track.map(({ at }) => at)).toEqual([from - day, from + minute]);
});

test('the command line takes the same file in beside the hub, and notes who did', async () => {
  const hub = await openWorkHub();
  await unitOnDuty(hub, 'car', []);
  // By the clock of this machine: the command has no other.
  const at = Math.floor(Date.now() / 1_000) * 1_000 - 2 * day;
  const file = join(temporaryFolder(), 'a.csv');
  writeFileSync(file, `time;x;y\n${isoTime(at, 480).slice(0, 19)};${home.lon};${home.lat}\n`);
  const main = join(import.meta.dirname, '..', '..', 'hub', 'main.ts');
  const words = ['import-tracks', file, '--data', hub.folder.dir, '--unit', 'car', '--crs', 'WGS84', '--time', 'local'];
  const columns = ['--column', 'at=time', '--column', 'lon=x', '--column', 'lat=y', '--delimiter', ';'];
  const run = async (...more: readonly string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...words, ...columns, ...more]);
    return JSON.parse(stdout) as unknown;
  };
  expect(await run('--dry-run')).toMatchObject({ event: 'importTracks', status: 'preview', rows: 1, added: 0 });
  expect(await run()).toMatchObject({ status: 'imported', added: 1 });
  expect(hub.folder.tracks.track('car', 0, Number.MAX_SAFE_INTEGER, 9)).toMatchObject([{ at, ...home }]);
  const [entry] = hub.folder.accessLog.find({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1 });
  expect(entry).toMatchObject({ user: 'system', action: 'importTracks', subject: 'car' });
  expect(entry?.detail).toMatch(/^command line, 1 points of 1 units, .*, sha256 [0-9a-f]{64}$/);
  writeFileSync(file, 'time;x;y\nnever;1;2\n');
  const failed = await run().catch((error: unknown) => error as { readonly stdout: string; readonly code: number });
  expect(failed).toMatchObject({ code: 1 });
  expect(JSON.parse((failed as { readonly stdout: string }).stdout)).toMatchObject({ status: 'refused', wrong: 1 });
});
