/**
 * The hub's HTTP door: size limit, schema check, key check and one form of error, whatever the route. A route is one
 * file in `routes/`, listed in `routes/index.ts`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify from 'fastify';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify';
import { z } from 'zod';
import { assert, must } from '../../shared/lib/must.ts';
import type { KeyAction } from '../../shared/wire/office-api.ts';
import type { Log } from '../ports.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Attempts } from './attempts.ts';
import { Problem, bodyOf } from './problem.ts';

/** Types a route's params, query and body by the zod schemas it is registered with. */
interface ZodProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
}

export type HttpServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How long the body of a request may take, machine ms; as of all others unless given. */
    readonly bodyTimeMs?: number;
  }
}

/** Adds one route to the server. */
export type Route = (server: HttpServer) => void;

/** Routes that need a key, and what the key must be allowed to do. */
export interface KeyedRoute {
  readonly action: KeyAction;
  readonly route: Route;
}

/** A key that may do some things only. */
export interface LimitedKey {
  readonly id: string;
  readonly actions: readonly KeyAction[];
  /** Whose key it is, where that is said: the platform that sends positions. */
  readonly subject?: string | null;
}

/** Keys of outside programs. */
export interface ProgramKeys {
  /** The key that holds now; counts as its use. Undefined where it opens nothing. */
  find(key: string, address: string): LimitedKey | undefined;
}

/** Certificate and private key, both PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

export interface ServerOptions {
  /** The key the hub was started with: it may do everything. */
  readonly keys: ApiKeys;
  /** Without it there is that one key only. */
  readonly programs?: ProgramKeys;
  readonly attempts: Attempts;
  readonly log: Log;
  /** Told of each wrong key, and of each that was not looked at because there were too many. */
  readonly onWrongKey: (address: string, code: 'KeyWrong' | 'TooManyAttempts') => void;
  /** Whether it is the token of a person's log-in, told with what it was used for: it opens nothing here. */
  readonly isPersons?: (token: string, action: KeyAction, address: string) => Promise<boolean>;
  /** Told of each key that may not do what it was used for. */
  readonly onNotAllowed?: (key: string, action: KeyAction, address: string) => void;
  /** Without it the door speaks plain HTTP. */
  readonly tls?: TlsPair;
  /** How long a body may take to come, machine ms, where its route says nothing else; half a minute unless given. */
  readonly bodyTimeMs?: number;
  /** Anybody may call these. */
  readonly open: readonly Route[];
  /** These need a key. */
  readonly keyed: readonly KeyedRoute[];
}

/** Larger than any order of work, small enough that a thousand at once do no harm. */
const bodyLimit = 256 * 1024;
const requestTimeoutMs = 30_000;
/** Node's own limit is one for all: above that of every route. */
const longestRequestMs = 60 * 60_000;
/** Older versions are broken; Chromium 109 and Node speak newer ones. */
const oldestTls = 'TLSv1.2';
/** Who has not shaken hands by then keeps no connection open. */
const handshakeTimeoutMs = 10_000;

export async function createServer(options: ServerOptions): Promise<HttpServer> {
  const { log, tls } = options;
  const server = fastify({
    ...(tls === undefined
      ? {}
      : { https: { cert: tls.cert, key: tls.key, minVersion: oldestTls, handshakeTimeout: handshakeTimeoutMs } }),
    bodyLimit,
    requestTimeout: longestRequestMs,
    forceCloseConnections: 'idle',
    // An address that cannot even be read never reaches the error handler below.
    frameworkErrors: (_error, _request, reply) => {
      const problem = new Problem(400, 'InvalidInput', 'this address cannot be read', { field: 'url' });
      reply.hijack();
      // No hook runs for it: what may still come of its body is not waited for.
      reply.raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
      reply.raw.end(JSON.stringify(bodyOf(problem)));
    },
  })
    .withTypeProvider<ZodProvider>()
    .setValidatorCompiler(({ schema, httpPart }) => (value: unknown) => {
      assert(schema instanceof z.ZodType, 'a route describes its input by a zod schema');
      const parsed = schema.safeParse(value);
      if (parsed.success) return { value: parsed.data };
      return { error: invalid(parsed.error, httpPart ?? 'request') };
    });

  server.server.headersTimeout = requestTimeoutMs;
  server.addHook('onRequest', (request, _reply, done) => {
    limitBody(request.raw, request.routeOptions.config.bodyTimeMs ?? options.bodyTimeMs ?? requestTimeoutMs);
    done();
  });
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', String(problem.retryAfterSeconds));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    return reply.code(problem.status).send(bodyOf(problem));
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(bodyOf(new Problem(404, 'NotFound', 'there is nothing at this address'))),
  );
  server.addHook('onSend', async (request, reply) => {
    // Who says how long it may be kept has thought of it.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    void reply.header('x-content-type-options', 'nosniff');
    if (reply.statusCode === 413) hearOut(request.raw, reply);
  });
  server.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the address as called: that may hold what somebody typed.
    const route = request.routeOptions.url ?? 'unknown';
    log.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'http');
  });

  await server.register(async (scope) => {
    for (const route of options.open) route(scope);
  });
  for (const { action, route } of options.keyed)
    await server.register(async (scope) => {
      scope.addHook('onRequest', async (request) => {
        callers.set(request.raw, await checkKey(request.headers.authorization, request.ip, action, options));
      });
      route(scope);
    });
  return server;
}

