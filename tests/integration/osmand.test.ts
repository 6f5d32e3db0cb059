/** Phones with Traccar Client at a real port. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createOsmandGateway } from '../../hub/gateways/osmand/gateway.ts';
import type { OsmandLimits } from '../../hub/gateways/osmand/gateway.ts';
import type { RejectionCounter } from '../../hub/telemetry/fix.ts';
import { osmandDevices, osmandIdentifier } from '../../hub/gateways.ts';
import { minute } from '../../shared/lib/time.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { ManualClock, recordingLog } from '../support/hub-kit.ts';
import { eventually, RecordingSink } from '../support/jt808.ts';

const now = Date.UTC(2026, 10, 21, 14, 41, 5);
const secret = Uint8Array.from({ length: 32 }, (_, n) => n);

class Counted implements RejectionCounter {
  readonly counts: Record<string, number> = {};
  count(protocol: string, reason: string): void {
    expect(protocol).toBe('osmand');
    this.counts[reason] = (this.counts[reason] ?? 0) + 1;
  }
}

async function opened(limits: Partial<OsmandLimits> = {}, codesOnly = false) {
  const clock = new ManualClock(now);
  const time = { monotonic: 0 };
  const sink = new RecordingSink();
  const counted = new Counted();
  const lines: LogLine[] = [];
  const units = { unitOf: (device: string) => (/^osmand:(phone|car)$/.test(device) ? 'm1' : undefined) };
  const gateway = createOsmandGateway({
    ...{ port: 0, host: '127.0.0.1', clock, monotonic: () => time.monotonic, log: recordingLog(lines) },
    ...{ sink, rejections: counted, devices: osmandDevices({ units, secret }, codesOnly), limits },
  });
  const port = await gateway.start();
  onTestFinished(() => gateway.stop());
  const url = `http://127.0.0.1:${port}`;
  const send = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    };
  };
  return { gateway, port, url, clock, time, sink, counts: counted.counts, lines, send };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const place = 'lat=31.188&lon=121.437';

test('positions come by address, by form, and as JSON of Traccar Client', async () => {
  const { send, sink, counts } = await opened();
  const fix = { lon: 121.437, lat: 31.188, deviceAt: now, receivedAt: now, positioned: true, sos: false };
  expect(await send(`/?id=phone&${place}&timestamp=${now / 1_000}&speed=10&accuracy=5`)).toMatchObject({
    status: 200,
    body: null,
  });
  expect(sink.fixes).toEqual([{ device: 'osmand:phone', ...fix, replayed: false, speed: 18.52, accuracy: 5 }]);
  expect((await send('/', { method: 'POST', headers: form, body: `id=car&${place}` })).status).toBe(200);
  expect((await send(`/?id=car&${place}`, { method: 'POST' })).status).toBe(200);
  const location = {
    timestamp: new Date(now).toISOString(),
    coords: { latitude: 31.188, longitude: 121.437, speed: 10, heading: -1, accuracy: 3, altitude: 4 },
  };
  const body = JSON.stringify({ location, device_id: 'phone' });
  const headers = { 'content-type': 'application/json' };
  expect((await send('/', { method: 'POST', headers, body })).status).toBe(200);
  expect(sink.fixes.map(({ device, speed }) => [device, speed])).toEqual([
    ['osmand:phone', 18.52],
    ['osmand:car', undefined],
    ['osmand:car', undefined],
    ['osmand:phone', 36],
  ]);
  // A clock that said nothing is nobody's word.
  expect(sink.fixes.map(({ deviceAt }) => deviceAt)).toEqual([now, undefined, undefined, now]);
  expect(counts).toEqual({});
});

test('errors name the parameter; nothing of them reaches telemetry or the log', async () => {
  const { send, sink, counts, lines } = await opened();
  const wrong = await send('/?id=phone&lat=131.2&lon=121.4');
  expect(wrong).toMatchObject({
    status: 400,
    body: { code: 'InvalidInput', field: 'lat', message: 'lat：要写 -90 到 90 之间的度数' },
  });
  expect(await send('/?lat=31.2&lon=121.4')).toMatchObject({ status: 400, body: { field: 'id' } });
  expect(await send(`/?id=stranger&${place}`)).toMatchObject({
    status: 404,
    body: { code: 'DeviceUnknown', field: 'id' },
  });
  expect(await send('/', { method: 'POST', body: '{"location":' })).toMatchObject({
    status: 400,
    body: { field: 'body' },
  });
  expect(await send('/', { method: 'DELETE' })).toMatchObject({ status: 405 });
  expect(sink.fixes).toEqual([]);
  expect(lines).toEqual([]);
  expect(counts).toEqual({ badParameter: 1, deviceMissing: 1, deviceUnknown: 1, badBody: 1, wrongMethod: 1 });
});

test('a device may say its code, and where it must, its id alone opens nothing', async () => {
  const plain = await opened();
  const identifier = osmandIdentifier(secret, 'phone');
  expect(identifier).toMatch(/^phone\.[0-9a-f]{16}$/);
  expect((await plain.send(`/?id=phone&${place}`)).status).toBe(200);
  expect((await plain.send(`/?id=${identifier}&${place}`)).status).toBe(200);
  expect((await plain.send(`/?id=phone.0000000000000000&${place}`)).status).toBe(404);
  // Who has said its code once is not believed without it; others still are.
  expect((await plain.send(`/?id=phone&${place}`)).status).toBe(404);
  expect((await plain.send(`/?id=car&${place}`)).status).toBe(200);
  const strict = await opened({}, true);
  expect((await strict.send(`/?id=${identifier}&${place}`)).status).toBe(200);
  expect((await strict.send(`/?id=phone&${place}`)).status).toBe(404);
  // Nobody learns by the answer which devices there are.
  const stranger = await strict.send(`/?id=stranger&${place}`);
  expect((await strict.send(`/?id=phone&${place}`)).body).toEqual(stranger.body);
  expect(strict.counts).toEqual({ codeMissing: 2, deviceUnknown: 1 });
});

test('what was kept back without network fills the track, a call for help comes without a place', async () => {
  const { send, sink } = await opened();
  for (const age of [30, 20, 10]) await send(`/?id=phone&${place}&timestamp=${now - age * minute}`);
  await send(`/?id=phone&${place}&timestamp=${now}`);
  await send('/?id=car&alarm=sos');
  expect(sink.fixes.map(({ replayed }) => replayed)).toEqual([true, true, true, false, false]);
  expect(sink.fixes[4]).toMatchObject({ sos: true, positioned: false, receivedAt: now });
});

test('who sends too often, and who guesses, has to wait', async () => {
  const limits = { perDevice: { burst: 2, perSecond: 0.1, senders: 9 }, unknownPerMinute: 3 };
  const { send, sink, counts, time } = await opened(limits);
  for (let n = 0; n < 3; n += 1) await send(`/?id=phone&${place}`);
  const waits = await send(`/?id=phone&${place}`);
  expect([waits.status, waits.headers.get('retry-after')]).toEqual([429, '10']);
  expect(sink.fixes).toHaveLength(2);
  time.monotonic += 10_000;
  expect((await send(`/?id=phone&${place}`)).status).toBe(200);
  for (let n = 0; n < 3; n += 1) expect((await send(`/?id=guess${n}&${place}`)).status).toBe(404);
  expect((await send(`/?id=guess&${place}`)).status).toBe(429);
  // One address of a mobile network carries many phones: those that are known do not wait for a wrong one.
  expect((await send(`/?id=car&${place}`)).status).toBe(200);
  time.monotonic += minute;
  expect((await send(`/?id=car&${place}`)).status).toBe(200);
  expect(counts).toEqual({ tooOften: 2, deviceUnknown: 3, tooManyAttempts: 1 });
  const crowd = await opened({ perAddress: { burst: 1, perSecond: 1, senders: 9 } });
  const [one, two] = [await crowd.send(`/?id=phone&${place}`), await crowd.send(`/?id=car&${place}`)];
  expect([one.status, two.status]).toEqual([200, 429]);
});

/** A raw connection, and what came back over it. */
async function raw(port: number): Promise<{ readonly socket: Socket; text(): string; closed(): boolean }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let closed = false;
  socket.on('data', (data) => (text += data.toString('latin1')));
  socket.on('error', () => undefined);
  socket.once('close', () => (closed = true));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return { socket, text: () => text, closed: () => closed };
}

