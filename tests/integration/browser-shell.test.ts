/** The door of the browser shell, knocked at as a foreign page, another machine or a broken screen would. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseCommandLine } from '../../seat/browser-shell/cli.ts';
import { contentPolicy } from '../../shared/lib/content-policy.ts';
import { secretOf, startBrowserShell } from '../../seat/browser-shell/server.ts';
import type { BrowserShell } from '../../seat/browser-shell/server.ts';
import { FakeSeat, quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

let seat: FakeSeat;
let dir: string;
let running: BrowserShell;
const sockets = new Set<WebSocket>();
const hash = 'b'.repeat(64);
const basemaps = new Map<string, { readonly file: string; readonly size: number }>();
const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));

beforeEach(async () => {
  const folder = temporaryFolder();
  dir = folder;
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><title>屏</title>');
  writeFileSync(join(renderer, 'assets', 'index-1.js'), 'export {}');
  writeFileSync(join(renderer, 'assets', 'map.pmtiles'), bytes);
  writeFileSync(join(renderer, 'assets', 'empty.css'), '');
  writeFileSync(join(folder, `${hash}.pmtiles`), bytes);
  basemaps.clear();
  writeFileSync(join(folder, 'outbox.sqlite'), 'not for anybody');
  seat = new FakeSeat();
  running = await startBrowserShell(
    {
      seat,
      log: quietLog,
      basemap: (hash) => basemaps.get(hash),
      timers: { after: (ms, work) => clearTimeout.bind(undefined, setTimeout(work, ms)) },
    },
    { renderer, port: 0 },
  );
});

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets.clear();
  await running.stop();
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request, its path sent exactly as written. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: running.port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

interface Opened {
  readonly socket: WebSocket;
  /** HTTP status where the upgrade was refused, close code where the socket was closed. */
  readonly ended: Promise<number>;
  next(): Promise<Record<string, unknown>>;
}

function open(headers: Record<string, string> = {}, path = '/seat'): Opened {
  const origin = `http://127.0.0.1:${running.port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${running.port}${path}`, { headers: { origin, ...headers } });
  sockets.add(socket);
  const messages: Record<string, unknown>[] = [];
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Record<string, unknown>;
    const first = waiting.shift();
    if (first === undefined) messages.push(message);
    else first(message);
  });
  const ended = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (asking, response) => {
      resolve(response.statusCode ?? 0);
      asking.destroy();
    });
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
  });
  return {
    socket,
    ended,
    next: () => {
      const held = messages.shift();
      return held === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(held);
    },
  };
}

async function signedIn(): Promise<Opened> {
  const screen = open();
  await new Promise((resolve) => screen.socket.on('open', resolve));
  screen.socket.send(JSON.stringify({ secret: secretOf(running.url) }));
  expect(await screen.next()).toMatchObject({ push: 'status' });
  return screen;
}

test('the page comes with a policy of its own nonce, and nothing may be kept, framed or guessed', async () => {
  const [one, two] = [await ask('/'), await ask('/index.html')];
  expect(one.status).toBe(200);
  const nonce = /nonce="([^"]+)"/.exec(one.body.toString())?.[1] ?? '';
  expect(nonce).toHaveLength(24);
  expect(one.headers['content-security-policy']).toBe(contentPolicy(nonce));
  expect(one.headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:/);
  expect(two.headers['content-security-policy']).not.toBe(one.headers['content-security-policy']);
  expect(one.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
  });
});

test('another name for this address reads nothing', async () => {
  for (const host of ['evil.example', `evil.example:${running.port}`, '127.0.0.1', `localhost:${running.port}`])
    expect((await ask('/', { host })).status).toBe(421);
  expect((await ask('/', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('/', { origin: 'null' })).status).toBe(403);
});

test('only GET', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']) {
    const reply = await ask('/', {}, method);
    expect([method, reply.status, reply.headers.allow]).toEqual([method, 405, 'GET']);
  }
});

