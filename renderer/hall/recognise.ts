/**
 * 粘贴识别 of the registers: a notice, or rows of a table, turned into what a form takes. Nothing is made up: what was not
 * understood is handed back as it stands, and what was reckoned is named. Pure.
 */
import { isoTime } from '../../shared/lib/time.ts';
import type { RegisterKind } from './told-labels.ts';
import { fieldOf, kindOf, wordsOf } from './told-labels.ts';
import type { Stretch } from './told-time.ts';
import { hoursField, timeField, toldInstants, toldRanges } from './told-time.ts';
import { plainFigures } from './typed.ts';

export interface NamedPlace {
  readonly name: string;
  readonly at: readonly [number, number];
  readonly roads: readonly string[];
}

export interface RecognitionWorld {
  /** Hub time, Unix ms. */
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly places: readonly NamedPlace[];
}

export interface Recognised {
  readonly kind: RegisterKind;
  /** By the name of the form's field, as the field shows it. */
  readonly fields: { readonly [field: string]: string };
  /** Fields that were reckoned rather than read. */
  readonly uncertain: readonly string[];
  /** What was not understood. */
  readonly rest: readonly string[];
}

/** Most rows of one paste. */
export const mostPasted = 100;

const utilities: readonly (readonly [string, RegExp])[] = [
  ['water', /供水|自来水|给水|水管/],
  ['power', /供电|电力|电缆|停电/],
  ['gas', /燃气|煤气|天然气/],
  ['drain', /排水|污水|雨水|下水/],
  ['telecom', /通信|电信|光缆|移动基站/],
  ['heat', /供热|热力/],
  ['road', /道路塌陷|路面塌陷|道路抢修|路面抢修/],
];
const works =
  /混凝土(?:连续)?浇筑|(?:钻孔)?灌注桩(?:施工)?|桩基(?:施工)?|钢筋?(?:结构)?吊装|大型构件吊装|土方(?:开挖|外运)|盾构(?:掘进)?|路面(?:摊铺|铣刨)|拆除作业|管道焊接/;
const papers = /夜间(?:建筑)?施工(?:作业)?(?:许可证|许可|证明|批准文件|备案表)|连续施工证明/;
const numbered = [
  /[\p{Script=Han}A-Za-z]{0,8}[〔[【(]\s*20\d\d\s*[〕\]】)]\s*(?:第\s*)?\d{1,6}\s*号?/u,
  /[\p{Script=Han}A-Z]{0,3}[夜抢占施临](?:字|许|告)?\s?(?:第\s*)?\d{3,8}(?!\d|\s*[时点年月日]|:\d\d)(?:\s*号)?/u,
];
const phonePattern = /(?<!\d)(?:1[3-9]\d{9}|\(?0\d{2,3}\)?[- ]?\d{7,8}(?:[-转]\d{1,5})?|400-?\d{3}-?\d{4})(?!\d)/;
const reasons =
  /(?:20\d\d年)?(?:普通)?(?:高等学校招生考试|高考|中考|初中学业水平考试|学业水平考试|研究生考试|考研|公务员考试|成人高考|自学考试|春考)/;
const reachPattern = /(?:周边|半径|范围|周围)\s*(?:内|为|约)?\s*(\d{2,4})\s*(?:米|m)/;

/** Collects what was read, and where it stood. */
class Reading {
  readonly fields: Record<string, string> = {};
  readonly uncertain = new Set<string>();
  readonly #text: string;
  readonly #read: boolean[];

  constructor(text: string) {
    this.#text = text;
    this.#read = Array.from(text, () => false);
  }

  has(field: string): boolean {
    return field in this.fields;
  }

  take({ start, end }: Stretch): void {
    for (let i = start; i < end; i += 1) this.#read[i] = true;
  }

  /** The first word about a field counts. */
  set(field: string, value: string, at?: Stretch): void {
    if (value === '') return;
    if (this.has(field)) return;
    this.fields[field] = value;
    if (at !== undefined) this.take(at);
  }

  isFree({ start, end }: Stretch): boolean {
    return !this.#read.slice(start, end).some((read) => read);
  }