test('a body of a hundred megabytes is refused at once, announced or not', async () => {
  const { port, sink, counts, send } = await opened();
  const announced = await raw(port);
  announced.socket.write('POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 100000000\r\n\r\n');
  await eventually(() => expect(announced.text()).toMatch(/^HTTP\/1\.1 413 /));
  const chunked = await raw(port);
  chunked.socket.write('POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n');
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (let n = 0; n < 1_600 && !chunked.closed(); n += 1) {
    if (!chunked.socket.write(chunk))
      await Promise.race([once(chunked.socket, 'drain'), once(chunked.socket, 'close')]).catch(() => undefined);
  }
  await eventually(() => expect([announced.closed(), chunked.closed()]).toEqual([true, true]));
  expect(counts['tooLong']).toBe(2);
  expect((await send(`/?id=phone&${place}`)).status).toBe(200);
  expect(sink.fixes).toHaveLength(1);
});

test('garbage, long addresses and half requests are closed, and hold nobody up', async () => {
  const { port, counts, send } = await opened({ headersMs: 300, requestMs: 300, checkMs: 50 });
  const garbage = await raw(port);
  garbage.socket.write('\x16\x03\x01 this is no request\r\n\r\n');
  const long = await raw(port);
  long.socket.write(`GET /?id=${'a'.repeat(20_000)} HTTP/1.1\r\nhost: h\r\n\r\n`);
  const slow = await raw(port);
  slow.socket.write('GET /?id=phone HTTP/1.1\r\nhos');
  const half = await raw(port);
  half.socket.write('POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 30\r\n\r\nid=phone');
  await eventually(() =>
    expect([garbage.closed(), long.closed(), slow.closed(), half.closed()]).toEqual([true, true, true, true]),
  );
  expect(counts).toMatchObject({ badRequest: 2, timeout: 2 });
  expect((await send(`/?id=phone&${place}`)).status).toBe(200);
});

test('one address has only so many connections', async () => {
  const { port, counts } = await opened({ connectionsPerAddress: 2 });
  await raw(port);
  await raw(port);
  const third = await raw(port);
  await eventually(() => expect(third.closed()).toBe(true));
  expect(counts).toEqual({ tooManyFromAddress: 1 });
});

test('a call for help is answered once it stands in the journal; where it could not be written the phone is told to call again', async () => {
  const { send, sink } = await opened();
  const asked: string[] = [];
  let stands: (kept: boolean) => void = () => undefined;
  sink.callKept = (device) => {
    asked.push(device);
    return new Promise((resolve) => (stands = resolve));
  };
  for (const [kept, status] of [
    [true, 200],
    [false, 503],
  ] as const) {
    const answer = send(`/?id=phone&${place}&alarm=sos`);
    await vi.waitFor(() => expect(asked).toHaveLength(kept ? 1 : 2));
    stands(kept);
    expect(await answer).toMatchObject({ status, body: kept ? null : { code: 'CallNotKept' } });
  }
  expect((await send(`/?id=phone&${place}`)).status).toBe(200);
  expect(asked).toEqual(['osmand:phone', 'osmand:phone']);
});
