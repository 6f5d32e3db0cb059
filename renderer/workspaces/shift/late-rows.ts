/**
 * What was written on paper while the hub was away, row by row: what each row means, what is wrong with it, and the commands
 * that tell it. Pure; instants Unix ms.
 */
import type { Json } from '../../../shared/lib/json.ts';
import { civil, instant, minute } from '../../../shared/lib/time.ts';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';

export const lateActs = [
  ...(['received', 'sent', 'setOut', 'arrived', 'observed', 'outcome', 'phoned', 'contacted', 'replied'] as const),
] as const;
export type LateAct = (typeof lateActs)[number];

/** What more has to be said of an act, by code; acts without need nothing more. */
export const lateDetails: { readonly [A in LateAct]?: readonly string[] } = {
  received: ['phone', '12345', '12319', '110', 'street', 'patrol'],
  outcome: ['stopped', 'permittedAndCompliant', 'repairGenuine', 'nothingFound', 'notOurs', 'refusesToStop'],
  phoned: ['agreedToStop', 'noAnswer', 'denies', 'claimsPermit'],
  contacted: ['phone', 'message', 'inPerson', 'hotline', 'notReached'],
  replied: ['spoken', 'message', 'hotline', 'notReached'],
};

export const lateColumns = ['at', 'act', 'incident', 'unit', 'detail', 'place', 'text', 'writer'] as const;
export type LateColumn = (typeof lateColumns)[number];

/** Cells as typed: names or codes, whatever a person or a spreadsheet puts there. */
export interface LateRow {
  readonly id: string;
  readonly cells: { readonly [C in LateColumn]: string };
  /** Entries of the outbox that tell it; empty: not sent yet. */
  readonly entries: readonly string[];
}

/** Of acts that are steps of a unit. */
const ofUnit: ReadonlySet<LateAct> = new Set(['sent', 'setOut', 'arrived', 'observed', 'outcome']);

export interface LateAround {
  /** Hub time. */
  readonly now: number;
  /** Minutes ahead of UTC. */
  readonly offset: number;
  readonly incidents: readonly { readonly id: string; readonly number: string; readonly receivedAt: number }[];
  readonly units: readonly { readonly id: string; readonly name: string; readonly isBusy: boolean }[];
  /** The latest last. */
  readonly assignments: readonly { readonly id: string; readonly incident: string; readonly unit: string }[];
  /** Words of the screen by code. */
  readonly words: {
    readonly act: Readonly<Record<string, string>>;
    readonly detail: (act: LateAct, code: string) => string;
  };
}

export type LateFault =
  | 'Missing'
  | 'NotATime'
  | 'InFuture'
  | 'BeforeIncident'
  | 'UnknownAct'
  | 'UnknownDetail'
  | 'UnknownIncident'
  | 'SeveralIncidents'
  | 'LabelTwice'
  | 'UnknownUnit'
  | 'SeveralUnits'
  | 'NotSent';

export type LateCommand =
  | { readonly as: 'takeIn'; readonly body: RequestOf<'takeIn'> }
  | { readonly as: 'submit'; readonly type: string; readonly data: Json };

export interface LateChecked {
  readonly row: LateRow;
  /** null: it cannot be told. */
  readonly at: number | null;
  readonly act: LateAct | null;
  /** Incident that it is about, or that it makes; null: none can be told. */
  readonly incident: string | null;
  readonly faults: readonly { readonly column: LateColumn; readonly code: LateFault }[];
  /** Empty while something is wrong. */
  readonly commands: readonly LateCommand[];
}

export const emptyCells: LateRow['cells'] = {
  ...{ at: '', act: '', incident: '', unit: '', detail: '', place: '', text: '', writer: '' },
};

export const isEmptyRow = ({ cells }: LateRow): boolean => lateColumns.every((column) => cells[column].trim() === '');

const fullWidth = /[\uff01-\uff5e]/g;
const plain = (text: string): string =>
  text.replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim();

const timePattern =
  /^(?:(?:(\d{4})[-/.年])?(?:(\d{1,2})[-/.月])?(\d{1,2})(?:日[T ]*|[T ]+))?(\d{1,2})[:时点](\d{2})(?::\d{2})?分?$/;

