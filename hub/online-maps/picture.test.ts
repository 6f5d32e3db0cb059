import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainPng } from '../../tests/support/tiny-png.ts';
import { judge, largestSide } from './picture.ts';

/** A JPEG up to its frame: an APP0 of some length before it. */
function jpeg(width: number, height: number, filler: number): Buffer {
  const app = Buffer.alloc(4 + filler);
  app.set([0xff, 0xe0]);
  app.writeUInt16BE(2 + filler, 2);
  const frame = Buffer.from([0xff, 0xc2, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app, frame]);
}

function webp(form: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write(`WEBP${form}`, 8, 'latin1');
  if (form === 'VP8 ') {
    bytes.writeUInt16LE(width, 26);
    bytes.writeUInt16LE(height, 28);
  } else if (form === 'VP8L') bytes.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  else {
    bytes.writeUIntLE(width - 1, 24, 3);
    bytes.writeUIntLE(height - 1, 27, 3);
  }
  return bytes;
}

const side = fc.integer({ min: 1, max: 4_000 });

test('pictures of the three kinds are known with their size, whatever the server calls them', () => {
  fc.assert(
    fc.property(side, side, fc.integer({ min: 0, max: 60 }), (width, height, filler) => {
      const isLarge = width > largestSide || height > largestSide;
      const as = (type: string) => (isLarge ? { is: 'tooLarge' } : { is: 'picture', type });
      expect(judge(jpeg(width, height, filler))).toEqual(as('image/jpeg'));
      for (const form of ['VP8 ', 'VP8L', 'VP8X'] as const)
        expect(judge(webp(form, width, height))).toEqual(as('image/webp'));
    }),
  );
  expect(judge(plainPng('#102030', 256))).toEqual({ is: 'picture', type: 'image/png' });
  expect(judge(plainPng('#102030', largestSide + 1))).toEqual({ is: 'tooLarge' });
});

test('anything else is none, and nothing makes it fail', () => {
  for (const text of ['', '<html>', '{"code":1}', '<?xml version="1.0"?><ServiceException/>', 'GIF89a\x01\x00\x01\x00'])
    expect(judge(Buffer.from(text, 'latin1'))).toEqual({ is: 'notPicture' });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.constantFrom([], [0xff, 0xd8, 0xff, 0xe0], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], [82, 73, 70, 70]),
      (tail, head) => {
        expect(['picture', 'notPicture', 'tooLarge']).toContain(judge(Buffer.from([...head, ...tail])).is);
      },
    ),
  );
});
