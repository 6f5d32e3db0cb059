import { expect, test } from 'vitest';
import { minute } from '../../shared/lib/time.ts';
import type { Fix } from './trail.ts';
import { boundsOf, linesOf, nearest } from './trail.ts';

const fix = (at: number, lon: number, lat: number): Fix => ({ at, lon, lat, speed: null, accuracy: null });

test('one line while there is no gap, another after it', () => {
  expect(linesOf([])).toEqual([]);
  const fixes = [fix(0, 1, 2), fix(5 * minute, 3, 4), fix(10 * minute + 1, 5, 6), fix(11 * minute, 7, 8)];
  expect(linesOf(fixes)).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ]);
});

test('the map shows all of it, and something around a unit that stood still', () => {
  expect(boundsOf([])).toBeUndefined();
  const [west = 0, south = 0, east = 0, north = 0] = boundsOf([fix(0, 121.4, 31.2), fix(1, 121.5, 31.1)]) ?? [];
  expect([west < 121.4, south < 31.1, east > 121.5, north > 31.2]).toEqual([true, true, true, true]);
  const still = boundsOf([fix(0, 121.4, 31.2)]) ?? [0, 0, 0, 0];
  expect(still[2] - still[0]).toBeGreaterThan(0.003);
});

test('the nearest place, unless it is far', () => {
  const places = [
    { name: 'a', at: [121.4, 31.2] as const },
    { name: 'b', at: [121.401, 31.2] as const },
  ];
  expect(nearest({ lon: 121.4008, lat: 31.2 }, places)?.place.name).toBe('b');
  expect(nearest({ lon: 121.4008, lat: 31.2 }, places)?.metres).toBeCloseTo(19, 0);
  expect(nearest({ lon: 121.41, lat: 31.2 }, places)).toBeUndefined();
  expect(nearest({ lon: 121.4, lat: 31.2 }, [])).toBeUndefined();
});
