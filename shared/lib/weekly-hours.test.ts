import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civil, day, minute, parseIso } from './time.ts';
import { inWeeklyHours, readWeekly, weeklyOverlap, weeklyStretches, weeklyText } from './weekly-hours.ts';
import type { WeeklyWindow } from './weekly-hours.ts';

const offset = 480;
const at = (text: string): number => parseIso(`${text}:00+08:00`) ?? NaN;

describe('what people write', () => {
  test.each([
    ['周一至周五 17:00-22:00', [{ days: [1, 2, 3, 4, 5], from: 1020, to: 1320 }]],
    ['每日 7:00—21:00', [{ days: [1, 2, 3, 4, 5, 6, 7], from: 420, to: 1260 }]],
    ['18:00-22:00', [{ days: [1, 2, 3, 4, 5, 6, 7], from: 1080, to: 1320 }]],
    ['周末 16:00-次日1:00', [{ days: [6, 7], from: 960, to: 60 }]],
    ['星期五、星期天 16点-24点', [{ days: [5, 7], from: 960, to: 1440 }]],
    ['周五至周一 18:00-23:30', [{ days: [1, 5, 6, 7], from: 1080, to: 1410 }]],
    [
      'Mon-Fri 17:00-22:00; Sat, Sun 16:00-01:00',
      [
        { days: [1, 2, 3, 4, 5], from: 1020, to: 1320 },
        { days: [6, 7], from: 960, to: 60 },
      ],
    ],
    [
      '工作日 6:00-9:30；周六 6:00-11:00',
      [
        { days: [1, 2, 3, 4, 5], from: 360, to: 570 },
        { days: [6], from: 360, to: 660 },
      ],
    ],
  ])('%s', (text, windows) => {
    expect(readWeekly(text)).toEqual(windows);
  });

  test.each(['', '晚上', '周八 10:00-11:00', '周一 25:00-26:00', '周一 10:00-10:00', '10:00', '周一 10:70-11:00'])(
    '%s is none',
    (text) => {
      expect(readWeekly(text)).toBeUndefined();
    },
  );
});

test('hours past midnight are those of the day they began', () => {
  // 2026-11-21 is a Saturday.
  const windows = readWeekly('周六 18:00-次日1:00') ?? [];
  const open = (text: string) => inWeeklyHours(windows, at(text), offset);
  expect([open('2026-11-21T17:59'), open('2026-11-21T18:00'), open('2026-11-22T00:59')]).toEqual([false, true, true]);
  expect([open('2026-11-22T01:00'), open('2026-11-21T00:30'), open('2026-11-22T18:00')]).toEqual([false, false, false]);
});

test('hours that follow each other without a gap are one stretch, over midnight and the end of the week', () => {
  const windows = readWeekly('周日 20:00-24:00；周一 0:00-2:00') ?? [];
  expect(weeklyStretches(windows, { from: at('2026-11-22T23:00'), to: at('2026-11-22T23:01') }, offset)).toEqual([
    { from: at('2026-11-22T20:00'), to: at('2026-11-23T02:00') },
  ]);
});

test('two windows with a minute in common are told, over the end of the week too', () => {
  expect(weeklyOverlap(readWeekly('周一 10:00-12:00；周一至周三 12:00-13:00') ?? [])).toBeUndefined();
  expect(weeklyOverlap(readWeekly('周一 10:00-12:00；周一至周三 11:59-13:00') ?? [])).toBe(1);
  expect(weeklyOverlap(readWeekly('周日 22:00-2:00；周一 1:00-3:00') ?? [])).toBe(1);
});

const window: fc.Arbitrary<WeeklyWindow> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    from: fc.integer({ min: 0, max: 1439 }),
    to: fc.integer({ min: 0, max: 1440 }),
  })
  .filter(({ from, to }) => from !== to)
  .map((one) => ({ ...one, days: one.days.toSorted((a, b) => a - b) }));

test('what is written is read back the same, in both languages', () => {
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 5 }), fc.constantFrom('zh', 'en'), (windows, tongue) => {
      expect(readWeekly(weeklyText(windows, tongue))).toEqual(windows);
    }),
    { seed: 24 },
  );
});

test('an instant is in the hours exactly where its minute of its day, or of the day before, is', () => {
  const start = at('2026-11-16T00:00');
  fc.assert(
    fc.property(window, fc.integer({ min: 0, max: 14 * 1440 }), (one, minutes) => {
      const now = start + minutes * minute;
      const { weekday, hour: h, minute: m } = civil(now, offset);
      const since = h * 60 + m;
      const before = civil(now - day, offset).weekday;
      const past = one.to <= one.from;
      const today = one.days.includes(weekday) && since >= one.from && (past || since < one.to);
      const yesterday = past && one.days.includes(before) && since < one.to;
      expect(inWeeklyHours([one], now, offset)).toBe(today || yesterday);
    }),
    { seed: 24, numRuns: 300 },
  );
});
