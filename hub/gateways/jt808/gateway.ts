/** The door for JT/T 808 terminals over TCP: 2013 (and 2011, which differs only in registering) and 2019. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock, Log, RandomSource, Timers } from '../../ports.ts';
import type { FixSink, RejectionCounter } from '../../telemetry/fix.ts';
import type { Reject } from './rejections.ts';
import { protocol } from './rejections.ts';
import type { SessionLimits } from './session.ts';
import { TerminalSession } from './session.ts';
import type { TerminalDirectory } from './terminals.ts';
import { LiveTerminals } from './terminals.ts';

export interface Jt808Limits extends SessionLimits {
  readonly connections: number;
  /** Many terminals may come through one address of a mobile network. */
  readonly connectionsPerAddress: number;
  /** Machine ms a terminal may leave answers unread; meanwhile nothing of it is read. */
  readonly notReadingMs: number;
}

export const defaultLimits: Jt808Limits = {
  connections: 5_000,
  connectionsPerAddress: 2_500,
  logonMs: 60_000,
  logonTries: 5,
  silentMs: 2 * 60_000,
  idleMs: 15 * 60_000,
  halfFrameMs: 30_000,
  notReadingMs: 30_000,
  packages: { parts: 64, messages: 4, bytes: 128 * 1_024, waitMs: 10_000, asks: 3 },
};

export interface Jt808Options {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly log: Log;
  readonly sink: FixSink;
  readonly rejections: RejectionCounter;
  readonly terminals: TerminalDirectory;
  readonly limits?: Partial<Jt808Limits>;
}

export interface Jt808Gateway {
  /** Opens the port and gives its number; rejects where that cannot be done. */
  start(): Promise<number>;
  /** Closes the port and all connections. */
  stop(): Promise<void>;
}

const keepAliveMs = 60_000;

export function createJt808Gateway(options: Jt808Options): Jt808Gateway {
  const { port, host, clock, timers, random, log, sink, rejections, terminals } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const reject: Reject = (reason) => rejections.count(protocol, reason);
  const live = new LiveTerminals();
  const deps = { clock, timers, random, sink, reject, terminals, live, limits };
  const sockets = new Set<Socket>();
  const perAddress = new Map<string, number>();

  /** Whether there is room for one more; counts the refusal where there is none. */
  function room(address: string): boolean {
    if (sockets.size >= limits.connections) reject('tooManyConnections');
    else if ((perAddress.get(address) ?? 0) >= limits.connectionsPerAddress) reject('tooManyFromAddress');
    else return true;
    return false;
  }

  function enter(socket: Socket, address: string): void {
    sockets.add(socket);
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
    socket.once('close', () => {
      sockets.delete(socket);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
  }

  function serve(socket: Socket): void {
    let stopWaiting: (() => void) | undefined;
    /** Somebody who does not take what was sent is not waited for without end. */
    const awaitReading = (work: () => void): void => {
      stopWaiting ??= timers.after(limits.notReadingMs, () => {
        work();
        socket.destroy();
      });
    };
    /** What is answered while a chunk is taken in; undefined between chunks. */
    let answers: Buffer[] | undefined;
    const flush = (): void => {
      const given = answers ?? [];
      answers = undefined;
      const [first] = given;
      if (first !== undefined && socket.writable) socket.write(given.length === 1 ? first : Buffer.concat(given));
    };
    const session = new TerminalSession(deps, {
      send: (bytes) => {
        if (answers !== undefined) answers.push(bytes);
        else if (socket.writable) socket.write(bytes);
      },
      close: () => {
        flush();
        socket.destroySoon();
        if (!socket.destroyed) awaitReading(() => undefined);
      },
    });
    /** Nothing one terminal sends may reach another, or end the hub. */
    const guarded = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        reject('internalError');
        log.error({ err: error }, 'a JT/T 808 connection failed and is closed');
        socket.destroy();
      }
    };
    socket.on('data', (chunk: Buffer) => {
      // One write for all the answers to a chunk; most chunks are one frame.
      answers = [];
      guarded(() => session.receive(chunk));
      flush();
      if (!socket.writableNeedDrain) return;
      socket.pause();
      session.hold(true);
      awaitReading(() => reject('notReading'));
    });
    socket.on('drain', () => {
      stopWaiting?.();
      stopWaiting = undefined;
      session.hold(false);
      socket.resume();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      log.debug({ code: error.code }, 'a JT/T 808 connection broke off');
    });
    socket.once('close', () => {
      stopWaiting?.();
      guarded(() => session.ended());
    });
  }

  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }, (socket) => {
    const address = socket.remoteAddress;
    // Gone before it was looked at.
    if (address === undefined) socket.destroy();
    else if (!room(address)) socket.destroy();
    else {
      enter(socket, address);
      serve(socket);
    }
  });

  return {
    start: () =>
      new Promise((resolve, fail) => {
        server.once('error', fail);
        server.listen({ port, host }, () => {
          server.off('error', fail);
          server.on('error', (error) => log.error({ err: error }, 'the JT/T 808 port failed'));
          resolve((server.address() as AddressInfo).port);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
