import type { Decision } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { AccountReads } from '../account/state.ts';
import { allGrants } from '../account/state.ts';
import type { CommandRule, DecideContext, RecordEntry } from '../kernel.ts';
import { recordCommand, reversed } from '../kernel.ts';
import type { ZoneReads } from '../zone/state.ts';
import { recordUnitSchema, setReserveSchema, setUnitStatusSchema, standInSchema } from './commands.ts';
import type { SetReserve, SetUnitStatus, StandIn } from './commands.ts';
import { unitRecordSchema } from './events.ts';
import type { UnitRecord } from './events.ts';
import { workOfUnit } from './state.ts';
import type { UnitReads, UnitState } from './state.ts';

/** What is decided here needs no positions. */
type Reads = Pick<UnitReads, 'unit'> & Pick<AccountReads, 'account'>;

/** Whoever is in the crew must be an officer, now or later: shifts are listed before they begin. */
function againstCrew({ crew = [] }: UnitRecord, reads: Reads): Decision | undefined {
  for (const [at, id] of crew.entries()) {
    const field = `record.crew.${at}`;
    const account = reads.account(id);
    if (account === undefined) return refuse('AccountUnknown', { field, id });
    if (account.disabled) return refuse('AccountDisabled', { field, id });
    if (!allGrants(account).some(({ role }) => role === 'officer')) return refuse('CrewNotOfficer', { field, id });
  }
  return undefined;
}

/**
 * Refuses besides: `PeriodReversed` for the shift; for the crew `AccountUnknown`, `AccountDisabled`, `CrewNotOfficer`.
 * Status and jobs stay as they are.
 */
export const recordUnit: CommandRule<RecordEntry<UnitRecord>, Reads> = {
  ...recordCommand<UnitRecord, Reads>({
    type: 'RecordUnit',
    kind: 'unit',
    event: 'UnitRecorded',
    schema: recordUnitSchema,
    record: unitRecordSchema,
    held: (reads, id) => reads.unit(id),
    check: (record, reads) =>
      reversed(record.shift.from, record.shift.to, 'record.shift.to') ?? againstCrew(record, reads),
  }),
  // The squad of a unit may hold what the unit is sent to.
  reaches: ({ id, record }, state) => {
    const held = state(streamId('unit', id)) as Pick<UnitState, 'squad'> | undefined;
    return [record.squad, ...(held === undefined ? [] : [held.squad])].map((squad) => ['bureau', `squad:${squad}`]);
  },
};

/** Every unit is seen by everybody in the hall; a squad room speaks for its own squad's, a device for its own unit. */
function isTheirs({ id, squad }: UnitState, reads: Reads, { user, role }: DecideContext['by']): boolean {
  if (role === 'device') return user === `unit:${id}`;
  if (role !== 'squadRoom') return true;
  return reads.account(user)?.roles.some((grant) => grant.role === role && grant.squad === squad) === true;
}

function decideStatus(
  { id, status, channel }: SetUnitStatus,
  reads: Reads,
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

/** Refuses `UnitUnknown`, `NotAllowed` to another squad's room and another unit's device, `UnitEngaged` while it has jobs, `UnitStatusOlder`. The status it has brings nothing. */
export const setUnitStatus: CommandRule<SetUnitStatus, Reads> = {
  type: 'SetUnitStatus',
  schema: setUnitStatusSchema,
  subject: ({ id }) => streamId('unit', id),
  nature: 'fact',
  conflictsWith: ['UnitStatusChanged'],
  occurredAt: (data) => data.happenedAt,
  decide: decideStatus,
};

/** Refuses `UnitUnknown`. What it is already brings nothing. */
export const setReserve: CommandRule<SetReserve, Reads> = {
  type: 'SetReserve',
  schema: setReserveSchema,
  subject: ({ id }) => streamId('unit', id),
  nature: 'order',
  conflictsWith: ['UnitReserveChanged'],
  reaches: ({ id }, state) => [workOfUnit(state(streamId('unit', id)) as UnitState | undefined)],
  decide: ({ id, reserve, why }, reads) => {
    const unit = reads.unit(id);
    if (unit === undefined) return refuse('UnitUnknown', { field: 'id', id });
    if (unit.reserve === reserve) return { events: [] };
    return { events: [{ stream: streamId('unit', id), type: 'UnitReserveChanged', data: { reserve, why } }] };
  },
};

/** Refuses `UnitUnknown`, `ZoneUnknown`; for its own zone, or where it stands in for none, brings nothing or ends it. */
export const standIn: CommandRule<StandIn, Reads & Pick<ZoneReads, 'zone'>> = {
  type: 'StandIn',
  schema: standInSchema,
  subject: ({ id }) => streamId('unit', id),
  nature: 'order',
  conflictsWith: ['UnitStandsIn'],
  reaches: ({ id }, state) => [workOfUnit(state(streamId('unit', id)) as UnitState | undefined)],
  decide: ({ id, zone }, reads) => {
    const unit = reads.unit(id);
    if (unit === undefined) return refuse('UnitUnknown', { field: 'id', id });
    if (zone !== null && reads.zone(zone) === undefined) return refuse('ZoneUnknown', { field: 'zone', zone });
    const wanted = zone === unit.zone ? null : zone;
    if ((unit.standsIn?.zone ?? null) === wanted) return { events: [] };
    return { events: [{ stream: streamId('unit', id), type: 'UnitStandsIn', data: { zone: wanted } }] };
  },
};
