import type { Recorded } from '../../lib/journal.ts';
import { unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { contactEvents } from './events.ts';
import type { ContactEvent } from './events.ts';
import type { ContactState } from './state.ts';

function evolve(state: ContactState | undefined, event: Recorded<ContactEvent>): ContactState {
  switch (event.type) {
    case 'ContactRecorded':
      return entryOf(event);
    case 'ContactWithdrawn':
      return withdrawnEntry(state, event);
    default:
      return unreachable(event);
  }
}

export const contactKind: Kind<ContactState, ContactEvent> = {
  kind: 'contact',
  fold: 1,
  events: contactEvents,
  evolve,
  scope: () => ['hall'],
  dues: () => [],
};