/** Who sends a body too slowly loses the connection, as Node does it where there is one limit for all. */
export function limitBody(request: IncomingMessage, milliseconds = requestTimeoutMs): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (Number(length) === 0 && encoding === undefined) return;
  const timer = setTimeout(() => {
    request.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => request.socket.destroy());
  }, milliseconds);
  for (const over of ['end', 'close']) request.once(over, () => clearTimeout(timer));
}

/** What the header `Authorization: Bearer …` holds; undefined for any other header, or none. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
}

interface Caller {
  /** As the access log names them. */
  readonly name: string;
  readonly subject: string | null;
}

/** Who calls; let in by their key. */
const callers = new WeakMap<IncomingMessage, Caller>();

/** Whose key let a call of a keyed route in: `api` for the hub's own, `key:<id>` for a program's. */
export function callerOf(request: Pick<FastifyRequest, 'raw'>): string {
  return must(callers.get(request.raw), 'the key of a call').name;
}

/** What the key that let a call in speaks for; null where it does not say, as the hub's own. */
export function subjectOf(request: Pick<FastifyRequest, 'raw'>): string | null {
  return must(callers.get(request.raw), 'the key of a call').subject;
}

/** Returns whose key it is. */
async function checkKey(
  header: string | undefined,
  address: string,
  action: KeyAction,
  { keys, programs, attempts, onWrongKey, onNotAllowed, isPersons }: ServerOptions,
): Promise<Caller> {
  const wait = attempts.waitFor(address);
  if (wait > 0) {
    onWrongKey(address, 'TooManyAttempts');
    throw new Problem(429, 'TooManyAttempts', 'too many wrong keys from this address: wait', {
      retryAfterSeconds: Math.ceil(wait / 1000),
    });
  }
  const key = bearerOf(header);
  if (key === undefined)
    throw new Problem(401, 'KeyMissing', 'send the key in the header Authorization: Bearer KEY', {
      field: 'authorization',
    });
  if (keys.matches(key)) return { name: 'api', subject: null };
  const found = programs?.find(key, address);
  if (found?.actions.includes(action) === true) return { name: `key:${found.id}`, subject: found.subject ?? null };
  if (found !== undefined) {
    onNotAllowed?.(found.id, action, address);
    throw new Problem(403, 'NotAllowed', `this key may not do this: ${action}`, { field: 'authorization' });
  }
  if ((await isPersons?.(key, action, address)) === true)
    throw new Problem(403, 'NotAllowed', 'this is for programs with a key, not for people', { field: 'authorization' });
  attempts.failed(address);
  onWrongKey(address, 'KeyWrong');
  throw new Problem(401, 'KeyWrong', 'this key opens nothing here', { field: 'authorization' });
}

/**
 * The rest of a body that is too long is read and dropped, until its sender has heard the answer or `requestTimeoutMs` is
 * over. A connection closed while somebody still sends is reset, and the answer is lost with it.
 */
function hearOut(body: IncomingMessage, reply: Pick<FastifyReply, 'removeHeader'>): void {
  reply.removeHeader('connection');
  body.resume();
}

/** Of a choice of shapes the issues of the one that was nearest. */
function nearest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const first = issues[0];
  if (first?.code !== 'invalid_union') return first;
  const [best] = first.errors.toSorted((a, b) => a.length - b.length);
  return best === undefined || best.length === 0 ? first : nearest(best);
}

function invalid(error: z.ZodError, part: string): Problem {
  const first = nearest(error.issues);
  const unknownKey = first?.code === 'unrecognized_keys' ? first.keys.slice(0, 1) : [];
  const field = [...(first?.path ?? []), ...unknownKey].map(String).join('.');
  return new Problem(400, 'InvalidInput', first?.message ?? 'not as described', { field: field === '' ? part : field });
}

const clientErrors: { readonly [status: number]: string } = {
  400: 'InvalidInput',
  413: 'TooLarge',
  415: 'UnsupportedMediaType',
};

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    const code = clientErrors[error.statusCode];
    if (code !== undefined) return new Problem(error.statusCode, code, error.message, { field: 'body' });
  }
  return new Problem(500, 'InternalError', 'the hub failed on this request; its log says why');
}
