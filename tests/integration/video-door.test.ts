/** The screens' door to pictures, over real sockets: what it passes on, what it refuses, and how it ends. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startBrowserShell } from '../../seat/browser-shell/server.ts';
import type { BrowserShell } from '../../seat/browser-shell/server.ts';
import type { StreamHeld } from '../../seat/runtime/video.ts';
import type { VideoProtocol } from '../../shared/wire/video-api.ts';
import { FakeSeat, quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const ticket = 'T'.repeat(43);
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined;

let shell: BrowserShell;
let streams: StreamHeld[];
let ends: Set<() => void>;

beforeEach(async () => {
  const renderer = temporaryFolder();
  writeFileSync(join(renderer, 'index.html'), '<title>屏</title>');
  streams = [];
  ends = new Set();
  const seat = new FakeSeat();
  const still = { type: 'image/jpeg' as const, base64: Buffer.from('jpeg').toString('base64') };
  seat.pictures = {
    ...seat.pictures,
    stream: (given, place) => (given === ticket ? streams[place] : undefined),
    still: (key) => (key === 'a'.repeat(64) ? still : undefined),
  };
  const timers = { after: (ms: number, work: () => void) => clearTimeout.bind(undefined, setTimeout(work, ms)) };
  shell = await startBrowserShell({ seat, log: quietLog, timers }, { renderer, port: 0 });
  onTestFinished(() => shell.stop());
});

function offer(protocol: VideoProtocol, url: string): string {
  const name = /([\w.-]+)(?:\?.*)?$/.exec(url)?.[1] ?? 'stream';
  streams.push({
    ...{ protocol, url, name },
    onEnd(work) {
      ends.add(work);
      return () => ends.delete(work);
    },
  });
  return `/video/${ticket}/${streams.length - 1}/${name}`;
}

/** A media server of the test. */
async function media(listener: RequestListener): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly complete: boolean;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Its path sent exactly as written. */
function begin(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: shell.port, path, method, headers, agent: false }, resolve);
    asking.on('error', reject);
    asking.end(body);
  });
}

async function ask(path: string, asked: Asked = {}): Promise<Reply> {
  const response = await begin(path, asked);
  const parts: Buffer[] = [];
  await new Promise<void>((resolve) => {
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('error', () => undefined);
    response.on('close', resolve);
  });
  const { statusCode = 0, headers, complete } = response;
  return { status: statusCode, headers, body: Buffer.concat(parts), complete };
}

const hls = 'application/vnd.apple.mpegurl';

test.skipIf(!hasFfmpeg)('what ffmpeg made comes through as it is, HLS and FLV', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'live'));
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10', '-t', '4', '-c:v', 'libx264', '-g', '10'];
  const list = join(folder, 'live', 'index.m3u8');
  const make = (...out: readonly string[]) =>
    expect(spawnSync('ffmpeg', ['-loglevel', 'error', ...source, ...out]).status).toBe(0);
  make('-f', 'hls', '-hls_time', '1', '-hls_list_size', '0', list);
  make('-f', 'flv', join(folder, 'live', 'a.flv'));
  const { url } = await media((asked, answer) => {
    const file = join(folder, (asked.url ?? '').split('?')[0] ?? '');
    const type = file.endsWith('.ts') ? 'video/mp2t' : file.endsWith('.flv') ? 'video/x-flv' : hls;
    answer.writeHead(200, { 'content-type': type }).end(readFileSync(file));
  });
  const path = offer('hls', `${url}/live/index.m3u8?token=1`);
  const playlist = await ask(path);
  expect([playlist.status, playlist.headers['content-type']]).toEqual([200, hls]);
  expect(playlist.body.equals(readFileSync(list))).toBe(true);
  const pieces = playlist.body
    .toString()
    .split('\n')
    .filter((line) => line.endsWith('.ts'));
  expect(pieces).toHaveLength(readdirSync(join(folder, 'live')).filter((name) => name.endsWith('.ts')).length);
  for (const piece of pieces) {
    const got = await ask(path.replace('index.m3u8', piece));
    expect(got.body.equals(readFileSync(join(folder, 'live', piece)))).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'video/mp2t',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  }
  const flv = await ask(offer('flv', `${url}/live/a.flv`));
  expect(flv.body.equals(readFileSync(join(folder, 'live', 'a.flv')))).toBe(true);
});

