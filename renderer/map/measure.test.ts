import fc from 'fast-check';
import { expect, test } from 'vitest';
import { destination } from '../../shared/geo/point.ts';
import {
  areaOf,
  crossesItself,
  drawnPoints,
  lengthOf,
  measureEnded,
  newMeasure,
  pointAdded,
  pointTaken,
} from './measure.ts';
import type { LonLat } from './types.ts';

const start = { lon: 121.44, lat: 31.18 };
const to = (metres: number, direction: number, from = start): LonLat => {
  const { lon, lat } = destination(from, metres, direction);
  return [lon, lat];
};
const square = (side: number): readonly LonLat[] => {
  const east = destination(start, side, 90);
  return [[start.lon, start.lat], [east.lon, east.lat], to(side, 0, east), to(side, 0)];
};

test('a way of so many metres is that long', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 359 }), (metres, direction) => {
      expect(lengthOf([[start.lon, start.lat], to(metres, direction)])).toBeCloseTo(metres, 2);
    }),
  );
  expect(lengthOf([])).toBe(0);
});

test('a square has the area of its side, whichever way it is drawn', () => {
  for (const side of [10, 250, 3_000]) {
    expect(areaOf(square(side)) / side ** 2).toBeCloseTo(1, 3);
    expect(areaOf([...square(side)].reverse())).toBeCloseTo(areaOf(square(side)), 3);
  }
});

test('a bow crosses itself, a square does not', () => {
  const [a, b, c, d] = square(100);
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('no square');
  expect(crossesItself([a, b, c, d])).toBe(false);
  expect(crossesItself([a, c, b, d])).toBe(true);
});

test('clicks add points, a double click ends, back takes one, and a click after the end begins anew', () => {
  const [p, q] = [to(100, 0), to(300, 40)];
  let measure = pointAdded(pointAdded(newMeasure('distance'), p), q);
  expect(drawnPoints({ ...measure, live: [121.5, 31.2] })).toEqual([p, q, [121.5, 31.2]]);
  // The second click of a double click is a point at the same place.
  measure = measureEnded(pointAdded(measure, q));
  expect(measure).toMatchObject({ points: [p, q], ended: true, live: null });
  expect(pointTaken(measure)).toMatchObject({ points: [p], ended: false });
  expect(pointAdded(measure, p)).toMatchObject({ points: [p], ended: false });
});
