/**
 * The run of a unit (跑单顺序): its jobs one after another, when it is thought to be at each, and where a new one costs
 * all callers together the least waiting. Who has waited longest is not passed by.
 */
import type { Point } from '../../geo/point.ts';
import { minute } from '../../lib/time.ts';
import type { AssignmentReads, AssignmentState, Expected } from '../assignment/state.ts';
import type { Plates } from '../district/state.ts';
import type { IncidentReads, IncidentState } from '../incident/state.ts';
import type { SiteReads } from '../site/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import { runDefaults } from './fitness.ts';
import type { Spot, Ways } from './travel.ts';
import { minutesFor, rangeOf, speedOf } from './travel.ts';

export type RunReads = Pick<AssignmentReads, 'assignment'> &
  Pick<IncidentReads, 'incident'> &
  Pick<SiteReads, 'site'> &
  Pick<UnitReads, 'position'>;

/** Each thing read once, for many units at one instant: jobs of theirs share incidents and sites. */
export function readOnce(reads: RunReads): RunReads {
  const once = <T>(read: (id: string) => T): ((id: string) => T) => {
    const held = new Map<string, T>();
    return (id) => {
      if (!held.has(id)) held.set(id, read(id));
      return held.get(id) as T;
    };
  };
  return {
    assignment: once((id) => reads.assignment(id)),
    incident: once((id) => reads.incident(id)),
    site: once((id) => reads.site(id)),
    position: once((id) => reads.position(id)),
  };
}

/** Where a run is reckoned: the district's ways and figures. */
export interface RunPlaces {
  readonly ways: Ways;
  readonly plates: Plates;
}

export interface Stop {
  readonly assignment: string;
  readonly incident: string;
  /** The unit set out for it, or is there: it stays in front. */
  readonly begun: boolean;
  readonly arrived: boolean;
  /** When the complaint came in, Unix ms. */
  readonly since: number;
  readonly spot: Spot | null;
  /** Null once it arrived, and where nobody can say. */
  readonly expected: Expected | null;
}

type Planned = Omit<Stop, 'expected'> & { readonly arrivedAt: number | null };

/** Where a unit would drive to for an incident; null where nobody knows. */
export function targetOf(incident: IncidentState, reads: Pick<SiteReads, 'site'>): Point | null {
  const about = incident.site ?? incident.match.site;
  return (about === null ? undefined : reads.site(about)?.at) ?? incident.placing.at;
}

const hasBegun = ({ arrived, setOut }: AssignmentState): boolean => arrived !== null || setOut !== null;

function plannedOf({ jobs, kind }: Pick<UnitState, 'jobs' | 'kind'>, reads: RunReads, { ways }: RunPlaces): Planned[] {
  const stops = jobs.flatMap(({ assignment: id, incident: about, since }): Planned[] => {
    const [assignment, incident] = [reads.assignment(id), reads.incident(about)];
    if (assignment === undefined) return [];
    const target = incident === undefined ? null : targetOf(incident, reads);
    return [
      {
        ...{ assignment: id, incident: about, begun: hasBegun(assignment), arrived: assignment.arrived !== null },
        ...{ since: incident?.receivedAt ?? since, arrivedAt: assignment.arrived?.at ?? null },
        spot: target === null ? null : ways.spot(target, kind),
      },
    ];
  });
  // An end that was taken back put its job behind the others, though the unit is at it.
  return [...stops.filter(({ begun }) => begun), ...stops.filter(({ begun }) => !begun)];
}

/** From when, Unix ms, to when the unit is free at a place. */
interface Free extends Expected {
  readonly spot: Spot;
}

interface Pace {
  readonly kmh: number;
  readonly onScene: number;
}

function freshPosition(unit: string, reads: RunReads, { plates }: RunPlaces, now: number) {
  const position = reads.position(unit);
  return position !== undefined && now - position.at <= plates.policy.fixMaxAgeSeconds * 1000 ? position : undefined;
}

/** After a job: how long it takes on the spot is known by half and half again. */
const after = (at: Expected, spot: Spot, { onScene }: Pace): Free => ({
  ...{ from: at.from + (onScene / 2) * minute, to: at.to + onScene * 1.5 * minute, spot },
});

