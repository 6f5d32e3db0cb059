import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { isoTime, minute, parseIso } from '../../../shared/lib/time.ts';
import type { LateAround, LateColumn, LateRow } from './late-rows.ts';
import { byTime, checkLate, emptyCells, lateColumns, lateTime, pastedRows } from './late-rows.ts';

const iso = (text: string): number => must(parseIso(text), 'a time');
const now = iso('2026-11-22T02:10:00+08:00');
const around: LateAround = {
  ...{ now, offset: 480 },
  incidents: [
    { id: 'i7', number: '1121-007', receivedAt: iso('2026-11-21T22:30:00+08:00') },
    { id: 'i8', number: '1121-008', receivedAt: iso('2026-11-21T23:00:00+08:00') },
    { id: 'old8', number: '1120-008', receivedAt: iso('2026-11-20T23:00:00+08:00') },
  ],
  units: [
    { id: 'm1', name: '机动一组', isBusy: false },
    { id: 'm2', name: '机动二组', isBusy: true },
  ],
  assignments: [{ id: 'a1', incident: 'i7', unit: 'm2' }],
  words: { act: { received: '来件', sent: '派出', arrived: '到场', outcome: '处置结果' }, detail: (_, code) => code },
};
const row = (id: string, cells: Partial<Record<LateColumn, string>>): LateRow => ({
  ...{ id, entries: [] },
  cells: { ...emptyCells, writer: '值班员', ...cells },
});
const checked = (...rows: readonly LateRow[]) => checkLate(rows, around, (name) => `记录人 ${name}`);
const faultsOf = (one: LateRow) => checked(one)[0]?.faults.map(({ column, code }) => `${column} ${code}`);

test.each([
  ['01:40', '2026-11-22T01:40:00+08:00'],
  ['22:41', '2026-11-21T22:41:00+08:00'],
  ['２２：４１', '2026-11-21T22:41:00+08:00'],
  ['21日22:41', '2026-11-21T22:41:00+08:00'],
  ['30日 22:41', '2026-10-30T22:41:00+08:00'],
  ['11-20 23:05', '2026-11-20T23:05:00+08:00'],
  ['12/31 23:05', '2025-12-31T23:05:00+08:00'],
  ['2026-11-21 22:41', '2026-11-21T22:41:00+08:00'],
])('%s is the latest such time', (text, at) => {
  expect(lateTime(text, now, 480)).toBe(iso(at));
});

test('a time that says its year may be to come, and is refused; what is no time is none', () => {
  expect(faultsOf(row('r', { at: '2026-11-23 22:41', act: '来件', detail: 'phone', text: '吵' }))).toEqual([
    'at InFuture',
  ]);
  for (const text of ['25:00', '22:61', '昨晚', '2026-02-30 22:00', ''])
    expect(lateTime(text, now, 480)).toBeUndefined();
});

test('property: a clock time alone is within the last day, and reads as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minutes) => {
      const text = `${hour}:${String(minutes).padStart(2, '0')}`;
      const at = must(lateTime(text, now, 480), text);
      expect(at).toBeLessThanOrEqual(now);
      expect(at).toBeGreaterThan(now - 24 * 60 * minute);
      expect(isoTime(at, 480).slice(11, 16)).toBe(text.padStart(5, '0'));
    }),
  );
});

test('a night on paper: rows in any order become commands in the order of their times, each with its own', () => {
  const rows = [
    row('r3', { at: '23:20', act: '到场', incident: '纸1', unit: '一组' }),
    row('r1', { at: '23:02', act: '来件', incident: '纸1', detail: 'phone', place: '宜山路', text: '打桩' }),
    row('r4', { at: '23:40', act: '处置结果', incident: '纸1', unit: '机动一组', detail: 'stopped', text: '人已走' }),
    row('r2', { at: '23:05', act: '派出', incident: '纸1', unit: 'm1' }),
  ];
  const all = checked(...rows);
  expect(all.map((one) => [one.row.id, one.faults])).toEqual(['r1', 'r2', 'r3', 'r4'].map((id) => [id, []]));
  expect(all.every(({ incident }) => incident === 'r1')).toBe(true);
  const [received, sent, arrived, outcome] = all.map(({ commands }) => commands[0]);
  const at = (text: string) => iso(`2026-11-21T${text}:00+08:00`);
  expect(received).toMatchObject({ as: 'takeIn', body: { id: 'r1', text: '宜山路。打桩', receivedAt: at('23:02') } });
  expect(sent).toMatchObject({
    type: 'AssignUnit',
    data: { id: 'r2', incident: 'r1', unit: 'm1', queue: false, happenedAt: at('23:05') },
  });
  expect(arrived).toMatchObject({
    type: 'Arrive',
    data: { assignment: 'r2', channel: 'paper', happenedAt: at('23:20') },
  });
  expect(outcome).toMatchObject({ type: 'ReportOutcome', data: { assignment: 'r2', kind: 'stopped' } });
  // Who wrote it goes along, with the words that the step has no room for.
  expect(all.map(({ commands }) => commands[1])).toMatchObject([
    { type: 'NoteLateEntry', data: { act: 'received', personal: { text: '记录人 值班员' } } },
    { data: { act: 'sent' } },
    { data: { act: 'arrived' } },
    { data: { act: 'outcome', personal: { text: '记录人 值班员。人已走' } } },
  ]);
});

