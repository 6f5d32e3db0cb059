import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from './chance.ts';
import { contours } from './contour.ts';
import { inRing, signedArea } from './plane.ts';

const board = { west: -4, south: -4, step: 1, columns: 8, rows: 8 };

test('a hill is one ring about its top, as far as the field is above zero', () => {
  const [ring, ...more] = contours(board, ([x, y]) => 2.5 - Math.max(Math.abs(x), Math.abs(y)));
  expect(more).toEqual([]);
  expect(signedArea(ring ?? [])).toBeCloseTo(24.5, 0);
});

test('every point above zero lies in a ring, however the field runs', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seeded(seed);
      const values = new Map<string, number>();
      const valueAt = ([x, y]: readonly [number, number]): number => {
        const key = `${String(x)} ${String(y)}`;
        const value = values.get(key) ?? random() * 2 - 1;
        values.set(key, value);
        return value;
      };
      const rings = contours(board, valueAt);
      expect(rings.every((ring) => signedArea(ring) > 0)).toBe(true);
      for (const [key, value] of values) {
        const [x = 0, y = 0] = key.split(' ').map(Number);
        if (value > 0) expect(rings.some((ring) => inRing(ring, [x, y]))).toBe(true);
      }
    }),
  );
});
