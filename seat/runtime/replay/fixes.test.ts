import { expect, test } from 'vitest';
import type { SeenAt } from '../../../shared/wire/positions.ts';
import { FixSeries, memoryLimits, PositionMemory } from './fixes.ts';

const seen = (at: number, rest: Partial<SeenAt> = {}): SeenAt => ({
  at,
  lon: 121.4586,
  lat: 31.1936,
  poor: false,
  ...rest,
});

test('a series gives back what it took, and the newest fix of every instant', () => {
  const series = new FixSeries();
  const fixes = Array.from({ length: 200 }, (_, n) =>
    seen(1_000 * n, {
      lon: 121 + n / 1e4,
      ...(n % 3 === 0 ? { speed: 12.5, heading: 359, accuracy: 7 } : {}),
      poor: n % 2 === 0,
    }),
  );
  for (const fix of fixes) series.push(fix);
  series.push(seen(0));
  series.trim();
  expect([...series]).toEqual(fixes);
  expect([-1, 0, 999, 1_000, 199_000, 1e9].map((at) => series.placeAt(at))).toEqual([-1, 0, 0, 1, 199, 199]);
  expect(series.fix(-1)).toBeUndefined();
  expect(series.fix(200)).toBeUndefined();
});

test('what is too old goes, but for where the unit then was', () => {
  const series = new FixSeries();
  for (let at = 0; at < 100_000; at += 1_000) series.push(seen(at));
  series.dropBefore(50_500);
  expect(series.fix(0)?.at).toBe(50_000);
  expect(series.length).toBe(50);
  series.dropBefore(10);
  expect(series.length).toBe(50);
});

test('a part of it is a copy, with the last fix before', () => {
  const series = new FixSeries();
  for (let at = 0; at < 100_000; at += 1_000) series.push(seen(at));
  const part = series.between(20_500, 30_000);
  const times = (): readonly number[] => [...part].map(({ at }) => at);
  expect([times()[0], times().at(-1), part.length]).toEqual([20_000, 30_000, 11]);
  series.dropBefore(90_000);
  series.push(seen(100_000));
  expect([times()[0], times().at(-1)]).toEqual([20_000, 30_000]);
  expect(series.between(0, 50_000).length).toBe(0);
  expect(new FixSeries().between(0, 9).length).toBe(0);
});

test('a night of 500 units each 10 s: 23 bytes a fix', () => {
  const series = new FixSeries();
  for (let n = 0; n < 3_600; n += 1) series.push(seen(n * 10_000));
  series.trim();
  expect(series.bytes).toBe(3_600 * 23);
});

test('the memory keeps a fix every so often, for so long, and with many units each less often', () => {
  const memory = new PositionMemory();
  const { keepMs, everyMs } = memoryLimits;
  for (let at = 0; at <= 2 * keepMs; at += 1_000) memory.take('m1', seen(at));
  const series = memory.fixes.get('m1');
  const times = [...(series ?? [])].map(({ at }) => at);
  expect(times.every((at, n) => n === 0 || at - (times[n - 1] ?? 0) >= everyMs)).toBe(true);
  expect(times[0]).toBeGreaterThanOrEqual(keepMs - 64 * 10_000);
  expect(times.at(-1)).toBeGreaterThan(2 * keepMs - everyMs);

  // One that fell silent is let go of too, but for its last place.
  const silent = new PositionMemory({ keepMs: 100_000, everyMs: 1_000, most: 100_000 });
  for (let at = 0; at < 50_000; at += 1_000) silent.take('m1', seen(at));
  for (let at = 50_000; at < 500_000; at += 1_000) silent.take('m2', seen(at));
  expect([...(silent.fixes.get('m1') ?? [])].map(({ at }) => at)).toEqual([49_000]);

  const few = new PositionMemory({ keepMs: 100_000, everyMs: 1_000, most: 100 });
  for (let at = 0; at < 100_000; at += 1_000) for (let unit = 0; unit < 10; unit += 1) few.take(`u${unit}`, seen(at));
  const kept = [...few.fixes.values()].reduce((sum, each) => sum + each.length, 0);
  expect(kept).toBeLessThanOrEqual(110);
  expect(kept).toBeGreaterThan(80);
  few.clear();
  expect(few.fixes.size).toBe(0);
});
