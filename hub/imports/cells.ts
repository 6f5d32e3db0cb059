/** What a cell of text means: numbers, times, choices, lists, as they stand in Chinese and English tables. */
import type { ListedPerson } from '../../shared/lib/people-text.ts';
import { readPeople } from '../../shared/lib/people-text.ts';
import { readWeekly } from '../../shared/lib/weekly-hours.ts';
import { civil, instant, parseIso } from '../../shared/lib/time.ts';

/** Why a cell was not taken; put into words by the screen. */
export class WrongCell extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const fullWidth = /[\uff01-\uff5e]/g;
/** Full-width letters and signs as the plain ones. */
export const plain = (text: string): string =>
  text.replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim();

export function numberOf(cell: string): number {
  const text = plain(cell)
    .replace(/(米|m|度|°|人|公里\/?小?时?|km\/h|分钟|%)$/i, '')
    .trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new WrongCell('NotANumber');
  return Number(text);
}

const yes = new Set(['1', 'y', 'yes', 'true', '是', '有', '√', '✓', '已登记', '在册']);
const no = new Set(['0', 'n', 'no', 'false', '否', '无', '没有', '×', '未登记', '不在册']);
export function yesOf(cell: string): boolean {
  const text = plain(cell).toLowerCase();
  if (yes.has(text)) return true;
  if (no.has(text)) return false;
  throw new WrongCell('NotYesNo');
}

export function choiceOf(cell: string, choices: Readonly<Record<string, readonly string[]>>): string {
  const text = plain(cell).toLowerCase();
  const found = Object.entries(choices).find(
    ([name, words]) => name.toLowerCase() === text || words.some((word) => word.toLowerCase() === text),
  );
  if (found === undefined) throw new WrongCell('NotChosen');
  return found[0];
}

export function listOf(cell: string): string[] {
  return cell
    .split(/[、,，;；|\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const dateTime =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](\d{1,2}))?[分秒]?)?)?$/;

/** Days since the workbook's first, as a number: what a cell of a time is where it was never formatted as one. */
const workbookDays = /^[2-7]\d{4}(\.\d+)?$/;
/** A workbook counts from the last day but one of 1899: 25,569 days before 1970. */
const workbookEpochDays = 25_569;

/** A civil time of the district, or one that says its offset. Days alone begin at midnight. */
export function instantOf(cell: string, utcOffset: number): number {
  const text = plain(cell);
  const exact = parseIso(text);
  if (exact !== undefined) return exact;
  const match = dateTime.exec(text);
  if (match === null && workbookDays.test(text)) {
    const utc = Math.round((Number(text) - workbookEpochDays) * 86_400) * 1_000;
    return utc - utcOffset * 60_000;
  }
  if (match === null) throw new WrongCell('NotATime');
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    ...[number, number, number, number, number, number],
  ];
  const at = instant({ year, month, day, hour, minute, second }, utcOffset);
  const back = civil(at, utcOffset);
  // The 30th of February carries over to March: nobody meant that. Twenty-four o'clock is the next day's midnight.
  const isNight = hour === 24 && minute === 0 && second === 0;
  if (isNight ? day > 31 || month > 12 : back.month !== month || back.day !== day || back.hour !== hour)
    throw new WrongCell('NotATime');
  return at;
}

export function dateOf(cell: string): string {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/.exec(plain(cell));
  if (match === null) throw new WrongCell('NotADate');
  const [, year = '', month = '', day = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

const windowPattern =
  /(\d{1,2})[:时点]?(\d{2})?分?\s*(?:-|–|—|~|～|至|到)\s*(?:次日|翌日)?(\d{1,2})[:时点]?(\d{2})?分?/;

/** 22:00–06:00, minutes since midnight. */
export function windowOf(cell: string): Window {
  const match = windowPattern.exec(plain(cell));
  if (match === null) throw new WrongCell('NotHours');
  const [from = 0, fromMinute = 0, to = 0, toMinute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  if (from > 23 || fromMinute > 59 || toMinute > 59 || to * 60 + toMinute > 1_440) throw new WrongCell('NotHours');
  return { from: from * 60 + fromMinute, to: to * 60 + toMinute };
}

/** 周一至周五 17:00-22:00；周末 16:00-次日1:00. Without days: on all of them. */
export function weeklyOf(cell: string): { days: number[]; from: number; to: number }[] {
  const windows = readWeekly(cell);
  if (windows === undefined) throw new WrongCell('NotHours');
  return windows.map(({ days, from, to }) => ({ days: [...days], from, to }));
}

/** People of a roster: name and staff number of each. */
export function peopleOf(cell: string): readonly ListedPerson[] {
  const people = readPeople(cell);
  if ('unread' in people) throw new WrongCell('NotPeople');
  return people;
}

const modeWords: Readonly<Record<string, readonly string[]>> = {
  routine: ['平时', '日常', '常态', '日间'],
  night: ['夜间', '夜'],
  holiday: ['节假日', '假日', '节日'],
  emergency: ['应急', '紧急'],
};
const allModes = Object.keys(modeWords);

/** 夜间 22:00–06:00；假日 08:00–20:00. Without a mode: in all of them. */
export function hoursOf(cell: string): { modes: string[]; from: number; to: number }[] {
  return plain(cell)
    .split(/[;；\n]+/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const text = part.toLowerCase();
      const named = allModes.filter((mode) => [mode, ...(modeWords[mode] ?? [])].some((word) => text.includes(word)));
      return { modes: named.length === 0 ? allModes : named, ...windowOf(part) };
    });
}
