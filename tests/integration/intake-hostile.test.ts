/**
 * What other systems send in by mistake or on purpose: whatever the body, the hub answers with a clear error or an
 * incident, never with a failure of its own, takes the same number once, and reads no more of it than it may be long.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isoTime, minute } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';
import { testNow } from '../support/given.ts';
import { cleanUp, get, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub } from '../support/work-hub.ts';
import type { WorkHub } from '../support/work-hub.ts';

afterAll(cleanUp);

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`hostile intake: TEST_SEED=${seed}\n`);

const pack = smallPack();
const path = '/api/v1/incidents';
const order = { source: '12345', externalId: 'GD-1', text: '斜土路小木桥路路口工地半夜打桩' };
const place = { lon: 121.46, lat: 31.19, crs: 'WGS84', of: 'place' };
const whole = {
  ...order,
  receivedAt: isoTime(testNow - 5 * minute, 480),
  actAt: isoTime(testNow - 30 * minute, 480),
  caller: { name: '甲', phone: '13912345678', address: '某路 1 号' },
  position: place,
  wantsReply: 'no',
};

/** An answer that a sender can work with: taken, or refused with code, words and field. */
async function expectClear(at: WorkHub, body: unknown): Promise<number> {
  const reply = await at.send('POST', path, body);
  if (reply.status === 200 || reply.status === 201) {
    expect(reply.body).toMatchObject({ id: expect.any(String), number: expect.any(String) });
    return reply.status;
  }
  expect([400, 413, 415, 422], reply.text).toContain(reply.status);
  expect(reply.body).toEqual({
    ...{ code: expect.any(String), message: expect.stringMatching(/./), field: expect.stringMatching(/./) },
  });
  return reply.status;
}

/** Nothing was wrong with the hub itself, and it goes on. */
async function expectWell(at: WorkHub): Promise<void> {
  expect(at.lines.filter(({ level }) => level === 'error')).toEqual([]);
  const alive = await at.send('POST', path, { ...order, externalId: 'still alive' });
  expect([200, 201]).toContain(alive.status);
}

const names = [...Object.keys(whole), '__proto__', 'constructor', 'toString', 'lon', 'crs', 'text', '', '\u0000'];
const oddities = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -0,
    1e308,
    -1,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '2026-11-21',
    '9999-12-31T23:59:59Z',
  ),
  fc.constantFrom<unknown>('+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', 'GCJ02', {}, [], [[]], {
    __proto__: null,
  }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);

/** A good order with some members changed, taken out or put in, at any depth. */
const spoiled = fc
  .array(fc.tuple(fc.constantFrom('', 'caller', 'position'), fc.constantFrom(...names), oddities, fc.boolean()), {
    ...{ minLength: 1, maxLength: 4 },
  })
  .map((changes) => {
    const body = structuredClone(whole) as { [member: string]: unknown };
    for (const [part, name, value, remove] of changes) {
      const target = part === '' ? body : body[part];
      if (typeof target !== 'object' || target === null) continue;
      if (remove) Reflect.deleteProperty(target, name);
      // Not by assignment: `__proto__` is a member like any other in JSON.
      else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
    }
    return body;
  });

describe('any body', () => {
  test('of JSON is taken or refused with code, words and field', async () => {
    const at = await openWorkHub({ pack });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), async (body) => {
        expect(await expectClear(at, JSON.stringify(body))).toBe(400);
      }),
      { seed, numRuns: 300 },
    );
    expect(at.events().filter(({ type }) => type === 'IncidentReceived')).toEqual([]);
    await expectWell(at);
  });

  test('that is nearly an order too', async () => {
    const at = await openWorkHub({ pack });
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(spoiled, async (body) => void statuses.add(await expectClear(at, JSON.stringify(body)))),
      { seed, numRuns: 600 },
    );
    // Not all of one kind, or nothing was tried.
    expect(statuses).toContain(400);
    expect([...statuses].some((status) => status < 300)).toBe(true);
    await expectWell(at);
  });

  test('of bytes that are no JSON too', async () => {
    const at = await openWorkHub({ pack });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await expectClear(at, Buffer.from(bytes).toString('latin1'))).toBe(400);
      }),
      { seed, numRuns: 150 },
    );
    await expectWell(at);
  });

  test('of great depth or width is refused like any other', async () => {
    const at = await openWorkHub({ pack });
    const deep = 100_000;
    const nested = '['.repeat(deep) + ']'.repeat(deep);
    for (const member of ['source', 'text', 'caller', 'position', 'stranger'])
      expect(await expectClear(at, `{"externalId":"x","source":"12345","text":"吵","${member}":${nested}}`)).toBe(400);
    expect(await expectClear(at, nested)).toBe(400);
    expect(await expectClear(at, '{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000))).toBe(400);
    const wide = Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`m${i}`, i]));
    expect(await expectClear(at, wide)).toBe(400);
    expect(await expectClear(at, { ...order, caller: wide })).toBe(400);
    await expectWell(at);
  });

  test('with numbers beyond all bounds, or a member twice, says which', async () => {
    const at = await openWorkHub({ pack });
    const with1 = (position: string): string =>
      `{"source":"12345","externalId":"n","text":"吵","position":${position}}`;
    const refused = async (body: string, field: string): Promise<void> => {
      const reply = await at.send('POST', path, body);
      expect([reply.status, reply.body['field']]).toEqual([400, field]);
    };
    await refused(with1('{"lon":1e999,"lat":31.19,"crs":"WGS84"}'), 'position.lon');
    await refused(with1('{"lon":121.46,"lat":-1e999,"crs":"WGS84"}'), 'position.lat');
    await refused(with1('{"lon":"121.46","lat":31.19,"crs":"WGS84"}'), 'position.lon');
    await refused(with1('{"lon":31.19,"lat":121.46,"crs":"WGS84"}'), 'position.lat');
    await refused(with1('{"lon":121.46,"lat":31.19,"crs":"wgs84"}'), 'position.crs');
    await refused('{"source":"12345","externalId":"n","text":"吵","source":"phone"}', 'source');
    await expectWell(at);
  });
});

