import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behind, followable, videoPath } from './path.ts';

const ticket = 'A'.repeat(43);
const stream = { url: 'http://10.0.0.9:8080/rtp/340_1/hls.m3u8?token=a1&x=2', name: 'hls.m3u8' };

function leads(rest: string, of: { readonly url: string; readonly name: string } = stream): string | undefined {
  const path = videoPath(`/video/${ticket}/0/${rest}`);
  return path?.is === 'stream' ? behind(of, path)?.href : undefined;
}

test('the name of the stream leads to its own address, query included', () => {
  expect(leads('hls.m3u8')).toBe(stream.url);
  // What a player asks with a playlist; what the address says stays.
  expect(leads('hls.m3u8?_HLS_msn=4&token=mine')).toBe(`${stream.url}&_HLS_msn=4`);
});

test('another name leads beside or below it', () => {
  expect(leads('41.ts')).toBe('http://10.0.0.9:8080/rtp/340_1/41.ts');
  expect(leads('2026-08-06/22/40-31_0.ts?sid=7')).toBe('http://10.0.0.9:8080/rtp/340_1/2026-08-06/22/40-31_0.ts?sid=7');
  expect(leads('..a.ts')).toBe('http://10.0.0.9:8080/rtp/340_1/..a.ts');
});

test.each([
  ...['', '/', 'a//b', '../x', 'a/../../x', './x', '..', '...', '..%2fx', '%2e%2e/x', '..%5cx', 'a\\b', '%00', 'x%2f'],
  ...['http://evil.example/x', '//evil.example/x', 'http:/x', 'x:80/y', '@evil', 'a b', 'a#b', 'ä.ts', 'x?a#b', 'x?<'],
  ...['a/b/c/d/e/f/g/h/i', 'x'.repeat(121), `x?${'a'.repeat(1_001)}`],
])('what could mean another place is no path: %s', (rest) => {
  const found = leads(rest);
  // "@evil" is a name like any other, and stays one.
  if (rest === '@evil') expect(found).toBe('http://10.0.0.9:8080/rtp/340_1/@evil');
  else expect(found).toBeUndefined();
});

test.each([
  undefined,
  ...[
    '/video',
    '/video/',
    '/videos/x',
    `/video/${ticket}`,
    `/video/${ticket}/0`,
    `/video/${ticket}/x/y`,
    `/video/${ticket}/100/y`,
  ],
  ...[
    `/video/${'A'.repeat(42)}/0/x`,
    `/video/${'.'.repeat(43)}/0/x`,
    `/video/${ticket}/-1/x`,
    `/video/still/${'g'.repeat(64)}`,
  ],
  ...[`/video/still/${'a'.repeat(63)}`, `/video/still/${'a'.repeat(64)}/x`, `/video/still/${'a'.repeat(64)}?x`],
])('no path of a picture: %s', (url) => {
  expect(videoPath(url)).toBeUndefined();
});

test('a still has a key', () => {
  expect(videoPath(`/video/still/${'0f'.repeat(32)}`)).toEqual({ is: 'still', key: '0f'.repeat(32) });
});

test('whatever is asked, it leads nowhere but into the folder of the stream', () => {
  const bit = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '/',
      '\\',
      ':',
      '?',
      '#',
      '@',
      '//',
      'http:',
      'a',
      'hls.m3u8',
      '\u0000',
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(bit, { maxLength: 8 }), (bits) => {
      const found = leads(bits.join(''));
      if (found === undefined) return;
      const url = new URL(found);
      expect(url.origin).toBe('http://10.0.0.9:8080');
      expect(url.pathname.startsWith('/rtp/340_1/')).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('an address that is none of the web leads nowhere', () => {
  for (const url of ['file:///etc/passwd', 'rtsp://10.0.0.9/x', 'javascript:1', 'nothing'])
    expect(leads('x', { url, name: 'x' })).toBeUndefined();
});

test('a playlist that names from the root, or by whole addresses, is one of our paths; what stands elsewhere is left', () => {
  const root = `/video/${ticket}/0/`;
  const at = new URL(stream.url);
  const said = [
    ...['#EXTM3U', '#EXT-X-MAP:URI="/rtp/340_1/init.mp4",BYTERANGE="1@0"', '#EXTINF:1,', '41.ts', 'sub/42.ts?a=/b'],
    ...['/rtp/340_1/43.ts?token=x', 'http://10.0.0.9:8080/rtp/340_1/sub/44.ts', '/other/45.ts', '//evil.example/46.ts'],
    ...['http://10.0.0.8/rtp/340_1/47.ts', '#EXT-X-KEY:METHOD=NONE,URI="key"', '#说明 /rtp/340_1/x', ''],
  ];
  const heard = [
    ...['#EXTM3U', `#EXT-X-MAP:URI="${root}init.mp4",BYTERANGE="1@0"`, '#EXTINF:1,', '41.ts', 'sub/42.ts?a=/b'],
    ...[`${root}43.ts?token=x`, `${root}sub/44.ts`, '/other/45.ts', '//evil.example/46.ts'],
    ...['http://10.0.0.8/rtp/340_1/47.ts', '#EXT-X-KEY:METHOD=NONE,URI="key"', '#说明 /rtp/340_1/x', ''],
  ];
  for (const end of ['\n', '\r\n']) expect(followable(said.join(end), at, stream, root)).toBe(heard.join(end));
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (!/^(\/|[a-z]+:\/\/)/im.test(text) && !text.includes('URI="'))
        expect(followable(text, at, stream, root)).toBe(text);
    }),
  );
});
