/** Figures of tracks: against a second reckoning that works otherwise, over a real day, and as laws. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secondReckoning, secondStops } from '../../tests/support/second-reckoning.ts';
import { sharedData } from '../../tests/support/shared-data.ts';
import { minute, parseIso } from '../lib/time.ts';
import { must } from '../lib/must.ts';
import { destination, distance } from './point.ts';
import type { FigureFix } from './track-figures.ts';
import { figuresOf, TrackFigures } from './track-figures.ts';

const home = { lon: 121.45, lat: 31.19 };

/** Normal numbers out of even ones, after Box and Muller; a fixed series for a seed. */
function scatter(seed: number): () => number {
  let state = seed;
  const even = (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return (state + 1) / 4_294_967_297;
  };
  return () => Math.sqrt(-2 * Math.log(even())) * Math.cos(2 * Math.PI * even());
}

function standing(seconds: number, every: number, sigma: number, seed: number, from = 0): FigureFix[] {
  const normal = scatter(seed);
  return Array.from({ length: Math.floor(seconds / every) + 1 }, (_, n) => ({
    ...destination(destination(home, sigma * normal(), 0), sigma * normal(), 90),
    ...{ at: (from + n * every) * 1_000, poor: false },
  }));
}

describe('standing', () => {
  test('an hour of scatter adds some metres at the most, whatever the chance', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
      for (const every of [1, 10, 30]) {
        const { metres, stops, movingMs } = figuresOf(standing(3_600, every, 8, seed));
        expect(metres, `seed ${seed}, every ${every} s`).toBeLessThan(15);
        expect(stops).toHaveLength(1);
        expect(movingMs).toBe(0);
        expect(distance(must(stops[0], 'stop').place, home)).toBeLessThan(10);
      }
  });

  test('a single fix far off is scatter, and does not end a stop', () => {
    const fixes = standing(600, 10, 3, 9);
    const far = fixes.map((fix, n) => (n === 30 ? { ...fix, ...destination(home, 300, 45) } : fix));
    expect(figuresOf(far)).toMatchObject({ stops: [{ from: 0, to: 600_000 }] });
    expect(figuresOf(far).metres).toBeLessThan(15);
  });
});

test('given 2 km straight, 10 min of standing and 1 km back, that is told', () => {
  const out = Array.from({ length: 21 }, (_, n) => ({
    ...destination(home, n * 100, 90),
    at: n * 10_000,
    poor: false,
  }));
  const there = must(out.at(-1), 'fix');
  const stand = Array.from({ length: 60 }, (_, n) => ({ ...there, at: there.at + (n + 1) * 10_000 }));
  const back = Array.from({ length: 10 }, (_, n) => ({
    ...destination(there, (n + 1) * 100, 270),
    ...{ at: there.at + 600_000 + (n + 1) * 10_000, poor: false, speed: 40 + n },
  }));
  const told = figuresOf([...out, ...stand, ...back]);
  expect(told.metres).toBeCloseTo(3_000, -1);
  expect(told.stops).toHaveLength(1);
  expect(must(told.stops[0], 'stop').to - must(told.stops[0], 'stop').from).toBe(600_000);
  expect(told.movingMs).toBe(300_000);
  expect(told.meanSpeed).toBeCloseTo(36, 0);
  expect(told.topSpeed).toBe(49);
});

test('a silence is told, and what lies over it counts as a straight line besides', () => {
  const before = Array.from({ length: 10 }, (_, n) => ({
    ...destination(home, n * 100, 0),
    at: n * 10_000,
    poor: false,
  }));
  const after = Array.from({ length: 10 }, (_, n) => ({
    ...destination(home, 5_000 + n * 100, 0),
    ...{ at: 20 * minute + n * 10_000, poor: false },
  }));
  const { silences, metres, metresOverSilences, movingMs } = figuresOf([...before, ...after]);
  expect(silences).toMatchObject([{ from: 90_000, to: 20 * minute }]);
  expect(metresOverSilences).toBeCloseTo(4_100, -1);
  expect(metres).toBeCloseTo(5_900, -1);
  expect(movingMs).toBe(180_000);
});

test('nothing, one fix, and poor fixes', () => {
  expect(figuresOf([])).toMatchObject({ fixes: 0, from: null, metres: 0, topSpeed: null, meanSpeed: null });
  expect(figuresOf([{ ...home, at: 5, poor: false }])).toMatchObject({
    fixes: 1,
    from: 5,
    to: 5,
    metres: 0,
    stops: [],
  });
  expect(figuresOf([{ ...home, at: 5, poor: true }])).toMatchObject({ fixes: 0 });
});

