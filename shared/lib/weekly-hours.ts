/** Hours of the week: 周一至周五 17:00-22:00；周六、周日 16:00-次日 01:00. Hours past midnight are those of the day they began. */
import type { DailyWindow, UtcOffset } from './time.ts';
import { civil, day, minute, startOfDay } from './time.ts';

export interface WeeklyWindow extends DailyWindow {
  /** 1 = Monday … 7 = Sunday: the days on which it begins. */
  readonly days: readonly number[];
}

/** Unix ms, [from, to). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const dayMinutes = 24 * 60;

/** Stretches that touch `span`, whole as they are kept, in order of time; those that follow each other without a gap are one. */
export function weeklyStretches(
  windows: readonly WeeklyWindow[],
  span: Stretch,
  offset: UtcOffset,
): readonly Stretch[] {
  const found: Stretch[] = [];
  // From two days before to a day after: hours that begin then may run into it, and join others.
  for (let midnight = startOfDay(span.from, offset) - 2 * day; midnight < span.to + day; midnight += day) {
    const { weekday } = civil(midnight, offset);
    for (const { days, from, to } of windows) {
      if (!days.includes(weekday)) continue;
      const ends = to + (to <= from ? dayMinutes : 0);
      found.push({ from: midnight + from * minute, to: midnight + ends * minute });
    }
  }
  const joined: Stretch[] = [];
  for (const one of found.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && one.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    else joined.push(one);
  }
  return joined.filter(({ from, to }) => from < span.to && to > span.from);
}

export function inWeeklyHours(windows: readonly WeeklyWindow[], at: number, offset: UtcOffset): boolean {
  return weeklyStretches(windows, { from: at, to: at + 1 }, offset).length > 0;
}

/** Place of the first window that has a minute of the week in common with one before it; undefined: none has. */
export function weeklyOverlap(windows: readonly WeeklyWindow[]): number | undefined {
  const week = 7 * dayMinutes;
  const pieces = (one: WeeklyWindow): readonly (readonly [number, number])[] =>
    one.days.flatMap((weekday) => {
      const from = (weekday - 1) * dayMinutes + one.from;
      const to = (weekday - 1) * dayMinutes + one.to + (one.to <= one.from ? dayMinutes : 0);
      return to <= week ? [[from, to] as const] : [[from, week] as const, [0, to - week] as const];
    });
  const at = windows.findIndex((window, i) =>
    pieces(window).some(([a, b]) =>
      windows.slice(0, i).some((earlier) => pieces(earlier).some(([c, d]) => a < d && c < b)),
    ),
  );
  return at === -1 ? undefined : at;
}

const dayNames = ['一', '二', '三', '四', '五', '六', '日'] as const;
const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
const clock = (all: number): string =>
  `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;

export type Tongue = 'zh' | 'en';
const tongues = {
  zh: { each: '每日', days: dayNames.map((name) => `周${name}`), range: '至', list: '、', parts: '；' },
  en: { each: 'Daily', days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], range: '-', list: ', ', parts: '; ' },
} as const;

function daysText(days: readonly number[], tongue: Tongue): string {
  const words = tongues[tongue];
  const sorted = [...days].sort((a, b) => a - b);
  if (sorted.length === 7) return words.each;
  const [first = 1, last = 1] = [sorted[0], sorted.at(-1)];
  const name = (weekday: number): string => words.days[weekday - 1] ?? '';
  if (sorted.length > 2 && last - first === sorted.length - 1) return `${name(first)}${words.range}${name(last)}`;
  return sorted.map(name).join(words.list);
}

/** As `readWeekly` reads it in either language: `周一至周五 17:00-22:00；周六、周日 16:00-01:00`. */
export const weeklyText = (windows: readonly WeeklyWindow[], tongue: Tongue = 'zh'): string =>
  windows
    .map(({ days, from, to }) => `${daysText(days, tongue)} ${clock(from)}-${clock(to)}`)
    .join(tongues[tongue].parts);

const plainFigures = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[–—~～至到]+/g, '-')
    .replaceAll(/星期|礼拜/g, '周')
    .replaceAll(/每天|daily/gi, '每日')
    .replaceAll('天', '日')
    .replaceAll(/\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*/gi, (_, name: string) => {
      const at = tongues.en.days.findIndex((one) => one.toLowerCase() === name.toLowerCase());
      return tongues.zh.days[at] ?? name;
    });

const words: { readonly [word: string]: readonly number[] } = {
  ...{ 每日: everyDay, 每周: everyDay, 工作日: [1, 2, 3, 4, 5], 周末: [6, 7], 双休日: [6, 7] },
};

/** 1–7 for 周一、周三-周五, 工作日, 每日 and nothing at all; undefined for what is no day. */
function daysOf(text: string): readonly number[] | undefined {
  const plain = text.replaceAll(/[\s:]/g, '');
  if (plain === '') return everyDay;
  const days = new Set<number>();
  for (const part of plain.split(/[、,和及]/)) {
    const named = words[part];
    const match = /^周?([一二三四五六日1-7])(?:-周?([一二三四五六日1-7]))?$/.exec(part);
    const one = (name: string): number => (/\d/.test(name) ? Number(name) : dayNames.indexOf(name as '一') + 1);
    if (named !== undefined) named.forEach((weekday) => days.add(weekday));
    else if (match === null) return undefined;
    else {
      const [from, to] = [one(match[1] ?? ''), one(match[2] ?? match[1] ?? '')];
      // 周五至周一 runs over the end of the week.
      for (let at = from; ; at = (at % 7) + 1) {
        days.add(at);
        if (at === to) break;
      }
    }
  }
  return [...days].sort((a, b) => a - b);
}

const hoursPattern =
  /(\d{1,2})(?:[:时点](\d{2})?分?)?\s*-\s*(?:次日|翌日|凌晨)?\s*(\d{1,2})(?:[:时点](\d{2})?分?)?\s*$/;

/** Most windows that one place keeps. */
export const mostWindows = 14;

/**
 * Hours as people write them, parts divided by ；or a line end; days left out are every day. Undefined where any part is
 * no such thing, an hour beginning where it ends included.
 */
export function readWeekly(text: string): readonly WeeklyWindow[] | undefined {
  const parts = plainFigures(text)
    .split(/[;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const found: WeeklyWindow[] = [];
  for (const part of parts) {
    const match = hoursPattern.exec(part);
    const days = match === null ? undefined : daysOf(part.slice(0, match.index));
    if (match === null || days === undefined) return undefined;
    const [h = 0, m = 0, h2 = 0, m2 = 0] = match.slice(1).map((figure) => Number(figure ?? 0));
    const [from, to] = [h * 60 + m, h2 * 60 + m2];
    if (h > 23 || m > 59 || m2 > 59 || to > dayMinutes || from === to) return undefined;
    found.push({ days, from, to });
  }
  return found.length === 0 || found.length > mostWindows ? undefined : found;
}
