/** Messages of the hall to units, squads and seats, and who has read them. */
import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, splitStream, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { AccountReads, AccountState } from '../account/state.ts';
import type { IncidentReads } from '../incident/state.ts';
import type { CommandRule, DecideContext, DueReaction } from '../kernel.ts';
import { wholeBureau } from '../kernel.ts';
import { commandRights } from '../rules/permissions.ts';
import type { SquadReads, SquadState } from '../squad/state.ts';
import { workOfUnit } from '../unit/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import {
  eraseMessageSchema,
  messageWordsSchema,
  noteMessageSchema,
  noteMessageUnreadSchema,
  passOnMessageSchema,
  sendMessageSchema,
} from './commands.ts';
import type { EraseMessage, NoteMessage, NoteMessageUnread, PassOnMessage, SendMessage } from './commands.ts';
import type { MessageEvent } from './events.ts';
import { mostReceivers } from './events.ts';
import { unreadRule } from './evolve.ts';
import type { MessageReads, MessageReceiver, MessageState } from './state.ts';
import { receiverOf, unreadOf, urgentReadWithin } from './state.ts';

type DataOf<T extends MessageEvent['type']> = Extract<MessageEvent, { type: T }>['data'];
type Sent = DataOf<'MessageSent'>;
type Reads = MessageReads &
  Pick<AccountReads, 'account' | 'accounts'> &
  Pick<IncidentReads, 'incident'> &
  Pick<SquadReads, 'squad' | 'squads'> &
  Pick<UnitReads, 'unit' | 'units'>;

const ofMessage = ({ message }: { readonly message: string }): StreamId => streamId('message', message);

function draft<T extends MessageEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('message', id), type, data: data as Json };
}

const asUnit = ({ id, name }: UnitState): Sent['receivers'][number] => ({ kind: 'unit', id, name });
const asPerson = ({ id, name }: AccountState): Sent['receivers'][number] => ({ kind: 'person', id, name });
const isOnDuty = ({ status }: UnitState): boolean => status !== 'offDuty';

/** Whose seat is told of what is sent to all: those who may answer for having read it. */
const atSeats: ReadonlySet<string> = new Set(
  Object.keys(commandRights.NoteMessage).filter((role) => role !== 'device' && role !== 'system'),
);

const zonesOf = (squads: readonly (SquadState | undefined)[]): string[] => [
  ...new Set(squads.flatMap((squad) => squad?.zone ?? [])),
];

type Addressed = Pick<Sent, 'audience' | 'receivers' | 'squads' | 'zones'>;

/** Who is meant, as of now; a refusal where there is nobody of that name. */
function addressed({ audience }: SendMessage, reads: Reads, sender: UnitState | undefined): Addressed | Decision {
  const people = reads.accounts().filter(({ disabled }) => !disabled);
  if (audience.kind === 'unit') {
    const unit = reads.unit(audience.id);
    if (unit === undefined) return refuse('UnitUnknown', { field: 'audience.id', id: audience.id });
    const { id, name, squad } = unit;
    const zones = zonesOf([reads.squad(squad)]);
    return { audience: { kind: 'unit', id, name }, receivers: [asUnit(unit)], squads: [squad], zones };
  }
  if (audience.kind === 'squad') {
    const squad = reads.squad(audience.id);
    if (squad === undefined) return refuse('SquadUnknown', { field: 'audience.id', id: audience.id });
    const { id, name } = squad;
    const rooms = people.filter(({ roles }) =>
      roles.some((grant) => grant.squad === id && (grant.role === 'squadRoom' || grant.role === 'squadClerk')),
    );
    const units = reads.units().filter((unit) => unit.squad === id && isOnDuty(unit));
    const receivers = [...rooms.map(asPerson), ...units.map(asUnit)];
    return { audience: { kind: 'squad', id, name }, receivers, squads: [id], zones: zonesOf([squad]) };
  }
  const seats = people.filter(({ roles }) => roles.some(({ role }) => atSeats.has(role)));
  if (audience.kind === 'hall')
    return {
      audience: { kind: 'hall', id: null, name: '' },
      receivers: seats.map(asPerson),
      squads: sender === undefined ? [] : [sender.squad],
      zones: sender === undefined ? [] : zonesOf([reads.squad(sender.squad)]),
    };
  const squads = reads.squads();
  return {
    audience: { kind: 'all', id: null, name: '' },
    receivers: [...seats.map(asPerson), ...reads.units().filter(isOnDuty).map(asUnit)],
    squads: squads.map(({ id }) => id),
    zones: zonesOf(squads),
  };
}

function decideSend(data: SendMessage, reads: Reads, { now, by }: DecideContext): Decision {
  const { id, urgent, personal } = data;
  if (reads.message(id) !== undefined) return refuse('MessageExists', { field: 'id', message: id });
  if (personal === undefined) return refuse('MessageEmpty', { field: 'personal.text' });
  const incident = data.incident === null ? null : reads.incident(data.incident);
  if (incident === undefined) return refuse('IncidentUnknown', { field: 'incident', incident: data.incident });
  const isUnit = by.role === 'device';
  // A unit speaks to the hall and to nobody else.
  if (isUnit && data.audience.kind !== 'hall') return refuse('NotAllowed', { field: 'audience' });
  const sender = isUnit ? reads.unit(receiverBy(by).id) : undefined;
  const to = addressed(data, reads, sender);
  if (!('audience' in to)) return to;
  const receivers = to.receivers.filter((one) => one.kind !== 'person' || one.id !== by.user);
  if (receivers.length === 0) return refuse('MessageToNobody', { field: 'audience' });
  if (receivers.length > mostReceivers)
    return refuse('MessageToTooMany', { field: 'audience', count: receivers.length, most: mostReceivers });
  return {
    events: [
      draft(id, 'MessageSent', {
        ...to,
        ...{ receivers, urgent, personal, name: sender?.name ?? reads.account(by.user)?.name ?? by.user },
        incident: incident === null ? null : { id: incident.id, number: incident.number },
        readBy: urgent ? now + urgentReadWithin : null,
      }),
    ],
  };
}