/** Drives on from a place. */
const onward = ({ from, to, spot }: Free, next: Spot, { ways }: RunPlaces, { kmh }: Pace): Expected => {
  const takes = minutesFor(ways.from(spot)(next).metres, kmh) * minute;
  return { from: Math.round(from + takes), to: Math.round(to + takes) };
};

function expectedAlong(unit: UnitState, stops: readonly Planned[], reads: RunReads, places: RunPlaces, now: number) {
  const { policy } = places.plates;
  const kmh = speedOf(unit.kind, policy.travel);
  const position = freshPosition(unit.id, reads, places, now);
  const pace: Pace | null = kmh === null ? null : { kmh, onScene: (policy.runs ?? runDefaults).onSceneMinutes };
  let free: Free | null = null;
  const expected: (Expected | null)[] = [];
  for (const [i, { spot, arrivedAt }] of stops.entries()) {
    let at: Expected | null = null;
    if (pace === null || spot === null) free = null;
    else if (arrivedAt !== null) {
      const done = after({ from: arrivedAt, to: arrivedAt }, spot, pace);
      free = { ...done, from: Math.max(done.from, now), to: Math.max(done.to, now + 5 * minute) };
    } else {
      if (i === 0 && position !== undefined) {
        const { metres } = places.ways.from(spot)(places.ways.spot(position, unit.kind));
        const range = rangeOf(metres, pace.kmh, position, now);
        at = { from: Math.round(now + range.from * minute), to: Math.round(now + range.to * minute) };
      } else if (free !== null) at = onward(free, spot, places, pace);
      free = at === null ? null : after(at, spot, pace);
    }
    expected.push(at);
  }
  return { expected, free, pace };
}

/** The jobs of a unit in their order, with what is expected of each. */
export function runOf(unit: UnitState, reads: RunReads, places: RunPlaces, now: number): readonly Stop[] {
  const stops = plannedOf(unit, reads, places);
  const { expected } = expectedAlong(unit, stops, reads, places, now);
  return stops.map(({ arrivedAt: _, ...stop }, i) => ({ ...stop, expected: expected[i] ?? null }));
}

export interface Offer {
  /** Jobs before it. */
  readonly place: number;
  /** The job it goes in front of; null: behind all. */
  readonly before: string | null;
  readonly expected: Expected | null;
  /** Minutes that those behind it wait longer, each. */
  readonly delays: number;
}

/** Nothing new goes in front of whoever waited so long, ms. */
export const oldestAfter = ({ policy }: Plates): number => (policy.runs ?? runDefaults).oldestMinutes * minute;

const middle = ({ from, to }: Expected): number => (from + to) / 2;

/** Where a new job goes into a run of at least one; the front is taken by what is in hand. */
export function cheapestPlace(
  unit: UnitState,
  target: Spot | null,
  { reads, places, now }: { readonly reads: RunReads; readonly places: RunPlaces; readonly now: number },
): Offer {
  const stops = plannedOf(unit, reads, places);
  const oldest = oldestAfter(places.plates);
  const last: Offer = { place: stops.length, before: null, expected: null, delays: 0 };
  if (target === null) return last;
  const fresh: Planned = {
    ...{ assignment: '', incident: '', begun: false, arrived: false, since: now, spot: target, arrivedAt: null },
  };
  const was = expectedAlong(unit, stops, reads, places, now).expected;
  // In front of nobody who has waited too long, nor of what the unit is at.
  const first = stops.findLastIndex(({ begun, since }, i) => i === 0 || begun || now - since >= oldest) + 1;
  let best: (Offer & { readonly cost: number }) | undefined;
  for (let place = stops.length; place >= first; place -= 1) {
    const { expected } = expectedAlong(unit, stops.toSpliced(place, 0, fresh), reads, places, now);
    const own = expected[place] ?? null;
    if (own === null) continue;
    const behind = was.slice(place).map((before, i) => {
      const later = expected[place + 1 + i] ?? null;
      return before === null || later === null ? 0 : (middle(later) - middle(before)) / minute;
    });
    const cost = (middle(own) - now) / minute + behind.reduce((sum, minutes) => sum + minutes, 0);
    if (best !== undefined && cost >= best.cost) continue;
    best = { place, before: stops[place]?.assignment ?? null, expected: own, delays: behind[0] ?? 0, cost };
  }
  if (best === undefined) return last;
  const { cost: _, ...offer } = best;
  return offer;
}
