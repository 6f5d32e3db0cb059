import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../tests/support/shared-data.ts';
import { tinyPmtiles } from '../../tests/support/tiny-pmtiles.ts';
import { pmtilesHeadBytes, readPmtilesHead } from './pmtiles.ts';

const { bytes } = tinyPmtiles(1_000);
const changed = (change: (head: Buffer) => void): ReturnType<typeof readPmtilesHead> => {
  const copy = Buffer.from(bytes);
  change(copy);
  return readPmtilesHead(copy, copy.length);
};

test('the head of an archive says what is in it', () => {
  expect(readPmtilesHead(bytes, bytes.length)).toEqual({
    ok: true,
    value: {
      ...{ tiles: 'mvt', directories: 'none', minZoom: 0, maxZoom: 14, bounds: [121.4, 31.1, 121.5, 31.25] },
      metadata: { offset: expect.any(Number), length: expect.any(Number) },
    },
  });
  // The same where it lies in the middle of other bytes.
  const around = Buffer.concat([Buffer.alloc(33, 7), bytes]);
  expect(readPmtilesHead(around.subarray(33), bytes.length)).toEqual(readPmtilesHead(bytes, bytes.length));
});

const real = sharedData('shanghai', 'proof-xuhui-huangpu.pmtiles');
test.skipIf(real === undefined)('a real archive of another program is read', () => {
  const file = readFileSync(real ?? '');
  const read = readPmtilesHead(file, file.length);
  expect(read).toMatchObject({ ok: true, value: { tiles: 'mvt', directories: 'gzip' } });
});

describe('what is wrong is named', () => {
  test.each([
    ['rootDirectory', (head: Buffer) => head.writeBigUInt64LE(0n, 16)],
    ['rootDirectory', (head: Buffer) => head.writeBigUInt64LE(12n, 8)],
    ['metadata', (head: Buffer) => head.writeBigUInt64LE(1n << 60n, 24)],
    ['leafDirectories', (head: Buffer) => head.writeBigUInt64LE(5_000n, 48)],
    ['tileData', (head: Buffer) => head.writeBigUInt64LE(100_000n, 64)],
    ['tileData', (head: Buffer) => head.writeBigUInt64LE(0n, 64)],
    ['internalCompression', (head: Buffer) => head.writeUInt8(3, 97)],
    ['tileCompression', (head: Buffer) => head.writeUInt8(4, 98)],
    ['tileType', (head: Buffer) => head.writeUInt8(5, 99)],
    ['maxZoom', (head: Buffer) => head.writeUInt8(23, 101)],
    ['minZoom', (head: Buffer) => head.writeUInt8(15, 100)],
    ['bounds', (head: Buffer) => head.writeInt32LE(1_900_000_000, 110)],
    ['bounds', (head: Buffer) => head.writeInt32LE(1_800_000_000, 102)],
  ])('%s', (field, change) => {
    const read = changed((head) => void change(head));
    expect(read).toEqual({
      ok: false,
      error: { code: 'PmtilesUnfit', field, message: expect.stringContaining(field) },
    });
  });

  test('no archive at all, and one of another version', () => {
    for (const text of ['', 'PMTiles', '{"type":"FeatureCollection"}'.padEnd(200)])
      expect(readPmtilesHead(Buffer.from(text), text.length)).toMatchObject({
        ok: false,
        error: { code: 'NotPmtiles' },
      });
    expect(changed((head) => void head.writeUInt8(2, 7))).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('版本是 2') },
    });
  });
});

test('a cut archive is never taken for a whole one, and nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
      expect(readPmtilesHead(bytes.subarray(0, length), length).ok).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: pmtilesHeadBytes, maxLength: 200 }), (noise) => {
      noise.set(Buffer.from('PMTiles\u0003', 'latin1'));
      const read = readPmtilesHead(noise, noise.length);
      if (read.ok) expect(read.value.maxZoom).toBeLessThanOrEqual(22);
      else expect(read.error.message).not.toBe('');
    }),
  );
});
