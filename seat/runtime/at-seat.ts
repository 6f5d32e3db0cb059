/**
 * Who sits at this seat: their log-in, the lock in front of it, and what they have typed. One person at a time; another
 * one's log-in ends the first's, and leaves what that one typed and did not send in its place.
 */
import type { Allowed, DocumentKind } from '../../shared/domain/rules/permissions.ts';
import { documentRights } from '../../shared/domain/rules/permissions.ts';
import { unreachable } from '../../shared/lib/must.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { AnswerOf, RequestName, RequestOf } from '../../shared/wire/seat-api.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import { Drafts } from './drafts.ts';
import { IdleLock } from './idle-lock.ts';
import type { JournalIdentity, PasswordVerifiers, SeatSession, SeatTimers } from './ports.ts';
import { Sessions } from './session.ts';
import type { SessionPlaces, SessionPorts } from './session.ts';
import { Unlocking } from './unlocking.ts';
import type { UnlockingParts } from './unlocking.ts';

export interface AtSeatPorts extends SessionPorts {
  readonly timers: SeatTimers;
  readonly verifiers: PasswordVerifiers;
}

export interface AtSeatOptions extends Pick<UnlockingParts, 'hub' | 'hubTimeIn'>, SessionPlaces {
  /** Machine ms without a touch until the seat locks. */
  readonly lockAfterMs: number;
}

/** What follows from it for the rest of the seat. */
export interface AtSeatOwner {
  /** @param before Who was logged in until now. */
  signedIn(session: SeatSession, before: string | undefined): void;
  signedOut(reason: string | null): void;
  lockChanged(): void;
}

/** A wall shows what it shows to nobody in particular, and nobody could unlock it. */
function isWall({ roles }: SessionUser): boolean {
  return roles.length > 0 && roles.every(({ role }) => role === 'wall');
}

export class AtSeat {
  readonly #owner: AtSeatOwner;
  readonly #options: AtSeatOptions;
  readonly #sessions: Sessions;
  readonly #lock: IdleLock;
  readonly #unlocking: Unlocking;
  readonly #drafts = new Drafts();
  /** What the hub said last of the time to the lock. */
  #policyMs: number | null = null;
  #secondFactorMissing = false;
  #stopped = false;

