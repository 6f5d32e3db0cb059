/**
 * The order of a unit's jobs: one is in hand, the others wait. One that waits owes no arrival: its time runs from when what
 * was before it is done, and nobody guesses before when that will be.
 */
import type { EventDraft } from '../../lib/journal.ts';
import { minute } from '../../lib/time.ts';
import type { CommandRule, EventReaction } from '../kernel.ts';
import type { DistrictReads } from '../district/state.ts';
import { runOf } from '../rules/run-order.ts';
import type { RunReads } from '../rules/run-order.ts';
import { Ways } from '../rules/travel.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import { settleTurnsSchema } from './commands.ts';
import type { SettleTurns } from './commands.ts';
import { onAssignment } from './decide-common.ts';
import { isRunning } from './evolve.ts';
import type { AssignmentReads, AssignmentState, Expected } from './state.ts';

type Reads = Pick<AssignmentReads, 'assignment'> & Pick<UnitReads, 'unit'> & RunReads & Pick<DistrictReads, 'district'>;

const hasBegun = ({ arrived, setOut }: AssignmentState): boolean => arrived !== null || setOut !== null;
/** The unit is at it, or is expected there. */
const isInHand = (job: AssignmentState): boolean => hasBegun(job) || job.arriveBy !== null;
/** It waited before, and was given its turn. */
const isPutOffAgain = (job: AssignmentState): boolean => job.turnAt !== null && !hasBegun(job);

function jobsOf(unit: string, reads: Reads): readonly AssignmentState[] {
  return (reads.unit(unit)?.jobs ?? []).flatMap(({ assignment: id }) => {
    const assignment = reads.assignment(id);
    return assignment === undefined || !isRunning(assignment) ? [] : [assignment];
  });
}

/** `at`: when the unit got free or had a job again, Unix ms. */
function settled(unit: string, reads: Reads, at: number): readonly EventDraft[] {
  const jobs = jobsOf(unit, reads);
  const inHand = jobs.filter(isInHand);
  const [next] = jobs;
  if (next !== undefined && inHand.length === 0) {
    // Said late, it got free before it was sent here.
    const from = Math.max(at, next.assigned.at);
    return [onAssignment(next.id, 'TurnCame', { arriveBy: from + next.arriveMinutes * minute })];
  }
  // What ended before was taken back: whoever got their turn by that waits again.
  const others = inHand.filter((job) => !isPutOffAgain(job));
  if (others.length === 0) return [];
  return inHand.filter(isPutOffAgain).map(({ id }) => onAssignment(id, 'TurnPutOff', {}));
}

/** Less is no news to a caller. */
const worthTelling = 2 * minute;

const apart = (a: Expected | null, b: Expected | null): number =>
  a === null || b === null
    ? a === b
      ? 0
      : Number.POSITIVE_INFINITY
    : Math.max(Math.abs(a.from - b.from), Math.abs(a.to - b.to));

/**
 * When the unit is thought to be at those of its jobs that wait, where that is not what was told before: the word to the
 * caller changes with it. What is not known now is not taken back.
 */
export function expectations(unit: UnitState, reads: Reads, now: number): readonly EventDraft[] {
  const plates = reads.district()?.plates;
  if (plates === undefined) return [];
  const run = runOf(unit, reads, { ways: new Ways(plates), plates }, now);
  return run.slice(1).flatMap(({ assignment: id, begun, expected }) => {
    const told = reads.assignment(id)?.expected ?? null;
    if (begun || expected === null || apart(told, expected) < worthTelling) return [];
    return [onAssignment(id, 'ArrivalExpected', { expected: { from: expected.from, to: expected.to } })];
  });
}

function settle(id: string, reads: Reads, { now, occurredAt }: { now: number; occurredAt: number }) {
  const unit = reads.unit(id);
  const turns = settled(id, reads, occurredAt);
  return unit === undefined || unit.jobs.length < 2 ? turns : [...turns, ...expectations(unit, reads, now)];
}

/** Brings nothing where the order stands, and with it what callers were told. */
export const settleTurns: CommandRule<SettleTurns, Reads> = {
  type: 'SettleTurns',
  schema: settleTurnsSchema,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ unit }, reads, context) => ({ events: settle(unit, reads, context) }),
};

/** After a unit's jobs changed. */
export const turnsReaction: EventReaction<Reads> = ({ type, stream, occurredAt }, reads) => {
  if (type !== 'UnitFreed' && type !== 'UnitEngaged') return [];
  const unit = stream.slice(stream.indexOf('/') + 1);
  if (settle(unit, reads, { now: occurredAt, occurredAt }).length === 0) return [];
  return [{ rule: 'settleTurns', type: 'SettleTurns', data: { unit } }];
};
