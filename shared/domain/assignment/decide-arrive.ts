/** A unit arrives: how well that is proven, and what is judged at that moment. */
import type { Point } from '../../geo/point.ts';
import type { Decision } from '../../lib/journal.ts';
import { systemActor } from '../../lib/journal.ts';
import { second } from '../../lib/time.ts';
import type { Plates } from '../district/state.ts';
import type { Assessment } from '../incident/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { assess } from '../rules/assess.ts';
import type { AssessReads } from '../rules/assess.ts';
import type { UnitPosition } from '../unit/state.ts';
import { arriveSchema } from './commands.ts';
import type { Arrive } from './commands.ts';
import { onAssignment, onIncident, onStep, reported, ofAssignment } from './decide-common.ts';
import type { Job, StepReads } from './decide-common.ts';
import { goalOf, nearest } from './nearness.ts';
import type { Goal, Near } from './nearness.ts';
import type { ArrivalGrade } from './state.ts';

type ArriveReads = StepReads & AssessReads;

const bySystem = ({ by }: DecideContext): boolean => by.user === systemActor.user;

/**
 * Whether the position can speak for the instant at all. The hub itself has watched the unit from then on until now; of
 * anybody else's arrival said late the place where the unit is now proves nothing.
 */
function speaksFor(position: UnitPosition, policy: Plates['policy'], context: DecideContext): boolean {
  const { now, occurredAt } = context;
  const maxAge = policy.fixMaxAgeSeconds * second;
  if (position.accuracy !== undefined && position.accuracy > policy.arrival.maxAccuracy) return false;
  if (now - position.at > maxAge) return false;
  return bySystem(context) || Math.abs(position.at - occurredAt) <= maxAge;
}

interface Proof {
  readonly grade: ArrivalGrade;
  readonly seenAt: { readonly lon: number; readonly lat: number } | null;
  readonly metres: number | null;
  readonly nearTo: Near['nearTo'] | null;
}

const standing = (grade: ArrivalGrade, { lon, lat }: Point, near: Near | undefined): Proof => ({
  ...{ grade, seenAt: { lon, lat }, metres: near?.metres ?? null, nearTo: near?.nearTo ?? null },
});

/**
 * Position at the site or the place, else a photo taken there, else the word. What speaks against it stands beside the
 * word: a position or a photo of another place. A photo counts by itself where there is no place to compare it with.
 */
function proofOf(data: Arrive, goal: Goal, position: UnitPosition | undefined, within: number): Proof {
  const near = position && nearest(position, goal);
  if (position && near && near.metres <= within) return standing('position', position, near);
  const { photoAt } = data;
  const photo = photoAt && nearest(photoAt, goal);
  if (photoAt && (photo === undefined || photo.metres <= within)) return standing('photo', photoAt, photo);
  const grade = data.channel === undefined ? 'word' : 'reportedByDesk';
  const seen = photoAt ?? position;
  return seen === undefined
    ? { grade, seenAt: null, metres: null, nearTo: null }
    : standing(grade, seen, photoAt === undefined ? near : photo);
}

/** The act of the arrival itself; earlier ones keep their own view. */
function assessedThen({ incident, district }: Job, reads: ArriveReads, context: DecideContext): Assessment {
  const { matter, marks, placing, match, findings } = incident;
  const about = incident.site ?? match.site;
  return assess(
    {
      ...{ occasion: 'arrival', actAt: context.occurredAt, now: context.now },
      ...{ matter, marks, placing, match, findings },
      site: about === null ? undefined : reads.site(about),
    },
    { ...reads, district },
  );
}

function decideArrive(data: Arrive, reads: ArriveReads, context: DecideContext): Decision {
  return onStep(reads, data, context, (job) => {
    const { assignment, incident, district } = job;
    if (assignment.arrived !== null) return { events: [] };
    const { policy } = district.plates;
    const seen = reads.position(assignment.unit);
    const position = seen !== undefined && speaksFor(seen, policy, context) ? seen : undefined;
    const goal = goalOf(incident, (id) => reads.site(id));
    const proof = proofOf(data, goal, position, policy.arrival.metres);
    // The hub has no word to give: it saw the unit there, or it says nothing.
    if (bySystem(context) && proof.grade !== 'position') return { events: [] };
    return {
      events: [
        onAssignment(assignment.id, 'UnitArrived', { ...proof, ...reported(data) }),
        onIncident(incident.id, 'IncidentUnitArrived', { assignment: assignment.id, unit: assignment.unit }),
        onIncident(incident.id, 'IncidentAssessed', { assessment: assessedThen(job, reads, context) }),
      ],
    };
  });
}

/**
 * Refuses `AssignmentUnknown`, `AssignmentEnded`, `TimeInFuture`, `TimeTooEarly`; never for want of a device. Said again it
 * brings nothing.
 */
export const arrive: CommandRule<Arrive, ArriveReads> = {
  type: 'Arrive',
  schema: arriveSchema,
  subject: ofAssignment,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: (data) => data.happenedAt,
  decide: decideArrive,
};
