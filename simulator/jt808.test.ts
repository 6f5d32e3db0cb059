import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authentication, bcd, frame, location, message, PlatformReader, registration } from './jt808.ts';

const hex = (bytes: Buffer): string => bytes.toString('hex');
const old = { version: 2013, phone: '13800138000' } as const;
const young = { version: 2019, phone: '13800138000' } as const;

// What stands here was written by hand from the layout of the standard (docs/protocol.md), not read off the encoder.
describe('a message', () => {
  test('of 2013: id, attributes, number in 6 bytes, serial, body, check byte, between flags', () => {
    expect(hex(message(old, 0x0002, 5, Buffer.alloc(0)))).toBe('7e000200000138001380000005ad7e');
  });

  test('of 2019: bit 14, a version byte, number in 10 bytes', () => {
    // XOR: 00^02^40^00^01^01^38^00^13^80^00^00^05
    const check = (0x02 ^ 0x40 ^ 0x01 ^ 0x01 ^ 0x38 ^ 0x13 ^ 0x80 ^ 0x05).toString(16).padStart(2, '0');
    expect(hex(message(young, 0x0002, 5, Buffer.alloc(0)))).toBe(
      `7e0002400001${'00'.repeat(4)}0138001380000005${check}7e`,
    );
  });

  test('escapes 7e as 7d02 and 7d as 7d01, the check byte too', () => {
    // The example of the standard; 30^7e^08^7d^55 is 6e.
    expect(hex(frame(Buffer.from('307e087d55', 'hex')))).toBe('7e307d02087d01556e7e');
    expect(hex(frame(Buffer.from('7d03', 'hex')))).toBe('7e7d01037d027e');
  });

  test('has no flag inside, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
        expect(frame(Buffer.from(content)).subarray(1, -1).includes(0x7e)).toBe(false);
      }),
    );
  });

  test('counts its serial in a word', () => {
    expect(message(old, 0x0002, 0x1_0001, Buffer.alloc(0))).toEqual(message(old, 0x0002, 1, Buffer.alloc(0)));
    expect(hex(bcd('123', 3))).toBe('000123');
  });
});

describe('bodies', () => {
  test('of a registration have the lengths of their version', () => {
    const plate = 'LQSIM8138000'.length;
    expect(registration(2013, '8138000')).toHaveLength(4 + 5 + 20 + 7 + 1 + plate);
    expect(registration(2019, '8138000')).toHaveLength(4 + 11 + 30 + 30 + 1 + plate);
    expect(hex(registration(2013, '8138000')).slice(0, 18)).toBe('001f00684c5153494d');
  });

  test('of a proof are the code; in 2019 with its length before and IMEI and software after', () => {
    expect(authentication(2013, 'abc').toString()).toBe('abc');
    const body = authentication(2019, 'abc');
    expect(body).toHaveLength(1 + 3 + 15 + 20);
    expect(hex(body.subarray(0, 4))).toBe('03616263');
  });

  const where = {
    ...{ lon: 121.449, lat: 31.1915, at: Date.UTC(2026, 10, 21, 16, 5, 9) },
    ...{ speed: 36.5, heading: 359.7, sos: false, mileage: 12.3 },
  };

  test('of a position: alarm, status, 1e-6 degrees, metres, 0.1 km/h, degrees, Beijing time; then mileage and signals', () => {
    expect(hex(location(where))).toBe(
      [
        ...['00000000', '00000003', '01dbf1cc', '073d2a28', '0004', '016d', '0000'],
        ...['261122000509', '01040000007b', '300118', '31010b'],
      ].join(''),
    );
  });

  test('say a call for help in alarm bit 0, south and west in status bits 2 and 3', () => {
    expect(hex(location({ ...where, sos: true })).slice(0, 8)).toBe('00000001');
    const south = location({ ...where, lat: -31.1915, lon: -121.449 });
    expect(hex(south.subarray(4, 8))).toBe('0000000f');
    expect(south.readUInt32BE(8)).toBe(31_191_500);
  });
});

describe('what the platform says', () => {
  // To serial 1: taken, code 'k7'; and 0102 answered with 0.
  const registered = frame(Buffer.from(`8100000501380013800000000001${'00'}6b37`, 'hex'));
  const proved = frame(Buffer.from(`80010005013800138000000100020102${'00'}`, 'hex'));
  const both = Buffer.concat([registered, proved]);

  test('is read however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(both.length), { maxLength: 6 }), (cuts) => {
        const reader = new PlatformReader();
        const places = [0, ...cuts.sort((a, b) => a - b), both.length];
        const said = places.slice(1).flatMap((to, i) => reader.push(both.subarray(places[i] ?? 0, to)));
        expect(said).toEqual([
          { is: 'registered', result: 0, code: 'k7' },
          { is: 'answer', to: 0x0102, result: 0 },
        ]);
      }),
    );
  });

  test('is passed over where its check byte is wrong', () => {
    const broken = Buffer.from(proved);
    broken.writeUInt8((broken.at(-2) ?? 0) ^ 1, broken.length - 2);
    expect(new PlatformReader().push(broken)).toEqual([]);
  });
});
