/**
 * The door of the hall: the built screens over TLS for many machines, each browser with a seat of its own. What proves a
 * browser is its cookie; what proves a person is the log-in at the seat, as everywhere.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { isIPv6 } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SeatLog } from '../runtime/ports.ts';
import type { SeatTiles } from '../runtime/online-maps.ts';
import type { SeatPictures } from '../runtime/video.ts';
import { fullHall, onceMore, seatFailed, sendPage, tooManyNew } from './hall-pages.ts';
import type { HallSeats } from './hall-seats.ts';
import { newBrowsers } from './new-browsers.ts';
import { pictureDoor } from '../video-door/door.ts';
import { builtScreens, mayConnect, mayFetchPicture, serveScreens } from './pages.ts';
import type { BasemapFile, ScreenSite } from './pages.ts';
import { openSocketDoor } from './sockets.ts';
import type { SeatDoor } from './sockets.ts';
import { socketPath } from './server.ts';

/** The prefix binds it to this host, to TLS and to the whole site: no other host of the domain can set it. */
const cookieName = '__Host-seat';
/** The longest Chromium keeps a cookie; told again with each page. */
const cookieSeconds = 400 * 86_400;
const slowMs = 10_000;

export interface HallParts {
  readonly seats: HallSeats;
  readonly monotonic: () => number;
  readonly log: SeatLog;
  /** A whole basemap of the hall; undefined where it is not here. Without it there are none. */
  readonly basemap?: (hash: string) => BasemapFile | undefined;
}

export interface HallOptions {
  /** Folder of the built screens. */
  readonly renderer: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** By which host names and addresses browsers call it, at least one. */
  readonly names: readonly string[];
  /** Both PEM. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly limit: number;
}

export interface Hall {
  readonly port: number;
  /** Where the screens are, under the first name. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startHall({ seats, monotonic, log, basemap }: HallParts, options: HallOptions): Promise<Hall> {
  const assets = builtScreens(options.renderer);
  const fresh = newBrowsers(monotonic);
  // The cookie came with the connection; a page of this machine's own door has a secret, and is at the wrong one.
  const sockets = openSocketDoor({ log, admits: (secret) => secret === '', limit: options.limit * 8 });
  const origins = new Map<string, string>();

  function before(request: IncomingMessage, response: ServerResponse): 'answered' | undefined {
    const known = cookieOf(request);
    if (known !== undefined && seats.has(known)) {
      response.setHeader('set-cookie', setCookie(known));
      if (seats.works(known)) return undefined;
      sendPage(seatFailed, response);
      return 'answered';
    }
    const page = ((): ReturnType<typeof fullHall> | { readonly cookie: string } => {
      const site = request.headers['sec-fetch-site'];
      if (site === 'cross-site' || site === 'same-site') return onceMore;
      if (!fresh.admit(addressOf(request))) return tooManyNew;
      try {
        const cookie = seats.promise();
        return cookie === undefined ? fullHall(options.limit) : { cookie };
      } catch (error) {
        log.error({ err: error }, 'a seat could not be let go for another browser');
        return seatFailed;
      }
    })();
    if ('cookie' in page) {
      response.setHeader('set-cookie', setCookie(page.cookie));
      return undefined;
    }
    sendPage(page, response);
    return 'answered';
  }

  const pictures = pictureDoor(log);
  // A ticket opens its stream to the browser of its seat alone.
  const picturesOf = (request: IncomingMessage): (SeatPictures & SeatTiles) | undefined => {
    const cookie = cookieOf(request);
    return cookie === undefined ? undefined : seats.pictures(cookie);
  };
  /** For browsers at whose seat somebody is signed in: nobody else is shown a map. */
  const basemapFor = (hash: string, request: IncomingMessage): BasemapFile | undefined => {
    const known = cookieOf(request);
    return known !== undefined && seats.signedIn(known) ? basemap?.(hash) : undefined;
  };
  const site: ScreenSite = {
    ...{ assets, before, basemap: basemapFor },
    origin: (called) => origins.get(called?.toLowerCase() ?? ''),
    pictures: (request, response) => pictures.serve(request, response, picturesOf(request)),
  };
  const server = createServer(
    {
      ...{ cert: options.tls.cert, key: options.tls.key, minVersion: 'TLSv1.2' as const },
      ...{ maxHeaderSize: 16_384, handshakeTimeout: slowMs, headersTimeout: slowMs, requestTimeout: 3 * slowMs },
    },
    (request, response) => serveScreens(site, request, response),
  );
  server.maxConnections = options.limit * 20 + 100;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (mayFetchPicture(request, site.origin(request.headers.host)))
      return pictures.upgrade(request, socket, head, picturesOf(request));
    if (!mayConnect(request, site.origin(request.headers.host), socketPath)) {
      log.warn({ origin: request.headers.origin, address: addressOf(request) }, 'a foreign connection was turned away');
      return endWith(socket, '403 Forbidden');
    }
    const cookie = cookieOf(request);
    if (cookie === undefined) return endWith(socket, '401 Unauthorized');
    let door: SeatDoor | undefined;
    try {
      door = seats.door(cookie, addressOf(request));
    } catch (error) {
      log.error({ err: error }, 'the seat of a browser could not be opened');
      return endWith(socket, '503 Service Unavailable');
    }
    sockets.take(request, socket, head, door);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  for (const name of options.names) {
    const host = hostOf(name);
    origins.set(`${host}:${port}`, `https://${host}:${port}`);
    // At the usual port browsers leave it out.
    if (port === 443) origins.set(host, `https://${host}`);
  }
  return {
    port,
    url: `https://${hostOf(options.names[0] ?? options.host)}${port === 443 ? '' : `:${port}`}/`,
    stop: async () => {
      seats.close();
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As browsers write it: small letters, an IPv6 address shortened and in brackets. */
function hostOf(name: string): string {
  return new URL(`https://${isIPv6(name) ? `[${name}]` : name}`).hostname;
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}

function cookieOf(request: IncomingMessage): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{43})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
}

function setCookie(value: string): string {
  return `${cookieName}=${value}; Path=/; Max-Age=${cookieSeconds}; HttpOnly; Secure; SameSite=Strict`;
}

function endWith(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
