import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { lastStepAfter, withoutLastStep } from '../last-step.ts';
import { claimAfter, claimBeside, claimDues, isOfClaim } from './claim.ts';
import type { ClaimEvent } from './claim.ts';
import { incidentDues, limitsOf } from './dues.ts';
import { incidentEvents } from './events.ts';
import type { IncidentEvent, SourceMatch } from './events.ts';
import { lifeEvents } from './events-life.ts';
import { sourceStepEvents } from './events-source-steps.ts';
import { changedLife, endedLife, noLife, termsOfDue, withTerms } from './evolve-life.ts';
import type { LifeEvent } from './evolve-life.ts';
import { changedPostings, isOfPosting } from './evolve-posting.ts';
import { engagedUnits, isOvertaken, isWithOthers } from './state.ts';
import type { IncidentFacts, IncidentStage, IncidentState, IncidentUnit } from './state.ts';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];
type Later = Exclude<Recorded<IncidentEvent>, { type: 'IncidentReceived' | 'StepUndone' } | ClaimEvent>;

/** Nobody takes these back: the other complaint stands, and what is erased is gone. */
function isFinal(event: Later): boolean {
  if (event.type === 'PersonalDataErased') return true;
  return event.type === 'IncidentReopened' && event.data.by !== null;
}

/** How far it has come. What is on the way or there counts before what was reported. */
function stageOf(facts: IncidentFacts): IncidentStage {
  if (facts.closed !== null) return 'closed';
  const engaged = engagedUnits(facts);
  if (engaged.some(({ arrivedAt }) => arrivedAt !== null)) return 'onScene';
  if (engaged.length > 0) return 'dispatched';
  if (facts.outcome !== null && facts.outcome.kind !== 'refusesToStop') return 'handled';
  if (isWithOthers(facts)) return 'handled';
  return facts.acknowledged === null ? 'received' : 'acknowledged';
}

/** The match after a person said which site it is, or that nobody knows. */
export function matchAfterChoice(match: SourceMatch, site: string | null, marks: IncidentFacts['marks']): SourceMatch {
  if (site !== null) return { ...match, status: 'certain', site };
  return { ...match, status: marks.includes('visibleSite') ? 'notInRegister' : 'unknown', site: null };
}

const actedUpon = ({ status, site }: SourceMatch): string | null => (status === 'certain' ? site : null);

function received(data: DataOf<'IncidentReceived'>, id: string): IncidentFacts {
  const { assessment, terms, ...rest } = data;
  return {
    ...rest,
    ...noLife,
    terms: terms ?? termsOfDue(data.due, data.receivedAt),
    ...{ id, site: actedUpon(data.match), chosen: null, assessments: [assessment], findings: [] },
    ...{ stage: 'received', acknowledged: null, phoned: [], units: [], outcome: null, escalated: [], checks: [] },
    ...{
      contacts: [],
      replies: [],
      told: [],
      handedTo: null,
      joinedInto: null,
      tookIn: [],
      returned: null,
      referred: [],
    },
    ...{ reopened: [], closed: null, overdue: [], corrections: [] },
  };
}

function withUnit(facts: IncidentFacts, assignment: string, change: Partial<IncidentUnit>): IncidentFacts {
  return {
    ...facts,
    units: facts.units.map((unit) => (unit.assignment === assignment ? { ...unit, ...change } : unit)),
  };
}

/** What was found stands whatever is judged later, from the registers of another hour. */
function assessed(facts: IncidentFacts, assessment: DataOf<'IncidentAssessed'>['assessment']): IncidentFacts {
  const assessments = [...facts.assessments, assessment];
  if (assessment.occasion !== 'finding') return { ...facts, assessments };
  return { ...facts, assessments, findings: assessment.findings ?? facts.findings };
}

function erased(facts: IncidentFacts, ref: string): IncidentFacts {
  const isIt = (handle: IncidentFacts['personal']): boolean => handle?.ref === ref;
  return {
    ...facts,
    personal: isIt(facts.personal) ? null : facts.personal,
    contacts: facts.contacts.map((contact) => (isIt(contact.personal) ? { ...contact, personal: null } : contact)),
    replies: facts.replies.map((reply) => (isIt(reply.personal) ? { ...reply, personal: null } : reply)),
    notes: facts.notes.map((note) => (isIt(note.personal) ? { ...note, personal: null } : note)),
    corrections: facts.corrections.map((one) => (isIt(one.personal) ? { ...one, personal: null } : one)),
    files: facts.files.map((file) => (isIt(file.personal) ? { ...file, personal: null } : file)),
  };
}

