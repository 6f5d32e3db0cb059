/** Whether it is so (核实), whether it is done (核查), what the caller thinks of it (回访), and what is said against that (申诉). */
import { refuse } from '../../lib/journal.ts';
import type { Decision, EventDraft } from '../../lib/journal.ts';
import type { DistrictReads, Plates } from '../district/state.ts';
import { inFuture } from '../kernel.ts';
import type { CommandRule } from '../kernel.ts';
import { lifeCycleOf } from '../rules/life-cycle.ts';
import { limitAt, termsAt } from '../rules/limits.ts';
import {
  decideAppealSchema,
  fileAppealSchema,
  lifeWordsSchema,
  noteLateEntrySchema,
  recordContactMissSchema,
  recordInspectionSchema,
  recordSurveySchema,
  recordVerificationSchema,
} from './commands.ts';
import type {
  DecideAppeal,
  FileAppeal,
  NoteLateEntry,
  RecordContactMiss,
  RecordInspection,
  RecordSurvey,
  RecordVerification,
} from './commands.ts';
import {
  acknowledgingByDesk,
  badStepTime,
  byPack,
  draft,
  hanging,
  nothing,
  ofIncident,
  onIncident,
  onOpenIncident,
  reopeningMain,
} from './decide-common.ts';
import { supervisedForRework } from './decide-supervision.ts';
import { reopenedAt, termOfStage } from './state.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> & Pick<DistrictReads, 'district'>;

/**
 * Refuses `VerificationNotAsked` where the pack asks for none, `VerificationTooLate` once an outcome is known, `TimeTooEarly`,
 * `TimeInFuture`. Said anew, the later word holds.
 */
export const recordVerification: CommandRule<RecordVerification, Reads> = {
  type: 'RecordVerification',
  schema: recordVerificationSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['VerificationRecorded', 'OutcomeRecorded'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, result, way, happenedAt }, reads, context) =>
    onOpenIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        if (termOfStage(incident, 'verify') === undefined) return refuse('VerificationNotAsked', { field: 'incident' });
        if (incident.outcome !== null) return refuse('VerificationTooLate', { field: 'incident' });
        // Until now nobody was to be sent: the time for it begins.
        const terms = result === 'not' ? [] : [...termsAt(['dispatch'], incident, context.occurredAt, plates)];
        const verified = draft(id, 'VerificationRecorded', { result, way, terms });
        return (
          badStepTime(happenedAt, incident, context) ?? {
            events: [verified, ...acknowledgingByDesk(incident, context)],
          }
        );
      }),
    ),
};

/** To be done again (返工): who was there stays, what they reported and what the caller was told no longer holds. */
function doneAgain(
  incident: IncidentState,
  because: 'rework' | 'survey',
  reads: Reads,
  at: number,
  plates: Plates,
): readonly EventDraft[] {
  const terms = [...termsAt(['dispatch', 'reply'], incident, at, plates)];
  return [
    draft(incident.id, 'IncidentReopened', { because, by: null, byNumber: null, terms }),
    ...reopeningMain(incident, reads, 'rework'),
    ...supervisedForRework(incident, at, plates),
  ];
}

/**
 * After an outcome, closed or not. What did not pass is to be done again. Refuses `OutcomeMissing`, `RefusesToStop`,
 * `IncidentJoined`, `TimeTooEarly` before the outcome, `TimeInFuture`.
 */
export const recordInspection: CommandRule<RecordInspection, Reads> = {
  type: 'RecordInspection',
  schema: recordInspectionSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['OutcomeRecorded', 'IncidentReopened'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, result, way }, reads, context) =>
    onIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        const { outcome } = incident;
        const { occurredAt } = context;
        if (outcome === null) return refuse('OutcomeMissing', { field: 'incident', incident: id });
        if (outcome.kind === 'refusesToStop')
          return refuse('RefusesToStop', { field: 'incident', incident: id, at: outcome.at });
        if (occurredAt < outcome.at)
          return refuse('TimeTooEarly', { field: 'happenedAt', at: occurredAt, earliest: outcome.at });
        const inspected = draft(id, 'InspectionRecorded', { result, way });
        const again = result === 'notPass' ? doneAgain(incident, 'rework', reads, occurredAt, plates) : [];
        return hanging(incident) ?? inFuture(occurredAt, 'happenedAt', context) ?? { events: [inspected, ...again] };
      }),
    ),
};

