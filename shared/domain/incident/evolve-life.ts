/** What the steps of its life besides the path change about an incident. */
import type { Recorded } from '../../lib/journal.ts';
import { unreachable } from '../../lib/must.ts';
import type { IncidentEvent, Term } from './events.ts';
import type { lifeEvents } from './events-life.ts';
import type { IncidentFacts, Note } from './state.ts';

export type LifeEvent = Extract<Recorded<IncidentEvent>, { type: keyof typeof lifeEvents }>;

/** One limit of each stage: the later word holds. */
export function withTerms(held: readonly Term[], said: readonly Term[] | undefined): readonly Term[] {
  if (said === undefined || said.length === 0) return held;
  const stages = new Set(said.map(({ limit }) => limit));
  return [...held.filter(({ limit }) => !stages.has(limit)), ...said];
}

/** Of an incident that was just received. */
export const noLife = {
  ...{ verification: null, inspections: [], extensions: [], suspended: null, suspensions: [], returnAnswer: null },
  ...{
    sentBack: [],
    supervisions: [],
    surveys: [],
    contactMisses: [],
    appeals: [],
    forced: null,
    simple: null,
    answeredBefore: 0,
  },
  notes: [],
  files: [],
  measurements: [],
  postings: [],
  sourceSteps: [],
} as const;

/** In journals of before there were kinds of limits: those that there were. */
export function termsOfDue(due: IncidentFacts['due'], from: number): readonly Term[] {
  return (['acknowledge', 'dispatch', 'firstContact', 'reply'] as const).map((limit) => ({
    ...{ limit, kind: 'urgentHours' as const, amount: (due[limit] - from) / 3_600_000, from, warnAt: null },
    at: due[limit],
  }));
}

const lastOf = <T>(list: readonly T[], change: (last: T) => T): readonly T[] => {
  const last = list.at(-1);
  return last === undefined ? list : [...list.slice(0, -1), change(last)];
};

/** The words that came with the step are remembered, so that they can be read and erased. */
function noted(facts: IncidentFacts, event: LifeEvent): readonly Note[] {
  const personal = 'personal' in event.data ? event.data.personal : null;
  if (personal === null) return facts.notes;
  return [...facts.notes, { at: event.meta.occurredAt, user: event.meta.by.user, of: event.type, personal }];
}

function returnAnswered(
  facts: IncidentFacts,
  { answer, again, terms }: Extract<LifeEvent, { type: 'ReturnAnswered' }>['data'],
  done: { readonly at: number; readonly user: string },
): IncidentFacts {
  if (answer !== 'sentBack') return { ...facts, returnAnswer: { ...done, answer } };
  const sentBack = [...facts.sentBack, { ...done, again }];
  return { ...facts, returned: null, returnAnswer: null, sentBack, terms: withTerms(facts.terms, terms) };
}

function resumedFacts(facts: IncidentFacts, terms: readonly Term[], at: number): IncidentFacts {
  const { suspended, suspensions } = facts;
  if (suspended === null) return facts;
  const over = { from: suspended.at, to: at, reasonName: suspended.reasonName };
  return { ...facts, suspended: null, suspensions: [...suspensions, over], terms: withTerms(facts.terms, terms) };
}

/** Nothing stands still, nor is asked for, once it is closed. */
export function endedLife(facts: IncidentFacts, at: number): IncidentFacts {
  return { ...resumedFacts(facts, [], at), forced: null };
}

