/** How old a unit's fix is, and what may therefore be claimed of its place. */
import { hour, minute, second } from '../../shared/lib/time.ts';

/** `stale`: no longer the present, drawn grey and hollow. `none`: never heard of. */
export type FixAge = 'fresh' | 'aging' | 'stale' | 'none';

const agingAfter = 30 * second;
const staleAfter = 5 * minute;
/** How fast the ring of doubt grows: a walk; a guess for the eye, not a promise. */
const walkingPace = 1.2;
const widestDoubt = 1_500;
/** Steps of the ring, so that it is not drawn anew each second. */
const doubtStep = 25;

export function fixAge(fixAt: number | null, now: number): FixAge {
  if (fixAt === null) return 'none';
  const age = now - fixAt;
  return age < agingAfter ? 'fresh' : age <= staleAfter ? 'aging' : 'stale';
}

/** Seconds, minutes or hours, whole; a device's clock ahead of the hub's counts as now. */
export function ageParts(
  fixAt: number,
  now: number,
): { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly n: number } {
  const age = Math.max(0, now - fixAt);
  if (age < minute) return { unit: 'seconds', n: Math.floor(age / second) };
  if (age < hour) return { unit: 'minutes', n: Math.floor(age / minute) };
  return { unit: 'hours', n: Math.floor(age / hour) };
}

/** Radius within which the unit may be by now, metres; 0 while the fix is as good as the present. */
export function doubtRadius(fixAt: number | null, accuracy: number | null, now: number): number {
  if (fixAt === null || fixAge(fixAt, now) !== 'stale') return 0;
  const metres = (accuracy ?? 0) + ((now - fixAt) / second) * walkingPace;
  return Math.min(widestDoubt, Math.round(metres / doubtStep) * doubtStep);
}