/** Whether by the pack what the caller said asks for it to be done again. */
function asksRework({ satisfied, solved }: Pick<RecordSurvey, 'satisfied' | 'solved'>, plates: Plates): boolean {
  const { survey } = lifeCycleOf(plates).rework;
  return (satisfied === false && survey.includes('dissatisfied')) || (solved === false && survey.includes('unsolved'));
}

type Opinion = Pick<RecordSurvey, 'reached' | 'satisfied' | 'solved' | 'surveyedAt'>;

/**
 * The survey with what other lists said of the same one: what is not said now was said before. Undefined where it says
 * nothing new.
 */
export function surveyWith<S extends Opinion>(said: S, { surveys }: Pick<IncidentState, 'surveys'>): S | undefined {
  const known = surveys.find(({ surveyedAt }) => surveyedAt === said.surveyedAt);
  if (known === undefined) return said;
  const satisfied = said.satisfied ?? known.satisfied;
  const solved = said.solved ?? known.solved;
  const reached = said.reached || known.reached;
  const isSame = satisfied === known.satisfied && solved === known.solved && reached === known.reached;
  return isSame ? undefined : { ...said, reached, satisfied, solved };
}

/** Whether it would have to be done again after this survey; one that did so once does it no more. */
export function reworkAfter(said: Opinion, incident: IncidentState, plates: Plates): boolean {
  const { surveyedAt } = said;
  const did = incident.surveys.some((one) => one.surveyedAt === surveyedAt && one.rework);
  return !did && asksRework(said, plates) && surveyedAt >= reopenedAt(incident);
}

/**
 * The hotline's survey of one order. Refuses `SurveyWithoutCaller` for an opinion of who was not reached, `TimeTooEarly`,
 * `TimeInFuture`. Brings nothing where the same survey is on file and nothing is added to it: one list says who was not
 * satisfied, another what is not solved. One made before it was reopened is noted, and asks for nothing: it is being done
 * again.
 */
export const recordSurvey: CommandRule<RecordSurvey, Reads> = {
  type: 'RecordSurvey',
  schema: recordSurveySchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: (data, reads, context) =>
    onIncident(data.incident, reads, (incident) =>
      byPack(reads, (plates) => {
        if (!data.reached && (data.satisfied !== null || data.solved !== null))
          return refuse('SurveyWithoutCaller', { field: 'reached' });
        const said = surveyWith(data, incident);
        if (said === undefined) return nothing;
        const { incident: id, reached, satisfied, solved, surveyedAt, personal = null } = said;
        if (surveyedAt < incident.receivedAt)
          return refuse('TimeTooEarly', { field: 'surveyedAt', at: surveyedAt, earliest: incident.receivedAt });
        const rework = reworkAfter(said, incident, plates);
        const survey = draft(id, 'SurveyRecorded', { reached, satisfied, solved, surveyedAt, rework, personal });
        const again = rework ? doneAgain(incident, 'survey', reads, context.now, plates) : [];
        return inFuture(surveyedAt, 'surveyedAt', context) ?? { events: [survey, ...again] };
      }),
    ),
};

/** Whether somebody turned to its caller at or before the instant, or tried: such a word can be appealed against. */
export function contactOnFile({ contacts }: Pick<IncidentState, 'contacts'>, at: number): boolean {
  return contacts.some((one) => one.at <= at);
}

/**
 * 未先行联系, as the source counts it. It reopens nothing, as the caller was answered or is owed an answer all the same.
 * Brings nothing where the same word is on file. Refuses `TimeTooEarly`, `TimeInFuture`.
 */
