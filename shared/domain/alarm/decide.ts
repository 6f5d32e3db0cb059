/** The one list of alarms: raised by the hub or by the desk, taken, handed over, shelved for a time, cleared. */
import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, splitStream, streamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { AccountReads } from '../account/state.ts';
import type { FenceReads } from '../fence/state.ts';
import type { CommandRule, DecideContext, DueReaction } from '../kernel.ts';
import { inFuture } from '../kernel.ts';
import type { SquadReads } from '../squad/state.ts';
import { workOfUnit } from '../unit/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import {
  answerSupportSchema,
  clearAlarmSchema,
  escalateAlarmSchema,
  handOverAlarmSchema,
  raiseAlarmSchema,
  sendSupportSchema,
  shelveAlarmSchema,
  takeAlarmSchema,
  unshelveAlarmSchema,
} from './commands.ts';
import type {
  AnswerSupport,
  ClearAlarm,
  EscalateAlarm,
  HandOverAlarm,
  RaiseAlarm,
  SendSupport,
  ShelveAlarm,
  TakeAlarm,
  UnshelveAlarm,
} from './commands.ts';
import type { AlarmEvent } from './events.ts';
import { shelvingOverRule, sosStepRule } from './evolve.ts';
import type { AlarmReads, AlarmState } from './state.ts';
import { isHelped, longestShelving, sosSteps } from './state.ts';

type Reads = AlarmReads &
  Pick<AccountReads, 'account'> &
  Pick<FenceReads, 'fence'> &
  Pick<SquadReads, 'squad'> &
  Pick<UnitReads, 'unit'>;
type DataOf<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>['data'];

const ofAlarm = ({ alarm }: { readonly alarm: string }): StreamId => streamId('alarm', alarm);
const nothing: Decision = { events: [] };

function draft<T extends AlarmEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: streamId('alarm', id), type, data: data as Json };
}

const nameOf = (reads: Pick<AccountReads, 'account'>, user: string): string => reads.account(user)?.name ?? user;

function decideRaise(data: RaiseAlarm, reads: Reads, context: DecideContext): Decision {
  const { id, kind, ...told } = data;
  if (reads.alarm(id) !== undefined)
    return context.by.role === 'system' ? nothing : refuse('AlarmExists', { field: 'id', alarm: id });
  const unit = data.unit === null ? null : reads.unit(data.unit);
  if (unit === undefined) return refuse('UnitUnknown', { field: 'unit', id: data.unit });
  const fence = data.fence === null ? null : reads.fence(data.fence);
  if (fence === undefined) return refuse('FenceUnknown', { field: 'fence', id: data.fence });
  const stands = data.proposal === null ? null : reads.unit(data.proposal.unit);
  if (stands === undefined) return refuse('UnitUnknown', { field: 'proposal.unit', id: data.proposal?.unit ?? null });
  const early = inFuture(data.since, 'since', context);
  if (early !== undefined) return early;
  // The same matter has one alarm, however often it is said; one without a unit is a matter of its own.
  const isSame = (open: AlarmState): boolean =>
    open.kind === kind && open.unit?.id === unit?.id && open.fence?.id === fence?.id;
  if (unit !== null && reads.openAlarms().some(isSame)) return nothing;
  const zone = unit === null ? undefined : (unit.zone ?? reads.squad(unit.squad)?.zone);
  return {
    events: [
      draft(id, 'AlarmRaised', {
        ...told,
        kind,
        unit: unit === null ? null : { id: unit.id, name: unit.name },
        fence: fence === null ? null : { id: fence.id, name: fence.name },
        proposal:
          stands === null
            ? null
            : { unit: stands.id, name: stands.name, metres: data.proposal === null ? 0 : data.proposal.metres },
        ...(kind === 'sos' ? { steps: sosSteps.map(({ to, after }) => ({ to, at: context.now + after })) } : {}),
        squads: unit === null ? [] : [unit.squad],
        zones: zone === undefined ? [] : [zone],
      }),
    ],
  };
}

/**
 * For one unit at one fence there is one open alarm of a kind: raised again it brings nothing. Refuses `AlarmExists` for an
 * id that is taken, `UnitUnknown`, `FenceUnknown`, `TimeInFuture`.
 */
export const raiseAlarm: CommandRule<RaiseAlarm, Reads> = {
  type: 'RaiseAlarm',
  schema: raiseAlarmSchema,
  reaches: ({ unit }, state) =>
    unit === null ? [] : [workOfUnit(state(streamId('unit', unit)) as UnitState | undefined)],
  nature: 'fact',
  conflictsWith: [],
  decide: decideRaise,
};

/** On an alarm that is open. Refuses `AlarmUnknown`, `AlarmIsCleared` with when and by whom. */
function onOpen(id: string, reads: AlarmReads, decide: (alarm: AlarmState) => Decision): Decision {
  const alarm = reads.alarm(id);
  if (alarm === undefined) return refuse('AlarmUnknown', { field: 'alarm', alarm: id });
  const { cleared } = alarm;
  if (cleared !== null) return refuse('AlarmIsCleared', { field: 'alarm', alarm: id, at: cleared.at });
  return decide(alarm);
}

