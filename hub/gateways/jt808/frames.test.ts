import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountedRejections, wire } from '../../../tests/support/jt808.ts';
import { checked, framed, longestContent, longestOnWire, unescaped, Unframer } from './frames.ts';

/** A reader, what it gave and counted, and the most bytes it ever kept. */
function reader() {
  const contents: string[] = [];
  const rejections = new CountedRejections();
  const unframer = new Unframer((content) => contents.push(content.toString('hex')), rejections.reject);
  const push = (bytes: string | Buffer): void => unframer.push(Buffer.from(bytes as string, 'hex'));
  return { contents, counts: rejections.counts, unframer, push };
}

const bytes = (max: number): fc.Arbitrary<Buffer> => fc.uint8Array({ maxLength: max }).map((data) => Buffer.from(data));
const contentOf = (data: Uint8Array): Buffer => Buffer.from(data.filter((byte) => byte !== 0x7e));

/** Cuts bytes at the places. */
function cut(whole: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => whole.subarray(from, at[i] ?? whole.length));
}

test('several frames in one chunk, flags between them, and one flag for two frames', () => {
  const { contents, counts, push } = reader();
  push('7e01027e7e03047e7e7e7e05067e07087e');
  expect(contents).toEqual(['0102', '0304', '0506', '0708']);
  expect(counts).toEqual({});
});

test('one frame byte by byte', () => {
  const { contents, push, unframer } = reader();
  for (const byte of ['7e', '01', '02', '03']) push(byte);
  expect(unframer.unfinished).toBe(true);
  push('7e');
  expect(contents).toEqual(['010203']);
  expect(unframer.unfinished).toBe(false);
});

test('bytes before the first flag are garbage, counted once, never kept', () => {
  const { contents, counts, push, unframer } = reader();
  push('2424');
  push('24');
  expect([unframer.kept, unframer.unfinished]).toEqual([0, false]);
  push('307e0102');
  push('7e');
  expect(contents).toEqual(['0102']);
  expect(counts).toEqual({ garbage: 1 });
});

test('garbage without end: the reader keeps no more than one longest frame', () => {
  const { contents, counts, unframer, push } = reader();
  const noise = Buffer.alloc(1_000, 0x55);
  push('7e');
  let most = 0;
  for (let count = 0; count < 1_000; count += 1) {
    unframer.push(noise);
    most = Math.max(most, unframer.kept);
  }
  expect(most).toBeLessThanOrEqual(longestOnWire);
  expect([unframer.kept, unframer.unfinished]).toEqual([0, true]);
  expect(counts).toEqual({ tooLong: 1 });
  push('7e01027e');
  expect(contents).toEqual(['0102']);
  push('55'.repeat(longestOnWire + 1) + '7e');
  expect(counts).toEqual({ tooLong: 2 });
  push('55'.repeat(longestOnWire) + '7e');
  expect(contents).toHaveLength(2);
});

test('any chunking of any contents gives the same contents', () => {
  const content = fc.uint8Array({ minLength: 1, maxLength: 60 }).map(contentOf);
  fc.assert(
    fc.property(fc.array(content, { maxLength: 8 }), fc.array(fc.nat(600), { maxLength: 40 }), (all, places) => {
      const { contents, counts, unframer } = reader();
      const flag = Buffer.of(0x7e);
      const stream = Buffer.concat([flag, ...all.flatMap((one) => [flag, one, flag])]);
      for (const chunk of cut(stream, places)) {
        unframer.push(chunk);
        // Chunks are written over in real sockets.
        chunk.fill(0xff);
      }
      expect(contents).toEqual(all.filter((one) => one.length > 0).map((one) => one.toString('hex')));
      expect(counts).toEqual({});
    }),
  );
});

test('random bytes never throw, and memory stays bounded', () => {
  fc.assert(
    fc.property(fc.array(bytes(3_000), { maxLength: 10 }), (chunks) => {
      const { unframer } = reader();
      for (const chunk of chunks) {
        unframer.push(chunk);
        expect(unframer.kept).toBeLessThanOrEqual(longestOnWire);
        expect(() => checked(chunk)).not.toThrow();
      }
    }),
  );
});

test('7d01 is 7d and 7d02 is 7e; 7d before anything else is no frame', () => {
  const plain = (content: string): string | undefined => unescaped(Buffer.from(content, 'hex'))?.toString('hex');
  expect(plain('307d02087d0155')).toBe('307e087d55');
  expect(plain('7d017d02')).toBe('7d7e');
  expect(plain('0102')).toBe('0102');
  for (const wrong of ['017d', '7d03', '7d7d01', '7d00']) expect(plain(wrong), wrong).toBeUndefined();
});

test('the check byte is the XOR of header and body, looked at after unescaping', () => {
  // A heartbeat of 013800138000, serial 5.
  const good = Buffer.from('000200000138001380000005ad', 'hex');
  expect(checked(good)).toEqual({ ok: true, value: good.subarray(0, -1) });
  const bad = Buffer.from(good);
  bad.writeUInt8(0xac, 12);
  expect(checked(bad)).toEqual({ ok: false, error: 'checksum' });
  expect(checked(good.subarray(1))).toEqual({ ok: false, error: 'garbage' });
  expect(checked(Buffer.from('7d', 'hex'))).toEqual({ ok: false, error: 'badEscape' });
});

test('what is framed reads back, with no flag inside, as an encoder made another way has it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: longestContent - 1 }), (data) => {
      const plain = Buffer.from(data);
      const sent = framed(plain);
      expect(sent).toEqual(wire(plain.toString('hex')));
      const inner = sent.subarray(1, -1);
      expect(inner.includes(0x7e)).toBe(false);
      expect(inner.length).toBeLessThanOrEqual(longestOnWire);
      expect(checked(inner)).toEqual({ ok: true, value: plain });
    }),
  );
});
