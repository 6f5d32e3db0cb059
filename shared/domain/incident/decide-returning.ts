/** 退单: back to whoever sent it, with proof; what they say to it, and what their silence means. */
import type { EventDraft } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { DistrictReads, Plates } from '../district/state.ts';
import type { CommandRule } from '../kernel.ts';
import { lifeCycleOf } from '../rules/life-cycle.ts';
import { limitAt, termsAt } from '../rules/limits.ts';
import {
  lifeWordsSchema,
  noteReturnSilenceSchema,
  recordReturnAnswerSchema,
  returnIncidentSchema,
} from './commands.ts';
import type { NoteReturnSilence, RecordReturnAnswer, ReturnIncident } from './commands.ts';
import {
  acknowledging,
  badStepTime,
  byPack,
  draft,
  nothing,
  ofIncident,
  onIncident,
  onOpenIncident,
} from './decide-common.ts';
import { awaitsReturn } from './state.ts';
import type { IncidentReads, Source } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> & Pick<DistrictReads, 'district'>;

/** Nobody sent these: there is none to answer. */
const ownSources: readonly Source[] = ['phone', 'patrol', 'video', 'sensor', 'sos'];

function answerBy(source: Source, now: number, plates: Plates): { readonly answerBy?: number } {
  const { answerWithin } = lifeCycleOf(plates).returns;
  if (answerWithin === undefined || ownSources.includes(source)) return {};
  return { answerBy: limitAt(answerWithin, now, plates) };
}

/**
 * Refuses `EvidenceMissing` where the pack asks for proof, and `ReturnBarred` for what was sent back to us once and may not
 * be returned again (as Weifang 2021 Art. 22: once designated, not returned). Brings nothing where it was returned.
 */
export const returnIncident: CommandRule<ReturnIncident, Reads> = {
  type: 'ReturnIncident',
  schema: returnIncidentSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: [
    ...['IncidentPlaced', 'IncidentUnitSent', 'OutcomeRecorded', 'IncidentReturned', 'IncidentReferred'],
    ...['IncidentClosed', 'ReturnAnswered'],
  ],
  decide: ({ incident: id, why, evidence = [], personal }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      const { source, number } = incident;
      if (incident.returned !== null) return nothing;
      return byPack(reads, (plates) => {
        if (incident.sentBack.at(-1)?.again === false) return refuse('ReturnBarred', { field: 'incident', number });
        if (evidence.length === 0 && lifeCycleOf(plates).returns.evidence)
          return refuse('EvidenceMissing', { field: 'evidence' });
        const returned = draft(id, 'IncidentReturned', {
          ...{ to: source, why, ...answerBy(source, context.now, plates) },
          ...(evidence.length === 0 ? {} : { evidence: [...new Set(evidence)] }),
          ...(personal === undefined ? {} : { personal }),
        });
        return { events: [returned, ...acknowledging(incident, context)] };
      });
    }),
};

/** What the source said. Refuses `ReturnNotAwaited`, `TimeTooEarly`, `TimeInFuture`. */
export const recordReturnAnswer: CommandRule<RecordReturnAnswer, Reads> = {
  type: 'RecordReturnAnswer',
  schema: recordReturnAnswerSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['ReturnAnswered', 'IncidentReopened'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, answer, happenedAt, personal = null }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      // Whoever sends it back after their time has passed sends it back all the same.
      const isLate = answer === 'sentBack' && incident.returnAnswer?.answer === 'silence';
      if (!awaitsReturn(incident) && !isLate) return refuse('ReturnNotAwaited', { field: 'incident', incident: id });
      return byPack(reads, (plates) => {
        const isBack = answer === 'sentBack';
        const answered = draft(id, 'ReturnAnswered', {
          ...{ answer, again: isBack && lifeCycleOf(plates).returns.again, personal },
          terms: isBack ? [...termsAt(['dispatch'], incident, context.occurredAt, plates)] : [],
        });
        return badStepTime(happenedAt, incident, context) ?? { events: [answered] };
      });
    }),
};

/** Their time has passed: that counts as taken back. Brings nothing where it does not run; refuses `NotOverdue` before. */
export const noteReturnSilence: CommandRule<NoteReturnSilence, Pick<IncidentReads, 'incident'>> = {
  type: 'NoteReturnSilence',
  schema: noteReturnSilenceSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id }, reads, { now }) =>
    onIncident(id, reads, (incident) => {
      if (incident.closed !== null || !awaitsReturn(incident)) return nothing;
      const dueAt = incident.returned?.answerBy ?? now;
      if (dueAt > now) return refuse('NotOverdue', { field: 'incident', limit: 'returnAnswer', dueAt });
      const silence: EventDraft = draft(id, 'ReturnAnswered', {
        ...{ answer: 'silence', again: false, terms: [], personal: null },
      });
      return { events: [silence] };
    }),
};