/** Whose work it reaches: that of the unit or squad it goes to. */
function reachOf({ audience }: SendMessage, state: (stream: StreamId) => unknown): readonly (readonly string[])[] {
  switch (audience.kind) {
    case 'unit':
      return [workOfUnit(state(streamId('unit', audience.id)) as UnitState | undefined)];
    case 'squad':
      return [['bureau', `squad:${audience.id}`]];
    case 'all':
      return wholeBureau;
    case 'hall':
      return [];
  }
}

/**
 * Refuses `NotAllowed` to a unit that speaks to others than the hall, `MessageExists`, `MessageEmpty`, `UnitUnknown`, `SquadUnknown`, `IncidentUnknown`, `MessageToNobody`,
 * `MessageToTooMany`.
 */
export const sendMessage: CommandRule<SendMessage, Reads> = {
  type: 'SendMessage',
  schema: sendMessageSchema,
  personal: messageWordsSchema,
  alsoAbout: ({ incident }) => (incident === null ? [] : [streamId('incident', incident)]),
  reaches: reachOf,
  nature: 'order',
  conflictsWith: [],
  decide: decideSend,
};

function onMessage(id: string, reads: MessageReads, decide: (message: MessageState) => Decision): Decision {
  const message = reads.message(id);
  return message === undefined ? refuse('MessageUnknown', { field: 'message', message: id }) : decide(message);
}

const nothing: Decision = { events: [] };

/** As whom somebody receives messages. */
function receiverBy({ user, role }: DecideContext['by']): Pick<MessageReceiver, 'kind' | 'id'> {
  return role === 'device' ? { kind: 'unit', id: user.slice(user.indexOf(':') + 1) } : { kind: 'person', id: user };
}

/** Refuses `MessageUnknown`, `MessageNotYours` to who is none of its receivers. Said again it brings nothing. */
export const noteMessage: CommandRule<NoteMessage, Reads> = {
  type: 'NoteMessage',
  schema: noteMessageSchema,
  subject: ofMessage,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ message: id, state }, reads, { by }) =>
    onMessage(id, reads, (message) => {
      const { kind, id: who } = receiverBy(by);
      const receiver = receiverOf(message, kind, who);
      if (receiver === undefined) return refuse('MessageNotYours', { field: 'message' });
      const isSaid = state === 'read' ? receiver.readAt !== null : receiver.deliveredAt !== null;
      if (isSaid) return nothing;
      if (state === 'delivered') return { events: [draft(id, 'MessageDelivered', { kind, id: who })] };
      const proof = kind === 'unit' ? 'device' : 'screen';
      return { events: [draft(id, 'MessageRead', { kind, id: who, proof })] };
    }),
};

/** Refuses `MessageUnknown`, `MessageNotTheirs` for a unit it was not sent to. What is read already brings nothing. */
export const passOnMessage: CommandRule<PassOnMessage, Reads> = {
  type: 'PassOnMessage',
  schema: passOnMessageSchema,
  subject: ofMessage,
  reaches: ({ unit }, state) => [workOfUnit(state(streamId('unit', unit)) as UnitState | undefined)],
  nature: 'fact',
  conflictsWith: [],
  decide: ({ message: id, unit, channel }, reads) =>
    onMessage(id, reads, (message) => {
      const receiver = receiverOf(message, 'unit', unit);
      if (receiver === undefined) return refuse('MessageNotTheirs', { field: 'unit', unit });
      if (receiver.readAt !== null) return nothing;
      return { events: [draft(id, 'MessageRead', { kind: 'unit', id: unit, proof: channel })] };
    }),
};

/** Brings nothing where all have read it by now, or it was noted. */
export const noteMessageUnread: CommandRule<NoteMessageUnread, Reads> = {
  type: 'NoteMessageUnread',
  schema: noteMessageUnreadSchema,
  subject: ofMessage,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ message: id, readBy }, reads) =>
    onMessage(id, reads, (message) => {
      const count = unreadOf(message).length;
      if (count === 0 || message.unread !== null || message.readBy !== readBy) return nothing;
      return { events: [draft(id, 'MessageUnread', { count })] };
    }),
};

/** Empties its words. Refuses `MessageUnknown`, `PersonalDataUnknown`. */
export const eraseMessage: CommandRule<EraseMessage, Reads> = {
  type: 'EraseMessage',
  schema: eraseMessageSchema,
  subject: ofMessage,
  nature: 'fact',
  erases: true,
  conflictsWith: [],
  decide: ({ message: id, ref, ground }, reads) =>
    onMessage(id, reads, ({ personal }) =>
      personal?.ref === ref
        ? { events: [draft(id, 'PersonalDataErased', { ref, ground })] }
        : refuse('PersonalDataUnknown', { field: 'ref' }),
    ),
};

export const messageDueReactions: readonly (readonly [string, DueReaction<MessageReads>])[] = [
  [
    unreadRule,
    (stream, reads, { at }) => {
      const { id } = splitStream(stream);
      const message = reads.message(id);
      if (message === undefined || message.readBy !== at || message.unread !== null) return undefined;
      return { type: 'NoteMessageUnread', data: { message: id, readBy: at } };
    },
  ],
];
