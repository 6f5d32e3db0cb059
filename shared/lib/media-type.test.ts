import { expect, test } from 'vitest';
import { mediaTypeOf, sortOf } from './media-type.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));

test.each([
  ['\xff\xd8\xff\xe0', 'image/jpeg', 'image'],
  ['\x89PNG\r\n\x1a\n....', 'image/png', 'image'],
  ['RIFF....WEBPVP8 ', 'image/webp', 'image'],
  ['II*\0....', 'image/tiff', 'image'],
  ['....ftypheic....', 'image/heic', 'image'],
  ['%PDF-1.7', 'application/pdf', 'document'],
  ['RIFF....WAVEfmt ', 'audio/wav', 'sound'],
  ['\xff\xfb\x90\x64', 'audio/mpeg', 'sound'],
  ['....ftypM4A ....', 'audio/mp4', 'sound'],
  ['#!AMR\n', 'audio/amr', 'sound'],
] as const)('%j is told by its bytes', (text, type, sort) => {
  expect(mediaTypeOf(bytes(text))).toBe(type);
  expect(sortOf(type)).toBe(sort);
});

test.each([
  ['nothing', ''],
  ['a page', '<!DOCTYPE html><script>'],
  ['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg">'],
  ['a program', 'MZ\x90\0'],
  ['a film', '....ftypisom....'],
  ['an archive', 'PK\x03\x04'],
  ['half a picture', '\xff\xd8'],
  ['bits that are no sound', '\xff\xff\xff\xff'],
])('%s is none of them', (_name, text) => {
  expect(mediaTypeOf(bytes(text))).toBeUndefined();
});
