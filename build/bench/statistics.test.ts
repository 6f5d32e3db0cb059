import { describe, expect, it } from 'vitest';
import { check, figure, median, percentile, slope, table, WrongResult } from './statistics.ts';

describe('figures', () => {
  it('takes the middle of an odd number and between the middle two of an even one', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 3, 4])).toBe(3.5);
    expect(() => median([])).toThrow('no values');
  });

  it('sorts numbers as numbers', () => {
    expect(median([100, 9, 20])).toBe(20);
    expect(percentile([100, 9, 20], 1)).toBe(100);
  });

  it('takes the least value that a share of all does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile([7], 0.95)).toBe(7);
    expect(() => percentile([], 0.5)).toThrow('no values');
  });

  it('finds how much values rise from one to the next', () => {
    expect(slope([3, 5, 7, 9])).toBeCloseTo(2, 12);
    expect(slope([4, 1, 4])).toBeCloseTo(0, 12);
    expect(slope([0, 1, 0, 1])).toBeCloseTo(0.2, 12);
    expect(() => slope([1])).toThrow('no two values');
  });

  it('shows about three digits', () => {
    expect([1234.5, 12.345, 1.2345].map((value) => figure(value, 'ms'))).toEqual(['1235 ms', '12.3 ms', '1.23 ms']);
  });

  it('throws where a result is wrong', () => {
    expect(() => check(false, 'rows')).toThrow(WrongResult);
    expect(() => check(true, 'rows')).not.toThrow();
  });

  it('shows rows in columns, and says which goals were missed', () => {
    const row = { name: 'a', ours: '1 ms', yardstick: '20 ms', ratio: 0.05, goal: '≤ 2', pass: true };
    expect(table([row, { ...row, name: 'longer', pass: false }]).split('\n')).toEqual([
      'name    ours  yardstick  ratio  goal  result',
      'a       1 ms  20 ms      0.05   ≤ 2   met',
      'longer  1 ms  20 ms      0.05   ≤ 2   MISSED',
    ]);
  });
});
