import type { Due } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import type { DueReaction } from '../kernel.ts';
import type { Limit } from './events.ts';
import { isWithOthers, openChecks, owesCaller, reopenedAt } from './state.ts';
import type { IncidentFacts, IncidentReads } from './state.ts';

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
} as const satisfies { readonly [rule: string]: Limit };
export type OverdueRule = keyof typeof overdueRules;

const ruleOf = new Map(Object.entries(overdueRules).map(([rule, limit]) => [limit, rule as OverdueRule]));

interface OpenLimit {
  readonly limit: Limit;
  /** Unix ms. */
  readonly dueAt: number;
}

/** Whether somebody of ours still has to be sent: nobody is or was there, and the site has not agreed to stop. */
function wantsDispatch(incident: IncidentFacts): boolean {
  const { units, phoned, outcome, joinedInto, placing, assessments } = incident;
  const since = reopenedAt(incident);
  const served = units.some(({ sentAt, goneAt, why }) => goneAt === null || (why === 'done' && sentAt >= since));
  const agreed = phoned.some(({ at, result }) => at >= since && result === 'agreedToStop');
  const isOurs = placing.outside === null && (assessments.at(-1)?.authority ?? null) === null;
  return isOurs && !served && !agreed && outcome === null && joinedInto === null && !isWithOthers(incident);
}

/** Limits that run, passed or not. After a reopening the one for sending somebody runs anew. */
export function openLimits(incident: IncidentFacts): readonly OpenLimit[] {
  if (incident.closed !== null) return [];
  const { due, acknowledged, receivedAt } = incident;
  const open: OpenLimit[] = [];
  if (acknowledged === null) open.push({ limit: 'acknowledge', dueAt: due.acknowledge });
  if (wantsDispatch(incident)) {
    const begin = Math.max(receivedAt, reopenedAt(incident));
    open.push({ limit: 'dispatch', dueAt: begin + (due.dispatch - receivedAt) });
  }
  for (const { which, at } of openChecks(incident)) open.push({ limit: which, dueAt: at });
  if (owesCaller(incident)) {
    open.push({ limit: 'firstContact', dueAt: due.firstContact }, { limit: 'reply', dueAt: due.reply });
  }
  return open;
}

/** The first of them. */
export function nextLimit(incident: IncidentFacts): { readonly limit: Limit; readonly at: number } | null {
  const [first] = openLimits(incident).toSorted((a, b) => a.dueAt - b.dueAt);
  return first === undefined ? null : { limit: first.limit, at: first.dueAt };
}

/** Whether it was noted already that this limit passed then. */
export function isNoted({ overdue }: IncidentFacts, { limit, dueAt }: OpenLimit): boolean {
  return overdue.some((one) => one.limit === limit && one.dueAt === dueAt);
}

/** Each limit is noted once for the instant at which it passed. */
export function incidentDues(incident: IncidentFacts): readonly Due[] {
  return openLimits(incident)
    .filter((one) => !isNoted(incident, one))
    .map(({ limit, dueAt }) => ({ rule: must(ruleOf.get(limit), `rule of ${limit}`), at: dueAt }));
}

/** Notes a limit that passed; nothing where it no longer runs. */
const noteOverdue =
  (rule: OverdueRule): DueReaction<Pick<IncidentReads, 'incident'>> =>
  (stream, reads, { at }) => {
    const { id } = splitStream(stream);
    const incident = reads.incident(id);
    if (incident === undefined || !incidentDues(incident).some((due) => due.rule === rule && due.at === at))
      return undefined;
    return { type: 'NoteOverdue', data: { incident: id, limit: overdueRules[rule], dueAt: at } };
  };

export const incidentDueReactions: readonly (readonly [OverdueRule, DueReaction<Pick<IncidentReads, 'incident'>>])[] = (
  Object.keys(overdueRules) as OverdueRule[]
).map((rule) => [rule, noteOverdue(rule)]);
