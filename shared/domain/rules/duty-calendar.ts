/**
 * Which duty mode the pack's calendar wants, and when it turns. The duty night is its own calendar: neither the law's night
 * nor the shifts of the roster. A person who switches by hand is right until the calendar's next turn; an emergency is
 * ended by people alone.
 */
import type { DutyMode } from '../duty-mode/events.ts';
import type { DutyModeState } from '../duty-mode/state.ts';
import type { Plates } from '../district/events.ts';
import { civilDate, day, inDailyWindow, minute, startOfDay } from '../../lib/time.ts';
import { isRestDay, nightOf } from './calendar.ts';

/** What the calendar has in force, [from, to), Unix ms. */
export interface DutyPart {
  readonly mode: Exclude<DutyMode, 'emergency'>;
  /** Civil date on which the duty night began; for `night` alone. */
  readonly reportNight?: string;
  readonly from: number;
  readonly to: number;
}

type Wanted = Pick<DutyPart, 'mode' | 'reportNight'>;

/** Civil days on either side within which the calendar turns: every duty night begins and ends once a day. */
const reach = 2;

function isHoliday(at: number, plates: Plates, holiday: 'restDates' | 'restDays' | 'never'): boolean {
  if (holiday === 'never') return false;
  const date = civilDate(at, plates.utcOffset);
  return holiday === 'restDays' ? isRestDay(at, plates) : plates.calendars.restDates.includes(date);
}

function wantedAt(at: number, plates: Plates, holiday: 'restDates' | 'restDays' | 'never'): Wanted {
  const { calendars, utcOffset } = plates;
  if (inDailyWindow(at, utcOffset, calendars.dutyNight)) return { mode: 'night', reportNight: nightOf(at, plates) };
  return { mode: isHoliday(at, plates, holiday) ? 'holiday' : 'routine' };
}

const isSame = (a: Wanted, b: Pick<DutyModeState, 'mode' | 'reportNight'>): boolean =>
  a.mode === b.mode && a.reportNight === b.reportNight;

/** Undefined where the pack leaves the mode to people. */
export function dutyByCalendar(at: number, plates: Plates): DutyPart | undefined {
  const { dutyNight, turnsDuty } = plates.calendars;
  if (turnsDuty === undefined) return undefined;
  const midnight = startOfDay(at, plates.utcOffset);
  const edges = Array.from({ length: 2 * reach + 1 }, (_, index) => midnight + (index - reach) * day).flatMap((begin) =>
    [0, dutyNight.from, dutyNight.to].map((minutes) => begin + minutes * minute),
  );
  const wanted = wantedAt(at, plates, turnsDuty.holiday);
  const turns = [...new Set(edges)]
    .sort((a, b) => a - b)
    .filter(
      (edge) => !isSame(wantedAt(edge - 1, plates, turnsDuty.holiday), wantedAt(edge, plates, turnsDuty.holiday)),
    );
  // A duty night from and to the same minute never turns: then the part is all that was looked at.
  const from = turns.findLast((edge) => edge <= at) ?? midnight - reach * day;
  const to = turns.find((edge) => edge > at) ?? midnight + reach * day;
  return { ...wanted, from, to };
}

/**
 * What the hub has to switch to now, by the calendar; undefined where nothing is due: the pack leaves it to people, it is in
 * force already, an emergency runs, or somebody switched since the calendar turned last.
 */
export function turnDue(
  current: Pick<DutyModeState, 'mode' | 'since' | 'reportNight'> | undefined,
  plates: Plates,
  at: number,
): DutyPart | undefined {
  const part = dutyByCalendar(at, plates);
  if (part === undefined || current === undefined) return part;
  if (current.mode === 'emergency' || current.since >= part.from || isSame(part, current)) return undefined;
  return part;
}
