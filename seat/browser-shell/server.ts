/**
 * The door of the browser shell: the built screens and one WebSocket, for this machine only. Another page in the same
 * browser must not get in (Origin, Host, secret), nor another machine (loopback address).
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { must } from '../../shared/lib/must.ts';
import type { SeatLog, SeatTimers } from '../runtime/ports.ts';
import { openScreenDoor } from '../runtime/screen-connection.ts';
import type { SeatRuntime } from '../runtime/screen-connection.ts';
import type { SeatTiles } from '../runtime/online-maps.ts';
import type { SeatPictures } from '../runtime/video.ts';
import { pictureDoor } from '../video-door/door.ts';
import { builtScreens, mayConnect, mayFetchPicture, serveScreens } from './pages.ts';
import type { BasemapFile, ScreenSite } from './pages.ts';
import { openSocketDoor, sameSecret } from './sockets.ts';

/** The only address it ever listens on. */
export const loopback = '127.0.0.1';
export const socketPath = '/seat';

export interface BrowserShellParts {
  readonly seat: SeatRuntime & { readonly pictures: SeatPictures & SeatTiles };
  readonly timers: SeatTimers;
  readonly log: SeatLog;
  /** A whole basemap of this machine; undefined where it is not here. Without it there are none. */
  readonly basemap?: (hash: string) => BasemapFile | undefined;
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
  const assets = builtScreens(options.renderer);
  const secret = randomBytes(32).toString('base64url');
  const door = openScreenDoor(parts);
  const sockets = openSocketDoor({ log: parts.log, admits: (given) => sameSecret(given, secret) });
  let host = '';
  const pictures = pictureDoor(parts.log);
  const site: ScreenSite = {
    assets,
    origin: (called) => (called === host ? `http://${host}` : undefined),
    basemap: (hash) => parts.basemap?.(hash),
    pictures: (request, response) => pictures.serve(request, response, parts.seat.pictures),
  };

  const server = createServer({ maxHeaderSize: 16_384 }, (request, response) => serveScreens(site, request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    if (mayFetchPicture(request, site.origin(request.headers.host)))
      return pictures.upgrade(request, socket, head, parts.seat.pictures);
    if (!mayConnect(request, site.origin(request.headers.host), socketPath)) {
      parts.log.warn({ origin: request.headers.origin }, 'a connection from elsewhere was turned away');
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.take(request, socket, head, door);
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

/** The secret of a URL as `BrowserShell.url` gives it. */
export function secretOf(url: string): string {
  return must(/^#secret=(.+)$/.exec(new URL(url).hash)?.[1], 'a secret in the fragment');
}
