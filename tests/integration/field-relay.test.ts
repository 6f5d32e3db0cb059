/** Officers' phones through the relay: the same door, and nothing else of the hub. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { io } from 'socket.io-client';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { FieldDevice } from '../support/field-device.ts';
import { cleanUp, testKey } from '../support/hub-process.ts';
import { openNightSeat, startNightHub } from '../support/night-hub.ts';
import { startRelay } from '../support/relay-process.ts';

afterEach(cleanUp);

const clock = '2026-11-21T22:41:00+08:00';
const now = Date.parse(clock);
const unit = { unit: 'm1', key: 'demo-m1' };

test('a phone is let in, told its jobs, and takes its steps; page and health are served', async () => {
  const hub = await startNightHub(clock);
  const relay = await startRelay(hub.url, testKey);
  const device = await FieldDevice.connect(relay.url, unit);
  await device.until(() => device.jobs !== undefined, 'it was told its jobs');
  expect(device.welcome).toMatchObject({ utcOffset: 480 });
  expect(await device.duty('available')).toEqual({ status: 'accepted' });
  await device.until(() => device.jobs?.unit.status === 'available', 'it is on duty');
  const page = await fetch(`${relay.url}/field/`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('联勤·外勤');
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
}, 120_000);

test('of the hub nothing else is behind it', async () => {
  const hub = await startNightHub(clock);
  const relay = await startRelay(hub.url, testKey);
  for (const path of ['/metrics', '/api/v1/units', '/healthz/../metrics', '/field/../hub/main.ts'])
    expect((await fetch(relay.url + path, { headers: { authorization: `Bearer ${testKey}` } })).status, path).toBe(404);
  // What is no address is refused, and the relay goes on.
  expect((await fetch(`${relay.url}//`)).status).toBe(400);
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
  const refused = await new Promise<string>((resolve) => {
    const socket = io(`${relay.url}/seat`, { transports: ['websocket'], reconnection: false, forceNew: true });
    socket.on('connect', () => resolve('let in'));
    socket.on('connect_error', (error) => resolve(error.message));
  });
  expect(refused).toBe('Invalid namespace');
  // Nobody speaks as a relay of their own through it.
  const via = { key: testKey, address: '10.0.0.1' };
  await expect(FieldDevice.connect(relay.url, { ...unit, via })).rejects.toThrow('InvalidMessage');
}, 120_000);

test('a wrong key of a unit is the phone’s own affair, a wrong key of a relay the relay’s', async () => {
  const hub = await startNightHub(clock);
  const relay = await startRelay(hub.url, testKey);
  for (let time = 0; time < 12; time += 1)
    await expect(FieldDevice.connect(relay.url, { unit: 'm2', key: 'guessed' })).rejects.toThrow(
      time < 10 ? 'NotAllowed' : 'TooManyAttempts',
    );
  const device = await FieldDevice.connect(relay.url, unit);
  await device.until(() => device.jobs !== undefined, 'others come in');
  const stranger = await startRelay(hub.url, 'not-a-key-of-this-hub');
  await expect(FieldDevice.connect(stranger.url, unit)).rejects.toThrow('NotAllowed');
}, 120_000);

test('an answer that the relay took to its grave is asked for again, and the call is one', async () => {
  const hub = await startNightHub(clock);
  const seat = await openNightSeat(hub, 'seat-desk', 'zhihui1');
  const first = await startRelay(hub.url, testKey);
  const sos = { id: crypto.randomUUID(), happenedAt: now, fix: null };
  const device = await FieldDevice.connect(first.url, unit);
  const lost = device.socket
    .timeout(2_000)
    .emitWithAck('sos', sos)
    .then(
      () => 'answered',
      () => 'lost',
    );
  first.process.signal('SIGKILL');
  await lost;
  const second = await startRelay(hub.url, testKey, first.port);
  const again = await FieldDevice.connect(second.url, unit);
  expect(await again.socket.timeout(20_000).emitWithAck('sos', sos)).toEqual({ status: 'accepted' });
  await seat.seat.request('watch', { watch: 7, kinds: ['alarm'] });
  await seat.until(() => seat.all('alarm').length > 0, 'the call is at the desk');
  expect(seat.all<AlarmState>('alarm')).toHaveLength(1);
}, 120_000);

test('without the hub a phone is told nothing, and comes back when it is there', async () => {
  const hub = await startNightHub(clock);
  const relay = await startRelay(hub.url, testKey);
  const device = await FieldDevice.connect(relay.url, unit);
  hub.process.signal('SIGKILL');
  await device.until(() => !device.socket.connected, 'its link ended with the hub’s');
  await expect(FieldDevice.connect(relay.url, unit)).rejects.toThrow('the hub cannot be reached');
}, 120_000);

test('a photo goes through it piece by piece; a wrong key opens nothing there either', async () => {
  const hub = await startNightHub(clock);
  const relay = await startRelay(hub.url, testKey);
  const content = Buffer.alloc(300_000, 3);
  const id = crypto.randomUUID();
  const sha256 = createHash('sha256').update(content).digest('hex');
  const send = (path: string, init: RequestInit, key = unit.key): Promise<Response> =>
    fetch(`${relay.url}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${key}`, 'x-field-unit': unit.unit },
    });
  const body = JSON.stringify({ id, name: '门口.jpg', bytes: content.length, sha256 });
  const open = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  expect((await send('/field/uploads', open, 'guessed')).status).toBe(401);
  expect(await (await send('/field/uploads', open)).json()).toMatchObject({ have: 0, whole: false });
  const raw = { 'content-type': 'application/octet-stream' };
  const put = (at: number, piece: Buffer) =>
    send(`/field/uploads/${id}?at=${at}`, { method: 'PUT', headers: raw, body: new Uint8Array(piece) });
  expect(await (await put(0, content.subarray(0, 200_000))).json()).toMatchObject({ have: 200_000 });
  expect(await (await put(200_000, content.subarray(200_000))).json()).toMatchObject({ whole: true });
  expect((await put(0, Buffer.alloc(250_000))).status).toBe(413);
}, 120_000);
