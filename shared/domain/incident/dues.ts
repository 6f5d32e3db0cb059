import type { Due } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import type { DueReaction } from '../kernel.ts';
import type { Limit } from './events.ts';
import {
  awaitsReturn,
  isContacted,
  isWithOthers,
  openChecks,
  openSupervision,
  owesCaller,
  owesInspection,
  owesVerification,
  reopenedAt,
  termOfStage,
} from './state.ts';
import type { IncidentFacts, IncidentReads, IncidentState, OpenLimit, Term } from './state.ts';

/** Rules of the due times, and the limits they stand for. */
export const overdueRules = {
  incidentAcknowledge: 'acknowledge',
  incidentDispatch: 'dispatch',
  incidentAfterCall: 'afterCall',
  incidentSameNight: 'sameNight',
  incidentSameHour: 'sameHour',
  incidentFirstContact: 'firstContact',
  incidentReply: 'reply',
  incidentFinish: 'finish',
  incidentVerify: 'verify',
  incidentHandle: 'handle',
  incidentCheck: 'check',
  incidentTotal: 'total',
  incidentReturnAnswer: 'returnAnswer',
  incidentSupervision: 'supervision',
  incidentResume: 'resume',
  incidentAppeal: 'appeal',
  incidentSimpleReport: 'simpleReport',
} as const satisfies { readonly [rule: string]: Limit };
export type OverdueRule = keyof typeof overdueRules;

const ruleOf = new Map(Object.entries(overdueRules).map(([rule, limit]) => [limit, rule as OverdueRule]));

/** Whether somebody of ours still has to be sent: nobody is or was there, and the site has not agreed to stop. */
function wantsDispatch(incident: IncidentFacts): boolean {
  const { units, phoned, outcome, joinedInto, placing, assessments, findings, verification } = incident;
  const since = reopenedAt(incident);
  const served = units.some(({ sentAt, goneAt, why }) => goneAt === null || (why === 'done' && sentAt >= since));
  const agreed = phoned.some(({ at, result }) => at >= since && result === 'agreedToStop');
  // Works that officers saw are ours, whatever the complaint was first taken for.
  const isOurs = placing.outside === null && (findings.length > 0 || (assessments.at(-1)?.authority ?? null) === null);
  const isNothing = verification?.result === 'not' || owesVerification(incident);
  return (
    isOurs && !served && !agreed && !isNothing && outcome === null && joinedInto === null && !isWithOthers(incident)
  );
}

/** Whether somebody of ours is at it, or should be: the limit for dealing with it runs. */
function isBeingHandled(incident: IncidentFacts): boolean {
  const { outcome, joinedInto, verification } = incident;
  return outcome === null && joinedInto === null && verification?.result !== 'not' && !isWithOthers(incident);
}

/** After a reopening that says nothing of it, the one for sending somebody runs anew. */
function dispatchTerm(incident: IncidentFacts): Term | undefined {
  const term = termOfStage(incident, 'dispatch');
  const since = reopenedAt(incident);
  return term === undefined || since <= term.from ? term : { ...term, warnAt: null, at: since + (term.at - term.from) };
}

/** Limits of stages that run or stand still. */
function openTerms(incident: IncidentFacts): readonly (Term | undefined)[] {
  const { acknowledged, joinedInto } = incident;
  const term = (stage: Term['limit']): Term | undefined => termOfStage(incident, stage);
  const isOwed = owesCaller(incident);
  const handle = term('handle');
  return [
    acknowledged === null ? term('acknowledge') : undefined,
    owesVerification(incident) ? term('verify') : undefined,
    wantsDispatch(incident) ? dispatchTerm(incident) : undefined,
    handle !== undefined && handle.from >= reopenedAt(incident) && isBeingHandled(incident) ? handle : undefined,
    owesInspection(incident) ? term('check') : undefined,
    isOwed && !isContacted(incident) ? term('firstContact') : undefined,
    isOwed ? term('reply') : undefined,
    joinedInto === null && !isWithOthers(incident) ? term('total') : undefined,
  ];
}

