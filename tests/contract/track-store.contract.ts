/** What every implementation of the track store port must do. */
import { expect, test } from 'vitest';
import type { TrackPoint, TrackStore } from '../../hub/telemetry/tracks.ts';
import { day, hour, minute, parseIso } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';

export interface TrackHarness {
  readonly store: TrackStore;
  reopen(): TrackStore;
}

/** 22:00 of a civil day in China. */
export const evening = must(parseIso('2026-11-21T22:00:00+08:00'), 'an instant');

export const point = (at: number, more: Partial<TrackPoint> = {}): TrackPoint => ({
  ...{ unit: 'm1', at, lon: 112.961_234_5, lat: 27.830_000_1, poor: false, replayed: false },
  ...more,
});

/** @param open One that parts its days at midnight in China. */
export function trackStoreContract(open: () => TrackHarness): void {
  test('gives back what it was given, by time, over a restart', () => {
    const harness = open();
    const whole = point(evening, { accuracy: 8, speed: 33.3, heading: 359, altitude: 61, poor: true, replayed: true });
    harness.store.append([point(evening + 2_000), whole, point(evening + 1_000, { unit: 'm2' })]);
    harness.store.append([]);
    const all = [whole, point(evening + 2_000)];
    expect(harness.store.track('m1', 0, evening + day, 99)).toEqual(all);
    const again = harness.reopen();
    expect(again.track('m1', 0, evening + day, 99)).toEqual(all);
    expect(again.track('m3', 0, evening + day, 99)).toEqual([]);
  });

  test('rounds what is finer than it keeps', () => {
    const { store } = open();
    store.append([
      point(evening, { lon: 112.123_456_78, accuracy: 4.4, speed: 33.333, heading: 12.6, altitude: -0.6 }),
    ]);
    const rounded = { lon: 112.123_456_8, accuracy: 4, speed: 33.3, heading: 13, altitude: -1 };
    expect(store.track('m1', evening, evening + 1, 1)).toEqual([point(evening, rounded)]);
  });

  test('keeps whose word a point is, and what that clock said', () => {
    const harness = open();
    const said = [
      point(evening, { device: 'jt808:1', deviceAt: evening - 300 }),
      point(evening + 1_000, { device: 'osmand:phone', deviceAt: evening - 400 * day, replayed: true }),
      point(evening + 2_000),
      point(evening + 5 * hour, { device: 'jt808:1', deviceAt: evening + 5 * hour }),
    ];
    harness.store.append(said);
    expect(harness.store.track('m1', 0, evening + day, 9)).toEqual(said);
    expect(harness.reopen().track('m1', 0, evening + day, 9)).toEqual(said);
  });

  test('many days at once are there whole; the same again adds nothing', async () => {
    const { store } = open();
    const nights = [point(evening), point(evening + day), point(evening + 2 * day)];
    store.append([point(evening, { speed: 7 })]);
    const turn = () => Promise.resolve();
    expect(await store.appendWhole(nights, turn)).toBe(2);
    expect(await store.appendWhole(nights, turn)).toBe(0);
    expect(store.track('m1', 0, evening + 9 * day, 9)).toEqual([point(evening, { speed: 7 }), ...nights.slice(1)]);
  });

  test('while many points come at once, others get their turn and may write', async () => {
    const { store } = open();
    const many = Array.from({ length: 3_000 }, (_, n) => point(evening + n));
    let turns = 0;
    const turn = () => {
      turns += 1;
      store.append([point(evening + turns, { unit: 'm2' })]);
      return Promise.resolve();
    };
    expect(await store.appendWhole(many, turn)).toBe(3_000);
    expect(turns).toBeGreaterThanOrEqual(6);
    expect(store.track('m2', 0, evening + day, 99)).toHaveLength(turns);
  });

  test('takes the time from its begin on and before its end, and no more than asked for', () => {
    const { store } = open();
    store.append(Array.from({ length: 10 }, (_, n) => point(evening + n)));
    const times = (from: number, to: number, limit: number) =>
      store.track('m1', evening + from, evening + to, limit).map(({ at }) => at - evening);
    expect(times(3, 6, 99)).toEqual([3, 4, 5]);
    expect(times(3, 9, 2)).toEqual([3, 4]);
    expect(times(6, 6, 99)).toEqual([]);
    expect(times(0, 99, 0)).toEqual([]);
  });

  test('of two points of a unit at one instant the first stays', () => {
    const { store } = open();
    store.append([
      point(evening, { speed: 1 }),
      point(evening, { speed: 2 }),
      point(evening, { unit: 'm2', speed: 3 }),
    ]);
    store.append([point(evening, { speed: 4 })]);
    expect(store.track('m1', 0, evening + 1, 9)).toEqual([point(evening, { speed: 1 })]);
  });

  test('a night is one track over midnight', () => {
    const { store } = open();
    const night = Array.from({ length: 9 }, (_, n) => point(evening + n * hour));
    store.append(night.toReversed());
    expect(store.track('m1', evening, evening + 9 * hour, 99)).toEqual(night);
    expect(store.track('m1', evening, evening + 9 * hour, 4)).toEqual(night.slice(0, 4));
  });

  test('forgets one unit from an instant on, over midnight', () => {
    const harness = open();
    const { store } = harness;
    const times = [evening, evening + 1, evening + hour, evening + 5 * hour];
    store.append(times.flatMap((at) => [point(at), point(at, { unit: 'm2' })]));
    store.forget('m1', evening + 1);
    store.forget('m3', 0);
    const left = (unit: string) => harness.store.track(unit, 0, evening + day, 99).map(({ at }) => at);
    expect([left('m1'), left('m2')]).toEqual([[evening], times]);
    expect(harness.reopen().track('m1', 0, evening + day, 99)).toEqual([point(evening)]);
  });

  test('forgets whole civil days, once they are over, and nothing else', () => {
    const harness = open();
    const { store } = harness;
    const midnight = evening + 2 * hour;
    store.append([point(evening - day), point(evening), point(midnight - 1), point(midnight)]);
    const left = (of = store) => of.track('m1', 0, evening + 9 * day, 99).map(({ at }) => at - midnight);
    expect(store.prune(midnight - day - 1)).toBe(0);
    expect(left()).toHaveLength(4);
    expect(store.prune(midnight - minute)).toBe(1);
    expect(left()).toEqual([-2 * hour, -1, 0]);
    expect(store.prune(midnight)).toBe(1);
    expect(left(harness.reopen())).toEqual([0]);
  });
}
