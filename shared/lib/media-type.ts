/** What a file is, by its first bytes: its name says nothing. */

export const mediaTypes = [
  ...(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/bmp', 'image/tiff', 'image/heic'] as const),
  ...(['application/pdf', 'audio/wav', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/amr'] as const),
] as const;
export type MediaType = (typeof mediaTypes)[number];

export type MediaSort = 'image' | 'sound' | 'document';

export function sortOf(type: MediaType): MediaSort {
  if (type === 'application/pdf') return 'document';
  return type.startsWith('image/') ? 'image' : 'sound';
}

/** Those that a page shows or plays by itself; the others are only given back as a file. */
export function isShownInPage(type: MediaType): boolean {
  return !['image/tiff', 'image/heic', 'application/pdf', 'audio/amr'].includes(type);
}

/** Usual ending of a file of the type, with its dot. */
export function endingOf(type: MediaType): string {
  const endings: { readonly [T in MediaType]: string } = {
    ...{ 'image/jpeg': '.jpg', 'image/png': '.png', 'image/webp': '.webp', 'image/gif': '.gif', 'image/bmp': '.bmp' },
    ...{ 'image/tiff': '.tif', 'image/heic': '.heic', 'application/pdf': '.pdf', 'audio/wav': '.wav' },
    ...{ 'audio/mpeg': '.mp3', 'audio/mp4': '.m4a', 'audio/ogg': '.ogg', 'audio/amr': '.amr' },
  };
  return endings[type];
}

const heicBrands = ['heic', 'heix', 'mif1', 'msf1', 'heim', 'heis'];
const soundBrands = ['M4A ', 'M4B '];

/** `text` at this place of the bytes, one byte a letter. */
const says = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, place) => bytes[at + place] === letter.charCodeAt(0));

/** A frame of MPEG audio layer II or III: eleven bits set, and no reserved version, layer, rate. */
function isMpegFrame(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = bytes;
  const layer = (second >> 1) & 3;
  return (
    first === 0xff &&
    (second & 0xe0) === 0xe0 &&
    ((second >> 3) & 3) !== 1 &&
    (layer === 1 || layer === 2) &&
    third >> 4 !== 0xf &&
    ((third >> 2) & 3) !== 3
  );
}

function brandOf(bytes: Uint8Array): string {
  return says(bytes, 4, 'ftyp') ? String.fromCharCode(...bytes.subarray(8, 12)) : '';
}

/** Undefined for what is none of `mediaTypes`. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (says(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (says(bytes, 0, 'RIFF')) {
    if (says(bytes, 8, 'WEBP')) return 'image/webp';
    return says(bytes, 8, 'WAVE') ? 'audio/wav' : undefined;
  }
  if (says(bytes, 0, 'GIF87a') || says(bytes, 0, 'GIF89a')) return 'image/gif';
  if (says(bytes, 0, 'BM') && bytes.length > 26 && bytes[6] === 0 && bytes[8] === 0) return 'image/bmp';
  if (says(bytes, 0, 'II*\0') || says(bytes, 0, 'MM\0*')) return 'image/tiff';
  if (says(bytes, 0, '%PDF-')) return 'application/pdf';
  if (says(bytes, 0, 'OggS')) return 'audio/ogg';
  if (says(bytes, 0, '#!AMR')) return 'audio/amr';
  if (says(bytes, 0, 'ID3') || isMpegFrame(bytes)) return 'audio/mpeg';
  const brand = brandOf(bytes);
  if (heicBrands.includes(brand)) return 'image/heic';
  return soundBrands.includes(brand) ? 'audio/mp4' : undefined;
}
