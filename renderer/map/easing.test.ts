import fc from 'fast-check';
import { expect, test } from 'vitest';
import { easeMs } from './easing.ts';
import { Fleet } from './fleet.ts';
import type { FixColumns, LonLat, MapFixes, MapUnit } from './types.ts';

const place = fc.tuple(
  fc.double({ min: 121.3, max: 121.6, noNaN: true }),
  fc.double({ min: 31, max: 31.3, noNaN: true }),
);

const unit = (at: LonLat | null, more: Partial<MapUnit> = {}): MapUnit => ({
  ...{ id: 'unit', name: '一组', kind: 'group', status: 'free', at, fixAt: at === null ? null : 1 },
  ...{ heading: null, accuracy: null, certified: 2, ...more },
});
const follow = (fleet: Fleet, at: LonLat | null, now: number, still = false): void =>
  fleet.follow([unit(at)], undefined, now, still);

/** Whether p lies between a and b, both included, in each direction. */
function between(p: LonLat, a: LonLat, b: LonLat): boolean {
  const slack = 1e-11;
  return [0, 1].every((axis) => {
    const [v, one, other] = [p[axis as 0 | 1], a[axis as 0 | 1], b[axis as 0 | 1]];
    return v >= Math.min(one, other) - slack && v <= Math.max(one, other) + slack;
  });
}

test('drawn between where it was drawn and the newest fix, at every instant, and there in half a second', () => {
  fc.assert(
    fc.property(
      place,
      fc.array(fc.record({ to: place, wait: fc.nat(900) }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(1_000), { minLength: 1, maxLength: 5 }),
      (start, fixes, looks) => {
        const fleet = new Fleet();
        follow(fleet, start, 0);
        let at = 1_000;
        for (const { to, wait } of fixes) {
          const from = fleet.place('unit', at) ?? start;
          follow(fleet, to, at);
          for (const look of looks) {
            const drawn = fleet.place('unit', at + look);
            expect(drawn !== undefined && between(drawn, from, to)).toBe(true);
          }
          expect(fleet.place('unit', at + easeMs)).toEqual(to);
          at += wait;
        }
      },
    ),
  );
});

test('comes nearer with every instant', () => {
  const fleet = new Fleet();
  follow(fleet, [121.4, 31.1], 0);
  follow(fleet, [121.5, 31.1], 1_000);
  let last = 121.4;
  for (let at = 1_000; at <= 1_500; at += 16) {
    const lon = fleet.place('unit', at)?.[0] ?? 0;
    expect(lon).toBeGreaterThanOrEqual(last - 1e-11);
    last = lon;
  }
  expect(last).toBeGreaterThan(121.499);
});

test('a new unit, and every unit of those who want no motion, stands at once where the fix is', () => {
  const fleet = new Fleet();
  follow(fleet, [121.4, 31.1], 0);
  expect(fleet.place('unit', 0)).toEqual([121.4, 31.1]);
  follow(fleet, [121.5, 31.1], 10, true);
  expect(fleet.place('unit', 10)).toEqual([121.5, 31.1]);
  expect(fleet.moving(10)).toBe(false);
});

test('nothing has to be drawn anew when no fix differs, or when all have arrived; who is gone is forgotten', () => {
  const fleet = new Fleet();
  follow(fleet, [121.4, 31.1], 0);
  follow(fleet, [121.4, 31.1], 5_000);
  expect(fleet.moving(5_000)).toBe(false);
  follow(fleet, [121.5, 31.1], 6_000);
  expect(fleet.moving(6_499)).toBe(true);
  expect(fleet.moving(6_500)).toBe(false);
  fleet.follow([], undefined, 7_000, false);
  expect(fleet.place('unit', 7_000)).toBeUndefined();
});

/** Fixes in columns, as the seat's table hands them. */
class Told implements MapFixes {
  readonly #ids: readonly string[];
  readonly #columns: FixColumns;
  constructor(ids: readonly string[]) {
    this.#ids = ids;
    const doubles = (): Float64Array => new Float64Array(ids.length);
    const floats = (): Float32Array => new Float32Array(ids.length).fill(Number.NaN);
    this.#columns = {
      ...{ lon: doubles(), lat: doubles(), at: doubles().fill(Number.NaN) },
      ...{ speed: floats(), heading: floats(), accuracy: floats() },
    };
  }
  place(id: string): number | undefined {
    const place = this.#ids.indexOf(id);
    return place < 0 ? undefined : place;
  }
  columns(): FixColumns {
    return this.#columns;
  }
  subscribe(): () => void {
    return () => undefined;
  }
  put(id: string, at: number, [lon, lat]: LonLat): Uint32Array {
    const place = this.#ids.indexOf(id);
    this.#columns.lon[place] = lon;
    this.#columns.lat[place] = lat;
    this.#columns.at[place] = at;
    return Uint32Array.of(place);
  }
}

const camera = { center: [121.44, 31.19], zoom: 14, width: 1_000, height: 800 } as const;
const seen = (fleet: Fleet, at: number): readonly (string | undefined)[] => {
  const { count, rows } = fleet.look(camera, at, 0);
  return [...rows.subarray(0, count)].map((row) => fleet.unit(row)?.id);
};

test('fixes move the units they are of, whatever the order of the two lists; others stay as they are', () => {
  const told = new Told(['b', 'unknown', 'a', 'c']);
  for (const [n, id] of ['a', 'b', 'unknown'].entries()) told.put(id, 1, [121.44 + n * 0.001, 31.19]);
  const units = ['a', 'b', 'c'].map((id) => unit(null, { id }));
  const fleet = new Fleet();
  fleet.follow(units, told, 0, false);
  expect(seen(fleet, 0)).toEqual(['a', 'b']);
  expect(fleet.place('b', 0)).toEqual([121.441, 31.19]);
  expect(fleet.place('c', 0)).toBeUndefined();
  expect(fleet.moved(told.put('b', 2, [121.445, 31.19]), 100, false)).toBe(true);
  expect(fleet.place('b', 600)).toEqual([121.445, 31.19]);
  expect(fleet.place('a', 600)).toEqual([121.44, 31.19]);
  // Another list of the same units begins nothing anew.
  fleet.moved(told.put('b', 3, [121.44, 31.19]), 1_000, false);
  fleet.follow([...units].reverse(), told, 1_001, false);
  expect(fleet.place('b', 1_100)?.[0]).toBeGreaterThan(121.44);
  expect(fleet.moved(told.put('unknown', 4, [121.45, 31.2]), 2_000, false)).toBe(false);
});

test('what moves out of sight needs no picture; what leaves or enters does; what has no place is not in sight', () => {
  const told = new Told(['a']);
  told.put('a', 1, [121.3, 31.19]);
  const fleet = new Fleet();
  fleet.follow([unit(null, { id: 'a' })], told, 0, false);
  expect(seen(fleet, 0)).toEqual([]);
  expect(fleet.moved(told.put('a', 2, [121.31, 31.19]), 1_000, false)).toBe(false);
  expect(fleet.moved(told.put('a', 3, [121.44, 31.19]), 2_000, false)).toBe(true);
  expect(seen(fleet, 3_000)).toEqual(['a']);
  expect(fleet.moved(told.put('a', 4, [121.3, 31.19]), 4_000, false)).toBe(true);
  expect(seen(fleet, 5_000)).toEqual([]);
  told.put('a', Number.NaN, [121.44, 31.19]);
  fleet.moved(null, 6_000, true);
  expect(seen(fleet, 7_000)).toEqual([]);
});
