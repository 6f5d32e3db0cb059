/** What this browser decodes, asked once. */
import type { Decoders } from './choose.ts';
import type { StreamCodec, StreamProtocol } from './types.ts';

const types: Readonly<Record<Exclude<StreamCodec, 'unknown'>, string>> = {
  h264: 'video/mp4; codecs="avc1.42E01E"',
  h265: 'video/mp4; codecs="hvc1.1.6.L93.B0"',
};

/** By the name that WebRTC has for a codec. */
const inWebRtc: Readonly<Record<Exclude<StreamCodec, 'unknown'>, string>> = { h264: 'video/H264', h265: 'video/H265' };

export function browserDecoders(): Decoders {
  const bySource = (codec: StreamCodec): boolean =>
    'MediaSource' in window && (codec === 'unknown' || MediaSource.isTypeSupported(types[codec]));
  const byPeer = (codec: StreamCodec): boolean => {
    if (!('RTCPeerConnection' in window)) return false;
    if (codec === 'unknown') return true;
    const capabilities = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
    return capabilities.some(({ mimeType }) => mimeType.toLowerCase() === inWebRtc[codec].toLowerCase());
  };
  const known = new Map<string, boolean>();
  return {
    decodes(codec: StreamCodec, protocol: StreamProtocol) {
      const key = `${codec}/${protocol === 'whep' ? 'peer' : 'source'}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const can = protocol === 'whep' ? byPeer(codec) : bySource(codec);
      known.set(key, can);
      return can;
    },
  };
}
