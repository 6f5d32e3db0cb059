import { expect, test } from 'vitest';
import { hour, minute } from '../../shared/lib/time.ts';
import { density, heatAlpha, heatPlaces, heatSteps } from './heat.ts';
import type { PlateShapes } from './shapes.ts';
import type { MapHeat } from './types.ts';

const now = 1_795_275_000_000;
const byCode = new Map([['cell-1', { label: [121.45, 31.2] }]]) as unknown as PlateShapes['byCode'];
const heat: MapHeat = {
  nightFrom: now - 5 * hour,
  complaints: [
    { at: [121.44, 31.19], receivedAt: now - 10 * minute },
    { at: null, cell: 'cell-1', receivedAt: now - 2 * hour },
    { at: null, receivedAt: now - 2 * hour },
    { at: [121.46, 31.21], receivedAt: now - 4 * hour },
    { at: [121.47, 31.22], receivedAt: now - 9 * hour },
    { at: [121.48, 31.23], receivedAt: now + minute },
  ],
};

test('each span holds what came in within it; a complaint without a point counts in the middle of its cell', () => {
  const places = (span: 'hour' | 'threeHours' | 'tonight') => heatPlaces(heat, span, now, { byCode });
  expect(places('hour')).toEqual([[121.44, 31.19]]);
  expect(places('threeHours')).toEqual([
    [121.44, 31.19],
    [121.45, 31.2],
  ]);
  expect(places('tonight')).toHaveLength(3);
});

test('one complaint counts one where it is and nothing beyond its reach; several add up', () => {
  const at = (sums: Float32Array, x: number, y: number): number => sums[y * 40 + x] ?? -1;
  const one = density([[20.5, 20.5]], 8, 40, 40);
  expect(at(one, 20, 20)).toBeCloseTo(1, 6);
  expect(at(one, 24, 20)).toBeGreaterThan(0);
  expect(at(one, 24, 20)).toBeLessThan(1);
  expect(at(one, 29, 20)).toBe(0);
  const three = density(
    [
      [20.5, 20.5],
      [20.5, 20.5],
      [20.5, 20.5],
    ],
    8,
    40,
    40,
  );
  expect(at(three, 20, 20)).toBeCloseTo(3, 5);
  // Half outside the picture is no error.
  expect(at(density([[0, 0]], 8, 40, 40), 0, 0)).toBeGreaterThan(0.9);
});

test('the scale says the counts it is drawn for', () => {
  for (const { sum, alpha } of heatSteps) expect(heatAlpha(sum)).toBeCloseTo(alpha, 9);
  const alphas = Array.from({ length: 90 }, (_, i) => heatAlpha(i / 10));
  expect(alphas).toEqual([...alphas].sort((a, b) => a - b));
  expect([heatAlpha(0), heatAlpha(40)]).toEqual([0, heatSteps.at(-1)?.alpha]);
});
