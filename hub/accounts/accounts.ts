/** Log-in: who may come in, and how often somebody may try. The rest of a session's life is in `sessions.ts`. */
import { createHash } from 'node:crypto';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { createAttempts } from '../http/attempts.ts';
import type { AttemptLimits } from '../http/attempts.ts';
import type { FeedRow } from '../journal/store.ts';
import type { Timers } from '../ports.ts';
import { actorFor } from './actor.ts';
import type { LockOutLimits } from './lock-out.ts';
import { afterFailure, lockedFor, lockOutLimits } from './lock-out.ts';
import type { Hasher } from './password.ts';
import { passwordRefusal } from './password.ts';
import type { Accounts, LoginRefusal, LoginRequest, NewSession } from './port.ts';
import { createSessions } from './sessions.ts';
import type { SessionDeps } from './sessions.ts';
import { createTurns } from './turns.ts';

export interface AccountsDeps extends SessionDeps {
  readonly timers: Timers;
  /** Machine milliseconds, never going back. */
  readonly monotonic: () => number;
  readonly hasher: Hasher;
  readonly options?: AccountsOptions;
}

export interface AccountsOptions {
  readonly lockOut?: LockOutLimits;
  /** Failures from one network address, whatever the login. */
  readonly addresses?: AttemptLimits;
  /** Log-ins checked at once, and log-ins that may wait for it. */
  readonly parallel?: number;
  readonly waiting?: number;
  /** How often sessions are looked through, machine ms. */
  readonly sweepMs?: number;
}

/** What the composition does with the accounts beside what everybody may. */
export interface RunningAccounts extends Accounts {
  /** Begins to look for sessions that hold no longer. */
  start(): void;
  /** Hears what the journal appended: rights may have changed. */
  committed(rows: readonly FeedRow[]): void;
  /** Resolves when nothing touches the store any more. */
  stop(): Promise<void>;
}

const defaults = {
  lockOut: lockOutLimits,
  // A whole hall may sit behind one address.
  addresses: { failures: 40, windowMs: 600_000, addresses: 10_000 },
  parallel: 2,
  waiting: 200,
  sweepMs: 30_000,
};
const busyMs = 2_000;

type LoginResult = Result<NewSession, LoginRefusal>;

export function createAccounts(deps: AccountsDeps): RunningAccounts {
  const { store, people, clock, machineTime, timers, monotonic, hasher, access, log, demo } = deps;
  const options = { ...defaults, ...deps.options };
  const sessions = createSessions(deps);
  const addresses = createAttempts(monotonic, options.addresses);
  const turns = createTurns(options.parallel, options.waiting);
  let cancelSweep: (() => void) | undefined;
  let stopped = false;

  /** What strangers type may be a password: of names nobody has only a digest is kept. */
  const keyOf = (login: string, account: AccountState | undefined): string =>
    account?.id ?? `?${createHash('sha256').update(login, 'utf8').digest('hex')}`;

  const refusedFor = (ms: number): LoginResult =>
    err({ code: 'LockedOut', retryAt: Math.ceil(clock.now() + ms * clock.rate), retryAfterMs: Math.ceil(ms) });

  function note(request: LoginRequest, account: AccountState | undefined, action: string, detail: string): void {
    const { seat, address } = request;
    const subject = account?.login ?? 'unknownLogin';
    access.note({ user: account?.id ?? 'unknown', seat, action, subject, detail: `${detail} ${address}` });
  }

  function failed(request: LoginRequest, account: AccountState | undefined): LoginResult {
    const key = keyOf(request.login, account);
    const now = machineTime();
    addresses.failed(request.address);
    const attempts = afterFailure(store.attempts(key), now, options.lockOut);
    store.putAttempts(key, attempts, account !== undefined);
    note(request, account, 'loginFailed', 'WrongLogin');
    const wait = lockedFor(attempts, now, options.lockOut);
    if (wait === 0) return err({ code: 'WrongLogin' });
    note(request, account, 'lockedOut', `${Math.round(wait / 1_000)} s`);
    return refusedFor(wait);
  }

  async function attempt(request: LoginRequest): Promise<LoginResult> {
    const { login, password, seat, address } = request;
    const asked = people.accountByLogin(login);
    const locked = lockedFor(store.attempts(keyOf(login, asked)), machineTime(), options.lockOut);
    const wait = Math.max(locked, addresses.waitFor(address));
    if (wait > 0) {
      note(request, asked, 'loginFailed', 'LockedOut');
      return refusedFor(wait);
    }
    const credential = asked === undefined ? undefined : store.credential(asked.id);
    const right = await hasher.matches(credential?.password ?? hasher.nobody, password);
    // Read again: rights or password may have changed while the hash was made.
    const account = people.accountByLogin(login);
    if (account?.demo === true && !demo) {
      note(request, account, 'loginFailed', 'DemoAccountsOnly');
      return err({ code: 'DemoAccountsOnly' });
    }
    if (!right || account === undefined || credential === undefined) return failed(request, account);
    if (account.id !== asked?.id || store.credential(account.id)?.version !== credential.version)
      return failed(request, account);
    // Said only to who knows the password.
    if (account.disabled) {
      note(request, account, 'loginFailed', 'Disabled');
      return err({ code: 'Disabled' });
    }
    const begun = sessions.begin(account, seat);
    note(request, account, 'login', begun.session.id);
    return ok(begun);
  }

  function sweep(account?: string): void {
    try {
      sessions.sweep(account);
    } catch (error) {
      log.error({ err: error }, 'the sessions could not be looked through; tried again');
    }
  }

  function sweepLater(): void {
    if (stopped) return;
    cancelSweep = timers.after(options.sweepMs, () => {
      sweep();
      sweepLater();
    });
  }

  return {
    async login(request) {
      const result = await turns.run(request.login, () => attempt(request));
      return result ?? err({ code: 'Busy', retryAfterMs: busyMs });
    },
    authenticate: async (token) => sessions.find(token),
    touch: (id) => sessions.touch(id),
    logout: async (token) => sessions.logout(token),
    onEnded: (listener) => sessions.onEnded(listener),
    async setPassword(accountId, password) {
      const account = people.account(accountId);
      if (account === undefined) return err('AccountUnknown');
      if (account.demo) return err('DemoAccount');
      const refusal = passwordRefusal(account.login, password);
      if (refusal !== undefined) return err(refusal);
      store.setPassword(accountId, await hasher.hash(password), machineTime());
      access.note({ user: 'system', seat: 'hub', action: 'passwordSet', subject: account.login, detail: '' });
      sweep(accountId);
      return ok(undefined);
    },
    actorFor,
    start: sweepLater,
    committed(rows) {
      for (const { stream } of rows) if (stream.startsWith('account/')) sweep(stream.slice('account/'.length));
    },
    async stop() {
      stopped = true;
      cancelSweep?.();
      await turns.stop();
    },
  };
}
