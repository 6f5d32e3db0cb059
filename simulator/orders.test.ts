import { expect, test } from 'vitest';
import { makeDemoPlates } from '../build/demo-district/plates.ts';
import { isoTime } from '../shared/lib/time.ts';
import { exampleOrders, ordersOf } from './orders.ts';
import { hour, instant, nightOf, offset } from './time.ts';

const plates = makeDemoPlates();
const night = '2026-11-21';

test('the examples come at their times; after midnight is the next day', () => {
  const times = exampleOrders(instant(night), plates).map(({ name, at }) => `${name} ${isoTime(at, offset)}`);
  expect(times).toContain('E1 2026-11-21T22:41:00+08:00');
  expect(times).toContain('E3 2026-11-22T00:20:00+08:00');
  expect(times).toContain('X2 2026-11-22T05:52:00+08:00');
  expect(times).toHaveLength(17);
});

test('the second caller says where he stands', () => {
  const second = exampleOrders(instant(night), plates).find(({ name }) => name === 'E2');
  expect(second?.position).toMatchObject({ of: 'caller', lon: expect.closeTo(121.45, 1) });
});

test('the same seed brings the same night, another seed another', () => {
  const one = ordersOf('night', night, plates, 7);
  expect(ordersOf('night', night, plates, 7)).toEqual(one);
  expect(ordersOf('night', night, plates, 8)).not.toEqual(one);
});

test('a Saturday night has about 60 to 100 orders, most before midnight, in the order of time', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const all = ordersOf('night', night, plates, seed);
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(all.length).toBeLessThanOrEqual(110);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b));
    const midnight = instant('2026-11-22');
    const [evening, late] = [all.filter(({ at }) => at < midnight), all.filter(({ at }) => at >= midnight + hour)];
    expect(evening.length).toBeGreaterThan(2 * late.length);
  }
});

test('nothing is left to fill in, and every order has a number of its own', () => {
  const all = ordersOf('night', night, plates, 3);
  for (const { text } of all) expect(text).not.toMatch(/[#%]/);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(ordersOf('none', night, plates, 3)).toEqual([]);
});

test('until noon it is still the night before', () => {
  expect(nightOf(instant('2026-11-22') + 5 * hour)).toBe('2026-11-21');
  expect(nightOf(instant('2026-11-21') + 21 * hour)).toBe('2026-11-21');
});
