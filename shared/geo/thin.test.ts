import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimedPoint } from './thin.ts';
import { Thinner, thinPolicy } from './thin.ts';
import { destination } from './point.ts';

const home = { lon: 121.45, lat: 31.19 };

function thinned(points: readonly TimedPoint[]): readonly TimedPoint[] {
  const thinner = new Thinner();
  return [...points.flatMap((point) => thinner.take(point)), ...thinner.end()];
}

/** A way of legs: seconds, metres a second, direction; one fix a second. */
function way(legs: readonly (readonly [seconds: number, speed: number, direction: number])[]): TimedPoint[] {
  const points: TimedPoint[] = [{ ...home, at: 0 }];
  for (const [seconds, speed, direction] of legs)
    for (let s = 0; s < seconds; s += 1) {
      const last = points.at(-1) ?? { ...home, at: 0 };
      points.push({ ...destination(last, speed, direction), at: last.at + 1_000 });
    }
  return points;
}

test('devices that say every 10 s where they are, a little early too, lose no fix', () => {
  const points = Array.from({ length: 50 }, (_, n) => ({ ...destination(home, n * 60, 80), at: n * 9_900 }));
  expect(thinned(points)).toEqual(points);
});

test('of a straight way each second little is left; the turn, the stop and the last stay', () => {
  const points = way([
    [60, 15, 0],
    [60, 15, 90],
    [60, 0, 0],
    [30, 15, 90],
  ]);
  const kept = thinned(points);
  expect(kept.length).toBeLessThan(points.length / 5);
  for (const second of [60, 120, 180, 210]) {
    const near = kept.filter(({ at }) => Math.abs(at - second * 1_000) <= 1_000);
    expect(near, `at ${second} s`).not.toEqual([]);
  }
});

test('it is a part of what came, in order, from the first to the last, and makes no silence that was not there', () => {
  const points = fc
    .array(fc.record({ after: fc.integer({ min: 1, max: 60_000 }), metres: fc.nat(300), to: fc.nat(359) }), {
      minLength: 1,
      maxLength: 120,
    })
    .map((steps) => {
      let last: TimedPoint = { ...home, at: 0 };
      return [
        last,
        ...steps.map(({ after, metres, to }) => (last = { ...destination(last, metres, to), at: last.at + after })),
      ];
    });
  fc.assert(
    fc.property(points, (all) => {
      const kept = thinned(all);
      expect(all.filter((point) => kept.includes(point))).toEqual(kept);
      expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
      const longest = (list: readonly TimedPoint[]): number =>
        list.slice(1).reduce((most, point, n) => Math.max(most, point.at - (list[n]?.at ?? 0)), 0);
      const silence = longest(kept);
      expect(silence < 2 * thinPolicy.everyMs || silence <= longest(all)).toBe(true);
      for (const [n, point] of all.entries()) {
        const next = all[n + 1];
        // The newest fix of an instant is never older than it would be, but for what is let go.
        if (next !== undefined && next.at - point.at > thinPolicy.everyMs) expect(kept).toContain(point);
      }
    }),
  );
});

test('what is held may be asked for up to an instant, and plainly nothing but time counts', () => {
  const thinner = new Thinner();
  const points = way([[20, 15, 0]]);
  for (const point of points.slice(0, 5)) thinner.take(point);
  expect(thinner.end(4_000)).toEqual([]);
  expect(thinner.end(4_001)).toEqual([points[4]]);
  expect(thinner.end()).toEqual([]);
  const corners = way(Array.from({ length: 30 }, (_, n) => [2, 15, (n % 2) * 90] as const));
  const plainly = new Thinner();
  const kept = [...corners.flatMap((point) => plainly.take(point, true)), ...plainly.end()];
  expect(kept.length).toBeLessThanOrEqual(60 / 8 + 2);
  expect(thinned(corners).length).toBeGreaterThan(1.5 * kept.length);
});
