/** The map's test page: built as the screens are, and served under the very content policy of the two shells. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

export async function serveMapPage(folder: string): Promise<MapPageServer> {
  const assets = listAssets(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://map.invalid');
    const asset = assets.get(pathname === '/' ? '/index.html' : pathname);
    for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value);
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
