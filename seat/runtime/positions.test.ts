import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { PositionsTold } from '../../tests/support/positions-told.ts';
import type { PositionFrame, SeenAt } from '../../shared/wire/positions.ts';
import { pushSchema } from '../../shared/wire/seat-api.ts';
import type { PositionsPush } from './positions.ts';
import { Positions } from './positions.ts';

let clock: ManualClock;
let pushes: PositionsPush[];
let screen: PositionsTold;
let positions: Positions;

beforeEach(() => {
  clock = new ManualClock();
  pushes = [];
  screen = new PositionsTold();
  positions = new Positions(clock, (push) => {
    pushes.push(pushSchema.parse(push) as PositionsPush);
    screen.take(push);
  });
  positions.index({ dictionary: 1, units: ['m1', 'm2'] });
});

const seen = (at: number, more: Partial<SeenAt> = {}): SeenAt => ({ lon: 112, lat: 27, at, poor: false, ...more });
const frame = (more: Partial<PositionFrame>): PositionFrame => ({
  ...{ dictionary: 1, revision: 1, full: false, hubTime: clock.now(), moved: [], gone: [] },
  ...more,
});
/** What each frame said: whether it is the whole table, and who is where since when. */
const told = () => screen.frames.map(({ full, units }) => [full, units]);
const frames = () => pushes.filter(({ push }) => push === 'positions');

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
  expect(pushes.map(({ push }) => push)).toEqual(['unitIndex', 'positions']);
  const first = { unit: 'm1', lon: 112, lat: 27, at: 1, speed: null, heading: null, accuracy: null, poor: false };
  expect([...screen.units.values()]).toEqual([first]);
  screen.frames.length = pushes.length = 0;
  clock.advance(1_000);
  positions.frame(frame({ moved: [[0, seen(2)]] }));
  positions.frame(frame({ moved: [[0, seen(3)]] }));
  positions.frame(frame({ moved: [[1, seen(4, { speed: 31.5, heading: 80, accuracy: 12, poor: true })]] }));
  clock.advance(99);
  expect(told()).toEqual([[false, ['m1@2']]]);
  clock.advance(1);
  expect(told().slice(1)).toEqual([[false, ['m1@3', 'm2@4']]]);
  expect(screen.units.get('m2')).toMatchObject({ speed: 31.5, heading: 80, accuracy: 12, poor: true });
  // The list is told anew only where somebody is new.
  expect(pushes.map(({ push }) => push)).toEqual(['positions', 'unitIndex', 'positions']);
  clock.advance(1_000);
  expect(frames()).toHaveLength(2);
  positions.watch(false);
  positions.frame(frame({ moved: [[0, seen(5)]] }));
  clock.advance(1_000);
  expect(frames()).toHaveLength(2);
});

test("a unit that goes is told alone; the hub's next list finds it at its old place", () => {
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
  screen.frames.length = 0;
  positions.frame(frame({ gone: [0] }));
  expect(told()).toEqual([[false, ['m1 gone']]]);
  expect([...screen.units.keys()]).toEqual(['m2']);
  positions.index({ dictionary: 2, units: ['m2', 'm1'] });
  positions.frame(frame({ dictionary: 2, moved: [[1, seen(9)]] }));
  clock.advance(100);
  expect(told().slice(1)).toEqual([[false, ['m1@9']]]);
  expect(pushes.filter(({ push }) => push === 'unitIndex')).toHaveLength(1);
});

test('a table that is cleared is told at once; it stays cleared for frames of before', () => {
  positions.watch(true);
  positions.frame(frame({ full: true, moved: [[0, seen(1)]] }));
  screen.frames.length = 0;
  positions.clear();
  expect(told()).toEqual([[true, []]]);
  expect(screen.units.size).toBe(0);
  // Of whoever sat here before not even the names.
  expect(pushes.findLast(({ push }) => push === 'unitIndex')).toMatchObject({ units: [] });
  expect(positions.frame(frame({ moved: [[0, seen(2)]] }))).toBeUndefined();
  clock.advance(1_000);
  expect(screen.frames).toHaveLength(1);
});

test('many units are one frame', () => {
  const units = Array.from({ length: 20_000 }, (_, n) => `u${n}`);
  positions.index({ dictionary: 2, units });
  positions.frame(frame({ dictionary: 2, full: true, moved: units.map((_, n) => [n, seen(n)] as const) }));
  positions.watch(true);
  expect(frames()).toHaveLength(1);
  expect(screen.units.size).toBe(20_000);
  expect(screen.units.get('u19999')?.at).toBe(19_999);
});
