import { unreachable } from '../../lib/must.ts';
import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { fenceEvents } from './events.ts';
import type { FenceEvent } from './events.ts';
import type { FenceState } from './state.ts';

function evolve(state: FenceState | undefined, event: Recorded<FenceEvent>): FenceState {
  switch (event.type) {
    case 'FenceRecorded':
      return entryOf(event);
    case 'FenceWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const fenceKind: Kind<FenceState, FenceEvent> = {
  kind: 'fence',
  fold: 1,
  events: fenceEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
