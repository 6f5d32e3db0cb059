/** What a source sent, judged by its bytes: servers call pages of errors `image/png`, and pictures anything. Pure. */
import type { PictureType } from '../../shared/wire/online-maps.ts';

/** Side of the largest picture taken for a tile, pixels: beyond it a few bytes could fill a seat's memory. */
export const largestSide = 1_024;

export type Judged =
  | { readonly is: 'picture'; readonly type: PictureType }
  | { readonly is: 'notPicture' }
  /** More pixels than a tile has. */
  | { readonly is: 'tooLarge' };

interface Found {
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
}

/** PNG: the signature, then IHDR with both sides (ISO/IEC 15948, 5.2 and 11.2.2). */
function png(bytes: Buffer): Found | undefined {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(signature) || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return undefined;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Markers of a frame: SOF0 to SOF15 but the tables among them (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpeg(bytes: Buffer): Found | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    // Fill bytes.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker))
      return { type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** RIFF with a first chunk of each of the three forms (RFC 9649, 2.5 to 2.7). */
function webp(bytes: Buffer): Found | undefined {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    return undefined;
  const type = 'image/webp' as const;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { type, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

export function judge(bytes: Buffer): Judged {
  const found = png(bytes) ?? jpeg(bytes) ?? webp(bytes);
  if (found === undefined || found.width === 0 || found.height === 0) return { is: 'notPicture' };
  if (found.width > largestSide || found.height > largestSide) return { is: 'tooLarge' };
  return { is: 'picture', type: found.type };
}
