import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import { instantOf } from '../../../tests/support/rules-world.ts';
import { day, hour, minute } from '../../lib/time.ts';
import { must } from '../../lib/must.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import { dutyByCalendar, turnDue } from './duty-calendar.ts';

const plates = makeDemoPlates();
type Holiday = 'restDates' | 'restDays' | 'never';
const turning = (holiday: Holiday = 'restDates', dutyNight = plates.calendars.dutyNight) => ({
  ...plates,
  calendars: { ...plates.calendars, dutyNight, turnsDuty: { holiday } },
});
const partAt = (text: string, holiday?: Holiday) => dutyByCalendar(instantOf(text), turning(holiday));

test('a pack that names no turning leaves the mode to people', () => {
  expect(dutyByCalendar(instantOf('2026-11-20T22:41'), plates)).toBeUndefined();
  expect(turnDue(undefined, plates, instantOf('2026-11-20T22:41'))).toBeUndefined();
});

test('the duty night turns at its own minutes, not at those of the law', () => {
  const night = { from: instantOf('2026-11-20T17:30'), to: instantOf('2026-11-21T08:30') };
  expect(partAt('2026-11-20T17:29')?.mode).toBe('routine');
  for (const inside of ['2026-11-20T17:30', '2026-11-20T23:59', '2026-11-21T00:00', '2026-11-21T08:29'])
    expect(partAt(inside)).toEqual({ mode: 'night', reportNight: '2026-11-20', ...night });
  expect(partAt('2026-11-21T08:30')).toEqual({
    ...{ mode: 'routine', from: night.to, to: instantOf('2026-11-21T17:30') },
  });
});

test('a holiday is one by the named dates, by rest days, or never; its nights are nights', () => {
  // A Sunday that is not named, and the first day of the holiday in October.
  expect(partAt('2026-11-22T12:00', 'restDates')?.mode).toBe('routine');
  expect(partAt('2026-11-22T12:00', 'restDays')?.mode).toBe('holiday');
  expect(partAt('2026-10-01T12:00', 'restDates')?.mode).toBe('holiday');
  expect(partAt('2026-10-01T12:00', 'never')?.mode).toBe('routine');
  expect(partAt('2026-10-01T20:00', 'restDates')?.mode).toBe('night');
  // A Sunday worked for a holiday (调休).
  expect(partAt('2026-09-20T12:00', 'restDays')?.mode).toBe('routine');
});

test('where the duty night lies within a day, days of another kind turn at midnight', () => {
  const early = turning('restDays', { from: 0, to: 5 * 60 });
  const at = (text: string) => dutyByCalendar(instantOf(text), early);
  expect(at('2026-11-20T23:00')).toEqual({
    ...{ mode: 'routine', from: instantOf('2026-11-20T05:00'), to: instantOf('2026-11-21T00:00') },
  });
  expect(at('2026-11-21T04:59')?.mode).toBe('night');
  expect(at('2026-11-21T12:00')?.mode).toBe('holiday');
});

const current = (mode: DutyMode, since: string, reportNight?: string) => ({
  ...{ mode, since: instantOf(since) },
  ...(reportNight === undefined ? {} : { reportNight }),
});
const dueAt = (text: string, before?: ReturnType<typeof current>) => turnDue(before, turning(), instantOf(text))?.mode;

test('it is due when the calendar has turned since the last switch, however long the hub was away', () => {
  expect(dueAt('2026-11-20T17:30', current('routine', '2026-11-20T08:30'))).toBe('night');
  expect(dueAt('2026-11-20T23:00', current('routine', '2026-11-20T08:30'))).toBe('night');
  // Away for a whole day: still a night, and another one.
  expect(dueAt('2026-11-21T20:00', current('night', '2026-11-20T17:30', '2026-11-20'))).toBe('night');
  expect(dueAt('2026-11-20T20:00')).toBe('night');
});

test('nothing is due where it is in force already, somebody switched since, or an emergency runs', () => {
  expect(dueAt('2026-11-20T17:30', current('night', '2026-11-20T17:00', '2026-11-20'))).toBeUndefined();
  expect(dueAt('2026-11-20T23:00', current('routine', '2026-11-20T22:00'))).toBeUndefined();
  expect(dueAt('2026-11-21T08:30', current('routine', '2026-11-20T22:00'))).toBeUndefined();
  expect(dueAt('2026-11-21T12:00', current('emergency', '2026-11-20T22:00'))).toBeUndefined();
  // By hand, and only until the calendar's next turn.
  expect(dueAt('2026-11-21T08:30', current('holiday', '2026-11-20T22:00'))).toBe('routine');
});

interface Step {
  /** Ms that pass before it. */
  readonly after: number;
  /** What a person switches to; undefined: the hub looks (it was there, or came back). */
  readonly by: DutyMode | undefined;
}
const steps = fc.array(
  fc.record<Step>({
    after: fc.integer({ min: 0, max: 30 * 60 }).map((minutes) => minutes * minute),
    by: fc.constantFrom<(DutyMode | undefined)[]>(undefined, undefined, undefined, 'routine', 'night', 'emergency'),
  }),
  { maxLength: 40 },
);

test('property: whoever looks whenever, a look changes nothing twice, and only people touch an emergency', () => {
  const world = turning('restDays');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 366 * 24 * 60 }), steps, (begin, play) => {
      let now = instantOf('2026-01-01T00:00') + begin * minute;
      let mode: { mode: DutyMode; since: number; reportNight?: string } | undefined;
      for (const { after, by } of play) {
        now += after;
        const before = mode;
        if (by !== undefined) {
          const night = by === 'night' ? { reportNight: must(dutyByCalendar(now, world), 'a part').from } : {};
          mode = { mode: by, since: now, ...('reportNight' in night ? { reportNight: '2026-01-01' } : {}) };
          continue;
        }
        const due = turnDue(mode, world, now);
        if (due !== undefined)
          mode = {
            ...{ mode: due.mode, since: now },
            ...(due.reportNight === undefined ? {} : { reportNight: due.reportNight }),
          };
        expect(turnDue(mode, world, now)).toBeUndefined();
        expect(due !== undefined && before?.mode === 'emergency').toBe(false);
        const part = must(dutyByCalendar(now, world), 'a part');
        const isByHand = before !== undefined && before.since >= part.from;
        if (before?.mode !== 'emergency' && !isByHand) expect(mode?.mode).toBe(part.mode);
      }
    }),
    { seed: 20261121, numRuns: 400 },
  );
});

test('property: parts follow one another without a hole, each shorter than the days that are looked at', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 366 * 24 * 60 }),
      fc.constantFrom<Holiday[]>('restDates', 'restDays', 'never'),
      (minutes, holiday) => {
        const world = turning(holiday);
        const at = instantOf('2026-01-01T00:00') + minutes * minute;
        const part = must(dutyByCalendar(at, world), 'a part');
        expect(part.from <= at && at < part.to && part.to - part.from <= day).toBe(true);
        const next = must(dutyByCalendar(part.to, world), 'the next');
        expect(next.from).toBe(part.to);
        expect(dutyByCalendar(part.from, world)).toEqual(part);
        expect(dutyByCalendar(part.to - hour, world)?.to).toBe(part.to);
      },
    ),
    { seed: 20261121 },
  );
});
