/**
 * The door for phones with Traccar Client and everything else that speaks the OsmAnd protocol over HTTP, on a port of its
 * own: phones are on other networks than the desks, and what they may reach must be one port that does one thing.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAttempts } from '../../http/attempts.ts';
import type { TlsPair } from '../../http/server.ts';
import type { Clock, Log } from '../../ports.ts';
import type { DeviceId, Fix, FixSink, RejectionCounter } from '../../telemetry/fix.ts';
import { LateRule } from '../../telemetry/late.ts';
import { Rates } from '../../telemetry/rates.ts';
import type { RateLimits } from '../../telemetry/rates.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Reject, RejectionReason } from './rejections.ts';
import { protocol } from './rejections.ts';
import type { Report, WrongReport } from './report.ts';
import { readJson, readParameters } from './report.ts';

/** The bureau's list of devices, by what they say they are. */
export interface OsmandDirectory {
  /** `codeMissing`: there is such a device, and it has to say its code too. */
  find(identifier: string): DeviceId | 'codeMissing' | undefined;
}

export interface OsmandLimits {
  readonly connections: number;
  /** Many phones may come through one address of a mobile network. */
  readonly connectionsPerAddress: number;
  /** Bytes of a body; no report needs a tenth of it. */
  readonly body: number;
  /** Bytes of an address with its parameters, and of headers. */
  readonly headers: number;
  /** Machine ms within which headers, and a whole request, must be there. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  /** Machine ms between two looks at which connections are over their time. */
  readonly checkMs: number;
  /** Reports. After hours without network a phone sends a few hundred at once. */
  readonly perDevice: RateLimits;
  readonly perAddress: RateLimits;
  /** Unknown devices that one address may name in a minute. */
  readonly unknownPerMinute: number;
}

export const defaultLimits: OsmandLimits = {
  connections: 5_000,
  connectionsPerAddress: 2_500,
  body: 16 * 1_024,
  headers: 8 * 1_024,
  headersMs: 10_000,
  requestMs: 20_000,
  idleMs: 65_000,
  checkMs: 5_000,
  perDevice: { burst: 1_000, perSecond: 5, senders: 10_000 },
  perAddress: { burst: 20_000, perSecond: 1_000, senders: 10_000 },
  unknownPerMinute: 120,
};

export interface OsmandOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Without it the port speaks plain HTTP. */
  readonly tls?: TlsPair;
  readonly clock: Clock;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Log;
  readonly sink: FixSink;
  readonly rejections: RejectionCounter;
  readonly devices: OsmandDirectory;
  readonly limits?: Partial<OsmandLimits>;
}

export interface OsmandGateway {
  /** Opens the port and gives its number; rejects where that cannot be done. */
  start(): Promise<number>;
  /** Closes the port and all connections. */
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterSeconds?: number;
}

const guessWindowMs = 60_000;
const rememberedAddresses = 10_000;

