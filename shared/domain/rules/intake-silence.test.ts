import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hour, minute } from '../../lib/time.ts';
import type { Silence } from './intake-silence.ts';
import { listen, noSilence, silenceLimit, usualGap } from './intake-silence.ts';

const hours = (fill: (hour: number) => readonly number[]) => Array.from({ length: 24 }, (_, n) => fill(n));
const to = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => (n + 1) * minute);

describe('the usual gap of an hour', () => {
  test('given a hundred gaps of it, when it is asked for, then 95 of them are no longer', () => {
    expect(
      usualGap(
        hours((n) => (n === 23 ? to(100) : [])),
        23,
      ),
    ).toBe(95 * minute);
  });
  test('given few of it, then those of the hours beside it count too, over midnight', () => {
    const gaps = hours((n) => (n === 23 ? to(4) : n === 0 ? to(4) : n === 1 ? to(4) : [hour]));
    expect(usualGap(gaps, 0)).toBe(4 * minute);
  });
  test('given too few, then nothing is known', () => {
    expect(
      usualGap(
        hours(() => to(3)),
        5,
      ),
    ).toBeUndefined();
    expect(usualGap([], 5)).toBeUndefined();
  });
});

test('given a kind, then it may be quiet for the usual gap, and never for less than its least', () => {
  expect(silenceLimit('orders', 47 * minute)).toBe(47 * minute);
  expect(silenceLimit('orders', minute)).toBe(20 * minute);
  expect(silenceLimit('orders', undefined)).toBe(4 * hour);
  expect(silenceLimit('positions', 1)).toBe(3 * minute);
  expect(silenceLimit('devices', 1)).toBeUndefined();
});

describe('an intake', () => {
  const heard = { lastAt: 1_000_000, expectedSince: 0 };
  const limit = 20 * minute;
  test('given nothing for longer than its limit, when one listens, then it is silent since it last spoke, and it is said', () => {
    const now = 1_000_000 + limit + 1;
    expect(listen(noSilence, heard, now, limit)).toEqual({
      ...{ silence: { since: 1_000_000, said: 1_000_000 }, say: true },
    });
    expect(listen(noSilence, heard, now - 1, limit)).toEqual({ silence: noSilence, say: false });
  });
  test('given that nobody expects it to speak, then it is not silent', () => {
    expect(listen(noSilence, { lastAt: null, expectedSince: null }, 9e12, limit).say).toBe(false);
    // Units came on duty just now.
    expect(listen(noSilence, { lastAt: 0, expectedSince: 5 * hour }, 5 * hour + limit, limit).say).toBe(false);
  });
  test('given that it never spoke though it should, then it is silent since it should', () => {
    const { silence } = listen(noSilence, { lastAt: null, expectedSince: 7 }, 8 + limit, limit);
    expect(silence.since).toBe(7);
  });
});

test('whatever comes, a silence is said once, never while it speaks, and always before the next word', () => {
  const step = fc.record({
    pass: fc.integer({ min: 0, max: 15 * minute }),
    speaks: fc.boolean(),
    expected: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const limit = 20 * minute;
      let now = 10 * hour;
      let lastAt: number | null = null;
      let expectedSince: number | null = 0;
      let silence: Silence = noSilence;
      const said = new Set<number>();
      for (const { pass, speaks, expected } of steps) {
        now += pass;
        if (speaks) lastAt = now;
        expectedSince = expected ? (expectedSince ?? now) : null;
        const heard = listen(silence, { lastAt, expectedSince }, now, limit);
        ({ silence } = heard);
        if (speaks) expect([heard.say, silence.since]).toEqual([false, null]);
        if (heard.say) {
          expect(silence.since).not.toBeNull();
          expect(said.has(silence.since ?? -1)).toBe(false);
          said.add(silence.since ?? -1);
        }
        const quiet = expectedSince === null ? null : Math.max(lastAt ?? 0, expectedSince);
        expect(silence.since !== null).toBe(quiet !== null && now - quiet > limit);
        if (silence.since !== null) expect(said.has(silence.since)).toBe(true);
      }
    }),
  );
});
