/** The index against the plain search through all areas in order of code. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedData } from '../../tests/support/shared-data.ts';
import type { Point } from './point.ts';
import type { Area, MultiPolygon, Position } from './polygon.ts';
import { AreaIndex, boxOf, contains, distanceToEdge } from './polygon.ts';

function plainly(areas: readonly Area[], p: Point): string | undefined {
  const ordered = [...areas].sort((a, b) => (a.code < b.code ? -1 : 1));
  // What is drawn outside of its outer ring is no hole in it, and belongs to nobody.
  const inBox = ({ shape }: Area, margin: number): boolean => {
    const { west, south, east, north } = boxOf(shape);
    return west - margin <= p.lon && p.lon <= east + margin && south - margin <= p.lat && p.lat <= north + margin;
  };
  const holding = ordered.find((area) => inBox(area, 0) && contains(area.shape, p));
  if (holding !== undefined) return holding.code;
  const near = ordered
    .filter((area) => inBox(area, 1e-5))
    .map(({ code, shape }) => ({ code, metres: distanceToEdge(shape, p) }))
    .filter(({ metres }) => metres <= 0.3);
  return near.sort((a, b) => a.metres - b.metres)[0]?.code;
}

/** Half a metre, roughly: drawings and points on this grid meet edges, corners and slivers all the time. */
const step = 5e-6;
const on = (n: number): number => 121.4 + n * step;
const at = (n: number): number => 31.2 + n * step;

const corner = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }));
const ring = fc.array(corner, { minLength: 3, maxLength: 24 }).map((corners): Position[] => {
  const drawn = corners.map(([x, y]): Position => [on(x), at(y)]);
  return [...drawn, ...drawn.slice(0, 1)];
});
const shape: fc.Arbitrary<MultiPolygon> = fc.array(fc.array(ring, { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: 2,
});
const areas = fc
  .array(shape, { minLength: 0, maxLength: 7 })
  .map((shapes) => shapes.map((one, i): Area => ({ code: String((i * 5) % 7), shape: one })));
const point = fc
  .tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 }), fc.constantFrom(0, 1e-6, 2.6e-6))
  .map(([x, y, off]): Point => ({ lon: on(x / 2) + off, lat: at(y / 2) - off }));

test('tells of any drawing what the plain search tells: holes, parts, crossings, overlaps and slivers included', () => {
  const told = { inside: 0, sliver: 0, outside: 0 };
  fc.assert(
    fc.property(areas, fc.array(point, { minLength: 20, maxLength: 20 }), (drawn, points) => {
      const index = new AreaIndex(drawn);
      for (const p of points) {
        const expected = plainly(drawn, p);
        if (expected === undefined) told.outside += 1;
        else if (drawn.some((one) => contains(one.shape, p))) told.inside += 1;
        else told.sliver += 1;
        expect(index.at(p)?.code).toBe(expected);
      }
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(Math.min(told.inside, told.sliver, told.outside)).toBeGreaterThan(100);
});

const streets = sharedData('shanghai', 'xuhui-huangpu-streets-osm.geojson');

test.skipIf(streets === undefined)('and of real streets with thousands of corners', () => {
  const { features } = JSON.parse(readFileSync(streets ?? '', 'utf8')) as {
    readonly features: readonly {
      readonly geometry: { readonly type: string; readonly coordinates: unknown };
    }[];
  };
  const drawn = features.map(({ geometry: { type, coordinates } }, i): Area => ({
    code: String(i),
    shape: (type === 'Polygon' ? [coordinates] : coordinates) as MultiPolygon,
  }));
  const index = new AreaIndex(drawn);
  const box = boxOf(drawn.flatMap((one) => one.shape));
  const corners = drawn.flatMap((one) => one.shape.flat(2));
  const anywhere = fc.record({
    lon: fc.double({ min: box.west, max: box.east, noNaN: true }),
    lat: fc.double({ min: box.south, max: box.north, noNaN: true }),
  });
  const onCorner = fc.nat(corners.length - 1).map((i) => ({ lon: corners[i]?.[0] ?? 0, lat: corners[i]?.[1] ?? 0 }));
  fc.assert(
    fc.property(fc.oneof(anywhere, onCorner), (p) => {
      expect(index.at(p)?.code).toBe(plainly(drawn, p));
    }),
    { numRuns: 300, seed: 7 },
  );
});
