import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeDemoPlates } from '../build/demo-district/plates.ts';
import { distance } from '../shared/geo/point.ts';
import type { Point } from '../shared/geo/point.ts';
import { Mover } from './mover.ts';
import { Roads } from './roads.ts';
import { minute, second } from './time.ts';

const point = fc.record({
  lon: fc.double({ min: 121.4, max: 121.47, noNaN: true }),
  lat: fc.double({ min: 31.11, max: 31.21, noNaN: true }),
});
const start: Point = { lon: 121.44, lat: 31.17 };

describe('what moves', () => {
  test('is where its speed brings it', () => {
    const mover = new Mover(start, 0);
    mover.follow([{ lon: 121.44, lat: 31.26 }], 36, 0);
    mover.advance(minute);
    expect(distance(start, mover.here)).toBeCloseTo(600, 0);
    expect(mover.heading).toBeCloseTo(0, 3);
    expect(mover.mileage).toBeCloseTo(0.6, 3);
    expect(mover.kmh).toBe(36);
  });

  test('is never faster than its speed, however often it is looked at, and comes to the end', () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 60 }),
        (way, waits) => {
          const mover = new Mover(start, 0);
          mover.follow(way, 40, 0);
          let now = 0;
          for (const wait of waits) {
            const before = mover.here;
            now += wait * second;
            mover.advance(now);
            expect(distance(before, mover.here)).toBeLessThanOrEqual((wait * 40) / 3.6 + 0.5);
          }
          mover.advance(now + 1_000 * minute);
          expect(mover.there).toBe(true);
          expect(mover.here).toEqual(way.at(-1));
          expect(mover.kmh).toBe(0);
        },
      ),
    );
  });

  test('does not go back in time, and stays where it was halted', () => {
    const mover = new Mover(start, minute);
    mover.follow([{ lon: 121.44, lat: 31.2 }], 30, minute);
    mover.advance(2 * minute);
    const { here } = mover;
    mover.advance(minute);
    expect(mover.here).toEqual(here);
    mover.halt(2 * minute);
    mover.advance(10 * minute);
    expect(mover.here).toEqual(here);
  });
});

describe('the way along the roads', () => {
  const plates = makeDemoPlates();
  const roads = new Roads(plates);
  const crossing = (name: string): Point => {
    const [lon, lat] = plates.places.find((place) => place.name === name)?.at ?? [0, 0];
    return { lon, lat };
  };

  test('passes the corners of the roads between', () => {
    const [from, to] = [crossing('斜土路×小木桥路'), crossing('龙华西路×天钥桥路')];
    const way = roads.way(from, to);
    expect(way[0]).toEqual(from);
    expect(way.at(-1)).toEqual(to);
    expect(way.length).toBeGreaterThan(3);
    const metres = way.slice(1).reduce((sum, next, i) => sum + distance(way[i] ?? next, next), 0);
    expect(metres).toBeGreaterThan(distance(from, to));
    expect(metres).toBeLessThan(4 * distance(from, to));
  });

  test('begins and ends where it is asked to, from anywhere to anywhere', () => {
    fc.assert(
      fc.property(point, point, (from, to) => {
        const way = roads.way(from, to);
        expect([way[0], way.at(-1)]).toEqual([from, to]);
      }),
      { numRuns: 30 },
    );
  });

  test('without roads goes straight on', () => {
    expect(new Roads({ roads: [], places: [] }).way(start, start)).toEqual([start, start]);
  });
});
