import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AreaIndex, contains } from './polygon.ts';
import type { MultiPolygon, Position } from './polygon.ts';

const square = (west: number, south: number, east: number, north: number): MultiPolygon => [
  [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
];

test('a hole and a second part count', () => {
  const withHole: MultiPolygon = [
    [...(square(0, 0, 10, 10)[0] ?? []), ...(square(4, 4, 6, 6)[0] ?? [])],
    ...square(20, 0, 30, 10),
  ];
  expect(
    [
      [1, 1],
      [5, 5],
      [25, 5],
      [15, 5],
    ].map(([lon = 0, lat = 0]) => contains(withHole, { lon, lat })),
  ).toEqual([true, false, true, false]);
});

/** Two neighbours along one jagged border, each running it in its own direction. */
const border = fc
  .array(
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((x) => x / 1_000_000),
    { minLength: 3, maxLength: 12 },
  )
  .map((xs) => xs.map((x, i): Position => [x, -1 + (2 * i) / (xs.length - 1)]));

test('a point on a shared edge lies in exactly one of the neighbours, whichever way their rings run', () => {
  fc.assert(
    fc.property(border, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (line, pick, t) => {
      const west: MultiPolygon = [[[[-5, -1], ...line, [-5, 1], [-5, -1]]]];
      const east: MultiPolygon = [[[[5, 1], ...line.toReversed(), [5, -1], [5, 1]]]];
      const i = pick % (line.length - 1);
      const [ax, ay] = line[i] as Position;
      const [bx, by] = line[i + 1] as Position;
      const p = { lon: ax + t * (bx - ax), lat: ay + t * (by - ay) };
      fc.pre(p.lat > -1 && p.lat < 1);
      expect(Number(contains(west, p)) + Number(contains(east, p))).toBe(1);
    }),
    { numRuns: 500 },
  );
});

test('agrees with turf away from edges', () => {
  fc.assert(
    fc.property(
      border,
      fc.integer({ min: -6_000, max: 6_000 }).map((x) => x / 1_000 + 0.000_123),
      fc.integer({ min: -1_500, max: 1_500 }).map((y) => y / 1_000 + 0.000_321),
      (line, lon, lat) => {
        const ring: Position[] = [[-5, -1], ...line, [-5, 1], [-5, -1]];
        const turf = booleanPointInPolygon(
          [lon, lat],
          { type: 'Polygon', coordinates: [ring.map(([x, y]) => [x, y])] },
          { ignoreBoundary: false },
        );
        const strict = booleanPointInPolygon(
          [lon, lat],
          { type: 'Polygon', coordinates: [ring.map(([x, y]) => [x, y])] },
          { ignoreBoundary: true },
        );
        fc.pre(turf === strict);
        expect(contains([[ring]], { lon, lat })).toBe(turf);
      },
    ),
  );
});

test('the index gives the one area of a partition, and none outside', () => {
  const index = new AreaIndex([
    { code: 'b', shape: square(1, 0, 2, 1) },
    { code: 'a', shape: square(0, 0, 1, 1) },
  ]);
  expect([0.5, 1, 1.5, 2.5].map((lon) => index.at({ lon, lat: 0.5 })?.code)).toEqual(['a', 'b', 'b', undefined]);
});
