/** Basemaps from outside: a hub that asks a real server, in all the ways such a server fails, and seats that get its tiles. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { onlineMapsConfigSchema } from '../../hub/online-maps/config.ts';
import { createOnlineMaps } from '../../hub/online-maps/online-maps.ts';
import { composeSeat, openLocalPictures } from '../../seat/compose.ts';
import type { MapTileAnswer } from '../../shared/wire/online-maps.ts';
import { basemapStateSchema } from '../../shared/wire/seat-api.ts';
import type { SeatPush } from '../../shared/wire/seat-api.ts';
import { recordingLog } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { cleanUp, startHub, tempFolder } from '../support/hub-process.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { TileManner } from '../support/tile-server.ts';
import { TileServer } from '../support/tile-server.ts';

afterAll(cleanUp);
const key = 'f00d4ca7e5b3a29180c6d7e8f9012345';
const soon = { timeout: 10_000, interval: 10 };
const longest = { timeout: 60_000, interval: 50 };

async function given(more: object = {}) {
  const server = await new TileServer().start();
  server.key = key;
  const { sources } = onlineMapsConfigSchema.parse({
    sources: [
      {
        ...{ id: 'tdt', name: '天地图', attribution: '国家地理信息公共服务平台', kind: 'tianditu', keyEnv: 'KEY' },
        ...{ url: server.url, timeoutSeconds: 1, ...more },
      },
    ],
  });
  const lines: LogLine[] = [];
  const maps = createOnlineMaps(
    { sources: sources.map((source) => ({ source, key })), policy: { restMs: 40, longestRestMs: 80 } },
    {
      clock: { now: () => Date.now() },
      timers: {
        at: () => () => undefined,
        after: (milliseconds, work) => {
          const timer = setTimeout(work, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      monotonic: () => performance.now(),
      log: recordingLog(lines),
    },
  );
  const changes: unknown[] = [];
  maps.onChanged(() => changes.push(maps.views()[0]?.away?.why ?? 'back'));
  onTestFinished(async () => {
    maps.stop();
    await server.stop();
  });
  const tile = (x: number, layer = 0, z = 14): Promise<MapTileAnswer> =>
    maps.tile({ source: 'tdt', layer, z, x, y: 6_691 });
  return { server, maps, lines, changes, tile };
}

const unavailable = { status: 'refused', code: 'Unavailable' };

test('tiles come, are kept, and are asked for once however many want them at a time', async () => {
  const { server, tile, maps } = await given();
  const [one, two] = await Promise.all([tile(7), tile(7)]);
  expect(one).toMatchObject({ status: 'tile', type: 'image/png' });
  expect(two).toEqual(one);
  expect(await tile(7)).toEqual(one);
  expect(server.asked).toHaveLength(1);
  expect(server.asked[0]).toContain(`tk=${key}`);
  const names = await tile(7, 1);
  expect(names.status).toBe('tile');
  expect(names).not.toEqual(one);
  expect(maps.views()).toEqual([
    {
      ...{ id: 'tdt', name: '天地图', attribution: '国家地理信息公共服务平台', preferred: false },
      ...{ layers: 2, minZoom: 1, maxZoom: 18, away: null },
    },
  ]);
  // Nothing that is no tile of it goes out.
  for (const answer of [await tile(7, 0, 19), await tile(2 ** 14), await tile(7, 0, 0)])
    expect(answer).toEqual({ status: 'refused', code: 'Unknown' });
  expect(await maps.tile({ source: 'other', layer: 0, z: 5, x: 1, y: 1 })).toMatchObject({ code: 'Unknown' });
  expect(server.asked).toHaveLength(2);
});

test('no more connections than it may have', async () => {
  const { server, tile } = await given({ connections: 3 });
  const answers = await Promise.all([...Array(60).keys()].map((x) => tile(x)));
  expect(answers.every(({ status }) => status === 'tile')).toBe(true);
  expect(server.mostOpen).toBe(3);
});

describe('what fails is given up, tried again by itself, and used once it works', () => {
  test.each<readonly [TileManner, string]>([
    ['silent', 'slow'],
    ['forbidden', 'refused'],
    ['html', 'notPicture'],
    ['huge', 'tooLarge'],
    ['vast', 'tooLarge'],
    ['elsewhere', 'redirect'],
    ['broken', 'unreachable'],
    ['error', 'failed'],
    ['nothing', 'nothing'],
  ])('%s: %s', async (manner, why) => {
    const { server, tile, maps, lines, changes } = await given();
    server.manner = manner;
    const began = Date.now();
    const answers = await Promise.all([...Array(20).keys()].map((x) => tile(x)));
    for (const answer of answers) expect([{ status: 'none' }, unavailable]).toContainEqual(answer);
    expect(maps.views()[0]?.away).toMatchObject({ why });
    const since = maps.views()[0]?.away?.since ?? 0;
    expect(since).toBeGreaterThanOrEqual(began);
    // Given that it is away, when a seat asks, then nobody waits.
    const count = server.asked.length;
    expect(await Promise.all([tile(100), tile(101)])).toEqual([unavailable, unavailable]);
    await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(count), soon);
    expect(maps.views()[0]?.away).toEqual({ since, why });
    // When it works again, then tiles come without anybody doing anything.
    server.manner = 'well';
    await vi.waitFor(() => expect(maps.views()[0]?.away).toBeNull(), soon);
    expect(await tile(100)).toMatchObject({ status: 'tile' });
    expect(changes).toEqual([why, 'back']);
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
    expect(lines[0]?.data).toEqual({ source: 'tdt', host: `127.0.0.1:${server.port}`, why });
    expect(JSON.stringify([lines, maps.views(), answers])).not.toContain(key);
  });

  test('nobody listens', async () => {
    const { server, tile, maps, lines } = await given();
    const { port } = server;
    expect(await tile(1)).toMatchObject({ status: 'tile' });
    await server.stop();
    await Promise.all([tile(2), tile(3), tile(4)]);
    expect(maps.views()[0]?.away).toMatchObject({ why: 'unreachable' });
    await server.start(port);
    await vi.waitFor(() => expect(maps.views()[0]?.away).toBeNull(), soon);
    expect(JSON.stringify(lines)).not.toContain(key);
  });

  test('one bad tile is not the end of it', async () => {
    const { server, tile, maps } = await given();
    expect(await tile(1)).toMatchObject({ status: 'tile' });
    for (let x = 10; x < 16; x += 2) {
      server.manner = 'error';
      expect(await tile(x)).toEqual(unavailable);
      server.manner = 'well';
      expect(await tile(x + 1)).toMatchObject({ status: 'tile' });
    }
    expect(maps.views()[0]?.away).toBeNull();
    // And that tile comes when it is asked for again.
    expect(await tile(10)).toMatchObject({ status: 'tile' });
  });

  test('a hub that stops asks no more', async () => {
    const { server, tile, maps } = await given();
    server.manner = 'error';
    await Promise.all([tile(1), tile(2), tile(3)]);
    maps.stop();
    const count = server.asked.length;
    await pause(300);
    expect(server.asked.length).toBeLessThanOrEqual(count + 1);
    expect(await tile(4)).toEqual(unavailable);
  });
});

test('a seat gets tiles while somebody is signed in and it is not locked; the key gets nowhere', async () => {
  const server = await new TileServer().start();
  server.key = key;
  onTestFinished(() => server.stop());
  const folder = tempFolder();
  const source = {
    kind: 'tianditu',
    id: 'tdt',
    name: '天地图',
    attribution: '审图号 GS(2026)0000号',
    keyFile: 'tdt.key',
  };
  writeFileSync(join(folder, 'tdt.key'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'online.json'), JSON.stringify({ sources: [{ ...source, url: server.url }] }));
  const hub = startHub([
    ...['--data', join(folder, 'data'), '--port', '0', '--demo', '--log-level', 'debug'],
    ...['--online-basemaps', join(folder, 'online.json')],
  ]);
  const url = `http://127.0.0.1:${(await hub.listening).http}`;
  const lines: LogLine[] = [];
  const composed = composeSeat({
    ...{ seatId: 'desk', log: recordingLog(lines), dataDir: temporaryFolder(), hubUrls: [url] },
  });
  const { seat } = composed;
  const pushes: SeatPush[] = [];
  seat.onPush((push) => pushes.push(push));
  const door = await openLocalPictures(seat.pictures, recordingLog(lines));
  onTestFinished(() => {
    door.close();
    composed.close();
  });
  const path = '/tiles/tdt/0/14/13721/6691';
  const get = async (asked = path, secret = door.secret) => {
    const reply = await fetch(`http://127.0.0.1:${door.port}${asked}`, { headers: { 'x-lianqin-pictures': secret } });
    const bytes = Buffer.from(await reply.arrayBuffer());
    return { status: reply.status, type: reply.headers.get('content-type'), bytes, headers: [...reply.headers] };
  };
  const state = async () => basemapStateSchema.parse(await seat.request('basemap', {}));

  expect((await get()).status).toBe(403);
  expect((await state()).online).toBeUndefined();
  expect(await seat.request('login', { login: 'yeban', password: 'lianqin-demo' })).toMatchObject({
    status: 'signedIn',
  });
  await vi.waitFor(async () => expect((await state()).online).toHaveLength(1), longest);
  const shown = (await state()).online?.[0];
  expect(shown).toMatchObject({ id: 'tdt', attribution: '审图号 GS(2026)0000号', layers: 2, away: null });
  const first = await get();
  expect([first.status, first.type]).toEqual([200, 'image/png']);
  expect(first.bytes.subarray(1, 4).toString()).toBe('PNG');
  for (const wrong of ['/tiles/tdt/2/1/0/0', '/tiles/tdt/0/14/99999999/1', '/tiles/other/0/1/0/0', '/tiles/tdt/0/1/0'])
    expect((await get(wrong)).status).toBe(404);
  expect((await get(path, 'of-nobody')).status).toBe(403);

  // Locked, nothing is shown.
  await seat.request('lock', {});
  expect((await get()).status).toBe(403);
  expect(await seat.request('unlock', { password: 'lianqin-demo' })).toMatchObject({ status: 'unlocked' });
  expect((await get()).status).toBe(200);

  // The server goes, and comes back.
  const { port } = server;
  await server.stop();
  await Promise.all([10, 11, 12, 13].map((x) => get(`/tiles/tdt/0/14/${x}/6691`)));
  await vi.waitFor(async () => expect((await state()).online?.[0]?.away?.why).toBe('unreachable'), longest);
  expect((await get('/tiles/tdt/0/14/14/6691')).status).toBe(502);
  await server.start(port);
  await vi.waitFor(async () => expect((await state()).online?.[0]?.away).toBeNull(), longest);
  expect((await get('/tiles/tdt/0/14/14/6691')).status).toBe(200);

  // The hub goes: the seat says so by itself.
  hub.signal('SIGKILL');
  await hub.exited;
  await vi.waitFor(async () => expect((await state()).online?.[0]?.away?.why).toBe('hubAway'), longest);
  expect((await get('/tiles/tdt/0/14/15/6691')).status).toBe(502);

  const told = JSON.stringify([lines, pushes, await state(), first.headers, hub.out]) + hub.log();
  expect(told).toContain('an online basemap gives no tiles');
  expect(told).not.toContain(key);
}, 120_000);

test('a configuration that does not hold keeps the hub from starting, and names the field', async () => {
  const folder = tempFolder();
  const file = join(folder, 'online.json');
  const gcj = { kind: 'xyz', id: 'a', name: '甲', attribution: '乙', url: 'http://10.0.0.1/{z}/{x}/{y}', crs: 'gcj02' };
  writeFileSync(file, JSON.stringify({ sources: [gcj] }));
  const hub = startHub(['--data', join(folder, 'data'), '--port', '0', '--demo', '--online-basemaps', file]);
  expect(await hub.exited).toMatchObject({ code: 2 });
  expect(hub.log()).toContain('--online-basemaps');
  expect(hub.log()).toContain('sources.0.crs');
});
