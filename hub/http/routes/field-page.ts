/**
 * `GET /field/…`, open: the officers' page, from the folder it was built into, read anew with each request. 404 where there is none.
 * The page may ask for the place and the camera of the phone; no other page of ours may.
 */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { safetyHeaders } from '../../../shared/lib/content-policy.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';

const types: { readonly [ending: string]: string } = {
  ...{
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
  },
  ...{ '.webmanifest': 'application/manifest+json; charset=utf-8', '.json': 'application/json; charset=utf-8' },
  ...{ '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2' },
};

/** Nothing from anywhere but the hub; photos are shown from the page's own memory before they are sent. */
const policy = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'"],
  ...["connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'"],
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(self), display-capture=(), usb=(), serial=()',
  'content-security-policy': policy,
};

/** The name of a built file holds the hash of its content. */
const isHashed = (name: string): boolean => /^assets\/.*-[\w-]{8,}\.[a-z0-9]+$/i.test(name);

/** @param folder Absolute; need not exist. */
export function fieldPageRoute(folder: string): Route {
  async function contentOf(name: string): Promise<Buffer> {
    const nothing = new Problem(404, 'NotFound', 'there is nothing at this address');
    if (types[extname(name)] === undefined) throw nothing;
    try {
      const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
      if (!file.startsWith(root + sep)) throw nothing;
      return await readFile(file);
    } catch {
      throw nothing;
    }
  }

  return (server) => {
    server.get('/field', (_request, reply) => reply.redirect('/field/', 308));
    server.get('/field/*', async (request, reply) => {
      const { '*': asked } = request.params as { readonly '*': string };
      const name = asked === '' ? 'index.html' : asked;
      const content = await contentOf(name);
      const kept = isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
      return reply
        .headers({ ...headers, 'cache-control': kept, 'service-worker-allowed': '/field/' })
        .type(types[extname(name)] ?? 'application/octet-stream')
        .send(content);
    });
  };
}
