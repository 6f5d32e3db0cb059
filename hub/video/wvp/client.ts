/** Asks of a WVP-GB28181-pro server: log-in, time-outs, one more try where that is harmless, and the circuit around all. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Clock, Log } from '../../ports.ts';
import { Circuit } from '../circuit.ts';
import type { CircuitPolicy } from '../circuit.ts';
import { AnswerTooLarge, sendHttp } from '../http.ts';
import type { HttpReply, SendHttp } from '../http.ts';
import type { PlatformTrouble } from '../port.ts';
import { loginSchema, resultSchema } from './schemas.ts';

export type WvpCredentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'apiKey'; readonly key: string };

export interface WvpClientDeps {
  /** Such as `https://10.1.2.3:18080`. */
  readonly base: URL;
  readonly credentials: WvpCredentials;
  /** PEM. */
  readonly ca?: string;
  readonly clock: Clock;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Log;
  readonly send?: SendHttp;
  readonly circuit?: CircuitPolicy;
}

export interface WvpAsk {
  /** Below the base, each part already written as a URL wants it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly timeoutMs: number;
  /** Asking twice does no harm. */
  readonly again?: boolean;
}

/** The server works and says no: its code (0 never) and what it says. */
export interface WvpRefusal {
  readonly code: number;
  readonly said: string;
}

/** `unusable`: it answers, with what the hub cannot read or is too large for it. Of other cameras that says nothing. */
export type WvpFailure =
  | { readonly is: 'away'; readonly trouble: PlatformTrouble }
  | { readonly is: 'unusable' }
  | ({ readonly is: 'refused' } & WvpRefusal);

const loginMs = 5_000;
const mostJson = 8 * 1024 * 1024;
const mostPicture = 700_000;
const tokenHeader = 'access-token';
const keyHeader = 'api-key';
/** Its own code for an ask without a log-in that holds. */
const notLoggedIn = 401;

class Away extends Error {
  readonly lasting: boolean;
  constructor(message: string, lasting = false) {
    super(message);
    this.lasting = lasting;
  }
}

export class WvpClient {
  readonly #deps: WvpClientDeps;
  readonly #send: SendHttp;
  readonly #circuit: Circuit;
  #token: string | undefined;
  #loggingIn: Promise<string> | undefined;

  constructor(deps: WvpClientDeps) {
    this.#deps = deps;
    this.#send = deps.send ?? sendHttp;
    this.#circuit = new Circuit(deps, deps.circuit);
  }

  get awaySince(): number | undefined {
    return this.#circuit.awaySince;
  }

