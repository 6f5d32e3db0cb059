/** Nothing that is worked out from where a caller stands leads back closer than their cell. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { must } from '../../lib/must.ts';
import { minute } from '../../lib/time.ts';
import { testNow } from '../../../tests/support/given.ts';
import { played, receive, saidNowhere } from '../../../tests/support/incident-scene.ts';
import type { Night } from '../../../tests/support/night-scene.ts';
import { about, assign, incidentId, sceneDistrict, sitePoint } from '../../../tests/support/night-scene.ts';
import { boxOf, contains } from '../../geo/polygon.ts';
import type { Point } from '../../geo/point.ts';
import { destination, distance } from '../../geo/point.ts';
import type { Understanding } from '../incident/state.ts';
import { standOf } from './place.ts';

const cells = sceneDistrict.plates.grids.filter(({ level }) => level === 'cell');
const centreOf = (shape: (typeof cells)[number]['shape']): Point => {
  const { west, east, south, north } = boxOf(shape);
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
};
/** Where something is near enough to be told of: the sites of the scene. */
const near = cells.filter(({ shape }) => distance(centreOf(shape), sitePoint) < 900);
const share = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);

/** Two places in one cell. */
const pair: fc.Arbitrary<readonly [Point, Point]> = fc
  .tuple(fc.constantFrom(...near), share, share, share, share)
  .map(([{ code, shape }, ...shares]) => {
    const { west, east, south, north } = boxOf(shape);
    const at = (x: number, y: number): Point => ({ lon: west + x * (east - west), lat: south + y * (north - south) });
    const points = [at(shares[0], shares[1]), at(shares[2], shares[3])] as const;
    return { code, shape, points };
  })
  .filter(
    ({ code, shape, points }) =>
      points.every((p) => contains(shape, p)) &&
      points.every((p) => sceneDistrict.index.gridAt(p, 'cell')?.code === code),
  )
  .map(({ points }) => points);

/** One stopped tonight, one that runs: something to be like, and something that may begin again. */
const before = (): Night =>
  played(receive(2), assign(1, { incident: incidentId(2) }), about('ReportOutcome', { kind: 'stopped' }), receive(3));

const words: fc.Arbitrary<Understanding> = fc.record({
  ...{
    matter: fc.constantFrom('constructionNoise', 'unknownNoise'),
    also: fc.constant([]),
    words: fc.constant(['打桩']),
  },
  ...{ roads: fc.constant([]), place: fc.constant(null), street: fc.constant(null) },
  direction: fc.option(fc.record({ degrees: fc.integer({ min: 0, max: 359 }), from: fc.constant('caller' as const) })),
  marks: fc.subarray(['relapse', 'placeOfCaller', 'steadyHum'] as const).map((marks) => [...marks]),
  beganMinutesAgo: fc.constant(0),
}) as fc.Arbitrary<Understanding>;

function publicBytes(night: Night, position: Point, understanding: Understanding): string {
  const sent = receive(1, { position: { ...position, of: 'caller' } as Json }, understanding);
  const { decision } = night.when({ ...sent, now: testNow + 20 * minute });
  return JSON.stringify(must('events' in decision ? decision.events : undefined, 'events'));
}

test('two callers of the same cell give the very same events', () => {
  const night = before();
  let told = 0;
  fc.assert(
    fc.property(pair, words, ([one, other], understanding) => {
      const bytes = publicBytes(night, one, understanding);
      expect(publicBytes(night, other, understanding)).toBe(bytes);
      if (/fromCaller|"near"/.test(bytes)) told += 1;
    }),
    { numRuns: 60, endOnFailure: true },
  );
  // Else it would say nothing.
  expect(told).toBeGreaterThan(20);
});

test('of a place that a caller names as their own no more is told than of its cell', () => {
  const plates = { ...sceneDistrict.plates };
  const at = destination(sitePoint, 200, 120);
  const bytes = publicBytes(played(), at, { ...saidNowhere, marks: ['placeOfCaller'] });
  expect(bytes).toContain('fromCaller');
  const cell = must(sceneDistrict.index.gridAt(at, 'cell'), 'cell').code;
  const home = plates.places.find(({ at: [lon, lat], outside }) => {
    const own = sceneDistrict.index.gridAt({ lon, lat }, 'cell');
    return outside === undefined && own !== undefined && own.code !== cell;
  });
  const { name, at: spot } = must(home, 'a named place');
  const named = publicBytes(played(), { lon: spot[0], lat: spot[1] }, { ...saidNowhere, marks: ['placeOfCaller'] });
  const sent = receive(1, {}, { ...saidNowhere, place: name, marks: ['placeOfCaller'] });
  const { decision } = played().when({ ...sent, now: testNow + 20 * minute });
  expect(JSON.stringify('events' in decision ? decision.events : undefined)).toBe(named);
});

test('beside all cells a caller stands at a knot of a rough lattice', () => {
  const across = { lon: 121.5, lat: 31.13 };
  expect(sceneDistrict.index.isOutside(across)).toBe(true);
  const knot = standOf(across, sceneDistrict);
  for (const metres of [20, 40, 80]) expect(standOf(destination(across, metres, 90), sceneDistrict)).toEqual(knot);
  expect(standOf(destination(across, 1000, 90), sceneDistrict)).not.toEqual(knot);
});
