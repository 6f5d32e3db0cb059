/** What goes upwards under limits: begun from what the hall learned, given by a person, ended by the last report. */
import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse, splitStream, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { minute } from '../../lib/time.ts';
import type { AccountReads } from '../account/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { IncidentReads } from '../incident/state.ts';
import type { CommandRule, DueReaction } from '../kernel.ts';
import { inFuture } from '../kernel.ts';
import {
  beginUrgentReportSchema,
  dropUrgentReportSchema,
  noteUrgentOverdueSchema,
  sendUrgentReportSchema,
} from './commands.ts';
import type { BeginUrgentReport, DropUrgentReport, NoteUrgentOverdue, SendUrgentReport } from './commands.ts';
import { urgentReportKind, urgentRules } from './evolve.ts';
import type { UrgentLimit, UrgentReportEvent } from './events.ts';
import type { UrgentReportReads, UrgentReportState } from './state.ts';
import { lastWritten } from './state.ts';

type Reads = UrgentReportReads &
  Pick<AccountReads, 'account'> &
  Pick<DistrictReads, 'district'> &
  Pick<IncidentReads, 'incident'>;
type DataOf<T extends UrgentReportEvent['type']> = Extract<UrgentReportEvent, { type: T }>['data'];

function draft<T extends UrgentReportEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('urgentReport', id), type, data: data as Json };
}

const nameOf = (reads: Pick<AccountReads, 'account'>, user: string): string => reads.account(user)?.name ?? user;
const ofReport = ({ report }: { readonly report: string }) => streamId('urgentReport', report);

/**
 * Limits run from when the hall learned of it, by the figures that the pack has then. Refuses `UrgentReportExists` for an id that
 * is taken, `UrgentKindUnknown`, `IncidentUnknown`, `TimeInFuture`, and `UrgentReportOpen` where the same is reported already.
 */
export const beginUrgentReport: CommandRule<BeginUrgentReport, Reads> = {
  type: 'BeginUrgentReport',
  schema: beginUrgentReportSchema,
  alsoAbout: ({ incident }) => (incident === null ? [] : [streamId('incident', incident)]),
  nature: 'fact',
  conflictsWith: [],
  decide({ id, code, headline, incident: about, knownAt }, reads, context): Decision {
    const held = reads.urgentReport(id);
    if (held !== undefined)
      return held.code === code && held.headline === headline
        ? { events: [] }
        : refuse('UrgentReportExists', { field: 'id', report: id });
    const kind = reads.district()?.plates.policy.urgentReports?.find((one) => one.code === code);
    if (kind === undefined) return refuse('UrgentKindUnknown', { field: 'code', kindCode: code });
    const incident = about === null ? null : reads.incident(about);
    if (incident === undefined) return refuse('IncidentUnknown', { field: 'incident', incident: about });
    const early = inFuture(knownAt, 'knownAt', context);
    if (early !== undefined) return early;
    const other = reads.openUrgentReports().find((one) => one.code === code && one.incident?.id === about);
    if (about !== null && other !== undefined)
      return refuse('UrgentReportOpen', { field: 'incident', name: other.name, at: other.at });
    const { oralMinutes, firstMinutes, followUpMinutes } = kind;
    return {
      events: [
        draft(id, 'UrgentReportBegun', {
          ...{ code, kindName: kind.name, headline, knownAt, followUpMinutes },
          incident: incident === null ? null : { id: incident.id, number: incident.number },
          oralBy: oralMinutes === null ? null : knownAt + oralMinutes * minute,
          firstBy: knownAt + firstMinutes * minute,
          name: nameOf(reads, context.by.user),
        }),
      ],
    };
  },
};

/** On a report that is not ended. Refuses `UrgentReportUnknown`, `UrgentReportEnded` with when. */
function onOpen(id: string, reads: UrgentReportReads, decide: (report: UrgentReportState) => Decision): Decision {
  const report = reads.urgentReport(id);
  if (report === undefined) return refuse('UrgentReportUnknown', { field: 'report', report: id });
  if (report.endedAt !== null) return refuse('UrgentReportEnded', { field: 'report', at: report.endedAt });
  return decide(report);
}

