/** Which of the streams offered to play, best first. */
import type { StreamCodec, StreamOffer, StreamProtocol, StreamQuality } from './types.ts';

/** What this browser can do. */
export interface Decoders {
  decodes(codec: StreamCodec, protocol: StreamProtocol): boolean;
}

/** Quickest to the eye first: WebRTC in about half a second, HLS in some. */
const speed: Readonly<Record<StreamProtocol, number>> = { whep: 0, wsFlv: 1, flv: 2, hls: 3 };

/**
 * Those that can be played, of the quality wanted before the other.
 *
 * @param full Whether no connection is left to be held open: then what holds one comes last.
 */
export function playable(
  offers: readonly StreamOffer[],
  wanted: StreamQuality,
  decoders: Decoders,
  full = false,
): readonly StreamOffer[] {
  const holds = (offer: StreamOffer): number => (full && offer.protocol === 'flv' ? 1 : 0);
  const other = (offer: StreamOffer): number => (offer.quality === wanted ? 0 : 1);
  return offers
    .filter(({ codec, protocol }) => decoders.decodes(codec, protocol))
    .sort((a, b) => holds(a) - holds(b) || other(a) - other(b) || speed[a.protocol] - speed[b.protocol]);
}
