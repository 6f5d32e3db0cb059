/** The hub's pictures, put together: platform, allowed hosts, register, rights. */
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import { mediaHosts } from './hosts.ts';
import type { VideoPlatformFiles } from './options.ts';
import type { VideoPlatform } from './port.ts';
import { createVideoRoom } from './room.ts';
import type { VideoRoom, VideoRoomDeps } from './room.ts';
import { sourceOf } from './source.ts';
import { WvpClient } from './wvp/client.ts';
import { wvpPlatform } from './wvp/platform.ts';

export interface VideoConfig {
  readonly platform?: VideoPlatformFiles;
  /** Besides that of the platform. */
  readonly hosts: readonly string[];
}

export interface ComposeVideoDeps extends Omit<VideoRoomDeps, 'platform' | 'hosts' | 'source'> {
  readonly config: VideoConfig | undefined;
  readonly videoPoint: (id: string) => VideoPointState | undefined;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
}

export interface HubVideo {
  readonly room: VideoRoom;
  readonly platform: VideoPlatform | undefined;
}

const withPort = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;

export function composeVideo(deps: ComposeVideoDeps): HubVideo {
  const { config = { hosts: [] }, clock, monotonic, log, videoPoint } = deps;
  const given = config.platform;
  // The platform says itself where its media are, at whatever port of its host. A row of the register may have been
  // typed by anybody who keeps it: for that the host has its API's port, and those that were named.
  const hosts = mediaHosts([...config.hosts, ...(given === undefined ? [] : [given.base.hostname])]);
  const fixedHosts = mediaHosts([...config.hosts, ...(given === undefined ? [] : [withPort(given.base)])]);
  const platform =
    given === undefined
      ? undefined
      : wvpPlatform({
          client: new WvpClient({ ...given, clock, monotonic, log }),
          ...{ secure: given.base.protocol === 'https:', hosts, clock, log },
        });
  const source: VideoRoomDeps['source'] = (id) => {
    const held = videoPoint(id);
    return held === undefined || held.withdrawn !== undefined ? undefined : sourceOf(held);
  };
  return { room: createVideoRoom({ ...deps, platform, hosts: fixedHosts, source }), platform };
}
