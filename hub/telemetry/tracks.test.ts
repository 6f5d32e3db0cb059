import { expect, test } from 'vitest';
import type { LogLine } from '../../tests/support/hub-kit.ts';
import { ManualClock, recordingLog } from '../../tests/support/hub-kit.ts';
import { day } from '../../shared/lib/time.ts';
import { storageFullCode } from '../journal/store.ts';
import type { TrackLimits, TrackPoint } from './tracks.ts';
import { TrackRecorder } from './tracks.ts';

const point = (at: number): TrackPoint => ({ unit: 'm1', at, lon: 1, lat: 2, poor: false, replayed: false });

function setUp(limits: Partial<TrackLimits> = {}) {
  const clock = new ManualClock(100 * day);
  const lines: LogLine[] = [];
  const written: number[][] = [];
  const forgotten: string[] = [];
  const world = { free: 2e9, fails: undefined as Error | undefined, dropped: 0 };
  const recorder = new TrackRecorder({
    store: {
      append(points) {
        if (world.fails !== undefined) throw world.fails;
        written.push(points.map(({ at }) => at));
      },
      appendWhole: () => Promise.resolve(0),
      track: () => [],
      forget(unit, from) {
        if (world.fails !== undefined) throw world.fails;
        forgotten.push(`${unit} ${from}`);
      },
      prune: () => 0,
      close: () => undefined,
    },
    ...{ clock, timers: clock, disk: { free: () => world.free }, log: recordingLog(lines) },
    dropped: (points) => (world.dropped += points),
    limits,
  });
  const add = (...at: number[]): void => at.forEach((one) => recorder.add(point(one)));
  const errors = (): number => lines.filter(({ level }) => level === 'error').length;
  return { clock, recorder, written, forgotten, world, add, errors };
}

test('writes each second, or as soon as a batch is full, or at the end', () => {
  const { clock, recorder, written, add } = setUp({ batch: 3 });
  add(1, 2);
  expect(written).toEqual([]);
  clock.advance(1_000);
  add(3, 4, 5, 6);
  expect(written).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  recorder.stop();
  expect(written.at(-1)).toEqual([6]);
  clock.advance(60_000);
  expect(written).toHaveLength(3);
});

test.each([
  ['the volume has little room', (world: { free: number }) => void (world.free = 999_999_999)],
  [
    'the file has none',
    (world: { fails: Error | undefined }) =>
      void (world.fails = Object.assign(new Error('full'), { code: storageFullCode })),
  ],
])('where %s it stops, says so once, keeps a bounded rest, and goes on by itself', (_when, breakIt) => {
  const { clock, recorder, written, world, add, errors } = setUp({ batch: 2, waiting: 5 });
  breakIt(world);
  add(1, 2, 3, 4, 5, 6, 7);
  clock.advance(25_000);
  expect(recorder.stopped).toBe(true);
  expect(errors()).toBe(1);
  expect(world.dropped).toBe(2);
  Object.assign(world, { free: 2e9, fails: undefined });
  clock.advance(10_000);
  expect(recorder.stopped).toBe(false);
  expect(written).toEqual([[1, 2, 3, 4, 5]]);
  world.free = 0;
  add(8);
  recorder.stop();
  expect(world.dropped).toBe(3);
});

test('what cannot be written at all is dropped, and the next is written', () => {
  const { clock, recorder, written, world, add, errors } = setUp();
  world.fails = new Error('broken');
  add(1, 2);
  clock.advance(1_000);
  world.fails = undefined;
  add(3);
  clock.advance(1_000);
  expect(written).toEqual([[3]]);
  expect([world.dropped, errors(), recorder.stopped]).toEqual([2, 1, false]);
});

test('what a unit left behind off duty goes, written or waiting', () => {
  const { clock, recorder, written, forgotten, world, add, errors } = setUp();
  add(1, 2, 3, 4);
  recorder.add({ ...point(3), unit: 'm2' });
  recorder.forget('m1', 3);
  clock.advance(1_000);
  expect([written, forgotten]).toEqual([[[1, 2, 3]], ['m1 3']]);
  world.fails = new Error('broken');
  recorder.forget('m1', 3);
  expect(errors()).toBe(1);
});

test('where somebody else is writing, points wait for the next second and none is dropped', () => {
  const { clock, recorder, written, world, add, errors } = setUp({ batch: 3 });
  const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  world.fails = busy;
  add(1, 2, 3);
  clock.advance(1_000);
  // Not tried again with each point: a try may stand and wait for the other one.
  world.fails = undefined;
  add(4, 5);
  expect(written).toEqual([]);
  clock.advance(1_000);
  expect(written).toEqual([[1, 2, 3, 4, 5]]);
  add(6, 7, 8);
  expect(written.at(-1)).toEqual([6, 7, 8]);
  expect([world.dropped, errors(), recorder.stopped]).toEqual([0, 0, false]);
});
