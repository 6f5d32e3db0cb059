import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../lib/must.ts';
import type { Point } from './point.ts';
import { destination, distance } from './point.ts';
import type { Position } from './polygon.ts';
import { streetsOf } from './streets.ts';

const origin = { lon: 121.44, lat: 31.18 };
/** East and north of the origin, metres. */
const at = (east: number, north: number): Point => destination(destination(origin, north, 0), east, 90);
const line = (...corners: readonly (readonly [number, number])[]): Position[] =>
  corners.map(([east, north]) => {
    const { lon, lat } = at(east, north);
    return [lon, lat];
  });
const between = (lines: readonly Position[][], from: Point, to: Point): number | undefined => {
  const streets = must(streetsOf(lines), 'network');
  const [one, other] = [streets.join(from), streets.join(to)];
  return one && other && streets.reach(one).to(other)?.metres;
};

describe('the way over streets', () => {
  const cross = [line([0, 0], [2000, 0]), line([1000, -1000], [1000, 1000])];

  test('goes round the corner of two lines that cross between their corners', () => {
    expect(between(cross, at(0, 0), at(1000, 800))).toBeCloseTo(1800, -1);
    expect(between(cross, at(1000, 800), at(0, 0))).toBeCloseTo(1800, -1);
  });

  test('is the piece between two places on one street', () => {
    expect(between(cross, at(200, 0), at(500, 0))).toBeCloseTo(300, -1);
  });

  test('joins an end that stops two metres short, and not one that stops twenty short', () => {
    const short = (metres: number) => [line([0, 0], [2000, 0]), line([500, metres], [500, 900])];
    expect(between(short(2), at(0, 0), at(500, 800))).toBeCloseTo(1300, -1);
    expect(streetsOf(short(20))).toBeUndefined();
  });

  test('says how far the place is from the street, and nothing of one far from all', () => {
    const streets = must(streetsOf(cross), 'network');
    expect(streets.join(at(300, 120))?.leg).toBeCloseTo(120, -1);
    expect(streets.join(at(300, 120))?.toA).toBeCloseTo(300, -1);
    expect(streets.join(at(-1500, 0))).toBeUndefined();
  });

  test('there is none of scattered lines, of one line, of none', () => {
    const scattered = [0, 1, 2].map((n) => line([n * 3000, 0], [n * 3000 + 500, 0], [n * 3000 + 900, 300]));
    expect([streetsOf(scattered), streetsOf([line([0, 0], [900, 0])]), streetsOf([])]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
  });

  test('in a grid of streets it is as long as the blocks one has to pass', () => {
    const step = 200;
    const lines = [0, 1, 2, 3, 4, 5].flatMap((n) => [
      line([0, n * step], [5 * step, n * step]),
      line([n * step, 0], [n * step, 5 * step]),
    ]);
    const corner = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(corner, corner, ([a, b], [c, d]) => {
        const [from, to] = [at(a * step, b * step), at(c * step, d * step)];
        const metres = must(between(lines, from, to), 'way');
        expect(metres).toBeGreaterThan(step * (Math.abs(a - c) + Math.abs(b - d)) - 5);
        expect(metres).toBeLessThan(step * (Math.abs(a - c) + Math.abs(b - d)) + 5);
        expect(metres).toBeGreaterThan(distance(from, to) - 5);
      }),
    );
  });
});
