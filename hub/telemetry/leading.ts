/**
 * Which of two devices of a unit says where it is: the best recent fix. In this order:
 *
 * 1. recent: a fix newer than the other by more than `leadMs` goes first, whatever it is like;
 * 2. timed: one whose device's clock can be believed;
 * 3. sure: sharp (a radius up to `sharpAccuracy`, or none said) before fair, fair before poor (beyond `poorAccuracy`).
 *    In bands, not by the metre: radii swing with each fix, and the unit must not hop with them;
 * 4. the order of the unit's own list of devices.
 *
 * Of the same device the newer one always goes first.
 */
import type { TelemetryPolicy } from './policy.ts';

export interface Standing {
  readonly device: string;
  /** Hub time of the fix, Unix ms. */
  readonly at: number;
  /** Whether the device's clock was taken at its word. */
  readonly timed: boolean;
  /** Metres; undefined where the device does not say. */
  readonly accuracy?: number | undefined;
  /** Place in the unit's list of devices. */
  readonly rank: number;
}

type Bands = Pick<TelemetryPolicy, 'leadMs' | 'sharpAccuracy' | 'poorAccuracy'>;

/** 0 sharp, 1 fair, 2 poor. */
export function bandOf(accuracy: number | undefined, { sharpAccuracy, poorAccuracy }: Bands): number {
  if (accuracy === undefined || accuracy <= sharpAccuracy) return 0;
  return accuracy <= poorAccuracy ? 1 : 2;
}

/** Whether a fix that comes takes the place of the one that is shown. */
export function takesOver(coming: Standing, shown: Standing, policy: Bands): boolean {
  if (coming.device === shown.device) return true;
  const newer = coming.at - shown.at;
  if (Math.abs(newer) > policy.leadMs) return newer > 0;
  if (coming.timed !== shown.timed) return coming.timed;
  const surer = bandOf(shown.accuracy, policy) - bandOf(coming.accuracy, policy);
  return surer === 0 ? coming.rank < shown.rank : surer > 0;
}
