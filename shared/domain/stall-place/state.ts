import type { Entry } from '../kernel.ts';
import type { StallPlaceRecord } from './events.ts';

export type { StallKind, StallPlaceRecord, StallShape } from './events.ts';

/** A place where stalls are permitted at its hours (疏导点、夜市、门前三包). That one is missing accuses nobody. */
export type StallPlaceState = Entry<StallPlaceRecord>;

export interface StallPlaceReads {
  /** Withdrawn ones too. */
  stallPlace(id: string): StallPlaceState | undefined;
  /** Those that stand, by id; expired ones too: that a permission has run out is a finding. */
  stallPlaces(): readonly StallPlaceState[];
}
