import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { alarmEvents } from './events.ts';
import type { AlarmEvent } from './events.ts';
import type { AlarmState, AlarmStep } from './state.ts';

/** The time of a shelving is over. */
export const shelvingOverRule = 'alarmShelvingOver';

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
  fold: 1,
  events: alarmEvents,
  evolve,
  scope: ({ squads, zones }) => [
    'bureau',
    ...squads.map((squad) => `squad:${squad}`),
    ...zones.map((zone) => `zone:${zone}`),
  ],
  dues: ({ shelved }) => (shelved === null ? [] : [{ rule: shelvingOverRule, at: shelved.until }]),
};
