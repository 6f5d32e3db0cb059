/** Log-in: who may come in, and how often somebody may try. The rest of a session's life is in `sessions.ts`. */
import type { AccountState } from '../../shared/domain/account/state.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { FeedRow } from '../journal/store.ts';
import type { Timers } from '../ports.ts';
import { actorFor } from './actor.ts';
import type { Guard, GuardLimits, Trying } from './guard.ts';
import { createGuard } from './guard.ts';
import type { AccessKeys } from './keys.ts';
import { addressLimits, lockOutLimits, throttleLimits } from './lock-out.ts';
import type { Hasher } from './password.ts';
import type { Passwords } from './passwords.ts';
import { createPasswords } from './passwords.ts';
import type { AccountPolicy } from './policy.ts';
import { demoPolicy, workPolicy } from './policy.ts';
import type {
  Accounts,
  AccountsBusy,
  CheckRefusal,
  CodeRefusal,
  LockedOut,
  LoginRefusal,
  NewSession,
  PasswordRefusal,
  Person,
  PersonLogin,
  WallLogin,
} from './port.ts';
import type { CodeVerdict, SecondFactors } from './second-factor.ts';
import { createSecondFactors } from './second-factor.ts';
import type { Credential } from './store.ts';
import { createSessions } from './sessions.ts';
import type { SessionDeps, Sessions } from './sessions.ts';
import { createTurns } from './turns.ts';

export interface AccountsDeps extends SessionDeps {
  readonly timers: Timers;
  /** Machine milliseconds, never going back. */
  readonly monotonic: () => number;
  readonly hasher: Hasher;
  readonly keys: AccessKeys;
  /** The hub's own, 32 bytes; not kept in the credentials. */
  readonly secret: Uint8Array;
  /** That of a hub at work, or of a demo, unless given. */
  readonly policy?: AccountPolicy;
  readonly options?: AccountsOptions;
}

export interface AccountsOptions extends Partial<GuardLimits> {
  /** Log-ins checked at once, and log-ins that may wait for it. */
  readonly parallel?: number;
  readonly waiting?: number;
  /** How often sessions are looked through, machine ms. */
  readonly sweepMs?: number;
}

/** What the office works with. */
export interface AccountParts {
  readonly passwords: Passwords;
  readonly secondFactors: SecondFactors;
  readonly sessions: Sessions;
  readonly guard: Pick<Guard, 'lockedFor' | 'forgive'>;
  /** A new password in place of one that is proven; the session goes on, the others of the account end. */
  changePassword(
    person: Person,
    session: string,
    password: string,
    newPassword: string,
  ): Promise<Result<undefined, CheckRefusal | { readonly code: PasswordRefusal }>>;
  /** Password proven, and by a code the second factor that is in force, where one is: a new one to be confirmed. */
  beginSecondFactor(
    person: Person,
    password: string,
    code: string | undefined,
  ): Promise<Result<BegunFactor, CheckRefusal | CodeRefusal>>;
  /** Password and code proven; takes the second factor away. */
  removeSecondFactor(
    person: Person,
    password: string,
    code: string,
  ): Promise<Result<undefined, CheckRefusal | CodeRefusal>>;
}

/** What the composition does with the accounts beside what everybody may. */
export interface RunningAccounts extends Accounts {
  readonly parts: AccountParts;
  /** Begins to look for sessions that hold no longer. */
  start(): void;
  /** Hears what the journal appended: rights may have changed. */
  committed(rows: readonly FeedRow[]): void;
  /** Resolves when nothing touches the store any more. */
  stop(): Promise<void>;
}

const limits: GuardLimits = {
  lockOut: lockOutLimits,
  lockOutOfAddress: addressLimits,
  throttle: throttleLimits,
  seats: { failures: 40, windowMs: 600_000, addresses: 10_000 },
  // A whole hall may sit behind one address.
  addresses: { failures: 400, windowMs: 600_000, addresses: 10_000 },
};
const defaults = {
  ...limits,
  parallel: 2,
  waiting: 200,
  sweepMs: 30_000,
};
const busy: AccountsBusy = { code: 'Busy', retryAfterMs: 2_000 };

type OtherTime = Extract<CodeVerdict, { readonly is: 'otherTime' }>;
type BegunFactor = ReturnType<SecondFactors['begin']>;
type Proof = Result<undefined, CheckRefusal | CodeRefusal>;
type LoginResult = Result<NewSession, LoginRefusal>;

