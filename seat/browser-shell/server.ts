/**
 * The door of the browser shell: the built screens and one WebSocket, for this machine only. Another page in the same
 * browser must not get in (Origin, Host, secret), nor another machine (loopback address).
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { must } from '../../shared/lib/must.ts';
import type { SeatLog, SeatTimers } from '../runtime/ports.ts';
import { openScreenDoor } from '../runtime/screen-connection.ts';
import type { SeatRuntime } from '../runtime/screen-connection.ts';
import type { Asset } from './assets.ts';
import { listAssets } from './assets.ts';
import { contentPolicy, noncePlaceholder, safetyHeaders } from '../../shared/lib/content-policy.ts';
import { byteRange } from '../../shared/lib/static-files.ts';
import { openSocketDoor } from './sockets.ts';

/** The only address it ever listens on. */
export const loopback = '127.0.0.1';
export const socketPath = '/seat';

export interface BrowserShellParts {
  readonly seat: SeatRuntime;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
}

export interface BrowserShellOptions {
  /** Folder of the built screens. */
  readonly renderer: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface BrowserShell {
  readonly port: number;
  /** Where the screens are; its fragment holds the secret of this launch and never leaves the browser. */
  readonly url: string;
  /** How many screens are connected. */
  screens(): number;
  stop(): Promise<void>;
}

export async function startBrowserShell(parts: BrowserShellParts, options: BrowserShellOptions): Promise<BrowserShell> {
  const assets = listAssets(options.renderer);
  if (!assets.has('/index.html')) throw new Error(`there are no built screens in ${options.renderer}: npm run build`);
  const secret = randomBytes(32).toString('base64url');
  const door = openScreenDoor(parts);
  const sockets = openSocketDoor(door, { secret, log: parts.log });
  let host = '';

  const server = createServer({ maxHeaderSize: 16_384 }, (request, response) => serve(assets, host, request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (!mayConnect(request, host)) {
      parts.log.warn({ origin: request.headers.origin }, 'a connection from elsewhere was turned away');
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.take(request, socket, head);
  });
  await listen(server, options.port);
  const { port, address } = server.address() as AddressInfo;
  if (address !== loopback) throw new Error(`listens on ${address}, which others may reach`);
  host = `${loopback}:${port}`;
  return {
    port,
    url: `http://${host}/#secret=${secret}`,
    screens: () => door.count(),
    stop: async () => {
      door.close('stopping');
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: loopback, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Only a page we served ourselves, under our own name, may open the socket. */
function mayConnect(request: IncomingMessage, host: string): boolean {
  return request.headers.host === host && request.headers.origin === `http://${host}` && request.url === socketPath;
}

function serve(
  assets: ReadonlyMap<string, Asset>,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
  // Another name for this address is how a foreign page would read us as its own (DNS rebinding).
  if (request.headers.host !== host) return refuse(response, 421);
  if (request.headers.origin !== undefined && request.headers.origin !== `http://${host}`) return refuse(response, 403);
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET');
    return refuse(response, 405);
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined) return refuse(response, 400);
  const asset = assets.get(path);
  if (asset === undefined) return refuse(response, 404);
  if (path === '/index.html') return servePage(asset, response);
  serveAsset(asset, request.headers.range, response);
}

/** undefined for what is no path. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith('/')) return undefined;
  try {
    const path = decodeURIComponent(new URL(`http://screens.invalid${url}`).pathname);
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-security-policy': "default-src 'none'", 'content-length': 0 });
  response.end();
}

function servePage(asset: Asset, response: ServerResponse): void {
  const nonce = randomBytes(18).toString('base64');
  const page = readFileSync(asset.file, 'utf8').replaceAll(noncePlaceholder, nonce);
  response.writeHead(200, {
    'content-type': asset.type,
    'content-length': Buffer.byteLength(page),
    'content-security-policy': contentPolicy(nonce),
  });
  response.end(page);
}

function serveAsset(asset: Asset, rangeHeader: string | undefined, response: ServerResponse): void {
  const range = byteRange(rangeHeader, asset.size);
  response.setHeader('accept-ranges', 'bytes');
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${asset.size}`);
    return refuse(response, 416);
  }
  const { from, to } = range ?? { from: 0, to: asset.size - 1 };
  if (asset.immutable) response.setHeader('cache-control', 'private, max-age=31536000, immutable');
  if (range !== undefined) response.setHeader('content-range', `bytes ${from}-${to}/${asset.size}`);
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': asset.type,
    'content-length': to - from + 1,
    'content-security-policy': "default-src 'none'",
  });
  if (asset.size === 0) return void response.end();
  pipeline(createReadStream(asset.file, { start: from, end: to }), response, () => undefined);
}

/** The secret of a URL as `BrowserShell.url` gives it. */
export function secretOf(url: string): string {
  return must(/^#secret=(.+)$/.exec(new URL(url).hash)?.[1], 'a secret in the fragment');
}
