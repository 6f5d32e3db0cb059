/** What the register says of the ways to a camera's picture, as the hub uses it. */
import type { VideoPointRecord } from '../../shared/domain/video-point/events.ts';
import type { VideoSource } from './port.ts';

export function sourceOf({ device, channel, streams = [], ptz = false }: VideoPointRecord): VideoSource {
  return {
    // The platform finds a channel by its device only.
    ...(device === undefined || channel === undefined ? {} : { channel: { device, channel } }),
    streams: streams.map(({ protocol, url, codec, sub }) => ({
      ...{ protocol, url, codec },
      quality: sub ? ('sub' as const) : ('main' as const),
    })),
    ptz,
  };
}
