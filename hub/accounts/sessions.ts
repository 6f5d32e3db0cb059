/** Sessions: how they begin, how long they hold, and how everybody concerned hears of their end. */
import { createHash } from 'node:crypto';
import type { AccountReads, AccountState } from '../../shared/domain/account/state.ts';
import type { RatedClock } from '../clock/clock.ts';
import type { Log, RandomSource } from '../ports.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { AuthenticatedSession, EndCode, EndedSession, EndReason, NewSession, Session } from './port.ts';
import type { AccessKeys } from './keys.ts';
import type { CredentialStore, StoredSession } from './store.ts';

const minuteMs = 60_000;
/** Unused for this long, a session ends: longer than any shift. Machine ms. */
export const sessionMs = 14 * 60 * minuteMs;
/** However much it is used, a person's session ends so long after it began: nobody works longer. Machine ms. */
export const longestSessionMs = 24 * 60 * minuteMs;
/** How exactly the last use is known: a write to disk for each message would be too much. Machine ms. */
const touchEveryMs = 5 * minuteMs;
/** Open sessions of one account; the oldest give way. */
const mostOfAccount = 64;
const tokenBytes = 32;
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

export interface SessionDeps {
  readonly store: CredentialStore;
  readonly people: AccountReads;
  readonly clock: RatedClock;
  /** Unix ms of the machine: how long sessions hold is none of the demo clock's business. */
  readonly machineTime: () => number;
  readonly random: RandomSource;
  readonly access: AccessLog;
  readonly log: Log;
  /** Whether accounts of the demo district are let in. */
  readonly demo: boolean;
  readonly keys: Pick<AccessKeys, 'holds'>;
}

/** Where a log-in came from. */
export interface SessionOrigin {
  readonly seat: string;
  /** Network address. */
  readonly address: string;
  /** Id of the wall's key that opened it; null where a person logged in. */
  readonly key: string | null;
}

export interface Sessions {
  begin(account: AccountState, origin: SessionOrigin): NewSession;
  /** Ends it on the way where it no longer holds. */
  find(token: string): AuthenticatedSession | undefined;
  touch(id: string): void;
  /** False where the token has no open session. */
  logout(token: string): boolean;
  /** Open ones, oldest first; times are machine time. */
  open(account?: string): readonly StoredSession[];
  /** Undefined where there is none or it has ended. */
  byId(id: string): StoredSession | undefined;
  /** By hand, from elsewhere, unless another reason is given. False where there is none. */
  endById(id: string, reason?: EndReason): boolean;
  /** Ends all of an account by hand. */
  endAll(account: string): void;
  /** Ends what no longer holds, of one account or of all. */
  sweep(account?: string): void;
  onEnded(listener: (session: EndedSession) => void): () => void;
}

const codes: { readonly [reason in EndReason]: EndCode } = {
  LoggedOut: 'LoggedOut',
  Disabled: 'Disabled',
  Expired: 'Expired',
  Replaced: 'Replaced',
  NoRoles: 'NoRoles',
  PasswordChanged: 'Replaced',
  Restored: 'Replaced',
  Ended: 'LoggedOut',
  KeyRevoked: 'Disabled',
};

const digestOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

