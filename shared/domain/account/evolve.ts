import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { accountEvents } from './events.ts';
import type { AccountEvent } from './events.ts';
import type { AccountState } from './state.ts';

function evolve(state: AccountState | undefined, event: Recorded<AccountEvent>): AccountState {
  switch (event.type) {
    case 'AccountCreated':
      return { id: splitStream(event.meta.stream).id, ...event.data, disabled: false };
    case 'AccountRolesChanged':
      return { ...must(state, 'account'), roles: event.data.roles };
    case 'AccountDisabled':
      return { ...must(state, 'account'), disabled: true };
    case 'AccountEnabled':
      return { ...must(state, 'account'), disabled: false };
    default:
      return unreachable(event);
  }
}

export const accountKind: Kind<AccountState, AccountEvent> = {
  kind: 'account',
  fold: 1,
  events: accountEvents,
  evolve,
  scope: () => ['administration'],
  dues: () => [],
};
