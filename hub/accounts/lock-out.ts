/** When a login has failed too often. Pure; all instants and lengths are machine time, ms. */
import type { FailedAttempts } from './store.ts';

export interface LockOutLimits {
  /** The failure with this number locks the login out. */
  readonly failures: number;
  /** Only failures this young count. */
  readonly windowMs: number;
  readonly lockedMs: number;
}

export const lockOutLimits: LockOutLimits = { failures: 8, windowMs: 600_000, lockedMs: 900_000 };

/** How long the login has to wait; 0 when it may be tried. */
export function lockedFor(attempts: FailedAttempts | undefined, now: number, limits: LockOutLimits): number {
  if (attempts === undefined) return 0;
  const left = attempts.lockedUntil - now;
  // Longer than any lock-out: the machine's clock was set back, and nobody must wait for it to come round again.
  return left > 0 && left <= limits.lockedMs ? left : 0;
}

/** After one more failure. A lock-out starts the counting anew. */
export function afterFailure(attempts: FailedAttempts | undefined, now: number, limits: LockOutLimits): FailedAttempts {
  const recent = (attempts?.at ?? []).filter((at) => at <= now && now - at < limits.windowMs);
  const at = [...recent, now];
  return at.length >= limits.failures ? { at: [], lockedUntil: now + limits.lockedMs } : { at, lockedUntil: 0 };
}
