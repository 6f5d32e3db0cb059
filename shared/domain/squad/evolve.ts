import type { Kind } from '../kernel.ts';
import { entryOf } from '../kernel.ts';
import { squadEvents } from './events.ts';
import type { SquadEvent } from './events.ts';
import type { SquadState } from './state.ts';

export const squadKind: Kind<SquadState, SquadEvent> = {
  kind: 'squad',
  fold: 2,
  events: squadEvents,
  evolve: (_state, event) => entryOf(event),
  scope: () => ['frame'],
  dues: () => [],
};