  rest(): readonly string[] {
    const left = Array.from({ length: this.#text.length }, (_, i) =>
      this.#read[i] === true ? '\n' : (this.#text[i] ?? ''),
    ).join('');
    return left
      .split(/[\n\t；;。]+/)
      .map((part) => part.replace(/^[\s,，、:：.)）]+|[\s,，、:：(（]+$/g, ''))
      .filter((part) => part.replace(/[^\p{L}\p{N}]/gu, '').length > 1);
  }
}

const stretchOf = (match: RegExpExecArray): Stretch => ({ start: match.index, end: match.index + match[0].length });

/** The text without blanks, and where each of its letters stood. */
function compact(text: string): { readonly plain: string; readonly at: readonly number[] } {
  const at: number[] = [];
  let plain = '';
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i] ?? '';
    if (/\s/.test(letter)) continue;
    plain += letter;
    at.push(i);
  }
  return { plain, at };
}

/** A name of the register in the text; undefined where there is none, or two that are not parts of each other. */
function namedIn<T extends { readonly name: string }>(
  text: string,
  all: readonly T[],
): { readonly one: T; readonly at: Stretch } | undefined {
  const { plain, at } = compact(text);
  const found = all.flatMap((one) => {
    const name = plainFigures(one.name).replace(/\s/g, '');
    const start = name === '' ? -1 : plain.indexOf(name);
    return start < 0 ? [] : [{ one, name, start }];
  });
  const [longest] = found.sort((a, b) => b.name.length - a.name.length);
  if (longest === undefined) return undefined;
  if (found.some(({ one, name }) => one !== longest.one && !longest.name.includes(name))) return undefined;
  const end = (at[longest.start + longest.name.length - 1] ?? 0) + 1;
  return { one: longest.one, at: { start: at[longest.start] ?? 0, end } };
}

/** A place of the pack that is named, or whose two roads are. */
function placeIn(text: string, places: readonly NamedPlace[]): NamedPlace | undefined {
  const whole = namedIn(text, places);
  if (whole !== undefined) return whole.one;
  const crossings = places.filter(({ roads }) => roads.length === 2 && roads.every((road) => text.includes(road)));
  return crossings.length === 1 ? crossings[0] : undefined;
}

const isOwn = (kind: RegisterKind, field: string): boolean => wordsFields(kind).has(field);
const wordsFields = (kind: RegisterKind): ReadonlySet<string> =>
  new Set(wordsOf(kind).flatMap((word) => fieldOf(kind, word) ?? []));

/** A value whose field is known, by its label or its column. False where it cannot be read as that. */
function assign(reading: Reading, kind: RegisterKind, field: string, raw: string, world: RecognitionWorld): boolean {
  const value = raw.trim();
  if (value === '' || reading.has(field)) return value === '';
  const { now, offset } = world;
  switch (field) {
    case 'range':
      // Read wherever it stands.
      return false;
    case 'from':
    case 'to':
    case 'notifiedAt': {
      const [told] = toldInstants(value, now, offset);
      if (told === undefined || told.end - told.start < value.length) return false;
      if (told.dayOnly) reading.uncertain.add(field);
      reading.set(field, timeField(told.at, offset));
      return true;
    }
    case 'hours': {
      // Hours of the week are read by the form, days and all.
      if (kind === 'contact' || kind === 'stallPlace') break;
      const [told] = toldRanges(`每日${value}`, now, offset);
      if (told?.hours === undefined) return false;
      reading.set(field, hoursField(told.hours));
      return true;
    }
    case 'site': {
      const site = namedIn(value, world.sites);
      if (site === undefined) return false;
      reading.set('site', site.one.id);
      return true;
    }
    case 'place':
    case 'places': {
      const place = placeIn(value, world.places);
      reading.set('place', place === undefined || field === 'place' ? value.slice(0, 120) : place.name);
      if (place !== undefined) reading.set('at', place.at.join());
      return true;
    }
    case 'utility': {
      const utility = utilities.find(([, words]) => words.test(value));
      if (utility === undefined) return false;
      reading.set(field, utility[0]);
      return true;
    }
    case 'radius':
    case 'persons':
    case 'limitKmh':
    case 'heading':
    case 'fov': {
      const figure = /\d+(?:\.\d+)?/.exec(value);
      if (figure === null) return false;
      reading.set(field, figure[0]);
      return true;
    }
    case 'checkedOn': {
      const [told] = toldInstants(value, now, offset);
      if (told === undefined) return false;
      reading.set(field, isoTime(told.at, offset).slice(0, 10));
      return true;
    }
    default:
      break;
  }
  reading.set(field, value);
  return true;
}

