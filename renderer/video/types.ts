/** What live pictures are made of: streams that a video point offers, and what can be said of a picture. Plain data. */

export const streamProtocols = ['whep', 'wsFlv', 'flv', 'hls'] as const;
export type StreamProtocol = (typeof streamProtocols)[number];
export type StreamCodec = 'h264' | 'h265' | 'unknown';
export type StreamQuality = 'main' | 'sub';

/** One way to the picture of a video point. */
export interface StreamOffer {
  readonly protocol: StreamProtocol;
  /** Same origin, from the root. */
  readonly path: string;
  readonly codec: StreamCodec;
  readonly quality: StreamQuality;
}

/** Why a video point gives no streams now. */
export const openRefusals = [
  'VideoUnknown',
  'NoStream',
  'NoStill',
  'PlatformAway',
  'DeviceOffline',
  'NotAllowed',
  'Busy',
  'Offline',
] as const;
export type OpenRefusal = (typeof openRefusals)[number];

export type Opened =
  | {
      readonly status: 'streams';
      readonly ticket: string;
      readonly streams: readonly StreamOffer[];
      /** Whether it can be turned from here. */
      readonly ptz: boolean;
      /** A made-up picture: said beside it. */
      readonly simulated: boolean;
    }
  | { readonly status: 'refused'; readonly code: OpenRefusal };

export type Still =
  | {
      readonly status: 'still';
      /** Hub time it was taken, Unix ms. */
      readonly at: number;
      /** Same origin, from the root. */
      readonly path: string;
      readonly simulated: boolean;
    }
  | { readonly status: 'refused'; readonly code: OpenRefusal };

/** Shares of full speed, −1 to 1: right, up and nearer are positive. All 0 stops. */
export interface Movement {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

/** Where streams are asked for. Never rejects: what cannot be had is refused. */
export interface VideoDoor {
  open(videoPoint: string, quality: StreamQuality): Promise<Opened>;
  close(ticket: string): void;
  still(videoPoint: string): Promise<Still>;
  /** Undefined where it was done; else why not. */
  move(videoPoint: string, movement: Movement): Promise<OpenRefusal | undefined>;
}

/** Why a picture that was there, or ought to be, is not. */
export const lossReasons = ['noPicture', 'stopped', 'network', 'media', 'ended', 'connections'] as const;
export type LossReason = (typeof lossReasons)[number];

/** Instants are ms of the clock that the picture was given. */
export type PictureState =
  | { readonly is: 'idle' }
  /** Streams are being asked for, or the first frame is awaited. */
  | { readonly is: 'starting'; readonly since: number }
  | { readonly is: 'playing'; readonly simulated: boolean; readonly ptz: boolean; readonly quality: StreamQuality }
  /** The last frame stands still. */
  | { readonly is: 'stalled'; readonly frameAt: number }
  /** Given up for now; tried again at `retryAt`. */
  | {
      readonly is: 'lost';
      readonly reason: LossReason;
      /** Of the last frame; null: there was none. */
      readonly frameAt: number | null;
      readonly retryAt: number;
    }
  /** `retryAt` null: nothing will change by asking again. */
  | { readonly is: 'refused'; readonly code: OpenRefusal; readonly retryAt: number | null }
  /** There are streams, and this browser can decode none of them. */
  | { readonly is: 'undecodable'; readonly codec: StreamCodec };
