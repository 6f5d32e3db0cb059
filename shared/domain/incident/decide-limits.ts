/** Limits made longer (延期), and limits that stand still (挂起) and run on. */
import { refuse } from '../../lib/journal.ts';
import type { Decision } from '../../lib/journal.ts';
import { day } from '../../lib/time.ts';
import type { DistrictReads, Plates } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { lifeCycleOf } from '../rules/life-cycle.ts';
import { resumed } from '../rules/limits.ts';
import { extensionApprovers } from '../rules/permissions.ts';
import {
  answerExtensionSchema,
  askExtensionSchema,
  lifeWordsSchema,
  resumeIncidentSchema,
  suspendIncidentSchema,
} from './commands.ts';
import type { AnswerExtension, AskExtension, ResumeIncident, SuspendIncident } from './commands.ts';
import { acknowledgingByDesk, byPack, draft, hanging, nothing, ofIncident, onOpenIncident } from './decide-common.ts';
import { termOfStage } from './state.ts';
import type { IncidentReads, IncidentState, Term } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> & Pick<DistrictReads, 'district'>;

const standsStill = ({ id, suspended }: IncidentState): Decision | undefined =>
  suspended === null
    ? undefined
    : refuse('LimitsStandStill', { field: 'incident', incident: id, why: suspended.reasonName });

/** The extension that nobody has answered. */
const asked = ({ extensions }: IncidentState) => {
  const last = extensions.at(-1);
  return last?.answered === null ? last : undefined;
};

function notToExtend(
  { limit, to }: AskExtension,
  incident: IncidentState,
  plates: Plates,
  now: number,
): Decision | undefined {
  const { stages, most } = lifeCycleOf(plates).extension;
  if (!stages.includes(limit)) return refuse('LimitNotExtended', { field: 'limit', limit });
  const runs = incident.open.find((one) => one.limit === limit);
  if (runs === undefined) return refuse('LimitNotRunning', { field: 'limit', limit });
  if (asked(incident) !== undefined) return refuse('ExtensionAskedAlready', { field: 'incident' });
  const granted = incident.extensions.filter((one) => one.limit === limit && one.answered?.granted === true).length;
  if (granted >= most) return refuse('ExtensionSpent', { field: 'limit', limit, most });
  if (to <= Math.max(runs.at, now)) return refuse('ExtensionNotLater', { field: 'to', at: runs.at });
  return undefined;
}

/**
 * Refuses `LimitNotExtended` for a limit that the pack does not let be extended, `LimitNotRunning`, `LimitsStandStill`,
 * `ExtensionAskedAlready`, `ExtensionSpent` after so many, `ExtensionNotLater`.
 */
export const askExtension: CommandRule<AskExtension, Reads> = {
  type: 'AskExtension',
  schema: askExtensionSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['ExtensionAsked', 'ExtensionAnswered', 'IncidentSuspended', 'IncidentClosed'],
  decide: (data, reads, { now }) =>
    onOpenIncident(data.incident, reads, (incident) =>
      byPack(reads, (plates) => {
        const { limit, why, to, personal = null } = data;
        const ask = { events: [draft(data.incident, 'ExtensionAsked', { limit, why, to, personal })] };
        return standsStill(incident) ?? notToExtend(data, incident, plates, now) ?? ask;
      }),
    ),
};

/** The limit until then, warned as long before its end as it was. */
function longer(term: Term, to: number): Term {
  const warnAt = term.warnAt === null ? null : Math.max(term.warnAt, to - (term.at - term.warnAt));
  return { ...term, warnAt, at: to };
}

function decideExtension(
  { incident: id, granted, from }: AnswerExtension,
  incident: IncidentState,
  { by, now }: DecideContext,
): Decision {
  const open = asked(incident);
  const term = open === undefined ? undefined : termOfStage(incident, open.limit);
  if (open === undefined || term === undefined) return refuse('ExtensionNotAsked', { field: 'incident' });
  // Who sent the order says so by telephone or on its page; a lead of ours is a second person.
  if (from === 'lead') {
    if (!extensionApprovers.some((role) => role === by.role))
      return refuse('ApproverNeeded', { field: 'from', roles: [...extensionApprovers] });
    if (by.user === open.user) return refuse('SecondPersonNeeded', { field: 'from', user: by.user });
  }
  if (granted && open.to <= now) return refuse('TimeInPast', { field: 'incident', at: open.to });
  const answer = { granted, from, term: granted ? longer(term, open.to) : null };
  return { events: [draft(id, 'ExtensionAnswered', answer)] };
}

/**
 * Refuses `ExtensionNotAsked`, `LimitsStandStill`, `TimeInPast`; for `lead` `ApproverNeeded` and, for who asked,
 * `SecondPersonNeeded`.
 */
export const answerExtension: CommandRule<AnswerExtension, Reads> = {
  type: 'AnswerExtension',
  schema: answerExtensionSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['ExtensionAnswered', 'IncidentSuspended', 'IncidentClosed'],
  decide: (data, reads, context) =>
    onOpenIncident(
      data.incident,
      reads,
      (incident) => standsStill(incident) ?? decideExtension(data, incident, context),
    ),
};

/** Refuses `SuspendedAlready`, `ReasonUnknown` for a reason that is not the pack's, `IncidentJoined`. */
export const suspendIncident: CommandRule<SuspendIncident, Reads> = {
  type: 'SuspendIncident',
  schema: suspendIncidentSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentSuspended', 'IncidentResumed', 'IncidentReopened', 'IncidentClosed'],
  decide: ({ incident: id, reason, personal = null }, reads, context) =>
    onOpenIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        if (incident.suspended !== null) return refuse('SuspendedAlready', { field: 'incident' });
        const reasons = lifeCycleOf(plates).suspension;
        const row = reasons.find(({ code }) => code === reason);
        if (row === undefined)
          return refuse('ReasonUnknown', { field: 'reason', reasons: reasons.map(({ code }) => code) });
        const until = context.now + row.mostDays * day;
        const stops = { reason, reasonName: row.name, stops: [...row.stops], until, personal };
        const suspended = draft(id, 'IncidentSuspended', stops);
        return hanging(incident) ?? { events: [suspended, ...acknowledgingByDesk(incident, context)] };
      }),
    ),
};

/** What was left of each limit runs on from now. Brings nothing where none stands still. */
export const resumeIncident: CommandRule<ResumeIncident, Reads> = {
  type: 'ResumeIncident',
  schema: resumeIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentSuspended', 'IncidentResumed', 'IncidentClosed'],
  decide: ({ incident: id }, reads, { now }) =>
    onOpenIncident(id, reads, ({ suspended, terms }) => {
      if (suspended === null) return nothing;
      return byPack(reads, (plates) => {
        const moved = terms
          .filter(({ limit }) => suspended.stops.includes(limit))
          .map((term) => resumed(term, Math.max(suspended.at, term.from), now, plates));
        return { events: [draft(id, 'IncidentResumed', { terms: moved })] };
      });
    }),
};
