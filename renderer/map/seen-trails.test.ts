import { expect, test } from 'vitest';
import { minute, second } from '../../shared/lib/time.ts';
import { SeenTrails, trailMs } from './seen-trails.ts';
import type { MapUnit } from './types.ts';

const now = 1_795_275_000_000;
const unit = (fixAt: number, lon: number, more: Partial<MapUnit> = {}): MapUnit => ({
  id: 'one',
  name: '一组',
  kind: 'group',
  status: 'free',
  at: [lon, 31.19],
  fixAt,
  heading: null,
  accuracy: 10,
  certified: 2,
  ...more,
});

test('what was seen is a line that fades and is forgotten', () => {
  const trails = new SeenTrails();
  for (let i = 0; i < 5; i += 1) trails.see([unit(now + i * 10 * second, 121.44 + i * 0.001)], now + i * 10 * second);
  expect(trails.lines(now + 40 * second)).toHaveLength(4);
  const later = trails.lines(now + 40 * second + 5 * minute);
  expect(later[0]?.faded).toBeGreaterThan(later[3]?.faded ?? 1);
  expect(trails.lines(now + 40 * second + trailMs)).toEqual([]);
});

test('who stands leaves no line; nothing is drawn across a gap', () => {
  const trails = new SeenTrails();
  trails.see([unit(now, 121.44)], now);
  trails.see([unit(now + 10 * second, 121.440_01)], now + 10 * second);
  expect(trails.lines(now + 10 * second)).toEqual([]);
  trails.see([unit(now + 5 * minute, 121.45)], now + 5 * minute);
  expect(trails.lines(now + 5 * minute)).toEqual([]);
});

test('who stood for minutes with a fix now and then, and drives on, leaves no hole', () => {
  const trails = new SeenTrails();
  for (let i = 0; i <= 12; i += 1) trails.see([unit(now + i * 10 * second, 121.44)], now + i * 10 * second);
  const on = now + 130 * second;
  trails.see([unit(on, 121.441)], on);
  expect(trails.lines(on)).toMatchObject([{ from: [121.44, 31.19], to: [121.441, 31.19] }]);
});

test('told only of those that moved, the others stay', () => {
  const trails = new SeenTrails();
  const two = [unit(now, 121.44), unit(now, 121.44, { id: 'two' })];
  trails.see(two, now);
  trails.saw('one', 121.45, 31.19, now + 10 * second, now + 10 * second);
  trails.saw('two', 121.45, 31.19, now + 20 * second, now + 20 * second);
  expect(new Set(trails.lines(now + 20 * second).map((line) => line.unit))).toEqual(new Set(['one', 'two']));
});

test('an older fix that comes late is not gone back to', () => {
  const trails = new SeenTrails();
  trails.see([unit(now, 121.44)], now);
  trails.see([unit(now - 10 * second, 121.46)], now);
  expect(trails.lines(now)).toEqual([]);
});

test('a replay that is moved back draws nothing of what lies ahead', () => {
  const trails = new SeenTrails();
  for (let i = 0; i < 5; i += 1) trails.see([unit(now + i * 10 * second, 121.44 + i * 0.001)], now + i * 10 * second);
  trails.see([unit(now + 20 * second, 121.442)], now + 20 * second);
  expect(trails.lines(now + 20 * second)).toHaveLength(2);
});

test('who goes off duty, or is no longer told, leaves nothing', () => {
  const trails = new SeenTrails();
  trails.see([unit(now, 121.44)], now);
  trails.see([unit(now + 10 * second, 121.45)], now + 10 * second);
  expect(trails.lines(now + 10 * second)).toHaveLength(1);
  trails.see([unit(now + 20 * second, 121.46, { status: 'offDuty' })], now + 20 * second);
  expect(trails.lines(now + 20 * second)).toEqual([]);
});
