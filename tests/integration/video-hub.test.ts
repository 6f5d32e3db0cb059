/** Cameras all the way: made-up platform, hub as a process, seats, the screens' door. */
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { SqliteAccessLogStore } from '../../db/hub/access-log-store.ts';
import { folderFiles } from '../../db/hub/data-folder.ts';
import { startBrowserShell } from '../../seat/browser-shell/server.ts';
import { composeSeat } from '../../seat/compose.ts';
import { startWvpStub } from '../../simulator/video/wvp-stub.ts';
import type { StubCamera, WvpStub } from '../../simulator/video/wvp-stub.ts';
import type { SeatStatus } from '../../shared/wire/seat-api.ts';
import { cleanUp, get, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { quietLog } from '../support/shell-seat.ts';
import { smallPack } from '../support/small-pack.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

afterAll(cleanUp);

const device = '31010400081186000001';
const channel = (n: number): string => `31010400081326${String(n).padStart(6, '0')}`;
const login = { user: 'hub', password: 'of the stub' };
const place = { lon: 121.4586, lat: 31.1936 };

/** v1 has no way to its picture; v2 and v3 are the platform's, v4 is off, v5 stands at a fixed address, v6 at a foreign one. */
function camerasOf(): readonly StubCamera[] {
  const of = (n: number, online: boolean, more: Partial<StubCamera> = {}): StubCamera => ({
    ...{ device: online ? device : '31010400081186000002', channel: channel(n), name: `示例 ${n}`, ...place },
    ...{ ptz: n === 2, online, ...more },
  });
  return [of(2, true), of(3, true), of(4, false)];
}

function packWith(mediaUrl: string) {
  const pack = smallPack(Date.now());
  const [first] = pack.registers.videoPoints;
  if (first === undefined) throw new Error('a video point');
  const { record } = first;
  const stream = (url: string) => [{ protocol: 'flv' as const, url, codec: 'h264' as const, sub: false }];
  pack.registers.videoPoints.push(
    { id: 'v2', record: { ...record, name: '示例二', device, channel: channel(2), ptz: true } },
    { id: 'v3', record: { ...record, name: '示例三', device, channel: channel(3) } },
    { id: 'v4', record: { ...record, name: '示例四', device: '31010400081186000002', channel: channel(4) } },
    { id: 'v5', record: { ...record, name: '示例五', streams: stream(`${mediaUrl}/rtp/fixed.live.flv`) } },
    { id: 'v6', record: { ...record, name: '示例六', streams: stream('http://192.0.2.7/rtp/foreign.live.flv') } },
  );
  return pack;
}

async function given() {
  const stub = await startWvpStub({
    ...{ host: '127.0.0.1', port: 0, ...login, cameras: camerasOf(), playTimeoutMs: 200 },
    now: () => performance.now(),
  });
  onTestFinished(() => stub.stop());
  const folder = temporaryFolder();
  const [pack, loginFile] = [join(folder, 'pack.json'), join(folder, 'login.json')];
  writeFileSync(pack, JSON.stringify(packWith(stub.url)));
  writeFileSync(loginFile, JSON.stringify(login));
  const data = tempFolder();
  const hub = startHub([
    ...['--data', data, '--port', '0', '--demo', '--api-key', testKey, '--pack', pack],
    ...['--video-wvp', stub.url, '--video-login', loginFile],
  ]);
  const { http } = await hub.listening;
  return { stub, hub, http, data };
}

function openSeat(http: number, seatId: string) {
  const composed = composeSeat({
    ...{ dataDir: temporaryFolder(), hubUrls: [`http://127.0.0.1:${http}`], seatId, log: quietLog },
  });
  onTestFinished(() => composed.close());
  let status: SeatStatus | undefined;
  composed.seat.onPush((push) => {
    if (push.push === 'status') ({ status } = push);
  });
  const enter = async (who: string): Promise<void> => {
    const answer = await composed.seat.request('login', { login: who, password: 'lianqin-demo' });
    expect(answer).toMatchObject({ status: 'signedIn' });
    await vi.waitFor(() => expect(status?.link).toBe('live'), { timeout: 15_000 });
  };
  return { seat: composed.seat, enter, close: () => composed.close() };
}
type OpenSeat = ReturnType<typeof openSeat>;

const look = (at: OpenSeat, videoPoint: string, quality: 'main' | 'sub' = 'main') =>
  at.seat.request('videoOpen', { videoPoint, quality });

async function opened(at: OpenSeat, videoPoint: string) {
  const answer = await look(at, videoPoint);
  if (answer.status !== 'streams') expect.fail(`${videoPoint}: ${answer.code}`);
  return answer;
}

/** The first bytes under a path of a shell's port. */
function first(port: number, path: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      const status = response.statusCode ?? 0;
      response.once('data', (part: Buffer) => {
        resolve({ status, text: part.toString('latin1', 0, 12) });
        asking.destroy();
      });
      response.once('end', () => resolve({ status, text: '' }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

const streamOf = (n: number): string => `${device}_${channel(n)}`;

test('a look goes from the platform to the page, and the last one out stops it', async () => {
  const { stub, hub, http } = await given();
  const [one, two] = [openSeat(http, 'one'), openSeat(http, 'two')];
  await one.enter('zhihui1');
  await two.enter('zhihui2');
  const renderer = temporaryFolder();
  writeFileSync(join(renderer, 'index.html'), '<title>屏</title>');
  const timers = { after: (ms: number, work: () => void) => clearTimeout.bind(undefined, setTimeout(work, ms)) };
  const shell = await startBrowserShell({ seat: one.seat, log: quietLog, timers }, { renderer, port: 0 });
  onTestFinished(() => shell.stop());

  const mine = await opened(one, 'v2');
  expect(mine).toMatchObject({ ptz: true, simulated: true });
  expect(mine.streams.map(({ protocol, codec, quality }) => [protocol, codec, quality])).toEqual([
    ['wsFlv', 'h264', 'main'],
    ['flv', 'h264', 'main'],
    ['hls', 'h264', 'main'],
  ]);
  // No address of the platform reaches a screen.
  expect(JSON.stringify(mine)).not.toContain(String(stub.port));
  const pathOf = (protocol: string): string => mine.streams.find((stream) => stream.protocol === protocol)?.path ?? '';
  expect(await first(shell.port, pathOf('flv'))).toMatchObject({
    status: 200,
    text: expect.stringMatching(/^FLV/) as string,
  });
  await vi.waitFor(async () =>
    expect(await first(shell.port, pathOf('hls'))).toMatchObject({
      status: 200,
      text: expect.stringMatching(/^#EXTM3U/) as string,
    }),
  );

  const theirs = await opened(two, 'v2');
  expect(theirs.ticket).not.toBe(mine.ticket);
  // A ticket of the one seat opens nothing at the door of the other.
  expect((await first(shell.port, theirs.streams[1]?.path ?? '')).status).toBe(404);
  await one.seat.request('videoClose', { ticket: mine.ticket });
  expect((await first(shell.port, pathOf('flv'))).status).toBe(404);
  expect(stub.media.running.has(streamOf(2))).toBe(true);
  two.close();
  await vi.waitFor(() => expect(stub.media.running.has(streamOf(2))).toBe(false), { timeout: 60_000 });

  const metrics = (await get(http, '/metrics', testKey)).text;
  expect(metrics).toContain('lianqin_video_asks_total{ask="open",outcome="granted"} 2');
  expect(metrics).toContain('lianqin_video_platform_away 0');
  // Neither the log-in nor an address of a stream is in the log.
  expect(hub.log()).not.toContain(login.password);
  expect(hub.log()).not.toContain('/rtp/');
});

test('what cannot be looked at says why', async () => {
  const { http } = await given();
  const seat = openSeat(http, 'one');
  expect(await look(seat, 'v2')).toEqual({ status: 'refused', code: 'Offline', since: null });
  await seat.enter('yeban');
  const refused = (code: string) => ({ status: 'refused', code });
  expect(await look(seat, 'v1')).toMatchObject(refused('NoStream'));
  expect(await look(seat, 'v4')).toMatchObject(refused('DeviceOffline'));
  expect(await look(seat, 'v6')).toMatchObject(refused('NoStream'));
  expect(await look(seat, 'nothing')).toMatchObject(refused('VideoUnknown'));
  // At a fixed address, among the hosts that are allowed: taken as it stands.
  expect(await look(seat, 'v5')).toMatchObject({ status: 'streams', ptz: false, streams: [{ protocol: 'flv' }] });
  const still = (videoPoint: string) => seat.seat.request('videoStill', { videoPoint });
  expect(await still('v5')).toMatchObject(refused('NoStill'));
  expect(await still('v1')).toMatchObject(refused('NoStream'));
  expect(await seat.seat.request('videoPtz', { videoPoint: 'v3', pan: 1, tilt: 0, zoom: 0 })).toMatchObject(
    refused('NoStream'),
  );
});

test('who may look and who may move is the table, and the access log says who did, and who tried', async () => {
  const { stub, http, data } = await given();
  const [wall, room, admin] = [openSeat(http, 'room'), openSeat(http, 'admin'), openSeat(http, 'desk')];
  await wall.enter('fenglin');
  await room.enter('guanli');
  await admin.enter('yeban');
  const right = { pan: 1, tilt: 0, zoom: 0 };
  expect(await look(wall, 'v2')).toMatchObject({ status: 'streams', ptz: false });
  expect(await wall.seat.request('videoPtz', { videoPoint: 'v2', ...right })).toMatchObject({ code: 'NotAllowed' });
  expect(await look(room, 'v2')).toMatchObject({ code: 'NotAllowed' });
  expect(await room.seat.request('videoStill', { videoPoint: 'v2' })).toMatchObject({ code: 'NotAllowed' });
  expect(stub.commands).toEqual([]);
  expect(await admin.seat.request('videoPtz', { videoPoint: 'v2', ...right })).toEqual({ status: 'done' });
  expect(await admin.seat.request('videoPtz', { videoPoint: 'v2', pan: 0, tilt: 0, zoom: 0 })).toEqual({
    status: 'done',
  });
  expect(stub.commands).toEqual(['1/255/0/0', '0/0/0/0']);
  const log = new SqliteAccessLogStore(join(data, folderFiles.accessLog));
  onTestFinished(() => log.close());
  const entries = () =>
    log
      .find({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 999 })
      .filter(({ subject }) => subject.endsWith('videoPoint/v2'))
      .map(({ seat, action, subject }) => `${seat} ${action} ${subject}`);
  await vi.waitFor(
    () =>
      expect(entries().sort()).toEqual([
        'admin refused watchVideo videoPoint/v2',
        'admin refused watchVideo videoPoint/v2',
        'desk videoMoved videoPoint/v2',
        'room refused moveCamera videoPoint/v2',
        'room videoWatched videoPoint/v2',
      ]),
    { timeout: 10_000 },
  );
});

test('a camera is moved by one seat at a time, and stands when that seat goes', async () => {
  const { stub, http } = await given();
  const [one, two] = [openSeat(http, 'one'), openSeat(http, 'two')];
  await one.enter('zhihui1');
  await two.enter('zhihui2');
  const move = (at: OpenSeat, pan: number) => at.seat.request('videoPtz', { videoPoint: 'v2', pan, tilt: 0, zoom: 0 });
  expect(await move(one, 0.5)).toEqual({ status: 'done' });
  expect(await move(two, -0.5)).toMatchObject({ code: 'Busy' });
  one.close();
  await vi.waitFor(() => expect(stub.commands).toEqual(['1/128/0/0', '0/0/0/0']), { timeout: 20_000 });
  expect(await move(two, -0.5)).toEqual({ status: 'done' });
});

test('a lock takes the pictures away, and a still is fetched below a path of the seat', async () => {
  const { stub, http } = await given();
  const seat = openSeat(http, 'one');
  await seat.enter('zhihui1');
  const still = await seat.seat.request('videoStill', { videoPoint: 'v3' });
  if (still.status !== 'still') expect.fail(still.code);
  expect(Math.abs(still.at - Date.now())).toBeLessThan(120_000);
  const held = seat.seat.pictures.still(still.path.replace('/video/still/', ''));
  expect(Buffer.from(held?.base64 ?? '', 'base64').equals(stub.media.still)).toBe(true);
  // Within the minute it is the same picture for everybody.
  await seat.seat.request('videoStill', { videoPoint: 'v3' });
  expect(stub.asked('/api/play/snap')).toBe(1);

  const { ticket } = await opened(seat, 'v3');
  expect(seat.seat.pictures.stream(ticket, 0)).toBeDefined();
  const ended = new Promise<void>((resolve) => seat.seat.pictures.stream(ticket, 0)?.onEnd(resolve));
  await seat.seat.request('lock', {});
  await ended;
  expect(seat.seat.pictures.stream(ticket, 0)).toBeUndefined();
  expect(seat.seat.pictures.still(still.path.replace('/video/still/', ''))).toBeUndefined();
  await expect(look(seat, 'v3')).rejects.toMatchObject({ code: 'Locked' });
  await vi.waitFor(() => expect(stub.media.running.size).toBe(0), { timeout: 30_000 });
});

test('a platform that goes is away, for all and at once, and is back when it is back', async () => {
  const { stub, hub, http } = await given();
  const seat = openSeat(http, 'one');
  await seat.enter('zhihui1');
  await opened(seat, 'v3');
  await stub.stop();
  for (let i = 0; i < 3; i += 1) expect(await look(seat, 'v2')).toMatchObject({ code: 'PlatformAway' });
  const away = await look(seat, 'v2');
  expect(away).toMatchObject({ code: 'PlatformAway', since: expect.any(Number) as number });
  expect((await get(http, '/metrics', testKey)).text).toContain('lianqin_video_platform_away 1');
  const said = (): number => hub.log().split('the video platform does not answer').length - 1;
  expect(said()).toBe(1);
  const again: WvpStub = await startWvpStub({
    ...{
      host: '127.0.0.1',
      port: stub.port,
      ...login,
      cameras: camerasOf(),
      playTimeoutMs: 200,
      now: () => performance.now(),
    },
  });
  onTestFinished(() => again.stop());
  // Its log-in is another one now; and what rests is tried again by itself.
  await vi.waitFor(async () => expect(await look(seat, 'v2')).toMatchObject({ status: 'streams' }), {
    ...{ timeout: 30_000, interval: 500 },
  });
  expect(said()).toBe(1);
});

test('an import shows what would change, names what is wrong, and goes in as a whole', async () => {
  const { http } = await given();
  const [admin, desk, lead] = [openSeat(http, 'admin'), openSeat(http, 'desk'), openSeat(http, 'lead')];
  await admin.enter('guanli');
  await desk.enter('yeban');
  await lead.enter('zhiban');
  const ask = async (
    at: OpenSeat,
    from: { kind: 'platform' } | { kind: 'csv'; text: string },
    confirm: string | null,
    leaveOut = false,
  ) => {
    const answer = await at.seat.request('office', { ask: 'videoImport', from, confirm, leaveOut });
    if (answer.status !== 'granted') return answer;
    return answer.body as unknown as {
      readonly state: string;
      readonly plan: string;
      readonly changes: readonly object[];
    };
  };
  const platform = { kind: 'platform' } as const;
  expect(await ask(desk, platform, null)).toMatchObject({ status: 'refused', code: 'NotAllowed' });
  const shown = await ask(admin, platform, null);
  // The platform moves and renames three points that the register has; it has no fourth.
  expect(shown).toMatchObject({ state: 'preview', counts: { new: 0, changed: 3, same: 0, refused: 0 } });
  if (!('plan' in shown)) return;
  expect(shown.changes).toContainEqual(
    expect.objectContaining({ id: 'v3', change: 'changed', fields: ['name', 'ptz'] }),
  );
  expect(await ask(admin, platform, 'f'.repeat(64))).toMatchObject({ state: 'preview' });
  expect(await ask(admin, platform, shown.plan)).toMatchObject({ state: 'imported' });
  expect(await ask(admin, platform, null)).toMatchObject({ counts: { changed: 0, same: 3 } });

  const csv = {
    kind: 'csv',
    text: `编号,名称,经度,纬度,坐标系,通道编码\nv-90,新点,121.45,31.19,WGS84,${channel(90)}\nv-91,坏点,121.45,31.19,WGS84,123\nv-92,远点,121.9,31.19,WGS84,\n`,
  } as const;
  const first = await ask(lead, csv, null);
  expect(first).toMatchObject({
    ...{ state: 'preview', counts: { new: 1, changed: 0, same: 0, refused: 2 } },
    refused: [
      { row: 3, name: '坏点', field: 'channel', code: 'GbCodeLength' },
      { row: 4, name: '远点', field: 'at', code: 'PlaceOutsideDistrict' },
    ],
  });
  if (!('plan' in first)) return;
  // In whole or not at all, unless somebody says that the named rows stay out.
  expect(await ask(lead, csv, first.plan)).toMatchObject({ state: 'preview' });
  expect(await look(lead, 'v-90')).toMatchObject({ code: 'VideoUnknown' });
  expect(await ask(lead, csv, first.plan, true)).toMatchObject({ state: 'imported' });
  expect(await look(lead, 'v-90')).toMatchObject({ code: 'NoStream' });
});