/** 编号：示夜 0117；施工时间：… */
function readLabelled(reading: Reading, kind: RegisterKind, text: string, world: RecognitionWorld): void {
  const words = wordsOf(kind)
    .map((word) => word.replace(/[()]/g, '\\$&'))
    .join('|');
  const pattern = new RegExp(
    `(?<![\\p{L}])(${words})\\s*:\\s*([^\\n\\t；;。]*?)(?=[,，、\\s]*(?:${words})\\s*:|[\\n\\t；;。]|$)`,
    'gu',
  );
  for (const match of text.matchAll(pattern)) {
    const [, word = '', value = ''] = match;
    const field = fieldOf(kind, word);
    const start = match.index;
    const valueAt = start + match[0].length - value.length;
    if (field === undefined) continue;
    if (field === 'range') reading.take({ start, end: valueAt });
    else if (assign(reading, kind, field, value.replace(/[,，、]+$/, ''), world))
      reading.take({ start, end: start + match[0].length });
  }
}

function readTimes(reading: Reading, kind: RegisterKind, text: string, { now, offset }: RecognitionWorld): void {
  if (!isOwn(kind, 'from')) return;
  const ranges = toldRanges(text, now, offset);
  for (const range of ranges) {
    if (!reading.isFree(range)) continue;
    // Days may stand before them, which hours of every day would drop.
    if (range.hours !== undefined && isOwn(kind, 'hours') && kind !== 'stallPlace')
      reading.set('hours', hoursField(range.hours), range);
    if (range.from === undefined || range.to === undefined || reading.has('from') || reading.has('to')) continue;
    reading.set('from', timeField(range.from, offset), range);
    reading.set('to', timeField(range.to, offset));
    for (const field of range.reckoned) reading.uncertain.add(field);
  }
  const alone = toldInstants(text, now, offset).filter((one) => reading.isFree(one) && !one.dayOnly);
  const [first, second] = alone;
  if (first !== undefined && !reading.has('from')) {
    if (second !== undefined && alone.length === 2 && second.at > first.at && !reading.has('to')) {
      reading.set('from', timeField(first.at, offset), first);
      reading.set('to', timeField(second.at, offset), second);
    } else if (alone.length === 1 && kind === 'repairNotice') reading.set('from', timeField(first.at, offset), first);
  }
}

function readFree(reading: Reading, kind: RegisterKind, text: string, world: RecognitionWorld): void {
  const once = (field: string, pattern: RegExp, value: (match: RegExpExecArray) => string = ([all]) => all): void => {
    if (reading.has(field)) return;
    const match = pattern.exec(text);
    if (match !== null && reading.isFree(stretchOf(match))) reading.set(field, value(match).trim(), stretchOf(match));
  };
  const phoneField = { site: 'contactPhone', repairNotice: 'contact', contact: 'phone' }[kind as 'site'];
  if (phoneField !== undefined) once(phoneField, phonePattern);
  if (kind === 'nightPermit' || kind === 'repairNotice') for (const pattern of numbered) once('number', pattern);
  if (kind === 'nightPermit') {
    once('paper', papers);
    once('work', works);
    const site = reading.has('site') ? undefined : namedIn(text, world.sites);
    if (site !== undefined && reading.isFree(site.at)) reading.set('site', site.one.id, site.at);
  }
  if (kind === 'repairNotice') for (const [utility, words] of utilities) once('utility', words, () => utility);
  if (kind === 'quietPeriod') {
    const match = reading.has('name') ? null : reasons.exec(text);
    if (match !== null) {
      reading.set('name', `${match[0]}禁噪期`, stretchOf(match));
      reading.uncertain.add('name');
    }
    once('basis', /《[^》]{2,60}》/);
    if (/全区|全市|全域|本区范围/.test(text)) reading.set('reach', 'whole');
  }
  if (isOwn(kind, 'radius')) once('radius', reachPattern, ([, metres = '']) => metres);
  if (isOwn(kind, 'place') && !reading.has('at')) {
    const place = placeIn(text, world.places);
    if (place !== undefined) {
      reading.set('place', place.name);
      reading.set('at', place.at.join());
    }
  }
  if (kind === 'videoPoint') once('channel', /(?<!\d)\d{20}(?!\d)/);
}

