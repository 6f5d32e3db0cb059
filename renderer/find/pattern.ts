/** What repeats itself among incidents of the past. Pure. */
import type { PastIncident } from '../../shared/wire/seat-api.ts';
import { day, hour, minute } from '../../shared/lib/time.ts';

/** Nights that are looked back over. */
export const patternNights = 14;
/** Fewer than this are chance. */
const fewest = 3;

export interface Pattern {
  readonly count: number;
  readonly nights: number;
  /** All of them came after this minute of the day, in whole half hours; null where they came at all hours. */
  readonly after: number | null;
}

/** Minutes after noon: a night is then one stretch. */
function minuteOfNight(at: number, offset: number): number {
  const local = (at + offset * minute - 12 * hour) % day;
  return Math.floor(((local + day) % day) / minute);
}

/** Two evenings apart by this and more have no hour in common. */
const widestMinutes = 4 * 60;

/** Undefined where there is none. @param now Hub time, Unix ms. @param offset Minutes east of UTC. */
export function patternOf(incidents: readonly PastIncident[], now: number, offset: number): Pattern | undefined {
  const lately = incidents.filter(({ receivedAt }) => receivedAt > now - patternNights * day && receivedAt <= now);
  if (lately.length < fewest) return undefined;
  const minutes = lately.map(({ receivedAt }) => minuteOfNight(receivedAt, offset));
  const [first, last] = [Math.min(...minutes), Math.max(...minutes)];
  const isOneHour = last - first <= widestMinutes;
  const half = Math.floor(first / 30) * 30;
  return { count: lately.length, nights: patternNights, after: isOneHour ? (half + 12 * 60) % (24 * 60) : null };
}

/** `23:30`. */
export const minuteText = (of: number): string =>
  `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
