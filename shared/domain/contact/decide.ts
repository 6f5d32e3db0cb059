import { refuse } from '../../lib/journal.ts';
import { hour, parseIso } from '../../lib/time.ts';
import { recordCommand, withdrawCommand } from '../kernel.ts';
import { recordContactSchema } from './commands.ts';
import { contactRecordSchema } from './events.ts';
import type { ContactRecord } from './events.ts';
import type { ContactReads } from './state.ts';

const kind = 'contact';
const held = (reads: ContactReads, id: string) => reads.contact(id);

/** A civil date has begun nowhere earlier than this before it has in UTC, ms. */
const firstOnEarth = 14 * hour;

/** Refuses besides: `TimeInFuture` for a check that nobody can have made yet. */
export const recordContact = recordCommand<ContactRecord, ContactReads>({
  type: 'RecordContact',
  ...{ kind, held },
  event: 'ContactRecorded',
  withdrawn: 'ContactWithdrawn',
  schema: recordContactSchema,
  record: contactRecordSchema,
  check({ checkedOn }, _reads, { now }) {
    const at = parseIso(`${checkedOn}T00:00Z`) ?? Infinity;
    return at - firstOnEarth > now ? refuse('TimeInFuture', { field: 'record.checkedOn', at }) : undefined;
  },
});

export const withdrawContact = withdrawCommand<ContactReads>({
  type: 'WithdrawContact',
  ...{ kind, held },
  event: 'ContactWithdrawn',
  recorded: 'ContactRecorded',
  unknown: 'ContactUnknown',
});
