import { expect, test } from 'vitest';
import { playable } from './choose.ts';
import type { Decoders } from './choose.ts';
import type { StreamCodec, StreamOffer, StreamProtocol, StreamQuality } from './types.ts';

const offer = (protocol: StreamProtocol, codec: StreamCodec, quality: StreamQuality): StreamOffer => ({
  ...{ protocol, codec, quality },
  path: `/video/t/${protocol}-${codec}-${quality}`,
});
const all: Decoders = { decodes: () => true };
const noH265: Decoders = { decodes: (codec) => codec !== 'h265' };
const noPeer: Decoders = { decodes: (_codec, protocol) => protocol !== 'whep' };
const shown = (offers: readonly StreamOffer[]): string[] =>
  offers.map(({ protocol, codec, quality }) => `${protocol} ${codec} ${quality}`);

test('the quality wanted first, and of it the quickest way', () => {
  const offers = [
    offer('hls', 'h264', 'main'),
    offer('flv', 'h264', 'sub'),
    offer('whep', 'h264', 'main'),
    offer('wsFlv', 'h264', 'sub'),
  ];
  expect(shown(playable(offers, 'sub', all))).toEqual([
    ...['wsFlv h264 sub', 'flv h264 sub', 'whep h264 main', 'hls h264 main'],
  ]);
  expect(shown(playable(offers, 'main', noPeer))[0]).toBe('hls h264 main');
});

test('H.265 where it is decoded, else the sub-stream', () => {
  const offers = [offer('flv', 'h265', 'main'), offer('flv', 'h264', 'sub')];
  expect(shown(playable(offers, 'main', all))[0]).toBe('flv h265 main');
  expect(shown(playable(offers, 'main', noH265))).toEqual(['flv h264 sub']);
  expect(playable([offer('flv', 'h265', 'main')], 'main', noH265)).toEqual([]);
});
