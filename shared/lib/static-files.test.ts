import { expect, test } from 'vitest';
import { byteRange, contentType } from './static-files.ts';

test.each([
  ['bytes=0-0', { from: 0, to: 0 }],
  ['bytes=5-', { from: 5, to: 99 }],
  ['bytes=-7', { from: 93, to: 99 }],
  ['bytes=-700', { from: 0, to: 99 }],
  ['bytes=90-500', { from: 90, to: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-5', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,5-6', undefined],
  ['items=0-1', undefined],
  ['', undefined],
])('a request for %s of 100 bytes', (header, expected) => {
  expect(byteRange(header, 100)).toEqual(expected);
});

test('a type by the ending of the name; unknown ones are bytes', () => {
  expect(['a/index.html', 'x.PNG', 'noending', 'a.b/c'].map(contentType)).toEqual([
    'text/html; charset=utf-8',
    'image/png',
    'application/octet-stream',
    'application/octet-stream',
  ]);
});
