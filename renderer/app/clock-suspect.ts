/** Which clock seems wrong when a code fits another time. Pure. */
import { minute } from '../../shared/lib/time.ts';

export type Suspect = 'phone' | 'hub' | 'unknown';

/** Clocks no further apart than this agree. */
const agree = 2 * minute;

/**
 * This machine is the third witness between the phone and the hub.
 * @param ahead Minutes by which the phone is ahead of the hub. @param offset Hub minus this machine, ms; undefined where
 *   it is not known or a demo clock runs.
 */
export function clockSuspect(ahead: number, offset: number | undefined): Suspect {
  if (offset === undefined) return 'unknown';
  if (Math.abs(offset) <= agree) return 'phone';
  return Math.abs(offset + ahead * minute) <= agree ? 'hub' : 'unknown';
}
