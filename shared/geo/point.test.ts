import fc from 'fast-check';
import { expect, test } from 'vitest';
import { angleBetween, bearing, destination, distance, distanceToLine, distanceToSegment } from './point.ts';

const inDistrict = fc.record({
  lon: fc.double({ min: 121.38, max: 121.48, noNaN: true }),
  lat: fc.double({ min: 31.1, max: 31.23, noNaN: true }),
});

test('a degree of latitude is 111.195 km on the mean sphere', () => {
  expect(distance({ lon: 121, lat: 31 }, { lon: 121, lat: 32 })).toBeCloseTo(111_195, -1);
});

test('going somewhere and looking back agree', () => {
  fc.assert(
    fc.property(
      inDistrict,
      fc.double({ min: 1, max: 5_000, noNaN: true }),
      fc.double({ min: 0, max: 359.9, noNaN: true }),
      (from, metres, direction) => {
        const to = destination(from, metres, direction);
        expect(distance(from, to)).toBeCloseTo(metres, 3);
        expect(angleBetween(bearing(from, to), direction)).toBeLessThan(0.01);
      },
    ),
  );
});

test('the distance to a segment is never more than to its ends, and right on it zero', () => {
  fc.assert(
    fc.property(inDistrict, inDistrict, inDistrict, fc.double({ min: 0, max: 1, noNaN: true }), (p, a, b, t) => {
      const d = distanceToSegment(p, a, b);
      expect(d).toBeLessThanOrEqual(Math.min(distance(p, a), distance(p, b)) * 1.001 + 0.01);
      const on = { lon: a.lon + t * (b.lon - a.lon), lat: a.lat + t * (b.lat - a.lat) };
      expect(distanceToSegment(on, a, b)).toBeLessThan(0.01);
    }),
  );
});

test('a line of one point is that point, of none is nowhere', () => {
  const p = { lon: 121.4, lat: 31.2 };
  expect(distanceToLine(p, [p])).toBe(0);
  expect(distanceToLine(p, [])).toBe(Number.POSITIVE_INFINITY);
});
