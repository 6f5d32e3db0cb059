import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Log } from '../ports.ts';
import { keysOf, openApiKeys } from './api-keys.ts';
import { createAttempts, defaultLimits } from './attempts.ts';
import { createSocketServer } from '../feed/socket-server.ts';
import { createServer } from './server.ts';
import type { HttpServer } from './server.ts';

const key = 'the-right-key-of-this-test';
const lines: object[] = [];
const note = (data: object, message: string): void => void lines.push({ ...data, message });
const log: Log = { debug: note, info: note, warn: note, error: note };

let now = 0;
let wrong: string[] = [];
let notAllowed: string[] = [];
let server: HttpServer;
const programKey = 'a-key-of-a-program';

beforeEach(async () => {
  now = 0;
  wrong = [];
  notAllowed = [];
  lines.length = 0;
  server = await createServer({
    keys: keysOf(createHash('sha256').update(key).digest('hex')),
    attempts: createAttempts(() => now),
    log,
    onWrongKey: (address) => wrong.push(address),
    open: [
      (scope) => scope.get('/open', () => ({ fine: true })),
      (scope) =>
        scope.get('/broken', () => {
          throw new Error('secret inside');
        }),
    ],
    programs: { find: (text) => (text === programKey ? { id: 'program', actions: ['GET /metrics'] } : undefined) },
    onNotAllowed: (...refused) => notAllowed.push(refused.join(' ')),
    keyed: [
      {
        action: 'POST /api/v1/incidents',
        route: (scope) =>
          scope.post(
            '/orders/:id',
            { schema: { params: z.object({ id: z.coerce.number() }), body: z.strictObject({ place: z.string() }) } },
            (request) => ({ id: request.params.id, place: request.body.place }),
          ),
      },
      { action: 'GET /metrics', route: (scope) => scope.get('/figures', () => ({ figures: 1 })) },
    ],
  });
});

afterEach(() => server.close());

const authorization = `Bearer ${key}`;
const order = (headers: Record<string, string>, payload: string | object = { place: 'x' }, url = '/orders/7') =>
  server.inject({ method: 'POST', url, headers, payload });

test('open routes need nothing, keyed ones the key', async () => {
  expect((await server.inject('/open')).json()).toEqual({ fine: true });
  const without = await order({});
  expect(without.statusCode).toBe(401);
  expect(without.headers['www-authenticate']).toBe('Bearer');
  expect(without.json()).toMatchObject({ code: 'KeyMissing', field: 'authorization' });
  expect((await order({ authorization: `Basic ${key}` })).json()).toMatchObject({ code: 'KeyMissing' });
  expect((await order({ authorization: 'Bearer something-else' })).json()).toMatchObject({ code: 'KeyWrong' });
  expect((await order({ authorization })).json()).toEqual({ id: 7, place: 'x' });
  expect(wrong).toEqual(['127.0.0.1']);
});

test('a key of a program opens what it was made for and nothing else', async () => {
  const headers = { authorization: `Bearer ${programKey}` };
  expect((await server.inject({ url: '/figures', headers })).json()).toEqual({ figures: 1 });
  const refused = await order(headers);
  expect([refused.statusCode, refused.json()]).toEqual([
    403,
    { code: 'NotAllowed', message: expect.any(String), field: 'authorization' },
  ]);
  expect(notAllowed).toEqual(['program POST /api/v1/incidents 127.0.0.1']);
  // It is no guess at a key.
  expect(wrong).toEqual([]);
});

test('after too many wrong keys an address waits, even with the right one', async () => {
  for (let i = 0; i < defaultLimits.failures; i += 1) await order({ authorization: 'Bearer wrong' });
  const blocked = await order({ authorization });
  expect(blocked.statusCode).toBe(429);
  expect(blocked.headers['retry-after']).toBe('60');
  expect(blocked.json()).toMatchObject({ code: 'TooManyAttempts' });
  expect((await server.inject('/open')).statusCode).toBe(200);
  const elsewhere = await server.inject({
    method: 'POST',
    url: '/orders/7',
    headers: { authorization },
    payload: { place: 'x' },
    remoteAddress: '10.0.0.9',
  });
  expect(elsewhere.statusCode).toBe(200);
  now = defaultLimits.windowMs;
  expect((await order({ authorization })).statusCode).toBe(200);
});

test('only so many addresses are remembered', () => {
  const attempts = createAttempts(() => now, { failures: 1, windowMs: 1_000, addresses: 2 });
  for (const address of ['a', 'b', 'c']) attempts.failed(address);
  expect(['a', 'b', 'c'].map((address) => attempts.waitFor(address))).toEqual([0, 1_000, 1_000]);
});

