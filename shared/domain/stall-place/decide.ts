import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import { weeklyOverlap } from '../../lib/weekly-hours.ts';
import type { DistrictReads } from '../district/state.ts';
import { recordCommand, reversed, withdrawCommand } from '../kernel.ts';
import { againstPlaces, againstRing, placesOf } from '../rules/drawn.ts';
import type { SquadReads } from '../squad/state.ts';
import { recordStallPlaceSchema } from './commands.ts';
import { stallPlaceRecordSchema } from './events.ts';
import type { StallPlaceRecord } from './events.ts';
import type { StallPlaceReads } from './state.ts';

type Reads = StallPlaceReads & Pick<SquadReads, 'squad'> & Pick<DistrictReads, 'district'>;

const kind = 'stallPlace';
const held = (reads: StallPlaceReads, id: string) => reads.stallPlace(id);

/** The street that is the border may be lined with stalls on both sides: metres. */
const acrossTheBorder = 100;

function againstShape(shape: StallPlaceRecord['shape'], reads: Reads): Decision | undefined {
  const district = reads.district();
  if (shape.kind === 'circle') return againstPlaces([['record.shape.at', shape.at]], acrossTheBorder, district);
  const field = 'record.shape.ring';
  return againstRing(shape.ring, field) ?? againstPlaces(placesOf(shape.ring, field), acrossTheBorder, district);
}

function againstHours(hours: StallPlaceRecord['hours']): Decision | undefined {
  const empty = hours.findIndex(({ from, to }) => from === to);
  const { from = 0, to = 0 } = hours[empty] ?? {};
  if (empty !== -1) return refuse('PeriodReversed', { field: `record.hours.${String(empty)}.to`, from, to });
  const twice = weeklyOverlap(hours);
  return twice === undefined ? undefined : refuse('WeeklyHoursOverlap', { field: `record.hours.${String(twice)}` });
}

function check({ shape, hours, from, to, squad }: StallPlaceRecord, reads: Reads): Decision | undefined {
  if (squad !== undefined && reads.squad(squad) === undefined)
    return refuse('SquadUnknown', { field: 'record.squad', squad });
  return (
    againstHours(hours) ??
    (to === undefined ? undefined : reversed(from, to, 'record.to')) ??
    againstShape(shape, reads)
  );
}

/**
 * Refuses besides: `SquadUnknown`, `PeriodReversed`, `WeeklyHoursOverlap`, `RingNotClosed`, `RingCrossesItself`,
 * `PlaceOutsideDistrict`.
 */
export const recordStallPlace = recordCommand<StallPlaceRecord, Reads>({
  type: 'RecordStallPlace',
  ...{ kind, held, check },
  event: 'StallPlaceRecorded',
  withdrawn: 'StallPlaceWithdrawn',
  schema: recordStallPlaceSchema,
  record: stallPlaceRecordSchema,
});

export const withdrawStallPlace = withdrawCommand<StallPlaceReads>({
  type: 'WithdrawStallPlace',
  ...{ kind, held },
  event: 'StallPlaceWithdrawn',
  recorded: 'StallPlaceRecorded',
  unknown: 'StallPlaceUnknown',
});