/** Refuses besides `AlarmTakenByOther`: from them it is handed over, with a reason. Taken already brings nothing. */
export const takeAlarm: CommandRule<TakeAlarm, Reads> = {
  type: 'TakeAlarm',
  schema: takeAlarmSchema,
  subject: ofAlarm,
  nature: 'order',
  conflictsWith: [],
  decide: ({ alarm: id }, reads, { by }) =>
    onOpen(id, reads, ({ owner, stage }) => {
      if (owner !== null && owner.user !== by.user)
        return refuse('AlarmTakenByOther', { field: 'alarm', alarm: id, name: owner.name, at: owner.since });
      if (stage === 'taken') return nothing;
      return { events: [draft(id, 'AlarmTaken', { name: nameOf(reads, by.user) })] };
    }),
};

/** Refuses besides `AccountUnknown` for who cannot have it; to who has it already it brings nothing. */
export const handOverAlarm: CommandRule<HandOverAlarm, Reads> = {
  type: 'HandOverAlarm',
  schema: handOverAlarmSchema,
  subject: ofAlarm,
  nature: 'order',
  conflictsWith: ['AlarmTaken', 'AlarmHandedOver', 'AlarmShelved'],
  decide: ({ alarm: id, to, reason }, reads, { by }) =>
    onOpen(id, reads, ({ owner, stage }) => {
      const account = reads.account(to);
      if (account === undefined || account.disabled) return refuse('AccountUnknown', { field: 'to', id: to });
      if (owner?.user === to && stage === 'taken') return nothing;
      const data = { to: { id: to, name: account.name }, name: nameOf(reads, by.user), reason };
      return { events: [draft(id, 'AlarmHandedOver', data)] };
    }),
};

/** Frees a unit of its support, where it is still this one's. */
function freed(unit: string, alarm: string, reads: Reads): readonly EventDraft[] {
  return reads.unit(unit)?.supports?.alarm === alarm
    ? [{ stream: streamId('unit', unit), type: 'UnitSupports', data: { alarm: null } }]
    : [];
}

function decideSupport({ alarm: id, units }: SendSupport, reads: Reads, { by }: DecideContext): Decision {
  return onOpen(id, reads, (alarm) => {
    const { kind, unit: caller, owner, support } = alarm;
    if (kind !== 'sos') return refuse('SupportNotForThis', { field: 'alarm', alarm: id });
    const sent: { readonly id: string; readonly name: string; readonly metres: number | null }[] = [];
    for (const [index, { unit, metres }] of units.entries()) {
      const field = `units.${index}.unit`;
      const held = reads.unit(unit);
      if (held === undefined) return refuse('UnitUnknown', { field, id: unit });
      const { name, status, supports } = held;
      if (unit === caller?.id) return refuse('SupportIsCaller', { field, unit, unitName: name });
      if (status === 'offDuty') return refuse('UnitOffDuty', { field, unit, unitName: name });
      const other = supports === undefined || supports === null || supports.alarm === id ? undefined : supports.alarm;
      if (other !== undefined) return refuse('UnitSupportsOther', { field, unit, unitName: name });
      const isOnWay = support.some((one) => one.unit === unit && one.is !== 'cannot');
      if (!isOnWay && !sent.some((one) => one.id === unit)) sent.push({ id: unit, name, metres });
    }
    if (sent.length === 0) return nothing;
    const name = nameOf(reads, by.user);
    return {
      events: [
        ...(owner === null ? [draft(id, 'AlarmTaken', { name })] : []),
        draft(id, 'SupportSent', { name, units: sent }),
        ...sent.map((one) => ({
          ...{ stream: streamId('unit', one.id), type: 'UnitSupports', data: { alarm: id } },
        })),
      ],
    };
  });
}

/**
 * A unit with jobs can be sent too: somebody calls for help. Refuses besides `SupportNotForThis` for another alarm than a call
 * for help, `UnitUnknown`, `SupportIsCaller`, `UnitOffDuty`, `UnitSupportsOther`. Who is on its way already is not sent twice.
 */
export const sendSupport: CommandRule<SendSupport, Reads> = {
  type: 'SendSupport',
  schema: sendSupportSchema,
  subject: ofAlarm,
  reaches: ({ units }, state) =>
    units.map(({ unit }) => workOfUnit(state(streamId('unit', unit)) as UnitState | undefined)),
  nature: 'order',
  // More help is no conflict.
  conflictsWith: [],
  decide: decideSupport,
};

