import type { Due, Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { accountEvents } from './events.ts';
import type { AccountEvent } from './events.ts';
import { nextTurn, rolesInForce } from './state.ts';
import type { AccountState } from './state.ts';

type Facts = Omit<AccountState, 'roles' | 'asOf'>;

function changed(state: AccountState | undefined, event: Recorded<AccountEvent>): Facts {
  if (event.type === 'AccountCreated') {
    const { login, name, roles, demo } = event.data;
    const { id } = splitStream(event.meta.stream);
    return { id, login, name, grants: roles, deputyOf: [], demo, disabled: false, leaver: false };
  }
  const { roles: _roles, asOf: _asOf, ...facts } = must(state, 'account');
  const { deputyOf } = facts;
  switch (event.type) {
    case 'AccountRolesChanged':
      return { ...facts, grants: event.data.roles };
    case 'AccountRolesTurned':
      return facts;
    case 'DeputyNamed':
      return { ...facts, deputyOf: [...deputyOf, event.data] };
    case 'DeputyEnded':
      return { ...facts, deputyOf: deputyOf.filter((one) => one.for !== event.data.for) };
    case 'AccountRenamed':
      return { ...facts, name: event.data.name };
    case 'AccountDisabled':
      return { ...facts, disabled: true, leaver: event.data.leaver === true };
    case 'AccountEnabled':
      return { ...facts, disabled: false };
    default:
      return unreachable(event);
  }
}

function evolve(state: AccountState | undefined, event: Recorded<AccountEvent>): AccountState {
  const facts = changed(state, event);
  const asOf = event.meta.at;
  return { ...facts, roles: rolesInForce(facts, asOf), asOf };
}

/** Roles in force change at a place in the journal: the hub says there that the time has come. */
function dues(state: AccountState): readonly Due[] {
  const at = nextTurn(state, state.asOf);
  return at === undefined ? [] : [{ rule: 'accountRolesTurn', at }];
}

export const accountKind: Kind<AccountState, AccountEvent> = {
  kind: 'account',
  fold: 2,
  events: accountEvents,
  evolve,
  scope: () => ['administration'],
  dues,
};
