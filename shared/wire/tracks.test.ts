import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrackFix } from './tracks.ts';
import { decodeTracks, encodeTracks } from './tracks.ts';

const base = 1_800_000_000_000;
const degrees = (most: number) => fc.integer({ min: -most * 1e7, max: most * 1e7 }).map((n) => n / 1e7);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const fixes: fc.Arbitrary<TrackFix> = fc
  .record({
    unit: fc.integer({ min: 0, max: 65_534 }),
    after: fc.integer({ min: 0, max: 0xffff_ffff }),
    lon: degrees(180),
    lat: degrees(90),
    speed: maybe(fc.integer({ min: 0, max: 3_000 }).map((n) => n / 10)),
    heading: maybe(fc.integer({ min: 0, max: 359 })),
    accuracy: maybe(fc.integer({ min: 0, max: 65_534 })),
    device: maybe(fc.constantFrom('jt808:1', 'import:车', 'osmand:phone')),
    ahead: maybe(fc.integer({ min: -0x7fff_ffff, max: 0x7fff_ffff })),
    poor: fc.boolean(),
    replayed: fc.boolean(),
  })
  .map(({ after, ahead, ...rest }) => {
    const at = base + after;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return { ...given, at, ...(ahead === undefined ? {} : { deviceAt: at + ahead }) } as TrackFix;
  });

test('what is written is read, all of it', () => {
  fc.assert(
    fc.property(fc.array(fixes, { maxLength: 30 }), (list) => {
      const page = { base, until: base + 900_000, fixes: list };
      expect(decodeTracks(encodeTracks(page))).toEqual(page);
    }),
  );
});

test('the bytes of a known page', () => {
  const fix: TrackFix = {
    ...{ unit: 7, at: base + 1_500, lon: 121.4586, lat: 31.1936, speed: 36.5, heading: 90, accuracy: 12 },
    ...{ device: 'jt808:7', deviceAt: base + 1_000, poor: true, replayed: false },
  };
  const bytes = encodeTracks({ base, until: base + 60_000, fixes: [fix] });
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '01001c0001000000000000c585317a420000a6d385317a420e00000000000000' +
      '07000100901c654800c49712dc0500006d015a000c0000000cfeffff' +
      Buffer.from('jt808:7', 'utf16le').toString('hex'),
  );
  expect(bytes).toHaveLength(32 + 28 + 14);
});

test('bytes that are no whole page of this format are not read', () => {
  const bytes = encodeTracks({ base, until: base, fixes: [] });
  expect(decodeTracks(bytes.slice(0, 31))).toBeUndefined();
  expect(decodeTracks(Uint8Array.from([...bytes, 0]))).toBeUndefined();
  expect(decodeTracks(Uint8Array.from([2, ...bytes.slice(1)]))).toBeUndefined();
});

test('a clock that is out by years is not known; what no record can hold is a mistake of ours', () => {
  const fix: TrackFix = { unit: 0, at: base, lon: 0, lat: 0, deviceAt: 0, poor: false, replayed: false };
  expect(decodeTracks(encodeTracks({ base, until: base, fixes: [fix] }))?.fixes[0]).not.toHaveProperty('deviceAt');
  expect(() => encodeTracks({ base, until: base, fixes: [{ ...fix, unit: 65_535 }] })).toThrow(RangeError);
  expect(() => encodeTracks({ base, until: base, fixes: [{ ...fix, device: 'a\nb' }] })).toThrow(RangeError);
  expect(() => encodeTracks({ base: base + 1, until: base, fixes: [fix] })).toThrow(RangeError);
});
