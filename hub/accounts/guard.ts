/** How often somebody may fail: under one login, and from one network address. */
import { createHash } from 'node:crypto';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { AttemptLimits } from '../http/attempts.ts';
import { createAttempts } from '../http/attempts.ts';
import type { RatedClock } from '../clock/clock.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { LockOutLimits } from './lock-out.ts';
import { afterFailure, lockedFor } from './lock-out.ts';
import type { LockedOut } from './port.ts';
import type { CredentialStore } from './store.ts';

export interface GuardDeps {
  readonly store: CredentialStore;
  readonly clock: RatedClock;
  readonly machineTime: () => number;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly access: Pick<AccessLog, 'note'>;
  readonly lockOut: LockOutLimits;
  readonly addresses: AttemptLimits;
}

/** Who tries; `account` where the login is somebody's. */
export interface Trying {
  readonly login: string;
  readonly account: AccountState | undefined;
  readonly seat: string;
  readonly address: string;
}

export interface Guard {
  /** Why they may not even try; noted. */
  held(who: Trying): LockedOut | undefined;
  /** Counts a failure, notes it under this name, and says where that was the last one allowed. */
  failed(who: Trying, detail: string): LockedOut | undefined;
  /** From an address alone, where no login is named. */
  heldAddress(address: string): LockedOut | undefined;
  failedAddress(address: string): void;
  note(who: Trying, action: string, detail: string): void;
  /** Machine ms a login has to wait; 0 where it may be tried. */
  lockedFor(account: string): number;
  /** Forgets the failures of an account. */
  forgive(account: string): void;
}

export function createGuard(deps: GuardDeps): Guard {
  const { store, clock, machineTime, monotonic, access, lockOut } = deps;
  const addresses = createAttempts(monotonic, deps.addresses);

  /** What strangers type may be a password: of names nobody has only a digest is kept. */
  const keyOf = ({ login, account }: Trying): string =>
    account?.id ?? `?${createHash('sha256').update(login, 'utf8').digest('hex')}`;

  const refusal = (ms: number): LockedOut | undefined =>
    ms <= 0
      ? undefined
      : { code: 'LockedOut', retryAt: Math.ceil(clock.now() + ms * clock.rate), retryAfterMs: Math.ceil(ms) };

  function note({ account, seat, address }: Trying, action: string, detail: string): void {
    const subject = account?.login ?? 'unknownLogin';
    access.note({ user: account?.id ?? 'unknown', seat, action, subject, detail: `${detail} ${address}` });
  }

  return {
    held(who) {
      const locked = lockedFor(store.attempts(keyOf(who)), machineTime(), lockOut);
      const held = refusal(Math.max(locked, addresses.waitFor(who.address)));
      if (held !== undefined) note(who, 'loginFailed', 'LockedOut');
      return held;
    },
    failed(who, detail) {
      const key = keyOf(who);
      const now = machineTime();
      addresses.failed(who.address);
      const attempts = afterFailure(store.attempts(key), now, lockOut);
      store.putAttempts(key, attempts, who.account !== undefined);
      note(who, 'loginFailed', detail);
      const wait = lockedFor(attempts, now, lockOut);
      if (wait > 0) note(who, 'lockedOut', `${Math.round(wait / 1_000)} s`);
      return refusal(wait);
    },
    heldAddress: (address) => refusal(addresses.waitFor(address)),
    failedAddress: (address) => addresses.failed(address),
    note,
    lockedFor: (account) => lockedFor(store.attempts(account), machineTime(), lockOut),
    forgive: (account) => store.clearAttempts(account),
  };
}
