/** How the built screens are answered, the same on this machine's own door and on the hall's. */
import { randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { contentPolicy, noncePlaceholder, safetyHeaders } from '../../shared/lib/content-policy.ts';
import { byteRange } from '../../shared/lib/static-files.ts';
import type { Asset } from './assets.ts';
import { listAssets } from './assets.ts';

/** Throws where nothing was built. */
export function builtScreens(folder: string): ReadonlyMap<string, Asset> {
  const assets = listAssets(folder);
  if (!assets.has('/index.html')) throw new Error(`there are no built screens in ${folder}: npm run build`);
  return assets;
}

export interface ScreenSite {
  readonly assets: ReadonlyMap<string, Asset>;
  /** Our own origin, as the Host header of a request names it; undefined for a name that is not ours. */
  origin(host: string | undefined): string | undefined;
  /** Answers a request for the page where it does not get it; undefined where it does. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => 'answered' | undefined;
}

export function serveScreens(site: ScreenSite, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
  // Another name for this address is how a foreign page would read us as its own (DNS rebinding).
  const origin = site.origin(request.headers.host);
  if (origin === undefined) return refuse(response, 421);
  if (request.headers.origin !== undefined && request.headers.origin !== origin) return refuse(response, 403);
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET');
    return refuse(response, 405);
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined) return refuse(response, 400);
  const asset = site.assets.get(path);
  if (asset === undefined) return refuse(response, 404);
  if (path !== '/index.html') return serveAsset(asset, request.headers.range, response);
  if (site.before?.(request, response) === 'answered') return;
  servePage(asset, response);
}

/** Only a page we served ourselves, under our own name, may open the socket. */
export function mayConnect(request: IncomingMessage, origin: string | undefined, path: string): boolean {
  return origin !== undefined && request.headers.origin === origin && request.url === path;
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

export function refuse(response: ServerResponse, status: number): void {
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
