import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import type { PositionFrame, SeenAt } from '../../shared/wire/positions.ts';
import { pushSchema } from '../../shared/wire/seat-api.ts';
import type { PositionsPush } from './positions.ts';
import { Positions } from './positions.ts';

let clock: ManualClock;
let pushes: PositionsPush[];
let positions: Positions;

beforeEach(() => {
  clock = new ManualClock();
  pushes = [];
  positions = new Positions(clock, (push) => pushes.push(pushSchema.parse(push) as PositionsPush));
  positions.index({ dictionary: 1, units: ['m1', 'm2'] });
});

const seen = (at: number, more: Partial<SeenAt> = {}): SeenAt => ({ lon: 112, lat: 27, at, poor: false, ...more });
const frame = (more: Partial<PositionFrame>): PositionFrame => ({
  ...{ dictionary: 1, revision: 1, full: false, hubTime: clock.now(), moved: [], gone: [] },
  ...more,
});
const told = () => pushes.map(({ full, units }) => [full, units.map(({ unit, at }) => `${unit}@${at}`)]);

test('a full frame is the whole table, another one changes it; what was taken in is said', () => {
  const both = { revision: 5, full: true, moved: [[0, seen(1)] as const, [1, seen(2, { accuracy: 9 })] as const] };
  expect(positions.frame(frame(both))).toEqual({ dictionary: 1, revision: 5 });
  expect(positions.position('m2')).toEqual({ lon: 112, lat: 27, at: 2, accuracy: 9 });
  positions.frame(frame({ revision: 6, moved: [[0, seen(3)]], gone: [1] }));
  expect([...positions.all()]).toEqual([['m1', seen(3)]]);
  positions.frame(frame({ full: true, moved: [[1, seen(4)]] }));
  expect([...positions.all()]).toEqual([['m2', seen(4)]]);
  expect(positions.position('m1')).toBeUndefined();
});

test('a frame of units that are not known changes nothing', () => {
  positions.frame(frame({ full: true, moved: [[0, seen(1)]] }));
  expect(positions.frame(frame({ dictionary: 2, full: true }))).toBeUndefined();
  expect(positions.frame(frame({ full: true, moved: [[2, seen(2)]] }))).toBeUndefined();
  expect(positions.frame(frame({ full: true, gone: [2] }))).toBeUndefined();
  positions.lost();
  expect(positions.frame(frame({ full: true }))).toBeUndefined();
  // With the link only the list is gone: what is known stays, and grows old.
  expect([...positions.all()]).toEqual([['m1', seen(1)]]);
});

test('screens that ask are told everything, then what moves, ten times a second at most', () => {
  positions.frame(frame({ full: true, moved: [[0, seen(1)]] }));
  expect(pushes).toEqual([]);
  positions.watch(true);
  expect(pushes).toEqual([
    {
      push: 'positions',
      full: true,
      units: [{ unit: 'm1', lon: 112, lat: 27, at: 1, speed: null, heading: null, accuracy: null, poor: false }],
    },
  ]);
  pushes = [];
  clock.advance(1_000);
  positions.frame(frame({ moved: [[0, seen(2)]] }));
  positions.frame(frame({ moved: [[0, seen(3)]] }));
  positions.frame(frame({ moved: [[1, seen(4)]] }));
  clock.advance(99);
  expect(told()).toEqual([[false, ['m1@2']]]);
  clock.advance(1);
  expect(told().slice(1)).toEqual([[false, ['m1@3', 'm2@4']]]);
  clock.advance(1_000);
  expect(pushes).toHaveLength(2);
  positions.watch(false);
  positions.frame(frame({ moved: [[0, seen(5)]] }));
  clock.advance(1_000);
  expect(pushes).toHaveLength(2);
});

test('where a unit goes, the whole table is told', () => {
  positions.frame(
    frame({
      full: true,
      moved: [
        [0, seen(1)],
        [1, seen(1)],
      ],
    }),
  );
  positions.watch(true);
  pushes = [];
  positions.frame(frame({ gone: [0] }));
  expect(told()).toEqual([[true, ['m2@1']]]);
});

test('a table that is cleared is told at once; it stays cleared for frames of before', () => {
  positions.watch(true);
  positions.frame(frame({ full: true, moved: [[0, seen(1)]] }));
  pushes = [];
  positions.clear();
  expect(told()).toEqual([[true, []]]);
  expect(positions.frame(frame({ moved: [[0, seen(2)]] }))).toBeUndefined();
  clock.advance(1_000);
  expect(pushes).toHaveLength(1);
});

test('many units are told in several pushes, of which the first begins the table', () => {
  const units = Array.from({ length: 1_200 }, (_, n) => `u${n}`);
  positions.index({ dictionary: 2, units });
  positions.frame(frame({ dictionary: 2, full: true, moved: units.map((_, n) => [n, seen(n)] as const) }));
  positions.watch(true);
  expect(pushes.map(({ full, units: some }) => [full, some.length])).toEqual([
    [true, 500],
    [false, 500],
    [false, 200],
  ]);
  expect(new Set(pushes.flatMap(({ units: some }) => some.map(({ unit }) => unit))).size).toBe(1_200);
});
