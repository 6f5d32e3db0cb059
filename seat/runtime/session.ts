/** Logging in and out: over HTTP, at the first hub that answers. */
import { z } from 'zod';
import { sessionAnswerSchema } from '../../shared/wire/session.ts';
import { answerSchemas } from '../../shared/wire/seat-api.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import type { SeatHttp, SeatLog, SeatSession, SessionStore } from './ports.ts';

export interface SessionPorts {
  readonly http: SeatHttp;
  readonly sessions: SessionStore;
  readonly log: SeatLog;
}

type LoginAnswer = AnswerOf<'login'>;

const [, refusedSchema] = answerSchemas.login.options;
/** What the hub says when it says no; see `hub/http/problem.ts`. */
const problemSchema = z.object({ code: refusedSchema.shape.code, retryAt: z.int().nullable().default(null) });

export class Sessions {
  readonly #ports: SessionPorts;
  readonly #urls: readonly string[];
  readonly #seat: string;
  #present: SeatSession | undefined;

  constructor(ports: SessionPorts, urls: readonly string[], seat: string) {
    this.#ports = ports;
    this.#urls = urls;
    this.#seat = seat;
    this.#present = ports.sessions.load();
  }

  get present(): SeatSession | undefined {
    return this.#present;
  }

  async login({ login, password }: RequestOf<'login'>): Promise<LoginAnswer> {
    for (const url of this.#urls) {
      const answer = await this.#loginAt(url, { login, password, seat: this.#seat });
      if (answer !== undefined) return answer;
    }
    return { status: 'refused', code: 'HubUnreachable', retryAt: null };
  }

  /** Forgets the log-in, and tells the hub so where it can be reached. */
  logout(): void {
    const token = this.#present?.token;
    this.end();
    if (token === undefined) return;
    for (const url of this.#urls) {
      this.#ports.http.logout(url, token).catch(() => {
        this.#ports.log.info({}, 'the hub could not be told of a log-out: the log-in ends by itself');
      });
    }
  }

  /** The log-in holds no more. */
  end(): void {
    this.#present = undefined;
    this.#save();
  }

  /** undefined where there is no hub at the address. */
  async #loginAt(url: string, body: { login: string; password: string; seat: string }) {
    let reply: Awaited<ReturnType<SeatHttp['login']>>;
    try {
      reply = await this.#ports.http.login(url, body);
    } catch {
      return undefined;
    }
    const signedIn = sessionAnswerSchema.safeParse(reply.body);
    if (reply.status === 200 && signedIn.success) {
      const { token, user } = signedIn.data;
      this.#present = { token, user };
      this.#save();
      return { status: 'signedIn', user } satisfies LoginAnswer;
    }
    const problem = problemSchema.safeParse(reply.body);
    if (problem.success) return { status: 'refused', ...problem.data } satisfies LoginAnswer;
    // The hub checks by the same schema before it looks at anything: too long, or empty.
    if (reply.status === 400) return { status: 'refused', code: 'InvalidMessage', retryAt: null } satisfies LoginAnswer;
    this.#ports.log.warn({ status: reply.status }, 'what answered a log-in is no hub, or one that cannot log in now');
    return undefined;
  }

  #save(): void {
    try {
      this.#ports.sessions.save(this.#present);
    } catch (error) {
      this.#ports.log.error({ err: error }, 'the log-in could not be kept: after a restart it is asked for again');
    }
  }
}