interface Done {
  readonly at: number;
  readonly user: string;
}

const isOfLife = (event: Later): event is LifeEvent => event.type in lifeEvents;

function withOutcome(facts: IncidentFacts, { terms, ...data }: DataOf<'OutcomeRecorded'>, done: Done): IncidentFacts {
  return { ...facts, outcome: { ...done, ...data }, terms: withTerms(facts.terms, terms) };
}

function withReturn(
  facts: IncidentFacts,
  { personal = null, ...data }: DataOf<'IncidentReturned'>,
  done: Done,
): IncidentFacts {
  const notes = personal === null ? [] : [{ ...done, of: 'IncidentReturned' as const, personal }];
  return { ...facts, returned: { ...done, ...data }, returnAnswer: null, notes: [...facts.notes, ...notes] };
}

/**
 * Who was there and when they left stays: the units. What they reported no longer holds; and where it has to be done again,
 * nor does what the caller was told.
 */
function reopened(facts: IncidentFacts, { terms, ...data }: DataOf<'IncidentReopened'>, done: Done): IncidentFacts {
  const over = { outcome: null, closed: null, handedTo: null, returned: null, returnAnswer: null } as const;
  const isAgain = data.because === 'rework' || data.because === 'survey';
  return {
    ...facts,
    ...over,
    ...{ forced: null, simple: null },
    answeredBefore: isAgain ? facts.replies.length : facts.answeredBefore,
    terms: withTerms(facts.terms, terms),
    reopened: [...facts.reopened, { ...done, ...data }],
  };
}

/** Beside what stands: nothing of it is acted upon until a person takes it. */
function corrected(facts: IncidentFacts, data: DataOf<'IncidentCorrected'>, done: Done): IncidentFacts {
  const { personal } = data;
  const notes = personal === null ? [] : [{ ...done, of: 'IncidentCorrected' as const, personal }];
  const corrections = [...facts.corrections, { ...done, ...data, taken: null }];
  return { ...facts, corrections, notes: [...facts.notes, ...notes] };
}

function correctionTaken(facts: IncidentFacts, data: DataOf<'CorrectionTaken'>, done: Done): IncidentFacts {
  const last = facts.corrections.length - 1;
  const corrections = facts.corrections.map((one, at) => (at === last ? { ...one, taken: done } : one));
  const confidential = facts.confidential || data.marks.includes('confidential');
  return { ...facts, ...data, confidential, corrections };
}

