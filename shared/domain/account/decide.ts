import type { Decision, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { CommandRule } from '../kernel.ts';
import {
  changeAccountRolesSchema,
  createAccountSchema,
  disableAccountSchema,
  enableAccountSchema,
} from './commands.ts';
import type { ChangeAccountRoles, CreateAccount, DisableAccount, EnableAccount } from './commands.ts';
import type { RoleGrant } from './events.ts';
import type { AccountReads } from './state.ts';

const stream = (id: string): StreamId => streamId('account', id);

/** A bureau whose last administrator is gone could never let anybody in again. */
function wouldLoseLastAdministrator(reads: AccountReads, id: string, keeps: readonly RoleGrant[]): boolean {
  if (keeps.some((grant) => grant.role === 'administrator')) return false;
  const all = reads.administrators();
  return all.some((account) => account.id === id) && all.length === 1;
}

export const createAccount: CommandRule<CreateAccount, AccountReads> = {
  type: 'CreateAccount',
  schema: createAccountSchema,
  nature: 'order',
  conflictsWith: [],
  decide: (command, reads): Decision => {
    if (reads.account(command.id) !== undefined) return refuse('AccountExists', { id: command.id });
    if (reads.accountByLogin(command.login) !== undefined)
      return refuse('LoginTaken', { field: 'login', login: command.login });
    const { id, ...data } = command;
    return { events: [{ stream: stream(id), type: 'AccountCreated', data }] };
  },
};

export const changeAccountRoles: CommandRule<ChangeAccountRoles, AccountReads> = {
  type: 'ChangeAccountRoles',
  schema: changeAccountRolesSchema,
  nature: 'order',
  conflictsWith: ['AccountRolesChanged'],
  decide: (command, reads): Decision => {
    if (reads.account(command.id) === undefined) return refuse('AccountUnknown', { id: command.id });
    if (wouldLoseLastAdministrator(reads, command.id, command.roles))
      return refuse('LastAdministrator', { id: command.id });
    return { events: [{ stream: stream(command.id), type: 'AccountRolesChanged', data: { roles: command.roles } }] };
  },
};

export const disableAccount: CommandRule<DisableAccount, AccountReads> = {
  type: 'DisableAccount',
  schema: disableAccountSchema,
  nature: 'order',
  conflictsWith: [],
  decide: (command, reads): Decision => {
    const account = reads.account(command.id);
    if (account === undefined) return refuse('AccountUnknown', { id: command.id });
    if (account.disabled) return { events: [] };
    if (wouldLoseLastAdministrator(reads, command.id, [])) return refuse('LastAdministrator', { id: command.id });
    return { events: [{ stream: stream(command.id), type: 'AccountDisabled', data: { reason: command.reason } }] };
  },
};

export const enableAccount: CommandRule<EnableAccount, AccountReads> = {
  type: 'EnableAccount',
  schema: enableAccountSchema,
  nature: 'order',
  conflictsWith: [],
  decide: (command, reads): Decision => {
    const account = reads.account(command.id);
    if (account === undefined) return refuse('AccountUnknown', { id: command.id });
    if (!account.disabled) return { events: [] };
    return { events: [{ stream: stream(command.id), type: 'AccountEnabled', data: {} }] };
  },
};
