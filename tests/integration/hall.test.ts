/** The door of the hall, knocked at by many browsers, by foreign pages, and by programs that are no browser. */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeAuthority, makeServerCertificate } from '../../hub/certificates/make.ts';
import { parseCommandLine } from '../../seat/browser-shell/cli.ts';
import { HallSeats, promiseMs, unusedMs } from '../../seat/browser-shell/hall-seats.ts';
import { startHall } from '../../seat/browser-shell/hall.ts';
import type { Hall } from '../../seat/browser-shell/hall.ts';
import { burst, everyMs } from '../../seat/browser-shell/new-browsers.ts';
import type { ComposedSeat } from '../../seat/compose.ts';
import type { SeatLog } from '../../seat/runtime/ports.ts';
import { FakeSeat, signedOutStatus } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const address = '127.0.0.2';
const mapHash = 'c'.repeat(64);
const mapFile = () => ({ file: join(folder, 'renderer', 'assets', 'index-1.js'), size: 9 });
const limit = 30;

let folder: string;
let data: string;
let tls: { cert: string; key: string };
let ca: string;
let hall: Hall;
let seats: HallSeats;
let now: number;
/** By folder of the seat. */
let opened: Map<string, FakeSeat>;
const closed: string[] = [];
const warnings: object[] = [];
const errors: string[] = [];
/** Folders of seats that cannot be opened, and how many people have typed something at a seat. */
const damaged = new Set<string>();
const typing = new Map<string, number>();
const sockets = new Set<WebSocket>();
const log: SeatLog = {
  info: () => undefined,
  warn: (members) => void warnings.push(members),
  error: (members, text) => void errors.push(`${text} ${JSON.stringify(members)}`),
};

beforeEach(async () => {
  folder = temporaryFolder();
  data = join(folder, 'hall');
  mkdirSync(data);
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">屏');
  writeFileSync(join(folder, 'renderer', 'assets', 'index-1.js'), 'export {}');
  const authority = await makeAuthority(Date.now());
  ca = authority.certificate;
  const server = await makeServerCertificate(authority, { names: [address, 'hall.lan'], days: 2, now: Date.now() });
  tls = { cert: server.certificate, key: server.key };
  now = 0;
  closed.length = 0;
  warnings.length = 0;
  damaged.clear();
  typing.clear();
  await open();
});

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets.clear();
  await hall.stop();
  expect(errors.splice(0)).toEqual([]);
});

async function open(): Promise<void> {
  opened = new Map();
  seats = new HallSeats({
    ...{ dataDir: data, limit, log, monotonic: () => now },
    random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
    timers: { after: (ms, work) => clearTimeout.bind(undefined, setTimeout(work, ms)) },
    open: (dir) => {
      const name = dir.slice(data.length + 1);
      if (damaged.has(name)) throw new Error('the outbox is damaged');
      mkdirSync(dir, { recursive: true });
      const seat = Object.assign(new FakeSeat(), { typing: () => typing.get(name) ?? 0 });
      opened.set(name, seat);
      const close = (): void => void closed.push(name);
      return { seat, seatId: `s-${opened.size}`, close } as unknown as ComposedSeat;
    },
  });
  hall = await startHall(
    { seats, log, monotonic: () => now, basemap: (hash) => (hash === mapHash ? mapFile() : undefined) },
    { renderer: join(folder, 'renderer'), host: address, port: 0, names: [address, 'Hall.lan'], tls, limit },
  );
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The cookie that was set, without what is said about it. */
  readonly cookie: string | undefined;
}

/** @param from Address of the machine that asks. */
function ask(path: string, headers: Record<string, string> = {}, from = '127.0.0.9', method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: address,
        servername: 'hall.lan',
        port: hall.port,
        path,
        method,
        headers,
        ca,
        localAddress: from,
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part));
        response.on('end', () => {
          const cookie = response.headers['set-cookie']?.[0]?.split(';')[0];
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, cookie });
        });
      },
    );
    asking.on('error', reject);
    asking.end();
  });
}

interface Screen {
  readonly socket: WebSocket;
  /** HTTP status where the upgrade was refused, close code where the socket was closed, 'in' where the seat spoke. */
  readonly came: Promise<number | 'in'>;
}

function connect(
  cookie: string | undefined,
  headers: Record<string, string> = {},
  first = '{"secret":""}',
  from = '127.0.0.9',
): Screen {
  const socket = new WebSocket(`wss://${address}:${hall.port}/seat`, {
    // Node would take the Host header of a forged request for the name to look for in the certificate.
    ...{ ca, localAddress: from, servername: 'hall.lan' },
    headers: { origin: `https://${address}:${hall.port}`, ...(cookie === undefined ? {} : { cookie }), ...headers },
  });
  sockets.add(socket);
  const came = new Promise<number | 'in'>((resolve) => {
    socket.on('open', () => socket.send(first));
    socket.on('message', () => resolve('in'));
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (asking, response) => {
      resolve(response.statusCode ?? 0);
      asking.destroy();
    });
  });
  return { socket, came };
}

