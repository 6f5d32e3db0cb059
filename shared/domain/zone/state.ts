import type { Entry } from '../kernel.ts';
import type { ZoneRecord } from './events.ts';

/** A joint-defence zone: squads that answer together at night, and who helps them next. */
export type ZoneState = Entry<ZoneRecord>;

export interface ZoneReads {
  zone(id: string): ZoneState | undefined;
  /** In the order of their hues. */
  zones(): readonly ZoneState[];
}
