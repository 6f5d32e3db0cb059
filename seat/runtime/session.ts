/** The log-in of this seat: made, checked and ended over HTTP, at the first hub that answers. */
import { z } from 'zod';
import { isPrivateWay } from '../../shared/lib/hub-address.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Json } from '../../shared/lib/json.ts';
import { sessionAnswerSchema } from '../../shared/wire/session.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import { answerSchemas } from '../../shared/wire/seat-api.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import { fitOf } from './journals.ts';
import type { HttpReply, JournalIdentity, SeatClock, SeatHttp, SeatLog, SeatSession, SessionStore } from './ports.ts';

export interface SessionPorts {
  readonly clock: SeatClock;
  readonly http: SeatHttp;
  readonly sessions: SessionStore;
  readonly log: SeatLog;
}

/** Where a log-in is made. */
export interface SessionPlaces {
  /** Addresses of the hub, tried in this order. */
  readonly hubUrls: readonly string[];
  readonly seat: string;
  /** The journal the seat spoke with last. */
  readonly met: () => JournalIdentity | undefined;
}

type LoginAnswer = AnswerOf<'login'>;

const [, refusedSchema] = answerSchemas.login.options;
/** What the hub says when it says no; see `hub/http/problem.ts`. */
const problemSchema = z.object({
  code: refusedSchema.shape.code,
  minutes: z.int().nullable().default(null),
  retryAt: z.int().nullable().default(null),
});
const checkProblemSchema = z.object({
  code: z.enum(['WrongPassword', 'SessionEnded', 'TokenMissing', 'LockedOut', 'Busy']),
  retryAt: z.int().nullable().default(null),
});

/**
 * What a hub said of a password; null: none could be asked. `claimed`: right, over a way on which any machine may answer
 * in the hub's place.
 */
export type Checked = 'right' | 'claimed' | z.infer<typeof checkProblemSchema> | null;

export interface LoggedIn {
  readonly answer: LoginAnswer;
  readonly secondFactorMissing: boolean;
}

export class Sessions {
  readonly #ports: SessionPorts;
  readonly #urls: readonly string[];
  readonly #places: SessionPlaces;
  #present: SeatSession | undefined;
  /** Of the hub that made the log-in, where it was not the one met last. */
  #begun: JournalIdentity | undefined;

  constructor(ports: SessionPorts, places: SessionPlaces) {
    this.#ports = ports;
    this.#urls = places.hubUrls;
    this.#places = places;
    this.#present = ports.sessions.load();
  }

  /** The journal the log-in belongs to, as far as known. */
  get journal(): JournalIdentity | undefined {
    const met = this.#places.met();
    const begun = this.#begun;
    // Once the hub has said welcome it is the one met last, and may be restored in its turn.
    return begun === undefined || begun.journalId === met?.journalId ? met : begun;
  }

  get present(): SeatSession | undefined {
    return this.#present;
  }

  /** @param who The log-in without the name of the seat. Whoever was logged in before is logged out. */
  async login(who: { readonly [member: string]: Json }): Promise<LoggedIn> {
    const unmet: { readonly url: string; readonly journal: JournalIdentity }[] = [];
    const body = { ...who, seat: this.#places.seat };
    for (const url of this.#urls) {
      const found = await this.#fit(url);
      if (found === 'older') continue;
      if (typeof found === 'object') unmet.push({ url, journal: found });
      else {
        const result = await this.#loginAt(url, body, undefined);
        if (result !== undefined) return result;
      }
    }
    // A hub that began anew: only where the one of before is nowhere.
    for (const { url, journal } of unmet) {
      const result = await this.#loginAt(url, body, journal);
      if (result !== undefined) return result;
    }
    return refused({ code: 'HubUnreachable', minutes: null, retryAt: null });
  }

  /** With one address there is no choice. Of another journal which one it is. */
  async #fit(url: string): Promise<'fits' | 'older' | JournalIdentity> {
    const met = this.#places.met();
    if (this.#urls.length === 1 || met === undefined) return 'fits';
    const found = await this.#ports.http.journal(url);
    const fit = found === undefined ? 'fits' : fitOf(found, met);
    if (found === undefined || fit === 'fits') return 'fits';
    this.#ports.log.warn({ hub: url, fit, met, found }, 'another hub than the one met last answers at this address');
    return fit === 'older' ? fit : found;
  }

  /** Whether this is the password of who is logged in. @param first The hub to ask before the others. */
  async check(password: string, first: string | null): Promise<Checked> {
    const token = this.#present?.token;
    if (token === undefined) return { code: 'SessionEnded', retryAt: null };
    const urls = first === null ? this.#urls : [first, ...this.#urls.filter((url) => url !== first)];
    for (const url of urls) {
      let reply: HttpReply;
      try {
        reply = await this.#ports.http.check(url, token, { password });
      } catch {
        continue;
      }
      if (reply.status === 204) return isPrivateWay(url) ? 'right' : 'claimed';
      const problem = checkProblemSchema.safeParse(reply.body);
      if (problem.success) return problem.data;
      // The hub looks at the form first: empty, or longer than any password.
      if (reply.status === 400) return { code: 'WrongPassword', retryAt: null };
      this.#ports.log.warn(
        { status: reply.status },
        'what answered is no hub, or one that cannot check a password now',
      );
    }
    return null;
  }