test('what is wrong is told by cell', () => {
  expect(faultsOf(row('r', { writer: '' }))).toBeUndefined();
  expect(faultsOf(row('r', { text: 'x', writer: '' }))).toEqual(['at Missing', 'act Missing', 'writer Missing']);
  expect(faultsOf(row('r', { at: '23:00', act: '跳舞' }))).toEqual(['act UnknownAct']);
  expect(faultsOf(row('r', { at: '22:00', act: '到场', incident: '7', unit: '二组' }))).toEqual(['at BeforeIncident']);
  expect(faultsOf(row('r', { at: '23:30', act: '到场', incident: '7', unit: '一组' }))).toEqual(['unit NotSent']);
  expect(faultsOf(row('r', { at: '23:30', act: '到场', incident: '8', unit: '机动' }))).toEqual([
    'incident SeveralIncidents',
    'unit SeveralUnits',
  ]);
  expect(faultsOf(row('r', { at: '23:30', act: '派出', incident: '纸9', unit: '九组' }))).toEqual([
    'incident UnknownIncident',
    'unit UnknownUnit',
  ]);
  expect(
    faultsOf(row('r', { at: '23:30', act: '处置结果', incident: '1121-007', unit: 'm2', detail: '拆了' })),
  ).toEqual(['detail UnknownDetail']);
  const twice = { at: '23:00', act: '来件', incident: '纸1', detail: 'phone', text: '吵' };
  expect(checked(row('a', twice), row('b', twice))[1]?.faults).toEqual([{ column: 'incident', code: 'LabelTwice' }]);
  // A unit that has work gets this behind it.
  expect(checked(row('r', { at: '23:30', act: '派出', incident: '7', unit: 'm2' }))[0]?.commands[0]).toMatchObject({
    data: { queue: true },
  });
});

test('a block of a spreadsheet: names in any order tell the columns, without them they are as on the screen', () => {
  const names = Object.fromEntries(lateColumns.map((column) => [column, `列${column}`])) as Record<LateColumn, string>;
  let next = 0;
  const id = () => `p${(next += 1)}`;
  expect(
    pastedRows('列act\t列at\t别的\r\n来件\t23:02\tx\n\n派出\t23:05\n', names, id).map(({ cells }) => [
      cells.at,
      cells.act,
    ]),
  ).toEqual([
    ['23:02', '来件'],
    ['23:05', '派出'],
  ]);
  const [plain] = pastedRows('23:02\t来件\t纸1\t\tphone\t宜山路\t打桩\t甲', names, id);
  expect(plain?.cells).toEqual({
    ...{
      at: '23:02',
      act: '来件',
      incident: '纸1',
      unit: '',
      detail: 'phone',
      place: '宜山路',
      text: '打桩',
      writer: '甲',
    },
  });
});

test('property: rows are put by time, none is lost, and rows without a time stay behind as they were', () => {
  const cell = fc.oneof(
    fc.constantFrom('', '昨晚'),
    fc.integer({ min: 0, max: 23 }).map((hour) => `${hour}:15`),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 12 }), (times) => {
      const rows = times.map((at, i) => row(`r${i}`, { at }));
      const sorted = byTime(rows, around);
      expect(sorted.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      const known = sorted.map(({ cells }) => lateTime(cells.at, now, 480) ?? Number.POSITIVE_INFINITY);
      expect(known).toEqual(known.toSorted((a, b) => a - b));
      const without = (list: readonly LateRow[]) =>
        list.filter(({ cells }) => lateTime(cells.at, now, 480) === undefined).map(({ id }) => id);
      expect(without(sorted)).toEqual(without(rows));
    }),
  );
});