  /** The member `data` of its answer, by schema. */
  async ask<S extends z.ZodType>(ask: WvpAsk, schema: S): Promise<Result<z.infer<S>, WvpFailure>> {
    return this.#guarded(async () => {
      const reply = await this.#let(ask, mostJson);
      const result = resultOf(reply);
      if (result === undefined) throw new Away(`${ask.path}: HTTP ${reply.status} without a result`);
      if (result.code !== 0) return err({ is: 'refused', code: result.code, said: result.msg ?? '' });
      const data = schema.safeParse(result.data);
      if (data.success) return ok(data.data);
      const [issue] = data.error.issues;
      const field = `data.${issue?.path.map(String).join('.') ?? ''}`;
      return this.#unusable(`${ask.path}: ${field} is not as expected`);
    });
  }

  /** The bytes of an answer that is a picture. */
  async picture(ask: WvpAsk): Promise<Result<Uint8Array, WvpFailure>> {
    return this.#guarded(async () => {
      const { status, body } = await this.#let(ask, mostPicture);
      if (status === 200 && body.length > 0) return ok(body);
      if (status >= 500) throw new Away(`${ask.path}: HTTP ${status}`);
      return err({ is: 'refused', code: status, said: 'no picture' });
    });
  }

  async #guarded<T>(work: () => Promise<Result<T, WvpFailure>>): Promise<Result<T, WvpFailure>> {
    if (!this.#circuit.admits()) return this.#away();
    try {
      const result = await work();
      this.#circuit.worked();
      return result;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof AnswerTooLarge) {
        this.#circuit.worked();
        return this.#unusable(reason);
      }
      this.#deps.log.debug({ reason }, 'an ask of the video platform failed');
      this.#circuit.failed(reason, error instanceof Away && error.lasting);
      return this.#away();
    }
  }

  #unusable<T>(reason: string): Result<T, WvpFailure> {
    this.#deps.log.debug({ reason }, 'the video platform answered what cannot be used');
    return err({ is: 'unusable' });
  }

  #away<T>(): Result<T, WvpFailure> {
    const since = this.#circuit.awaySince ?? this.#deps.clock.now();
    return err({ is: 'away', trouble: { code: 'PlatformAway', since } });
  }

  /** Logged in; once more where the log-in is over, or where the first try broke and may be repeated. */
  async #let(ask: WvpAsk, mostBytes: number): Promise<HttpReply> {
    const once = async (): Promise<HttpReply> => {
      const token = await this.#proof();
      const reply = await this.#get(ask, token, mostBytes);
      if (!isLoggedOut(reply) || this.#deps.credentials.kind === 'apiKey') return reply;
      if (this.#token === token[tokenHeader]) this.#token = undefined;
      return this.#get(ask, await this.#proof(), mostBytes);
    };
    const said = async (): Promise<HttpReply> => {
      const reply = await once();
      if (isLoggedOut(reply)) throw new Away('it lets the hub not in: wrong key or log-in', true);
      return reply;
    };
    try {
      return await said();
    } catch (error) {
      const isSame = error instanceof AnswerTooLarge || (error instanceof Away && error.lasting);
      if (ask.again !== true || isSame) throw error;
      return said();
    }
  }

  async #proof(): Promise<Readonly<Record<string, string>>> {
    const { credentials } = this.#deps;
    if (credentials.kind === 'apiKey') return { [keyHeader]: credentials.key };
    this.#token ??= await (this.#loggingIn ??= this.#login(credentials).finally(() => {
      this.#loggingIn = undefined;
    }));
    return { [tokenHeader]: this.#token };
  }

  async #login({ user, password }: Extract<WvpCredentials, { kind: 'password' }>): Promise<string> {
    const query = { username: user, password: createHash('md5').update(password, 'utf8').digest('hex') };
    const reply = await this.#get({ path: 'api/user/login', query, timeoutMs: loginMs }, {}, mostJson);
    const result = resultOf(reply);
    if (result === undefined) throw new Away(`log-in: HTTP ${reply.status} without a result`);
    if (result.code !== 0) throw new Away(`it refused the log-in with code ${result.code}`, true);
    const header = reply.headers[tokenHeader];
    const data = loginSchema.safeParse(result.data);
    const token = typeof header === 'string' && header !== '' ? header : data.data?.accessToken;
    if (typeof token !== 'string' || !/^[\x21-\x7e]{1,8000}$/.test(token))
      throw new Away('its log-in gave no token', true);
    return token;
  }

  #get(ask: WvpAsk, proof: Readonly<Record<string, string>>, mostBytes: number): Promise<HttpReply> {
    const url = new URL(ask.path, this.#deps.base);
    for (const [name, value] of Object.entries(ask.query ?? {})) url.searchParams.set(name, String(value));
    const { ca } = this.#deps;
    return this.#send({
      ...{ url, mostBytes, timeoutMs: ask.timeoutMs },
      headers: { accept: '*/*', ...proof },
      ...(ca === undefined ? {} : { ca }),
    });
  }
}

function resultOf({ body }: HttpReply): z.infer<typeof resultSchema> | undefined {
  try {
    return resultSchema.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function isLoggedOut(reply: HttpReply): boolean {
  return reply.status === notLoggedIn || (reply.body.length < 4_096 && resultOf(reply)?.code === notLoggedIn);
}
