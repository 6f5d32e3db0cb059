/** One night of the roster as a page needs it: who there is against who is required, gaps ahead, rests too short. Pure. */
import type { DistrictReads } from '../district/state.ts';
import type { DutyModeReads } from '../duty-mode/state.ts';
import type { PostReads } from '../post/state.ts';
import type { Shift } from '../roster/events.ts';
import { shiftSchema } from '../roster/events.ts';
import type { RosterReads, RosterState } from '../roster/state.ts';
import type { SquadReads } from '../squad/state.ts';
import type { ZoneReads } from '../zone/state.ts';
import { day, minute, startOfDate } from '../../lib/time.ts';
import { dutyByCalendar } from './duty-calendar.ts';
import type { RosterCount, RosterGap, RosterPlace, RosterWorld } from './roster-ahead.ts';
import { countAt, modesAhead, rosterGaps, rosterPlaces, shiftHours } from './roster-ahead.ts';
import type { ShortRest } from './roster-clashes.ts';
import { shortRests } from './roster-clashes.ts';

export interface RosterNight {
  /** What the page covers, Unix ms, [from, to): the duty night, and every shift that bears its date. */
  readonly from: number;
  readonly to: number;
  /** Instant that the counts are of: now where the night runs, else its first. */
  readonly at: number;
  readonly counts: readonly (RosterPlace & RosterCount)[];
  /** From now on; none of a night that is over. */
  readonly gaps: readonly RosterGap[];
  readonly rests: readonly ShortRest[];
  /** Usual hours of each shift in the mode of the counts, minutes since midnight. */
  readonly hours: { readonly [S in Shift]: { readonly from: number; readonly to: number } };
}

export type RosterNightReads = Pick<DistrictReads, 'district'> &
  Pick<DutyModeReads, 'dutyMode'> &
  Pick<RosterReads, 'rostersAfter'> &
  Pick<PostReads, 'posts'> &
  Pick<SquadReads, 'squads'> &
  Pick<ZoneReads, 'zones'>;

/** How long before the night a shift may have ended that still counts as too little rest. */
const lookBackMs = 2 * day;

/**
 * @param night Civil date on which the duty night begins.
 * @returns undefined while there are no plates: nobody knows then when a night begins.
 */
export function rosterOfNight(night: string, reads: RosterNightReads, now: number): RosterNight | undefined {
  const plates = reads.district()?.plates;
  if (plates === undefined) return undefined;
  const { utcOffset, calendars } = plates;
  const { dutyNight } = calendars;
  const midnight = startOfDate(night, utcOffset);
  const ends = dutyNight.to <= dutyNight.from ? midnight + day : midnight;
  const known = reads.rostersAfter(midnight - lookBackMs);
  const ofNight = known.filter((one) => one.night === night);
  const from = Math.min(midnight + dutyNight.from * minute, ...ofNight.map((one) => one.from));
  const to = Math.max(ends + dutyNight.to * minute, ...ofNight.map((one) => one.to));
  const meets = (one: RosterState): boolean => one.from < to && from < one.to;
  const world: RosterWorld = {
    ...{ rosters: known.filter(meets), posts: reads.posts(), squads: reads.squads(), zones: reads.zones() },
    utcOffset,
  };
  const at = now < to ? Math.max(now, from) : from;
  const ahead = { now, from: Math.max(from, Math.min(now, to)), to };
  // Where people switch the mode, what holds by day says nothing of the night to come; nor does today's of one that is over.
  const isUnknown = now >= to || (now < from && dutyByCalendar(now, plates) === undefined);
  const told = isUnknown ? [] : modesAhead(plates, reads.dutyMode(), ahead);
  const modes = told.length > 0 ? told : [{ from: ahead.from, to, mode: 'night' as const }];
  const mode = modes[0]?.mode;
  const mine = new Set(ofNight.map(({ id }) => id));
  return {
    ...{ from, to, at },
    counts:
      mode === undefined ? [] : rosterPlaces(world).map((place) => ({ ...place, ...countAt(place, at, mode, world) })),
    gaps: now < to ? rosterGaps(world, modes) : [],
    rests: shortRests(known).filter(({ roster }) => mine.has(roster)),
    hours: Object.fromEntries(
      shiftSchema.options.map((shift) => [shift, shiftHours(mode ?? 'routine', shift, plates)]),
    ) as RosterNight['hours'],
  };
}