/**
 * `22:41`, `21日22:41`, `11-21 22:41`, `2026-11-21 22:41`: of what is not said the latest time that is not to come.
 * Undefined for what is no time.
 */
export function lateTime(text: string, now: number, offset: number): number | undefined {
  const match = timePattern.exec(plain(text));
  if (match === null) return undefined;
  const [year, month, day, hour, minutes] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? Number.NaN));
  const today = civil(now, offset);
  const on = (of: { year: number; month: number; day: number }): number | undefined => {
    const at = instant({ ...of, hour: hour ?? 0, minute: minutes ?? 0, second: 0 }, offset);
    const back = civil(at, offset);
    const isReal = back.day === of.day && back.month === of.month && back.hour === hour && back.minute === minutes;
    return isReal ? at : undefined;
  };
  const said = {
    year: Number.isNaN(year) ? today.year : (year ?? 0),
    month: Number.isNaN(month) ? today.month : (month ?? 0),
    day: Number.isNaN(day) ? today.day : (day ?? 0),
  };
  const first = on(said);
  if (first === undefined || first <= now || !Number.isNaN(year)) return first;
  if (!Number.isNaN(month)) return on({ ...said, year: said.year - 1 });
  if (!Number.isNaN(day))
    return on(said.month === 1 ? { ...said, year: said.year - 1, month: 12 } : { ...said, month: said.month - 1 });
  return first - 86_400_000;
}

/** By code or by its word. */
function codeOf(cell: string, codes: readonly string[], wordOf: (code: string) => string): string | undefined {
  const text = plain(cell);
  return codes.find((code) => code === text) ?? codes.find((code) => wordOf(code) === text);
}

export const actOf = (cell: string, words: LateAround['words']): LateAct | undefined =>
  codeOf(cell, lateActs, (code) => words.act[code] ?? code) as LateAct | undefined;

type Found<T> = { readonly is: T } | { readonly fault: LateFault };

/** By its whole number or the running number alone, where that is one incident's. */
function incidentNamed(cell: string, { incidents }: LateAround): Found<LateAround['incidents'][number]> {
  const text = plain(cell);
  const whole = incidents.find(({ number }) => number === text);
  if (whole !== undefined) return { is: whole };
  const running = /^\d{1,3}$/.test(text) ? text.padStart(3, '0') : undefined;
  const ends = running === undefined ? [] : incidents.filter(({ number }) => number.endsWith(`-${running}`));
  const nights = ends.toSorted((a, b) => b.receivedAt - a.receivedAt);
  const [latest] = nights;
  if (latest === undefined) return { fault: 'UnknownIncident' };
  return nights.length > 1 ? { fault: 'SeveralIncidents' } : { is: latest };
}

function unitNamed(cell: string, { units }: LateAround): Found<LateAround['units'][number]> {
  const text = plain(cell);
  const exact = units.find(({ id, name }) => id === text || name === text);
  if (exact !== undefined) return { is: exact };
  const [first, ...more] = units.filter(({ name }) => name.includes(text));
  if (first === undefined) return { fault: 'UnknownUnit' };
  return more.length > 0 ? { fault: 'SeveralUnits' } : { is: first };
}

/** Rows by the time that they tell; those without a time stand last, as they were. */
export function byTime(rows: readonly LateRow[], { now, offset }: Pick<LateAround, 'now' | 'offset'>): LateRow[] {
  const timed = rows.map((row, i) => ({ row, i, at: lateTime(row.cells.at, now, offset) ?? Number.POSITIVE_INFINITY }));
  return timed.sort((a, b) => (a.at === b.at ? a.i - b.i : a.at < b.at ? -1 : 1)).map(({ row }) => row);
}

/** What rows before it brought: labels of orders on paper, and who was sent where. */
interface Before {
  readonly labels: Map<string, { readonly id: string; readonly receivedAt: number }>;
  readonly sent: Map<string, string>;
  readonly busy: Set<string>;
}

interface Told {
  readonly at: number;
  readonly incident: string;
  readonly unit: { readonly id: string; readonly isBusy: boolean } | undefined;
  readonly assignment: string | undefined;
  readonly detail: string;
}

