import { recordCommand, withdrawCommand } from '../kernel.ts';
import { recordSiteSchema } from './commands.ts';
import { siteRecordSchema } from './events.ts';
import type { SiteRecord } from './events.ts';
import type { SiteReads } from './state.ts';

const kind = 'site';
const held = (reads: SiteReads, id: string) => reads.site(id);

export const recordSite = recordCommand<SiteRecord, SiteReads>({
  type: 'RecordSite',
  ...{ kind, held },
  event: 'SiteRecorded',
  withdrawn: 'SiteWithdrawn',
  schema: recordSiteSchema,
  record: siteRecordSchema,
});

/** Its permits stay on file: they count for nothing without it. */
export const withdrawSite = withdrawCommand<SiteReads>({
  type: 'WithdrawSite',
  ...{ kind, held },
  event: 'SiteWithdrawn',
  recorded: 'SiteRecorded',
  unknown: 'SiteUnknown',
});
