import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { instantOf } from '../../../tests/support/rules-world.ts';
import type { Measurement } from '../incident/state.ts';
import { correctionOf, measure } from './measure.ts';

const { plates } = demoDistrict;

const measured = (more: Partial<Measurement> = {}): Measurement => ({
  ...{ at: instantOf('2026-11-21T23:00'), minutes: 20, level: 62, background: 50, peak: null },
  ...{ area: 'boundary', indoors: false, calibration: { before: 93.8, after: 94 } },
  instrument: { name: '积分声级计', number: 'S-01', verifiedTo: '2027-03-01' },
  ...{ weather: { sky: 'fair', wind: 2 }, point: '东侧围挡外 1 米', persons: ['示 001', '示 002'] },
  ...more,
});

test.each([
  ['13.6', 63.6, 50, 0],
  ['ten', 60, 50, 0],
  ['9.9', 59.9, 50, 1],
  ['six', 56, 50, 1],
  ['5.5, rounded to six', 55.5, 50, 1],
  ['five', 55, 50, 2],
  ['3.5, rounded to four', 53.5, 50, 2],
  ['three', 53, 50, 3],
  ['2.9', 52.9, 50, undefined],
  ['less than the background', 49, 50, undefined],
])('given levels %s apart, so much is taken off for the background', (_name, level, background, less) => {
  expect(correctionOf(level, background)).toBe(less);
});

test('given a night, when the corrected level is over 55, then it exceeds, with figures and the standard in force', () => {
  expect(measure(measured({ level: 58, background: 53 }), plates)).toEqual({
    ...{ verdict: 'exceeds', night: true, limit: 55, correction: 2, corrected: 56, over: 1 },
    ...{ peakLimit: 70, peakOver: false },
    standard: { id: 'GB 12523-2025', title: '建筑施工噪声排放标准', confirmed: false },
  });
  expect(measure(measured({ level: 57, background: 52 }), plates)).toMatchObject({ verdict: 'within', corrected: 55 });
});

test('given the evening before the standard changed, then the one of that day counts', () => {
  const then = measure(measured({ at: instantOf('2025-12-31T23:00') }), plates);
  expect(then).toMatchObject({ standard: { id: 'GB 12523-2011', confirmed: true } });
  const after = measure(measured({ at: instantOf('2026-01-01T00:00') }), plates);
  expect(after).toMatchObject({ standard: { id: 'GB 12523-2025', confirmed: false } });
  expect(measure(measured({ at: instantOf('2010-05-01T23:00') }), plates)).toEqual({
    ...{ verdict: 'invalid', why: ['noStandard'], standard: null },
  });
});

test('given the day, or a room, then other limits hold; a peak counts in the night alone', () => {
  const noon = instantOf('2026-11-21T12:00');
  expect(measure(measured({ at: noon, level: 69, peak: 99 }), plates)).toMatchObject({
    ...{ verdict: 'within', limit: 70, peakLimit: null },
  });
  expect(measure(measured({ level: 47, background: 30, indoors: true }), plates)).toMatchObject({
    ...{ verdict: 'exceeds', limit: 45, over: 2 },
  });
  expect(measure(measured({ level: 54, peak: 70 }), plates)).toMatchObject({ verdict: 'within' });
  expect(measure(measured({ level: 54, peak: 70.1 }), plates)).toMatchObject({
    ...{ verdict: 'exceeds', over: 0, peakOver: true },
  });
});

test.each([
  ['calibrationApart', { calibration: { before: 93.8, after: 94.4 } }],
  ['badWeather', { weather: { sky: 'rain', wind: 1 } }],
  ['tooWindy', { weather: { sky: 'fair', wind: 5 } }],
  ['tooShort', { minutes: 19 }],
  ['verificationOver', { instrument: { name: 'x', number: '1', verifiedTo: '2026-11-20' } }],
  ['dayAndNight', { at: instantOf('2026-11-21T21:50') }],
  ['backgroundMissing', { level: 56, background: null }],
  ['backgroundTooNear', { level: 56, background: 54 }],
  ['areaUnknown', { area: 'moon' }],
] as const)('given %s, then it is worth nothing and says why', (why, more) => {
  expect(measure(measured(more), plates)).toMatchObject({ verdict: 'invalid', why: [why] });
});

test('given calibrations just half a decibel apart, then it holds; a low level needs no background', () => {
  expect(measure(measured({ calibration: { before: 93.8, after: 94.3 } }), plates).verdict).toBe('exceeds');
  expect(measure(measured({ level: 55, background: null }), plates)).toMatchObject({
    ...{ verdict: 'within', correction: null },
  });
});

test('a louder site is never better off, a louder background never worse for it, and nothing is both', () => {
  const level = fc.integer({ min: 300, max: 1_200 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(level, level, fc.integer({ min: 1, max: 100 }), (at, background, more) => {
      const rank = { invalid: 1, within: 0, exceeds: 2 } as const;
      const one = measure(measured({ level: at, background }), plates);
      const louder = measure(measured({ level: at + more / 10, background }), plates);
      if (one.verdict === 'exceeds') expect(louder.verdict).toBe('exceeds');
      const quieter = measure(measured({ level: at, background: Math.max(0, background - more / 10) }), plates);
      if (one.verdict === 'exceeds') expect(quieter.verdict).toBe('exceeds');
      if (one.verdict === 'within' && at <= 55) expect(rank[quieter.verdict]).toBe(0);
      if (one.verdict === 'exceeds') {
        expect(one.corrected).toBeGreaterThan(one.limit);
        expect(at - one.corrected).toBeLessThanOrEqual(3.0001);
      }
    }),
  );
});
