import { refuse } from '../../lib/journal.ts';
import { inFuture, recordCommand, reversed, withdrawCommand } from '../kernel.ts';
import type { SiteReads } from '../site/state.ts';
import { recordNightPermitSchema, recordQuietPeriodSchema, recordRepairNoticeSchema } from './commands.ts';
import { nightPermitRecordSchema, quietPeriodRecordSchema, repairNoticeRecordSchema } from './events.ts';
import type { NightPermitRecord, QuietPeriodRecord, RepairNoticeRecord } from './events.ts';
import type { PermitReads } from './state.ts';

/** Refuses besides: `SiteUnknown`, `PeriodReversed`. A site must be recorded before its permits. */
export const recordNightPermit = recordCommand<NightPermitRecord, PermitReads & SiteReads>({
  type: 'RecordNightPermit',
  kind: 'nightPermit',
  event: 'NightPermitRecorded',
  withdrawn: 'NightPermitWithdrawn',
  schema: recordNightPermitSchema,
  record: nightPermitRecordSchema,
  held: (reads, id) => reads.nightPermit(id),
  check({ site, from, to }, reads) {
    const known = reads.site(site);
    // A site that was withdrawn is on no list: nobody would ever see the permit.
    if (known === undefined || known.withdrawn !== undefined)
      return refuse('SiteUnknown', { field: 'record.site', site });
    return reversed(from, to, 'record.to');
  },
});

export const withdrawNightPermit = withdrawCommand<PermitReads>({
  type: 'WithdrawNightPermit',
  kind: 'nightPermit',
  event: 'NightPermitWithdrawn',
  recorded: 'NightPermitRecorded',
  unknown: 'NightPermitUnknown',
  held: (reads, id) => reads.nightPermit(id),
});

/** Refuses besides: `PeriodReversed`, and `TimeInFuture` for a notice that has not come yet. */
export const recordRepairNotice = recordCommand<RepairNoticeRecord, PermitReads>({
  type: 'RecordRepairNotice',
  kind: 'repairNotice',
  event: 'RepairNoticeRecorded',
  withdrawn: 'RepairNoticeWithdrawn',
  schema: recordRepairNoticeSchema,
  record: repairNoticeRecordSchema,
  held: (reads, id) => reads.repairNotice(id),
  check: ({ from, to, notifiedAt }, _reads, context) =>
    (to === undefined ? undefined : reversed(from, to, 'record.to')) ??
    inFuture(notifiedAt, 'record.notifiedAt', context),
});

export const withdrawRepairNotice = withdrawCommand<PermitReads>({
  type: 'WithdrawRepairNotice',
  kind: 'repairNotice',
  event: 'RepairNoticeWithdrawn',
  recorded: 'RepairNoticeRecorded',
  unknown: 'RepairNoticeUnknown',
  held: (reads, id) => reads.repairNotice(id),
});

/** Refuses besides: `PeriodReversed`. */
export const recordQuietPeriod = recordCommand<QuietPeriodRecord, PermitReads>({
  type: 'RecordQuietPeriod',
  kind: 'quietPeriod',
  event: 'QuietPeriodRecorded',
  withdrawn: 'QuietPeriodWithdrawn',
  schema: recordQuietPeriodSchema,
  record: quietPeriodRecordSchema,
  held: (reads, id) => reads.quietPeriod(id),
  check: ({ from, to }) => reversed(from, to, 'record.to'),
});

export const withdrawQuietPeriod = withdrawCommand<PermitReads>({
  type: 'WithdrawQuietPeriod',
  kind: 'quietPeriod',
  event: 'QuietPeriodWithdrawn',
  recorded: 'QuietPeriodRecorded',
  unknown: 'QuietPeriodUnknown',
  held: (reads, id) => reads.quietPeriod(id),
});
