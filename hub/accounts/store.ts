/**
 * What the hub needs of the store of its credentials: a file of its own, so that neither journal nor seats ever hold a
 * password's hash. All calls are synchronous and durable when they return; another process may set passwords in it
 * while the hub runs, so nothing of it is kept in memory. All instants are machine time, Unix ms: a demo clock must
 * neither let guesses through faster nor end sessions early.
 */
import type { KeyAction, KeyKind } from '../../shared/wire/office-api.ts';
import type { EndReason } from './port.ts';

/** A password's hash with everything that was needed to make it. */
export interface PasswordHash {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  /** Hex. */
  readonly salt: string;
  /** Hex. */
  readonly hash: string;
}

export interface Credential {
  readonly account: string;
  readonly password: PasswordHash;
  /** From 1; raised with every new password. */
  readonly version: number;
  readonly changedAt: number;
  /** It was given by somebody else, and must be changed at the next log-in. */
  readonly mustChange: boolean;
}

export interface PasswordSetting {
  readonly mustChange?: boolean;
  /** Session that goes on; without it every session begun with the password before is over. */
  readonly keepSession?: string;
}

/** What an account has beside its password. Secrets are sealed before they come here: see `second-factor.ts`. */
export interface StoredSecondFactor {
  /** In force; null where there is none. */
  readonly sealed: string | null;
  /** Handed out and not confirmed yet. */
  readonly begun: { readonly sealed: string; readonly at: number } | null;
  /** Whether an administrator asks for one, whatever the policy says. */
  readonly required: boolean;
  readonly recoveryCodesLeft: number;
  /** The latest time step that was used up; 0 where none was. */
  readonly lastStep: number;
}

/** A key that is no person's password: of an integration, of a unit's device, of a wall. */
export interface StoredKey {
  /** 16 hex digits; no secret. */
  readonly id: string;
  readonly sha256: string;
  readonly kind: KeyKind;
  readonly name: string;
  /** Unit of a device, account of a wall, null of an integration. */
  readonly subject: string | null;
  readonly actions: readonly KeyAction[];
  readonly madeAt: number;
  /** Account id, `api` or `system`. */
  readonly madeBy: string;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedFrom: string | null;
  readonly revokedAt: number | null;
  readonly replacedBy: string | null;
}

/** Failed log-ins under one name, known or not. */
export interface FailedAttempts {
  /** When they were, oldest first. */
  readonly at: readonly number[];
  /** 0 where nobody is locked out. */
  readonly lockedUntil: number;
}

export interface StoredSession {
  /** Random, 32 hex digits. */
  readonly id: string;
  /** SHA-256 of the token, hex; the token itself is never stored. */
  readonly tokenHash: string;
  readonly account: string;
  readonly seat: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  readonly passwordVersion: number;
  /** Network address of the log-in. */
  readonly address: string;
  /** Id of the wall's key that opened it; null where a person logged in. */
  readonly key: string | null;
}

export interface EndedStoredSession extends StoredSession {
  readonly endedAt: number;
  readonly reason: EndReason;
}

/** Writes throw errors of code `SQLITE_FULL` where there is no room. */
export interface CredentialStore {
  credential(account: string): Credential | undefined;
  /**
   * Sets or replaces the password, and forgets failed attempts and lock-out of the account. The one before joins the
   * former ones.
   */
  setPassword(account: string, password: PasswordHash, at: number, setting?: PasswordSetting): void;
  /** The latest passwords before the present one, newest first; as many as are kept. */
  formerPasswords(account: string): readonly PasswordHash[];
  /** When somebody last logged in; undefined where nobody has since that is kept. */
  lastLogin(account: string): number | undefined;

  /** Undefined where nothing was ever said of it. */
  secondFactor(account: string): StoredSecondFactor | undefined;
  beginSecondFactor(account: string, sealed: string, at: number): void;
  /** Puts what was begun in force, with new recovery codes in place of the old ones. False where nothing was begun. */
  confirmSecondFactor(account: string, step: number, recoveryHashes: readonly string[]): boolean;
  /** Takes everything of it away but the requirement. */
  removeSecondFactor(account: string): void;
  requireSecondFactor(account: string, required: boolean): void;
  /** Takes a time step that comes after all that were taken before; false for any other, and for a burnt one. */
  takeStep(account: string, step: number): boolean;
  /** Marks time steps whose code was told apart from a wrong one: they open nothing. Those before `now` are forgotten. */
  burnSteps(account: string, steps: readonly number[], now: number): void;
  /** Takes one recovery code; false where there is no such code (any more). */
  takeRecoveryCode(account: string, hash: string): boolean;

  /**
   * @param key Account id, or a digest of a login that nobody has: what strangers type is not kept. After a blank may
   *   follow where it was tried.
   */
  attempts(key: string): FailedAttempts | undefined;
  /** @param known Whether the key is an account's own: of others only so many are kept, the latest. */
  putAttempts(key: string, attempts: FailedAttempts, known: boolean): void;
  /** Everything that is written meanwhile, at once: all or none. */
  together(work: () => void): void;
  /** Forgets what is under this key alone. */
  forgetAttempts(key: string): void;
  /** Forgets what is under the account, wherever it was tried. */
  clearAttempts(account: string): void;
  /** The latest end of a lock-out of the account, wherever; 0 where there is none. */
  lockedUntil(account: string): number;

  /** Whether a log-in of the account at this seat and address is kept, open or ended. */
  hasBeenAt(account: string, seat: string, address: string): boolean;
  /** Adds the session. */
  addSession(session: StoredSession): void;
  /** Undefined where there is none or it has ended. */
  sessionByToken(tokenHash: string): StoredSession | undefined;
  session(id: string): StoredSession | undefined;
  /** Sessions that have not ended, oldest first; of one account where it is named. */
  openSessions(account?: string): readonly StoredSession[];
  touchSession(id: string, lastUsedAt: number, expiresAt: number): void;
  /** False where there is no such session or it had ended before: the first reason stays. */
  endSession(id: string, at: number, reason: EndReason): boolean;
  endedSession(id: string): EndedStoredSession | undefined;
  /** Deletes sessions that ended before the instant. Returns how many. */
  pruneSessions(endedBefore: number): number;

  /** Throws where the id or the digest is there already. */
  addKey(key: StoredKey): void;
  keyByDigest(sha256: string): StoredKey | undefined;
  key(id: string): StoredKey | undefined;
  /** Oldest first; of one kind and subject where they are named. */
  keys(of?: { readonly kind: KeyKind; readonly subject: string }): readonly StoredKey[];
  /** Adds the new key and names it as what takes the old one's place. False where the old one is over or replaced. */
  replaceKey(old: string, oldExpiresAt: number, by: StoredKey): boolean;
  /** False where there is none or it was revoked before. */
  revokeKey(id: string, at: number): boolean;
  touchKey(id: string, at: number, from: string): void;
  close(): void;
}
