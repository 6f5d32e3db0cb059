import type { Recorded } from '../../lib/journal.ts';
import { unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { stallPlaceEvents } from './events.ts';
import type { StallPlaceEvent } from './events.ts';
import type { StallPlaceState } from './state.ts';

function evolve(state: StallPlaceState | undefined, event: Recorded<StallPlaceEvent>): StallPlaceState {
  switch (event.type) {
    case 'StallPlaceRecorded':
      return entryOf(event);
    case 'StallPlaceWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const stallPlaceKind: Kind<StallPlaceState, StallPlaceEvent> = {
  kind: 'stallPlace',
  fold: 1,
  events: stallPlaceEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
