import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { alarmEvents } from './events.ts';
import type { AlarmEvent } from './events.ts';
import type { AlarmState, AlarmStep, Support } from './state.ts';
import { isHelped } from './state.ts';

/** The time of a shelving is over. */
export const shelvingOverRule = 'alarmShelvingOver';
/** A call for help is without help for so long that the next one upwards is told. */
export const sosStepRule = 'alarmSosStep';

function evolve(state: AlarmState | undefined, event: Recorded<AlarmEvent>): AlarmState {
  const { occurredAt: at, by, stream } = event.meta;
  const after = (name: string | null, reason: string | null, change: Partial<AlarmState>): AlarmState => {
    const held = must(state, 'alarm');
    const step: AlarmStep = { what: event.type, at, user: by.user, name, reason };
    return { ...held, ...change, history: [...held.history, step] };
  };
  switch (event.type) {
    case 'AlarmRaised': {
      const step: AlarmStep = { what: event.type, at, user: by.user, name: null, reason: null };
      return {
        ...event.data,
        ...{ id: splitStream(stream).id, at, stage: 'raised', owner: null, shelved: null, cleared: null },
        ...{ support: [], escalated: [] },
        history: [step],
      };
    }
    case 'AlarmTaken': {
      const { name } = event.data;
      return after(name, null, { stage: 'taken', owner: { user: by.user, name, since: at }, shelved: null });
    }
    case 'AlarmHandedOver': {
      const { to, name, reason } = event.data;
      const owner = { user: to.id, name: to.name, since: at };
      return after(name, reason, { stage: 'taken', owner, shelved: null });
    }
    case 'SupportSent': {
      const { name, units } = event.data;
      const sent = units.map(({ id, name: unitName, metres }): Support => ({
        ...{ unit: id, name: unitName, metres, sentAt: at, sentBy: name, is: 'sent', since: at, saidBy: null },
      }));
      // Who could not come and is sent again is on its way anew.
      const before = must(state, 'alarm').support.filter(({ unit }) => !sent.some((one) => one.unit === unit));
      return after(name, null, { support: [...before, ...sent] });
    }
    case 'SupportAnswered': {
      const { unit, is, name } = event.data;
      const support = must(state, 'alarm').support.map((one) =>
        one.unit === unit.id ? { ...one, is, since: at, saidBy: name } : one,
      );
      return after(name ?? unit.name, null, { support });
    }
    case 'AlarmEscalated': {
      const { to, because } = event.data;
      return after(null, null, { escalated: [...must(state, 'alarm').escalated, { to, at, because }] });
    }
    case 'AlarmShelved': {
      const { name, until, reason } = event.data;
      const owner = { user: by.user, name, since: at };
      return after(name, reason, { stage: 'shelved', owner, shelved: { until, reason } });
    }
    case 'AlarmUnshelved':
      return after(event.data.name, null, { stage: 'raised', owner: null, shelved: null });
    case 'AlarmCleared': {
      const { name, as, reason } = event.data;
      return after(name, reason, { stage: 'cleared', shelved: null, cleared: { at, user: by.user, as } });
    }
    default:
      return unreachable(event);
  }
}

export const alarmKind: Kind<AlarmState, AlarmEvent> = {
  kind: 'alarm',
  fold: 2,
  events: alarmEvents,
  evolve,
  scope: ({ squads, zones }) => [
    'bureau',
    ...squads.map((squad) => `squad:${squad}`),
    ...zones.map((zone) => `zone:${zone}`),
  ],
  dues: (alarm) => {
    const { shelved, stage, steps = [], escalated } = alarm;
    const step = stage === 'cleared' || isHelped(alarm) ? undefined : steps[escalated.length];
    return [
      ...(shelved === null ? [] : [{ rule: shelvingOverRule, at: shelved.until }]),
      ...(step === undefined ? [] : [{ rule: sosStepRule, at: step.at }]),
    ];
  },
};