function takeInOf({ id, cells }: LateRow, { at, detail }: Told): LateCommand {
  const [place, text] = [cells.place.trim(), cells.text.trim()];
  return {
    as: 'takeIn',
    body: {
      ...{ id, source: detail as RequestOf<'takeIn'>['source'], externalId: null, place: null, position: null },
      ...{
        text: [place, text]
          .filter((part) => part !== '')
          .join('。')
          .slice(0, 3_900),
        actAt: null,
      },
      ...{ wantsReply: 'yes', name: '', phone: '', address: '', receivedAt: at },
    },
  };
}

/** The step itself, as it would have been recorded then. */
function stepOf(act: LateAct, row: LateRow, told: Told): LateCommand | undefined {
  const { at: happenedAt, incident, unit, assignment = '', detail } = told;
  const words = row.cells.text.trim();
  const personal = words === '' ? {} : { personal: { text: words } };
  const submit = (type: string, data: Json): LateCommand => ({ as: 'submit', type, data });
  const step = { assignment, channel: 'paper', happenedAt };
  switch (act) {
    case 'received':
      return takeInOf(row, told);
    case 'sent':
      return submit('AssignUnit', {
        id: row.id,
        incident,
        unit: unit?.id ?? '',
        queue: unit?.isBusy === true,
        happenedAt,
      });
    case 'setOut':
      return submit('SetOut', step);
    case 'arrived':
      return submit('Arrive', step);
    case 'observed':
      return submit('NoteEvidence', { ...step, kind: 'note', ...personal });
    case 'outcome':
      return submit('ReportOutcome', { ...step, kind: detail });
    case 'phoned':
      return submit('PhoneSite', { incident, result: detail, happenedAt });
    case 'contacted': {
      const reached = detail !== 'notReached';
      return submit('RecordFirstContact', {
        incident,
        way: reached ? detail : 'phone',
        reached,
        happenedAt,
        ...personal,
      });
    }
    case 'replied':
      return submit('RecordReply', { incident, way: detail, happenedAt, ...personal });
  }
}

/** Acts whose own command takes the words along. */
const takesWords: ReadonlySet<LateAct> = new Set(['received', 'observed', 'contacted', 'replied']);

/** Who wrote it, and the words that the step itself has no room for. */
function noteOf(
  act: LateAct,
  { cells }: LateRow,
  { incident, at }: Told,
  writerWord: (name: string) => string,
): LateCommand {
  const writer = cells.writer.trim();
  const own = takesWords.has(act) ? '' : cells.text.trim();
  const place = act === 'received' ? '' : cells.place.trim();
  const text = [writer === '' ? '' : writerWord(writer), place, own]
    .filter((part) => part !== '')
    .join('。')
    .slice(0, 2_000);
  const data = { incident, act, happenedAt: at, ...(text === '' ? {} : { personal: { text } }) };
  return { as: 'submit', type: 'NoteLateEntry', data };
}

