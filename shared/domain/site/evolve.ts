import { unreachable } from '../../lib/must.ts';
import type { Recorded } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { siteEvents } from './events.ts';
import type { SiteEvent } from './events.ts';
import type { SiteState } from './state.ts';

function evolve(state: SiteState | undefined, event: Recorded<SiteEvent>): SiteState {
  switch (event.type) {
    case 'SiteRecorded':
      return entryOf(event);
    case 'SiteWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const siteKind: Kind<SiteState, SiteEvent> = {
  kind: 'site',
  fold: 1,
  events: siteEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
