import type { Due, Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import { minute } from '../../lib/time.ts';
import type { Kind } from '../kernel.ts';
import { lastStepAfter, withoutLastStep } from '../last-step.ts';
import { assignmentEvents } from './events.ts';
import type { AssignmentEvent } from './events.ts';
import type { AssignmentFacts, AssignmentStage, AssignmentState } from './state.ts';

type DataOf<T extends AssignmentEvent['type']> = Extract<AssignmentEvent, { type: T }>['data'];

/** Whether the unit is still on it. */
export function isRunning({ stage }: Pick<AssignmentFacts, 'stage'>): boolean {
  return stage !== 'done' && stage !== 'handedBack' && stage !== 'withdrawn';
}

/** How far it has come: a step that was left out, or said late, does not take it back. */
function stageOf(facts: Omit<AssignmentFacts, 'stage'>): AssignmentStage {
  const { withdrawn, handedBack, outcome, arrived, setOut, accepted } = facts;
  if (withdrawn !== null) return 'withdrawn';
  if (handedBack !== null) return 'handedBack';
  if (outcome !== null) return outcome.kind === 'refusesToStop' ? 'onScene' : 'done';
  if (arrived !== null) return 'onScene';
  if (setOut !== null) return 'onTheWay';
  return accepted === null ? 'assigned' : 'accepted';
}

function assigned(data: DataOf<'UnitAssigned'>, id: string, done: AssignmentFacts['assigned']): AssignmentFacts {
  return {
    ...data,
    ...{ expected: data.expected ?? null, enforcer: data.enforcer ?? null, override: data.override ?? null },
    ...{ id, assigned: done, stage: 'assigned', accepted: null, setOut: null, arrived: null, evidence: [] },
    ...{ outcome: null, handedBack: null, withdrawn: null, safeAt: null, heardAt: null, overdue: [], turnAt: null },
  };
}

/** The latest word that the unit is well; one said late does not take it back. */
const well = (held: number | null, at: number): number => Math.max(held ?? at, at);

type Later = Exclude<Recorded<AssignmentEvent>, { type: 'UnitAssigned' | 'AssignmentStepUndone' }>;

function changed(facts: AssignmentFacts, event: Later): AssignmentFacts {
  const at = event.meta.occurredAt;
  const done = { at, user: event.meta.by.user };
  const heard = { safeAt: well(facts.safeAt, at), heardAt: well(facts.heardAt, event.meta.at) };
  switch (event.type) {
    case 'AssignmentMoved':
      return { ...facts, ...event.data };
    case 'TurnCame':
      return { ...facts, arriveBy: event.data.arriveBy, turnAt: at };
    case 'TurnPutOff':
      return { ...facts, arriveBy: null, turnAt: null };
    case 'ArrivalExpected':
      return { ...facts, expected: event.data.expected };
    case 'AssignmentAccepted':
      return { ...facts, accepted: { ...done, ...event.data } };
    case 'UnitSetOut':
      // Who goes there first all the same has its time from then on.
      return {
        ...facts,
        setOut: { ...done, ...event.data },
        arriveBy: facts.arriveBy ?? at + facts.arriveMinutes * minute,
      };
    case 'UnitArrived':
      return { ...facts, ...heard, arrived: { ...done, ...event.data } };
    case 'EvidenceNoted':
      return { ...facts, ...heard, evidence: [...facts.evidence, { ...done, ...event.data }] };
    case 'OutcomeReported':
      return { ...facts, ...heard, outcome: { ...done, ...event.data } };
    case 'SafetyConfirmed':
      return { ...facts, ...heard };
    case 'AssignmentHandedBack':
      return { ...facts, handedBack: { ...done, ...event.data } };
    case 'AssignmentWithdrawn':
      return { ...facts, withdrawn: { ...done, ...event.data } };
    case 'AssignmentOverdue':
      return { ...facts, overdue: [...facts.overdue, event.data] };
    case 'PersonalDataErased': {
      const { ref } = event.data;
      const evidence = facts.evidence.map((one) => (one.personal?.ref === ref ? { ...one, personal: null } : one));
      return { ...facts, evidence };
    }
    default:
      return unreachable(event);
  }
}

const nobodysStep: ReadonlySet<string> = new Set(['AssignmentMoved', 'TurnCame', 'TurnPutOff', 'ArrivalExpected']);

function evolve(state: AssignmentState | undefined, event: Recorded<AssignmentEvent>): AssignmentState {
  if (event.type === 'UnitAssigned') {
    const { stream, occurredAt, by } = event.meta;
    const facts = assigned(event.data, splitStream(stream).id, { at: occurredAt, user: by.user });
    // There is nothing before it to go back to: taken back, it is as if withdrawn, without a reason for withdrawing.
    const before = { ...facts, stage: 'withdrawn' } as const;
    return { ...facts, lastStep: lastStepAfter(null, before, facts, event) };
  }
  const { lastStep, ...before } = must(state, 'assignment');
  if (event.type === 'AssignmentStepUndone') return withoutLastStep({ ...before, lastStep }, event.data.command);
  const after = changed(before, event);
  // Nobody's step on it: it neither takes away the way back of the step before, nor has one itself.
  if (nobodysStep.has(event.type)) return { ...after, lastStep };
  const facts = { ...after, stage: isRunning(before) ? stageOf(after) : before.stage };
  // What is erased is gone: nobody takes that back.
  if (event.type === 'PersonalDataErased') return { ...facts, lastStep: null };
  return { ...facts, lastStep: lastStepAfter(lastStep, before, facts, event) };
}

/** Rules of the due times, and the limits they stand for. */
export const overdueRules = {
  assignmentAccept: 'accept',
  assignmentArrive: 'arrive',
  assignmentSafe: 'safe',
  assignmentSilent: 'silent',
} as const;
export type OverdueRule = keyof typeof overdueRules;

/** Asked whether all is well, it has so long to say so, ms; no rule names a figure: a call by radio and one more. */
export const silentAfter = 5 * minute;

/** What the unit owes; each limit is noted once for the instant at which it passed. */
function dues(state: AssignmentState): readonly Due[] {
  if (!isRunning(state)) return [];
  const { accepted, setOut, arrived, outcome, safeAt, heardAt } = state;
  const isHere = arrived !== null || outcome !== null;
  const owed: (Due & { readonly rule: OverdueRule })[] = [];
  if (accepted === null && setOut === null && !isHere) owed.push({ rule: 'assignmentAccept', at: state.acceptBy });
  if (!isHere && state.arriveBy !== null) owed.push({ rule: 'assignmentArrive', at: state.arriveBy });
  else if (isHere && safeAt !== null) {
    const askedAt = safeAt + state.safeMinutes * minute;
    // What is entered late was heard just now: nobody is silent whom somebody spoke to.
    const silentAt = Math.max(askedAt, heardAt ?? askedAt) + silentAfter;
    owed.push({ rule: 'assignmentSafe', at: askedAt }, { rule: 'assignmentSilent', at: silentAt });
  }
  const isNoted = ({ rule, at }: (typeof owed)[number]): boolean =>
    state.overdue.some(({ limit, dueAt }) => limit === overdueRules[rule] && dueAt === at);
  return owed.filter((due) => !isNoted(due));
}

export const assignmentKind: Kind<AssignmentState, AssignmentEvent> = {
  kind: 'assignment',
  fold: 5,
  events: assignmentEvents,
  evolve,
  scope({ incidentSquad, incidentZone, incidentStreet = null, squad }) {
    const squads = [...new Set([incidentSquad, squad])].flatMap((id) => (id === null ? [] : [`squad:${id}`]));
    const zones = incidentZone === null ? [] : [`zone:${incidentZone}`];
    return ['bureau', ...squads, ...zones, ...(incidentStreet === null ? [] : [`street:${incidentStreet}`])];
  },
  dues,
};
