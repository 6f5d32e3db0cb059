import type { Due } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import type { DueReaction } from '../kernel.ts';
import type { Limit } from './events.ts';
import { isContacted, isWithOthers, openChecks, owesCaller, reopenedAt } from './state.ts';
import type { IncidentFacts, IncidentReads, IncidentState, OpenLimit } from './state.ts';

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

/** Whether somebody of ours still has to be sent: nobody is or was there, and the site has not agreed to stop. */
function wantsDispatch(incident: IncidentFacts): boolean {
  const { units, phoned, outcome, joinedInto, placing, assessments, findings } = incident;
  const since = reopenedAt(incident);
  const served = units.some(({ sentAt, goneAt, why }) => goneAt === null || (why === 'done' && sentAt >= since));
  const agreed = phoned.some(({ at, result }) => at >= since && result === 'agreedToStop');
  // Works that officers saw are ours, whatever the complaint was first taken for.
  const isOurs = placing.outside === null && (findings.length > 0 || (assessments.at(-1)?.authority ?? null) === null);
  return isOurs && !served && !agreed && outcome === null && joinedInto === null && !isWithOthers(incident);
}

/** Limits that run, by due time. After a reopening the one for sending somebody runs anew. */
export function openLimits(incident: IncidentFacts): readonly OpenLimit[] {
  if (incident.closed !== null) return [];
  const { due, acknowledged, receivedAt } = incident;
  const open: OpenLimit[] = [];
  if (acknowledged === null) open.push({ limit: 'acknowledge', at: due.acknowledge });
  if (wantsDispatch(incident)) {
    const begin = Math.max(receivedAt, reopenedAt(incident));
    open.push({ limit: 'dispatch', at: begin + (due.dispatch - receivedAt) });
  }
  for (const { which, at } of openChecks(incident)) open.push({ limit: which, at });
  if (owesCaller(incident)) {
    if (!isContacted(incident)) open.push({ limit: 'firstContact', at: due.firstContact });
    open.push({ limit: 'reply', at: due.reply });
  }
  return open.toSorted((a, b) => a.at - b.at);
}

/** What the state says of its limits. */
export function limitsOf(incident: IncidentFacts): Pick<IncidentState, 'open' | 'next'> {
  const open = openLimits(incident);
  return { open, next: open[0] ?? null };
}

/** Whether it was noted already that this limit passed then. */
export function isNoted({ overdue }: IncidentFacts, { limit, at }: OpenLimit): boolean {
  return overdue.some((one) => one.limit === limit && one.dueAt === at);
}

/** Each limit is noted once for the instant at which it passed. */
export function incidentDues(incident: IncidentFacts): readonly Due[] {
  return openLimits(incident)
    .filter((one) => !isNoted(incident, one))
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
    return { type: 'NoteOverdue', data: { incident: id, limit: overdueRules[rule], dueAt: at } };
  };

export const incidentDueReactions: readonly (readonly [OverdueRule, DueReaction<Pick<IncidentReads, 'incident'>>])[] = (
  Object.keys(overdueRules) as OverdueRule[]
).map((rule) => [rule, noteOverdue(rule)]);
