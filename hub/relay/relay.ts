/**
 * A relay for officers' phones, for the network between the public one and the hub's (DMZ): it serves the page and passes the
 * messages of `/field` on, one link to the hub for each phone. It keeps nothing: no file, no message, no key of a unit. What is
 * not answered is not answered there either, so a phone sends it again.
 */
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { createServer as createTlsServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { io } from 'socket.io-client';
import type { Socket as HubSocket } from 'socket.io-client';
import { fieldConnectErrorSchema, fieldHandshakeSchema } from '../../shared/wire/field-api.ts';
import type { FieldConnectError } from '../../shared/wire/field-api.ts';
import type { PageFile } from '../field/page-files.ts';
import { pageRoot } from '../field/page-files.ts';
import { createAttempts } from '../http/attempts.ts';
import type { TlsPair } from '../http/server.ts';
import type { Log } from '../ports.ts';

export interface RelayOptions {
  /** Origin of the hub, such as `https://hub.bureau.internal:7700`. */
  readonly hub: string;
  /** Key of the hub for relays. */
  readonly key: string;
  /** PEM of the authority that signed the hub's certificate; absent: those that the machine trusts. */
  readonly hubCa?: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Without it the relay speaks plain HTTP, for a proxy in front of it that does not. */
  readonly tls?: TlsPair;
  readonly page: ReadonlyMap<string, PageFile>;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Log;
}

export interface Relay {
  /** Opens the port and gives its number. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

/** What a phone may say, and what it may be told; nothing else passes. */
const fromPhone = [
  'step',
  'duty',
  'receipt',
  'positions',
  'sos',
  'support',
  'find',
  'say',
  'looks',
  'page',
  'time',
] as const;
const toPhone = ['welcome', 'jobs', 'messages', 'notices', 'sosState', 'supports', 'sessionEnded'] as const;
/** Files of phones; the hub looks at the key and at all else. */
const uploads = /^\/field\/uploads(\/[0-9a-f-]{36})?$/;
const uploadMethods = new Set(['GET', 'POST', 'PUT']);
const passedHeaders = ['authorization', 'x-field-unit', 'content-type', 'content-length'] as const;

/** A hundred positions are 12 kB. */
const maxMessageBytes = 64 * 1024;
/** As the hub takes it. */
const maxPieceBytes = 240_000;
const admitMs = 15_000;
const answerMs = 20_000;
/** Links of all phones, and of one address: many phones share one of a mobile network. */
const mostLinks = 5_000;
const mostLinksOfAddress = 1_000;
/** Wrong keys of an address in a minute. */
const tries = { failures: 100, windowMs: 60_000, addresses: 10_000 };

/** What stands for one phone. */
interface Link {
  readonly hub: HubSocket;
  /** Said by the hub before the phone was let in here, in order; undefined from then on. */
  early: (readonly [event: string, said: readonly unknown[]])[] | undefined;
}

class Refused extends Error {
  readonly data: FieldConnectError;
  constructor(data: FieldConnectError) {
    super(data.detail);
    this.data = data;
  }
}

const refused = (code: FieldConnectError['code'], detail: string): Refused =>
  new Refused({ code, detail, oldest: 1, newest: 1 });

/** The hub is away: the phone tries again by itself, as it would without a network. */
class Away extends Error {}

export function createRelay(options: RelayOptions): Relay {
  const { hub, key, hubCa, host, port, tls, page, monotonic, log } = options;
  const wrong = createAttempts(monotonic, tries);
  const links = new Map<Socket, Link>();
  const ofAddress = new Map<string, number>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const address = request.url ?? '/';
    // What is no address ends the request, and not the relay.
    if (!URL.canParse(address, 'http://relay.invalid'))
      return void response.writeHead(400, { 'content-length': 0 }).end();
    const { pathname } = new URL(address, 'http://relay.invalid');
    if (pathname === '/healthz') return void response.writeHead(200, { 'cache-control': 'no-store' }).end('ok');
    if (pathname === '/' || pathname === '/field')
      return void response.writeHead(302, { location: pageRoot, 'cache-control': 'no-store' }).end();
    if (uploads.test(pathname) && uploadMethods.has(request.method ?? '')) return pass(request, response);
    const file = request.method === 'GET' ? page.get(pathname) : undefined;
    if (file === undefined) return void response.writeHead(404, { 'content-length': 0 }).end();
    response.writeHead(200, file.headers).end(file.body);
  }

  /** A piece of a file on its way to the hub: streamed, never held. */
  function pass(request: IncomingMessage, response: ServerResponse): void {
    const headers = Object.fromEntries(
      passedHeaders.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
    );
    const away = (): void => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '2' });
      response.end(JSON.stringify({ code: 'HubUnreachable', message: '中枢暂时连不上，请稍后再传' }));
    };
    if (Number(request.headers['content-length'] ?? 0) > maxPieceBytes) return void response.writeHead(413).end();
    const send = hub.startsWith('https:') ? httpsRequest : httpRequest;
    const outward = send(
      hub + (request.url ?? ''),
      {
        ...{ method: request.method, timeout: answerMs, ...(hubCa === undefined ? {} : { ca: hubCa }) },
        headers: { ...headers, 'x-field-relay': key, 'x-field-from': request.socket.remoteAddress ?? '' },
      },
      (answered) => {
        response.writeHead(answered.statusCode ?? 502, {
          'content-type': answered.headers['content-type'] ?? 'application/json',
          'cache-control': 'no-store',
        });
        // The hub fell in the middle of its answer.
        answered.on('error', () => response.destroy());
        answered.pipe(response);
      },
    );
    outward.on('timeout', () => outward.destroy(new Error('the hub is silent')));
    outward.on('error', away);
    request.on('aborted', () => outward.destroy());
    request.pipe(outward);
  }

  const server: HttpServer =
    tls === undefined
      ? createServer(answer)
      : (createTlsServer({ ...tls, minVersion: 'TLSv1.2' }, answer) as unknown as HttpServer);
  server.headersTimeout = 15_000;
  server.requestTimeout = 30_000;
  const sockets = new Server(server, {
    ...{ transports: ['websocket'], maxHttpBufferSize: maxMessageBytes, serveClient: false },
  });
  const namespace = sockets.of('/field');

  /** One link to the hub, let in there; rejects with the hub's own refusal. */
  function open(phone: Socket, auth: object, address: string): Promise<Link> {
    const socket = io(`${hub}/field`, {
      ...{ auth: { ...auth, via: { key, address } }, transports: ['websocket'], forceNew: true, reconnection: false },
      ...{ timeout: admitMs, ...(hubCa === undefined ? {} : { ca: hubCa }) },
    });
    const link: Link = { hub: socket, early: [] };
    // Before it is let in: what the hub says first may come in one piece with that.
    for (const event of toPhone)
      socket.on(event, (...said: readonly unknown[]) => {
        if (link.early === undefined) phone.emit(event, ...said);
        else link.early.push([event, said]);
      });
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(link));
      socket.once('connect_error', (error) => {
        socket.disconnect();
        const said = fieldConnectErrorSchema.safeParse((error as Error & { readonly data?: unknown }).data);
        reject(said.success ? new Refused(said.data) : new Away('the hub cannot be reached'));
      });
    });
  }

  async function admit(socket: Socket): Promise<void> {
    const { address, auth } = socket.handshake;
    if (wrong.waitFor(address) > 0) throw refused('TooManyAttempts', 'too many wrong keys: wait a minute');
    if (links.size >= mostLinks || (ofAddress.get(address) ?? 0) >= mostLinksOfAddress) throw new Away('no room');
    // Nobody names a relay of their own to the hub.
    const handshake = fieldHandshakeSchema.omit({ via: true }).safeParse(auth);
    if (!handshake.success) throw refused('InvalidMessage', 'not a handshake');
    try {
      const link = await open(socket, handshake.data, address);
      // Gone while the hub was asked.
      if (socket.conn.readyState !== 'open') return void link.hub.disconnect();
      links.set(socket, link);
      ofAddress.set(address, (ofAddress.get(address) ?? 0) + 1);
    } catch (error) {
      if (error instanceof Refused && error.data.code === 'NotAllowed') wrong.failed(address);
      throw error;
    }
  }

  function leave(socket: Socket): void {
    const link = links.get(socket);
    if (link === undefined) return;
    links.delete(socket);
    link.hub.disconnect();
    const { address } = socket.handshake;
    const left = (ofAddress.get(address) ?? 1) - 1;
    if (left > 0) ofAddress.set(address, left);
    else ofAddress.delete(address);
  }

  namespace.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => {
        if (error instanceof Away) log.warn({ reason: error.message }, 'a phone could not be passed on');
        next(error instanceof Error ? error : new Away('not passed on'));
      },
    );
  });

  namespace.on('connection', (socket) => {
    const link = links.get(socket);
    if (link === undefined) return void socket.disconnect(true);
    socket.on('disconnect', () => leave(socket));
    link.hub.on('disconnect', () => socket.disconnect(true));
    if (!link.hub.connected) return void socket.disconnect(true);
    for (const [event, said] of link.early ?? []) socket.emit(event, ...said);
    link.early = undefined;
    for (const event of fromPhone)
      socket.on(event, (...said: unknown[]) => {
        const ack = said.at(-1);
        if (typeof ack !== 'function') return;
        // An answer that does not come is none here either: the phone asks again.
        link.hub
          .timeout(answerMs)
          .emitWithAck(event, ...said.slice(0, -1))
          .then((answered: unknown) => void ack(answered))
          .catch(() => undefined);
      });
  });

  return {
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
      return (server.address() as AddressInfo).port;
    },
    async stop() {
      for (const socket of [...links.keys()]) leave(socket);
      await sockets.close();
    },
  };
}
