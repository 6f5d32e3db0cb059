/** What people write into the duty log: added, and corrected with a trace; nothing is edited. */
import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { day, startOfDate } from '../../lib/time.ts';
import type { AccountReads } from '../account/state.ts';
import type { CommandRule } from '../kernel.ts';
import { correctRemarkSchema, noteRemarkSchema } from './commands.ts';
import type { CorrectRemark, NoteRemark } from './commands.ts';
import type { RemarkEvent } from './events.ts';
import type { RemarkReads } from './state.ts';

type Reads = RemarkReads & Pick<AccountReads, 'account'>;
type DataOf<T extends RemarkEvent['type']> = Extract<RemarkEvent, { type: T }>['data'];

function draft<T extends RemarkEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('remark', id), type, data: data as Json };
}

/** Said again with the same id it brings nothing. Refuses `RemarkExists` (other words under the id), `NightAhead`. */
export const noteRemark: CommandRule<NoteRemark, Reads> = {
  type: 'NoteRemark',
  schema: noteRemarkSchema,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide({ id, happenedAt: _, ...remark }, reads, { now, by }): Decision {
    const held = reads.remark(id);
    if (held !== undefined) {
      const isSame = held.before.length === 0 && held.text === remark.text && held.night === remark.night;
      return isSame ? { events: [] } : refuse('RemarkExists', { field: 'id', remark: id });
    }
    // No day begins anywhere earlier than by this offset, minutes: a log of tomorrow is written by nobody.
    if (startOfDate(remark.night, 14 * 60) > now + day) return refuse('NightAhead', { field: 'night' });
    const name = reads.account(by.user)?.name ?? by.user;
    return { events: [draft(id, 'RemarkNoted', { ...remark, name })] };
  },
};

/** Who wrote it corrects it, and the leads correct everybody's. */
const leads: ReadonlySet<string> = new Set(['shiftLead', 'dutyLeader']);

/** Refuses `RemarkUnknown`, `RemarkNotYours`, `RemarkSame` for words that it has already. */
export const correctRemark: CommandRule<CorrectRemark, Reads> = {
  type: 'CorrectRemark',
  schema: correctRemarkSchema,
  subject: ({ remark }) => streamId('remark', remark),
  nature: 'fact',
  conflictsWith: [],
  decide({ remark: id, text, reason }, reads, { by }): Decision {
    const held = reads.remark(id);
    if (held === undefined) return refuse('RemarkUnknown', { field: 'remark', remark: id });
    if (held.user !== by.user && !leads.has(by.role)) return refuse('RemarkNotYours', { name: held.name });
    if (text === held.text) return refuse('RemarkSame', { field: 'text' });
    const name = reads.account(by.user)?.name ?? by.user;
    return { events: [draft(id, 'RemarkCorrected', { text, reason, name })] };
  },
};
