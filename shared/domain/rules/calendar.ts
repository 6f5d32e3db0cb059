/**
 * The district's clocks: the law's night, quiet hours of renovation, the duty night, working days, hours in which callers
 * may be rung. Instants Unix ms; civil time by the plates' offset, which never changes within a year.
 */
import { civil, civilDate, day, inDailyWindow, minute, minuteOfDay, startOfDay } from '../../lib/time.ts';
import type { DailyWindow } from '../../lib/time.ts';
import type { Matter, Plates } from '../district/events.ts';

/** A row's first and last civil date are in force. */
const inForce = (from: string, to: string | undefined, date: string): boolean =>
  from <= date && (to === undefined || date <= to);

function nightWindow(at: number, { calendars, utcOffset }: Plates): DailyWindow | undefined {
  const date = civilDate(at, utcOffset);
  return calendars.legalNight.find(({ from, to }) => inForce(from, to, date))?.window;
}

const wraps = ({ from, to }: DailyWindow): boolean => from >= to;

/** Whether it is the law's night, by the row in force on the civil date of that very minute. */
export function isLegalNight(at: number, plates: Plates): boolean {
  const window = nightWindow(at, plates);
  return window !== undefined && inDailyWindow(at, plates.utcOffset, window);
}

/** The law's night that the instant lies in, [from, to); undefined by day. */
export function legalNightOf(at: number, plates: Plates): { readonly from: number; readonly to: number } | undefined {
  const window = nightWindow(at, plates);
  if (window === undefined || !inDailyWindow(at, plates.utcOffset, window)) return undefined;
  const midnight = startOfDay(at, plates.utcOffset);
  if (!wraps(window)) return { from: midnight + window.from * minute, to: midnight + window.to * minute };
  // The two halves lie on two dates, and the law may have changed between them.
  if (minuteOfDay(at, plates.utcOffset) < window.to) {
    const evening = nightWindow(midnight - 1, plates);
    const from = evening !== undefined && wraps(evening) ? midnight - day + evening.from * minute : midnight;
    return { from, to: midnight + window.to * minute };
  }
  const next = midnight + day;
  const morning = nightWindow(next, plates);
  const to = morning !== undefined && wraps(morning) ? next + morning.to * minute : next;
  return { from: midnight + window.from * minute, to };
}

/** When the shift changes next, Unix ms, after the instant: the duty night begins or ends. */
export function nextShiftChange(at: number, { calendars, utcOffset }: Plates): number {
  const { from, to } = calendars.dutyNight;
  const midnight = startOfDay(at, utcOffset);
  const changes = [0, day].flatMap((later) => [from, to].map((minutes) => midnight + later + minutes * minute));
  return Math.min(...changes.filter((change) => change > at));
}

/** Whether nobody works that civil date: weekends and holidays, 调休 taken into account. */
export function isRestDay(at: number, { calendars, utcOffset }: Plates): boolean {
  const date = civilDate(at, utcOffset);
  if (calendars.restDates.includes(date)) return true;
  return civil(at, utcOffset).weekday >= 6 && !calendars.workDates.includes(date);
}

/** Whether renovation of homes must be quiet now. */
export function isRenovationQuiet(at: number, plates: Plates): boolean {
  const { workdays, restDays } = plates.calendars.renovationQuiet;
  return (isRestDay(at, plates) ? restDays : workdays).some((window) => inDailyWindow(at, plates.utcOffset, window));
}

/** Report night (统计夜): the civil date on which it began. Until the duty night ends it is still yesterday's. */
export function nightOf(at: number, { calendars, utcOffset }: Plates): string {
  const early = minuteOfDay(at, utcOffset) < calendars.dutyNight.to;
  return civilDate(early ? at - day : at, utcOffset);
}

/** Whether a caller may be rung now. */
export function inCallingHours(at: number, { policy, utcOffset }: Plates): boolean {
  return inDailyWindow(at, utcOffset, policy.callingHours);
}

/** The first instant from `at` on at which a caller may be rung. */
export function nextCallingTime(at: number, plates: Plates): number {
  if (inCallingHours(at, plates)) return at;
  const opens = startOfDay(at, plates.utcOffset) + plates.policy.callingHours.from * minute;
  return opens >= at ? opens : opens + day;
}

/** Longer than any row of rest days; where the plates know of no working day at all, the search ends here. */
const longestRest = 60;

/** The same time of day on the n-th working day after; `at` itself for 0. */
export function addWorkdays(at: number, days: number, plates: Plates): number {
  let then = at;
  for (let left = days; left > 0; left -= 1) {
    then += day;
    for (let rest = 0; rest < longestRest && isRestDay(then, plates); rest += 1) then += day;
  }
  return then;
}

/** Legal bases for a matter in force on the civil date of the act. */
export function basesInForce(matter: Matter, at: number, { legalBases, utcOffset }: Plates): Plates['legalBases'] {
  const date = civilDate(at, utcOffset);
  return legalBases.filter((basis) => basis.matter === matter && inForce(basis.effectiveFrom, basis.effectiveTo, date));
}