async function browser(from = '127.0.0.9'): Promise<{ readonly cookie: string; readonly screen: Screen }> {
  const page = await ask('/', {}, from);
  expect(page.status).toBe(200);
  const cookie = page.cookie ?? '';
  const screen = connect(cookie);
  expect(await screen.came).toBe('in');
  return { cookie, screen };
}

async function leave({ screen }: { readonly screen: Screen }): Promise<void> {
  const ended = new Promise((resolve) => screen.socket.on('close', resolve));
  const before = [...opened.values()].reduce((sum, seat) => sum + seat.listening, 0);
  screen.socket.close();
  await ended;
  await expect.poll(() => [...opened.values()].reduce((sum, seat) => sum + seat.listening, 0)).toBe(before - 1);
}

function signIn(seat: FakeSeat | undefined, lockAfterMs: number | null = 60_000): void {
  const user = { id: 'u1', login: 'desk', name: '席位', roles: [] };
  seat?.push({ push: 'status', status: { ...signedOutStatus, link: 'live', user, lockAfterMs } });
}

test('each browser gets a seat and a folder of its own, and has it again after a reload and a restart', async () => {
  const one = await browser();
  const two = await browser();
  expect([...opened.keys()]).toEqual(['seats/1', 'seats/2']);
  expect(one.cookie).not.toBe(two.cookie);
  const again = await ask('/', { cookie: one.cookie });
  expect([again.status, again.cookie]).toEqual([200, one.cookie]);

  await hall.stop();
  expect(closed.toSorted()).toEqual(['seats/1', 'seats/2']);
  await open();
  expect([...opened.keys()], 'what waits there goes on its way before anybody looks').toEqual(['seats/1', 'seats/2']);
  expect(await connect(two.cookie).came).toBe('in');
  expect(opened.get('seats/2')?.listening).toBe(2);
  expect(opened.size).toBe(2);
});

test('the cookie is for this host, over TLS, for no script and no other site; the hall keeps its hash only', async () => {
  const page = await ask('/');
  expect(page.headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-seat=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/),
  ]);
  await connect(page.cookie).came;
  const book = join(data, 'browsers.json');
  expect(readFileSync(book, 'utf8')).not.toContain(page.cookie?.split('=')[1]);
  if (process.platform !== 'win32') expect(statSync(book).mode & 0o777).toBe(0o600);
});

test('without its cookie, with an unknown one or a wrong first message, no screen gets in', async () => {
  const { cookie } = await browser();
  expect(await connect(undefined).came).toBe(401);
  expect(await connect('__Host-seat=short').came).toBe(401);
  expect(await connect(`__Host-seat=${'A'.repeat(43)}`).came).toBe(4401);
  expect(await connect(cookie, {}, '{"secret":"of-a-launch"}').came).toBe(4401);
  expect(await connect(cookie, {}, '{}').came).toBe(4401);
  expect(await connect(`other=1; ${cookie}; more=2`).came).toBe('in');
});

test('a foreign page gets nothing: wrong origin, another name for this address, the plain origin', async () => {
  const { cookie } = await browser();
  const own = `https://${address}:${hall.port}`;
  for (const origin of ['https://evil.example', `http://${address}:${hall.port}`, `https://${address}`, 'null'])
    expect(await connect(cookie, { origin }).came, origin).toBe(403);
  expect(await connect(cookie, { host: `evil.example:${hall.port}` }).came).toBe(403);
  expect(await connect(cookie, { host: `hall.lan:${hall.port}` }).came, 'a page of another of our names').toBe(403);
  expect(await connect(cookie, { host: `hall.lan:${hall.port}`, origin: `https://hall.lan:${hall.port}` }).came).toBe(
    'in',
  );
  expect((await ask('/', { host: 'evil.example' })).status).toBe(421);
  expect((await ask('/', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask('/', { origin: own })).status).toBe(200);
  expect((await ask('/', {}, '127.0.0.9', 'POST')).status).toBe(405);
  expect((await ask('/../outbox.sqlite')).status).toBe(404);
});

test('who follows a link from another site keeps the seat: the page asks once more, with the cookie', async () => {
  const page = await ask('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
  expect([page.status, page.cookie]).toEqual([200, undefined]);
  const nonce = /<script nonce="([^"]+)">location\.replace\(/.exec(page.body)?.[1];
  expect(page.headers['content-security-policy']).toContain(`default-src 'none'; script-src 'nonce-${nonce}';`);
});

