/** Times as people write them in notices and lists: 11月22日22时至次日6时, 22:00-06:00, 今晚10点. Pure. */
import { civil, day, isoTime, minute, parseIso, startOfDay } from '../../shared/lib/time.ts';
import { plainFigures } from './typed.ts';

/** Where in the text something stands, [from, to). */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface ToldPeriod extends Stretch {
  /** Unix ms. */
  readonly from?: number;
  readonly to?: number;
  /** Daily hours, minutes since midnight. */
  readonly hours?: { readonly from: number; readonly to: number };
  /** What was reckoned rather than read: the end of a span of nights, the year. */
  readonly reckoned: readonly ('from' | 'to')[];
}

/** Beyond half a year a date without its year means another year. */
const halfYear = 183 * day;

const dayWords: { readonly [word: string]: number } = {
  ...{ 今天: 0, 今日: 0, 今晚: 0, 今夜: 0, 当日: 0, 当天: 0, 当晚: 0, 即日: 0 },
  ...{ 明天: 1, 明日: 1, 明晚: 1, 昨天: -1, 昨日: -1, 昨晚: -1 },
};
/** Reckoned from the day named before. */
const nextWords = ['次日', '翌日', '第二天', '第二日', '隔日'];

const dateSource = String.raw`(?:(?:(20\d\d)\s*[年/.-]\s*)?(\d{1,2})\s*(?:月|/|\.|-)\s*(\d{1,2})\s*[日号]?)`;
const timeSource = String.raw`(?:(凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|夜里|夜)?\s*(\d{1,2})\s*(?:[:：]\s*(\d{2})(?::\d{2})?|[时点](?:\s*(?:(\d{1,2})\s*分?|(半)))?(?:整)?))`;
const wordSource = `(${[...Object.keys(dayWords), ...nextWords].join('|')})`;
/** A moment: a date, a word for a day, a time of day, or several of these. Groups 1–9. */
const momentSource = String.raw`(?:${dateSource}|${wordSource})?\s*[T,，、]?\s*(?:[(（](?:周|星期)[一二三四五六日天][)）])?\s*${timeSource}?`;
const joinSource = String.raw`\s*(?:起)?\s*(?:至|到|—|–|－|-|~|～|——|→)\s*`;

interface Moment {
  /** Civil midnight, Unix ms. */
  readonly midnight?: number;
  readonly next: boolean;
  readonly yearless: boolean;
  /** Since midnight, up to 24:00. */
  readonly minutes?: number;
}

function minutesOf(prefix: string | undefined, hours: string, minutes = '0', half?: string): number | undefined {
  let h = Number(hours);
  const m = half === undefined ? Number(minutes) : 30;
  const afternoon = prefix !== undefined && /^(下午|傍晚|晚上|晚间|晚|夜间|夜里|夜)$/.test(prefix);
  // 晚上12点 is the end of the day, 夜里2点 its beginning, 晚上10点 is 22:00.
  if (afternoon && h === 12 && prefix !== '下午') h = 24;
  else if (afternoon && h < 12 && (h >= 5 || prefix === '下午')) h += 12;
  return h > 24 || m > 59 || (h === 24 && m > 0) ? undefined : h * 60 + m;
}

function dateOf(
  year: string | undefined,
  month: string,
  date: string,
  now: number,
  offset: number,
): number | undefined {
  const here = civil(now, offset).year;
  const at = (y: number): number | undefined => {
    const text = `${y}-${month.padStart(2, '0')}-${date.padStart(2, '0')}T00:00Z`;
    const parsed = parseIso(text);
    return parsed === undefined ? undefined : parsed - offset * minute;
  };
  if (year !== undefined) return at(Number(year));
  const near = [here - 1, here, here + 1].flatMap((y) => at(y) ?? []);
  return near.sort((a, b) => Math.abs(a - now) - Math.abs(b - now)).find((one) => Math.abs(one - now) <= halfYear);
}

/** @param groups The nine of `momentSource`. */
function momentOf(groups: readonly (string | undefined)[], now: number, offset: number): Moment | undefined {
  const [year, month, date, word, prefix, hours, minutes, more, half] = groups;
  const named = month !== undefined && date !== undefined;
  if (!named && word === undefined && hours === undefined) return undefined;
  const midnight = named
    ? dateOf(year, month, date, now, offset)
    : word !== undefined && word in dayWords
      ? startOfDay(now, offset) + (dayWords[word] ?? 0) * day
      : undefined;
  if (named && midnight === undefined) return undefined;
  const evening = prefix ?? (word !== undefined && /[晚夜]/.test(word) ? '晚' : undefined);
  const since = hours === undefined ? undefined : minutesOf(evening, hours, minutes ?? more, half);
  if (hours !== undefined && since === undefined) return undefined;
  return {
    next: word !== undefined && nextWords.includes(word),
    yearless: named && year === undefined,
    ...(midnight === undefined ? {} : { midnight }),
    ...(since === undefined ? {} : { minutes: since }),
  };
}

const rangePattern = new RegExp(`(每[日天晚夜]\\s*)?${momentSource}${joinSource}${momentSource}`, 'g');
const singlePattern = new RegExp(momentSource, 'g');

