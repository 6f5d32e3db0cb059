/**
 * The registers of a demo night: squads, zones, sites, permits, notices, quiet periods, units, video points, posts,
 * fences, permitted stall places. Streets and roads are public, all else is invented; whoever drives a car here is a function, never a person.
 */
import type { Provenance } from '../../shared/domain/kernel.ts';
import type { NightPermitRecord, QuietPeriodRecord, RepairNoticeRecord } from '../../shared/domain/permit/events.ts';
import type { FenceRecord } from '../../shared/domain/fence/events.ts';
import type { PostRecord } from '../../shared/domain/post/events.ts';
import type { SiteRecord } from '../../shared/domain/site/events.ts';
import type { RosterRecord } from '../../shared/domain/roster/events.ts';
import type { StallPlaceRecord } from '../../shared/domain/stall-place/events.ts';
import type { SquadRecord } from '../../shared/domain/squad/events.ts';
import type { UnitRecord } from '../../shared/domain/unit/events.ts';
import type { ZoneRecord } from '../../shared/domain/zone/events.ts';
import { AreaIndex } from '../../shared/geo/polygon.ts';
import { must } from '../../shared/lib/must.ts';
import { makeDemoPlates } from './plates.ts';
import type { DemoEntry } from './registers/entry.ts';
import { makeFences } from './registers/fences.ts';
import { demoNight } from './registers/night.ts';
import { makeNightPermits, makeQuietPeriods, makeRepairNotices } from './registers/permits.ts';
import { makePosts } from './registers/posts.ts';
import { makeRosters } from './registers/rosters.ts';
import { makeSites } from './registers/sites.ts';
import { makeSquads, makeZones, zoneOf } from './registers/squads.ts';
import { makeStallPlaces } from './registers/stall-places.ts';
import { makeUnits } from './registers/units.ts';
import { makeVideoPoints } from './registers/video-points.ts';
import type { VideoPointRow } from './registers/video-points.ts';

export interface DemoRegisters {
  readonly squads: readonly DemoEntry<SquadRecord>[];
  readonly zones: readonly DemoEntry<ZoneRecord>[];
  readonly sites: readonly DemoEntry<SiteRecord>[];
  readonly nightPermits: readonly DemoEntry<NightPermitRecord>[];
  readonly repairNotices: readonly DemoEntry<RepairNoticeRecord>[];
  readonly quietPeriods: readonly DemoEntry<QuietPeriodRecord>[];
  readonly units: readonly DemoEntry<UnitRecord>[];
  readonly videoPoints: readonly DemoEntry<VideoPointRow>[];
  readonly posts: readonly DemoEntry<PostRecord>[];
  readonly fences: readonly DemoEntry<FenceRecord>[];
  readonly stallPlaces: readonly DemoEntry<StallPlaceRecord>[];
  readonly rosters: readonly DemoEntry<RosterRecord>[];
  /** Of an entry that speaks for this instant, Unix ms. */
  readonly provenance: (asOf: number) => Provenance;
}

/**
 * `night`: civil date on which the report night begins, such as `2026-11-21`; what is of tonight moves along with it, the
 * examinations of June 2027 do not. `now`, Unix ms: when the entries are recorded; a notice cannot have come later than
 * that. Default: 20:30 of that evening. The same arguments give the same registers. Throws for text that is no date.
 */
export function makeDemoRegisters(night: string, now?: number): DemoRegisters {
  const tonight = demoNight(night);
  const recordedAt = now ?? tonight.at(20, 30);
  const plates = makeDemoPlates();
  const zones = new AreaIndex(plates.grids.filter(({ level }) => level === 'management'));
  const videoPoints = makeVideoPoints(plates);
  const units = makeUnits(tonight);
  const posts = makePosts(plates, videoPoints, (at) => zoneOf(must(zones.at(at), 'a zone').code));
  return {
    squads: makeSquads(),
    zones: makeZones(plates.grids),
    sites: makeSites(plates, tonight),
    nightPermits: makeNightPermits(tonight),
    repairNotices: makeRepairNotices(tonight, recordedAt),
    quietPeriods: makeQuietPeriods(tonight),
    units,
    videoPoints,
    posts,
    fences: makeFences(plates),
    stallPlaces: makeStallPlaces(plates, tonight),
    rosters: makeRosters(units, posts, tonight),
    provenance: (asOf) => ({ source: '示例日报（示意）', asOf, how: 'import' }),
  };
}
