import fc from 'fast-check';
import { expect, test } from 'vitest';
import { easeMs, Tracks } from './easing.ts';
import type { LonLat } from './types.ts';

const place = fc.tuple(
  fc.double({ min: 121.3, max: 121.6, noNaN: true }),
  fc.double({ min: 31, max: 31.3, noNaN: true }),
);

/** Whether p lies between a and b, both included, in each direction. */
function between(p: LonLat, a: LonLat, b: LonLat): boolean {
  const slack = 1e-12;
  return [0, 1].every((axis) => {
    const [v, one, other] = [p[axis as 0 | 1], a[axis as 0 | 1], b[axis as 0 | 1]];
    return v >= Math.min(one, other) - slack && v <= Math.max(one, other) + slack;
  });
}

test('drawn between where it was drawn and the newest fix, at every instant, and there in half a second', () => {
  fc.assert(
    fc.property(
      place,
      fc.array(fc.record({ to: place, wait: fc.nat(900) }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(1_000), { minLength: 1, maxLength: 5 }),
      (start, fixes, looks) => {
        const tracks = new Tracks();
        tracks.follow([['unit', start]], 0, false);
        let at = 1_000;
        for (const { to, wait } of fixes) {
          const from = tracks.place('unit', at) ?? start;
          tracks.follow([['unit', to]], at, false);
          for (const look of looks) {
            const drawn = tracks.place('unit', at + look);
            expect(drawn !== undefined && between(drawn, from, to)).toBe(true);
          }
          expect(tracks.place('unit', at + easeMs)).toEqual(to);
          at += wait;
        }
      },
    ),
  );
});

test('comes nearer with every instant', () => {
  const tracks = new Tracks();
  tracks.follow([['unit', [121.4, 31.1]]], 0, false);
  tracks.follow([['unit', [121.5, 31.1]]], 1_000, false);
  let last = 121.4;
  for (let at = 1_000; at <= 1_500; at += 16) {
    const lon = tracks.place('unit', at)?.[0] ?? 0;
    expect(lon).toBeGreaterThanOrEqual(last);
    last = lon;
  }
});

test('a new unit, and every unit of those who want no motion, stands at once where the fix is', () => {
  const tracks = new Tracks();
  tracks.follow([['unit', [121.4, 31.1]]], 0, false);
  expect(tracks.place('unit', 0)).toEqual([121.4, 31.1]);
  tracks.follow([['unit', [121.5, 31.1]]], 10, true);
  expect(tracks.place('unit', 10)).toEqual([121.5, 31.1]);
  expect(tracks.moving(10)).toBe(false);
});

test('nothing has to be drawn anew when no fix differs, or when all have arrived; who is gone is forgotten', () => {
  const tracks = new Tracks();
  tracks.follow([['unit', [121.4, 31.1]]], 0, false);
  tracks.follow([['unit', [121.4, 31.1]]], 5_000, false);
  expect(tracks.moving(5_000)).toBe(false);
  tracks.follow([['unit', [121.5, 31.1]]], 6_000, false);
  expect(tracks.moving(6_499)).toBe(true);
  expect(tracks.moving(6_500)).toBe(false);
  tracks.follow([], 7_000, false);
  expect(tracks.place('unit', 7_000)).toBeUndefined();
});
