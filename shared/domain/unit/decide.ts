import type { Decision } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { AccountReads } from '../account/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { recordCommand, reversed } from '../kernel.ts';
import { recordUnitSchema, setUnitStatusSchema } from './commands.ts';
import type { SetUnitStatus } from './commands.ts';
import { unitRecordSchema } from './events.ts';
import type { UnitRecord } from './events.ts';
import type { UnitReads, UnitState } from './state.ts';

/** What is decided here needs no positions. */
type Units = Pick<UnitReads, 'unit'>;
type StatusReads = Units & Pick<AccountReads, 'account'>;

/** Refuses besides: `PeriodReversed` for the shift. Status and jobs stay as they are. */
export const recordUnit = recordCommand<UnitRecord, Units>({
  type: 'RecordUnit',
  kind: 'unit',
  event: 'UnitRecorded',
  schema: recordUnitSchema,
  record: unitRecordSchema,
  held: (reads, id) => reads.unit(id),
  check: ({ shift }) => reversed(shift.from, shift.to, 'record.shift.to'),
});

/** Every unit is seen by everybody in the hall; a squad room speaks for its own squad's. */
function isTheirs({ squad }: UnitState, reads: StatusReads, { user, role }: DecideContext['by']): boolean {
  if (role !== 'squadRoom') return true;
  return reads.account(user)?.roles.some((grant) => grant.role === role && grant.squad === squad) === true;
}

function decideStatus(
  { id, status, channel }: SetUnitStatus,
  reads: StatusReads,
  { occurredAt, by }: DecideContext,
): Decision {
  const unit = reads.unit(id);
  if (unit === undefined) return refuse('UnitUnknown', { field: 'id', id });
  if (!isTheirs(unit, reads, by)) return refuse('NotAllowed', { field: 'id', unit: id, squad: unit.squad });
  if (unit.status === status) return { events: [] };
  const [job] = unit.jobs;
  if (job !== undefined) return refuse('UnitEngaged', { unit: id, incident: job.incident, jobs: unit.jobs.length });
  // Paper forms come in late: what was so earlier must not undo what is so now.
  if (occurredAt < unit.statusSince)
    return refuse('UnitStatusOlder', { field: 'happenedAt', held: unit.status, since: unit.statusSince });
  const reported = channel === undefined ? { reportedByDesk: false } : { reportedByDesk: true, channel };
  return { events: [{ stream: streamId('unit', id), type: 'UnitStatusChanged', data: { status, ...reported } }] };
}

/** Refuses `UnitUnknown`, `NotAllowed` to another squad's room, `UnitEngaged` while it has jobs, `UnitStatusOlder`. The status it has brings nothing. */
export const setUnitStatus: CommandRule<SetUnitStatus, StatusReads> = {
  type: 'SetUnitStatus',
  schema: setUnitStatusSchema,
  subject: ({ id }) => streamId('unit', id),
  nature: 'fact',
  conflictsWith: ['UnitStatusChanged'],
  occurredAt: (data) => data.happenedAt,
  decide: decideStatus,
};
