import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageParts, doubtRadius, fixAge } from './ages.ts';

const now = 1_795_275_000_000;

test.each([
  [0, 'fresh'],
  [29_999, 'fresh'],
  [30_000, 'aging'],
  [300_000, 'aging'],
  [300_001, 'stale'],
  [-5_000, 'fresh'],
])('a fix of %s ms ago is %s', (age, expected) => {
  expect(fixAge(now - age, now)).toBe(expected);
});

test('a unit never heard of has no age', () => {
  expect(fixAge(null, now)).toBe('none');
  expect(doubtRadius(null, 10, now)).toBe(0);
});

test.each([
  [-5_000, 'seconds', 0],
  [59_999, 'seconds', 59],
  [60_000, 'minutes', 1],
  [3_599_999, 'minutes', 59],
  [3_600_000, 'hours', 1],
  [100_000_000, 'hours', 27],
])('%s ms are said as %s %s', (age, unit, n) => {
  expect(ageParts(now - age, now)).toEqual({ unit, n });
});

test('the ring of doubt is none while the fix is good, never shrinks with time, and ends somewhere', () => {
  expect(doubtRadius(now - 300_000, 15, now)).toBe(0);
  expect(doubtRadius(now - 600_000, 15, now)).toBe(725);
  fc.assert(
    fc.property(fc.nat(20_000_000), fc.nat(20_000_000), fc.nat(500), (one, more, accuracy) => {
      const before = doubtRadius(now - one, accuracy, now);
      const after = doubtRadius(now - one - more, accuracy, now);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after).toBeLessThanOrEqual(1_500);
    }),
  );
});
