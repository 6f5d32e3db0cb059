/** Steps of a unit that change nothing but its assignment, and the limits it lets pass. */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import {
  eraseEvidenceSchema,
  evidenceWordsSchema,
  noteAssignmentOverdueSchema,
  noteEvidenceSchema,
  stepSchema,
} from './commands.ts';
import type { EraseEvidence, NoteAssignmentOverdue, NoteEvidence, Step } from './commands.ts';
import { badTime, onAssignment, onStep, reported, withAssignment, ofAssignment } from './decide-common.ts';
import type { StepReads } from './decide-common.ts';
import { assignmentKind, overdueRules } from './evolve.ts';
import type { OverdueRule } from './evolve.ts';
import { silenceAlarm } from './silence.ts';
import type { SilenceReads } from './silence.ts';
import type { AssignmentState } from './state.ts';

type OverdueReads = StepReads & SilenceReads;

/** Refuses `AssignmentUnknown`, `AssignmentEnded`, `TimeInFuture`, `TimeTooEarly`. Said again it brings nothing. */
function step(type: string, event: string, isDone: (assignment: AssignmentState) => boolean) {
  const definition: CommandRule<Step, StepReads> = {
    type,
    schema: stepSchema,
    subject: ofAssignment,
    nature: 'fact',
    conflictsWith: [],
    occurredAt: (data) => data.happenedAt,
    decide: (data, reads, context) =>
      onStep(reads, data, context, ({ assignment }) =>
        isDone(assignment) ? { events: [] } : { events: [onAssignment(assignment.id, event, reported(data))] },
      ),
  };
  return definition;
}

export const acceptAssignment = step('AcceptAssignment', 'AssignmentAccepted', ({ accepted }) => accepted !== null);
/**
 * Refuses besides: `UnitThereAlready` for one that is there since before; an earlier setting out that is entered late is
 * taken.
 */
export const setOut: CommandRule<Step, StepReads> = {
  ...step('SetOut', 'UnitSetOut', (assignment) => assignment.setOut !== null),
  decide: (data, reads, context) =>
    onStep(reads, data, context, ({ assignment: { id, unitName, arrived, setOut: before } }) => {
      if (before !== null) return { events: [] };
      if (arrived !== null && context.occurredAt >= arrived.at)
        return refuse('UnitThereAlready', { assignment: id, unitName, arrivedAt: arrived.at });
      return { events: [onAssignment(id, 'UnitSetOut', reported(data))] };
    }),
};
/** Each time anew: it is asked again and again. */
export const confirmSafety = step('ConfirmSafety', 'SafetyConfirmed', () => false);

/** Refuses `AssignmentUnknown`, `TimeInFuture`, `TimeTooEarly`. Taken after the end too: pictures come in late. */
export const noteEvidence: CommandRule<NoteEvidence, StepReads> = {
  type: 'NoteEvidence',
  schema: noteEvidenceSchema,
  subject: ofAssignment,
  personal: evidenceWordsSchema,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: (data) => data.happenedAt,
  decide: (data, reads, context) =>
    withAssignment(reads, data, (job) => {
      const said = { kind: data.kind, personal: data.personal ?? null, ...reported(data) };
      const noted = { events: [onAssignment(data.assignment, 'EvidenceNoted', said)] };
      return badTime(data, job, context) ?? noted;
    }),
};

function decideErase({ assignment: id, ref, ground }: EraseEvidence, reads: StepReads): Decision {
  const assignment = reads.assignment(id);
  if (assignment === undefined) return refuse('AssignmentUnknown', { field: 'assignment', assignment: id });
  if (!assignment.evidence.some(({ personal }) => personal?.ref === ref))
    return refuse('PersonalDataUnknown', { field: 'ref' });
  return { events: [onAssignment(id, 'PersonalDataErased', { ref, ground })] };
}

/** Empties the words of a note. Refuses `AssignmentUnknown`, `PersonalDataUnknown`. */
export const eraseEvidence: CommandRule<EraseEvidence, StepReads> = {
  type: 'EraseEvidence',
  schema: eraseEvidenceSchema,
  subject: ofAssignment,
  nature: 'fact',
  erases: true,
  conflictsWith: [],
  decide: decideErase,
};

function decideOverdue(
  { assignment: id, limit, dueAt }: NoteAssignmentOverdue,
  reads: OverdueReads,
  { commandId }: DecideContext,
): Decision {
  const assignment = reads.assignment(id);
  if (assignment === undefined) return refuse('AssignmentUnknown', { field: 'assignment', assignment: id });
  const isOwed = assignmentKind
    .dues(assignment)
    .some(({ rule, at }) => at === dueAt && overdueRules[rule as OverdueRule] === limit);
  if (!isOwed) return { events: [] };
  return {
    events: [
      onAssignment(id, 'AssignmentOverdue', { limit, dueAt }),
      ...(limit === 'silent' ? silenceAlarm(commandId, assignment, reads) : []),
    ],
  };
}

/**
 * Refuses `AssignmentUnknown`. Brings nothing for what is no longer owed, or noted already. Silence on scene brings an alarm,
 * under the id of the command.
 */
export const noteAssignmentOverdue: CommandRule<NoteAssignmentOverdue, OverdueReads> = {
  type: 'NoteAssignmentOverdue',
  schema: noteAssignmentOverdueSchema,
  subject: ofAssignment,
  nature: 'fact',
  conflictsWith: [],
  decide: decideOverdue,
};