/** A range as it was written: whole instants, days alone, or hours of every day. */
function rangeOf(each: boolean, a: Moment, b: Moment): Omit<ToldPeriod, keyof Stretch> | undefined {
  if (a.midnight === undefined || each) {
    if (a.minutes === undefined || b.minutes === undefined || b.midnight !== undefined) return undefined;
    return { hours: { from: a.minutes % 1440, to: b.minutes === 1440 ? 1440 : b.minutes }, reckoned: [] };
  }
  const reckoned: ('from' | 'to')[] = [];
  const from = a.midnight + (a.minutes ?? 0) * minute;
  const last = b.midnight ?? a.midnight + (b.next ? day : 0);
  if (b.minutes === undefined) {
    if (b.midnight === undefined) return undefined;
    // 至 25 日 includes that day.
    return { from, to: last + day, reckoned: ['to'] };
  }
  let to = last + b.minutes * minute;
  if (to <= from && b.midnight === undefined) {
    to += day;
    if (!b.next) reckoned.push('to');
  }
  return { from, to, reckoned };
}

/** Everything in the text that is a range of time, in order; what cannot be a date or an hour is left alone. */
export function toldRanges(text: string, now: number, offset: number): readonly ToldPeriod[] {
  const plain = plainFigures(text);
  // Positions are those of what was given: where plain figures change its length nothing is told.
  const read = plain.length === text.length ? plain : text;
  const found: ToldPeriod[] = [];
  for (const match of read.matchAll(rangePattern)) {
    const a = momentOf(match.slice(2, 11), now, offset);
    const b = momentOf(match.slice(11, 20), now, offset);
    const range = a === undefined || b === undefined ? undefined : rangeOf(match[1] !== undefined, a, b);
    if (range !== undefined) found.push({ ...range, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** Single instants with their day: 11月22日23时10分, 今晚22点; a time of day alone is none. */
export function toldInstants(
  text: string,
  now: number,
  offset: number,
): readonly (Stretch & { readonly at: number; readonly dayOnly: boolean })[] {
  const plain = plainFigures(text);
  const read = plain.length === text.length ? plain : text;
  const found: (Stretch & { at: number; dayOnly: boolean })[] = [];
  for (const match of read.matchAll(singlePattern)) {
    if (match[0].trim() === '') continue;
    const moment = momentOf(match.slice(1, 10), now, offset);
    if (moment?.midnight === undefined) continue;
    const at = moment.midnight + (moment.minutes ?? 0) * minute;
    found.push({ at, dayOnly: moment.minutes === undefined, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** As a field shows it: `2026-11-22 22:00`. */
export const timeField = (at: number, offset: number): string => isoTime(at, offset).slice(0, 16).replace('T', ' ');

/**
 * An instant typed into a field: a date with a time, a word such as 今晚22点, or a time alone, which is today's.
 * `after`: a time alone is the first one later than this. Undefined for what is no time, null for nothing.
 */
export function typedInstant(typed: string, now: number, offset: number, after?: number): number | null | undefined {
  const text = plainFigures(typed).trim();
  if (text === '') return null;
  const whole = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})$/.exec(text);
  if (whole !== null) {
    const [, y = '', mo = '', d = '', h = '', mi = ''] = whole;
    const two = (part: string): string => part.padStart(2, '0');
    const isEnd = h === '24' && mi === '00';
    const at = parseIso(`${y}-${two(mo)}-${two(d)}T${isEnd ? '00' : two(h)}:${mi}Z`);
    return at === undefined ? undefined : at - offset * minute + (isEnd ? day : 0);
  }
  const short = /^(\d{1,2})(\d{2})$/.exec(text);
  const match = new RegExp(`^${momentSource}$`).exec(short === null ? text : `${short[1] ?? ''}:${short[2] ?? ''}`);
  const moment = match === null ? undefined : momentOf(match.slice(1, 10), now, offset);
  if (moment?.minutes === undefined) return undefined;
  const base = after ?? now;
  if (moment.midnight !== undefined) return moment.midnight + moment.minutes * minute;
  const midnight = startOfDay(base, offset) + (moment.next ? day : 0);
  const at = midnight + moment.minutes * minute;
  return after !== undefined && !moment.next && at <= after ? at + day : at;
}

/** Daily hours typed into a field; undefined for what is none, null for nothing. */
export function typedHours(typed: string): { readonly from: number; readonly to: number } | null | undefined {
  const text = plainFigures(typed).trim();
  if (text === '') return null;
  const [range] = toldRanges(`每日${text}`, 0, 0);
  return range?.hours !== undefined && range.end === text.length + 2 ? range.hours : undefined;
}

/** `22:00-06:00` */
export function hoursField({ from, to }: { readonly from: number; readonly to: number }): string {
  const clock = (all: number): string =>
    `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;
  return `${clock(from)}-${clock(to)}`;
}

/** Tonight's law-night as people mean it before dawn and after: from 22:00 to 06:00. */
export function tonight(
  now: number,
  offset: number,
  window: { readonly from: number; readonly to: number },
): { readonly from: number; readonly to: number } {
  const midnight = startOfDay(now, offset);
  const ends = window.to + (window.to <= window.from ? 1440 : 0);
  // In the small hours the night that runs is the one of yesterday evening.
  const began = now < midnight - day + ends * minute ? midnight - day : midnight;
  return { from: began + window.from * minute, to: began + ends * minute };
}
