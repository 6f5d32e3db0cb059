import { beforeEach, expect, test } from 'vitest';
import type { PositionFrame, SeenAt } from '../../shared/wire/positions.ts';
import { encodeFrame } from '../../shared/wire/positions.ts';
import type { PositionsChange } from './position-table.ts';
import { PositionTable } from './position-table.ts';

let table: PositionTable;
let told: (readonly number[] | null)[];

beforeEach(() => {
  table = new PositionTable();
  told = [];
  table.subscribe((change: PositionsChange) => void told.push(change === null ? null : [...change]));
});

const seen = (at: number, more: Partial<SeenAt> = {}): SeenAt => ({
  lon: 121.44,
  lat: 31.19,
  at,
  poor: false,
  ...more,
});
const frame = (more: Partial<PositionFrame>): Uint8Array =>
  encodeFrame({ dictionary: 1, revision: 1, full: false, hubTime: 1_000, moved: [], gone: [], ...more });

test('what moved is told by place, once each; one that goes has no position', () => {
  table.index(1, ['m1', 'm2']);
  expect(table.frame(frame({ full: true, moved: [[0, seen(1)]] }))).toBe('taken');
  expect(
    table.frame(
      frame({
        moved: [
          [1, seen(2, { speed: 30, heading: 90, accuracy: 8 })],
          [1, seen(3)],
        ],
      }),
    ),
  ).toBe('taken');
  expect(told).toEqual([null, null, [1]]);
  expect(table.get('m1')).toEqual({
    ...{ unit: 'm1', lon: 121.44, lat: 31.19, at: 1, speed: null, heading: null, accuracy: null, poor: false },
  });
  expect(table.get('m2')?.at).toBe(3);
  table.frame(frame({ gone: [0] }));
  expect(told.at(-1)).toEqual([0]);
  expect(table.get('m1')).toBeUndefined();
  // A full frame is all there is.
  table.frame(frame({ full: true, moved: [[0, seen(9)]] }));
  expect([table.get('m1')?.at, table.get('m2')]).toEqual([9, undefined]);
});

test('a list that only grew keeps what is known; another one begins anew', () => {
  table.index(1, ['m1']);
  table.frame(frame({ full: true, moved: [[0, seen(1, { heading: 80 })]] }));
  table.index(2, ['m1', 'm2']);
  expect(table.get('m1')).toMatchObject({ at: 1, heading: 80 });
  expect(table.frame(frame({ dictionary: 2, moved: [[1, seen(2)]] }))).toBe('taken');
  table.index(3, ['other', 'm1']);
  expect([table.get('m1'), table.get('m2'), table.get('other')]).toEqual([undefined, undefined, undefined]);
});

test('a frame of another list, and what is no frame, changes nothing', () => {
  table.index(1, ['m1']);
  table.frame(frame({ full: true, moved: [[0, seen(1)]] }));
  const before = told.length;
  expect(table.frame(frame({ dictionary: 7, full: true }))).toBe('unknown');
  expect(table.frame(frame({ full: true }).subarray(0, 20))).toEqual({ broken: 'frame: 20 bytes are no header' });
  expect(table.frame(frame({ moved: [[0, seen(2)]] }).subarray(0, 40))).toMatchObject({
    broken: expect.stringMatching(/^count: /) as string,
  });
  const other = frame({});
  other[0] = 9;
  expect(table.frame(other)).toEqual({ broken: 'format: 9 is not known' });
  expect(table.frame({ bytes: [1] })).toEqual({ broken: 'frame: no bytes' });
  expect(told).toHaveLength(before);
  expect(table.get('m1')?.at).toBe(1);
});

test('a place that no list names is passed over', () => {
  table.index(1, ['m1']);
  expect(
    table.frame(
      frame({
        moved: [
          [5, seen(1)],
          [0, seen(2)],
        ],
        gone: [7],
      }),
    ),
  ).toBe('taken');
  expect(told.at(-1)).toEqual([0]);
});