  /** Forgets the log-in, and tells the hub so where it can be reached. */
  logout(): void {
    const token = this.#present?.token;
    this.end();
    if (token !== undefined) this.#tellEnded(token);
  }

  /** The log-in holds no more. */
  end(): void {
    this.#present = undefined;
    this.#save();
  }

  /** The hub says who is logged in. Returns whether anything of it is news. */
  told(user: SessionUser): boolean {
    if (this.#present?.user.id !== user.id || canonicalJson(this.#present.user) === canonicalJson(user)) return false;
    this.#present = { ...this.#present, user };
    this.#save();
    return true;
  }

  /** Notes how the lock stands, for a seat that is started again. */
  note(lock: Pick<SeatSession, 'locked' | 'touchedAt'>): void {
    if (this.#present === undefined) return;
    this.#present = { ...this.#present, ...lock };
    this.#save();
  }

  /** undefined where there is no hub at the address. */
  async #loginAt(url: string, body: Json, begun: JournalIdentity | undefined): Promise<LoggedIn | undefined> {
    let reply: HttpReply;
    try {
      reply = await this.#ports.http.login(url, body);
    } catch {
      return undefined;
    }
    const signedIn = sessionAnswerSchema.safeParse(reply.body);
    if (reply.status === 200 && signedIn.success) {
      const { token, user, secondFactorMissing } = signedIn.data;
      this.#begun = begun;
      this.#replace({ token, user, locked: false, touchedAt: this.#ports.clock.machine() });
      return { answer: { status: 'signedIn', user }, secondFactorMissing };
    }
    const problem = problemSchema.safeParse(reply.body);
    if (problem.success) return refused(problem.data);
    // The hub checks by the same schema before it looks at anything: too long, or empty.
    if (reply.status === 400) return refused({ code: 'InvalidMessage', minutes: null, retryAt: null });
    this.#ports.log.warn({ status: reply.status }, 'what answered a log-in is no hub, or one that cannot log in now');
    return undefined;
  }

  #replace(session: SeatSession): void {
    const before = this.#present;
    this.#present = session;
    this.#save();
    // Of the same person at the same seat the hub has ended it by itself.
    if (before !== undefined && before.user.id !== session.user.id) this.#tellEnded(before.token);
  }

  #tellEnded(token: string): void {
    for (const url of this.#urls) {
      this.#ports.http.logout(url, token).catch(() => {
        this.#ports.log.info({}, 'the hub could not be told of a log-out: the log-in ends by itself');
      });
    }
  }

  #save(): void {
    try {
      this.#ports.sessions.save(this.#present);
    } catch (error) {
      this.#ports.log.error({ err: error }, 'the log-in could not be kept: after a restart it is asked for again');
    }
  }
}

function refused(problem: z.infer<typeof problemSchema>): LoggedIn {
  return { answer: { status: 'refused', ...problem }, secondFactorMissing: false };
}