export function createOsmandGateway(options: OsmandOptions): OsmandGateway {
  const { port, host, tls, clock, monotonic, log, sink, rejections, devices } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const reject: Reject = (reason) => rejections.count(protocol, reason);
  const perDevice = new Rates(monotonic, limits.perDevice);
  const perAddress = new Rates(monotonic, limits.perAddress);
  const unknown = createAttempts(monotonic, {
    ...{ failures: limits.unknownPerMinute, windowMs: guessWindowMs, addresses: rememberedAddresses },
  });
  const late = new LateRule();
  const sockets = new Map<string, number>();
  /** Who calls for help with the request that is judged. */
  let calling: DeviceId | undefined;

  function refused(reason: RejectionReason, answer: Answer): Answer {
    reject(reason);
    return answer;
  }

  const tooOften = (seconds: number): Answer =>
    refused('tooOften', {
      ...{ status: 429, code: 'TooManyAttempts', message: '上报太频繁，请稍后再发', retryAfterSeconds: seconds },
    });

  function deviceOf(identifier: string, address: string): DeviceId | Answer {
    // Many phones come by one address of a mobile network: those that are known must not wait for one that is not.
    const found = devices.find(identifier);
    if (found !== undefined && found !== 'codeMissing') return found;
    const wait = unknown.waitFor(address);
    if (wait > 0)
      return refused('tooManyAttempts', {
        ...{ status: 429, code: 'TooManyAttempts', message: '这个地址报了太多不认识的设备，请稍后再发' },
        retryAfterSeconds: Math.ceil(wait / 1_000),
      });
    // A phone that was not given its code guesses nothing.
    if (found !== 'codeMissing') unknown.failed(address);
    return refused(found === 'codeMissing' ? 'codeMissing' : 'deviceUnknown', {
      ...{ status: 404, code: 'DeviceUnknown', message: 'id：没有登记这个设备', field: 'id' },
    });
  }

  function take(report: Report, device: DeviceId): void {
    const receivedAt = clock.now();
    const said = report.at === undefined ? {} : { deviceAt: report.at };
    const { lon, lat } = report.place ?? { lon: 0, lat: 0 };
    const measures = { speed: report.speed, heading: report.heading, altitude: report.altitude };
    const known = Object.fromEntries(
      Object.entries({ ...measures, accuracy: report.accuracy }).filter(([, value]) => value !== undefined),
    ) as Pick<Fix, 'speed' | 'heading' | 'altitude' | 'accuracy'>;
    const replayed = report.place !== undefined && late.keptBack(device, report.at ?? receivedAt, receivedAt);
    if (report.sos) calling = device;
    sink.take({
      ...{ device, lon, lat, ...said, receivedAt, ...known, positioned: report.positioned, sos: report.sos },
      replayed,
    });
  }

  /** Undefined where it was taken. */
  function judge(read: Result<Report, WrongReport>, address: string): Answer | undefined {
    if (!read.ok) {
      const { parameter: field, message } = read.error;
      const isDevice = field === 'id' || field === 'deviceid' || field === 'device_id';
      return refused(isDevice ? 'deviceMissing' : 'badParameter', {
        status: 400,
        code: 'InvalidInput',
        message,
        field,
      });
    }
    const device = deviceOf(read.value.identifier, address);
    if (typeof device !== 'string') return device;
    const wait = perDevice.waitFor(device);
    if (wait > 0) return tooOften(wait);
    take(read.value, device);
    return undefined;
  }

  function reply(response: ServerResponse, answer: Answer | undefined): void {
    const { status, retryAfterSeconds, ...body } = answer ?? { status: 200 };
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    if (answer === undefined) {
      response.writeHead(status).end();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  }

  const notKept: Answer = {
    ...{ status: 503, code: 'CallNotKept', message: '求助未能保存，请马上再发', retryAfterSeconds: 2 },
  };

  /** Answered, a phone may stop calling for help: so not before the call stands in the journal. */
  function judged(response: ServerResponse, answer: Answer | undefined): void {
    const kept = calling === undefined ? undefined : sink.callKept?.(calling);
    calling = undefined;
    if (kept === undefined || answer !== undefined) return reply(response, answer);
    void kept.then((stands) => guarded(response, () => reply(response, stands ? undefined : notKept)));
  }

  const badBody = (message: string): Answer =>
    refused('badBody', { status: 400, code: 'InvalidInput', message, field: 'body' });

  function ofBody(type: string, body: string, query: URLSearchParams, address: string): Answer | undefined {
    const isJson = /^\s*application\/json\b/i.test(type) || /^\s*\{/.test(body);
    if (!isJson) return judge(readParameters([...query, ...new URLSearchParams(body)]), address);
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return badBody('body：不是 JSON');
    }
    return judge(readJson(parsed), address);
  }

  function tooLong(request: IncomingMessage, response: ServerResponse): void {
    reply(
      response,
      refused('tooLong', { status: 413, code: 'TooLarge', message: `body：最多 ${limits.body} 字节`, field: 'body' }),
    );
    // Its sender hears the answer; what else it sends is not read.
    response.once('finish', () => request.destroy());
  }

  function receive(request: IncomingMessage, response: ServerResponse): void {
    const address = request.socket.remoteAddress ?? '';
    const wait = perAddress.waitFor(address);
    if (wait > 0) return reply(response, tooOften(wait));
    const query = queryOf(request.url ?? '');
    if (query === undefined) return reply(response, badBody('body：地址读不出来'));
    if (request.method === 'GET') {
      request.resume();
      return judged(response, judge(readParameters([...query]), address));
    }
    if (request.method !== 'POST') {
      request.resume();
      response.setHeader('allow', 'GET, POST');
      return reply(
        response,
        refused('wrongMethod', { status: 405, code: 'InvalidInput', message: '只接受 GET 和 POST', field: 'method' }),
      );
    }
    const chunks: Buffer[] = [];
    let length = 0;
    const collect = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limits.body) {
        chunks.push(chunk);
        return;
      }
      request.off('data', collect);
      request.off('end', done);
      tooLong(request, response);
    };
    const done = (): void =>
      guarded(response, () => {
        const body = Buffer.concat(chunks).toString('utf8');
        judged(response, ofBody(request.headers['content-type'] ?? '', body, query, address));
      });
    if (Number(request.headers['content-length'] ?? 0) > limits.body) return tooLong(request, response);
    request.on('data', collect);
    request.on('end', done);
  }

  /** Nothing one phone sends may reach another, or end the hub. */
  function guarded(response: ServerResponse, work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error({ err: error }, 'an OsmAnd request failed');
      if (response.headersSent) response.destroy();
      else
        reply(
          response,
          refused('internalError', { status: 500, code: 'InternalError', message: '中枢出错，请稍后再发' }),
        );
    }
  }

  const settings = {
    ...{ maxHeaderSize: limits.headers, headersTimeout: limits.headersMs, requestTimeout: limits.requestMs },
    ...{ keepAliveTimeout: limits.idleMs, connectionsCheckingInterval: limits.checkMs },
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    // A sender that goes away while it is answered.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    guarded(response, () => receive(request, response));
  };
  const server =
    tls === undefined
      ? createServer(settings, listener)
      : createTlsServer({ ...settings, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs }, listener);
  server.maxConnections = limits.connections;

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const open = sockets.get(address) ?? 0;
    if (open >= limits.connectionsPerAddress) {
      reject('tooManyFromAddress');
      socket.destroy();
      return;
    }
    sockets.set(address, open + 1);
    socket.once('close', () => {
      const left = (sockets.get(address) ?? 1) - 1;
      if (left > 0) sockets.set(address, left);
      else sockets.delete(address);
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    reject(error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'badRequest');
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    socket.destroySoon();
  });

  return {
    start: () =>
      new Promise((resolve, fail) => {
        server.once('error', fail);
        server.listen({ port, host }, () => {
          server.off('error', fail);
          server.on('error', (error) => log.error({ err: error }, 'the OsmAnd port failed'));
          resolve((server.address() as AddressInfo).port);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function queryOf(url: string): URLSearchParams | undefined {
  try {
    return new URL(url, 'http://hub').searchParams;
  } catch {
    return undefined;
  }
}
