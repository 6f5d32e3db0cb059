import type { Decision } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { AccountReads } from '../account/state.ts';
import type { IncidentReads } from '../incident/state.ts';
import type { CommandRule, DecideContext, RecordEntry } from '../kernel.ts';
import { recordCommand, wholeBureau } from '../kernel.ts';
import { answerHelpSchema, askHelpSchema, recordSquadSchema } from './commands.ts';
import type { AnswerHelp, AskHelp } from './commands.ts';
import { squadRecordSchema } from './events.ts';
import type { SquadRecord } from './events.ts';
import type { SquadReads, SquadState } from './state.ts';

/**
 * By who is there for the whole bureau: brigade and zone of a squad say whose work is whose. Its zone need not be known
 * yet: squads and zones name each other.
 */
export const recordSquad: CommandRule<RecordEntry<SquadRecord>, SquadReads> = {
  ...recordCommand<SquadRecord, SquadReads>({
    type: 'RecordSquad',
    kind: 'squad',
    event: 'SquadRecorded',
    schema: recordSquadSchema,
    record: squadRecordSchema,
    held: (reads, id) => reads.squad(id),
  }),
  reaches: () => wholeBureau,
};

/** Refuses `SquadUnknown`, `IncidentUnknown`, `HelpAskedAlready` while an answer is awaited. */
export const askHelp: CommandRule<AskHelp, SquadReads & Pick<IncidentReads, 'incident'>> = {
  type: 'AskHelp',
  schema: askHelpSchema,
  subject: ({ incident }) => streamId('incident', incident),
  nature: 'order',
  conflictsWith: [],
  decide: ({ help, squad: id, incident: about }, reads) => {
    const squad = reads.squad(id);
    if (squad === undefined) return refuse('SquadUnknown', { field: 'squad', squad: id });
    const incident = reads.incident(about);
    if (incident === undefined) return refuse('IncidentUnknown', { field: 'incident', incident: about });
    if (squad.helps.some((one) => one.incident === about && one.answer === null))
      return refuse('HelpAskedAlready', { squad: squad.name, number: incident.number });
    const data = { help, incident: about, number: incident.number };
    return { events: [{ stream: streamId('squad', id), type: 'HelpAsked', data }] };
  },
};

/** A squad room answers for its own squad. */
function isTheirs(squad: string, reads: AccountReads, { user, role }: DecideContext['by']): boolean {
  if (role !== 'squadRoom' && role !== 'squadClerk') return true;
  return reads.account(user)?.roles.some((grant) => grant.role === role && grant.squad === squad) === true;
}

function decideAnswer(
  { squad: id, help, agreed, channel }: AnswerHelp,
  reads: SquadReads & AccountReads,
  { by }: DecideContext,
): Decision {
  const squad = reads.squad(id);
  if (squad === undefined) return refuse('SquadUnknown', { field: 'squad', squad: id });
  if (!isTheirs(id, reads, by)) return refuse('NotAllowed', { field: 'squad', squad: id });
  const asked = squad.helps.find((one) => one.id === help);
  if (asked === undefined) return refuse('HelpUnknown', { field: 'help', squad: squad.name });
  if (asked.answer?.agreed === agreed) return { events: [] };
  const data = { help, agreed, reportedByDesk: channel ?? null };
  return { events: [{ stream: streamId('squad', id), type: 'HelpAnswered', data }] };
}

/** Refuses `SquadUnknown`, `HelpUnknown`, `NotAllowed` to another squad's room. A word that changes is kept: the later holds. */
export const answerHelp: CommandRule<AnswerHelp, SquadReads & AccountReads> = {
  type: 'AnswerHelp',
  schema: answerHelpSchema,
  subject: ({ squad }) => streamId('squad', squad),
  nature: 'fact',
  conflictsWith: ['HelpAnswered'],
  reaches: ({ squad }, state) => {
    const held = state(streamId('squad', squad)) as Pick<SquadState, 'zone'> | undefined;
    if (held === undefined) return [['bureau']];
    return [['bureau', `squad:${squad}`, ...(held.zone === undefined ? [] : [`zone:${held.zone}`])]];
  },
  decide: decideAnswer,
};
