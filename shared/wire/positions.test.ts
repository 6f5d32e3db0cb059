import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PositionFrame, SeenAt } from './positions.ts';
import { decodeFrame, encodeFrame, mostUnits } from './positions.ts';

const hubTime = 1_795_273_200_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Values as exact as a record keeps them. */
const seen: fc.Arbitrary<SeenAt> = fc
  .record({
    lon: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((value) => value / 10_000_000),
    lat: fc.integer({ min: -900_000_000, max: 900_000_000 }).map((value) => value / 10_000_000),
    age: fc.integer({ min: 0, max: 0xffff_ffff }),
    speed: maybe(fc.integer({ min: 0, max: 65_534 }).map((value) => value / 10)),
    heading: maybe(fc.integer({ min: 0, max: 359 })),
    accuracy: maybe(fc.integer({ min: 0, max: 65_534 })),
    poor: fc.boolean(),
  })
  .map(({ lon, lat, age, speed, heading, accuracy, poor }) => ({
    ...{ lon, lat, at: hubTime - age, poor },
    ...(speed === undefined ? {} : { speed }),
    ...(heading === undefined ? {} : { heading }),
    ...(accuracy === undefined ? {} : { accuracy }),
  }));
const place = fc.integer({ min: 0, max: mostUnits - 1 });
const frames: fc.Arbitrary<PositionFrame> = fc.record({
  dictionary: fc.integer({ min: 1, max: 0xffff_ffff }),
  revision: fc.maxSafeNat(),
  full: fc.boolean(),
  hubTime: fc.constant(hubTime),
  moved: fc.array(fc.tuple(place, seen)),
  gone: fc.array(place),
});

const here: SeenAt = { lon: 112.96, lat: 27.83, at: hubTime, poor: false };
const frameOf = (more: Partial<PositionFrame>): PositionFrame => ({
  ...{ dictionary: 1, revision: 1, full: false, hubTime, moved: [], gone: [] },
  ...more,
});
const roundTrip = (moved: SeenAt): SeenAt | undefined =>
  decodeFrame(encodeFrame(frameOf({ moved: [[0, moved]] })))?.moved[0]?.[1];

test('what was encoded is decoded, wherever in a buffer it lies', () => {
  fc.assert(
    fc.property(frames, fc.integer({ min: 0, max: 9 }), (frame, offset) => {
      const bytes = encodeFrame(frame);
      expect(bytes.length).toBe(32 + 24 * (frame.moved.length + frame.gone.length));
      expect(decodeFrame(bytes)).toEqual(frame);
      const larger = new Uint8Array(bytes.length + offset + 3);
      larger.set(bytes, offset);
      expect(decodeFrame(larger.subarray(offset, offset + bytes.length))).toEqual(frame);
    }),
  );
});

test('the format is what it was: with another one the number of the format changes too', () => {
  const moved: SeenAt = { lon: -1e-7, lat: 2e-7, at: hubTime - 3, speed: 0.4, heading: 5, poor: true };
  const bytes = encodeFrame(frameOf({ dictionary: 7, revision: 8, full: true, moved: [[9, moved]], gone: [10] }));
  expect(Buffer.from(bytes).toString('hex')).toBe(
    [
      '01011800 07000000 02000000 00000000',
      '000018f1e91f7a42 0000000000002040',
      '09000100 ffffffff 02000000 03000000 04000500 ffff0000',
      '0a000200 00000000 00000000 00000000 00000000 00000000',
    ]
      .join('')
      .replaceAll(' ', ''),
  );
});

test('finer values come out rounded, larger ones at their bound, never wrapped', () => {
  const fine = { ...here, lon: 112.123_456_78, speed: 33.333, heading: 359.7, accuracy: 4.1 };
  expect(roundTrip(fine)).toEqual({ ...here, lon: 112.123_456_8, speed: 33.3, heading: 0, accuracy: 5 });
  expect(roundTrip({ ...here, speed: 1e9, accuracy: 1e9 })).toEqual({ ...here, speed: 6_553.4, accuracy: 65_534 });
  expect(roundTrip({ ...here, at: 0 })?.at).toBe(hubTime - 0xffff_ffff);
  expect(roundTrip({ ...here, speed: Number.NaN })).toEqual(here);
  expect(() => encodeFrame(frameOf({ gone: [mostUnits] }))).toThrow(RangeError);
});

test('bytes that are no whole frame of this format are not read', () => {
  const bytes = encodeFrame(frameOf({ moved: [[1, here]], gone: [2] }));
  for (let length = 0; length < bytes.length; length += 1)
    expect(decodeFrame(bytes.subarray(0, length))).toBeUndefined();
  for (const index of [0, 2]) {
    const other = bytes.slice();
    other[index] = 99;
    expect(decodeFrame(other)).toBeUndefined();
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => void decodeFrame(noise)));
});
