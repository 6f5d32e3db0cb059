/** Ends of their own: by force with a second person's yes (强制结案), and of a simple matter by the squad (简易事项). */
import { refuse } from '../../lib/journal.ts';
import type { Decision } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule } from '../kernel.ts';
import { lifeCycleOf } from '../rules/life-cycle.ts';
import { limitAt } from '../rules/limits.ts';
import { neverPassedOver, openObligations } from '../rules/obligations.ts';
import {
  answerForcedCloseSchema,
  askForcedCloseSchema,
  closeSimplySchema,
  lifeWordsSchema,
  reportSimpleSchema,
} from './commands.ts';
import type { AnswerForcedClose, AskForcedClose, CloseSimply, ReportSimple } from './commands.ts';
import {
  badStepTime,
  byPack,
  closing,
  draft,
  hanging,
  nothing,
  ofIncident,
  onIncident,
  onOpenIncident,
  owed,
  runningJoined,
} from './decide-common.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> & Pick<DistrictReads, 'district'>;

/** What force does not pass over: callers, units of ours on the spot, and a site that refuses. */
function inTheWay(incident: IncidentState, reads: Reads, now: number): Decision | undefined {
  const open = openObligations(incident, runningJoined(incident, reads), now);
  if (open.some(({ code }) => code === 'refusesToStop'))
    return refuse('RefusesToStop', { field: 'incident', incident: incident.id, at: incident.outcome?.at ?? now });
  return owed(open.filter(({ code }) => neverPassedOver.has(code)));
}

/**
 * Refuses `ReasonUnknown` for a reason that is not the pack's, `ForcedCloseAskedAlready`, `IncidentJoined`, `RefusesToStop`,
 * and `ObligationOpen` with what no force passes over: a caller who waits, a unit that is still on it.
 */
export const askForcedClose: CommandRule<AskForcedClose, Reads> = {
  type: 'AskForcedClose',
  schema: askForcedCloseSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['ForcedCloseAsked', 'IncidentUnitSent', 'IncidentReopened', 'IncidentClosed', 'IncidentTookIn'],
  decide: ({ incident: id, reason, personal = null }, reads, { now }) =>
    onOpenIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        if (incident.forced !== null) return refuse('ForcedCloseAskedAlready', { field: 'incident' });
        const { reasons } = lifeCycleOf(plates).forcedClose;
        const row = reasons.find(({ code }) => code === reason);
        if (row === undefined)
          return refuse('ReasonUnknown', { field: 'reason', reasons: reasons.map(({ code }) => code) });
        const asked = draft(id, 'ForcedCloseAsked', { reason, reasonName: row.name, personal });
        return hanging(incident) ?? inTheWay(incident, reads, now) ?? { events: [asked] };
      }),
    ),
};

/**
 * By a second person of a role that the pack names. Refuses `ForcedCloseNotAsked`, `ApproverNeeded`, `SecondPersonNeeded`,
 * and where it is granted what stands in the way as for asking.
 */
export const answerForcedClose: CommandRule<AnswerForcedClose, Reads> = {
  type: 'AnswerForcedClose',
  schema: answerForcedCloseSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: [
    ...['ForcedCloseAsked', 'ForcedCloseAnswered', 'IncidentUnitSent', 'IncidentReopened', 'IncidentClosed'],
    'IncidentTookIn',
  ],
  decide: ({ incident: id, granted }, reads, { now, by }) =>
    onOpenIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        const { forced } = incident;
        if (forced === null) return refuse('ForcedCloseNotAsked', { field: 'incident' });
        const { approvers } = lifeCycleOf(plates).forcedClose;
        if (!approvers.some((role) => role === by.role))
          return refuse('ApproverNeeded', { field: 'incident', roles: [...approvers] });
        if (forced.user === by.user) return refuse('SecondPersonNeeded', { field: 'incident', user: by.user });
        const answered = draft(id, 'ForcedCloseAnswered', { granted, role: by.role });
        if (!granted) return { events: [answered] };
        const ends = closing(incident, 'forced', runningJoined(incident, reads));
        return hanging(incident) ?? inTheWay(incident, reads, now) ?? { events: [answered, ...ends] };
      }),
    ),
};

/** Whoever closes it has been there and dealt with it. */
const metByIt: ReadonlySet<string> = new Set(['outcomeMissing', 'verificationOwed']);

/**
 * Refuses `NotSimple` for a matter that the pack does not leave to squads, `IncidentJoined`, `RefusesToStop`,
 * `ObligationOpen` with what is owed besides an outcome, `TimeTooEarly`, `TimeInFuture`.
 */
export const closeSimply: CommandRule<CloseSimply, Reads> = {
  type: 'CloseSimply',
  schema: closeSimplySchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['IncidentUnitSent', 'OutcomeRecorded', 'IncidentReopened', 'IncidentTookIn', 'IncidentClosed'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ incident: id, means, happenedAt }, reads, context) =>
    onOpenIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        const { matters, reportWithin } = lifeCycleOf(plates).simple;
        if (!matters.includes(incident.matter))
          return refuse('NotSimple', { field: 'incident', matter: incident.matter });
        const { now } = context;
        const running = runningJoined(incident, reads);
        const open = openObligations(incident, running, now).filter(({ code }) => !metByIt.has(code));
        if (open.some(({ code }) => code === 'refusesToStop')) return inTheWay(incident, reads, now) ?? nothing;
        const closed = draft(id, 'ClosedSimply', {
          means,
          reportBy: limitAt(reportWithin, context.occurredAt, plates),
        });
        return (
          hanging(incident) ??
          badStepTime(happenedAt, incident, context) ??
          owed(open) ?? { events: [closed, ...closing(incident, 'handled', running)] }
        );
      }),
    ),
};

/** 报备. Refuses `NotSimple` for what was not closed so. Brings nothing where it is reported. */
export const reportSimple: CommandRule<ReportSimple, Reads> = {
  type: 'ReportSimple',
  schema: reportSimpleSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['IncidentReopened'],
  decide: ({ incident: id, personal = null }, reads) =>
    onIncident(id, reads, ({ simple, matter }) => {
      if (simple === null) return refuse('NotSimple', { field: 'incident', matter });
      return simple.reported === null ? { events: [draft(id, 'SimpleReported', { personal })] } : nothing;
    }),
};
