import { expect, test } from 'vitest';
import type { District } from '../../shared/domain/district/state.ts';
import { districtBox } from './district-box.ts';

type Present = Pick<District, 'hash' | 'plates'>;

/** Plates of which only the grids count here. */
const present = (hash: string, ...corners: readonly (readonly [number, number])[]): Present => {
  const grids = corners.map(([lon, lat]) => ({
    shape: [
      [
        [
          [lon, lat],
          [lon + 1, lat],
          [lon, lat + 1],
          [lon, lat],
        ],
      ],
    ],
  }));
  return { hash, plates: { grids } as unknown as Present['plates'] };
};

test('is around all grids of the plates in force, and another one once others are', () => {
  let now: Present | undefined;
  const box = districtBox(() => now);
  expect(box()).toBeUndefined();
  now = present('a', [112, 27], [113, 28]);
  expect(box()).toEqual({ west: 112, south: 27, east: 114, north: 29 });
  expect(box()).toBe(box());
  now = present('b', [10, -5]);
  expect(box()).toEqual({ west: 10, south: -5, east: 11, north: -4 });
  now = present('c');
  expect(box()).toBeUndefined();
});
