import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext, RecordEntry, WithdrawEntry } from '../kernel.ts';
import { recordCommand, reversed, withdrawCommand } from '../kernel.ts';
import type { PostReads } from '../post/state.ts';
import { againstTurn } from '../rules/roster-clashes.ts';
import type { SquadReads } from '../squad/state.ts';
import type { UnitReads } from '../unit/state.ts';
import type { ZoneReads } from '../zone/state.ts';
import { recordRosterSchema } from './commands.ts';
import { rosterRecordSchema } from './events.ts';
import type { RosterEvent, RosterRecord } from './events.ts';
import type { RosterReads, RosterState } from './state.ts';

export type Reads = RosterReads &
  Pick<DistrictReads, 'district'> &
  Pick<PostReads, 'post'> &
  Pick<SquadReads, 'squad'> &
  Pick<UnitReads, 'unit'> &
  Pick<ZoneReads, 'zone'>;

type DataOf<T extends RosterEvent['type']> = Extract<RosterEvent, { type: T }>['data'];

export function draft<T extends RosterEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('roster', id), type, data: data as Json };
}

function check(record: RosterRecord, reads: Reads, _context: DecideContext, id: string): Decision | undefined {
  const { squad, zone, unit, post, from, to } = record;
  if (reads.squad(squad) === undefined) return refuse('SquadUnknown', { field: 'record.squad', squad });
  if (zone !== undefined && reads.zone(zone) === undefined)
    return refuse('ZoneUnknown', { field: 'record.zone', zone });
  if (unit !== undefined && reads.unit(unit) === undefined)
    return refuse('UnitUnknown', { field: 'record.unit', id: unit });
  if (post !== undefined) {
    const held = reads.post(post);
    if (held === undefined || held.withdrawn !== undefined)
      return refuse('PostUnknown', { field: 'record.post', id: post });
  }
  return (
    reversed(from, to, 'record.to') ??
    againstTurn(
      { id, ...record, leaves: reads.roster(id)?.leaves ?? [] },
      reads.rostersAfter(from),
      reads.district()?.plates.utcOffset,
      'record.',
    )
  );
}

const kind = 'roster';
const held = (reads: RosterReads, id: string) => reads.roster(id);

type StateOf = (stream: StreamId) => unknown;

/** Whose work a group is: its squad's, and that of the zone it stands in. */
const scopeOf = ({ squad, zone }: Pick<RosterRecord, 'squad' | 'zone'>): readonly string[] => [
  'bureau',
  `squad:${squad}`,
  ...(zone === undefined ? [] : [`zone:${zone}`]),
];

/** The scope of the roster as it is; nothing where there is none. */
export function heldScope(id: string, state: StateOf): readonly (readonly string[])[] {
  const roster = state(streamId(kind, id)) as Pick<RosterState, 'squad' | 'zone'> | undefined;
  return roster === undefined ? [] : [scopeOf(roster)];
}

/**
 * By who has the work of its squad or its zone, before and after. Refuses besides: `SquadUnknown`, `ZoneUnknown`,
 * `UnitUnknown`, `PostUnknown`, `PeriodReversed`, and what `againstTurn` refuses.
 */
export const recordRoster: CommandRule<RecordEntry<RosterRecord>, Reads> = {
  ...recordCommand<RosterRecord, Reads>({
    type: 'RecordRoster',
    ...{ kind, held, check },
    event: 'RosterRecorded',
    withdrawn: 'RosterWithdrawn',
    schema: recordRosterSchema,
    record: rosterRecordSchema,
  }),
  reaches: ({ id, record }, state) => [scopeOf(record), ...heldScope(id, state)],
};

const withdraw = withdrawCommand<RosterReads>({
  type: 'WithdrawRoster',
  ...{ kind, held },
  event: 'RosterWithdrawn',
  recorded: 'RosterRecorded',
  unknown: 'RosterUnknown',
});

/** Refuses besides `EquipmentOut`: what was handed out would be out for ever. */
export const withdrawRoster: CommandRule<WithdrawEntry, RosterReads> = {
  ...withdraw,
  reaches: ({ id }, state) => heldScope(id, state),
  decide(data, reads, context) {
    const out = reads.roster(data.id)?.equipment.find(({ back }) => back === null);
    if (out !== undefined) return refuse('EquipmentOut', { field: 'id', number: out.number });
    return withdraw.decide(data, reads, context);
  },
};