test('what does not fit the schema is refused naming the field', async () => {
  expect((await order({ authorization }, { place: 5 })).json()).toMatchObject({ code: 'InvalidInput', field: 'place' });
  expect((await order({ authorization }, { place: 'x', more: 1 })).json()).toMatchObject({ field: 'more' });
  expect((await order({ authorization }, { place: 'x' }, '/orders/seven')).json()).toMatchObject({ field: 'id' });
  const noJson = await order({ authorization, 'content-type': 'application/json' }, '{"place":');
  expect(noJson.statusCode).toBe(400);
  expect(noJson.json()).toMatchObject({ code: 'InvalidInput', field: 'body' });
  const xml = await order({ authorization, 'content-type': 'text/xml' }, '<place/>');
  expect(xml.statusCode).toBe(415);
  expect(xml.json()).toMatchObject({ code: 'UnsupportedMediaType' });
});

test('a body beyond the limit is turned away', async () => {
  const large = await order({ authorization }, { place: 'x'.repeat(300_000) });
  expect(large.statusCode).toBe(413);
  expect(large.json()).toMatchObject({ code: 'TooLarge' });
});

test('an unknown or unreadable address is answered in JSON', async () => {
  const unknown = await server.inject('/nothing/here');
  expect(unknown.statusCode).toBe(404);
  expect(unknown.json()).toMatchObject({ code: 'NotFound' });
  const unreadable = await server.inject('/open/%zz');
  expect(unreadable.statusCode).toBe(400);
  expect(unreadable.json()).toMatchObject({ code: 'InvalidInput', field: 'url' });
});

test('a failure inside says nothing of the inside, and stands in the log', async () => {
  const failed = await server.inject('/broken');
  expect(failed.statusCode).toBe(500);
  expect(failed.json()).toMatchObject({ code: 'InternalError' });
  expect(failed.body).not.toContain('secret');
  expect(lines).toContainEqual(expect.objectContaining({ message: 'request failed', route: '/broken' }));
});

test('the log names the route, not the address as called', async () => {
  await order({ authorization }, { place: 'x' }, '/orders/4711');
  expect(JSON.stringify(lines)).toContain('/orders/:id');
  expect(JSON.stringify(lines)).not.toContain('4711');
});

test('the folder holds a digest of the key, the log shows a new key once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqin-keys-'));
  const random = { bytes: (count: number) => new Uint8Array(count).fill(7) };
  try {
    const made = openApiKeys(folder, undefined, random, log);
    const shown = lines.flatMap((line) => ('newKey' in line ? [String(line.newKey)] : []));
    expect(shown).toHaveLength(1);
    const [first = ''] = shown;
    expect(made.matches(first)).toBe(true);
    const file = join(folder, 'api-key.json');
    expect(readFileSync(file, 'utf8')).not.toContain(first);
    expect(statSync(file).mode & 0o077).toBe(0);

    lines.length = 0;
    expect(openApiKeys(folder, undefined, random, log).matches(first)).toBe(true);
    expect(lines).toEqual([]);

    const replaced = openApiKeys(folder, key, random, log);
    expect([replaced.matches(key), replaced.matches(first)]).toEqual([true, false]);
    expect(openApiKeys(folder, undefined, random, log).matches(key)).toBe(true);

    writeFileSync(file, '{"version":1}');
    expect(() => openApiKeys(folder, undefined, random, log)).toThrow(/damaged/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('who sends a body too slowly is cut off; a route may leave more time', async () => {
  const slow = await createServer({
    keys: keysOf(createHash('sha256').update(key).digest('hex')),
    attempts: createAttempts(() => now),
    ...{ log, onWrongKey: () => undefined, bodyTimeMs: 50 },
    open: [
      (scope) => scope.post('/short', (request) => ({ got: request.body })),
      (scope) => scope.post('/long', { config: { bodyTimeMs: 60_000 } }, (request) => ({ got: request.body })),
    ],
    keyed: [],
  });
  try {
    await slow.listen({ host: '127.0.0.1', port: 0 });
    const { port } = slow.server.address() as AddressInfo;
    const sockets = createSocketServer(slow.server, 50);
    const begun = (path: string) => {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{`,
      );
      return { socket, ended: new Promise<string>((resolve) => socket.on('close', () => resolve(heard))) };
    };
    const [short, long] = [begun('/short'), begun('/long')];
    expect(await short.ended).toMatch(/^HTTP\/1.1 408 /);
    long.socket.end('}');
    expect(await long.ended).toContain('{"got":{}}');
    // What never reaches a hook: an address that cannot be read, and what the sockets' server answers.
    expect(await begun('/%').ended).toMatch(/^HTTP\/1.1 400 /);
    expect(await begun('/socket.io/?EIO=4&transport=polling').ended).toMatch(/^HTTP\/1.1 4/);
    await sockets.close();
  } finally {
    await slow.close();
  }
});
