/** The map's test page: built as the screens are, and served under the very content policy of the two shells. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { rendererConfig } from '../../build/vite-renderer.ts';
import { listAssets } from '../../seat/browser-shell/assets.ts';
import { contentPolicy, noncePlaceholder, safetyHeaders } from '../../shared/lib/content-policy.ts';

const page = join(import.meta.dirname, '..', 'e2e', 'map-page');

/** Built in a process of its own: a test runner's NODE_ENV would end up in the output. */
export async function buildMapPage(folder: string): Promise<void> {
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, [import.meta.filename, folder], {
    env: { ...env, NODE_ENV: 'production' },
  });
}

export interface MapPageServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Answers `Range` as the shells do. `noRanges` sends the whole file whatever was asked. */
function sendRange(
  { headers }: Pick<IncomingMessage, 'headers'>,
  response: ServerResponse,
  { bytes, noRanges = false }: ServedBasemap,
): void {
  const found = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  response.setHeader('content-type', 'application/octet-stream');
  if (found === null || noRanges) {
    response.end(bytes);
    return;
  }
  const [from, to] = [Number(found[1]), Math.min(Number(found[2]), bytes.length - 1)];
  if (from > to) {
    response.writeHead(416, { 'content-range': `bytes */${String(bytes.length)}` }).end();
    return;
  }
  response.writeHead(206, { 'content-range': `bytes ${String(from)}-${String(to)}/${String(bytes.length)}` });
  response.end(bytes.subarray(from, to + 1));
}

export interface ServedBasemap {
  readonly bytes: Buffer;
  readonly noRanges?: boolean;
}

/** @param basemaps Archives by name, read anew at each request; they stand at `/basemap/<name>`. */
export async function serveMapPage(
  folder: string,
  basemaps: ReadonlyMap<string, ServedBasemap> = new Map(),
): Promise<MapPageServer> {
  const assets = listAssets(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://map.invalid');
    const asset = assets.get(pathname === '/' ? '/index.html' : pathname);
    for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
    const basemap = basemaps.get(pathname.replace(/^\/basemap\//, ''));
    if (basemap !== undefined) {
      sendRange(request, response, basemap);
      return;
    }
    if (asset === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', asset.type);
    if (pathname !== '/') {
      response.end(readFileSync(asset.file));
      return;
    }
    const nonce = randomBytes(18).toString('base64');
    response.setHeader('content-security-policy', contentPolicy(nonce));
    response.end(readFileSync(asset.file, 'utf8').replaceAll(noncePlaceholder, nonce));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('map page: name the folder to build into');
  await build({ ...rendererConfig(folder), root: page });
}
