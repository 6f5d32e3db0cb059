/** What a recommendation is drawn from: the incident, and what the hub holds of units, places and plates. */
import type { Point } from '../../geo/point.ts';
import { distance } from '../../geo/point.ts';
import { must } from '../../lib/must.ts';
import type { AssignmentReads } from '../assignment/state.ts';
import type { District, DistrictReads } from '../district/state.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import type { DutyModeReads } from '../duty-mode/state.ts';
import type { Assessment, IncidentReads, IncidentState } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { SiteReads, SiteState } from '../site/state.ts';
import type { SquadReads, SquadState } from '../squad/state.ts';
import type { UnitReads } from '../unit/state.ts';
import type { ZoneReads, ZoneState } from '../zone/state.ts';
import { isLegalNight } from './calendar.ts';
import type { Spot } from './travel.ts';
import { Ways } from './travel.ts';

export type RecommendReads = Pick<DistrictReads, 'district'> &
  DutyModeReads &
  Pick<UnitReads, 'units' | 'position'> &
  Pick<SquadReads, 'squads'> &
  Pick<ZoneReads, 'zones'> &
  Pick<SiteReads, 'site' | 'sites'> &
  Pick<IncidentReads, 'incident'> &
  Pick<AssignmentReads, 'assignment'>;

/** What of an incident counts. */
export type RecommendFacts = Pick<
  IncidentState,
  | 'id'
  | 'matter'
  | 'also'
  | 'marks'
  | 'placing'
  | 'match'
  | 'site'
  | 'assessments'
  | 'similar'
  | 'units'
  | 'reopened'
  | 'confidential'
  | 'chosen'
  | 'outcome'
  | 'returned'
  | 'referred'
>;

/** What the rules below share, worked out once. */
export interface Plan {
  readonly facts: RecommendFacts;
  readonly reads: RecommendReads;
  readonly now: number;
  readonly district: District;
  readonly assessment: Assessment;
  /** Acted upon, or proposed. */
  readonly site: SiteState | undefined;
  /** Where a unit would drive to; null where nobody knows. */
  readonly target: Point | null;
  /** Zone of the place; for a road alone, the one that most of it runs through. */
  readonly zone: ZoneState | undefined;
  /** Where nobody has said, the law's night makes it `night`. */
  readonly mode: DutyMode;
  /** Duty night or the law's: the works of the night are what the mobile groups are for. */
  readonly night: boolean;
  /** Read once: a unit is asked for its own many times. */
  readonly squads: ReadonlyMap<string, SquadState>;
  readonly ways: Ways;
  /** `target` with its street. */
  readonly goal: Spot | null;
  /** A complaint that works which were stopped have begun again. */
  readonly relapse: boolean;
}

export const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });

/** Metres between looks at where a road runs. */
const stride = 50;

/** The named roads, step by step, with the zone each step lies in. */
function stepsAlong(roads: readonly string[], district: District, reads: RecommendReads): readonly string[] {
  const squads = reads.squads();
  const lines = district.plates.roads.filter(({ name }) => roads.includes(name));
  return lines.flatMap(({ line }) =>
    line.slice(1).flatMap(([lon, lat], i) => {
      const [fromLon, fromLat] = must(line[i], 'corner of a road');
      const count = Math.max(1, Math.round(distance({ lon, lat }, { lon: fromLon, lat: fromLat }) / stride));
      return Array.from({ length: count }, (_, n) => {
        const share = (n + 0.5) / count;
        const at = { lon: fromLon + (lon - fromLon) * share, lat: fromLat + (lat - fromLat) * share };
        const street = district.index.streetAt(at)?.code ?? '';
        return squads.find(({ grids }) => grids.includes(street))?.zone ?? '';
      });
    }),
  );
}

function zoneOf({ placing }: RecommendFacts, district: District, reads: RecommendReads): ZoneState | undefined {
  const zones = reads.zones();
  if (placing.zone !== null) return zones.find(({ id }) => id === placing.zone);
  if (placing.outside !== null || placing.roads.length === 0) return undefined;
  const steps = stepsAlong(placing.roads, district, reads);
  const within = zones.map((zone) => ({ zone, count: steps.filter((id) => id === zone.id).length }));
  return within.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0]?.zone;
}

/** Where trucks are stopped on this road: a place of the pack beside it. */
function checkpointOn({ placing, matter, also }: RecommendFacts, district: District): Point | null {
  if (![matter, ...also].some((one) => one === 'roadSpill' || one === 'truckNoise')) return null;
  const found = district.plates.places.find(
    ({ name, roads: [road, second] }) =>
      road !== undefined && second === undefined && placing.roads.includes(road) && name.includes('卡点'),
  );
  return found === undefined ? null : { lon: found.at[0], lat: found.at[1] };
}

/** Sent back, or its own matter referred, since it was last reopened. */
export function isGivenAway({ returned, referred, matter, reopened }: RecommendFacts): boolean {
  const since = reopened.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return returned !== null || referred.some((one) => one.at >= since && one.matter === matter);
}

/** An outcome stands that leaves nothing to stop at once. */
export const isSettled = ({ outcome }: Pick<RecommendFacts, 'outcome'>): boolean =>
  outcome !== null && outcome.kind !== 'refusesToStop';

/** That it reopened another, was reopened so itself, or says so of a site that is sure: of no other can it be said. */
function isRelapse({ id, marks, site, similar, reopened }: RecommendFacts, reads: RecommendReads): boolean {
  if (reopened.at(-1)?.because === 'relapse' || (marks.includes('relapse') && site !== null)) return true;
  return similar.some(({ incident }) => reads.incident(incident)?.reopened.some(({ by }) => by === id) === true);
}

/** Undefined: no pack in force. */
export function planOf(facts: RecommendFacts, reads: RecommendReads, now: number): Plan | undefined {
  const district = reads.district();
  if (district === undefined) return undefined;
  const siteId = facts.site ?? facts.match.site;
  const site = siteId === null ? undefined : reads.site(siteId);
  const legalNight = isLegalNight(now, district.plates);
  const mode = reads.dutyMode()?.mode ?? (legalNight ? 'night' : 'routine');
  const ways = new Ways(district.plates);
  const target = site?.at ?? facts.placing.at ?? checkpointOn(facts, district);
  return {
    ...{ facts, reads, now, district, site, target, ways, mode },
    assessment: must(facts.assessments.at(-1), 'assessment'),
    zone: zoneOf(facts, district, reads),
    night: mode === 'night' || legalNight,
    squads: new Map(reads.squads().map((squad) => [squad.id, squad])),
    goal: target === null ? null : ways.spot(target),
    relapse: isRelapse(facts, reads),
  };
}
