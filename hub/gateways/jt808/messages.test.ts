import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import type { Message } from './messages.ts';
import { normalNumber, packagesWanted, platformAnswer, readMessage, registerAnswer } from './messages.ts';

/** Without its flags. */
const read = (wire: string): ReturnType<typeof readMessage> => readMessage(Buffer.from(wire.slice(2, -2), 'hex'));

function message(wire: string): Message {
  const result = read(wire);
  return must(result.ok ? result.value : undefined, wire);
}

const heartbeat2013 = '7e000200000138001380000005ad7e';
/** Header of 17 bytes: id, attribute with bit 14, protocol version, ten bytes of number, serial 0x7d7e (escaped). */
const location2019 =
  '7e0200402801000000000138001380007d017d02000000010000000301dbe420073cfb48000c016d01672611212241060104' +
  '0000007d0230011f31017d013b7e';
/** Second of three parts, header of 16 bytes. */
const part2013 =
  '7e0704202801380013800000310003000200000301dbe808073cff30000c00c80014261121220010001c0000000000000001' +
  '01dbebf0073d034d7e';
const part2019 =
  '7e070460280100000000013800138000ffff00030001000301001c000000000000000301dbe420073cfb48000c0064000a26' +
  '1121220000001c0000000000237e';

test('a header of 2013: twelve bytes', () => {
  expect(message(heartbeat2013)).toEqual({
    ...{ id: 2, serial: 5, version: 2013, protocolVersion: 0, number: '13800138000', encrypted: false },
    ...{ phone: Buffer.from('013800138000', 'hex'), part: undefined, body: Buffer.alloc(0) },
  });
});

test('a header of 2019: protocol version and ten bytes of number', () => {
  const { body, ...header } = message(location2019);
  expect(header).toEqual({
    ...{ id: 0x0200, serial: 0x7d7e, version: 2019, protocolVersion: 1, number: '13800138000', encrypted: false },
    ...{ phone: Buffer.from('00000000013800138000', 'hex'), part: undefined },
  });
  expect(body.toString('hex')).toBe('000000010000000301dbe420073cfb48000c016d016726112122410601040000007e30011f31017d');
});

test('the number of parts and the part follow the serial in both versions', () => {
  expect(message(part2013)).toMatchObject({ serial: 0x31, part: { total: 3, index: 2 }, version: 2013 });
  expect(message(part2019)).toMatchObject({ serial: 0xffff, part: { total: 3, index: 1 }, version: 2019 });
  expect([message(part2013).body.length, message(part2019).body.length]).toEqual([40, 40]);
});

test('a length other than the header says, and a header cut short, are refused', () => {
  // The heartbeat with length 1, and without; check bytes fitted.
  expect(read('7e000200010138001380000005ac7e')).toEqual({ ok: false, error: 'length' });
  expect(read('7e000200000138001380000005ff527e')).toEqual({ ok: false, error: 'length' });
  // Bit 14 says 17 bytes, there are 12.
  expect(read('7e000240000138001380000005ed7e')).toEqual({ ok: false, error: 'length' });
});

test('each of the three encryption bits is seen', () => {
  for (const [attribute, check] of [
    ['0400', 'a9'],
    ['0800', 'a5'],
    ['1000', 'bd'],
  ] as const) {
    expect(message(`7e0002${attribute}0138001380000005${check}7e`).encrypted).toBe(true);
  }
});

test('leading zeros are not part of a number', () => {
  expect(['013800138000', '00000000013800138000', '13800138000'].map(normalNumber)).toEqual(
    Array.from({ length: 3 }, () => '13800138000'),
  );
  expect(['000000000000', '0', '4EB6FB4AD628'].map(normalNumber)).toEqual(['0', '0', '4eb6fb4ad628']);
});

test('answers go out in the version and with the number of the frame they answer, byte by byte', () => {
  const of2013 = message(heartbeat2013);
  const of2019 = message(location2019);
  expect(platformAnswer(of2013, 0, 0).toString('hex')).toBe('7e8001000501380013800000000005000200297e');
  expect(platformAnswer(of2019, 0, 0).toString('hex')).toBe('7e80014005010000000001380013800000007d017d020200006e7e');
  expect(registerAnswer({ ...of2013, serial: 3 }, 0, 0, '1234').toString('hex')).toBe(
    '7e810000070138001380000000000300313233342b7e',
  );
  expect(registerAnswer({ ...of2019, serial: 3 }, 0, 4).toString('hex')).toBe(
    '7e81004003010000000001380013800000000003046e7e',
  );
  expect(packagesWanted(of2013, 2, 0x30, [1, 3]).toString('hex')).toBe('7e800300070138001380000002003002000100031c7e');
  expect(packagesWanted(of2019, 2, 0xffff, [1, 3]).toString('hex')).toBe(
    '7e8003400801000000000138001380000002ffff000200010003627e',
  );
});

test('random bytes never throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (data) => void readMessage(Buffer.from(data))));
  // With a fitting check byte, so that the header is reached.
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 40 }), (data) => {
      const check = data.reduce((sum, byte) => sum ^ byte, 0);
      const escaped = [...data, check].flatMap((byte) =>
        byte === 0x7d ? [0x7d, 1] : byte === 0x7e ? [0x7d, 2] : [byte],
      );
      const result = readMessage(Buffer.from(escaped));
      if (!result.ok) expect(result.error).toBe('length');
    }),
  );
});
