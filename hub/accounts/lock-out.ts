/** When somebody has failed too often. Pure; all instants and lengths are machine time, ms. */
import type { FailedAttempts } from './store.ts';

export interface LockOutLimits {
  /** The failure with this number locks out. */
  readonly failures: number;
  /** Only failures this young count. */
  readonly windowMs: number;
  readonly lockedMs: number;
}

/** A throttle locks nobody out: past so many failures it only spaces the tries. */
export interface ThrottleLimits {
  readonly failures: number;
  readonly windowMs: number;
  /** From the latest failure to the next try. */
  readonly spacingMs: number;
}

/** Of one login at one seat, and of one session that proves its password again. */
export const lockOutLimits: LockOutLimits = { failures: 8, windowMs: 600_000, lockedMs: 900_000 };
/** Of one login at one address, which names its seats itself: a hall has many behind one. */
export const addressLimits: LockOutLimits = { failures: 24, windowMs: 600_000, lockedMs: 900_000 };
/** Of one login, wherever from; whoever was let in at this seat and address before is not kept waiting by it. */
export const throttleLimits: ThrottleLimits = { failures: 48, windowMs: 600_000, spacingMs: 10_000 };

/** How long there is to wait; 0 when it may be tried. */
export function lockedFor(attempts: FailedAttempts | undefined, now: number, limits: LockOutLimits): number {
  if (attempts === undefined) return 0;
  const left = attempts.lockedUntil - now;
  // Longer than any lock-out: the machine's clock was set back, and nobody must wait for it to come round again.
  return left > 0 && left <= limits.lockedMs ? left : 0;
}

/** After one more failure. A lock-out starts the counting anew. */
export function afterFailure(attempts: FailedAttempts | undefined, now: number, limits: LockOutLimits): FailedAttempts {
  const at = [...recent(attempts, now, limits.windowMs), now];
  return at.length >= limits.failures ? { at: [], lockedUntil: now + limits.lockedMs } : { at, lockedUntil: 0 };
}

/** How long the next try has to wait for its turn. */
export function throttledFor(attempts: FailedAttempts | undefined, now: number, limits: ThrottleLimits): number {
  const at = recent(attempts, now, limits.windowMs);
  const last = at.at(-1);
  return last === undefined || at.length < limits.failures ? 0 : Math.max(0, last + limits.spacingMs - now);
}

/** After one more failure; only as many are kept as count. */
export function noteFailure(attempts: FailedAttempts | undefined, now: number, limits: ThrottleLimits): FailedAttempts {
  return { at: [...recent(attempts, now, limits.windowMs), now].slice(-limits.failures), lockedUntil: 0 };
}

function recent(attempts: FailedAttempts | undefined, now: number, windowMs: number): readonly number[] {
  return (attempts?.at ?? []).filter((at) => at <= now && now - at < windowMs);
}
