import type { Entry } from '../kernel.ts';
import type { NightPermitRecord, QuietPeriodRecord, RepairNoticeRecord } from './events.ts';

/** A paper that may permit work at night at one site. That it is on file says nothing of the work that is done. */
export type NightPermitState = Entry<NightPermitRecord>;
/** What a utility told the bureau of an emergency repair. */
export type RepairNoticeState = Entry<RepairNoticeRecord>;
/** Days in which no permit allows noise at night, such as those of the examinations. */
export type QuietPeriodState = Entry<QuietPeriodRecord>;

/** Single entries come withdrawn too, lists hold those that stand, by id. */
export interface PermitReads {
  nightPermit(id: string): NightPermitState | undefined;
  /** Expired ones too: that a permit has run out is a finding. */
  nightPermitsOf(site: string): readonly NightPermitState[];
  /** Of all sites: how old the list is shows how much its silence is worth. */
  nightPermits(): readonly NightPermitState[];
  repairNotice(id: string): RepairNoticeState | undefined;
  repairNotices(): readonly RepairNoticeState[];
  quietPeriod(id: string): QuietPeriodState | undefined;
  quietPeriods(): readonly QuietPeriodState[];
}
