import type { Kind } from '../kernel.ts';
import { entryOf } from '../kernel.ts';
import { zoneEvents } from './events.ts';
import type { ZoneEvent } from './events.ts';
import type { ZoneState } from './state.ts';

export const zoneKind: Kind<ZoneState, ZoneEvent> = {
  kind: 'zone',
  fold: 2,
  events: zoneEvents,
  evolve: (_state, event) => entryOf(event),
  scope: () => ['frame'],
  dues: () => [],
};
