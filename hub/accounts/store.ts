/**
 * What the hub needs of the store of its credentials: a file of its own, so that neither journal nor seats ever hold a
 * password's hash. All calls are synchronous and durable when they return; another process may set passwords in it
 * while the hub runs, so nothing of it is kept in memory. All instants are machine time, Unix ms: a demo clock must
 * neither let guesses through faster nor end sessions early.
 */
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
}

export interface EndedStoredSession extends StoredSession {
  readonly endedAt: number;
  readonly reason: EndReason;
}

/** Writes throw errors of code `SQLITE_FULL` where there is no room. */
export interface CredentialStore {
  credential(account: string): Credential | undefined;
  /** Sets or replaces the password, and forgets failed attempts and lock-out of the account. */
  setPassword(account: string, password: PasswordHash, at: number): void;

  /** @param key Account id, or a digest of a login that nobody has: what strangers type is not kept. */
  attempts(key: string): FailedAttempts | undefined;
  /** @param known Whether the key is an account's: of unknown ones only so many are kept, the latest. */
  putAttempts(key: string, attempts: FailedAttempts, known: boolean): void;
  clearAttempts(key: string): void;

  /** Adds the session and forgets the failed attempts of its account. */
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

  /** SHA-256 of the key of a unit's devices, hex; undefined where it was given none. */
  unitKey(unit: string): string | undefined;
  /** Replaces the one before. */
  setUnitKey(unit: string, sha256: string, at: number): void;
  close(): void;
}
