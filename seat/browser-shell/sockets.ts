/** Screens that come in by WebSocket: who they are first, then the messages of the seat API. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData } from 'ws';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { SeatLog } from '../runtime/ports.ts';
import type { ScreenDoor, ScreenTransport } from '../runtime/screen-connection.ts';

/** Codes a screen's socket is closed with; `renderer/seat-client/socket-transport.ts` knows the first. */
export const closeCodes = { wrongSecret: 4401, tooLate: 4408, tooMany: 4429, notOurs: 4400, stopping: 1001 } as const;

const firstMessageSchema = z.strictObject({ secret: z.string().max(200) });

/** No request of a screen is larger: the longest is a command with its text. */
const largestMessage = 1 << 20;
/** Unsent bytes above which a screen counts as behind. */
const behindBytes = 1 << 20;
const secretWithinMs = 5_000;
/** How often a screen must show that it is still there. */
const pulseMs = 20_000;
const usualLimit = 32;

export interface SocketDoor {
  /** Lets a screen in to the door of its seat; without one it is told to load the page again. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer, door: SeatDoor | undefined): void;
  close(): void;
}

export type SeatDoor = Pick<ScreenDoor, 'connect'>;

export interface SocketDoorOptions {
  readonly log: SeatLog;
  /** Whether the secret a screen gives is the right one. */
  readonly admits: (secret: string) => boolean;
  /** Sockets, those that have not shown the secret included; 32 unless given. */
  readonly limit?: number;
}

/** Compares in constant time, also for texts of different length. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** undefined for what is no JSON text. */
function parse(data: RawData, isBinary: boolean): unknown {
  if (isBinary || !Buffer.isBuffer(data)) return undefined;
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

export function openSocketDoor({ log, admits, limit = usualLimit }: SocketDoorOptions): SocketDoor {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  const pulse = setInterval(() => {
    for (const socket of server.clients) {
      // One whole round without an answer: the page is gone or stands still.
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, pulseMs);
  pulse.unref();

  function opened(socket: WebSocket, door: SeatDoor | undefined): void {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // Breaking the protocol closes the socket; there is nothing else to do about it.
    socket.on('error', (error) => log.warn({ code: error.message }, 'a screen broke its connection'));
    if (server.clients.size > limit) return socket.close(closeCodes.tooMany, 'TooMany');
    if (door === undefined) return socket.close(closeCodes.wrongSecret, 'WrongSecret');
    const late = setTimeout(() => socket.close(closeCodes.tooLate, 'SecretMissing'), secretWithinMs);
    socket.on('close', () => clearTimeout(late));
    socket.once('message', (data, isBinary) => {
      clearTimeout(late);
      const first = firstMessageSchema.safeParse(parse(data, isBinary));
      if (!first.success || !admits(first.data.secret)) {
        log.warn({}, 'a screen without the right secret was turned away');
        return socket.close(closeCodes.wrongSecret, 'WrongSecret');
      }
      door.connect(transportOver(socket));
    });
  }

  return {
    take: (request, socket, head, door) =>
      server.handleUpgrade(request, socket, head, (client) => opened(client, door)),
    close: () => {
      clearInterval(pulse);
      for (const socket of server.clients) socket.close(closeCodes.stopping, 'Stopping');
      server.close();
    },
  };
}

function transportOver(socket: WebSocket): ScreenTransport {
  const behind = (): boolean => socket.bufferedAmount > behindBytes;
  return {
    send: (message) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      // Positions are bytes, and the only ones that are.
      const isFrame = 'push' in message && message.push === 'positions';
      socket.send(isFrame ? message.frame : JSON.stringify(message), () => {
        if (socket.isPaused && !behind()) socket.resume();
      });
      // Who does not take answers need not ask more.
      if (behind() && !socket.isPaused) socket.pause();
    },
    congested: behind,
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) => {
        const message = parse(data, isBinary);
        listener(message);
      }),
    onClose: (listener) => void socket.once('close', listener),
    close: (reason) => {
      if (reason === 'stopping') return socket.close(closeCodes.stopping, 'Stopping');
      socket.close(closeCodes.notOurs, reason);
    },
  };
}
