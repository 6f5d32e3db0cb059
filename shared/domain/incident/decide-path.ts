/** After somebody was there: checks, the answer to the caller, the local squad, those who have to know. */
import { refuse } from '../../lib/journal.ts';
import type { Decision } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { inCallingHours, nextCallingTime } from '../rules/calendar.ts';
import type { SquadReads } from '../squad/state.ts';
import {
  contactWordsSchema,
  escalateOutcomeSchema,
  handToLocalSquadSchema,
  recordCheckSchema,
  recordFirstContactSchema,
  recordReplySchema,
  replyWordsSchema,
  tellLocalSquadSchema,
} from './commands.ts';
import type {
  EscalateOutcome,
  HandToLocalSquad,
  RecordCheck,
  RecordFirstContact,
  RecordReply,
  TellLocalSquad,
} from './commands.ts';
import {
  acknowledgingByDesk,
  badStepTime,
  byPack,
  draft,
  noPack,
  nothing,
  onIncident,
  onOpenIncident,
  ofIncident,
  reopeningMain,
  termsAnew,
} from './decide-common.ts';
import type { IncidentReads, IncidentState } from './state.ts';
import { isOvertaken, sameHourGrace } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

/** From when on a check says something, Unix ms: a quiet minute after they left is no quiet night, nor the next one. */
function checkedFrom(which: RecordCheck['which'], { outcome }: IncidentState): number | undefined {
  if (which === 'sameNight') return outcome?.recheckBetween?.from;
  const due = which === 'sameHour' ? (outcome?.sameHourCheckAt ?? null) : null;
  return due === null ? undefined : due - sameHourGrace;
}

function tooEarly({ which, quiet }: RecordCheck, incident: IncidentState, at: number): Decision | undefined {
  const from = checkedFrom(which, incident);
  if (!quiet || from === undefined || at >= from) return undefined;
  // What was seen before the outcome is of what went before: it is noted, and counts for nothing.
  if (which === 'sameNight' && isOvertaken(incident, at)) return undefined;
  return refuse('CheckTooEarly', { field: 'which', which, nextAt: from });
}

/**
 * Refuses `CheckTooEarly` for a quiet one before its time: the same night, and at the same hour of the next day. Noise again reopens it, closed or not; noise from before the outcome, or before it was reopened, is only
 * noted.
 */
export const recordCheck: CommandRule<RecordCheck, Reads & Pick<DistrictReads, 'district'>> = {
  type: 'RecordCheck',
  schema: recordCheckSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, { occurredAt }) =>
    onIncident(data.incident, reads, (incident) => {
      const { incident: id, which, way, quiet } = data;
      const refusal = tooEarly(data, incident, occurredAt);
      if (refusal !== undefined) return refusal;
      const check = draft(id, 'CheckRecorded', { which, way, quiet });
      if (quiet || isOvertaken(incident, occurredAt)) return { events: [check] };
      return byPack(reads, (plates) => {
        const again = {
          because: 'relapse',
          by: null,
          byNumber: null,
          ...termsAnew(incident, occurredAt, plates),
        } as const;
        return { events: [check, draft(id, 'IncidentReopened', again), ...reopeningMain(incident, reads, 'rework')] };
      });
    }),
};

type ReplyReads = Reads & Pick<DistrictReads, 'district'>;

/** Refusal where no caller may be rung at that hour, Unix ms; the policy's hours hold for first contact and answer alike. */
function notAtThisHour(at: number, code: 'ReplyNotAtThisHour' | 'ContactNotAtThisHour', reads: ReplyReads) {
  const district = reads.district();
  if (district === undefined) return noPack;
  if (inCallingHours(at, district.plates)) return undefined;
  const nextAt = nextCallingTime(at, district.plates);
  return code === 'ReplyNotAtThisHour'
    ? refuse('ReplyNotAtThisHour', { field: 'way', nextAt })
    : refuse('ContactNotAtThisHour', { field: 'way', nextAt });
}

function decideContact(
  data: RecordFirstContact,
  incident: IncidentState,
  reads: ReplyReads,
  context: DecideContext,
): Decision {
  const { way, reached, personal = null } = data;
  const { id, wantsReply } = incident;
  // Whoever took the call may be asked at any time.
  if (way !== 'hotline' && wantsReply !== 'yes')
    return refuse('ContactNotWanted', { field: 'way', incident: id, wantsReply });
  const refusal =
    badStepTime(data.happenedAt, incident, context) ??
    (way === 'phone' ? notAtThisHour(context.occurredAt, 'ContactNotAtThisHour', reads) : undefined);
  if (refusal !== undefined) return refusal;
  const contact = draft(id, 'FirstContactRecorded', { way, reached, personal });
  // Who may take note of it has taken note of it.
  return { events: [contact, ...acknowledgingByDesk(incident, context)] };
}