function changed(facts: IncidentFacts, event: Later): IncidentFacts {
  const at = event.meta.occurredAt;
  const done = { at, user: event.meta.by.user };
  switch (event.type) {
    case 'IncidentCorrected':
      return corrected(facts, event.data, done);
    case 'CorrectionTaken':
      return correctionTaken(facts, event.data, done);
    case 'IncidentAcknowledged':
      return { ...facts, acknowledged: done };
    case 'IncidentPlaced': {
      const site = actedUpon(event.data.match);
      const chosen = facts.chosen !== null && facts.chosen.site === site ? facts.chosen : null;
      return { ...facts, ...event.data, site, chosen };
    }
    case 'SourceChosen': {
      const { site } = event.data;
      return { ...facts, site, chosen: { ...done, site }, match: matchAfterChoice(facts.match, site, facts.marks) };
    }
    case 'IncidentAssessed':
      return assessed(facts, event.data.assessment);
    case 'SitePhoned':
      return { ...facts, phoned: [...facts.phoned, { ...done, ...event.data }] };
    case 'IncidentJoined':
      return { ...facts, joinedInto: { incident: event.data.into, number: event.data.intoNumber } };
    case 'IncidentSeparated':
      return { ...facts, joinedInto: null };
    case 'IncidentTookIn':
      return { ...facts, tookIn: [...facts.tookIn, event.data] };
    case 'IncidentLetGo':
      return { ...facts, tookIn: facts.tookIn.filter(({ incident }) => incident !== event.data.incident) };
    case 'IncidentUnitSent': {
      const { terms, ...sent } = event.data;
      const unit = { ...sent, sentAt: at, arrivedAt: null, goneAt: null, why: null };
      return { ...facts, units: [...facts.units, unit], terms: withTerms(facts.terms, terms) };
    }
    case 'IncidentUnitArrived':
      return withUnit(facts, event.data.assignment, { arrivedAt: at });
    case 'IncidentUnitGone':
      return withUnit(facts, event.data.assignment, { goneAt: at, why: event.data.why });
    case 'OutcomeRecorded':
      return isOvertaken(facts, at) ? facts : withOutcome(facts, event.data, done);
    case 'OutcomeEscalated':
      return { ...facts, escalated: [...facts.escalated, { ...done, ...event.data }] };
    case 'CheckRecorded':
      return { ...facts, checks: [...facts.checks, { ...done, ...event.data }] };
    case 'FirstContactRecorded':
      return { ...facts, contacts: [...facts.contacts, { ...done, ...event.data }] };
    case 'ReplyRecorded':
      return { ...facts, replies: [...facts.replies, { ...done, ...event.data }] };
    case 'LocalSquadTold':
      return { ...facts, told: [...facts.told, { ...done, ...event.data }] };
    case 'HandedToLocalSquad':
      return { ...facts, handedTo: { ...done, ...event.data } };
    case 'IncidentReturned':
      return withReturn(facts, event.data, done);
    case 'IncidentReferred':
      return { ...facts, referred: [...facts.referred, { ...done, ...event.data }] };
    case 'IncidentReopened':
      return reopened(facts, event.data, done);
    case 'IncidentClosed':
      return { ...endedLife(facts, at), closed: { ...done, ...event.data } };
    case 'IncidentOverdue':
      return { ...facts, overdue: [...facts.overdue, { ...event.data, notedAt: event.meta.at }] };
    case 'PersonalDataErased':
      return erased(facts, event.data.ref);
    case 'FileAttached':
      return { ...facts, files: [...facts.files, { ...done, ...event.data }] };
    case 'MeasurementRecorded':
      return { ...facts, measurements: [...facts.measurements, { ...done, ...event.data }] };
    default:
      if (isOfPosting(event)) return changedPostings(facts, event);
      return isOfLife(event) ? changedLife(facts, event) : unreachable(event);
  }
}

/**
 * A file is not a step: it is erased, not taken back, and what was done before it can still be. Nor is what is done about a
 * source: it is corrected by a trace. Keeping a caller secret is lifted by a lead, and never by a key that takes back.
 */
const noSteps: ReadonlySet<string> = new Set([
  ...['FileAttached', 'CallerKeptSecret', 'CallerSecrecyLifted'],
  ...Object.keys(sourceStepEvents),
]);

function stepAfter(
  held: IncidentState['lastStep'],
  before: IncidentFacts,
  facts: IncidentFacts,
  event: Later,
): IncidentState['lastStep'] {
  if (noSteps.has(event.type)) return held;
  return isFinal(event) ? null : lastStepAfter(held, before, facts, event);
}

function evolve(state: IncidentState | undefined, event: Recorded<IncidentEvent>): IncidentState {
  if (event.type === 'IncidentReceived') {
    const facts = received(event.data, splitStream(event.meta.stream).id);
    return { ...facts, ...limitsOf(facts), claim: null, lastStep: null };
  }
  const held = must(state, 'incident');
  // Whose it is is no step: it neither takes the way back from the last step nor goes back with it.
  if (isOfClaim(event)) return { ...held, claim: claimAfter(event) };
  const { lastStep, open: _open, next: _next, claim, ...before } = held;
  if (event.type === 'StepUndone') {
    const restored = withoutLastStep({ ...before, lastStep }, event.data.command);
    return { ...restored, ...limitsOf(restored), claim: claimBeside(claim, event, false) };
  }
  const after = changed(before, event);
  const facts = { ...after, stage: stageOf(after) };
  const step = stepAfter(lastStep, before, facts, event);
  return { ...facts, ...limitsOf(facts), claim: claimBeside(claim, event, facts.closed !== null), lastStep: step };
}

export const incidentKind: Kind<IncidentState, IncidentEvent> = {
  kind: 'incident',
  fold: 8,
  events: incidentEvents,
  evolve,
  scope({ placing: { squad, zone, grids } }) {
    return [
      ...['bureau', ...(squad === null ? [] : [`squad:${squad}`]), ...(zone === null ? [] : [`zone:${zone}`])],
      ...(grids === null ? [] : [`street:${grids.responsibility}`]),
    ];
  },
  dues: (incident) => [...incidentDues(incident), ...claimDues(incident)],
};
