/** Attendance of a night, in the order in which somebody has to look at it. */
import { expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { hour, minute } from '../../lib/time.ts';
import { instantOf } from '../../../tests/support/rules-world.ts';
import type { AttendanceState, AttendanceTurn } from '../attendance/state.ts';
import { attendanceOfNight } from './attendance-night.ts';

const from = instantOf('2026-11-20T22:00');
const turn = (is: AttendanceTurn['is'], at: number): AttendanceTurn => ({
  ...{ stretch: crypto.randomUUID(), is, from: at, because: null, assignment: null, proof: null },
});
const duty = (id: string, turns: readonly AttendanceTurn[], more: Partial<AttendanceState> = {}): AttendanceState => ({
  ...{ id, unit: id, unitName: id, squad: 's', zone: null, fence: 'f', fenceName: '岗' },
  ...{ from, to: from + 8 * hour, ended: null, turns, corrections: [], ...more },
});

function told(all: readonly AttendanceState[], at: number, night = '2026-11-20') {
  const reads = {
    district: () => demoDistrict,
    attendancesSince: (since: number) => all.filter((one) => one.from >= since),
  };
  return attendanceOfNight(night, reads, at);
}

test('given some are missed now, then they come first, then who kept least', () => {
  const all = [
    duty('kept', [turn('kept', from)]),
    duty('half', [turn('notKept', from), turn('kept', from + 30 * minute)]),
    duty('gone', [turn('kept', from), turn('notKept', from + 55 * minute)]),
  ];
  const found = told(all, from + hour);
  expect(found?.map(({ id, now, kept }) => [id, now, kept.least])).toEqual([
    ['gone', 'notKept', 91.7],
    ['half', 'kept', 50],
    ['kept', 'kept', 100],
  ]);
});

test('given a duty is over, then nothing is so of it now, and it is told until its end', () => {
  const ended = duty('a', [turn('kept', from)], { ended: from + hour });
  expect(told([ended], from + 5 * hour)?.[0]).toMatchObject({ now: null, until: from + hour });
  const planned = duty('a', [turn('kept', from)], { to: from + hour });
  expect(told([planned], from + 5 * hour)?.[0]).toMatchObject({ now: null, until: from + hour });
});

test('given duties of other nights, then each night has its own, from noon to noon', () => {
  const morning = duty('m', [], { from: instantOf('2026-11-21T06:00'), to: instantOf('2026-11-21T08:00') });
  const next = duty('n', [], { from: instantOf('2026-11-21T12:00'), to: instantOf('2026-11-21T20:00') });
  const at = instantOf('2026-11-22T00:00');
  expect(told([morning, next, duty('d', [])], at)?.map(({ id }) => id)).toEqual(['d', 'm']);
  expect(told([morning, next], at, '2026-11-21')?.map(({ id }) => id)).toEqual(['n']);
});
