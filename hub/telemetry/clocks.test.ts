import fc from 'fast-check';
import { expect, test } from 'vitest';
import { day, hour, minute } from '../../shared/lib/time.ts';
import { clockWord, ClockWatch } from './clocks.ts';
import { LateRule } from './late.ts';

const trust = 2 * minute;

test.each([
  [0, 'right'],
  [-trust, 'right'],
  [trust + 1, 'ahead'],
  [-8 * hour, 'behind'],
  [day, 'dayOff'],
  [-3 * day + 40 * minute, 'dayOff'],
  [day + 2 * hour, 'ahead'],
  [-46 * 365 * day, 'yearOff'],
  [365 * day, 'yearOff'],
] as const)('a clock that differs by %i ms is %s', (offset, word) => {
  expect(clockWord(offset, trust)).toBe(word);
});

test('the clock is judged by the middle of the last fixes, and by no fewer than three', () => {
  const watch = new ClockWatch(5);
  watch.take(1_000, 2_000);
  watch.take(1_000, 2_000);
  expect(watch.offset).toBeUndefined();
  watch.take(1_000, 900_000);
  expect(watch.offset).toBe(-1_000);
  watch.take(Number.NaN, 1);
  expect(watch.offset).toBe(-1_000);
  for (let n = 0; n < 5; n += 1) watch.take(day, 0);
  expect(watch.offset).toBe(day);
});

test('the middle is that of the last fixes, sorted anew each time', () => {
  const offsets = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 30 });
  fc.assert(
    fc.property(offsets, fc.integer({ min: 1, max: 7 }), (all, samples) => {
      const watch = new ClockWatch(samples);
      for (const [at, offset] of all.entries()) {
        watch.take(offset, 0);
        const last = all.slice(Math.max(0, at + 1 - samples), at + 1).toSorted((a, b) => a - b);
        const middle = ((last[(last.length - 1) >> 1] ?? 0) + (last[last.length >> 1] ?? 0)) / 2;
        expect(watch.offset).toBe(last.length < 3 ? undefined : Math.round(middle));
      }
    }),
  );
});

test('fewer late fixes than half never make a right clock wrong', () => {
  const late = fc.integer({ min: 0, max: 10 * day });
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(15).keys()], { maxLength: 7 }), late, (which, by) => {
      const watch = new ClockWatch(15);
      for (let n = 0; n < 15; n += 1) watch.take(0, which.includes(n) ? by : 300);
      expect(clockWord(watch.offset ?? Number.NaN, trust)).toBe('right');
    }),
  );
});

test('a queue that empties is kept back, a clock that is behind by the same is live after three', () => {
  const rule = new LateRule();
  // Ten minutes without network, a fix each 30 s, sent within five seconds.
  for (let n = 0; n < 20; n += 1) {
    const keptBack = rule.keptBack('a', n * 30_000, 600_000 + n * 250);
    // The last ones were made within the minute before.
    expect(keptBack).toBe(n * 30_000 < 540_000 + n * 250);
  }
  const slow = [0, 10, 20, 30].map((s) => rule.keptBack('b', s * 1_000 - hour, s * 1_000));
  expect(slow).toEqual([true, true, false, false]);
  expect(rule.keptBack('b', 40_000, 40_000)).toBe(false);
  expect(rule.keptBack('b', 50_000 - hour, 50_000)).toBe(true);
});