/** What others owe, or is owed to them, and runs beside the stages. */
function besides(incident: IncidentFacts): readonly OpenLimit[] {
  const { returned, suspended } = incident;
  const supervision = openSupervision(incident);
  return [
    ...(awaitsReturn(incident) && returned?.answerBy !== undefined
      ? [{ limit: 'returnAnswer', at: returned.answerBy } as const]
      : []),
    ...(supervision === undefined ? [] : [{ limit: 'supervision', at: supervision.reportBy } as const]),
    ...(suspended === null ? [] : [{ limit: 'resume', at: suspended.until } as const]),
  ];
}

/** What still has to be said of it, closed or not. */
function afterwards({ appeals, simple }: IncidentFacts): readonly OpenLimit[] {
  const appeal = appeals.at(-1);
  return [
    ...(appeal?.decided === null ? [{ limit: 'appeal', at: appeal.decideBy } as const] : []),
    ...(simple?.reported === null ? [{ limit: 'simpleReport', at: simple.reportBy } as const] : []),
  ];
}

/** Limits by due time, those that stand still at the end. Checks of noise never stand still: a night does not wait. */
export function openLimits(incident: IncidentFacts): readonly OpenLimit[] {
  const byTime = (a: OpenLimit, b: OpenLimit): number => a.at - b.at;
  if (incident.closed !== null) return afterwards(incident).toSorted(byTime);
  const stops: readonly Limit[] = incident.suspended?.stops ?? [];
  const terms = openTerms(incident).flatMap((term): OpenLimit[] => {
    if (term === undefined) return [];
    const { limit, at, warnAt } = term;
    return [{ limit, at, ...(warnAt === null ? {} : { warnAt }), ...(stops.includes(limit) ? { paused: true } : {}) }];
  });
  const checks = openChecks(incident).map(({ which, at }): OpenLimit => ({ limit: which, at }));
  const open = [...terms, ...checks, ...besides(incident), ...afterwards(incident)];
  return [
    ...open.filter(({ paused }) => paused !== true).toSorted(byTime),
    ...open.filter(({ paused }) => paused === true).toSorted(byTime),
  ];
}

/** What the state says of its limits. */
export function limitsOf(incident: IncidentFacts): Pick<IncidentState, 'open' | 'next'> {
  const open = openLimits(incident);
  return { open, next: open.find(({ paused }) => paused !== true) ?? null };
}

/** Whether it was noted already that this limit passed then. */
export function isNoted({ overdue }: IncidentFacts, { limit, at }: OpenLimit): boolean {
  return overdue.some((one) => one.limit === limit && one.dueAt === at);
}

/** Each limit is noted once for the instant at which it passed. */
export function incidentDues(incident: IncidentFacts): readonly Due[] {
  return openLimits(incident)
    .filter((one) => one.paused !== true && !isNoted(incident, one))
    .map(({ limit, at }) => ({ rule: must(ruleOf.get(limit), `rule of ${limit}`), at }));
}

/** Notes a limit that passed; nothing where it no longer runs. */
const noteOverdue =
  (rule: OverdueRule): DueReaction<Pick<IncidentReads, 'incident'>> =>
  (stream, reads, { at }) => {
    const { id } = splitStream(stream);
    const incident = reads.incident(id);
    if (incident === undefined || !incidentDues(incident).some((due) => due.rule === rule && due.at === at))
      return undefined;
    // The source has let its time pass: that is an answer, and nobody of ours is late.
    if (rule === 'incidentReturnAnswer') return { type: 'NoteReturnSilence', data: { incident: id } };
    return { type: 'NoteOverdue', data: { incident: id, limit: overdueRules[rule], dueAt: at } };
  };

export const incidentDueReactions: readonly (readonly [OverdueRule, DueReaction<Pick<IncidentReads, 'incident'>>])[] = (
  Object.keys(overdueRules) as OverdueRule[]
).map((rule) => [rule, noteOverdue(rule)]);
