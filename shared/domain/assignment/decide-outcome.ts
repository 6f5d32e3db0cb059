/** How it ended on the spot, and what that asks to be looked at again. */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import { day, minute } from '../../lib/time.ts';
import type { Plates } from '../district/state.ts';
import type { OutcomeKind } from '../incident/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { termsAt } from '../rules/limits.ts';
import { reportOutcomeSchema } from './commands.ts';
import type { ReportOutcome } from './commands.ts';
import { leaving, onAssignment, onIncident, onStep, reported, ofAssignment } from './decide-common.ts';
import type { StepReads } from './decide-common.ts';

/** What had been loud, and may be so again: looked at the same night once it should be quiet. */
const recheckedTonight: readonly OutcomeKind[] = ['stopped', 'finishingBy'];
/** And at the same hour of the next day. */
const checkedTomorrow: readonly OutcomeKind[] = ['stopped', 'finishingBy', 'refusesToStop'];

function badEnd({ kind, finishBy }: ReportOutcome, { occurredAt }: DecideContext): Decision | undefined {
  if (kind !== 'finishingBy')
    return finishBy === undefined ? undefined : refuse('FinishByNotAsked', { field: 'finishBy', kind });
  if (finishBy === undefined) return refuse('FinishByMissing', { field: 'finishBy' });
  // Against the moment it was said: what is entered late may have run out since.
  return finishBy > occurredAt ? undefined : refuse('TimeInPast', { field: 'finishBy', at: finishBy });
}

function checksOf({ kind, finishBy }: ReportOutcome, { limits }: Plates['policy'], saidAt: number) {
  const [from, to] = limits.recheckMinutes;
  const quietFrom = finishBy ?? saidAt;
  return {
    recheckBetween: recheckedTonight.includes(kind)
      ? { from: quietFrom + from * minute, to: quietFrom + to * minute }
      : null,
    sameHourCheckAt: checkedTomorrow.includes(kind) ? saidAt + day : null,
  };
}

function decideOutcome(data: ReportOutcome, reads: StepReads, context: DecideContext): Decision {
  return onStep(reads, data, context, ({ assignment, incident: about, district }) => {
    const refusal = badEnd(data, context);
    if (refusal !== undefined) return refusal;
    const { kind, finishBy = null } = data;
    const { id, incident } = assignment;
    const checks = checksOf(data, district.plates.policy, context.occurredAt);
    const terms = kind === 'refusesToStop' ? [] : termsAt(['check'], about, context.occurredAt, district.plates);
    return {
      events: [
        onAssignment(id, 'OutcomeReported', { kind, ...reported(data) }),
        onIncident(incident, 'OutcomeRecorded', {
          ...{ assignment: id, kind, finishBy, ...checks },
          ...(data.means === undefined ? {} : { means: data.means }),
          ...(terms.length === 0 ? {} : { terms: [...terms] }),
        }),
        // Who refuses is not left alone with it: the unit stays until something else comes of it.
        ...(kind === 'refusesToStop' ? [] : leaving(assignment, 'done')),
      ],
    };
  });
}

/**
 * Refuses `AssignmentUnknown`, `AssignmentEnded`, `TimeInFuture`, `TimeTooEarly`; for `finishingBy` `FinishByMissing` and
 * `TimeInPast`, for all others `FinishByNotAsked`.
 */
export const reportOutcome: CommandRule<ReportOutcome, StepReads> = {
  type: 'ReportOutcome',
  schema: reportOutcomeSchema,
  subject: ofAssignment,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: (data) => data.happenedAt,
  decide: decideOutcome,
};