export const recordContactMiss: CommandRule<RecordContactMiss, Reads> = {
  type: 'RecordContactMiss',
  schema: recordContactMissSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, statedAt, personal = null }, reads, context) =>
    onIncident(id, reads, (incident) => {
      if (incident.contactMisses.some((one) => one.statedAt === statedAt)) return nothing;
      if (statedAt < incident.receivedAt)
        return refuse('TimeTooEarly', { field: 'statedAt', at: statedAt, earliest: incident.receivedAt });
      const miss = draft(id, 'ContactMissRecorded', { statedAt, onFile: contactOnFile(incident, statedAt), personal });
      return inFuture(statedAt, 'statedAt', context) ?? { events: [miss] };
    }),
};

/** Who wrote it down, and in which words. Also after it was closed. Refuses `TimeTooEarly`, `TimeInFuture`. */
export const noteLateEntry: CommandRule<NoteLateEntry, Pick<IncidentReads, 'incident'>> = {
  type: 'NoteLateEntry',
  schema: noteLateEntrySchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, act, happenedAt, personal = null }, reads, context) =>
    onIncident(id, reads, (incident) => {
      const noted = draft(id, 'LateEntryNoted', { act, personal });
      return badStepTime(happenedAt, incident, context) ?? { events: [noted] };
    }),
};

/** What the appeal is against, Unix ms; undefined: there is no such thing. */
function groundAt({ against, limit }: FileAppeal, incident: IncidentState): number | undefined {
  const { surveys, overdue, contactMisses } = incident;
  if (against === 'limit') return overdue.findLast((one) => one.limit === limit)?.notedAt;
  if (against === 'contact') return contactMisses.at(-1)?.at;
  const survey = surveys.at(-1);
  return survey?.satisfied === false || survey?.solved === false ? survey.at : undefined;
}

function decideFiling(data: FileAppeal, incident: IncidentState, plates: Plates, now: number): Decision {
  const { incident: id, against, limit, personal = null } = data;
  const { fileWithin, decideWithin } = lifeCycleOf(plates).appeal;
  const at = groundAt(data, incident);
  if (at === undefined) return refuse('NothingToAppeal', { field: 'against', against });
  if (incident.appeals.at(-1)?.decided === null) return refuse('AppealOpen', { field: 'incident' });
  if (incident.appeals.some((one) => one.against === against && one.limit === limit && one.at >= at))
    return refuse('AppealedAlready', { field: 'against' });
  const until = limitAt(fileWithin, at, plates);
  if (now > until) return refuse('AppealTooLate', { field: 'against', until });
  const decideBy = limitAt(decideWithin, now, plates);
  return { events: [draft(id, 'AppealFiled', { against, limit, decideBy, personal })] };
}

/**
 * Against a survey, a contact that is said to be missing, or a limit that was noted as passed; also after it was closed. Refuses `NothingToAppeal`, `AppealOpen`,
 * `AppealedAlready`, `AppealTooLate`.
 */
export const fileAppeal: CommandRule<FileAppeal, Reads> = {
  type: 'FileAppeal',
  schema: fileAppealSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['AppealFiled', 'AppealDecided'],
  decide: (data, reads, { now }) =>
    onIncident(data.incident, reads, (incident) =>
      byPack(reads, (plates) => decideFiling(data, incident, plates, now)),
    ),
};

/** Refuses `AppealNotFiled`, `SecondPersonNeeded` for who filed it, `TimeTooEarly`, `TimeInFuture`. */
export const decideAppeal: CommandRule<DecideAppeal, Reads> = {
  type: 'DecideAppeal',
  schema: decideAppealSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['AppealDecided'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, upheld, happenedAt, personal = null }, reads, context) =>
    onIncident(id, reads, (incident) => {
      const filed = incident.appeals.at(-1);
      if (filed?.decided !== null) return refuse('AppealNotFiled', { field: 'incident' });
      if (filed.user === context.by.user) return refuse('SecondPersonNeeded', { field: 'incident', user: filed.user });
      const decided = { events: [draft(id, 'AppealDecided', { upheld, personal })] };
      return badStepTime(happenedAt, incident, context) ?? decided;
    }),
};