test.each([
  '/../outbox.sqlite',
  '/%2e%2e/outbox.sqlite',
  '/..%2foutbox.sqlite',
  '/assets/..%5c..%5coutbox.sqlite',
  '/assets/%2e%2e/%2e%2e/outbox.sqlite',
  '//outbox.sqlite',
  '/assets',
  '/assets/',
  '/assets/index-1.js%00',
  '/index.html/',
  '/package.json',
])('no path leads out of the screens, and no folder is listed: %s', async (path) => {
  const reply = await ask(path);
  expect(reply.status).toBe(404);
  expect(reply.body).toHaveLength(0);
});

test('a path that cannot be read is said to be wrong', async () => {
  expect((await ask('/%zz')).status).toBe(400);
});

test('parts of a large file', async () => {
  const whole = await ask('/assets/map.pmtiles');
  expect(whole.body).toEqual(bytes);
  expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': '1000' });
  const part = await ask('/assets/map.pmtiles', { range: 'bytes=10-19' });
  expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 10-19/1000']);
  expect(part.body).toEqual(bytes.subarray(10, 20));
  const last = await ask('/assets/map.pmtiles', { range: 'bytes=-5' });
  expect(last.body).toEqual(bytes.subarray(995));
  const open = await ask('/assets/map.pmtiles', { range: 'bytes=990-2000' });
  expect(open.headers['content-range']).toBe('bytes 990-999/1000');
  const beyond = await ask('/assets/map.pmtiles', { range: 'bytes=1000-' });
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */1000']);
  expect((await ask('/assets/empty.css')).status).toBe(200);
});

test('a screen with the secret speaks to the seat', async () => {
  const screen = await signedIn();
  seat.answers.set('outbox', () => ({ entries: [] }));
  screen.socket.send(JSON.stringify({ request: 1, name: 'outbox', body: {} }));
  expect(await screen.next()).toEqual({ answer: 1, body: { entries: [] } });
  expect(running.screens()).toBe(1);
  screen.socket.close();
  await screen.ended;
  await expect.poll(() => seat.listening, { timeout: 15_000 }).toBe(0);
  expect(running.screens()).toBe(0);
});

test('the secret is in the fragment, which no request carries, and is new with each launch', () => {
  const url = new URL(running.url);
  expect(url.origin).toBe(`http://127.0.0.1:${running.port}`);
  expect(url.search).toBe('');
  expect(secretOf(running.url).length).toBeGreaterThanOrEqual(43);
});

test.each([
  ['a foreign page', { origin: 'http://evil.example' }],
  ['a page without origin', { origin: '' }],
  ['a file', { origin: 'null' }],
  ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
  ['another name of this address', { host: 'evil.example' }],
])('%s gets no socket', async (_who, headers) => {
  expect(await open(headers).ended).toBe(403);
});

test('no socket elsewhere, nor with a query', async () => {
  expect(await open({}, '/other').ended).toBe(403);
  expect(await open({}, '/seat?secret=x').ended).toBe(403);
});

test.each([
  ['wrong', JSON.stringify({ secret: 'A'.repeat(43) })],
  ['empty', JSON.stringify({ secret: '' })],
  ['too much', JSON.stringify({ secret: 'x', more: 1 })],
  ['a request instead', JSON.stringify({ request: 1, name: 'outbox', body: {} })],
  ['no JSON', '{'],
])('a first message that is %s ends it, and the seat hears nothing', async (_what, first) => {
  const screen = open();
  screen.socket.on('open', () => screen.socket.send(first));
  expect(await screen.ended).toBe(4401);
  expect(seat.listening).toBe(0);
  expect(seat.asked).toEqual([]);
});

