import type { Entry } from '../kernel.ts';
import type { SiteRecord } from './events.ts';

/** A building site, roadworks or another place work may be heard from, as the register has it. */
export type SiteState = Entry<SiteRecord>;

export interface SiteReads {
  /** Withdrawn ones too: earlier events speak of them. */
  site(id: string): SiteState | undefined;
  /** Those that stand, by id. */
  sites(): readonly SiteState[];
}