/**
 * Refuses besides: `UrgentTextMissing` and `UrgentUnsigned` for one in writing, `UrgentFirstGiven` for a second first one,
 * `UrgentFirstMissing` for a later one without a first; `TimeBeforeKnown`, `TimeInFuture`.
 */
export const sendUrgentReport: CommandRule<SendUrgentReport, Reads> = {
  type: 'SendUrgentReport',
  schema: sendUrgentReportSchema,
  subject: ofReport,
  nature: 'fact',
  // Two seats that report the same do not do it twice unseen.
  conflictsWith: ['UrgentReportSent', 'UrgentReportDropped'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ report: id, happenedAt: _, ...given }, reads, context) =>
    onOpen(id, reads, (report) => {
      const { stage, text, signedBy } = given;
      const early = inFuture(context.occurredAt, 'happenedAt', context);
      if (early !== undefined) return early;
      if (context.occurredAt < report.knownAt)
        return refuse('TimeBeforeKnown', { field: 'happenedAt', at: report.knownAt });
      if (stage !== 'oral' && text === '') return refuse('UrgentTextMissing', { field: 'text' });
      if (stage !== 'oral' && signedBy === null) return refuse('UrgentUnsigned', { field: 'signedBy' });
      const isWritten = lastWritten(report) !== undefined;
      if (stage === 'first' && isWritten) return refuse('UrgentFirstGiven', { field: 'stage' });
      if ((stage === 'followUp' || stage === 'final') && !isWritten)
        return refuse('UrgentFirstMissing', { field: 'stage' });
      const name = nameOf(reads, context.by.user);
      return { events: [draft(id, 'UrgentReportSent', { ...given, name })] };
    }),
};

/** Refuses besides `UrgentFirstGiven`: what was reported in writing is ended by a last report. */
export const dropUrgentReport: CommandRule<DropUrgentReport, Reads> = {
  type: 'DropUrgentReport',
  schema: dropUrgentReportSchema,
  subject: ofReport,
  nature: 'fact',
  conflictsWith: ['UrgentReportSent', 'UrgentReportDropped'],
  decide: ({ report: id, reason }, reads, { by }) =>
    onOpen(id, reads, (report) =>
      lastWritten(report) === undefined
        ? { events: [draft(id, 'UrgentReportDropped', { reason, name: nameOf(reads, by.user) })] }
        : refuse('UrgentFirstGiven', { field: 'report' }),
    ),
};

/** Brings nothing for what is no longer owed, or noted already. */
export const noteUrgentOverdue: CommandRule<NoteUrgentOverdue, Reads> = {
  type: 'NoteUrgentOverdue',
  schema: noteUrgentOverdueSchema,
  subject: ofReport,
  nature: 'fact',
  conflictsWith: [],
  decide({ report: id, stage, dueAt }, reads): Decision {
    const report = reads.urgentReport(id);
    if (report === undefined) return refuse('UrgentReportUnknown', { field: 'report', report: id });
    const isOwed = urgentReportKind.dues(report).some(({ rule, at }) => rule === urgentRules[stage] && at === dueAt);
    return { events: isOwed ? [draft(id, 'UrgentReportOverdue', { stage, dueAt })] : [] };
  },
};

export const urgentDueReactions: readonly (readonly [string, DueReaction<UrgentReportReads>])[] = (
  Object.entries(urgentRules) as [UrgentLimit, string][]
).map(([stage, rule]) => [
  rule,
  (stream, reads, { at }) => {
    const { id } = splitStream(stream);
    const report = reads.urgentReport(id);
    const isOwed =
      report !== undefined && urgentReportKind.dues(report).some((due) => due.rule === rule && due.at === at);
    return isOwed ? { type: 'NoteUrgentOverdue', data: { report: id, stage, dueAt: at } } : undefined;
  },
]);