/** Of texts without labels: a part of a row that can only be the name. */
const nameShapes: { readonly [K in RegisterKind]?: RegExp } = {
  site: /工地|项目|工程|标段|基坑/,
  contact: /值班|中心|热线|物业|管理处|派出所|调度/,
  post: /岗/,
  fence: /围栏/,
};

/** One entry of a notice or a row. */
export function recognise(raw: string, kind: RegisterKind, world: RecognitionWorld): Recognised {
  const text = plainFigures(raw.replace(/\r\n?/g, '\n'));
  const reading = new Reading(text);
  readLabelled(reading, kind, text, world);
  readTimes(reading, kind, text, world);
  readFree(reading, kind, text, world);
  return finished(reading, kind, reading.rest());
}

function finished(reading: Reading, kind: RegisterKind, left: readonly string[]): Recognised {
  const rest = [...left];
  const shape = nameShapes[kind];
  const at =
    shape === undefined || reading.has('name') ? -1 : rest.findIndex((part) => shape.test(part) && part.length <= 30);
  const name = rest[at];
  if (name !== undefined) {
    reading.set('name', name);
    reading.uncertain.add('name');
    rest.splice(at, 1);
  }
  return { kind, fields: reading.fields, uncertain: [...reading.uncertain], rest };
}

/** Cells of a table as it comes from a spreadsheet: tabs between, quotes around what holds a line break. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false];
  const endRow = (): void => {
    row.push(cell);
    if (row.some((one) => one.trim() !== '')) rows.push(row);
    [row, cell] = [[], ''];
  };
  const all = text.replace(/\r\n?/g, '\n');
  for (let i = 0; i < all.length; i += 1) {
    const letter = all[i] ?? '';
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (all[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === '\t') {
      row.push(cell);
      cell = '';
    } else if (letter === '\n') endRow();
    else cell += letter;
  }
  endRow();
  return rows;
}

/** A row under a head that names its columns. */
function fromColumns(
  head: readonly string[],
  row: readonly string[],
  kind: RegisterKind,
  world: RecognitionWorld,
): Recognised {
  const reading = new Reading('');
  const rest: string[] = [];
  const loose: string[] = [];
  for (const [i, raw] of row.entries()) {
    const value = plainFigures(raw).trim();
    const name = plainFigures(head[i] ?? '').trim();
    const field = fieldOf(kind, name);
    if (value === '') continue;
    if (field === 'range') loose.push(value);
    else if (field === undefined || !assign(reading, kind, field, value, world))
      rest.push(name === '' ? value : `${name}：${value}`);
  }
  for (const value of loose) {
    const read = recognise(value, kind, world);
    for (const field of ['from', 'to', 'hours']) reading.set(field, read.fields[field] ?? '');
    for (const field of read.uncertain) if (field === 'from' || field === 'to') reading.uncertain.add(field);
    rest.push(...read.rest);
  }
  return finished(reading, kind, rest);
}

/**
 * Everything that was pasted: one entry of a notice, one for each row of a table.
 * @param shown The register that is open: what the text says of itself goes before it.
 */
export function recogniseAll(raw: string, shown: RegisterKind, world: RecognitionWorld): readonly Recognised[] {
  const text = raw.slice(0, 200_000);
  if (text.trim() === '') return [];
  const kind = kindOf(text) ?? shown;
  if (!text.includes('\t')) {
    const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
    // A list of one-line notices, each with a number of its own.
    const isList =
      lines.length > 1 && lines.every((line) => numbered.some((pattern) => pattern.test(plainFigures(line))));
    return isList
      ? lines.slice(0, mostPasted).map((line) => recognise(line, kind, world))
      : [recognise(text, kind, world)];
  }
  const rows = cellsOf(text).slice(0, mostPasted + 1);
  // The words over the columns say what the rows are, where one register knows most of them.
  const [head = []] = rows;
  const known = (of: RegisterKind): number =>
    head.filter((cell) => fieldOf(of, plainFigures(cell)) !== undefined).length;
  if (known(kind) >= 2 || known(shown) >= 2) {
    const as = known(kind) >= known(shown) ? kind : shown;
    return rows.slice(1).map((row) => fromColumns(head, row, as, world));
  }
  return rows.slice(0, mostPasted).map((row) => recognise(row.join('\t'), kind, world));
}