/** Refuses besides `SupportNotSent` to a unit that was not sent. Said again it brings nothing. */
export const answerSupport: CommandRule<AnswerSupport, Reads> = {
  type: 'AnswerSupport',
  schema: answerSupportSchema,
  subject: ofAlarm,
  reaches: ({ unit }, state) => [workOfUnit(state(streamId('unit', unit)) as UnitState | undefined)],
  nature: 'fact',
  conflictsWith: [],
  decide: ({ alarm: id, unit, is }, reads, { by }) =>
    onOpen(id, reads, ({ support }) => {
      const isDevice = by.role === 'device';
      if (isDevice && by.user !== `unit:${unit}`) return refuse('NotAllowed', { field: 'unit', unit });
      const held = support.find((one) => one.unit === unit);
      if (held === undefined) return refuse('SupportNotSent', { field: 'unit', unit });
      if (held.is === is) return nothing;
      const said = { unit: { id: unit, name: held.name }, is, name: isDevice ? null : nameOf(reads, by.user) };
      const again = { stream: streamId('unit', unit), type: 'UnitSupports', data: { alarm: id } };
      const moves = is === 'cannot' ? freed(unit, id, reads) : held.is === 'cannot' ? [again] : [];
      return { events: [draft(id, 'SupportAnswered', said), ...moves] };
    }),
};

/** Brings nothing where it is cleared, where help is on its way, and where it was told so far already. */
export const escalateAlarm: CommandRule<EscalateAlarm, Reads> = {
  type: 'EscalateAlarm',
  schema: escalateAlarmSchema,
  subject: ofAlarm,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ alarm: id, to, at }, reads) => {
    const alarm = reads.alarm(id);
    if (alarm === undefined) return refuse('AlarmUnknown', { field: 'alarm', alarm: id });
    const next = alarm.steps?.[alarm.escalated.length];
    if (alarm.stage === 'cleared' || isHelped(alarm) || next?.to !== to || next.at !== at) return nothing;
    const because = alarm.owner === null ? 'notTaken' : 'noSupport';
    return { events: [draft(id, 'AlarmEscalated', { to, because })] };
  },
};

/** Refuses besides `ShelvingOver` for a time that is past, `ShelvingTooLong`; a call for help, `SosNotShelved`. */
export const shelveAlarm: CommandRule<ShelveAlarm, Reads> = {
  type: 'ShelveAlarm',
  schema: shelveAlarmSchema,
  subject: ofAlarm,
  nature: 'order',
  conflictsWith: ['AlarmTaken', 'AlarmHandedOver', 'AlarmShelved'],
  decide: ({ alarm: id, until, reason }, reads, { now, by }) =>
    onOpen(id, reads, ({ kind }) => {
      if (kind === 'sos') return refuse('SosNotShelved', { field: 'alarm', alarm: id });
      if (until <= now) return refuse('ShelvingOver', { field: 'until', until });
      if (until > now + longestShelving)
        return refuse('ShelvingTooLong', { field: 'until', until, most: now + longestShelving });
      return { events: [draft(id, 'AlarmShelved', { name: nameOf(reads, by.user), until, reason })] };
    }),
};

/** Brings nothing where it is not shelved, or for longer. */
export const unshelveAlarm: CommandRule<UnshelveAlarm, Reads> = {
  type: 'UnshelveAlarm',
  schema: unshelveAlarmSchema,
  subject: ofAlarm,
  nature: 'order',
  conflictsWith: [],
  decide: ({ alarm: id, until }, reads, { by }) =>
    onOpen(id, reads, ({ shelved }) => {
      if (shelved?.until !== until) return nothing;
      const name = by.role === 'system' ? null : nameOf(reads, by.user);
      return { events: [draft(id, 'AlarmUnshelved', { name })] };
    }),
};

/** Brings nothing where the hub finds it cleared already. */
export const clearAlarm: CommandRule<ClearAlarm, Reads> = {
  type: 'ClearAlarm',
  schema: clearAlarmSchema,
  subject: ofAlarm,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ alarm: id, as, reason }, reads, { by }) => {
    const isHub = by.role === 'system';
    if (isHub && reads.alarm(id)?.stage === 'cleared') return nothing;
    return onOpen(id, reads, ({ support }) => ({
      events: [
        draft(id, 'AlarmCleared', { name: isHub ? null : nameOf(reads, by.user), as, reason }),
        ...support.flatMap(({ unit }) => freed(unit, id, reads)),
      ],
    }));
  },
};

export const alarmDueReactions: readonly (readonly [string, DueReaction<AlarmReads>])[] = [
  [
    shelvingOverRule,
    (stream, reads, { at }) => {
      const { id } = splitStream(stream);
      return reads.alarm(id)?.shelved?.until === at
        ? { type: 'UnshelveAlarm', data: { alarm: id, until: at } }
        : undefined;
    },
  ],
  [
    sosStepRule,
    (stream, reads, { at }) => {
      const { id } = splitStream(stream);
      const alarm = reads.alarm(id);
      const next = alarm?.steps?.[alarm.escalated.length];
      return next?.at === at ? { type: 'EscalateAlarm', data: { alarm: id, to: next.to, at } } : undefined;
    },
  ],
];
