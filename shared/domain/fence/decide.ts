import type { Decision, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, RecordEntry, WithdrawEntry } from '../kernel.ts';
import { recordCommand, reversed, withdrawCommand, wholeBureau } from '../kernel.ts';
import { againstHours, againstLine, againstPlaces, againstRing, placesOf } from '../rules/drawn.ts';
import type { SquadReads, SquadState } from '../squad/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import type { ZoneReads } from '../zone/state.ts';
import { recordFenceSchema } from './commands.ts';
import { fenceRecordSchema } from './events.ts';
import type { FenceRecord, FenceShape } from './events.ts';
import type { FenceReads } from './state.ts';

type Reads = FenceReads &
  Pick<SquadReads, 'squad'> &
  Pick<ZoneReads, 'zone'> &
  Pick<UnitReads, 'unit'> &
  Pick<DistrictReads, 'district'>;

/** A fence around the district is drawn with a wide pen: metres. */
const aroundTheBorder = 1_000;

function againstShape(shape: FenceShape, reads: Reads): Decision | undefined {
  const within = (points: Parameters<typeof againstPlaces>[0]): Decision | undefined =>
    againstPlaces(points, aroundTheBorder, reads.district());
  switch (shape.kind) {
    case 'polygon': {
      const field = 'record.shape.ring';
      return againstRing(shape.ring, field) ?? within(placesOf(shape.ring, field));
    }
    case 'circle':
      return within([['record.shape.at', shape.at]]);
    case 'corridor': {
      const field = 'record.shape.line';
      return againstLine(shape.line, field) ?? within(placesOf(shape.line, field));
    }
  }
}

function againstNames({ units, squads, zones }: FenceRecord['appliesTo'], reads: Reads): Decision | undefined {
  const lists = [
    ['UnitUnknown', 'units', units, (id: string) => reads.unit(id)],
    ['SquadUnknown', 'squads', squads, (id: string) => reads.squad(id)],
    ['ZoneUnknown', 'zones', zones, (id: string) => reads.zone(id)],
  ] as const;
  for (const [code, name, ids, held] of lists) {
    const at = ids.findIndex((id) => held(id) === undefined);
    const id = ids[at];
    if (id !== undefined) return refuse(code, { field: `record.appliesTo.${name}.${at}`, id });
  }
  return undefined;
}

function check(record: FenceRecord, reads: Reads): Decision | undefined {
  const { kind, limitKmh, shape, appliesTo, hours, period } = record;
  const field = 'record.limitKmh';
  if (kind === 'speed' && limitKmh === undefined) return refuse('SpeedLimitMissing', { field });
  if (kind !== 'speed' && limitKmh !== undefined) return refuse('SpeedLimitNotMeant', { field, kind });
  return (
    againstNames(appliesTo, reads) ??
    againstHours(hours, 'record.hours') ??
    (period === undefined ? undefined : reversed(period.from, period.to, 'record.period.to')) ??
    againstShape(shape, reads)
  );
}

const kind = 'fence';
const held = (reads: FenceReads, id: string) => reads.fence(id);

type StateOf = (stream: StreamId) => unknown;

/** Each whom it is for; a fence for everybody, or for kinds of unit alone, is the whole bureau's. */
function scopesOf({ units, squads, zones }: FenceRecord['appliesTo'], state: StateOf): readonly (readonly string[])[] {
  const ofUnits = units.map((id) => {
    const unit = state(streamId('unit', id)) as Pick<UnitState, 'squad' | 'zone'> | undefined;
    if (unit === undefined) return ['bureau'];
    return ['bureau', `squad:${unit.squad}`, ...(unit.zone === undefined ? [] : [`zone:${unit.zone}`])];
  });
  const ofSquads = squads.map((id) => {
    const squad = state(streamId('squad', id)) as Pick<SquadState, 'zone'> | undefined;
    return ['bureau', `squad:${id}`, ...(squad?.zone === undefined ? [] : [`zone:${squad.zone}`])];
  });
  const ofZones = zones.map((id) => ['bureau', `zone:${id}`]);
  const all = [...ofUnits, ...ofSquads, ...ofZones];
  return all.length === 0 ? wholeBureau : all;
}

/** Of the fence as it is; nothing where there is none. */
function heldScopes(id: string, state: StateOf): readonly (readonly string[])[] {
  const fence = state(streamId(kind, id)) as Pick<FenceRecord, 'appliesTo'> | undefined;
  return fence === undefined ? [] : scopesOf(fence.appliesTo, state);
}

/**
 * By who has the work of all whom it is for, before and after. Refuses besides: `SpeedLimitMissing`, `SpeedLimitNotMeant`,
 * `UnitUnknown`, `SquadUnknown`, `ZoneUnknown`, `PeriodReversed`, `HoursOverlap`, `LineTooShort`, `RingNotClosed`,
 * `RingCrossesItself`, `PlaceOutsideDistrict`.
 */
export const recordFence: CommandRule<RecordEntry<FenceRecord>, Reads> = {
  ...recordCommand<FenceRecord, Reads>({
    type: 'RecordFence',
    ...{ kind, held, check },
    event: 'FenceRecorded',
    withdrawn: 'FenceWithdrawn',
    schema: recordFenceSchema,
    record: fenceRecordSchema,
  }),
  reaches: ({ id, record }, state) => [...scopesOf(record.appliesTo, state), ...heldScopes(id, state)],
};

const { subject: _whole, ...withdraw } = withdrawCommand<FenceReads>({
  type: 'WithdrawFence',
  ...{ kind, held },
  event: 'FenceWithdrawn',
  recorded: 'FenceRecorded',
  unknown: 'FenceUnknown',
});

/** By who has the work of all whom it is for. Which fences there are is no secret in the hall: it has no subject. */
export const withdrawFence: CommandRule<WithdrawEntry, FenceReads> = {
  ...withdraw,
  reaches: ({ id }, state) => heldScopes(id, state),
};
