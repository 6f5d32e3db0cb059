import type { Decision } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { CommandDefinition, DecideContext } from '../kernel.ts';
import { masterRoles, recordCommand, reversed } from '../kernel.ts';
import { recordUnitSchema, setUnitStatusSchema } from './commands.ts';
import type { SetUnitStatus } from './commands.ts';
import { unitRecordSchema } from './events.ts';
import type { UnitRecord } from './events.ts';
import type { UnitReads } from './state.ts';

/** What is decided here needs no positions. */
type Units = Pick<UnitReads, 'unit'>;

/** Refuses besides: `PeriodReversed` for the shift. Status and jobs stay as they are. */
export const recordUnit = recordCommand<UnitRecord, Units>({
  type: 'RecordUnit',
  kind: 'unit',
  event: 'UnitRecorded',
  schema: recordUnitSchema,
  record: unitRecordSchema,
  roles: masterRoles,
  held: (reads, id) => reads.unit(id),
  check: ({ shift }) => reversed(shift.from, shift.to, 'record.shift.to'),
});

function decideStatus({ id, status, channel }: SetUnitStatus, reads: Units, { occurredAt }: DecideContext): Decision {
  const unit = reads.unit(id);
  if (unit === undefined) return refuse('UnitUnknown', { field: 'id', id });
  if (unit.status === status) return { events: [] };
  const [job] = unit.jobs;
  if (job !== undefined) return refuse('UnitEngaged', { unit: id, incident: job.incident, jobs: unit.jobs.length });
  // Paper forms come in late: what was so earlier must not undo what is so now.
  if (occurredAt < unit.statusSince)
    return refuse('UnitStatusOlder', { field: 'happenedAt', held: unit.status, since: unit.statusSince });
  const reported = channel === undefined ? { reportedByDesk: false } : { reportedByDesk: true, channel };
  return { events: [{ stream: streamId('unit', id), type: 'UnitStatusChanged', data: { status, ...reported } }] };
}

/** Refuses `UnitUnknown`, `UnitEngaged` while it has jobs, `UnitStatusOlder`. The status it has brings nothing. */
export const setUnitStatus: CommandDefinition<SetUnitStatus, Units> = {
  type: 'SetUnitStatus',
  schema: setUnitStatusSchema,
  nature: 'fact',
  roles: ['dispatcher', 'nightDesk', 'shiftLead', 'squadRoom', 'unit', 'system'],
  conflictsWith: ['UnitStatusChanged'],
  occurredAt: (data) => data.happenedAt,
  decide: decideStatus,
};