test('garbage ends that screen only', async () => {
  const good = await signedIn();
  for (const garbage of ['{', '[]', '"x"', '{"request":0}']) {
    const bad = await signedIn();
    bad.socket.send(garbage);
    expect(await bad.ended).toBe(4400);
  }
  const binary = await signedIn();
  binary.socket.send(Buffer.from('{"request":1,"name":"outbox","body":{}}'));
  expect(await binary.ended).toBe(4400);
  const large = await signedIn();
  large.socket.send('x'.repeat((1 << 20) + 1));
  expect(await large.ended).toBe(1009);
  good.socket.send(JSON.stringify({ request: 1, name: 'nothing', body: {} }));
  expect(await good.next()).toMatchObject({ answer: 1, error: { code: 'UnknownRequest' } });
});

test('sockets without end are turned away', async () => {
  const many = Array.from({ length: 40 }, () => open());
  const codes = await Promise.race([
    Promise.all(many.slice(32).map(({ ended }) => ended)),
    Promise.any(many.map(({ ended }) => ended)),
  ]);
  expect(Array.isArray(codes) ? codes : [codes]).toContain(4429);
});

test('the command line: loopback only, and every mistake named', () => {
  const good = ['--data', 'd', '--hub', 'http://127.0.0.1:7480/'];
  expect(parseCommandLine(good)).toEqual({
    ok: true,
    value: { kind: 'shell', data: 'd', hubs: ['http://127.0.0.1:7480'], port: 0, open: true },
  });
  expect(parseCommandLine([...good, '--port', '80', '--no-open'])).toMatchObject({ value: { port: 80, open: false } });
  const wrong: [string[], RegExp][] = [
    [[...good, '--host', '0.0.0.0'], /127\.0\.0\.1 only/],
    [[...good, '--port', '70000'], /--port 70000/],
    [['--hub', 'http://h'], /--data is missing/],
    [['--data', 'd'], /--hub/],
    [['--data', 'd', '--hub', 'ftp://h'], /--hub/],
    [[...good, '--hub', 'nonsense'], /--hub/],
    [['--data', 'd', '--hub', 'http://u:p@h'], /--hub/],
    [['--data', 'd', '--hub', 'http://h/path'], /--hub/],
    [[...good, '--nonsense'], /nonsense/],
    [[...good, 'more'], /more/],
  ];
  for (const [argv, expected] of wrong) {
    const parsed = parseCommandLine(argv);
    expect(parsed.ok ? '' : parsed.error).toMatch(expected);
  }
});

test('a basemap is served in ranges once the seat has it, to its own pages only', async () => {
  const path = `/basemap/${hash}`;
  expect((await ask(path, {})).status).toBe(404);
  basemaps.set(hash, { file: join(dir, `${hash}.pmtiles`), size: bytes.length });
  const whole = await ask(path, {});
  expect([whole.status, whole.body.equals(bytes)]).toEqual([200, true]);
  expect(whole.headers).toMatchObject({
    ...{ etag: `"${hash}"`, 'accept-ranges': 'bytes', 'content-length': '1000' },
    ...{ 'cache-control': 'private, max-age=31536000, immutable', 'cross-origin-resource-policy': 'same-origin' },
  });
  const part = await ask(path, { range: 'bytes=100-199' });
  expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 100-199/1000']);
  expect(part.body.equals(bytes.subarray(100, 200))).toBe(true);
  const beyond = await ask(path, { range: 'bytes=1000-1001' });
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */1000']);
  const head = await ask(path, {}, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '1000', 0]);
  expect((await ask(path, { 'if-none-match': `"${hash}"` })).status).toBe(304);
  expect((await ask(path, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  expect((await ask(path, { range: 'bytes=0-9', 'if-range': `"${hash}"` })).status).toBe(206);
  const post = await ask(path, {}, 'POST');
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
  expect((await ask(path, { host: 'hall.example' })).status).toBe(421);
  expect((await ask(path, { origin: 'http://evil.example' })).status).toBe(403);
  for (const other of [
    `${path}.pmtiles`,
    `${path}/`,
    '/basemap/',
    `/basemap/..%2f${hash}`,
    `/basemap/${'B'.repeat(64)}`,
  ])
    expect((await ask(other, {})).status, other).toBe(404);
});
