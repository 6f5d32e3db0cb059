import type { Entry } from '../kernel.ts';
import type { VideoPointRecord } from './events.ts';

/** A camera by whose picture a place can be looked at, as the register has it. */
export type VideoPointState = Entry<VideoPointRecord>;

export interface VideoPointReads {
  /** Withdrawn ones too. */
  videoPoint(id: string): VideoPointState | undefined;
  /** Those that stand, by id. */
  videoPoints(): readonly VideoPointState[];
}
