/** How the built screens are answered, the same on this machine's own door and on the hall's. */
import { randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { basemapOfPath } from '../../shared/lib/basemap-files.ts';
import { contentPolicy, filePolicy, noncePlaceholder, safetyHeaders } from '../../shared/lib/content-policy.ts';
import { byteRange } from '../../shared/lib/static-files.ts';
import { videoPrefix } from '../video-door/door.ts';
import { tilesPrefix } from '../video-door/tiles.ts';
import type { Asset } from './assets.ts';
import { listAssets } from './assets.ts';

/** Throws where nothing was built. */
export function builtScreens(folder: string): ReadonlyMap<string, Asset> {
  const assets = listAssets(folder);
  if (!assets.has('/index.html')) throw new Error(`there are no built screens in ${folder}: npm run build`);
  return assets;
}

const foreverHere = 'private, max-age=31536000, immutable';

export interface BasemapFile {
  readonly file: string;
  readonly size: number;
}

export interface ScreenSite {
  readonly assets: ReadonlyMap<string, Asset>;
  /** Our own origin, as the Host header of a request names it; undefined for a name that is not ours. */
  origin(host: string | undefined): string | undefined;
  /** A whole basemap, for who may read it; undefined where it is not here. */
  readonly basemap: (hash: string, request: IncomingMessage) => BasemapFile | undefined;
  /** Answers a request for the page where it does not get it; undefined where it does. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => 'answered' | undefined;
  /** Answers what is asked below `/video/` and `/tiles/`. */
  readonly pictures: (request: IncomingMessage, response: ServerResponse) => void;
}

export function serveScreens(site: ScreenSite, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
  // Another name for this address is how a foreign page would read us as its own (DNS rebinding).
  const origin = site.origin(request.headers.host);
  if (origin === undefined) return refuse(response, 421);
  if (request.headers.origin !== undefined && request.headers.origin !== origin) return refuse(response, 403);
  if ([videoPrefix, tilesPrefix].some((prefix) => request.url?.startsWith(prefix) === true))
    return site.pictures(request, response);
  const path = pathOf(request.url ?? '/');
  if (path === undefined) return refuse(response, 400);
  const hash = basemapOfPath(path);
  if (request.method !== 'GET' && !(request.method === 'HEAD' && hash !== undefined)) {
    response.setHeader('allow', hash === undefined ? 'GET' : 'GET, HEAD');
    return refuse(response, 405);
  }
  if (hash !== undefined) return serveBasemap(hash, site.basemap(hash, request), request, response);
  const asset = site.assets.get(path);
  if (asset === undefined) return refuse(response, 404);
  if (path !== '/index.html') return serveAsset(asset, request.headers.range, response);
  if (site.before?.(request, response) === 'answered') return;
  servePage(asset, response);
}

/** Only a page we served ourselves, under our own name, may open the socket. */
export function mayConnect(request: IncomingMessage, origin: string | undefined, path: string): boolean {
  return isFromPage(request, origin) && request.url === path;
}

/** As `mayConnect`, for a WebSocket of a picture. */
export function mayFetchPicture(request: IncomingMessage, origin: string | undefined): boolean {
  return isFromPage(request, origin) && request.url?.startsWith(videoPrefix) === true;
}

function isFromPage(request: IncomingMessage, origin: string | undefined): boolean {
  return origin !== undefined && request.headers.origin === origin;
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

/** The file never changes under its name: what a browser has of it stays good. */
function serveBasemap(
  hash: string,
  found: BasemapFile | undefined,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): void {
  if (found === undefined) return refuse(response, 404);
  const etag = `"${hash}"`;
  response.setHeader('etag', etag);
  if (headers['if-none-match'] === etag) {
    response.setHeader('cache-control', foreverHere);
    response.writeHead(304, { 'content-security-policy': "default-src 'none'" });
    return void response.end();
  }
  const asked = headers['if-range'] === undefined || headers['if-range'] === etag ? headers.range : undefined;
  const asset = { ...found, type: 'application/octet-stream', immutable: true };
  serveAsset(asset, asked, response, method === 'HEAD');
}

function serveAsset(asset: Asset, rangeHeader: string | undefined, response: ServerResponse, headOnly = false): void {
  const range = byteRange(rangeHeader, asset.size);
  response.setHeader('accept-ranges', 'bytes');
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${asset.size}`);
    return refuse(response, 416);
  }
  const { from, to } = range ?? { from: 0, to: asset.size - 1 };
  if (asset.immutable) response.setHeader('cache-control', foreverHere);
  if (range !== undefined) response.setHeader('content-range', `bytes ${from}-${to}/${asset.size}`);
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': asset.type,
    'content-length': to - from + 1,
    'content-security-policy': filePolicy(asset.type),
  });
  if (asset.size === 0 || headOnly) return void response.end();
  pipeline(createReadStream(asset.file, { start: from, end: to }), response, () => undefined);
}
