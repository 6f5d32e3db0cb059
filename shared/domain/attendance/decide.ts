import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { AccountReads } from '../account/state.ts';
import type { FenceReads } from '../fence/state.ts';
import type { CommandRule } from '../kernel.ts';
import { inFuture, reversed } from '../kernel.ts';
import type { SquadReads } from '../squad/state.ts';
import type { UnitReads } from '../unit/state.ts';
import { correctAttendanceSchema, noteAttendanceSchema } from './commands.ts';
import type { CorrectAttendance, NoteAttendance } from './commands.ts';
import type { AttendanceEvent } from './events.ts';
import type { AttendanceReads } from './state.ts';

type Reads = AttendanceReads &
  Pick<AccountReads, 'account'> &
  Pick<FenceReads, 'fence'> &
  Pick<SquadReads, 'squad'> &
  Pick<UnitReads, 'unit'>;
type DataOf<T extends AttendanceEvent['type']> = Extract<AttendanceEvent, { type: T }>['data'];

function draft<T extends AttendanceEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('attendance', id), type, data: data as Json };
}

function decideNote({ id, turn, ended, ...of }: NoteAttendance, reads: Reads): Decision {
  const held = reads.attendance(id);
  if (held !== undefined && held.ended !== null) return { events: [] };
  const events: EventDraft[] = [];
  if (held === undefined) {
    const [unit, fence] = [reads.unit(of.unit), reads.fence(of.fence)];
    if (unit === undefined) return refuse('UnitUnknown', { field: 'unit', id: of.unit });
    if (fence === undefined) return refuse('FenceUnknown', { field: 'fence', id: of.fence });
    const zone = unit.zone ?? reads.squad(unit.squad)?.zone ?? null;
    const names = { unitName: unit.name, squad: unit.squad, zone, fenceName: fence.name };
    events.push(draft(id, 'AttendanceBegan', { ...of, ...names }));
  }
  const last = held?.turns.at(-1);
  // Seen again after a restart it is the same turn; what is older than the last one was judged then.
  const isNew = turn !== null && (last === undefined || (turn.from > last.from && turn.is !== last.is));
  if (isNew) events.push(draft(id, 'AttendanceTurned', turn));
  if (ended !== null) events.push(draft(id, 'AttendanceEnded', { at: ended }));
  return { events };
}

/** Noted again it brings nothing. Refuses `UnitUnknown`, `FenceUnknown`. */
export const noteAttendance: CommandRule<NoteAttendance, Reads> = {
  type: 'NoteAttendance',
  schema: noteAttendanceSchema,
  nature: 'fact',
  conflictsWith: [],
  decide: decideNote,
};

/**
 * Lays what a person knows over what positions showed; nothing is edited. Refuses `AttendanceUnknown`, `PeriodReversed`,
 * `TimeInFuture`, and `CorrectionOutside` for a time that is not of this duty.
 */
export const correctAttendance: CommandRule<CorrectAttendance, Reads> = {
  type: 'CorrectAttendance',
  schema: correctAttendanceSchema,
  subject: ({ attendance }) => streamId('attendance', attendance),
  nature: 'fact',
  conflictsWith: [],
  decide({ attendance: stream, ...correction }, reads, context) {
    const { id, from, to } = correction;
    const held = reads.attendance(stream);
    if (held === undefined) return refuse('AttendanceUnknown', { field: 'attendance', attendance: stream });
    if (held.corrections.some((one) => one.id === id)) return { events: [] };
    const until = held.ended ?? held.to;
    const refusal = reversed(from, to, 'to') ?? inFuture(to, 'to', context);
    if (refusal !== undefined) return refusal;
    if (from < held.from || to > until)
      return refuse('CorrectionOutside', { field: from < held.from ? 'from' : 'to', from: held.from, to: until });
    const name = reads.account(context.by.user)?.name ?? context.by.user;
    return { events: [draft(stream, 'AttendanceCorrected', { ...correction, name })] };
  },
};