test('any number that a sender may choose is one order, however often it comes', async () => {
  const at = await openWorkHub({ pack });
  const seen = new Map<string, unknown>();
  const number = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom('\u0000', 'a', 'A', "'", '%', '_', '\u00e9', 'e\u0301', '\u200b'),
      minLength: 1,
      maxLength: 4,
    }),
  );
  await fc.assert(
    fc.asyncProperty(number, async (externalId) => {
      const body = { ...order, externalId };
      const first = await at.send('POST', path, body);
      if (first.status === 400) {
        expect(first.body['field']).toBe('externalId');
        expect(externalId.trim() === '' || /\p{Surrogate}/u.test(externalId)).toBe(true);
        return;
      }
      const known = seen.get(externalId.trim());
      expect(first.status).toBe(known === undefined ? 201 : 200);
      if (known !== undefined) expect(first.body['id']).toBe(known);
      seen.set(externalId.trim(), first.body['id']);
      const again = await at.send('POST', path, { ...body, text: '别的话' });
      expect([again.status, again.body]).toEqual([200, first.body]);
    }),
    { seed, numRuns: 200 },
  );
  expect(new Set(seen.values()).size).toBe(seen.size);
  expect(at.events().filter(({ type }) => type === 'IncidentReceived')).toHaveLength(seen.size);
});

test('another content type, or a packed body, is refused as such', async () => {
  const at = await openWorkHub({ pack });
  const port = must(at.hub.address(), 'an address').http;
  const send = async (type: string, body: string | Uint8Array<ArrayBuffer>, encoding?: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: {
        ...{ authorization: 'Bearer key-of-the-work-hub-tests', 'content-type': type },
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      },
      body,
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const text = JSON.stringify(order);
  const clear = { code: expect.any(String), message: expect.any(String), field: 'body' };
  for (const type of ['application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    expect(await send(type, text), type).toEqual({ status: 415, body: clear });
  // Nobody unpacks it: so a small body cannot become a large one.
  expect(await send('application/json', new Uint8Array(gzipSync(text)), 'gzip')).toEqual({ status: 400, body: clear });
  expect(at.events().filter(({ type }) => type === 'IncidentReceived')).toEqual([]);
  await expectWell(at);
});

describe('a body of 100 MB', () => {
  const megabyte = Buffer.alloc(1_000_000, 0x78);
  const megabytes = 100;

  /** Sends as much as the hub takes, as fast as it takes it. */
  async function pour(port: number, stated: boolean): Promise<{ readonly status: number; readonly sent: number }> {
    return new Promise((resolve, reject) => {
      let sent = 0;
      const asked = request({
        ...{ host: '127.0.0.1', port, path, method: 'POST' },
        headers: {
          ...{ authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
          ...(stated ? { 'content-length': megabytes * megabyte.length } : { 'transfer-encoding': 'chunked' }),
        },
      });
      let status = 0;
      const done = (): void => {
        if (status === 0) return reject(new Error('the hub ended the connection without a word'));
        resolve({ status, sent });
      };
      asked.on('response', (response) => {
        status = response.statusCode ?? 0;
        response.resume();
        response.on('end', () => asked.destroy());
      });
      asked.on('error', done);
      asked.on('close', done);
      const more = (): void => {
        while (sent < megabytes && status === 0) {
          sent += 1;
          if (!asked.write(megabyte)) return void asked.once('drain', more);
        }
        if (sent === megabytes) asked.end();
      };
      more();
    });
  }

  /** Most memory the process ever had, bytes. */
  const peak = (pid: number): number =>
    1_024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

  test('is refused early, and takes no room', async () => {
    const data = tempFolder();
    const hub = startHub(['--data', data, '--port', '0', '--demo', '--api-key', testKey]);
    const { http: port } = await hub.listening;
    const pid = must(hub.child.pid, 'a pid');
    // Beforehand: what the first requests bring into memory is not the body's.
    for (let i = 0; i < 10; i += 1) expect((await pour(port, i % 2 === 0)).status).toBe(413);
    const before = peak(pid);
    for (let i = 0; i < 20; i += 1) {
      const { status, sent } = await pour(port, i % 2 === 0);
      expect(status).toBe(413);
      // How much is on its way before the refusal is heard is the machine's affair; that it is not all, is ours.
      expect(sent).toBeLessThan(megabytes);
    }
    // Less than one of the twenty: when the collector clears away what was refused is its own affair.
    expect(peak(pid) - before).toBeLessThan(megabytes * megabyte.length);
    expect((await get(port, '/healthz')).status).toBe(200);
    expect(hub.log()).not.toContain('"level":50');
    hub.signal('SIGTERM');
    expect(await hub.exited, hub.log()).toEqual({ code: 0, signal: null });
  });
});
