/** What the decisions about assignments share. */
import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import { day } from '../../lib/time.ts';
import type { DistrictReads, District } from '../district/state.ts';
import type { Channel, IncidentReads, IncidentState } from '../incident/state.ts';
import type { DecideContext } from '../kernel.ts';
import { inFuture } from '../kernel.ts';
import type { PermitReads } from '../permit/state.ts';
import type { SiteReads } from '../site/state.ts';
import type { UnitReads } from '../unit/state.ts';
import { isRunning } from './evolve.ts';
import type { AssignmentReads, AssignmentState } from './state.ts';

/** What a step of a unit is decided on. */
export type StepReads = AssignmentReads & IncidentReads & SiteReads & PermitReads & UnitReads & DistrictReads;

/** A step may have been taken this long before the complaint came in: patrols are there first. ms. */
const earliestBefore = day;

export interface StepData {
  readonly assignment: string;
  readonly channel?: Channel | undefined;
  readonly happenedAt?: number | undefined;
}

/** Of a command: the assignment it is about. */
export const ofAssignment = ({ assignment }: { readonly assignment: string }): StreamId =>
  streamId('assignment', assignment);

/** The assignment a step belongs to, with its incident and the plates in force. */
export interface Job {
  readonly assignment: AssignmentState;
  readonly incident: IncidentState;
  readonly district: District;
}

type Reads = AssignmentReads & IncidentReads & DistrictReads;

/** Refuses `AssignmentUnknown`. */
export function withAssignment(
  reads: Reads,
  { assignment: id }: Pick<StepData, 'assignment'>,
  decide: (job: Job) => Decision,
): Decision {
  const assignment = reads.assignment(id);
  if (assignment === undefined) return refuse('AssignmentUnknown', { field: 'assignment', assignment: id });
  const incident = must(reads.incident(assignment.incident), `incident of assignment ${id}`);
  return decide({ assignment, incident, district: must(reads.district(), 'plates in force') });
}

/** Refuses `AssignmentUnknown`, and `AssignmentEnded` once the unit is no longer on it. */
export function whileRunning(
  reads: Reads,
  data: Pick<StepData, 'assignment'>,
  decide: (job: Job) => Decision,
): Decision {
  return withAssignment(reads, data, (job) => {
    const { assignment } = job;
    if (isRunning(assignment)) return decide(job);
    return refuse('AssignmentEnded', {
      ...{ assignment: assignment.id, stage: assignment.stage, unitName: assignment.unitName },
    });
  });
}

/** Refusal for the time of a step said late: `TimeInFuture`, or `TimeTooEarly` for one that cannot belong to this incident. */
export function badTime({ happenedAt }: StepData, { incident }: Job, context: DecideContext): Decision | undefined {
  if (happenedAt === undefined) return undefined;
  const earliest = incident.receivedAt - earliestBefore;
  if (happenedAt < earliest) return refuse('TimeTooEarly', { field: 'happenedAt', at: happenedAt, earliest });
  return inFuture(happenedAt, 'happenedAt', context);
}

/** `whileRunning`, and besides the refusals of `badTime`. */
export function onStep(reads: Reads, data: StepData, context: DecideContext, decide: (job: Job) => Decision): Decision {
  return whileRunning(reads, data, (job) => badTime(data, job, context) ?? decide(job));
}

export const reported = ({ channel }: StepData) => ({ reportedByDesk: channel ?? null });

export const onAssignment = (id: string, type: string, data: EventDraft['data']): EventDraft => ({
  ...{ stream: streamId('assignment', id), type, data },
});

export const onIncident = (id: string, type: string, data: EventDraft['data']): EventDraft => ({
  ...{ stream: streamId('incident', id), type, data },
});

/** The unit leaves: events of the incident and of the unit. */
export function leaving(
  { id, incident, unit }: AssignmentState,
  why: 'done' | 'withdrawn' | 'handedBack',
): readonly EventDraft[] {
  return [
    onIncident(incident, 'IncidentUnitGone', { assignment: id, unit, why }),
    { stream: streamId('unit', unit), type: 'UnitFreed', data: { assignment: id, incident } },
  ];
}
