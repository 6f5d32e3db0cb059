/**
 * Opens a locked seat by the password of who is logged in: the hub is asked, and only where none can be, what the seat
 * keeps since the log-in. Wrong tries are counted here as well, so that a cable pulled out gives no more of them.
 */
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { PasswordVerifiers, SeatClock, SeatLog, SessionStore } from './ports.ts';
import type { Sessions } from './session.ts';

/** Wrong tries until nobody may try. */
const mostWrong = 5;
/** For how long, machine ms. */
const lockedOutMs = 60_000;

export interface UnlockingParts {
  readonly clock: SeatClock;
  readonly log: SeatLog;
  readonly verifiers: PasswordVerifiers;
  readonly store: Pick<SessionStore, 'loadVerifier' | 'saveVerifier'>;
  readonly sessions: Pick<Sessions, 'present' | 'check'>;
  /** The hub in use now. */
  readonly hub: () => string | null;
  /** Hub time in so many machine ms. */
  readonly hubTimeIn: (machineMs: number) => number;
}

type Answer = AnswerOf<'unlock'>;
type Refusal = Extract<Answer, { status: 'refused' }>;

export class Unlocking {
  readonly #parts: UnlockingParts;
  #wrong = 0;
  /** Machine time until which nobody may try. */
  #outUntil = 0;
  /** One try after the other: side by side they would not be counted. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: UnlockingParts) {
    this.#parts = parts;
  }

  /** The password of who is logged in is proven: kept as a slow hash, for the time without a hub. */
  async keep(password: string): Promise<void> {
    const { sessions, store, verifiers, log } = this.#parts;
    const session = sessions.present;
    if (session === undefined) return;
    try {
      const verifier = await verifiers.make(password);
      // Whoever logged out meanwhile leaves nothing behind.
      if (sessions.present?.token === session.token) store.saveVerifier({ user: session.user.id, verifier });
    } catch (error) {
      log.error(
        { err: error },
        'without the hub this seat cannot be unlocked: nothing to check a password by was kept',
      );
    }
  }

  /** Nobody is logged in any more, or somebody else. */
  forget(): void {
    this.#wrong = 0;
    this.#outUntil = 0;
    try {
      this.#parts.store.saveVerifier(undefined);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'what the seat checks a password by could not be removed');
    }
  }

  unlock(password: string): Promise<Answer> {
    const { present } = this.#parts.sessions;
    const answer = this.#last.then(() => this.#try(password, present?.token));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** @param token Of who was logged in when it was asked: somebody else's seat is not opened by it. */
  async #try(password: string, token: string | undefined): Promise<Answer> {
    const { sessions, hub } = this.#parts;
    const session = sessions.present;
    if (session === undefined || session.token !== token) return refused('SessionEnded');
    const out = this.#lockedOut();
    if (out !== undefined) return out;
    const checked = await sessions.check(password, hub());
    if (sessions.present?.token !== token) return refused('SessionEnded');
    if (checked === 'right') {
      void this.keep(password);
      return this.#opened();
    }
    if (checked === 'claimed') return this.#tryClaimed(session.user.id, password);
    if (checked === null) return this.#tryByVerifier(session.user.id, password, 'HubUnreachable');
    switch (checked.code) {
      case 'WrongPassword':
        return this.#isWrong();
      case 'LockedOut':
        return refused('LockedOut', checked.retryAt);
      case 'Busy':
        return refused('Busy');
      case 'SessionEnded':
      case 'TokenMissing':
        return refused('SessionEnded');
    }
  }

  /** The word of whatever answered opens nothing by itself: where nothing was kept, one logs in anew. */
  async #tryClaimed(user: string, password: string): Promise<Answer> {
    const answer = await this.#tryByVerifier(user, password, 'SessionEnded');
    if (answer.status === 'unlocked') void this.keep(password);
    return answer;
  }

  async #tryByVerifier(user: string, password: string, without: Refusal['code']): Promise<Answer> {
    const { store, verifiers, sessions } = this.#parts;
    const kept = store.loadVerifier();
    if (kept?.user !== user) return refused(without);
    const isRight = await verifiers.matches(kept.verifier, password);
    if (sessions.present?.user.id !== user) return refused('SessionEnded');
    return isRight ? this.#opened() : this.#isWrong();
  }

  #opened(): Answer {
    this.#wrong = 0;
    return { status: 'unlocked' };
  }

  #isWrong(): Answer {
    this.#wrong += 1;
    if (this.#wrong < mostWrong) return refused('WrongPassword');
    this.#wrong = 0;
    this.#outUntil = this.#parts.clock.machine() + lockedOutMs;
    return this.#lockedOut() ?? refused('WrongPassword');
  }

  #lockedOut(): Answer | undefined {
    // A clock that was set back must not lock out for longer than was meant.
    const left = Math.min(lockedOutMs, this.#outUntil - this.#parts.clock.machine());
    return left > 0 ? refused('LockedOut', this.#parts.hubTimeIn(left)) : undefined;
  }
}

function refused(code: Refusal['code'], retryAt: number | null = null): Answer {
  return { status: 'refused', code, retryAt };
}
