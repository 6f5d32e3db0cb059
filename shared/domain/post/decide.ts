import type { Decision, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, RecordEntry, WithdrawEntry } from '../kernel.ts';
import { recordCommand, reversed, withdrawCommand } from '../kernel.ts';
import { againstHours, againstLine, againstPlaces, againstRing, placesOf } from '../rules/drawn.ts';
import type { SquadReads, SquadState } from '../squad/state.ts';
import type { VideoPointReads } from '../video-point/state.ts';
import type { ZoneReads } from '../zone/state.ts';
import { recordPostSchema } from './commands.ts';
import { postRecordSchema } from './events.ts';
import type { PostPlace, PostRecord } from './events.ts';
import type { PostReads } from './state.ts';

type Reads = PostReads &
  Pick<SquadReads, 'squad'> &
  Pick<ZoneReads, 'zone'> &
  Pick<VideoPointReads, 'videoPoint'> &
  Pick<DistrictReads, 'district'>;

/** A post may stand across the street that is the border: metres. */
const acrossTheBorder = 200;

function againstPlace(where: PostPlace, reads: Reads): Decision | undefined {
  const within = (points: Parameters<typeof againstPlaces>[0]): Decision | undefined =>
    againstPlaces(points, acrossTheBorder, reads.district());
  switch (where.kind) {
    case 'fixed':
      return within([['record.where.at', where.at]]);
    case 'line': {
      const field = 'record.where.line';
      return againstLine(where.line, field) ?? within(placesOf(where.line, field));
    }
    case 'area': {
      const field = 'record.where.ring';
      return againstRing(where.ring, field) ?? within(placesOf(where.ring, field));
    }
    case 'camera': {
      const at = where.videoPoints.findIndex((id) => {
        const point = reads.videoPoint(id);
        return point === undefined || point.withdrawn !== undefined;
      });
      const id = where.videoPoints[at];
      return id === undefined
        ? undefined
        : refuse('VideoPointUnknown', { field: `record.where.videoPoints.${at}`, id });
    }
  }
}

function check({ where, squad, zone, hours, period, staff }: PostRecord, reads: Reads): Decision | undefined {
  if (squad !== undefined && reads.squad(squad) === undefined)
    return refuse('SquadUnknown', { field: 'record.squad', squad });
  if (zone !== undefined && reads.zone(zone) === undefined)
    return refuse('ZoneUnknown', { field: 'record.zone', zone });
  if (staff.certified > staff.persons)
    return refuse('CertifiedAboveStaff', { field: 'record.staff.certified', ...staff });
  return (
    againstHours(hours, 'record.hours') ??
    (period === undefined ? undefined : reversed(period.from, period.to, 'record.period.to')) ??
    againstPlace(where, reads)
  );
}

const kind = 'post';
const held = (reads: PostReads, id: string) => reads.post(id);

type StateOf = (stream: StreamId) => unknown;

/** Whose work the keeping of it is: its squad's, which by night is that of the squad's zone; else its zone's. */
function scopeOf({ squad, zone }: Pick<PostRecord, 'squad' | 'zone'>, state: StateOf): readonly string[] {
  if (squad === undefined) return zone === undefined ? ['bureau'] : ['bureau', `zone:${zone}`];
  const home = (state(streamId('squad', squad)) as Pick<SquadState, 'zone'> | undefined)?.zone;
  return ['bureau', `squad:${squad}`, ...(home === undefined ? [] : [`zone:${home}`])];
}

/** The scope of the post as it is; nothing where there is none. */
function heldScope(id: string, state: StateOf): readonly (readonly string[])[] {
  const post = state(streamId(kind, id)) as Pick<PostRecord, 'squad' | 'zone'> | undefined;
  return post === undefined ? [] : [scopeOf(post, state)];
}

/**
 * By who has the work of its squad, or of its zone where it has none, before and after. Refuses besides: `SquadUnknown`, `ZoneUnknown`,
 * `VideoPointUnknown`, `CertifiedAboveStaff`, `PeriodReversed`, `HoursOverlap`, `LineTooShort`, `RingNotClosed`,
 * `RingCrossesItself`, `PlaceOutsideDistrict`.
 */
export const recordPost: CommandRule<RecordEntry<PostRecord>, Reads> = {
  ...recordCommand<PostRecord, Reads>({
    type: 'RecordPost',
    ...{ kind, held, check },
    event: 'PostRecorded',
    withdrawn: 'PostWithdrawn',
    schema: recordPostSchema,
    record: postRecordSchema,
  }),
  reaches: ({ id, record }, state) => [scopeOf(record, state), ...heldScope(id, state)],
};

const { subject: _whole, ...withdraw } = withdrawCommand<PostReads>({
  type: 'WithdrawPost',
  ...{ kind, held },
  event: 'PostWithdrawn',
  recorded: 'PostRecorded',
  unknown: 'PostUnknown',
});

/** By who has the work of its squad or its zone. Which posts there are is no secret in the hall: it has no subject. */
export const withdrawPost: CommandRule<WithdrawEntry, PostReads> = {
  ...withdraw,
  reaches: ({ id }, state) => heldScope(id, state),
};
