/** Pictures of cameras and tiles of maps, below `app://lianqin/video/` and `/tiles/`: fetched from the seat process, as they come. */
import { safetyHeaders } from '../../shared/lib/content-policy.ts';
import { origin } from './guards.ts';

/** Where the seat process hands pictures out. */
export interface PicturePlace {
  readonly port: number;
  readonly secret: string;
}

const prefixes = ['/video/', '/tiles/'];
const methods = ['GET', 'HEAD', 'POST', 'DELETE'];
const largestOffer = 64 << 10;
const fromPage = ['range', 'content-type'] as const;
const toPage = ['content-type', 'content-length', 'content-range', 'location', 'allow'] as const;

export function isPicture(url: string): boolean {
  return prefixes.some((prefix) => url.startsWith(`${origin}${prefix}`));
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { ...safetyHeaders, 'content-security-policy': "default-src 'none'" } });
}

function picked(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** @param place Undefined while the seat process is down. */
export function servePictures(place: () => PicturePlace | undefined): (request: Request) => Promise<Response> {
  return async (request) => {
    const at = place();
    if (at === undefined) return refuse(503);
    if (!methods.includes(request.method)) return refuse(405);
    const { pathname, search } = new URL(request.url);
    const body = request.method === 'POST' ? await request.arrayBuffer() : undefined;
    if (body !== undefined && body.byteLength > largestOffer) return refuse(413);
    try {
      // What the path means is the seat's to say: it takes none that could lead elsewhere.
      const answer = await fetch(`http://127.0.0.1:${at.port}${pathname}${search}`, {
        ...{ method: request.method, redirect: 'manual', signal: request.signal },
        headers: { ...picked(request.headers, fromPage), 'x-lianqin-pictures': at.secret },
        ...(body === undefined ? {} : { body }),
      });
      return new Response(answer.body, {
        status: answer.status,
        headers: {
          ...safetyHeaders,
          ...picked(answer.headers, toPage),
          'content-security-policy': "default-src 'none'",
          'cache-control': 'no-store',
        },
      });
    } catch {
      return refuse(502);
    }
  };
}
