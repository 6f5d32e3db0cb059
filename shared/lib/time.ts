/**
 * Civil time without a machine clock or time zone: an instant is Unix milliseconds (UTC), the offset comes from the
 * district pack. China has one offset, +08:00, and no summer time; the offset is still data.
 */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Minutes east of UTC. */
export type UtcOffset = number;

export interface CivilTime {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  /** 1–31 */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 1 = Monday … 7 = Sunday */
  readonly weekday: number;
}

// Days since 1970-01-01 of a civil date and back, after Howard Hinnant's public-domain algorithms.
function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

const floorMod = (a: number, b: number): number => ((a % b) + b) % b;

/** The civil time at an instant. */
export function civil(at: number, offset: UtcOffset): CivilTime {
  const local = at + offset * minute;
  const days = Math.floor(local / day);
  const inDay = local - days * day;
  return {
    ...civilFromDays(days),
    hour: Math.floor(inDay / hour),
    minute: Math.floor((inDay % hour) / minute),
    second: Math.floor((inDay % minute) / second),
    millisecond: inDay % second,
    weekday: floorMod(days + 3, 7) + 1,
  };
}

/** The instant of a civil time; fields beyond their range carry over (hour 25 is 01:00 of the next day). */
export function instant(
  time: {
    year: number;
    month: number;
    day: number;
    hour?: number;
    minute?: number;
    second?: number;
    millisecond?: number;
  },
  offset: UtcOffset,
): number {
  return (
    daysFromCivil(time.year, time.month, time.day) * day +
    (time.hour ?? 0) * hour +
    (time.minute ?? 0) * minute +
    (time.second ?? 0) * second +
    (time.millisecond ?? 0) -
    offset * minute
  );
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-11-21` */
export function civilDate(at: number, offset: UtcOffset): string {
  const t = civil(at, offset);
  return `${t.year}-${two(t.month)}-${two(t.day)}`;
}

/** `23:14`, with seconds on demand `23:14:05` */
export function clockTime(at: number, offset: UtcOffset, withSeconds = false): string {
  const t = civil(at, offset);
  return `${two(t.hour)}:${two(t.minute)}${withSeconds ? `:${two(t.second)}` : ''}`;
}

/** Minutes since civil midnight, 0–1439. */
export function minuteOfDay(at: number, offset: UtcOffset): number {
  return Math.floor(floorMod(at + offset * minute, day) / minute);
}

/** The instant of civil midnight at or before `at`. */
export function startOfDay(at: number, offset: UtcOffset): number {
  return at - floorMod(at + offset * minute, day);
}

/** Midnight that begins a civil date such as `2026-11-21`, Unix ms. */
export function startOfDate(date: string, offset: UtcOffset): number {
  const [year = 0, month = 0, of = 0] = date.split('-').map(Number);
  return instant({ year, month, day: of, hour: 0, minute: 0, second: 0 }, offset);
}

/** ISO 8601 with the offset, seconds precision: `2026-11-21T23:14:05+08:00`. */
export function isoTime(at: number, offset: UtcOffset): string {
  const sign = offset < 0 ? '-' : '+';
  const size = Math.abs(offset);
  return `${civilDate(at, offset)}T${clockTime(at, offset, true)}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an ISO 8601 instant that states its offset; undefined for anything else, an impossible date included. */
export function parseIso(text: string): number | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [, y, mo, d, h, mi, s = '0', ms = '0', zone = 'Z'] = match;
  const year = Number(y);
  const month = Number(mo);
  const dayOfMonth = Number(d);
  const offset =
    zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  if (month < 1 || month > 12 || Number(h) > 23 || Number(mi) > 59 || Number(s) > 59 || Math.abs(offset) > 14 * 60)
    return undefined;
  const days = daysFromCivil(year, month, dayOfMonth);
  const back = civilFromDays(days);
  if (dayOfMonth < 1 || back.month !== month || back.day !== dayOfMonth) return undefined;
  return (
    days * day +
    Number(h) * hour +
    Number(mi) * minute +
    Number(s) * second +
    Number(ms.padEnd(3, '0')) -
    offset * minute
  );
}

/** A daily window of civil minutes [from, to); `to` at or before `from` runs past midnight. */
export interface DailyWindow {
  /** Minutes since midnight. */
  readonly from: number;
  readonly to: number;
}

/** Whether the instant lies in the daily window. */
export function inDailyWindow(at: number, offset: UtcOffset, window: DailyWindow): boolean {
  const now = minuteOfDay(at, offset);
  return window.from < window.to ? now >= window.from && now < window.to : now >= window.from || now < window.to;
}
