/** What somebody chose to look back at, and what that is as a wish to the seat. Pure; instants Unix ms, hub time. */
import type { DailyWindow, UtcOffset } from '../../../shared/lib/time.ts';
import { day, hour, isoTime, minute, parseIso } from '../../../shared/lib/time.ts';
import { dutySpan } from '../../hall/nights.ts';
import type { Span } from '../../hall/nights.ts';
import { nightAt } from '../../hall/report-night.ts';
import type { ReplayWish } from '../../seat-client/replay.ts';

/** What the hub gives in one replay. */
export const longestMs = 14 * hour;
const nights = 6;
export const mostUnits = 200;

export interface Preset extends Span {
  readonly id: string;
  /** Civil date of a duty night; null for the last hours. */
  readonly night: string | null;
  readonly isRunning: boolean;
  /** A night longer than one replay is offered in two halves. */
  readonly part: 'whole' | 'early' | 'late';
}

function partsOf(whole: Preset): readonly Preset[] {
  const { id, from, to } = whole;
  if (to - from <= longestMs) return [whole];
  const middle = from + Math.round((to - from) / 2 / minute) * minute;
  return [
    { ...whole, id: `${id} early`, part: 'early', to: middle },
    { ...whole, id: `${id} late`, part: 'late', from: middle },
  ];
}

/** The last two hours, then the duty nights, the newest first; those to come are not among them. */
export function presetsAt(now: number, dutyNight: DailyWindow | undefined, offset: UtcOffset): readonly Preset[] {
  const hours: Preset = { id: 'hours', night: null, isRunning: true, part: 'whole', from: now - 2 * hour, to: now };
  if (dutyNight === undefined) return [hours];
  const running = parseIso(`${nightAt(now, dutyNight, offset)}T00:00:00Z`) ?? 0;
  const found = Array.from({ length: nights + 1 }, (_, back): Preset => {
    const night = isoTime(running - back * day, 0).slice(0, 10);
    const { from, to } = dutySpan(night, dutyNight, offset);
    return { id: night, night, isRunning: to > now, part: 'whole', from, to: Math.min(to, now) };
  });
  return [
    hours,
    ...found
      .filter(({ from }) => from < now)
      .slice(0, nights)
      .flatMap(partsOf),
  ];
}

export interface Choice {
  /** undefined: no period, or a reversed one. */
  readonly span: Span | undefined;
  readonly whose: 'none' | 'all' | 'some';
  readonly units: readonly string[];
  readonly why: string | undefined;
  /** Whether words must stand beside it. */
  readonly asksWords: boolean;
  readonly words: string;
}

export type Problem = 'reversed' | 'future' | 'tooLong' | 'noUnits' | 'tooManyUnits' | 'noReason' | 'noWords';

/** @param named The reason in words. */
export function wishOf(
  { span, whose, units, why, asksWords, words }: Choice,
  named: string,
  now: number,
): { readonly wish: ReplayWish } | { readonly problem: Problem } {
  if (span === undefined || span.from >= span.to) return { problem: 'reversed' };
  if (span.from >= now) return { problem: 'future' };
  // Whoever writes the running minute means up to now.
  const to = Math.min(span.to, now);
  if (to - span.from > longestMs) return { problem: 'tooLong' };
  const period = { from: span.from, to, of: 'hub' as const };
  if (whose === 'none') return { wish: { ...period, units: [], reason: null } };
  if (whose === 'some' && units.length === 0) return { problem: 'noUnits' };
  if (whose === 'some' && units.length > mostUnits) return { problem: 'tooManyUnits' };
  if (why === undefined) return { problem: 'noReason' };
  const said = words.trim();
  if (asksWords && said === '') return { problem: 'noWords' };
  const reason = said === '' ? named : `${named}：${said}`;
  return { wish: { ...period, units: whose === 'all' ? 'all' : [...units], reason } };
}