function checkedRow(
  row: LateRow,
  around: LateAround,
  before: Before,
  writerWord: (name: string) => string,
): LateChecked {
  const { cells } = row;
  const faults: { column: LateColumn; code: LateFault }[] = [];
  const wrong = (column: LateColumn, code: LateFault): void => void faults.push({ column, code });
  const cell = (column: LateColumn): string => cells[column].trim();

  let at = lateTime(cell('at'), around.now, around.offset);
  if (cell('at') === '') wrong('at', 'Missing');
  else if (at === undefined) wrong('at', 'NotATime');
  else if (at > around.now) wrong('at', 'InFuture');
  const act = actOf(cell('act'), around.words);
  if (act === undefined) wrong('act', cell('act') === '' ? 'Missing' : 'UnknownAct');
  if (cell('writer') === '') wrong('writer', 'Missing');
  if (act === undefined) return { row, at: at ?? null, act: null, incident: null, faults, commands: [] };

  const details = lateDetails[act];
  const detail = details && codeOf(cell('detail'), details, (code) => around.words.detail(act, code));
  if (details !== undefined && detail === undefined)
    wrong('detail', cell('detail') === '' ? 'Missing' : 'UnknownDetail');

  let incident: string | undefined;
  if (act === 'received') {
    incident = row.id;
    const label = plain(cells.incident);
    if (label !== '' && before.labels.has(label)) wrong('incident', 'LabelTwice');
    if (cell('text') === '' && cell('place') === '') wrong('text', 'Missing');
    if (label !== '' && at !== undefined) before.labels.set(label, { id: row.id, receivedAt: at });
  } else if (cell('incident') === '') wrong('incident', 'Missing');
  else {
    const labelled = before.labels.get(plain(cells.incident));
    const found: Found<{ readonly id: string; readonly receivedAt: number }> =
      labelled === undefined ? incidentNamed(cells.incident, around) : { is: labelled };
    if ('fault' in found) wrong('incident', found.fault);
    else {
      incident = found.is.id;
      // Paper has no seconds: in the minute in which it came in is after it came in.
      const { receivedAt } = found.is;
      if (at !== undefined && at < receivedAt && receivedAt - at < minute) at = receivedAt;
      if (at !== undefined && at < receivedAt) wrong('at', 'BeforeIncident');
    }
  }

  let unit: Told['unit'];
  let assignment: string | undefined;
  if (ofUnit.has(act)) {
    const found = cell('unit') === '' ? ({ fault: 'Missing' } as const) : unitNamed(cells.unit, around);
    if ('fault' in found) wrong('unit', found.fault);
    else {
      unit = { id: found.is.id, isBusy: found.is.isBusy || before.busy.has(found.is.id) };
      const key = `${incident ?? ''} ${found.is.id}`;
      if (act === 'sent') {
        before.sent.set(key, row.id);
        before.busy.add(found.is.id);
      } else if (incident !== undefined) {
        const own = around.assignments.filter((one) => one.incident === incident && one.unit === found.is.id);
        assignment = before.sent.get(key) ?? own.at(-1)?.id;
        if (assignment === undefined) wrong('unit', 'NotSent');
        if (act === 'outcome') before.busy.delete(found.is.id);
      }
    }
  }
  if (act === 'observed' && cell('text') === '') wrong('text', 'Missing');
  const base = { row, at: at ?? null, act, incident: incident ?? null, faults };
  if (faults.length > 0 || at === undefined || incident === undefined) return { ...base, commands: [] };
  const told: Told = { at, incident, unit, assignment, detail: detail ?? '' };
  const step = stepOf(act, row, told);
  return { ...base, commands: [...(step === undefined ? [] : [step]), noteOf(act, row, told, writerWord)] };
}

/**
 * Each row by the time it tells, with what is wrong with it, or what tells it. A row may speak of an order of the same table by
 * the label that stands there, and of a unit that an earlier row sent. Empty rows are left out.
 * @param writerWord Puts who wrote it into words.
 */
export function checkLate(
  rows: readonly LateRow[],
  around: LateAround,
  writerWord: (name: string) => string,
): readonly LateChecked[] {
  const before: Before = { labels: new Map(), sent: new Map(), busy: new Set() };
  return byTime(
    rows.filter((row) => !isEmptyRow(row)),
    around,
  ).map((row) => checkedRow(row, around, before, writerWord));
}

/** Cells of a spreadsheet as rows: tabs between cells; a first row of names tells the columns, else they are as here. */
export function pastedRows(
  text: string,
  names: Readonly<Record<LateColumn, string>>,
  newId: () => string,
): readonly LateRow[] {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((part) => part.trim()));
  const [head = []] = lines;
  const named = head.map((name) => lateColumns.find((column) => names[column] === name || column === name));
  const isHead = named.filter((column) => column !== undefined).length >= 2;
  const order: readonly (LateColumn | undefined)[] = isHead ? named : lateColumns;
  return (isHead ? lines.slice(1) : lines).map((parts) => ({
    id: newId(),
    cells: parts.reduce<LateRow['cells']>((cells, part, i) => {
      const column = order[i];
      return column === undefined ? cells : { ...cells, [column]: part.slice(0, 500) };
    }, emptyCells),
    entries: [],
  }));
}
