import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../shared/geo/point.ts';
import { destination, distance } from '../../shared/geo/point.ts';
import type { Sighting, StayPolicy } from './stay.ts';
import { stayAmong, withSighting } from './stay.ts';

const policy: StayPolicy = { metres: 80, leaveMetres: 120, dwellMs: 60_000, gapMs: 300_000 };
const goal: Point = { lon: 121.449, lat: 31.1915 };
const metresTo = (from: Point): number => distance(goal, from);
/** Seen so many seconds in, so many metres away. */
const seen = (seconds: number, metres: number): Sighting => ({
  ...destination(goal, metres, 45),
  at: seconds * 1_000,
});
const stayOf = (sightings: readonly Sighting[]) => {
  let held: readonly Sighting[] = [];
  for (const sighting of sightings) {
    held = withSighting(held, sighting, policy);
    const stay = stayAmong(held, metresTo, policy);
    if (stay !== undefined) return stay;
  }
  return undefined;
};

describe('a stay', () => {
  test('begins with the first sighting near by and shows after the dwell', () => {
    expect(stayOf([seen(0, 500), seen(30, 70), seen(60, 20), seen(89, 20)])).toBeUndefined();
    expect(stayOf([seen(0, 500), seen(30, 70), seen(60, 20), seen(90, 20)])).toEqual({
      since: 30_000,
      shownAt: 90_000,
    });
  });

  test('is not broken at the edge, and not begun there', () => {
    expect(stayOf([seen(0, 70), seen(30, 110), seen(60, 70)])).toEqual({ since: 0, shownAt: 60_000 });
    expect(stayOf([seen(0, 70), seen(30, 130), seen(60, 70)])).toBeUndefined();
    expect(stayOf([seen(0, 110), seen(60, 110), seen(120, 110)])).toBeUndefined();
    expect(stayOf([seen(0, 70), seen(60, 110), seen(70, 130)])).toBeUndefined();
  });

  test('is broken by a long silence', () => {
    expect(stayOf([seen(0, 10), seen(300, 10)])).toEqual({ since: 0, shownAt: 300_000 });
    expect(stayOf([seen(0, 10), seen(301, 10)])).toBeUndefined();
  });

  test('does not count the same instant twice', () => {
    expect(withSighting([seen(0, 10)], seen(0, 500), policy)).toEqual([seen(0, 10)]);
  });
});

test('only what still matters is kept', () => {
  let held: readonly Sighting[] = [];
  for (let second = 0; second < 1_000; second += 1) held = withSighting(held, seen(second, 300), policy);
  expect(held).toHaveLength(361);
});

/** A drive: seconds since the fix before, and metres from the goal. */
const drive = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 200 })), { minLength: 1, maxLength: 12 })
  .map((steps) => {
    let now = 0;
    return steps.map(([gap, metres]) => seen((now += gap), metres));
  });

describe('however the sightings come', () => {
  test('repeats change nothing', () => {
    fc.assert(
      fc.property(drive, fc.array(fc.nat({ max: 3 }), { maxLength: 12 }), (sightings, repeats) => {
        const doubled = sightings.flatMap((sighting, i) => Array<Sighting>(1 + (repeats[i] ?? 0)).fill(sighting));
        expect(stayOf(doubled)).toEqual(stayOf(sightings));
      }),
    );
  });

  test('what is kept does not depend on their order', () => {
    fc.assert(
      fc.property(
        drive.chain((sightings) =>
          fc.tuple(
            fc.constant(sightings),
            fc.shuffledSubarray([...sightings], { minLength: sightings.length, maxLength: sightings.length }),
          ),
        ),
        ([sightings, shuffled]) => {
          const keep = (all: readonly Sighting[]) =>
            all.reduce<readonly Sighting[]>((held, one) => withSighting(held, one, policy), []);
          expect(keep(shuffled)).toEqual(keep(sightings));
        },
      ),
    );
  });

  test('a unit that is never near for as long as the dwell is not said to stay', () => {
    // Each visit is shorter than the dwell and ends with a sighting far away.
    const visits = fc.array(fc.tuple(fc.integer({ min: 1, max: 58 }), fc.integer({ min: 121, max: 900 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(visits, (all) => {
        let now = 0;
        const sightings = all.flatMap(([length, away]) => {
          now += 1;
          const visit = [seen(now, 10), seen(now + length, 10), seen(now + length + 1, away)];
          now += length + 1;
          return visit;
        });
        expect(stayOf(sightings)).toBeUndefined();
      }),
    );
  });
});