test('forty browsers: thirty get a seat, ten are told that the hall is full', async () => {
  const pages: Reply[] = [];
  for (let index = 0; index < 40; index += 1) pages.push(await ask('/', {}, `127.0.1.${1 + (index % 8)}`));
  const in30 = pages.filter(({ status }) => status === 200);
  expect(in30).toHaveLength(limit);
  const full = pages.filter(({ status }) => status === 503);
  expect(full).toHaveLength(10);
  expect(full[0]?.body).toContain('席位已满');
  expect(full[0]?.body).toContain(`最多 ${limit} 个席位`);
  expect(full[0]?.headers['retry-after']).toBe('60');
  expect(full[0]?.cookie).toBeUndefined();
  expect(opened.size, 'a page alone opens no seat').toBe(0);
  for (const { cookie } of in30) expect(await connect(cookie).came).toBe('in');
  expect(seats.count).toBe(limit);
});

test('a full hall lets go who is signed out, without a screen and unused for ten minutes, with all it held', async () => {
  const all = [];
  for (let index = 0; index < limit; index += 1) all.push(await browser(`127.0.1.${1 + (index % 8)}`));
  for (const [index, seat] of [...opened.values()].entries()) if (![4, 6, 7, 8].includes(index)) signIn(seat);
  opened.get('seats/8')?.push({ push: 'status', status: { ...signedOutStatus, waitingForOthers: 1 } });
  typing.set('seats/9', 1);
  writeFileSync(join(data, 'seats', '5', 'cache.sqlite'), 'of the one before');
  // 5 leaves; 7 stays with its page open; 8 leaves with an entry that waits for its user, 9 with something typed; 1 is
  // signed in.
  for (const index of [4, 7, 8, 0]) await leave(all[index] ?? (await browser()));
  now += unusedMs - 1;
  expect((await ask('/')).status, 'not yet').toBe(503);
  now += 1;
  const next = await browser('127.0.2.1');
  expect(closed).toEqual(['seats/5']);
  expect(existsSync(join(data, 'seats', '5', 'cache.sqlite'))).toBe(false);
  expect(readdirSync(join(data, 'seats')).filter((name) => name.startsWith('gone'))).toEqual([]);
  expect(await connect(all[4]?.cookie).came, 'it loads the page anew').toBe(4401);
  expect((await ask('/', {}, '127.0.2.2')).status, 'nobody else can be let go').toBe(503);
  expect(await connect(next.cookie).came).toBe('in');
});

test('a page that never connects gives its place back after a minute', async () => {
  for (let index = 0; index < limit; index += 1) await ask('/', {}, `127.0.1.${1 + (index % 8)}`);
  expect((await ask('/')).status).toBe(503);
  now += promiseMs;
  expect((await ask('/', {}, '127.0.2.1')).status).toBe(200);
});

test('one address gets so many new browsers at once, then one each few seconds; others and known ones are let in', async () => {
  const known = await browser();
  for (let index = 1; index < burst; index += 1) expect((await ask('/')).status).toBe(200);
  const late = await ask('/');
  expect([late.status, late.cookie]).toEqual([429, undefined]);
  expect(late.body).toContain('请稍候');
  expect((await ask('/', { cookie: known.cookie })).status).toBe(200);
  expect((await ask('/', {}, '127.0.2.1')).status).toBe(200);
  now += everyMs;
  expect((await ask('/')).status).toBe(200);
  expect((await ask('/')).status).toBe(429);
});

test('a cookie in another machine finds the seat locked, a wall logged out, and the log says so', async () => {
  const { cookie } = await browser();
  const seat = opened.get('seats/1');
  const ended = (): unknown[] => (seat?.asked ?? []).map(({ name }) => name).filter((name) => name !== 'active');
  expect(await connect(cookie, {}, '{"secret":""}', '127.0.0.66').came).toBe('in');
  const said = { seat: 's-1', from: '127.0.0.9', to: '127.0.0.66' };
  expect([warnings.splice(0), ended()], 'nobody is logged in').toEqual([[said], []]);
  signIn(seat);
  expect(await connect(cookie, {}, '{"secret":""}', '127.0.0.66').came).toBe('in');
  expect([warnings, ended()]).toEqual([[], []]);
  // Before the screen there is told anything.
  let wasFirst = false;
  seat?.answers.set('lock', () => (wasFirst = true));
  const listening = seat?.listening;
  expect(seats.door(cookie.split('=')[1] ?? '', '127.0.0.9')).toBeDefined();
  expect([ended(), seat?.listening]).toEqual([['lock'], listening]);
  expect(warnings.splice(0)).toEqual([{ ...said, from: said.to, to: said.from, end: 'lock' }]);
  await expect.poll(() => wasFirst).toBe(true);
  signIn(seat, null);
  expect(await connect(cookie, {}, '{"secret":""}', '127.0.0.66').came).toBe('in');
  expect([ended(), warnings.splice(0)]).toEqual([['lock', 'logout'], [{ ...said, end: 'logout' }]]);
});

