/** The door for other platforms over JT/T 809 (2011 and 2019): this hub as the upper platform, on the main link only. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock, Log, RandomSource, Timers } from '../../ports.ts';
import type { FixSink, RejectionCounter } from '../../telemetry/fix.ts';
import { createAttempts } from '../../http/attempts.ts';
import { LateRule } from '../../telemetry/late.ts';
import type { AccessLog } from '../../vault/access-log.ts';
import type { Platform } from './platforms.ts';
import type { Reject, RejectionReason } from './rejections.ts';
import { protocol } from './rejections.ts';
import type { SessionLimits } from './session.ts';
import { PlatformSession } from './session.ts';

export interface Jt809Limits extends SessionLimits {
  /** Platforms are few; each has one connection, and a new one beside it for a moment. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Log-ins refused to one address in a minute; then it is not listened to until the minute is over. */
  readonly refusedPerMinute: number;
  /** Machine ms a platform may leave answers unread; meanwhile nothing of it is read. */
  readonly notReadingMs: number;
}

export const defaultLimits: Jt809Limits = {
  connections: 200,
  connectionsPerAddress: 20,
  refusedPerMinute: 20,
  logonMs: 60_000,
  logonTries: 5,
  bytesBeforeLogin: 16 * 1_024,
  idleMs: 3 * 60_000,
  halfFrameMs: 30_000,
  notReadingMs: 30_000,
};

export interface Jt809Options {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly log: Log;
  readonly sink: FixSink;
  readonly rejections: RejectionCounter;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly access: Pick<AccessLog, 'note'>;
  readonly limits?: Partial<Jt809Limits>;
}

export interface Jt809Gateway {
  /** Opens the port and gives its number; rejects where that cannot be done. */
  start(): Promise<number>;
  /** Closes the port and all connections. */
  stop(): Promise<void>;
}

const keepAliveMs = 60_000;
const guessWindowMs = 60_000;
const rememberedAddresses = 1_000;

export function createJt809Gateway(options: Jt809Options): Jt809Gateway {
  const { port, host, platforms, clock, timers, random, log, sink, rejections, monotonic, access } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const reject: Reject = (reason) => rejections.count(protocol, reason);
  const sockets = new Set<Socket>();
  const late = new LateRule();
  const guesses = createAttempts(monotonic, {
    ...{ failures: limits.refusedPerMinute, windowMs: guessWindowMs, addresses: rememberedAddresses },
  });
  /** The one connection of each platform that is logged in. */
  const live = new Map<string, PlatformSession>();
  const deps = {
    ...{ clock, timers, random, sink, reject, platforms, limits, late },
    loginRefused(address: string, reason: RejectionReason, platform: string | undefined): void {
      guesses.failed(address);
      const user = platform === undefined ? 'platform' : `platform:${platform}`;
      access.note({ user, seat: address, action: 'loginFailed', subject: protocol, detail: reason });
    },
    loggedIn(platform: string, session: PlatformSession, address: string): void {
      access.note({ user: `platform:${platform}`, seat: address, action: 'login', subject: protocol, detail: '' });
      const before = live.get(platform);
      live.set(platform, session);
      if (before !== undefined && before !== session) before.close();
      log.info({ platform }, 'a platform has logged in over JT/T 809');
    },
    left(platform: string, session: PlatformSession): void {
      if (live.get(platform) !== session) return;
      live.delete(platform);
      log.info({ platform }, 'a platform has left JT/T 809');
    },
  };

  function serve(socket: Socket, address: string): void {
    let stopWaiting: (() => void) | undefined;
    const awaitReading = (work: () => void): void => {
      stopWaiting ??= timers.after(limits.notReadingMs, () => {
        work();
        socket.destroy();
      });
    };
    const session = new PlatformSession(deps, {
      address,
      send: (bytes) => {
        if (socket.writable) socket.write(bytes);
      },
      close: () => {
        socket.destroySoon();
        if (!socket.destroyed) awaitReading(() => undefined);
      },
    });
    /** Nothing one platform sends may reach another, or end the hub. */
    const guarded = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        reject('internalError');
        log.error({ err: error }, 'a JT/T 809 connection failed and is closed');
        socket.destroy();
      }
    };
    socket.on('data', (chunk: Buffer) => {
      guarded(() => session.receive(chunk));
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
      log.debug({ code: error.code }, 'a JT/T 809 connection broke off');
    });
    socket.once('close', () => {
      sockets.delete(socket);
      stopWaiting?.();
      guarded(() => session.ended());
    });
  }

  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }, (socket) => {
    const address = socket.remoteAddress;
    // Gone before it was looked at.
    if (address === undefined) socket.destroy();
    else if (sockets.size >= limits.connections) {
      reject('tooManyConnections');
      socket.destroy();
    } else if ([...sockets].filter((other) => other.remoteAddress === address).length >= limits.connectionsPerAddress) {
      reject('tooManyFromAddress');
      socket.destroy();
    } else if (guesses.waitFor(address) > 0) {
      reject('tooManyAttempts');
      socket.destroy();
    } else {
      sockets.add(socket);
      serve(socket, address);
    }
  });

  return {
    start: () =>
      new Promise((resolve, fail) => {
        server.once('error', fail);
        server.listen({ port, host }, () => {
          server.off('error', fail);
          server.on('error', (error) => log.error({ err: error }, 'the JT/T 809 port failed'));
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
