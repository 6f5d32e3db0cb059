import type { Entry } from '../kernel.ts';
import type { FenceRecord } from './events.ts';

export type { FenceShape, Hysteresis } from './events.ts';

/** An electronic fence (电子围栏): an area with a rule about who is in it, and when. */
export type FenceState = Entry<FenceRecord>;

export interface FenceReads {
  /** Withdrawn ones too. */
  fence(id: string): FenceState | undefined;
  /** Those that stand, by id. */
  fences(): readonly FenceState[];
}
