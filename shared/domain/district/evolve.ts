import { unreachable } from '../../lib/must.ts';
import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { packEvents } from './events.ts';
import type { PackEvent } from './events.ts';
import type { PackState } from './state.ts';

function evolve(_state: PackState | undefined, event: Recorded<PackEvent>): PackState {
  switch (event.type) {
    case 'PackActivated':
      return { ...event.data, activatedAt: event.meta.occurredAt, by: event.meta.by.user };
    default:
      return unreachable(event.type);
  }
}

export const packKind: Kind<PackState, PackEvent> = {
  kind: 'pack',
  fold: 2,
  events: packEvents,
  evolve,
  scope: () => ['frame'],
  dues: () => [],
};
