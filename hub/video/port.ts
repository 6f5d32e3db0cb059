/** What the hub asks of a video platform, in its own words. An adapter speaks the platform's. */
import type { Result } from '../../shared/lib/result.ts';
import type { VideoCodec, VideoProtocol, VideoQuality, VideoStreamAddress } from '../../shared/wire/video-api.ts';

/** A camera as the platform knows it: the codes of its device and of the channel there. */
export interface ChannelRef {
  readonly device: string;
  readonly channel: string;
}

/** Shares of full speed, −1 to 1; positive: right, up, nearer. All 0: stop. */
export interface Movement {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

/**
 * Why the platform gives nothing. `PlatformAway`: it does not answer, or lets the hub not in; `since` in Unix ms of hub
 * time. `DeviceOffline`: it says so of the camera. `NoStream`: the platform works, and has no picture of this camera.
 * `NoStill`: it has none of it that the hub can hand on as a still.
 */
export interface PlatformTrouble {
  readonly code: 'PlatformAway' | 'DeviceOffline' | 'NoStream' | 'NoStill';
  readonly since: number | null;
}

export interface PlatformStill {
  readonly type: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
  /** Hub time at which the platform was asked to take it, Unix ms. */
  readonly at: number;
}

/** A channel in the platform's list, as it says it; nothing is checked yet. */
export interface ListedChannel extends ChannelRef {
  readonly name: string;
  /** WGS84 degrees; null where the platform has none. */
  readonly lon: number | null;
  readonly lat: number | null;
  /** Degrees clockwise from north; null where it is not known. */
  readonly heading: number | null;
  readonly ptz: boolean;
  readonly online: boolean;
}

export interface ListedChannels {
  readonly channels: readonly ListedChannel[];
  /** Rows that cannot be read: by place in the list, from 1, of the device or of nobody. */
  readonly unread: readonly { readonly row: number; readonly device: string }[];
  /** Most that are taken of devices or channels, where the platform has more. */
  readonly cutAt: number | null;
}

export interface VideoPlatform {
  /** Starts the stream, or finds it running. The platform counts nobody: see `stop`. */
  play(channel: ChannelRef): Promise<Result<readonly VideoStreamAddress[], PlatformTrouble>>;
  /** Ends it for everybody. */
  stop(channel: ChannelRef): Promise<Result<undefined, PlatformTrouble>>;
  /** A picture taken now. */
  still(channel: ChannelRef): Promise<Result<PlatformStill, PlatformTrouble>>;
  move(channel: ChannelRef, movement: Movement): Promise<Result<undefined, PlatformTrouble>>;
  isOnline(channel: ChannelRef): Promise<Result<boolean, PlatformTrouble>>;
  /** All channels that are cameras, through all pages, as far as they can be read and are not too many. */
  list(): Promise<Result<ListedChannels, PlatformTrouble>>;
  /** Hub time since which it does not answer; undefined while it does, as far as is known. */
  awaySince(): number | undefined;
}

/** What the register says of the ways to a camera's picture. */
export interface VideoSource {
  readonly channel?: ChannelRef;
  /** Addresses that stand fixed; they are taken before the platform is asked. */
  readonly streams: readonly {
    readonly protocol: VideoProtocol;
    readonly url: string;
    readonly codec: VideoCodec;
    readonly quality: VideoQuality;
  }[];
  readonly ptz: boolean;
}
