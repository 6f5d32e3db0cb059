/** Report nights (统计夜): named by the civil date on which the duty night begins. Pure; instants Unix ms. */
import type { DailyWindow, UtcOffset } from '../../shared/lib/time.ts';
import { day, minute, parseIso } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

const midnightOf = (night: string, offset: UtcOffset): number =>
  must(parseIso(`${night}T00:00:00Z`), `a civil date, not ${night}`) - offset * minute;

/** What is counted under a report night: from the end of the duty night before to the end of its own. */
export function reportSpan(night: string, dutyNight: DailyWindow, offset: UtcOffset): Span {
  const from = midnightOf(night, offset) + dutyNight.to * minute;
  return { from, to: from + day };
}

/** The duty night itself. */
export function dutySpan(night: string, { from, to }: DailyWindow, offset: UtcOffset): Span {
  const midnight = midnightOf(night, offset);
  return { from: midnight + from * minute, to: midnight + (to <= from ? day : 0) + to * minute };
}

/** Nights there is something to say of, newest first; the running one always. */
export function nightsOf(nights: Iterable<string>, running: string): readonly string[] {
  return [...new Set([running, ...nights])].sort().reverse();
}

export const nightParts = (night: string): { readonly month: number; readonly day: number } => ({
  month: Number(night.slice(5, 7)),
  day: Number(night.slice(8, 10)),
});
