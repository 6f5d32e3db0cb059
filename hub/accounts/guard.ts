/**
 * How often somebody may fail. Nobody can keep another one out from elsewhere: what locks out is counted by seat and by
 * address, and over a whole account tries are only spaced. Wrong codes of a second factor lock the whole account: only who
 * knows its password can send one. Who proves the password of a session that is open already is
 * counted by that session alone.
 */
import { createHash } from 'node:crypto';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { AttemptLimits } from '../http/attempts.ts';
import { createAttempts } from '../http/attempts.ts';
import type { RatedClock } from '../clock/clock.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { LockOutLimits, ThrottleLimits } from './lock-out.ts';
import { afterFailure, lockedFor, noteFailure, throttledFor } from './lock-out.ts';
import type { LockedOut } from './port.ts';
import type { CredentialStore } from './store.ts';

export interface GuardLimits {
  /** Of one login at one seat, or of one session. */
  readonly lockOut: LockOutLimits;
  /** Of one login at one address. */
  readonly lockOutOfAddress: LockOutLimits;
  /** Of one login, wherever from. */
  readonly throttle: ThrottleLimits;
  /** Of one seat at one address, whatever the logins. */
  readonly seats: AttemptLimits;
  /** Of one network address, whatever logins and seats. */
  readonly addresses: AttemptLimits;
}

export interface GuardDeps extends GuardLimits {
  readonly store: CredentialStore;
  readonly clock: RatedClock;
  readonly machineTime: () => number;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly access: Pick<AccessLog, 'note'>;
}

/** Who tries; `account` where the login is somebody's. */
export interface Trying {
  readonly login: string;
  readonly account: AccountState | undefined;
  readonly seat: string;
  readonly address: string;
  /** Id of the session whose person proves the password again; without it somebody logs in. */
  readonly session?: string;
  /** It is a screen on the wall, with a key in place of a login. */
  readonly isWall?: boolean;
}

export interface Guard {
  /** Why they may not even try; noted. */
  held(who: Trying): LockedOut | undefined;
  /** As `held`, for who has sent the right password: whether a code may be tried. */
  heldCode(who: Trying): LockedOut | undefined;
  /** Counts a failure, notes it under this name, and says where that was the last one allowed. */
  failed(who: Trying, detail: string, what?: 'password' | 'code'): LockedOut | undefined;
  /** Somebody was let in: their failures at this place, or in this session, are forgotten. */
  succeeded(who: Trying): void;
  /** From a seat and its address alone, where no login is named. */
  heldPlace(who: Trying): LockedOut | undefined;
  failedPlace(who: Trying): void;
  /** Whoever has proven nothing yet is `unknown` in it: what is tried on an account is not what its owner does. */
  note(who: Trying, action: string, detail: string, proven: boolean): void;
  /** Longest time, machine ms, that a place has to wait with this account; 0 where none has. */
  lockedFor(account: string): number;
  /** Forgets the failures of an account, wherever they were. */
  forgive(account: string): void;
}

export function createGuard(deps: GuardDeps): Guard {
  const { store, clock, machineTime, monotonic, access, lockOut, lockOutOfAddress, throttle } = deps;
  const addresses = createAttempts(monotonic, deps.addresses);
  const seats = createAttempts(monotonic, deps.seats);

  /** What strangers type may be a password: of names nobody has only a digest is kept. */
  const keyOf = ({ login, account }: Trying): string =>
    account?.id ?? `?${createHash('sha256').update(login, 'utf8').digest('hex')}`;
  const placeOf = ({ seat, address }: Trying): string => `${address} ${seat}`;

  /** What locks out, with the limits it is counted by. */
  function counters(who: Trying): readonly (readonly [key: string, limits: LockOutLimits])[] {
    const key = keyOf(who);
    if (who.session !== undefined) return [[`${key} session ${who.session}`, lockOut]];
    return [
      [`${key} ${placeOf(who)}`, lockOut],
      [`${key} ${who.address}`, lockOutOfAddress],
    ];
  }

  const refusal = (ms: number): LockedOut | undefined =>
    ms <= 0
      ? undefined
      : { code: 'LockedOut', retryAt: Math.ceil(clock.now() + ms * clock.rate), retryAfterMs: Math.ceil(ms) };

  const placeWait = (who: Trying): number => Math.max(addresses.waitFor(who.address), seats.waitFor(placeOf(who)));

  function lockWait(who: Trying): number {
    const now = machineTime();
    return Math.max(...counters(who).map(([key, limits]) => lockedFor(store.attempts(key), now, limits)));
  }

  function throttleWait(who: Trying): number {
    const wait = throttledFor(store.attempts(keyOf(who)), machineTime(), throttle);
    const isKnown = wait > 0 && who.account !== undefined && store.hasBeenAt(who.account.id, who.seat, who.address);
    return isKnown ? 0 : wait;
  }

  function failedPlace(who: Trying): void {
    addresses.failed(who.address);
    seats.failed(placeOf(who));
  }

  function note({ account, isWall, seat, address }: Trying, action: string, detail: string, proven: boolean): void {
    const subject = account?.login ?? (isWall === true ? 'wallToken' : 'unknownLogin');
    const user = proven ? (account?.id ?? 'unknown') : 'unknown';
    access.note({ user, seat, action, subject, detail: `${detail} ${address}` });
  }

  const codesOf = (who: Trying): string => `${keyOf(who)} code`;

  const isProven = ({ session }: Trying): boolean => session !== undefined;

  return {
    held(who) {
      const held = refusal(
        who.session === undefined ? Math.max(lockWait(who), throttleWait(who), placeWait(who)) : lockWait(who),
      );
      if (held !== undefined) note(who, 'loginFailed', 'LockedOut', isProven(who));
      return held;
    },
    heldCode(who) {
      const held = refusal(lockedFor(store.attempts(codesOf(who)), machineTime(), lockOut));
      if (held !== undefined) note(who, 'loginFailed', 'LockedOut', isProven(who));
      return held;
    },
    failed(who, detail, what = 'password') {
      const now = machineTime();
      if (!isProven(who)) failedPlace(who);
      let wait = 0;
      store.together(() => {
        const ofAll = keyOf(who);
        if (!isProven(who))
          store.putAttempts(ofAll, noteFailure(store.attempts(ofAll), now, throttle), who.account !== undefined);
        const codes = codesOf(who);
        const counted = what === 'code' ? [...counters(who), [codes, lockOut] as const] : counters(who);
        for (const [key, limits] of counted) {
          const attempts = afterFailure(store.attempts(key), now, limits);
          store.putAttempts(key, attempts, key === codes);
          wait = Math.max(wait, lockedFor(attempts, now, limits));
        }
      });
      note(who, 'loginFailed', detail, isProven(who));
      if (wait > 0) note(who, 'lockedOut', `${Math.round(wait / 1_000)} s`, isProven(who));
      return refusal(wait);
    },
    succeeded(who) {
      const proven = counters(who).map(([key]) => key);
      // Whoever logs in has shown a code where there is one; a password alone says nothing of codes.
      if (!isProven(who)) proven.push(codesOf(who));
      for (const key of proven) if (store.attempts(key) !== undefined) store.forgetAttempts(key);
    },
    heldPlace: (who) => refusal(placeWait(who)),
    failedPlace,
    note,
    lockedFor(account) {
      const left = store.lockedUntil(account) - machineTime();
      return left > 0 && left <= Math.max(lockOut.lockedMs, lockOutOfAddress.lockedMs) ? left : 0;
    },
    forgive: (account) => store.clearAttempts(account),
  };
}
