import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { demoClock, systemClock } from './clock.ts';
import { timersOver } from './timers.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test('the system clock is the machine', () => {
  expect(systemClock().now()).toBe(Date.now());
});

test('a demo clock starts where it is told and runs at its rate, in whole milliseconds', () => {
  let machine = 5;
  const clock = demoClock({ start: 100, rate: 60, machine: () => machine });
  expect(clock.now()).toBe(100);
  machine += 10.01;
  expect(clock.now()).toBe(700);
  for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => demoClock({ start: 0, rate })).toThrow(RangeError);
  }
});

test('an alarm rings when hub time is there, as fast as hub time runs, and never at once', () => {
  const clock = demoClock({ start: 0, rate: 60, machine: () => Date.now() });
  const timers = timersOver(clock);
  const rung: string[] = [];
  timers.at(60_000, () => rung.push('minute'));
  timers.at(-5, () => rung.push('past'));
  const cancel = timers.at(30_000, () => rung.push('cancelled'));
  cancel();
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(999);
  expect(rung).toEqual(['past']);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['past', 'minute']);
});

test('an alarm months away is waited for, and can be called off between', () => {
  const timers = timersOver(systemClock());
  let rung = 0;
  const days = 40 * 86_400_000;
  timers.at(Date.now() + days, () => (rung += 1));
  const cancel = timers.at(Date.now() + days, () => (rung += 100));
  vi.advanceTimersByTime(days / 2);
  cancel();
  vi.advanceTimersByTime(days / 2 - 1);
  expect(rung).toBe(0);
  vi.advanceTimersByTime(1);
  expect(rung).toBe(1);
});

test('a clock that is set forward while an alarm waits is noticed within half a minute', () => {
  const timers = timersOver(systemClock());
  let rung = 0;
  timers.at(Date.now() + 3_600_000, () => (rung += 1));
  vi.setSystemTime(Date.now() + 7_200_000);
  vi.advanceTimersByTime(30_000);
  expect(rung).toBe(1);
});

test('a delay in machine time knows nothing of the hub clock', () => {
  const timers = timersOver(demoClock({ start: 0, rate: 1_000, machine: () => Date.now() }));
  let rung = 0;
  timers.after(500, () => (rung += 1));
  const cancel = timers.after(500, () => (rung += 100));
  cancel();
  vi.advanceTimersByTime(499);
  expect(rung).toBe(0);
  vi.advanceTimersByTime(1);
  expect(rung).toBe(1);
});
