/** Taking a step back: all that one command brought to incidents, assignments and units, or nothing of it. */
import type { Decision, EventDraft, PersonalHandle } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import { second } from '../../lib/time.ts';
import type { AssignmentFacts, AssignmentReads, AssignmentState } from '../assignment/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import type { UnitReads } from '../unit/state.ts';
import { undoStepSchema } from './commands.ts';
import type { UndoStep } from './commands.ts';
import { draft, movingAssignments, noPack, ofIncident, onIncident } from './decide-common.ts';
import type { IncidentFacts, IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> &
  Pick<AssignmentReads, 'assignment' | 'assignmentsOf'> &
  Pick<DistrictReads, 'district'> &
  Pick<UnitReads, 'unit'>;

/**
 * Steps that may be taken back, by the first event that they brought to a stream. Not among them: what a later report
 * told (a relapse, a limit that passed), and what was erased.
 */
const undoable: ReadonlySet<string> = new Set([
  ...['IncidentAcknowledged', 'IncidentPlaced', 'SourceChosen', 'IncidentAssessed', 'SitePhoned'],
  ...['IncidentJoined', 'IncidentTookIn', 'IncidentSeparated', 'IncidentLetGo'],
  ...['IncidentUnitSent', 'IncidentUnitArrived', 'IncidentUnitGone', 'OutcomeRecorded', 'OutcomeEscalated'],
  ...['CheckRecorded', 'ReplyRecorded', 'FirstContactRecorded', 'LocalSquadTold', 'HandedToLocalSquad'],
  ...['IncidentReturned', 'IncidentReferred', 'IncidentReopened', 'IncidentClosed'],
  ...['UnitAssigned', 'AssignmentAccepted', 'UnitSetOut', 'UnitArrived', 'EvidenceNoted', 'OutcomeReported'],
  ...['AssignmentHandedBack', 'AssignmentWithdrawn', 'SafetyConfirmed'],
  ...['ReturnAnswered', 'VerificationRecorded', 'InspectionRecorded', 'ExtensionAsked', 'ExtensionAnswered'],
  ...['IncidentSuspended', 'IncidentResumed', 'SupervisionBegan', 'SupervisionReported', 'SurveyRecorded'],
  ...['AppealFiled', 'AppealDecided', 'ForcedCloseAsked', 'ForcedCloseAnswered', 'ClosedSimply', 'SimpleReported'],
  'MeasurementRecorded',
]);

/** Steps of an assignment that also stand on its incident. */
const onBoth: ReadonlySet<string> = new Set([
  ...['UnitAssigned', 'UnitArrived', 'OutcomeReported', 'AssignmentHandedBack', 'AssignmentWithdrawn'],
]);

interface Step {
  readonly at: number;
  readonly user: string;
  readonly command: string;
  readonly type: string;
}

interface Touched {
  readonly incidents: readonly IncidentState[];
  readonly assignments: readonly AssignmentState[];
}

const isRunning = (stage: AssignmentFacts['stage']): boolean =>
  stage !== 'done' && stage !== 'handedBack' && stage !== 'withdrawn';

/** Assignments that the last step of the incident changed something about. */
function assignmentsTouched({ units, lastStep }: IncidentState): readonly string[] {
  const before = lastStep?.before.units;
  if (before === undefined) return [];
  const as = (list: IncidentFacts['units']) => new Map(list.map((one) => [one.assignment, JSON.stringify(one)]));
  const then = as(before);
  return [...as(units)].filter(([id, unit]) => then.get(id) !== unit).map(([id]) => id);
}

/** Other incidents that the last step of the incident changed something about. */
function incidentsTouched(incident: IncidentState, reads: Reads): readonly string[] {
  const { lastStep, joinedInto, tookIn, closed } = incident;
  const before = lastStep?.before;
  if (before === undefined) return [];
  const joins = [before.joinedInto, 'joinedInto' in before ? joinedInto : null].flatMap((one) => one?.incident ?? []);
  const lists = before.tookIn === undefined ? [] : [before.tookIn, tookIn];
  const [then, now] = lists.map((list) => list.map((one) => one.incident));
  const moved = [...(then ?? []), ...(now ?? [])].filter((id) => then?.includes(id) !== now?.includes(id));
  // Those that ended with it, unless one of them was reopened since.
  const ended = tookIn.flatMap((one) => {
    const other = 'closed' in before && closed !== null ? reads.incident(one.incident) : undefined;
    return other?.closed?.result === 'joined' && other.closed.at === closed?.at ? [one.incident] : [];
  });
  // The one it hangs on, where that was reopened with it.
  const main = 'reopened' in before && joinedInto !== null ? reads.incident(joinedInto.incident) : undefined;
  const back = main?.lastStep?.command === lastStep?.command && main !== undefined ? [main.id] : [];
  return [...joins, ...moved, ...ended, ...back];
}

/**
 * Follows the command from stream to stream. A stream on which something was built since stands in the way: its last
 * step is another's.
 */
function touchedBy(command: string, first: Touched, reads: Reads): Touched | { readonly builtOn: string } {
  const incidents = new Map(first.incidents.map((one) => [one.id, one]));
  const assignments = new Map(first.assignments.map((one) => [one.id, one]));
  for (const incident of incidents.values()) {
    if (incident.lastStep?.command !== command) return { builtOn: streamId('incident', incident.id) };
    for (const id of incidentsTouched(incident, reads)) {
      const other = reads.incident(id);
      if (other !== undefined) incidents.set(id, incidents.get(id) ?? other);
    }
    for (const id of assignmentsTouched(incident)) {
      const other = reads.assignment(id);
      if (other !== undefined) assignments.set(id, assignments.get(id) ?? other);
    }
  }
  for (const assignment of assignments.values())
    if (assignment.lastStep?.command !== command) return { builtOn: streamId('assignment', assignment.id) };
  return { incidents: [...incidents.values()], assignments: [...assignments.values()] };
}

/** Where to begin: the incident, or an assignment of it. */
function beginning(incident: IncidentState, command: string, reads: Reads): Touched | undefined {
  const assignments = reads.assignmentsOf(incident.id).filter((one) => one.lastStep?.command === command);
  const isIts = incident.lastStep?.command === command;
  const also = assignments.some(({ lastStep }) => lastStep !== null && onBoth.has(lastStep.type));
  if (isIts || also) return { incidents: [incident], assignments };
  return assignments.length > 0 ? { incidents: [], assignments } : undefined;
}

/** Records that an undone step had put into the vault: without a step that speaks of them nobody could erase them. */
function orphans(
  now: readonly { readonly personal: PersonalHandle | null }[],
  before: readonly { readonly personal: PersonalHandle | null }[] | undefined,
): readonly string[] {
  if (before === undefined) return [];
  const kept = new Set(before.map(({ personal }) => personal?.ref));
  return now.flatMap(({ personal }) => (personal === null || kept.has(personal.ref) ? [] : [personal.ref]));
}

const erasing = (stream: EventDraft['stream'], refs: readonly string[]): readonly EventDraft[] =>
  refs.map((ref) => ({ stream, type: 'PersonalDataErased', data: { ref, ground: 'takenBack' } }));

/** The unit has the job again, or no longer. */
function unitBack(assignment: AssignmentState, reads: Reads): readonly EventDraft[] | { readonly builtOn: string } {
  const { id, incident, unit: unitId, stage, lastStep } = assignment;
  const unit = reads.unit(unitId);
  if (unit === undefined) return [];
  const stream = streamId('unit', unitId);
  const data = { assignment: id, incident };
  const has = unit.jobs.some((job) => job.assignment === id);
  const shouldHave = isRunning(lastStep?.before.stage ?? stage);
  if (has === shouldHave) return [];
  if (has) return [{ stream, type: 'UnitFreed', data }];
  return unit.status === 'offDuty' ? { builtOn: stream } : [{ stream, type: 'UnitEngaged', data }];
}

function takeBack(touched: Touched, command: string, reads: Reads): Decision {
  const events: EventDraft[] = [];
  for (const { id, replies, contacts, notes, lastStep } of touched.incidents) {
    events.push(draft(id, 'StepUndone', { command }));
    events.push(...erasing(streamId('incident', id), orphans(replies, lastStep?.before.replies)));
    events.push(...erasing(streamId('incident', id), orphans(contacts, lastStep?.before.contacts)));
    events.push(...erasing(streamId('incident', id), orphans(notes, lastStep?.before.notes)));
    const placing = lastStep?.before.placing;
    if (placing !== undefined) events.push(...movingAssignments(id, placing, reads));
  }
  for (const assignment of touched.assignments) {
    const { id, evidence, lastStep } = assignment;
    const stream = streamId('assignment', id);
    events.push({ stream, type: 'AssignmentStepUndone', data: { command } });
    events.push(...erasing(stream, orphans(evidence, lastStep?.before.evidence)));
    const unit = unitBack(assignment, reads);
    if ('builtOn' in unit) return refuse('BuiltUpon', { field: 'command', stream: unit.builtOn });
    events.push(...unit);
  }
  return { events };
}

/** By whom, when and what: refusals that need no look at other streams. */
function mayNot(step: Step, { by, now }: DecideContext, seconds: number): Decision | undefined {
  if (!undoable.has(step.type)) return refuse('NothingToUndo', { field: 'command', type: step.type });
  if (step.user !== by.user) return refuse('NotOwn', { field: 'command', user: step.user });
  if (now - step.at > seconds * second) return refuse('UndoTooLate', { field: 'command', seconds });
  return undefined;
}

function decideUndo({ incident: id, command }: UndoStep, reads: Reads, context: DecideContext): Decision {
  return onIncident(id, reads, (incident) => {
    const district = reads.district();
    if (district === undefined) return noPack;
    const first = beginning(incident, command, reads);
    if (first === undefined) {
      const { lastStep } = incident;
      if (lastStep === null) return refuse('NothingToUndo', { field: 'command' });
      return refuse('BuiltUpon', {
        field: 'command',
        stream: streamId('incident', id),
        type: lastStep.type,
        by: lastStep.user,
      });
    }
    const steps = [...first.incidents, ...first.assignments].map(({ lastStep }) => lastStep);
    const step: Step | undefined = steps.find((one) => one?.command === command) ?? undefined;
    if (step === undefined) return refuse('NothingToUndo', { field: 'command' });
    const refusal = mayNot(step, context, district.plates.policy.undoSeconds);
    if (refusal !== undefined) return refusal;
    const touched = touchedBy(command, first, reads);
    if ('builtOn' in touched) return refuse('BuiltUpon', { field: 'command', stream: touched.builtOn });
    return takeBack(touched, command, reads);
  });
}

/**
 * Takes back a command of one's own, whole. Refuses `NotOwn`, `UndoTooLate` after the policy's seconds, `BuiltUpon`
 * where something was built on it on any stream, `NothingToUndo` for what cannot be taken back.
 */
export const undoStep: CommandRule<UndoStep, Reads> = {
  type: 'UndoStep',
  schema: undoStepSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: [],
  decide: decideUndo,
};
