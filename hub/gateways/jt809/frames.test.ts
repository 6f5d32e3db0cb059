import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { answers809, frame809, published } from '../../../tests/support/jt809.ts';
import { ciphered } from './cipher.ts';
import { checked, framed, longestOnWire, Unframer } from './frames.ts';
import { readExchange, readHead } from './messages.ts';
import { readPosition, readPositions } from './positions.ts';
import type { RejectionReason } from './rejections.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const plainOf = (frame: Buffer): Buffer => {
  const plain = checked(frame.subarray(1, -1));
  if (!plain.ok) throw new Error(plain.error);
  return plain.value;
};

test.each(Object.entries(published))('the published frame %s is whole', (_name, hex) => {
  const plain = plainOf(bytes(hex));
  expect(framed(Buffer.from(plain)).equals(bytes(hex))).toBe(true);
});

test('the published position says what its publisher says', () => {
  const plain = plainOf(bytes(published.position));
  expect(readHead(plain)).toMatchObject({ serial: 105, id: 0x1200, accessCode: 11, encrypted: false });
  const exchange = must(readExchange(plain.subarray(22)), 'an exchange');
  expect(exchange).toMatchObject({ plate: '赣B63265', colour: 2, subType: 0x1202 });
  expect(readPosition(exchange.payload, '2011')).toEqual({
    ...{ shifted: false, place: { lon: 114.809933, lat: 25.526799 }, at: Date.UTC(2018, 11, 7, 6, 34, 56) },
    ...{ speed: 82, heading: 336, altitude: 1_730, positioned: true, sos: false },
  });
});

test('the cipher gives the published bytes, and takes them back', () => {
  const constants = { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 };
  expect(ciphered(bytes('01020304050607'), 256_178, constants).toString('hex')).toBe('d34c7078a73a41');
  const [plain, secret] = [published.login, published.loginCiphered].map((hex) => plainOf(bytes(hex)).subarray(22));
  expect(ciphered(must(secret, 'a body'), 256_178, constants)).toEqual(plain);
});

test('the published batch of three, and none of it where a byte is missing', () => {
  const one = (hour: string): string => `00130707dc${hour}07ef4d80017018400032003300000096002d002d0000000300000101`;
  const batch = bytes(`03${one('0f0f0f')}${one('101010')}${one('111111')}`);
  const at = (hour: number) => Date.UTC(2012, 6, 19, hour - 8, hour, hour);
  expect(readPositions(batch, '2011')).toMatchObject([15, 16, 17].map((hour) => ({ at: at(hour), sos: true })));
  expect(readPositions(batch.subarray(0, -1), '2011')).toBeUndefined();
  expect(readPositions(Buffer.alloc(0), '2011')).toBeUndefined();
});

test('a position of 2019 is that of JT/T 808 with who else watches it', () => {
  const body808 = `0000000000000003${'01dbe4e0'}${'073cfcc8'}000c016d005a261121224105`;
  const watchers = `${'31'.repeat(11)}00000001`.repeat(3);
  const read = readPosition(bytes(`000000001c${body808}${watchers}`), '2019');
  expect(read).toMatchObject({
    ...{ shifted: false, place: { lon: 121.437384, lat: 31.188192 }, speed: 36.5, heading: 90 },
    ...{ at: Date.UTC(2026, 10, 21, 14, 41, 5), positioned: true },
  });
  // The published one says that it is encrypted, and holds no position.
  const empty = `0100000000${['31', '32', '33'].map((digit, n) => `${digit.repeat(11)}0000000${n + 1}`).join('')}`;
  expect(readPosition(bytes(empty), '2019')).toBeUndefined();
});

test('any content comes through, however it is cut', () => {
  const body = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(body, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (given, cuts) => {
      const wire = frame809('1200', Buffer.from(given).toString('hex'));
      const contents: Buffer[] = [];
      const unframer = new Unframer(
        (content) => contents.push(Buffer.from(content)),
        (reason) => expect.fail(reason),
      );
      for (let from = 0, n = 0; from < wire.length; n += 1) {
        const size = cuts[n % cuts.length] ?? 1;
        unframer.push(wire.subarray(from, from + size));
        from += size;
      }
      const [content = Buffer.alloc(0)] = contents;
      const plain = checked(content);
      expect(plain.ok && plain.value.subarray(22).equals(Buffer.from(given))).toBe(true);
      expect(answers809(framed(Buffer.concat([Buffer.alloc(22), given])))[0]?.slice(44)).toBe(
        Buffer.from(given).toString('hex'),
      );
    }),
  );
});

test('garbage is counted, bounded, and followed by the next frame', () => {
  const reasons: RejectionReason[] = [];
  let frames = 0;
  const unframer = new Unframer(
    () => (frames += 1),
    (reason) => reasons.push(reason),
  );
  unframer.push(Buffer.from('GET / HTTP/1.1'));
  unframer.push(frame809('1005', ''));
  unframer.push(Buffer.concat([bytes('5b'), Buffer.alloc(longestOnWire + 5, 1)]));
  unframer.push(frame809('1005', ''));
  unframer.push(bytes('5b0102'));
  unframer.push(frame809('1005', ''));
  expect([frames, reasons]).toEqual([3, ['garbage', 'tooLong', 'garbage']]);
  expect(unframer.unfinished).toBe(false);
});

test.each([
  ['badEscape', '5a03'.padEnd(60, '0')],
  ['garbage', '00'.repeat(20)],
  ['checksum', '00'.repeat(24)],
] as const)('%s', (reason, hex) => {
  expect(checked(bytes(hex))).toEqual({ ok: false, error: reason });
});