export function createSessions(deps: SessionDeps): Sessions {
  const { store, people, clock, machineTime, random, access, log, demo, keys } = deps;
  const listeners = new Set<(session: EndedSession) => void>();
  /** When sessions were last seen to hold; only open ones are in it. */
  const touched = new Map<string, number>();

  const shown = (session: StoredSession): Session => ({
    ...{ id: session.id, account: session.account, seat: session.seat },
    expiresAt: Math.round(clock.now() + (endOf(session) - machineTime()) * clock.rate),
  });

  function end(session: StoredSession, reason: EndReason): void {
    const { id, account, seat } = session;
    touched.delete(id);
    try {
      if (!store.endSession(id, machineTime(), reason)) return;
    } catch (error) {
      // It no longer holds all the same; the next sweep writes it down.
      log.error({ session: id, err: error }, 'the end of a session could not be stored');
    }
    access.note({ user: account, seat, action: 'sessionEnded', subject: id, detail: reason });
    for (const listener of [...listeners]) {
      try {
        listener({ id, account, seat, code: codes[reason], reason });
      } catch (error) {
        log.error({ err: error }, 'a listener of the sessions failed');
      }
    }
  }

  /** A wall has nobody who could log in anew: it goes on while its key holds. */
  const endOf = ({ key, createdAt, expiresAt }: StoredSession): number =>
    key === null ? Math.min(expiresAt, createdAt + longestSessionMs) : expiresAt;

  /** Why the session holds no longer; undefined while it does. */
  function reasonToEnd(session: StoredSession, account: AccountState | undefined): EndReason | undefined {
    if (account === undefined || account.disabled || (account.demo && !demo)) return 'Disabled';
    if (account.roles.length === 0) return 'NoRoles';
    if (machineTime() >= endOf(session)) return 'Expired';
    if (session.key !== null)
      return keys.holds(session.key) && account.roles.every(({ role }) => role === 'wall') ? undefined : 'KeyRevoked';
    return store.credential(account.id)?.version === session.passwordVersion ? undefined : 'PasswordChanged';
  }

  /** The account where the session holds; else ends it. */
  function holder(session: StoredSession): AccountState | undefined {
    const account = people.account(session.account);
    const reason = reasonToEnd(session, account);
    if (reason === undefined) return account;
    end(session, reason);
    return undefined;
  }

  function use(session: StoredSession): StoredSession {
    const now = machineTime();
    touched.set(session.id, now);
    if (now - session.lastUsedAt < touchEveryMs) return session;
    const used = { ...session, lastUsedAt: now, expiresAt: endOf({ ...session, expiresAt: now + sessionMs }) };
    try {
      store.touchSession(used.id, used.lastUsedAt, used.expiresAt);
    } catch (error) {
      // Without room on the disk people go on working; the session only ends a little earlier.
      log.warn({ session: session.id, err: error }, 'the use of a session could not be stored');
    }
    return used;
  }

  const hex = (count: number): string => Buffer.from(random.bytes(count)).toString('hex');

  return {
    begin(account, { seat, address, key }) {
      const open = store.openSessions(account.id);
      const atSeat = open.filter((session) => session.seat === seat);
      const others = open.filter((session) => session.seat !== seat);
      const now = machineTime();
      const token = Buffer.from(random.bytes(tokenBytes)).toString('base64url');
      const session: StoredSession = {
        ...{ id: hex(16), tokenHash: digestOf(token), account: account.id, seat },
        ...{ createdAt: now, lastUsedAt: now, expiresAt: now + sessionMs },
        passwordVersion: store.credential(account.id)?.version ?? 0,
        ...{ address, key },
      };
      store.addSession(session);
      for (const old of [...atSeat, ...others.slice(0, Math.max(0, others.length + 1 - mostOfAccount))])
        end(old, 'Replaced');
      return { token, account, session: shown(session) };
    },
    find(token) {
      if (!tokenPattern.test(token)) return undefined;
      const session = store.sessionByToken(digestOf(token));
      const account = session && holder(session);
      return session && account && { account, session: shown(use(session)) };
    },
    touch(id) {
      const last = touched.get(id);
      if (last !== undefined && machineTime() - last < touchEveryMs) return;
      const session = store.session(id);
      if (session !== undefined && holder(session) !== undefined) use(session);
    },
    logout(token) {
      const session = tokenPattern.test(token) ? store.sessionByToken(digestOf(token)) : undefined;
      if (session !== undefined) end(session, 'LoggedOut');
      return session !== undefined;
    },
    open: (account) => store.openSessions(account),
    byId: (id) => store.session(id),
    endById(id, reason = 'Ended') {
      const session = store.session(id);
      if (session !== undefined) end(session, reason);
      return session !== undefined;
    },
    endAll(account) {
      for (const session of store.openSessions(account)) end(session, 'Ended');
    },
    sweep(account) {
      for (const session of store.openSessions(account)) holder(session);
    },
    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
