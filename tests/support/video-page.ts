/**
 * The test page of live pictures, under the content policy of the shells, with a media server of the same origin: HTTP-FLV,
 * WebSocket-FLV and HLS of ffmpeg, and WHEP answered by whoever the test names. Streams die and come back at its word.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { WebSocketServer } from 'ws';
import { rendererConfig } from '../../build/vite-renderer.ts';
import { listAssets } from '../../seat/browser-shell/assets.ts';
import { contentPolicy, noncePlaceholder, safetyHeaders } from '../../shared/lib/content-policy.ts';
import { liveFlv, liveHls } from './ffmpeg.ts';

const page = join(import.meta.dirname, '..', 'e2e', 'video-page');

/** Built in a process of its own: a test runner's NODE_ENV would end up in the output. */
export async function buildVideoPage(folder: string): Promise<void> {
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, [import.meta.filename, folder], {
    env: { ...env, NODE_ENV: 'production' },
  });
}

export interface VideoPageServer {
  readonly url: string;
  /** No stream gives anything any more: those that run end, new ones are refused. */
  die(): void;
  /** Streams stay open and bring nothing. */
  freeze(): void;
  revive(): void;
  /** Answers a WHEP offer with the SDP of a peer that sends a picture. */
  answerWhep: (offer: string) => Promise<string>;
  /** WHEP sessions that were ended by DELETE. */
  readonly endedWhep: string[];
  stop(): Promise<void>;
}

type Source = ReturnType<typeof liveFlv>;

/** @param folder Of the built page. @param media A folder for segments; made and removed here. */
export async function serveVideoPage(folder: string, media: string): Promise<VideoPageServer> {
  const assets = listAssets(folder);
  const sources = new Set<Source>();
  const closers = new Set<() => void>();
  const endedWhep: string[] = [];
  let mode: 'alive' | 'frozen' | 'dead' = 'alive';
  let hls: Source | undefined;
  let answerWhep: VideoPageServer['answerWhep'] = () => Promise.reject(new Error('nobody answers WHEP'));

  const kill = (source: Source): void => {
    sources.delete(source);
    // SIGCONT first: a stopped process does not hear of its end.
    source.kill('SIGCONT');
    source.kill('SIGKILL');
  };
  const flvTo = (write: (chunk: Buffer) => void, end: () => void): (() => void) => {
    const source = liveFlv();
    sources.add(source);
    source.stdout.on('data', write);
    source.stdout.on('end', end);
    return () => kill(source);
  };
  const startHls = (): void => {
    if (hls !== undefined) return;
    mkdirSync(media, { recursive: true });
    hls = liveHls(media);
    sources.add(hls);
  };
  const flv = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'video/x-flv', 'cache-control': 'no-store' });
    const stop = flvTo(
      (chunk) => response.write(chunk),
      () => response.end(),
    );
    closers.add(() => response.destroy());
    response.on('close', stop);
  };
  const segment = (name: string, response: ServerResponse): void => {
    startHls();
    const file = join(media, name);
    if (!/^[\w.]+$/.test(name) || !existsSync(file)) return void response.writeHead(404).end();
    const type = name.endsWith('.m3u8') ? 'application/vnd.apple.mpegurl' : 'video/mp2t';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(readFileSync(file));
  };
  const whep = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'DELETE') {
      endedWhep.push(request.url ?? '');
      return void response.writeHead(200).end();
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const answer = await answerWhep(Buffer.concat(parts).toString('utf8'));
    response.writeHead(201, { 'content-type': 'application/sdp', location: '/video/whep/session-1' }).end(answer);
  };
  const served = (pathname: string, response: ServerResponse): void => {
    const asset = assets.get(pathname === '/' ? '/index.html' : pathname);
    for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
    if (asset === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', asset.type);
    if (pathname !== '/') return void response.end(readFileSync(asset.file));
    const nonce = randomBytes(18).toString('base64');
    response.setHeader('content-security-policy', contentPolicy(nonce));
    response.end(readFileSync(asset.file, 'utf8').replaceAll(noncePlaceholder, nonce));
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://video.invalid');
    if (!pathname.startsWith('/video/')) return served(pathname, response);
    if (mode === 'dead') return void response.writeHead(503).end();
    if (pathname === '/video/flv') return flv(response);
    if (pathname.startsWith('/video/whep')) {
      whep(request, response).catch(() => response.writeHead(500).end());
      return;
    }
    segment(pathname.slice('/video/hls/'.length), response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (mode === 'dead' || request.url !== '/video/live.ws.flv') return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const stop = flvTo(
        (chunk) => ws.send(chunk),
        () => ws.close(),
      );
      closers.add(() => ws.terminate());
      ws.on('close', stop);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const die = (): void => {
    mode = 'dead';
    for (const source of [...sources]) kill(source);
    for (const close of closers) close();
    closers.clear();
    hls = undefined;
    rmSync(media, { recursive: true, force: true });
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    die,
    freeze() {
      mode = 'frozen';
      for (const source of sources) source.kill('SIGSTOP');
    },
    revive() {
      if (mode === 'frozen') for (const source of sources) source.kill('SIGCONT');
      mode = 'alive';
    },
    get answerWhep() {
      return answerWhep;
    },
    set answerWhep(answer) {
      answerWhep = answer;
    },
    endedWhep,
    stop: () =>
      new Promise((resolve) => {
        die();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('video page: name the folder to build into');
  await build({ ...rendererConfig(folder), root: page });
}
