/** Which posts are kept at a moment. */
import { describe, expect, test } from 'vitest';
import { DemoNight, demoDistrict } from '../../../tests/support/demo-night.ts';
import { destination } from '../../geo/point.ts';
import { must } from '../../lib/must.ts';
import { hour } from '../../lib/time.ts';
import type { PostState } from '../post/state.ts';
import type { UnitPosition, UnitState } from '../unit/state.ts';
import { thisShift } from '../unit/state.ts';
import type { PostsNowReads } from './posts-now.ts';
import { beyond, postsNow } from './posts-now.ts';

const night = new DemoNight();
const { reads } = night.world();
const now = night.at('22:40');
const provenance = { source: '勤务方案', asOf: now - hour, how: 'import' } as const;
const at = { lon: 121.437, lat: 31.195 };
const hours: PostState['hours'] = [{ modes: ['night'], from: 19 * 60, to: 6 * 60 }];
const post: PostState = {
  ...{ id: 'p1', name: '商圈岗', squad: 'xujiahui', hours, staff: { persons: 3, certified: 1 }, provenance },
  where: { kind: 'fixed', at, radius: 60 },
};
const unitOf = (id: string, more: Partial<UnitState> = {}): UnitState => ({
  ...{ id, name: id, kind: 'post', squad: 'xujiahui', certified: 1, auxiliary: 2, devices: [], reserve: false },
  ...{ shift: { from: now - hour, to: now + hour }, status: 'onFixedPost', statusSince: now - hour, jobs: [] },
  ...{ provenance, ...thisShift, ...more },
});

function seen(
  units: readonly UnitState[],
  positions: { readonly [unit: string]: UnitPosition | undefined },
  of: Partial<PostState> = {},
) {
  const all: PostsNowReads = {
    ...{ district: () => demoDistrict, dutyMode: () => ({ ...must(reads.dutyMode(), 'mode'), mode: 'night' }) },
    ...{ posts: () => [{ ...post, ...of }], rostersAfter: () => [], units: () => units },
    position: (unit) => positions[unit],
  };
  return postsNow(all, now)[0];
}
const here = (metres: number, more: Partial<UnitPosition> = {}): UnitPosition => ({
  ...destination(at, metres, 90),
  ...{ at: now - 20_000, accuracy: 10, ...more },
});

describe('a fixed post', () => {
  test('given as many are there as it asks for, then it is kept; fewer, then it is short', () => {
    expect(seen([unitOf('a')], { a: here(30) })).toMatchObject({ is: 'kept', has: { persons: 3, certified: 1 } });
    expect(seen([unitOf('a', { auxiliary: 1 })], { a: here(30) })?.is).toBe('short');
    expect(seen([unitOf('a', { certified: 0, auxiliary: 3 })], { a: here(30) })?.is).toBe('short');
  });

  test('given a certificate that ended, then it is not counted', () => {
    expect(seen([unitOf('a', { certificatesTo: ['2020-01-01'] })], { a: here(30) })).toMatchObject({
      ...{ is: 'short', has: { persons: 3, certified: 0 } },
    });
  });

  test('given all are seen elsewhere, then nobody is there; given one of whom nothing is known, then nobody knows', () => {
    expect(seen([unitOf('a')], { a: here(400) })?.is).toBe('nobody');
    expect(seen([unitOf('a'), unitOf('b')], { a: here(400) })).toMatchObject({
      ...{ is: 'unseen', unseen: [{ unit: 'b', name: 'b' }] },
    });
    expect(seen([unitOf('a')], { a: here(10, { at: now - 3 * hour }) })?.is).toBe('unseen');
  });

  test('given a fix too rough to say, then that is said', () => {
    expect(seen([unitOf('a')], { a: here(90, { accuracy: 40 }) })?.is).toBe('near');
    expect(seen([unitOf('a')], { a: here(90, { accuracy: 20 }) })?.is).toBe('nobody');
  });

  test('given people of another squad pass by, then it is not they who keep it', () => {
    expect(seen([unitOf('a', { squad: 'mobile' })], { a: here(5) })?.is).toBe('nobody');
  });

  test('given it is not due, then nothing is said of it', () => {
    expect(seen([], {}, { hours: [{ modes: ['routine'], from: 0, to: 1440 }] })).toBeUndefined();
  });
});

test('lines and areas by how far one is from them, cameras by nobody’s position', () => {
  const east = destination(at, 1_000, 90);
  const line = {
    kind: 'line',
    line: [
      [at.lon, at.lat],
      [east.lon, east.lat],
    ],
    margin: 20,
    by: 'vehicle',
    passes: 2,
  } as const;
  expect(beyond({ where: line as never }, destination(at, 15, 0))).toBe(0);
  expect(beyond({ where: line as never }, destination(at, 50, 0))).toBeCloseTo(30, 0);
  const corner = (metres: number, bearing: number): [number, number] => {
    const { lon, lat } = destination(at, metres, bearing);
    return [lon, lat];
  };
  const ring = [corner(200, 0), corner(200, 90), corner(200, 180), corner(200, 270)];
  const area = { kind: 'area', ring, minutesPerHour: 20 } as const;
  expect(beyond({ where: area as never }, at)).toBe(0);
  expect(beyond({ where: area as never }, destination(at, 300, 0))).toBeGreaterThan(80);
  const camera = { kind: 'camera', videoPoints: ['v1'], everyMinutes: 30 } as const;
  expect(seen([unitOf('a')], { a: here(5) }, { where: camera as never })?.is).toBe('byHand');
});
