import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { hex, place, position, positionAt } from '../../../tests/support/jt808.ts';
import type { Location } from './location.ts';
import { readLocation, readLocationBatch, readTime } from './location.ts';

const read = (body: string): Location => must(readLocation(Buffer.from(body, 'hex')), body);
const time = (digits: string): number | undefined => readTime(Buffer.from(digits, 'hex'));

test('a position field by field', () => {
  // alarm, status, latitude, longitude, altitude, speed, direction, time: 31.188° N 121.437° E, 12 m, 36.5 km/h.
  const body = '00000000' + '00000003' + '01dbe420' + '073cfb48' + '000c' + '016d' + '005a' + '261121224105';
  expect(body).toBe(position());
  expect(read(body)).toEqual({
    ...{ place, at: positionAt, altitude: 12, speed: 36.5, heading: 90 },
    ...{ positioned: true, sos: false, extrasFit: true },
  });
});

test('status bit 1 says positioned, bits 2 and 3 south and west; alarm bit 0 is the call for help', () => {
  expect(read(position({ status: 0 })).positioned).toBe(false);
  expect(read(position({ status: 2 })).positioned).toBe(true);
  expect(read(position({ status: 6 })).place).toEqual({ lat: -31.188, lon: 121.437 });
  expect(read(position({ status: 10 })).place).toEqual({ lat: 31.188, lon: -121.437 });
  expect(read(position({ status: 14, lat: 0, lon: 0 })).place).toEqual({ lat: 0, lon: 0 });
  expect(read(position({ alarm: 1 })).sos).toBe(true);
  expect(read(position({ alarm: 0xffff_fffe })).sos).toBe(false);
});

test('a place that is not on earth is none', () => {
  expect(read(position({ lat: 90_000_000, lon: 180_000_000 })).place).toEqual({ lat: 90, lon: 180 });
  expect(read(position({ lat: 90_000_001 })).place).toBeUndefined();
  expect(read(position({ lon: 180_000_001, status: 8 })).place).toBeUndefined();
});

test('a direction past 359 is none', () => {
  expect(read(position({ direction: 359 })).heading).toBe(359);
  expect(read(position({ direction: 360 })).heading).toBeUndefined();
});

test('a body shorter than the fixed part is none; additional fields must end with it', () => {
  const body = position();
  expect(readLocation(Buffer.from(body.slice(2), 'hex'))).toBeUndefined();
  for (const [extras, fit] of [
    ['', true],
    ['0104000003e8', true],
    ['0104000003e830011f', true],
    ['1400', true],
    ['01', false],
    ['0104000003', false],
    ['0104000003e8ff', false],
    ['30ff1f', false],
  ] as const) {
    expect(read(body + extras).extrasFit, extras).toBe(fit);
  }
});

test('times are Beijing time, and days that never were are none', () => {
  expect(time('261121224105')).toBe(positionAt);
  expect(time('240229000000')).toBe(Date.UTC(2024, 1, 28, 16));
  for (const wrong of [
    '000000000000',
    '260229000000',
    '260431000000',
    '261321000000',
    '260021000000',
    '261100000000',
    '261121240000',
    '261121006000',
    '261121000060',
    '26112122410a',
    'a61121224105',
  ]) {
    expect(time(wrong), wrong).toBeUndefined();
  }
});

test('each second of the century reads back as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000, 0, 1) / 1_000, max: Date.UTC(2099, 11, 31) / 1_000 }), (seconds) => {
      const digits = new Date((seconds + 8 * 3_600) * 1_000).toISOString().replace(/\D/g, '').slice(2, 14);
      expect(time(digits)).toBe(seconds * 1_000);
    }),
  );
});

test('a batch of type 0 is as new as it can be, one of type 1 from an area without network', () => {
  const one = position();
  const two = position({ speed: 0 }) + '30011f';
  const items = `001c${one}001f${two}`;
  for (const [type, replayed] of [
    ['00', false],
    ['01', true],
  ] as const) {
    const batch = readLocationBatch(Buffer.from(`0002${type}${items}`, 'hex'));
    expect(batch?.replayed).toBe(replayed);
    expect(batch?.bodies.map((body) => body.toString('hex'))).toEqual([one, two]);
  }
  expect(readLocationBatch(Buffer.from('000000', 'hex'))?.bodies).toEqual([]);
});

test('a batch whose number, type or lengths do not fit its bytes is none', () => {
  const item = `001c${position()}`;
  for (const wrong of [
    '',
    '0001',
    `000200${item}`,
    `000100${item}${item}`,
    `000102${item}`,
    `000100${item.slice(0, -2)}`,
    `000100${item}00`,
    `000100ffff${position()}`,
    '00010000',
  ]) {
    expect(readLocationBatch(Buffer.from(wrong, 'hex')), wrong).toBeUndefined();
  }
});

test('random bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
      const body = Buffer.from(data);
      readLocation(body);
      readLocationBatch(body);
    }),
  );
  fc.assert(
    fc.property(fc.nat(0xffff), fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (count, items) => {
      const body = items.map((item) => hex(item.length, 2) + Buffer.from(item).toString('hex')).join('');
      const batch = readLocationBatch(Buffer.from(`${hex(count, 2)}01${body}`, 'hex'));
      expect(batch?.bodies.length).toBe(count === items.length ? count : undefined);
    }),
  );
});