function changed(facts: IncidentFacts, event: LifeEvent): IncidentFacts {
  const at = event.meta.occurredAt;
  const done = { at, user: event.meta.by.user };
  switch (event.type) {
    case 'ReturnAnswered':
      return returnAnswered(facts, event.data, done);
    case 'VerificationRecorded':
      return {
        ...facts,
        verification: { ...done, ...event.data },
        terms: withTerms(facts.terms, event.data.terms),
      };
    case 'InspectionRecorded':
      return { ...facts, inspections: [...facts.inspections, { ...done, ...event.data }] };
    case 'ExtensionAsked': {
      const { limit, why, to } = event.data;
      return { ...facts, extensions: [...facts.extensions, { ...done, limit, why, to, answered: null }] };
    }
    case 'ExtensionAnswered': {
      const answered = { ...done, ...event.data };
      const { term } = event.data;
      return {
        ...facts,
        extensions: lastOf(facts.extensions, (one) => ({ ...one, answered })),
        terms: withTerms(facts.terms, term === null ? [] : [term]),
      };
    }
    case 'IncidentSuspended': {
      const { personal: _, ...suspended } = event.data;
      return { ...facts, suspended: { ...done, ...suspended } };
    }
    case 'IncidentResumed':
      return resumedFacts(facts, event.data.terms, at);
    case 'SupervisionBegan': {
      const { personal: _, ...supervision } = event.data;
      return { ...facts, supervisions: [...facts.supervisions, { ...done, ...supervision, reported: null }] };
    }
    case 'SupervisionReported':
      return { ...facts, supervisions: lastOf(facts.supervisions, (one) => ({ ...one, reported: done })) };
    case 'SurveyRecorded': {
      const { personal: _, ...survey } = event.data;
      // Another list says more of the same survey.
      const others = facts.surveys.filter(({ surveyedAt }) => surveyedAt !== survey.surveyedAt);
      const before = facts.surveys.find(({ surveyedAt }) => surveyedAt === survey.surveyedAt);
      const rework = survey.rework || before?.rework === true;
      return { ...facts, surveys: [...others, { ...done, ...survey, rework }] };
    }
    // What happened stands in events of its own.
    case 'LateEntryNoted':
      return facts;
    case 'ContactMissRecorded': {
      const { personal: _, ...miss } = event.data;
      return { ...facts, contactMisses: [...facts.contactMisses, { ...done, ...miss }] };
    }
    case 'AppealFiled': {
      const { personal: _, ...appeal } = event.data;
      return { ...facts, appeals: [...facts.appeals, { ...done, ...appeal, decided: null }] };
    }
    case 'AppealDecided': {
      const decided = { ...done, upheld: event.data.upheld };
      return { ...facts, appeals: lastOf(facts.appeals, (one) => ({ ...one, decided })) };
    }
    case 'ForcedCloseAsked': {
      const { personal: _, ...forced } = event.data;
      return { ...facts, forced: { ...done, ...forced } };
    }
    case 'ForcedCloseAnswered':
      return { ...facts, forced: null };
    case 'ClosedSimply':
      return { ...facts, simple: { ...done, ...event.data, reported: null } };
    case 'SimpleReported':
      return facts.simple === null ? facts : { ...facts, simple: { ...facts.simple, reported: done } };
    case 'CallerKeptSecret':
      return { ...facts, confidential: true };
    case 'CallerSecrecyLifted':
      return { ...facts, confidential: false };
    case 'SourceTalkHeld': {
      const { personal: _, ...talk } = event.data;
      return { ...facts, sourceSteps: [...facts.sourceSteps, { ...done, kind: 'talk', ...talk, corrected: null }] };
    }
    case 'SourceNoticeSent': {
      const { personal: _, ...notice } = event.data;
      return { ...facts, sourceSteps: [...facts.sourceSteps, { ...done, kind: 'notice', ...notice, corrected: null }] };
    }
    case 'SourceStepCorrected': {
      const corrected = { ...done, why: event.data.why };
      return {
        ...facts,
        sourceSteps: facts.sourceSteps.map((one) => (one.step === event.data.step ? { ...one, corrected } : one)),
      };
    }
    default:
      return unreachable(event);
  }
}

export function changedLife(facts: IncidentFacts, event: LifeEvent): IncidentFacts {
  return { ...changed(facts, event), notes: noted(facts, event) };
}
