/**
 * Sees units arrive: the first to say so is the hub, by their positions. Positions are no events; the arrival is one, given
 * as a command of the system once a unit stayed at the site or at the place of the complaint.
 */
import { goalOf, nearest } from '../../shared/domain/assignment/nearness.ts';
import type { Goal } from '../../shared/domain/assignment/nearness.ts';
import type { AssignmentReads, AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { DistrictReads, Plates } from '../../shared/domain/district/state.ts';
import type { IncidentReads } from '../../shared/domain/incident/state.ts';
import type { SiteReads } from '../../shared/domain/site/state.ts';
import type { UnitPosition, UnitReads } from '../../shared/domain/unit/state.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { second } from '../../shared/lib/time.ts';
import { described } from '../desk/described.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, Log } from '../ports.ts';
import { arrivalCommandId } from './ids.ts';
import { stayAmong, withSighting } from './stay.ts';
import type { Sighting, Stay, StayPolicy } from './stay.ts';

export type ArrivalReads = Pick<UnitReads, 'unit'> &
  Pick<AssignmentReads, 'assignment'> &
  Pick<IncidentReads, 'incident'> &
  Pick<SiteReads, 'site'> &
  Pick<DistrictReads, 'district'>;

export interface ArrivalWatchDeps {
  /** Of telemetry: told of each believed fix; `undefined` where the position was taken away. */
  readonly onMoved: (listener: (unit: string, position: UnitPosition | undefined) => void) => () => void;
  readonly reads: ArrivalReads;
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
}

export interface ArrivalWatch {
  /** Resolves when no command is under way. */
  idle(): Promise<void>;
  /** Hears of no more positions, and finishes the commands under way. */
  stop(): Promise<void>;
}

/** Metres beyond the fence of arrival within which a position may waver. */
const edge = 40;

const stayPolicy = ({ arrival, fixMaxAgeSeconds }: Plates['policy']): StayPolicy => ({
  ...{ metres: arrival.metres, leaveMetres: arrival.metres + edge },
  ...{ dwellMs: arrival.dwellSeconds * second, gapMs: fixMaxAgeSeconds * second },
});

export function startArrivalWatch(deps: ArrivalWatchDeps): ArrivalWatch {
  const { reads, desk, clock, log, secret } = deps;
  /** Of units that are on their way to something. */
  const seen = new Map<string, readonly Sighting[]>();
  /** Commands under way, by assignment. */
  const underWay = new Map<string, Promise<void>>();

  async function say(assignment: string, { since, shownAt }: Stay): Promise<void> {
    const now = clock.now();
    const id = arrivalCommandId(secret, assignment, shownAt);
    const command = { id, type: 'Arrive', data: { assignment }, basedOn: {}, madeAt: now };
    try {
      const answer = await desk.submit(command, systemActor, { occurredAt: Math.min(since, now) });
      // Where the desk takes nothing now, the next position says it again.
      if (answer.status === 'refused') log.info({ assignment, code: answer.refusal.code }, 'an arrival was refused');
    } catch (error) {
      log.error({ assignment, ...described(error) }, 'an arrival could not be recorded');
    } finally {
      underWay.delete(assignment);
    }
  }

  /** What the unit has not come to yet. */
  const expected = (unit: string): readonly AssignmentState[] =>
    (reads.unit(unit)?.jobs ?? [])
      .map(({ assignment }) => reads.assignment(assignment))
      .filter((assignment) => assignment !== undefined)
      .filter(({ arrived, outcome }) => arrived === null && outcome === null);

  function goal({ incident: id }: AssignmentState): Goal | undefined {
    const incident = reads.incident(id);
    return incident && goalOf(incident, (site) => reads.site(site));
  }

  function moved(unit: string, position: UnitPosition | undefined): void {
    const assignments = position === undefined ? [] : expected(unit);
    // Most units are on no job.
    const policy = assignments.length === 0 ? undefined : reads.district()?.plates.policy;
    if (position === undefined || policy === undefined) {
      seen.delete(unit);
      return;
    }
    // A poor fix tells neither that it came nor that it left.
    if (position.accuracy !== undefined && position.accuracy > policy.arrival.maxAccuracy) return;
    const { lon, lat, at } = position;
    const rule = stayPolicy(policy);
    const sightings = withSighting(seen.get(unit) ?? [], { lon, lat, at }, rule);
    seen.set(unit, sightings);
    for (const assignment of assignments) {
      const { id, assigned } = assignment;
      const where = goal(assignment);
      if (where === undefined || underWay.has(id)) continue;
      const since = sightings.filter((sighting) => sighting.at >= assigned.at);
      const stay = stayAmong(since, (from) => nearest(from, where)?.metres ?? Number.POSITIVE_INFINITY, rule);
      if (stay !== undefined) underWay.set(id, say(id, stay));
    }
  }

  const stopListening = deps.onMoved(moved);

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay.values());
  }

  return {
    idle,
    async stop() {
      stopListening();
      await idle();
    },
  };
}
