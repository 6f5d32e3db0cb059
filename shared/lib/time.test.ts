import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  civil,
  civilDate,
  clockTime,
  inDailyWindow,
  instant,
  isoTime,
  minuteOfDay,
  parseIso,
  startOfDay,
} from './time.ts';

const shanghai = 480;

test('civil time agrees with the platform calendar at any instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }), (at) => {
      const reference = new Date(at + shanghai * 60_000);
      expect(civil(at, shanghai)).toEqual({
        year: reference.getUTCFullYear(),
        month: reference.getUTCMonth() + 1,
        day: reference.getUTCDate(),
        hour: reference.getUTCHours(),
        minute: reference.getUTCMinutes(),
        second: reference.getUTCSeconds(),
        millisecond: reference.getUTCMilliseconds(),
        weekday: ((reference.getUTCDay() + 6) % 7) + 1,
      });
      expect(instant(civil(at, shanghai), shanghai)).toBe(at);
    }),
  );
});

test('the night of 21 November 2026 is a Saturday', () => {
  const at = parseIso('2026-11-21T22:41:00+08:00') ?? 0;
  expect(at).toBe(Date.UTC(2026, 10, 21, 14, 41));
  expect([civil(at, shanghai).weekday, civilDate(at, shanghai), clockTime(at, shanghai)]).toEqual([
    6,
    '2026-11-21',
    '22:41',
  ]);
  expect(minuteOfDay(at, shanghai)).toBe(22 * 60 + 41);
  expect(isoTime(startOfDay(at, shanghai), shanghai)).toBe('2026-11-21T00:00:00+08:00');
});

test('an instant without an offset, or with an impossible date, is not read', () => {
  for (const text of [
    '2026-11-21T22:41:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21',
    'now',
    '2026-11-21T24:00:00Z',
  ]) {
    expect(parseIso(text), text).toBeUndefined();
  }
});

test('ISO text round-trips', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: -720, max: 720 }), (seconds, offset) => {
      expect(parseIso(isoTime(seconds * 1000, offset))).toBe(seconds * 1000);
    }),
  );
});

test('a window past midnight holds 22:00 and 05:59 but not 06:00', () => {
  const night = { from: 22 * 60, to: 6 * 60 };
  const at = (text: string): boolean => inDailyWindow(parseIso(`2026-11-21T${text}:00+08:00`) ?? 0, shanghai, night);
  expect([at('21:59'), at('22:00'), at('00:00'), at('05:59'), at('06:00')]).toEqual([false, true, true, true, false]);
});
