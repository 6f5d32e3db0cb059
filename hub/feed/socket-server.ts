/** The socket.io server that all namespaces of the hub share. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { limitBody } from '../http/server.ts';

/** Longest message anybody may send; a hello with 10,000 references is about half of it. */
const maxMessageBytes = 1_000_000;
const pingIntervalMs = 5_000;
const pingTimeoutMs = 20_000;
const connectTimeoutMs = 10_000;
/** How long the other side may take to say goodbye, machine ms. */
const goodbyeMs = 1_000;

export interface SocketServer {
  readonly io: Server;
  /** Drops every connection and takes no more; resolves once they are gone. The HTTP server stays as it is. */
  close(): Promise<void>;
}

/** @param bodyTimeMs How long the body of a request may take to come, machine ms; as of all others unless given. */
export function createSocketServer(server: HttpServer, bodyTimeMs?: number): SocketServer {
  const io = new Server(server, {
    serveClient: false,
    // Of the transports only this one says when its buffers are full.
    transports: ['websocket'],
    maxHttpBufferSize: maxMessageBytes,
    pingInterval: pingIntervalMs,
    pingTimeout: pingTimeoutMs,
    connectTimeout: connectTimeoutMs,
  });
  // Its requests pass the server's own hooks by: who drips a body to it is cut off here.
  io.engine.use((request: IncomingMessage, _response: unknown, next: () => void) => {
    limitBody(request, bodyTimeMs);
    next();
  });
  // Nothing lives in the default namespace.
  io.use((_socket, next) => next(new Error('NotAllowed')));

  const open = new Set<Duplex>();
  let allGone: () => void = () => undefined;
  server.on('upgrade', (_request, socket) => {
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0) allGone();
    });
  });
  return {
    io,
    close() {
      io.engine.close();
      if (open.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        // A peer that is gone never says goodbye, and the HTTP server would wait for it.
        const late = setTimeout(() => {
          for (const socket of open) socket.destroy();
        }, goodbyeMs);
        allGone = () => {
          clearTimeout(late);
          resolve();
        };
      });
    },
  };
}
