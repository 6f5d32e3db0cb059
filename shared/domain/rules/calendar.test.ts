import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import { day, hour, minute, parseIso } from '../../lib/time.ts';
import { must } from '../../lib/must.ts';
import type { Plates } from '../district/events.ts';
import * as calendar from './calendar.ts';

const plates = makeDemoPlates();
const at = (text: string): number => must(parseIso(`${text}+08:00`), text);
const withCalendars = (calendars: Partial<Plates['calendars']>): Plates => ({
  ...plates,
  calendars: { ...plates.calendars, ...calendars },
});

test.each([
  ['2026-11-21T21:59:59', false],
  ['2026-11-21T22:00:00', true],
  ['2026-11-22T00:00:00', true],
  ['2026-11-22T05:59:59', true],
  ['2026-11-22T06:00:00', false],
  ['2026-12-31T23:59:59', true],
  ['2027-01-01T00:00:00', true],
])('the law’s night at %s: %s', (text, night) => {
  expect(calendar.isLegalNight(at(text), plates)).toBe(night);
  expect(calendar.legalNightOf(at(text), plates) !== undefined).toBe(night);
});

test('a night is one and the same from both sides of midnight, of a year’s end and of a change of the law', () => {
  for (const [evening, morning] of [
    ['2026-11-21', '2026-11-22'],
    ['2026-12-31', '2027-01-01'],
    ['2026-08-14', '2026-08-15'],
    ['2028-02-28', '2028-02-29'],
  ]) {
    const night = { from: at(`${String(evening)}T22:00:00`), to: at(`${String(morning)}T06:00:00`) };
    expect(calendar.legalNightOf(night.from, plates)).toEqual(night);
    expect(calendar.legalNightOf(night.to - 1, plates)).toEqual(night);
  }
});

test('each minute lies under the law of its own date', () => {
  const changed = withCalendars({
    legalNight: [
      { from: '2026-01-01', to: '2026-08-14', window: { from: 22 * 60, to: 6 * 60 } },
      { from: '2026-08-15', window: { from: 23 * 60, to: 7 * 60 } },
    ],
  });
  expect(calendar.isLegalNight(at('2026-08-14T22:30:00'), changed)).toBe(true);
  expect(calendar.isLegalNight(at('2026-08-15T06:30:00'), changed)).toBe(true);
  expect(calendar.isLegalNight(at('2026-08-15T22:30:00'), changed)).toBe(false);
  expect(calendar.legalNightOf(at('2026-08-14T23:00:00'), changed)).toEqual({
    from: at('2026-08-14T22:00:00'),
    to: at('2026-08-15T07:00:00'),
  });
  // No row for that date: nothing is judged by a law that is not there.
  expect(calendar.isLegalNight(at('2025-08-14T23:00:00'), changed)).toBe(false);
});

test('the night asked of an instant holds it, and holds the law’s night all through', () => {
  const from = at('2026-08-01T00:00:00');
  fc.assert(
    fc.property(fc.integer({ min: from, max: from + 200 * day }), (instant) => {
      const night = calendar.legalNightOf(instant, plates);
      expect(night !== undefined).toBe(calendar.isLegalNight(instant, plates));
      if (night === undefined) return;
      expect(night.to - night.from).toBe(8 * hour);
      expect(instant >= night.from && instant < night.to).toBe(true);
      expect(calendar.legalNightOf(night.from, plates)).toEqual(night);
      expect(calendar.isLegalNight(night.from - 1, plates) || calendar.isLegalNight(night.to, plates)).toBe(false);
    }),
  );
});

test.each([
  ['2026-11-21T12:00:00', true, 'Saturday'],
  ['2026-11-20T12:00:00', false, 'Friday'],
  ['2026-10-10T12:00:00', false, 'a Saturday that is worked'],
  ['2026-10-05T12:00:00', true, 'a Monday of the holiday'],
  ['2027-01-01T00:00:00', true, 'New Year'],
])('%s is a rest day: %s (%s)', (text, rest) => {
  expect(calendar.isRestDay(at(text), plates)).toBe(rest);
});

test.each([
  // Saturday: quiet all day, though it is not the law's night.
  ['2026-11-21T21:40:00', true],
  ['2026-11-21T00:00:00', true],
  ['2026-11-20T17:59:00', false],
  ['2026-11-20T18:00:00', true],
  ['2026-11-23T07:59:00', true],
  ['2026-11-23T08:00:00', false],
  ['2026-10-10T12:00:00', false],
])('renovation must be quiet at %s: %s', (text, quiet) => {
  expect(calendar.isRenovationQuiet(at(text), plates)).toBe(quiet);
});

