import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bearing, destination, distance } from './point.ts';
import type { Point } from './point.ts';
import type { Position } from './polygon.ts';
import type { Shape } from './shape.ts';
import { boxOfShape, depthIn, shapeContains, shapeOutline } from './shape.ts';

const centre: Point = { lon: 121.43, lat: 31.18 };
const place = fc
  .record({ metres: fc.integer({ min: 0, max: 4_000 }), direction: fc.integer({ min: 0, max: 359 }) })
  .map(({ metres, direction }) => destination(centre, metres, direction));
const positionOf = ({ lon, lat }: Point): Position => [lon, lat];
const line = fc.array(place, { minLength: 2, maxLength: 7 });

/** Places along a line every few metres: an answer that knows nothing of segments. */
function sampled(corners: readonly Point[]): Point[] {
  return corners.slice(1).flatMap((to, i) => {
    const from = corners[i] ?? to;
    const [metres, heading] = [distance(from, to), bearing(from, to)];
    return [...Array.from({ length: Math.ceil(metres / 4) }, (_, n) => destination(from, n * 4, heading)), to];
  });
}

describe('what it holds', () => {
  test('a circle: all that is nearer than its radius', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 10, max: 3_000 }), fc.integer({ min: 0, max: 359 }), (at, radius, to) => {
        const circle: Shape = { kind: 'circle', at, radius };
        expect(shapeContains(circle, destination(at, radius * 0.999, to))).toBe(true);
        expect(shapeContains(circle, destination(at, radius * 1.001, to))).toBe(false);
        expect(depthIn(circle, destination(at, radius + 50, to))).toBeCloseTo(-50, 3);
      }),
    );
  });

  test('a corridor: all that is near one of its places', () => {
    const seen = { inside: 0, outside: 0 };
    fc.assert(
      fc.property(line, fc.integer({ min: 20, max: 600 }), place, (corners, width, p) => {
        const nearest = Math.min(...sampled(corners).map((one) => distance(one, p)));
        // Places four metres apart, and distances that are good to a thousandth.
        fc.pre(Math.abs(nearest - width / 2) > 2 + nearest / 500);
        const corridor: Shape = { kind: 'corridor', line: corners.map(positionOf), width };
        const isIn = nearest < width / 2;
        seen[isIn ? 'inside' : 'outside'] += 1;
        expect(shapeContains(corridor, p)).toBe(isIn);
      }),
      { numRuns: 600, seed: 4 },
    );
    expect(Math.min(seen.inside, seen.outside)).toBeGreaterThan(50);
  });

  test('a polygon: what turf says, away from the border, and how deep', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 9 }), place, (corners, p) => {
        const ring = [...corners, ...corners.slice(0, 1)].map(positionOf);
        const depth = depthIn({ kind: 'polygon', ring }, p);
        fc.pre(Math.abs(depth) > 1);
        const turf = booleanPointInPolygon([p.lon, p.lat], {
          ...{ type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [lon, lat])] },
        });
        expect([shapeContains({ kind: 'polygon', ring }, p), depth > 0]).toEqual([turf, turf]);
      }),
      { numRuns: 600 },
    );
  });
});

const shape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant('circle'), at: place, radius: fc.integer({ min: 10, max: 5_000 }) }),
  fc.record({
    kind: fc.constant('corridor'),
    line: line.map((corners) => corners.map(positionOf)),
    width: fc.integer({ min: 10, max: 900 }),
  }),
  fc.record({
    kind: fc.constant('polygon'),
    ring: line.map((corners) => [...corners, ...corners.slice(0, 1)].map(positionOf)),
  }),
);

test('whatever a shape holds lies in its box', () => {
  fc.assert(
    fc.property(shape, place, (one, p) => {
      if (!shapeContains(one, p)) return;
      const { west, south, east, north } = boxOfShape(one);
      expect(west <= p.lon && p.lon <= east && south <= p.lat && p.lat <= north).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test('a circle and a straight corridor are drawn where they end', () => {
  fc.assert(
    fc.property(place, place, fc.integer({ min: 10, max: 1_000 }), (from, to, width) => {
      fc.pre(distance(from, to) > 20);
      const corridor: Shape = { kind: 'corridor', line: [from, to].map(positionOf), width };
      const circle: Shape = { kind: 'circle', at: from, radius: width };
      for (const one of [circle, corridor]) {
        const outline = shapeOutline(one);
        expect(outline.at(0)).toEqual(outline.at(-1));
        for (const [lon, lat] of outline)
          expect(Math.abs(depthIn(one, { lon, lat })), one.kind).toBeLessThan(width / 400 + 0.05);
      }
    }),
  );
});

test('a bent corridor is as wide at its bend as elsewhere; one that turns back has no mitre', () => {
  const [a, b] = [centre, destination(centre, 500, 90)];
  for (const bend of [-150, -60, 20, 60, 100, 150]) {
    const c = destination(b, 500, 90 + bend);
    const bent: Shape = { kind: 'corridor', line: [a, b, c].map(positionOf), width: 60 };
    for (const [lon, lat] of shapeOutline(bent)) {
      const out = -depthIn(bent, { lon, lat });
      // On the outer side of the bend the mitre stands out; on the inner side it lies within.
      expect(out, String(bend)).toBeLessThan(30 * (1 / Math.cos((55 * Math.PI) / 180) - 1) + 0.2);
    }
  }
});
