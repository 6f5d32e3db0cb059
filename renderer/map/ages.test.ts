import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fixed } from './ages.ts';
import { ageParts, doubtRadius, fixAge, nextAge, nextChange } from './ages.ts';
import { unitKinds } from './types.ts';

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

const fixed = (age: number | null, more: Partial<Fixed> = {}): Fixed => ({
  ...{ kind: 'vehicle', fixAt: age === null ? null : now - age, accuracy: 0, speed: null },
  ...more,
});

test('a unit never heard of has no age', () => {
  expect(fixAge(null, now)).toBe('none');
  expect(doubtRadius(fixed(null), now)).toBe(0);
  expect(nextChange(fixed(null), now)).toBe(Infinity);
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

test('it may be as far as its kind goes, or as fast as it was seen to go, from half a minute on', () => {
  expect(doubtRadius(fixed(29_999), now)).toBe(0);
  expect(doubtRadius(fixed(30_000), now, true)).toBe(330);
  expect(doubtRadius(fixed(300_000, { accuracy: 15 }), now, true)).toBe(3_315);
  expect(doubtRadius(fixed(300_000, { kind: 'foot' }), now, true)).toBe(450);
  // 72 km/h are 20 m/s; a slow one may go faster again.
  expect(doubtRadius(fixed(60_000, { speed: 72 }), now, true)).toBe(1_200);
  expect(doubtRadius(fixed(60_000, { speed: 3 }), now, true)).toBe(660);
  // In steps for the eye.
  expect(doubtRadius(fixed(300_000, { accuracy: 15 }), now)).toBe(3_500);
});

const units = fc.record({
  kind: fc.constantFrom(...unitKinds),
  accuracy: fc.nat(500),
  speed: fc.option(fc.nat(150)),
});

test('the outline never shrinks with time, and ends somewhere', () => {
  fc.assert(
    fc.property(fc.nat(20_000_000), fc.nat(20_000_000), units, (one, more, unit) => {
      const before = doubtRadius(fixed(one, unit), now);
      const after = doubtRadius(fixed(one + more, unit), now);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after).toBeLessThanOrEqual(50_000);
    }),
  );
});

test('until the next change what is said of an age stays as it is, and the change comes later than now', () => {
  const said = (unit: Fixed, at: number): unknown => [fixAge(unit.fixAt, at), ageParts(unit.fixAt ?? 0, at)];
  fc.assert(
    fc.property(
      fc.nat(10_000_000),
      units,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (age, some, share) => {
        const unit = fixed(age, some);
        const next = nextChange(unit, now);
        expect(next).toBeGreaterThan(now);
        const between = Math.floor(now + (next - now - 1) * share);
        // A fresh fix says no age.
        if (fixAge(unit.fixAt, now) === 'fresh') expect(fixAge(unit.fixAt, between)).toBe('fresh');
        else expect(said(unit, between)).toEqual(said(unit, now));
      },
    ),
  );
});

test('of a sign in a crowd only its stage changes', () => {
  expect(nextAge(now, now)).toBe(now + 30_000);
  expect(fixAge(now, nextAge(now, now + 30_000) - 1)).toBe('aging');
  expect(fixAge(now, nextAge(now, now + 30_000))).toBe('stale');
  expect(nextAge(now, now + 300_001)).toBe(Infinity);
});