test.each([
  ['2026-11-21T17:30:00', '2026-11-21'],
  ['2026-11-22T00:20:00', '2026-11-21'],
  ['2026-11-22T08:29:59', '2026-11-21'],
  ['2026-11-22T08:30:00', '2026-11-22'],
  ['2027-01-01T03:00:00', '2026-12-31'],
])('%s belongs to the report night of %s', (text, night) => {
  expect(calendar.nightOf(at(text), plates)).toBe(night);
});

test('callers are rung from eight to nine in the evening', () => {
  expect(calendar.inCallingHours(at('2026-11-22T07:59:59'), plates)).toBe(false);
  expect(calendar.inCallingHours(at('2026-11-22T08:00:00'), plates)).toBe(true);
  expect(calendar.nextCallingTime(at('2026-11-22T02:00:00'), plates)).toBe(at('2026-11-22T08:00:00'));
  expect(calendar.nextCallingTime(at('2026-11-21T21:00:00'), plates)).toBe(at('2026-11-22T08:00:00'));
  expect(calendar.nextCallingTime(at('2026-11-21T12:34:56'), plates)).toBe(at('2026-11-21T12:34:56'));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * day }), (instant) => {
      const next = calendar.nextCallingTime(instant, plates);
      expect(next >= instant && next - instant < day && calendar.inCallingHours(next, plates)).toBe(true);
    }),
  );
});

test.each([
  // From a Saturday night: Monday is the first.
  ['2026-11-21T22:41:00', 1, '2026-11-23T22:41:00'],
  ['2026-11-21T22:41:00', 5, '2026-11-27T22:41:00'],
  // Over the autumn holiday, whose last Saturday is worked.
  ['2026-09-30T10:00:00', 3, '2026-10-10T10:00:00'],
  ['2026-12-31T10:00:00', 1, '2027-01-04T10:00:00'],
  ['2026-11-20T10:00:00', 0, '2026-11-20T10:00:00'],
])('%s and %i working days: %s', (from, days, to) => {
  expect(calendar.addWorkdays(at(from), days, plates)).toBe(at(to));
});

test('working days add up, end on working days, and end even where there is none', () => {
  const from = at('2026-01-01T00:00:00');
  const instants = fc.integer({ min: from, max: from + 400 * day });
  fc.assert(
    fc.property(instants, fc.nat(8), fc.nat(8), (instant, some, more) => {
      const once = calendar.addWorkdays(instant, some + more, plates);
      expect(calendar.addWorkdays(calendar.addWorkdays(instant, some, plates), more, plates)).toBe(once);
      if (some + more > 0) expect(calendar.isRestDay(once, plates)).toBe(false);
      expect((once - instant) % day).toBe(0);
    }),
  );
  const restDates = Array.from({ length: 28 }, (_, i) => `2027-02-${String(i + 1).padStart(2, '0')}`);
  expect(calendar.addWorkdays(at('2027-01-29T08:00:00'), 1, withCalendars({ restDates }))).toBe(
    at('2027-03-01T08:00:00'),
  );
});

test('bases count by the civil date of the act', () => {
  const ids = (text: string): readonly string[] =>
    calendar.basesInForce('constructionNoise', at(text), plates).map(({ id }) => id);
  expect(ids('2026-08-14T23:59:59')).toContain('noise-law-43');
  expect(ids('2026-08-14T23:59:59')).not.toContain('eco-code-night');
  expect(ids('2026-08-15T00:00:00')).toContain('eco-code-night');
  expect(ids('2026-08-15T00:00:00')).not.toContain('noise-law-43');
  expect(calendar.basesInForce('stall', at('2026-08-15T00:00:00'), plates)).toEqual([]);
});

test('a minute is a minute, all year: no summer time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 366 * 24 * 60 }), (minutes) => {
      const instant = at('2026-01-01T00:00:00') + minutes * minute;
      const ofDay = minutes % (24 * 60);
      expect(
        calendar.isLegalNight(
          instant,
          withCalendars({ legalNight: [{ from: '2020-01-01', window: { from: 22 * 60, to: 6 * 60 } }] }),
        ),
      ).toBe(ofDay >= 22 * 60 || ofDay < 6 * 60);
    }),
  );
});
