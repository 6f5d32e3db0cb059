/** Times of day, as somebody types them, within a duty. Pure; instants Unix ms. */
import { clockTime, day, minute, startOfDay } from '../../../shared/lib/time.ts';

/** The first instant of the duty, at or after its begin, with this time of day; undefined for what is no time. */
export function instantWithin(text: string, from: number, offset: number): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const at = startOfDay(from, offset) + (Number(match[1]) * 60 + Number(match[2])) * minute;
  // Typed to the minute: the minute in which the duty began is its begin.
  if (at + minute > from) return Math.max(at, from);
  return at + day;
}

export const clockOf = (at: number, offset: number): string => clockTime(at, offset);