test('whoever has no ticket, another one, or another method gets nothing, and the server hears of nothing', async () => {
  let heard = 0;
  const { url } = await media((_asked, answer) => {
    heard += 1;
    answer.writeHead(200, { 'content-type': hls }).end('#EXTM3U');
  });
  const path = offer('hls', `${url}/rtp/1/hls.m3u8`);
  const hostile = [
    ...['..%2f..%2fapi', '%2e%2e/api', '../../api', 'a/../../b', '..', 'http://evil.example/x', '//evil.example/x'],
    ...['x%00', 'a\\b', '%5c..%5cx', 'x:80'],
  ];
  for (const rest of hostile) expect([rest, (await ask(`/video/${ticket}/0/${rest}`)).status]).toEqual([rest, 404]);
  for (const wrong of [
    `/video/${'X'.repeat(43)}/0/hls.m3u8`,
    `/video/${ticket}/1/hls.m3u8`,
    `/video/${ticket}/0`,
    '/video/',
  ])
    expect((await ask(wrong)).status).toBe(404);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    expect((await ask(path, { method })).status).toBe(405);
  expect((await ask(path, { headers: { host: 'evil.example' } })).status).toBe(421);
  expect((await ask(path, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  expect((await ask(path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  expect((await ask(path, { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
  expect(heard).toBe(0);
  expect((await ask(path, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  expect(heard).toBe(1);
});

test('it follows no redirect, and passes on nothing that is no picture', async () => {
  let isSecretAsked = false;
  const { url } = await media((asked, answer) => {
    const path = asked.url ?? '';
    if (path.includes('secret')) isSecretAsked = true;
    if (path.includes('moved')) return void answer.writeHead(302, { location: '/secret' }).end();
    if (path.includes('broken')) return void answer.writeHead(500, { 'content-type': hls }).end('#EXTM3U');
    if (path.includes('gone')) return void answer.writeHead(404).end();
    if (path.includes('plain.ts'))
      return void answer.writeHead(200, { 'content-type': 'application/octet-stream' }).end('ts');
    const type = path.includes('page') ? 'text/html' : path.includes('script') ? 'text/javascript' : 'image/svg+xml';
    answer.writeHead(200, { 'content-type': type, 'set-cookie': 'a=1', 'x-secret': '1' }).end('<script>');
  });
  const path = offer('hls', `${url}/rtp/hls.m3u8`);
  const of = async (name: string): Promise<number> => (await ask(path.replace('hls.m3u8', name))).status;
  for (const name of ['moved', 'broken', 'page', 'script', 'picture', 'page.ts'])
    expect([name, await of(name)]).toEqual([name, 502]);
  expect(await of('gone')).toBe(404);
  const named = await ask(path.replace('hls.m3u8', 'plain.ts'));
  expect([named.status, named.headers['content-type']]).toEqual([200, 'video/mp2t']);
  expect(named.headers['set-cookie']).toBeUndefined();
  expect(isSecretAsked).toBe(false);
});

test('the server knows its player by the cookie it gave, and the screen never sees it', async () => {
  const cookies: (string | undefined)[] = [];
  const { url } = await media((asked, answer) => {
    cookies.push(asked.headers.cookie);
    answer
      .writeHead(200, { 'content-type': hls, 'set-cookie': ['ZL=abc; path=/; HttpOnly', 'bad name=1'] })
      .end('#EXTM3U');
  });
  const path = offer('hls', `${url}/rtp/hls.m3u8`);
  const other = offer('hls', `${url}/rtp/hls.m3u8`);
  const first = await ask(path, { headers: { cookie: 'seat=secret' } });
  await ask(path);
  await ask(other);
  expect(cookies).toEqual([undefined, 'ZL=abc', undefined]);
  expect(first.headers['set-cookie']).toBeUndefined();
});

test('a screen that does not read is not read for', async () => {
  let written = 0;
  const part = Buffer.alloc(64 * 1024, 7);
  const { url } = await media((_asked, answer) => {
    answer.writeHead(200, { 'content-type': 'video/x-flv' });
    const more = (): void => {
      let hasRoom = true;
      while (hasRoom && !answer.destroyed) {
        hasRoom = answer.write(part);
        written += part.length;
      }
    };
    answer.on('drain', more);
    more();
  });
  const response = await begin(offer('flv', `${url}/live.flv`));
  response.pause();
  let before = -1;
  // Until it stands: the buffers on the way are full, and the server writes no more.
  await vi.waitUntil(
    () => {
      const stands = written === before && written > 0;
      before = written;
      return stands;
    },
    { interval: 300, timeout: 20_000 },
  );
  expect(written).toBeLessThan(32 * 1024 * 1024);
  const stood = written;
  response.resume();
  await vi.waitUntil(() => written > stood + 4 * 1024 * 1024, { timeout: 20_000 });
  response.destroy();
});

test('a stream ends with the screen, with the ticket, and with the server', async () => {
  const open = new Set<Socket>();
  const { url } = await media((asked, answer) => {
    open.add(asked.socket);
    asked.socket.on('close', () => open.delete(asked.socket));
    answer.writeHead(200, { 'content-type': 'video/x-flv' }).write('FLV');
  });
  const path = offer('flv', `${url}/live.flv`);
  const first = await begin(path);
  await vi.waitUntil(() => open.size === 1);
  first.destroy();
  await vi.waitUntil(() => open.size === 0);

  const second = ask(path);
  await vi.waitUntil(() => open.size === 1);
  for (const end of ends) end();
  expect(await second).toMatchObject({ status: 200, complete: false });
  await vi.waitUntil(() => open.size === 0);

  const third = ask(path);
  await vi.waitUntil(() => open.size === 1);
  for (const socket of open) socket.destroy();
  expect(await third).toMatchObject({ status: 200, complete: false });
});

test('a server that is not there, says nothing, or falls silent ends the stream in time', async () => {
  const { url } = await media((asked, answer) => {
    if (asked.url === '/mute.flv') return;
    answer.writeHead(200, { 'content-type': 'video/x-flv' }).write('FLV');
  });
  expect((await ask(offer('flv', 'http://127.0.0.1:1/live.flv'))).status).toBe(502);
  const began = performance.now();
  const [mute, silent] = await Promise.all([
    ask(offer('flv', `${url}/mute.flv`)),
    ask(offer('flv', `${url}/live.flv`)),
  ]);
  expect(mute.status).toBe(504);
  expect(silent).toMatchObject({ status: 200, complete: false });
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('no more than some are open for one stream at a time', async () => {
  const { url } = await media((_asked, answer) => {
    answer.writeHead(200, { 'content-type': 'video/x-flv' }).write('FLV');
  });
  const path = offer('flv', `${url}/live.flv`);
  const all = await Promise.all(Array.from({ length: 8 }, () => begin(path)));
  expect(all.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 8 }, () => 200));
  expect((await ask(path)).status).toBe(429);
  all[0]?.destroy();
  await vi.waitUntil(async () => {
    const again = await begin(path);
    const isThere = again.statusCode === 200;
    again.destroy();
    return isThere;
  });
  for (const one of all) one.destroy();
});

test('a playlist larger than one may be breaks off', async () => {
  const { url } = await media((_asked, answer) => {
    answer.writeHead(200, { 'content-type': hls }).end(Buffer.alloc(3 << 20, 10));
  });
  const reply = await ask(offer('hls', `${url}/hls.m3u8`));
  expect([reply.status, reply.body.length]).toEqual([502, 0]);
});

test('a playlist that names its pieces from the root is followed through the door', async () => {
  const { url } = await media((asked, answer) => {
    const isList = (asked.url ?? '').endsWith('.m3u8');
    answer.writeHead(200, { 'content-type': isList ? hls : 'video/mp2t' });
    answer.end(isList ? '#EXTM3U\n#EXTINF:1,\n/live/a/1.ts\n' : 'piece');
  });
  const list = await ask(offer('hls', `${url}/live/a.m3u8`));
  const piece = list.body.toString().split('\n')[2] ?? '';
  expect((await ask(piece)).body.toString()).toBe('piece');
});

test('WHEP: the offer goes, the answer comes, the session is ended at a path of ours', async () => {
  const seen: string[] = [];
  const { url } = await media((asked, answer) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      seen.push(`${asked.method} ${asked.url} ${Buffer.concat(parts).toString()}`);
      if (asked.method === 'DELETE') return void answer.writeHead(200).end();
      const location = `http://${asked.headers.host}/index/api/delete_webrtc?id=7&token=t`;
      answer.writeHead(201, { 'content-type': 'application/sdp', location }).end('v=0 answer');
    });
  });
  const path = offer('whep', `${url}/index/api/whep?app=rtp&stream=1`);
  const sdp = { 'content-type': 'application/sdp' };
  const answered = await ask(path, { method: 'POST', headers: sdp, body: 'v=0 offer' });
  expect([answered.status, answered.body.toString()]).toEqual([201, 'v=0 answer']);
  const { location = '' } = answered.headers;
  expect(location).toBe(`/video/${ticket}/0/session-1`);
  expect((await ask(location, { method: 'DELETE' })).status).toBe(200);
  expect((await ask(location, { method: 'DELETE' })).status).toBe(404);
  expect(seen).toEqual([
    'POST /index/api/whep?app=rtp&stream=1 v=0 offer',
    'DELETE /index/api/delete_webrtc?id=7&token=t ',
  ]);
  expect((await ask(path, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status).toBe(415);
  expect((await ask(path, { method: 'POST', headers: sdp, body: Buffer.alloc(70_000) })).status).toBe(413);
  expect((await ask(path)).status).toBe(405);
});

test('a session of WHEP at another host is not kept', async () => {
  const { url } = await media((asked, answer) => {
    asked.resume();
    answer.writeHead(201, { 'content-type': 'application/sdp', location: 'http://evil.example/x' }).end('v=0');
  });
  const answered = await ask(offer('whep', `${url}/whep`), {
    ...{ method: 'POST', headers: { 'content-type': 'application/sdp' }, body: 'v=0' },
  });
  expect([answered.status, answered.headers.location]).toEqual([201, undefined]);
});

test('FLV over WebSocket goes through, both ways, for our own page only', async () => {
  const { url, server } = await media((_asked, answer) => answer.writeHead(404).end());
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket, asked) => {
    socket.send(Buffer.from(`FLV ${asked.url}`));
    socket.on('message', (data) => socket.send(data));
  });
  const path = offer('wsFlv', `${url.replace('http', 'ws')}/rtp/1.live.flv?a=b`);
  const origin = `http://127.0.0.1:${shell.port}`;
  const at = (place: string, headers: Record<string, string>): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${shell.port}${place}`, { headers });
  const refused = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('unexpected-response', (_asked, answer) => resolve(answer.statusCode ?? 0));
    });
  expect(await refused(at(path, {}))).toBe(403);
  expect(await refused(at(path, { origin: 'http://evil.example' }))).toBe(403);
  expect(await refused(at(path.replace('TTT', 'XXX'), { origin }))).toBe(404);
  expect(await refused(at(path.replace('1.live.flv', '..%2fx'), { origin }))).toBe(404);
  expect(await refused(at(offer('wsFlv', 'ws://127.0.0.1:1/x.flv'), { origin }))).toBe(502);

  const socket = at(path, { origin });
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => messages.push(data.toString()));
  await vi.waitUntil(() => messages.length === 1);
  socket.send('ping');
  await vi.waitUntil(() => messages.length === 2);
  expect(messages).toEqual(['FLV /rtp/1.live.flv?a=b', 'ping']);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  for (const end of [...ends]) end();
  await closed;
  await vi.waitUntil(() => sockets.clients.size === 0);
});

test('what is no WebSocket on the other side gets no tunnel', async () => {
  const { url } = await media((_asked, answer) => answer.writeHead(200).end('hello'));
  const liar = await media(() => undefined);
  liar.server.on('upgrade', (_asked, socket: Socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: x\r\n\r\n',
    );
  });
  for (const target of [url, liar.url]) {
    const path = offer('wsFlv', `${target.replace('http', 'ws')}/live.flv`);
    const socket = connect(shell.port, '127.0.0.1');
    const origin = `http://127.0.0.1:${shell.port}`;
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${shell.port}\r\norigin: ${origin}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const said = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    expect(said).toMatch(/^HTTP\/1\.1 502 /);
    socket.destroy();
  }
});

test('a still is a picture of its own', async () => {
  const still = await ask(`/video/still/${'a'.repeat(64)}`);
  expect([still.status, still.headers['content-type'], still.body.toString()]).toEqual([200, 'image/jpeg', 'jpeg']);
  expect((await ask(`/video/still/${'b'.repeat(64)}`)).status).toBe(404);
  expect((await ask(`/video/still/${'a'.repeat(64)}`, { method: 'POST' })).status).toBe(405);
});