/**
 * Meets the limit for it where the caller was reached, or after three attempts; the answer is still owed. Also after it was
 * closed. Refuses `ContactNotWanted` for who asked for none or gave no name, `ContactNotAtThisHour` for a call outside the
 * hours in which people may be rung, `TimeTooEarly` before the complaint, `TimeInFuture`.
 */
export const recordFirstContact: CommandRule<RecordFirstContact, ReplyReads> = {
  type: 'RecordFirstContact',
  schema: recordFirstContactSchema,
  personal: contactWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, context) =>
    onIncident(data.incident, reads, (incident) => decideContact(data, incident, reads, context)),
};

function decideReply(
  data: RecordReply,
  incident: IncidentState,
  reads: ReplyReads,
  { occurredAt }: DecideContext,
): Decision {
  const { way, personal = null } = data;
  const { id, wantsReply } = incident;
  if ((way === 'spoken' || way === 'message') && wantsReply !== 'yes')
    return refuse('ReplyNotWanted', { field: 'way', incident: id, wantsReply });
  const refusal = way === 'spoken' ? notAtThisHour(occurredAt, 'ReplyNotAtThisHour', reads) : undefined;
  if (refusal !== undefined) return refusal;
  return { events: [draft(id, 'ReplyRecorded', { way, personal })] };
}

/**
 * Also after it was closed. Refuses `ReplyNotAtThisHour` for a call outside the hours in which people may be rung, and
 * `ReplyNotWanted` for a call or message to who asked for none or gave no name; the source may be answered at any time.
 */
export const recordReply: CommandRule<RecordReply, ReplyReads> = {
  type: 'RecordReply',
  schema: recordReplySchema,
  subject: ofIncident,
  personal: replyWordsSchema,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, context) =>
    onIncident(data.incident, reads, (incident) => decideReply(data, incident, reads, context)),
};

type SquadOfPlaceReads = Reads & Pick<SquadReads, 'squad'>;

/** The squad that answers for the place by day. Refuses `SquadUnknown` where no place or no squad is known. */
function toSquad(
  incident: IncidentState,
  reads: SquadOfPlaceReads,
  decide: (squad: { readonly squad: string; readonly squadName: string }) => Decision,
): Decision {
  const { squad } = incident.placing;
  const entry = squad === null ? undefined : reads.squad(squad);
  if (entry === undefined) return refuse('SquadUnknown', { field: 'incident', incident: incident.id, squad });
  return decide({ squad: entry.id, squadName: entry.name });
}

/** Brings nothing where the squad knows already. */
export const tellLocalSquad: CommandRule<TellLocalSquad, SquadOfPlaceReads> = {
  type: 'TellLocalSquad',
  schema: tellLocalSquadSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentPlaced'],
  decide: ({ incident: id }, reads) =>
    onOpenIncident(id, reads, (incident) =>
      toSquad(incident, reads, (squad) =>
        incident.told.some((one) => one.squad === squad.squad)
          ? nothing
          : { events: [draft(id, 'LocalSquadTold', squad)] },
      ),
    ),
};

/** What the local squad owes from the next day on (次日移交属地); said anew, the later word holds. */
export const handToLocalSquad: CommandRule<HandToLocalSquad, SquadOfPlaceReads> = {
  type: 'HandToLocalSquad',
  schema: handToLocalSquadSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['HandedToLocalSquad', 'IncidentPlaced', 'IncidentReopened', 'IncidentClosed'],
  decide: ({ incident: id, owes }, reads) =>
    onOpenIncident(id, reads, (incident) =>
      toSquad(incident, reads, (squad) => ({
        events: [draft(id, 'HandedToLocalSquad', { ...squad, owes: [...new Set(owes)] })],
      })),
    ),
};

/** Refuses `OutcomeMissing`. Brings nothing where they know of this outcome already. */
export const escalateOutcome: CommandRule<EscalateOutcome, Reads> = {
  type: 'EscalateOutcome',
  schema: escalateOutcomeSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['OutcomeRecorded', 'IncidentReopened', 'IncidentClosed'],
  decide: ({ incident: id, to }, reads) =>
    onOpenIncident(id, reads, ({ outcome, escalated }) => {
      if (outcome === null) return refuse('OutcomeMissing', { field: 'incident', incident: id });
      const knows = escalated.some((one) => one.to === to && one.at >= outcome.at);
      return knows ? nothing : { events: [draft(id, 'OutcomeEscalated', { to })] };
    }),
};