  constructor(ports: AtSeatPorts, options: AtSeatOptions, owner: AtSeatOwner) {
    const { clock, timers, log, verifiers } = ports;
    const sessions = new Sessions(ports, options);
    this.#owner = owner;
    this.#options = options;
    this.#sessions = sessions;
    this.#lock = new IdleLock({
      ...{ clock, timers },
      changed: () => owner.lockChanged(),
      note: (note) => sessions.note(note),
    });
    this.#unlocking = new Unlocking({
      ...{ clock, log, verifiers, sessions, store: ports.sessions },
      ...{ hub: options.hub, hubTimeIn: options.hubTimeIn },
    });
  }

  /** Goes on with the log-in that was kept, if there is one. */
  start(): void {
    const session = this.#sessions.present;
    if (session === undefined) return;
    this.#lock.begin(this.#lockAfter(session.user), session);
    this.#owner.signedIn(session, undefined);
  }

  get present(): SeatSession | undefined {
    return this.#sessions.present;
  }

  get user(): string | undefined {
    return this.#sessions.present?.user.id;
  }

  /** Whether some role is sent documents of this kind: without one nothing may be counted from there being none. */
  holds(kind: DocumentKind): boolean {
    const allowed: Allowed = documentRights[kind];
    return this.present?.user.roles.some(({ role }) => allowed[role] !== undefined) === true;
  }

  /** The journal the log-in belongs to, as far as known. */
  get journal(): JournalIdentity | undefined {
    return this.#sessions.journal;
  }

  get locked(): boolean {
    return this.#lock.locked;
  }

  get lockAfterMs(): number | null {
    return this.#lock.afterMs;
  }

  /** What the hub said at log-in; what it says at hello counts more. */
  get secondFactorMissing(): boolean {
    return this.#secondFactorMissing;
  }

  /** Locks where nobody was here for too long, whatever the timers did meanwhile. */
  look(): void {
    this.#lock.look();
  }

  async login(body: RequestOf<'login'>): Promise<AnswerOf<'login'>> {
    const { login, password, code, newPassword } = body;
    const answer = await this.#login({
      ...{ login, password },
      ...(code === undefined ? {} : { code }),
      ...(newPassword === undefined ? {} : { newPassword }),
    });
    if (answer.status === 'signedIn') void this.#unlocking.keep(newPassword ?? password);
    return answer;
  }

  loginWall({ token }: RequestOf<'loginWall'>): Promise<AnswerOf<'loginWall'>> {
    return this.#login({ wallToken: token });
  }

  async #login(who: { readonly [member: string]: Json }): Promise<AnswerOf<'login'>> {
    const before = this.user;
    const { answer, secondFactorMissing } = await this.#sessions.login(who);
    const session = this.#sessions.present;
    if (answer.status !== 'signedIn' || session === undefined || this.#stopped) return answer;
    this.#secondFactorMissing = secondFactorMissing;
    this.#unlocking.forget();
    const wasLocked = this.locked;
    this.#lock.begin(this.#lockAfter(session.user));
    this.#owner.signedIn(session, before);
    if (wasLocked) this.#owner.lockChanged();
    return answer;
  }

  /** By hand: what this person typed goes too, unless the seat is locked and it may be anybody. */
  logout(): void {
    const { user } = this;
    if (user !== undefined && !this.locked) this.#drafts.forget(user);
    this.#sessions.logout();
    this.#ended(null);
  }

  /** The hub says that the log-in holds no more. */
  sessionEnded(code: string): void {
    this.#sessions.end();
    this.#ended(code);
  }

  lock(): void {
    this.#lock.lock();
  }

  active(): void {
    this.#lock.active();
  }

  async unlock({ password }: RequestOf<'unlock'>): Promise<AnswerOf<'unlock'>> {
    if (!this.locked) return { status: 'unlocked' };
    const token = this.present?.token;
    const answer = await this.#unlocking.unlock(password);
    if (this.#stopped || this.present?.token !== token) return answer;
    if (answer.status === 'unlocked') this.#lock.unlock();
    else if (answer.code === 'SessionEnded') this.sessionEnded('Expired');
    return answer;
  }

  /** The hub has taken another password for who is logged in. */
  passwordChanged(password: string): void {
    void this.#unlocking.keep(password);
  }

  /** The hub says who is logged in, with the roles in force. Returns whether anything of it is news. */
  told(user: SessionUser): boolean {
    if (!this.#sessions.told(user)) return false;
    this.#lock.allow(this.#lockAfter(user));
    return true;
  }

  /** By the hub's policy, machine ms without a touch; null: as this seat has it. */
  lockAfter(policyMs: number | null): void {
    this.#policyMs = policyMs;
    const user = this.present?.user;
    if (user !== undefined) this.#lock.allow(this.#lockAfter(user));
  }

  /** The hub has let them in, or asks for a second factor first. */
  secondFactor(missing: boolean): void {
    this.#secondFactorMissing = missing;
  }

  /** What somebody typed is kept for nobody else, whatever a window takes to be so. */
  keepDraft({ user, name, draft }: RequestOf<'keepDraft'>): AnswerOf<'keepDraft'> {
    return { kept: user === this.user && this.#drafts.keep(user, name, draft) };
  }

  drafts({ user }: RequestOf<'drafts'>): AnswerOf<'drafts'> {
    return { drafts: user === this.user ? this.#drafts.all(user) : {} };
  }

  /** How many people have typed something here and not sent it. */
  get typing(): number {
    return this.#drafts.people;
  }

  stop(): void {
    this.#stopped = true;
    this.#lock.end();
  }

  #lockAfter(user: SessionUser): number | null {
    return isWall(user) ? null : (this.#policyMs ?? this.#options.lockAfterMs);
  }

  #ended(reason: string | null): void {
    this.#secondFactorMissing = false;
    this.#unlocking.forget();
    this.#lock.end();
    this.#owner.signedOut(reason);
  }
}

/**
 * Whether a locked seat does it. Besides logging in and out and the lock itself, only what takes back: a screen that
 * closes lets go of what it watched, and that shows nothing.
 */
export function mayWhileLocked<N extends RequestName>(name: N, body: RequestOf<N>): boolean {
  const request: RequestName = name;
  switch (request) {
    case 'login':
    case 'loginWall':
    case 'logout':
    case 'lock':
    case 'unlock':
    case 'active':
    case 'unwatch':
    case 'videoClose':
    case 'replayClose':
      return true;
    case 'watchPositions':
      return !(body as RequestOf<'watchPositions'>).on;
    case 'presence': {
      const { open, about } = body as RequestOf<'presence'>;
      return open === null && about === null;
    }
    case 'videoPtz': {
      const { pan, tilt, zoom } = body as RequestOf<'videoPtz'>;
      return pan === 0 && tilt === 0 && zoom === 0;
    }
    case 'videoOpen':
    case 'videoStill':
    case 'keepDraft':
    case 'drafts':
    case 'office':
    case 'search':
    case 'past':
    case 'watch':
    case 'submit':
    case 'outbox':
    case 'settle':
    case 'history':
    case 'personal':
    case 'draft':
    case 'takeIn':
    case 'recommend':
    case 'sources':
    case 'unitRun':
    case 'dutyAhead':
    case 'rosterNight':
    case 'zoneCover':
    case 'attendanceNight':
    case 'sosHelp':
    case 'plates':
    case 'basemap':
    case 'checkDigest':
    case 'replayOpen':
    case 'replayAt':
    case 'replayEvents':
    case 'replayTrack':
    case 'trackFile':
      return false;
    default:
      return unreachable(request);
  }
}
