import fc from 'fast-check';
import { expect, test } from 'vitest';
import { destination } from '../../shared/geo/point.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute, second } from '../../shared/lib/time.ts';
import type { TrackFix, TrackPage } from '../../shared/wire/tracks.ts';
import { decodeTracks } from '../../shared/wire/tracks.ts';
import type { TrackPoint } from '../telemetry/tracks.ts';
import type { TrackPagesOptions } from './replay-tracks.ts';
import { TrackPages } from './replay-tracks.ts';

const from = 1_800_000_000_000;
const to = from + 2 * hour;
const home = { lon: 121.45, lat: 31.19 };
const everyMs = 8 * second;

function point(unit: string, at: number, metres = 0): TrackPoint {
  return {
    unit,
    at: from + at,
    ...destination(home, metres, 90),
    poor: false,
    replayed: false,
    device: `jt808:${unit}`,
  };
}

function pagesOf(points: readonly TrackPoint[], more: Partial<TrackPagesOptions> = {}): readonly TrackPage[] {
  const units = [...new Set(points.map(({ unit }) => unit))];
  const pages = new TrackPages({
    store: {
      track: (unit, begin, end, limit) =>
        points
          .filter((one) => one.unit === unit && begin <= one.at && one.at < end)
          .sort((a, b) => a.at - b.at)
          .slice(0, limit),
    },
    units: units.map((unit) => ({ unit, spans: [{ from, to: to + 1 }] })),
    ...{ from, to, thin: { everyMs }, ...more },
  });
  const found: TrackPage[] = [];
  for (;;) {
    const work = pages.next();
    let step = work.next();
    while (step.done !== true) step = work.next();
    found.push(must(decodeTracks(step.value.page), 'a page'));
    if (step.value.done) return found;
  }
}

test('what a page says is all there is up to its instant, is: of units that fall silent too', () => {
  const times = fc.array(fc.integer({ min: 1, max: 20 * minute }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(times, times, (one, other) => {
      const series = (unit: string, gaps: readonly number[]): TrackPoint[] => {
        let at = 0;
        return gaps.map((gap) => point(unit, (at += gap))).filter((fix) => fix.at <= to);
      };
      const pages = pagesOf([...series('a', one), ...series('b', other)]);
      const all = pages.flatMap(({ fixes }) => fixes);
      const told = new Set<TrackFix>();
      for (const { fixes, until } of pages) {
        for (const fix of fixes) told.add(fix);
        for (const fix of all) if (fix.at < until) expect(told.has(fix)).toBe(true);
      }
    }),
  );
});

test('where a unit was last seen before a silence is told with its window, and whose word it was', () => {
  // One page for each window: a second unit brings more than a page holds.
  const crowd = Array.from({ length: 7 }, (_, n) =>
    Array.from({ length: 4_000 }, (_each, s) => point(`u${n}`, s * 1_000, 20 * s)),
  ).flat();
  const pages = pagesOf([point('silent', 0), point('silent', 5_000, 40), ...crowd], { thin: { everyMs: 1_000 } });
  const silent = 0;
  const passed = pages.findIndex(({ until }) => until > from + 5_000);
  expect(passed).toBeLessThan(pages.length - 1);
  const known = pages.slice(0, passed + 1).flatMap(({ fixes }) => fixes.filter(({ unit }) => unit === silent));
  expect(known.map(({ at, device }) => [at - from, device])).toEqual([
    [0, 'jt808:silent'],
    [5_000, 'jt808:silent'],
  ]);
});

test('however much a unit turns, there are never more fixes than were allowed', () => {
  // A walk that turns with each second, and stands in between.
  const restless = ['a', 'b'].flatMap((unit) =>
    Array.from({ length: 7_000 }, (_, s) => point(unit, s * 1_000, s % 2 === 0 ? 0 : 40)),
  );
  const count = (most?: number): number =>
    pagesOf(restless, most === undefined ? {} : { most }).reduce((sum, { fixes }) => sum + fixes.length, 0);
  expect(count()).toBeGreaterThan(10_000);
  const most = 4_000;
  expect(count(most)).toBeLessThanOrEqual(most);
  // What time alone would keep stays, over the whole period.
  expect(count(most)).toBeGreaterThan(1_700);
});
