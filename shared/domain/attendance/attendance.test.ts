/** Attendance by position, with what shows it, and corrected by people. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { given, testActor, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import type { Json } from '../../lib/json.ts';
import { systemActor } from '../../lib/journal.ts';
import { hour, minute } from '../../lib/time.ts';
import { keptOf } from '../rules/attendance.ts';
import type { Attendance, AttendanceState } from './state.ts';

type Members = { readonly [member: string]: Json };
const id = '0198aaaa-0000-7000-8000-0000000000a1';
const stretch = (n: number): string => `0198aaaa-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`;
const stream = `attendance/${id}` as const;
const from = testNow - 4 * hour;
const to = testNow - minute;
const provenance = { source: '值班表', asOf: from, how: 'import' as const };
const entry = (of: GivenEvent['stream'], type: string, record: Members): GivenEvent => ({
  ...{ stream: of, type, data: { record, provenance } },
});
const before: readonly GivenEvent[] = [
  entry('squad/xujiahui', 'SquadRecorded', { name: '徐家汇中队', kind: 'street', grids: [], zone: 'z1' }),
  entry('unit/u1', 'UnitRecorded', {
    ...{ name: '岗 A', kind: 'post', squad: 'xujiahui', certified: 1, auxiliary: 1, devices: [], reserve: false },
    shift: { from, to },
  }),
  entry('fence/f1', 'FenceRecorded', {
    ...{ name: '商圈岗围栏', kind: 'mustBeIn', hours: [{ modes: ['night'], from: 0, to: 1440 }] },
    shape: { kind: 'circle', at: { lon: 121.43, lat: 31.19 }, radius: 80 },
    appliesTo: { units: ['u1'], squads: [], zones: [], kinds: [] },
    exempt: { onAssignment: true, pursuit: false },
  }),
];
const turn = (n: number, is: Attendance, at: number, because: string | null = null): Members => ({
  ...{ stretch: stretch(n), is, from: at, because, assignment: null },
  proof: is === 'unknown' ? null : { firstFix: at, shownAt: at + 30_000, fixes: 4 },
});
const note = (of: Members | null, ended: number | null = null) => ({
  ...{ type: 'NoteAttendance', by: systemActor, data: { id, unit: 'u1', fence: 'f1', from, to, turn: of, ended } },
});
const began: GivenEvent = {
  ...{ stream, type: 'AttendanceBegan' },
  data: {
    ...{ unit: 'u1', unitName: '岗 A', squad: 'xujiahui', zone: 'z1', fence: 'f1', fenceName: '商圈岗围栏' },
    ...{ from, to },
  },
};
const turned = (data: Members): GivenEvent => ({ stream, type: 'AttendanceTurned', data });

describe('noting', () => {
  test('begins with the first turn, and says nothing twice', () => {
    const first = turn(1, 'kept', from);
    given(before)
      .when(note(first))
      .then([began, turned(first)]);
    given([...before, began, turned(first)])
      .when(note(first))
      .then([]);
    given([...before, began, turned(first)])
      .when(note(turn(2, 'kept', from + minute)))
      .then([]);
    const away = turn(2, 'notKept', from + hour);
    given([...before, began, turned(first)])
      .when(note(away, to))
      .then([turned(away), { stream, type: 'AttendanceEnded', data: { at: to } }]);
  });
  test('after its end nothing more', () => {
    const ended: GivenEvent = { stream, type: 'AttendanceEnded', data: { at: to } };
    given([...before, began, ended])
      .when(note(turn(2, 'kept', from + hour)))
      .then([]);
    given([]).when(note(null)).thenRefused('UnitUnknown', { field: 'unit', id: 'u1' });
  });
});

const correction = { id: stretch(50), is: 'kept', from: from + hour, to: from + 2 * hour, reason: '对讲机已核实在岗' };
const correct = (change: Members = {}) => ({
  ...{ type: 'CorrectAttendance', data: { attendance: id, ...correction, ...change } },
});
const corrected = (change: Members = {}): GivenEvent => ({
  ...{ stream, type: 'AttendanceCorrected', data: { ...correction, ...change, name: testActor.user } },
});
const night = [...before, began, turned(turn(1, 'kept', from + 30 * minute)), turned(turn(2, 'notKept', from + hour))];

describe('correcting', () => {
  test('lies over what positions showed, which stays', () => {
    const outcome = given(night).when(correct());
    outcome.then([corrected()]);
    const state = outcome.state(stream) as AttendanceState;
    expect(state.turns).toHaveLength(2);
    expect(
      keptOf(state, from + 3 * hour).stretches.map(({ is, by, from: at }) => [is, by, (at - from) / minute]),
    ).toEqual([
      ['unknown', 'nobody', 0],
      ['kept', 'position', 30],
      ['kept', 'person', 60],
      ['notKept', 'position', 120],
    ]);
    given([...night, corrected()])
      .when(correct())
      .then([]);
  });
  test.each([
    ['AttendanceUnknown', { attendance: stretch(9) }, { field: 'attendance', attendance: stretch(9) }],
    ['PeriodReversed', { to: from + hour }, { field: 'to', from: from + hour, to: from + hour }],
    ['CorrectionOutside', { from: from - 1 }, { field: 'from', from, to }],
    ['CorrectionOutside', { to: to + 1 }, { field: 'to', from, to }],
    ['TimeInFuture', { to: testNow + hour }, { field: 'to', at: testNow + hour }],
  ])('%s', (code, change, params) => {
    given(night).when(correct(change)).thenRefused(code, params);
  });
});

test('the share of the shift, with what is not known apart', () => {
  const { reads } = given([
    ...night,
    turned(turn(3, 'exempt', from + 90 * minute, 'assignment')),
    turned(turn(4, 'unknown', from + 2 * hour, 'silence')),
  ]);
  const state = reads.attendance(id);
  if (state === undefined) throw new Error('no attendance');
  const kept = keptOf(state, from + 3 * hour);
  // Half an hour before the first fix, one hour of silence; half an hour exempt of three hours.
  expect(kept.ms).toEqual({ kept: 30 * minute, notKept: 30 * minute, unknown: 90 * minute, exempt: 30 * minute });
  expect([kept.least, kept.most, kept.unknown]).toEqual([20, 80, 60]);
  expect(kept.stretches.at(1)).toMatchObject({ id: stretch(1), proof: { fixes: 4, shownAt: from + 30.5 * minute } });
  expect(keptOf({ ...state, turns: [] }, from)).toMatchObject({ stretches: [], least: null, unknown: null });
});

test('stretches follow each other without hole or overlap, whatever was corrected', () => {
  const at = fc.integer({ min: -60, max: 300 }).map((n) => from + n * minute);
  const is = fc.constantFrom<Attendance>('kept', 'notKept', 'unknown', 'exempt');
  const turnArb = fc
    .record({ from: at, is })
    .map((one) => ({ ...one, stretch: 's', because: null, assignment: null, proof: null }));
  const corrections = fc.record({
    from: at,
    to: at,
    is: fc.constantFrom('kept' as const, 'notKept' as const, 'exempt' as const),
  });
  const base = given(night).reads.attendance(id) as AttendanceState;
  fc.assert(
    fc.property(
      fc.array(turnArb, { maxLength: 8 }),
      fc.array(corrections, { maxLength: 4 }),
      at,
      (turns, made, until) => {
        const told = made.map((one) => ({ ...one, id: 'c', reason: 'r', name: 'n', at: 0, user: 'u' }));
        const sorted = turns.toSorted((a, b) => a.from - b.from);
        const { stretches, ms } = keptOf({ ...base, turns: sorted, corrections: told }, until);
        const end = Math.max(from, Math.min(until, to));
        expect(stretches.reduce((sum, one) => sum + one.to - one.from, 0)).toBe(end - from);
        expect(Object.values(ms).reduce((a, b) => a + b, 0)).toBe(end - from);
        for (const [i, one] of stretches.entries()) expect(one.from).toBe(stretches[i - 1]?.to ?? from);
      },
    ),
  );
});