const tracks: fc.Arbitrary<readonly FigureFix[]> = fc
  .array(
    fc.record({
      after: fc.integer({ min: 1_000, max: 400_000 }),
      metres: fc.oneof(fc.nat(10), fc.nat(60), fc.nat(600)),
      to: fc.nat(359),
      poor: fc.nat(9).map((n) => n === 0),
      speed: fc.option(fc.nat(90), { nil: undefined }),
    }),
    { maxLength: 80 },
  )
  .map((steps) => {
    let last = { ...home, at: 0 };
    return steps.map(({ after, metres, to, poor, speed }) => {
      last = { ...destination(last, metres, to), at: last.at + after };
      return { ...last, poor, ...(speed === undefined ? {} : { speed }) };
    });
  });

test('figures are the same where the track is cut anywhere and gone on with, and with repetitions in it', () => {
  fc.assert(
    fc.property(tracks, fc.nat(80), fc.array(fc.nat(79), { maxLength: 20 }), (track, cut, again) => {
      const whole = figuresOf(track);
      const going = new TrackFigures();
      for (const fix of track.slice(0, cut)) going.take(fix);
      going.figures();
      for (const fix of track.slice(cut)) going.take(fix);
      expect(going.figures()).toEqual(whole);
      expect(figuresOf(track.flatMap((fix, n) => (again.includes(n) ? [fix, fix, fix] : [fix])))).toEqual(whole);
    }),
  );
});

test('it is never longer than what joins all fixes, and times add up', () => {
  fc.assert(
    fc.property(tracks, (track) => {
      const told = figuresOf(track);
      const good = track.filter(({ poor }) => !poor);
      const joined = good.slice(1).reduce((sum, fix, n) => sum + distance(must(good[n], 'fix'), fix), 0);
      // The middle of a stop may lie off the way by less than its radius.
      expect(told.metres).toBeLessThanOrEqual(joined + 100 * (told.stops.length + 1));
      const stood = told.stops.reduce((sum, stop) => sum + stop.to - stop.from, 0);
      expect(told.movingMs + stood).toBeLessThanOrEqual((told.to ?? 0) - (told.from ?? 0));
      for (const [n, stop] of told.stops.entries()) {
        expect(stop.to - stop.from).toBeGreaterThanOrEqual(3 * minute);
        expect(stop.from).toBeGreaterThanOrEqual(told.stops[n - 1]?.to ?? 0);
      }
    }),
  );
});

const day = sharedData('gps', 'shanghai-taxi-2015-04-01.csv');

test.skipIf(day === undefined)(
  'the real day of a taxi: distance as a second reckoning has it, top speed as the taxi says',
  () => {
    const [, ...lines] = readFileSync(must(day, 'the day'), 'utf8').trim().split('\n');
    const fixes = lines.map((line): FigureFix => {
      const [, time = '', lon, lat, , , , , , speed] = line.split(',');
      const at = must(parseIso(`${time.replace(' ', 'T')}+08:00`), time);
      return { at, lon: Number(lon), lat: Number(lat), speed: Number(speed), poor: false };
    });
    expect(fixes.length).toBeGreaterThan(600);
    const told = figuresOf(fixes);
    const second = secondReckoning(fixes);
    // Both join the same places; they differ in what they take for standing: the first leaves out less than 20 m at a time
    // where the taxi creeps, the second counts all scatter while the taxi says that it moves. Over some 600 fixes that is
    // one to two kilometres in 275. A wrong radius, degrees for radians, or a lost hour would be off by far more than 2 %.
    expect(told.metres).toBeGreaterThan(200_000);
    expect(Math.abs(told.metres - second) / second).toBeLessThan(0.02);
    expect(told.topSpeed).toBe(Math.max(...fixes.map(({ speed = 0 }) => speed)));
    // The middle is another one: what lies at the border of 50 m may be a stop by one and not by the other.
    const stops = told.stops.map(({ from, to }) => [from, to] as const);
    expect(stops.length).toBeGreaterThan(0);
    expect(stops).toEqual(expect.arrayContaining([...secondStops(fixes, 40)]));
    // And each of ours is one place, but for single fixes that nothing before or after agrees with.
    for (const { place, from, to } of told.stops) {
      const out = fixes.map((fix) => fix.at >= from && fix.at <= to && distance(place, fix) > 50);
      expect(out.some((isOut, n) => isOut && out[n + 1] === true)).toBe(false);
      expect(out.filter(Boolean).length).toBeLessThan(fixes.filter(({ at }) => at >= from && at <= to).length / 2);
    }
  },
);
