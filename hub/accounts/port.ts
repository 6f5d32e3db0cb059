/** People at the door of the hub: who they are, what they may act as, and when that ends. */
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { Result } from '../../shared/lib/result.ts';

/** A log-in that holds. The token is known to its seat only; everything else goes by the id. */
export interface Session {
  /** Random, 32 hex digits; no secret. */
  readonly id: string;
  /** Id of the account. */
  readonly account: string;
  /** The seat named at log-in: the token serves no other. */
  readonly seat: string;
  /** Hub time, Unix ms: when it ends unless it is used before. */
  readonly expiresAt: number;
}

export interface AuthenticatedSession {
  /** As of the last commit: roles are read anew each time. */
  readonly account: AccountState;
  readonly session: Session;
}

/** How the wire names the end of a session; `Replaced` also where roles or password have changed: log in again. */
export type EndCode = 'LoggedOut' | 'Disabled' | 'Expired' | 'Replaced' | 'NoRoles';

/** Why a session ended, as the store keeps it; `Ended` by hand from elsewhere. */
export type EndReason = EndCode | 'PasswordChanged' | 'Restored' | 'Ended' | 'KeyRevoked';

export interface EndedSession {
  readonly id: string;
  readonly account: string;
  readonly seat: string;
  readonly code: EndCode;
  readonly reason: EndReason;
}

export interface PersonLogin {
  readonly login: string;
  readonly password: string;
  /** Of the second factor, or a recovery code. */
  readonly code?: string | undefined;
  /** Takes the place of the password; of a demo account nothing is changed. */
  readonly newPassword?: string | undefined;
  readonly seat: string;
  /** Network address the request came from. */
  readonly address: string;
}

export interface WallLogin {
  readonly wallToken: string;
  readonly seat: string;
  readonly address: string;
}

export type LoginRequest = PersonLogin | WallLogin;

/** Too many failures: of this login at this seat or address, of this seat or address, or of this session. */
export interface LockedOut {
  readonly code: 'LockedOut';
  /** Hub time, Unix ms. */
  readonly retryAt: number;
  /** Machine ms from now. */
  readonly retryAfterMs: number;
}

/** Too many log-ins at once, or the hub is stopping; nothing was checked. */
export interface AccountsBusy {
  readonly code: 'Busy';
  readonly retryAfterMs: number;
}

/** What speaks against a new password. */
export type PasswordRefusal =
  | 'PasswordTooShort'
  | 'PasswordTooLong'
  | 'PasswordIsLogin'
  | 'PasswordTooCommon'
  | 'PasswordUsedBefore'
  /** The password of demo accounts is announced and stays as it is. */
  | 'DemoAccount';

export type LoginRefusal =
  /** Login or password; which of them is not said. */
  | { readonly code: 'WrongLogin' }
  | LockedOut
  | { readonly code: 'Disabled' }
  /** An account of the demo district, on a hub that is no demo. */
  | { readonly code: 'DemoAccountsOnly' }
  | AccountsBusy
  /** These are said only to who knows the password. */
  | { readonly code: 'NoRoles' }
  | { readonly code: 'SecondFactorNeeded' | 'WrongCode' | 'PasswordMustChange' }
  /** @param minutes By which the phone is ahead of the hub's machine; negative: behind. */
  | { readonly code: 'CodeOfAnotherTime'; readonly minutes: number }
  | { readonly code: Exclude<PasswordRefusal, 'DemoAccount'> }
  | { readonly code: 'WrongToken' };

/** Who proves once more who they are. */
export interface Person {
  readonly account: AccountState;
  readonly seat: string;
  /** Id of the log-in: wrong passwords are counted by it, and no failure elsewhere counts against it. */
  readonly session: string;
  readonly address: string;
}

export type CheckRefusal = { readonly code: 'WrongPassword' } | LockedOut | AccountsBusy;
export type CodeRefusal =
  { readonly code: 'WrongCode' } | { readonly code: 'CodeOfAnotherTime'; readonly minutes: number };

export interface NewSession extends AuthenticatedSession {
  /** Shown once: the hub keeps its digest only. */
  readonly token: string;
}

export interface Accounts {
  /** Throws where the session cannot be stored. */
  login(request: LoginRequest): Promise<Result<NewSession, LoginRefusal>>;
  /** The session of a token, and counts as use of it. Undefined where there is none or it has ended. */
  authenticate(token: string): Promise<AuthenticatedSession | undefined>;
  /** Counts as use of a session, for links that stay open; cheap enough for every message. */
  touch(sessionId: string): void;
  /** Ends the session of a token; false where there is none. */
  logout(token: string): Promise<boolean>;
  /**
   * Told of every session that ends, whatever the cause, at most half a minute (machine time) after it: logged out,
   * expired, account disabled, roles or password changed, replaced by a new log-in of the same person at the same seat.
   * Returns how to stop it.
   */
  onEnded(listener: (session: EndedSession) => void): () => void;
  /** Whether the person of a session knows its password; failures are counted by the session. */
  check(person: Person, password: string): Promise<Result<undefined, CheckRefusal>>;
  /** Ends a session whose person holds no role that opens anything. False where there is none. */
  endWithoutRoles(sessionId: string): boolean;
  /** Whether the account must have a second factor and has none: its sessions may do nothing but set it up. */
  secondFactorMissing(accountId: string): boolean;
  /** Who a person is for a command that these roles may give: see `actorFor` in `actor.ts`. */
  actorFor(account: AccountState, seat: string, roles: readonly string[]): Actor;
}
