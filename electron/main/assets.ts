/**
 * `app://lianqin/…`: the built screens as a list. What is not on it does not exist; no path of a request is ever joined
 * to a folder, so none can lead out of it.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { basemapFileName, basemapOfPath } from '../../shared/lib/basemap-files.ts';
import { contentPolicy, filePolicy, noncePlaceholder, safetyHeaders } from '../../shared/lib/content-policy.ts';
import { byteRange, contentType } from '../../shared/lib/static-files.ts';
import { origin } from './guards.ts';

interface Asset {
  readonly file: string;
  readonly size: number;
  readonly type: string;
}

function listAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    assets.set(`/${relative(folder, file).split(sep).join('/')}`, {
      file,
      size: statSync(file).size,
      type: contentType(file),
    });
  }
  return assets;
}

function refuse(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status,
    headers: { ...safetyHeaders, 'content-security-policy': "default-src 'none'", ...headers },
  });
}

/** undefined for what is no path of ours. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith(`${origin}/`)) return undefined;
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
}

async function page(asset: Asset): Promise<Response> {
  const nonce = randomBytes(18).toString('base64');
  const text = (await readFile(asset.file, 'utf8')).replaceAll(noncePlaceholder, nonce);
  return new Response(text, {
    headers: {
      ...safetyHeaders,
      'content-type': asset.type,
      'content-security-policy': contentPolicy(nonce),
      'cache-control': 'no-store',
    },
  });
}

/** A file under this name is whole, and its hash was checked by the seat; it never changes. */
function basemap(folder: string, hash: string, request: Request): Response {
  const path = join(folder, basemapFileName(hash));
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return refuse(404);
  const etag = `"${hash}"`;
  const kept = { etag, 'cache-control': 'private, max-age=31536000, immutable' };
  if (request.headers.get('if-none-match') === etag) return refuse(304, kept);
  const asset = { file: path, size, type: 'application/octet-stream' };
  const condition = request.headers.get('if-range');
  const range = condition === null || condition === etag ? request.headers.get('range') : null;
  return file(asset, range, kept, request.method === 'HEAD');
}

function file(
  asset: Asset,
  rangeHeader: string | null,
  more: Readonly<Record<string, string>> = {},
  headOnly = false,
): Response {
  const range = byteRange(rangeHeader, asset.size);
  if (range === 'unsatisfiable') return refuse(416, { 'content-range': `bytes */${asset.size}` });
  const { from, to } = range ?? { from: 0, to: asset.size - 1 };
  const body =
    asset.size === 0 || headOnly
      ? null
      : (Readable.toWeb(createReadStream(asset.file, { start: from, end: to })) as ReadableStream);
  return new Response(body, {
    status: range === undefined ? 200 : 206,
    headers: {
      ...safetyHeaders,
      'content-type': asset.type,
      'content-length': String(to - from + 1),
      'content-security-policy': filePolicy(asset.type),
      'accept-ranges': 'bytes',
      ...more,
      ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${asset.size}` }),
    },
  });
}

/**
 * Answers requests of `app://`. Throws where there are no built screens.
 * @param basemaps Folder in which the seat keeps the basemaps; it may not be there yet.
 */
export function serveAssets(folder: string, basemaps: string): (request: Request) => Promise<Response> {
  const assets = listAssets(folder);
  if (!assets.has('/index.html')) throw new Error(`there are no built screens in ${folder}: npm run build`);
  return async (request) => {
    const path = pathOf(request.url);
    const hash = path === undefined ? undefined : basemapOfPath(path);
    if (request.method !== 'GET' && !(request.method === 'HEAD' && hash !== undefined))
      return refuse(405, { allow: hash === undefined ? 'GET' : 'GET, HEAD' });
    if (hash !== undefined) return basemap(basemaps, hash, request);
    const asset = path === undefined ? undefined : assets.get(path);
    if (asset === undefined) return refuse(404);
    return path === '/index.html' ? page(asset) : file(asset, request.headers.get('range'));
  };
}
