import type { Entry } from '../kernel.ts';
import type { VideoPointRecord } from './events.ts';

export type { Stream } from './events.ts';

/** A camera by whose picture a place can be looked at, as the register has it. */
export type VideoPointState = Entry<VideoPointRecord>;

export interface VideoPointReads {
  /** Withdrawn ones too. */
  videoPoint(id: string): VideoPointState | undefined;
  /** The one that stands under this GB/T 28181 code. */
  videoPointByChannel(channel: string): VideoPointState | undefined;
  /** Those that stand, by id. */
  videoPoints(): readonly VideoPointState[];
}