test('a damaged seat keeps nobody else out: its browser is told, keeps its place, and is let in once it is mended', async () => {
  const [one, two] = [await browser(), await browser()];
  await hall.stop();
  damaged.add('seats/1');
  await open();
  expect(errors.splice(0)).toEqual([expect.stringContaining('the seat of a browser could not be opened')]);
  expect([...opened.keys()]).toEqual(['seats/2']);
  expect(await connect(two.cookie).came).toBe('in');
  const page = await ask('/', { cookie: one.cookie });
  expect([page.status, page.cookie]).toEqual([500, one.cookie]);
  expect(page.body).toContain('席位打不开');
  expect(await connect(one.cookie).came, 'it loads the page anew').toBe(4401);
  await browser();
  expect([...opened.keys()], 'its folder is nobody else’s').toEqual(['seats/2', 'seats/3']);
  damaged.clear();
  expect((await ask('/', { cookie: one.cookie })).status).toBe(200);
  expect(await connect(one.cookie).came).toBe('in');
  expect(opened.has('seats/1')).toBe(true);
  expect(errors.splice(0)).toHaveLength(1);
});

test('a seat takes a few screens, and no more', async () => {
  const { cookie } = await browser();
  for (let index = 1; index < 8; index += 1) expect(await connect(cookie).came).toBe('in');
  expect(await connect(cookie).came).toBe(4400);
});

test('a book that cannot be read stops the start: nobody gets the seat of another', async () => {
  await browser();
  await hall.stop();
  writeFileSync(join(data, 'browsers.json'), '{"seats":[');
  await expect(open()).rejects.toThrow(/browsers\.json cannot be read/);
  writeFileSync(join(data, 'browsers.json'), '{"seats":[]}');
  await open();
  await browser();
  expect([...opened.keys()], 'the folder of an unknown browser stays as it is').toEqual(['seats/2']);
});

const good = [
  '--hall',
  '--data',
  'd',
  '--hub',
  'https://hub',
  '--host',
  '10.0.0.6',
  '--tls-cert',
  'c',
  '--tls-key',
  'k',
];

test('the command line of a hall', () => {
  const parsed = parseCommandLine([...good, '--name', 'a', '--name', 'b', '--hub-ca', 'ca.crt']);
  expect(parsed).toEqual({
    ok: true,
    value: {
      ...{ kind: 'hall', data: 'd', hubs: ['https://hub'], hubCa: 'ca.crt', port: 7443, host: '10.0.0.6' },
      ...{ names: ['a', 'b'], tls: { cert: 'c', key: 'k' }, seats: 30 },
    },
  });
});

test.each([
  [good.filter((word) => word !== '--hall'), /^--host 10\.0\.0\.6/],
  [['--data', 'd', '--hub', 'https://hub', '--tls-cert', 'c'], /^--tls-cert belongs to --hall/],
  [['--data', 'd', '--hub', 'http://hub', '--hub-ca', 'c'], /^--hub-ca/],
  [[...good, '--hub', 'http://10.0.0.7', '--hub-ca', 'c'], /^--hub http:\/\/10\.0\.0\.7: without TLS/],
  [[...good, '--hub', 'hub:7480'], /^--hub hub:7480/],
  [good.slice(0, -2), /^--tls-key is missing/],
  [good.filter((word) => word !== '--tls-cert' && word !== 'c'), /^--tls-cert is missing/],
  [good.filter((word) => word !== '--host' && word !== '10.0.0.6'), /^--host is missing/],
  [[...good, '--seats', '0'], /^--seats 0/],
  [[...good, '--seats', '101'], /^--seats 101/],
  [[...good, '--no-open'], /^--no-open/],
])('%j is refused', (argv, said) => {
  const parsed = parseCommandLine(argv);
  expect(parsed.ok ? 'taken' : parsed.error).toMatch(said);
});

test('the basemap is for browsers at whose seat somebody is signed in', async () => {
  const path = `/basemap/${mapHash}`;
  expect((await ask(path)).status).toBe(404);
  const { cookie, screen } = await browser();
  expect((await ask(path, { cookie })).status).toBe(404);
  const user = { id: 'u', login: 'lin', name: '林', roles: [] };
  [...opened.values()][0]?.push({ push: 'status', status: { ...signedOutStatus, link: 'live', user } });
  expect((await ask(path, { cookie, range: 'bytes=0-5' })).body).toBe('export');
  expect((await ask(path, { cookie: `__Host-seat=${'x'.repeat(43)}` })).status).toBe(404);
  expect((await ask(path)).status).toBe(404);
  expect((await ask(`/basemap/${'d'.repeat(64)}`, { cookie })).status).toBe(404);
  await leave({ screen });
});