export function createAccounts(deps: AccountsDeps): RunningAccounts {
  const { store, people, timers, hasher, log, demo, keys } = deps;
  const options = { ...defaults, ...deps.options };
  const policy = deps.policy ?? (demo ? demoPolicy : workPolicy);
  const sessions = createSessions(deps);
  const passwords = createPasswords({ ...deps, policy });
  const secondFactors = createSecondFactors({ ...deps, policy });
  const guard = createGuard({ ...deps, ...options });
  const turns = createTurns(options.parallel, options.waiting);
  let cancelSweep: (() => void) | undefined;
  let stopped = false;

  async function attempt(request: PersonLogin): Promise<LoginResult> {
    const { login, password, seat, address } = request;
    const asked = people.accountByLogin(login);
    const held = guard.held({ ...request, account: asked });
    if (held !== undefined) return err(held);
    const credential = asked === undefined ? undefined : store.credential(asked.id);
    const right = await hasher.matches(credential?.password ?? hasher.nobody, password);
    // Read again: rights or password may have changed while the hash was made.
    const account = people.accountByLogin(login);
    const who: Trying = { login, seat, address, account };
    const refused = (refusal: LoginRefusal): LoginResult => {
      guard.note(who, 'loginFailed', refusal.code, true);
      return err(refusal);
    };
    const known = account !== undefined && credential !== undefined && account.id === asked?.id;
    if (!right || !known || store.credential(account.id)?.version !== credential.version)
      return err(guard.failed(who, 'WrongLogin') ?? { code: 'WrongLogin' });
    // From here on it is said only to who knows the password.
    if (account.demo && !demo) return refused({ code: 'DemoAccountsOnly' });
    if (account.disabled) return refused({ code: 'Disabled' });
    if (account.roles.length === 0) return refused({ code: 'NoRoles' });
    const refusal = await proveMore(who, account, credential, request);
    if (refusal !== undefined) return err(refusal);
    guard.succeeded(who);
    const begun = sessions.begin(account, { seat, address, key: null });
    guard.note(who, 'login', begun.session.id, true);
    return ok(begun);
  }

  /** New password and second factor, where they are asked for. The code is used up last: with it everything is proven. */
  async function proveMore(
    who: Trying,
    account: AccountState,
    credential: Credential,
    { code, newPassword }: PersonLogin,
  ): Promise<LoginRefusal | undefined> {
    const refused = (refusal: LoginRefusal): LoginRefusal => {
      // No failure: the password was right, and something more is asked for.
      guard.note(who, 'loginUnfinished', refusal.code, true);
      return refusal;
    };
    const wanted = account.demo ? undefined : newPassword;
    if (wanted === undefined && passwords.mustChange(account, credential))
      return refused({ code: 'PasswordMustChange' });
    const first = wanted === undefined ? undefined : passwords.refusal(account, wanted);
    if (first !== undefined && first !== 'DemoAccount') return refused({ code: first });
    const inForce = secondFactors.inForce(account.id);
    if (inForce && code === undefined) return refused({ code: 'SecondFactorNeeded' });
    const held = inForce ? guard.heldCode(who) : undefined;
    if (held !== undefined) return held;
    const verdict = inForce ? await secondFactors.judge(account.id, code ?? '') : undefined;
    if (verdict?.is === 'wrong') return guard.failed(who, 'WrongCode', 'code') ?? { code: 'WrongCode' };
    if (verdict?.is === 'otherTime') return codeOfAnotherTime(who, verdict);
    // Only to who has shown a code: five former passwords could be tried out here.
    const late = wanted === undefined ? undefined : await passwords.fullRefusal(account, wanted);
    if (late !== undefined && late !== 'DemoAccount') return refused({ code: late });
    if (verdict !== undefined && !secondFactors.use(account.id, verdict))
      return guard.failed(who, 'WrongCode', 'code') ?? { code: 'WrongCode' };
    if (verdict?.is === 'recovery') guard.note(who, 'recoveryCodeUsed', '', true);
    if (wanted === undefined) return undefined;
    await passwords.set(account, wanted);
    guard.note(who, 'passwordChanged', '', true);
    sweep(account.id);
    return undefined;
  }

  /** Counted as a guess, unless it is the very code of now: then a clock was set back, and nobody guessed. */
  function codeOfAnotherTime(who: Trying, { minutes, isRight }: OtherTime): LockedOut | CodeRefusal {
    const refusal: CodeRefusal = { code: 'CodeOfAnotherTime', minutes };
    if (!isRight) return guard.failed(who, refusal.code, 'code') ?? refusal;
    guard.note(who, 'loginFailed', refusal.code, true);
    return refusal;
  }

  function wallLogin({ wallToken, seat, address }: WallLogin): LoginResult {
    // Before any hold: nobody guesses a key, and a wall that has one is not kept waiting by who fails beside it.
    const key = keys.find('wall', wallToken, address);
    const subject = key?.subject ?? '';
    const account = subject === '' ? undefined : people.account(subject);
    const who: Trying = { login: 'wallToken', account, seat, address, isWall: true };
    const refused = (refusal: LoginRefusal): LoginResult => {
      guard.note(who, 'loginFailed', refusal.code, key !== undefined);
      return err(refusal);
    };
    if (key === undefined || account === undefined) {
      const held = guard.heldPlace(who);
      if (held !== undefined) return refused(held);
      guard.failedPlace(who);
      return refused({ code: 'WrongToken' });
    }
    if (account.demo && !demo) return refused({ code: 'DemoAccountsOnly' });
    if (account.disabled) return refused({ code: 'Disabled' });
    if (account.roles.length === 0) return refused({ code: 'NoRoles' });
    if (!isWall(account)) return refused({ code: 'WrongToken' });
    const begun = sessions.begin(account, { seat, address, key: key.id });
    guard.note(who, 'login', `${begun.session.id} key ${key.id}`, true);
    return ok(begun);
  }

  /** Inside a turn of the account's login. */
  async function prove(person: Person, password: string): Promise<Result<Credential, CheckRefusal>> {
    const { account } = person;
    const who = tryingOf(person);
    const held: LockedOut | undefined = guard.held(who);
    if (held !== undefined) return err(held);
    const credential = store.credential(account.id);
    const right = await hasher.matches(credential?.password ?? hasher.nobody, password);
    if (!right || credential === undefined || store.credential(account.id)?.version !== credential.version)
      return err(guard.failed(who, 'WrongPassword') ?? { code: 'WrongPassword' });
    return ok(credential);
  }

  const tryingOf = (person: Person): Trying => ({ ...person, login: person.account.login });

  /** Password and the code that is in force; uses the code up. Inside a turn of the account's login. */
  async function proveTwice(person: Person, password: string, code: string): Promise<Proof> {
    const proven = await prove(person, password);
    if (!proven.ok) return proven;
    const { id } = person.account;
    const who = tryingOf(person);
    const held = guard.heldCode(who);
    if (held !== undefined) return err(held);
    const verdict = await secondFactors.judge(id, code);
    if (verdict.is === 'otherTime') return err(codeOfAnotherTime(who, verdict));
    if (!secondFactors.use(id, verdict)) return err(guard.failed(who, 'WrongCode', 'code') ?? { code: 'WrongCode' });
    guard.succeeded(who);
    return ok(undefined);
  }

  async function inTurn<T, E>(login: string, work: () => Promise<Result<T, E>>): Promise<Result<T, E | AccountsBusy>> {
    return (await turns.run(login, work)) ?? err(busy);
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

  const stopKeys = keys.onChanged(({ kind, subject }) => {
    if (kind === 'wall' && subject !== null) sweep(subject);
  });

  const parts: AccountParts = {
    ...{ passwords, secondFactors, sessions, guard },
    changePassword: (person, session, password, newPassword) =>
      inTurn<undefined, CheckRefusal | { readonly code: PasswordRefusal }>(person.account.login, async () => {
        const proven = await prove(person, password);
        if (!proven.ok) return proven;
        const refusal = await passwords.fullRefusal(person.account, newPassword);
        if (refusal !== undefined) return err({ code: refusal });
        await passwords.set(person.account, newPassword, { keepSession: session });
        sweep(person.account.id);
        return ok(undefined);
      }),
    beginSecondFactor: (person, password, code) =>
      inTurn<BegunFactor, CheckRefusal | CodeRefusal>(person.account.login, async () => {
        const isInForce = secondFactors.inForce(person.account.id);
        const proven = isInForce ? await proveTwice(person, password, code ?? '') : await prove(person, password);
        if (!proven.ok) return proven;
        guard.succeeded(tryingOf(person));
        return ok(secondFactors.begin(person.account));
      }),
    removeSecondFactor: (person, password, code) =>
      inTurn<undefined, CheckRefusal | CodeRefusal>(person.account.login, async () => {
        const proven = await proveTwice(person, password, code);
        if (proven.ok) secondFactors.remove(person.account.id);
        return proven;
      }),
  };

  return {
    parts,
    login: (request) =>
      'wallToken' in request
        ? Promise.resolve(stopped ? err(busy) : wallLogin(request))
        : inTurn(request.login, () => attempt(request)),
    authenticate: async (token) => sessions.find(token),
    touch: (id) => sessions.touch(id),
    logout: async (token) => sessions.logout(token),
    onEnded: (listener) => sessions.onEnded(listener),
    check: (person, password) =>
      inTurn(person.account.login, async () => {
        const proven = await prove(person, password);
        if (!proven.ok) return proven;
        guard.succeeded(tryingOf(person));
        return ok(undefined);
      }),
    endWithoutRoles: (id) => sessions.endById(id, 'NoRoles'),
    secondFactorMissing(id) {
      const account = people.account(id);
      return account !== undefined && secondFactors.isMissing(account);
    },
    actorFor,
    start: sweepLater,
    committed(rows) {
      for (const { stream } of rows) if (stream.startsWith('account/')) sweep(stream.slice('account/'.length));
    },
    async stop() {
      stopped = true;
      cancelSweep?.();
      stopKeys();
      await turns.stop();
    },
  };
}

/** A wall's key opens a screen on the wall, whatever roles its account is given later. */
export function isWall({ roles }: AccountState): boolean {
  return roles.length > 0 && roles.every(({ role }) => role === 'wall');
}
