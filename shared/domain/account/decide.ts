import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import {
  changeAccountRolesSchema,
  createAccountSchema,
  disableAccountSchema,
  enableAccountSchema,
  renameAccountSchema,
  turnAccountRolesSchema,
} from './commands.ts';
import type {
  ChangeAccountRoles,
  CreateAccount,
  DisableAccount,
  EnableAccount,
  RenameAccount,
  TurnAccountRoles,
} from './commands.ts';
import type { GrantReads } from './decide-common.ts';
import { againstGrants, draft, lastAdministrator, ofAccount, onAccount } from './decide-common.ts';
import type { RoleGrant } from './events.ts';
import { allGrants, covers, isOver, isSameRole, nextTurn } from './state.ts';
import type { AccountReads } from './state.ts';

type Names = Pick<AccountReads, 'account'>;

/**
 * Refuses `AccountExists`, `LoginTaken`, `RoleLimitWrong`, `ScopeUnknown`, `PeriodReversed`, `RolesIncompatible`, and
 * `LastAdministrator` for a first administrator who will not stay.
 */
export const createAccount: CommandRule<CreateAccount, GrantReads> = {
  type: 'CreateAccount',
  schema: createAccountSchema,
  nature: 'order',
  conflictsWith: [],
  decide: (command, reads, context): Decision => {
    const { id, ...data } = command;
    if (reads.account(id) !== undefined) return refuse('AccountExists', { id });
    if (reads.accountByLogin(data.login) !== undefined)
      return refuse('LoginTaken', { field: 'login', login: data.login });
    const refusal = againstGrants(data.roles, reads) ?? lastAdministrator(id, data.roles, reads, context);
    return refusal ?? { events: [draft(id, 'AccountCreated', data)] };
  },
};

/** Ends the deputyships for somebody whose grants no longer bear them. */
function endedDeputies(id: string, grants: readonly RoleGrant[], reads: AccountReads): readonly EventDraft[] {
  return reads.accounts().flatMap((deputy) => {
    const place = deputy.deputyOf.find((one) => one.for === id);
    const stands = place?.roles.every((role) =>
      grants.some((grant) => isSameRole(grant, role) && covers(grant, place)),
    );
    return stands === false ? [draft(deputy.id, 'DeputyEnded', { for: id, why: 'rolesChanged' })] : [];
  });
}

/**
 * All grants from now on. Refuses `AccountUnknown`, `LeaverStays`, `OwnRolesNotAllowed`: nobody changes the own roles;
 * `RoleLimitWrong`, `ScopeUnknown`, `PeriodReversed`, `RolesIncompatible`, `LastAdministrator`. Ends deputyships that the
 * new grants do not bear.
 */
export const changeAccountRoles: CommandRule<ChangeAccountRoles, GrantReads> = {
  type: 'ChangeAccountRoles',
  schema: changeAccountRolesSchema,
  subject: ofAccount,
  nature: 'order',
  conflictsWith: ['AccountRolesChanged', 'AccountDisabled'],
  decide: ({ id, roles }, reads, context) =>
    onAccount(id, reads, (account) => {
      const { by, now } = context;
      if (by.user === id) return refuse('OwnRolesNotAllowed', { id });
      if (account.leaver) return refuse('LeaverStays', { id });
      const asDeputy = allGrants({ grants: [], deputyOf: account.deputyOf }).filter((grant) => !isOver(grant, now));
      const refusal = againstGrants(roles, reads, asDeputy) ?? lastAdministrator(id, roles, reads, context);
      if (refusal !== undefined) return refusal;
      return { events: [draft(id, 'AccountRolesChanged', { roles }), ...endedDeputies(id, roles, reads)] };
    }),
};

/** Refuses `AccountUnknown`. The name it has brings nothing. */
export const renameAccount: CommandRule<RenameAccount, Names> = {
  type: 'RenameAccount',
  schema: renameAccountSchema,
  subject: ofAccount,
  nature: 'order',
  conflictsWith: ['AccountRenamed'],
  decide: ({ id, name }, reads) =>
    onAccount(id, reads, (account) => ({
      events: account.name === name ? [] : [draft(id, 'AccountRenamed', { name })],
    })),
};

function decideDisable(command: DisableAccount, reads: AccountReads, context: DecideContext): Decision {
  const { id, reason, leaver = false } = command;
  return onAccount(id, reads, (account) => {
    if (account.disabled && (account.leaver || !leaver)) return { events: [] };
    const refusal = account.disabled ? undefined : lastAdministrator(id, [], reads, context);
    if (refusal !== undefined) return refusal;
    const disabled = draft(id, 'AccountDisabled', leaver ? { reason, leaver } : { reason });
    if (!leaver) return { events: [disabled] };
    const own = account.deputyOf.map((place) => draft(id, 'DeputyEnded', { for: place.for, why: 'disabled' }));
    const others = reads
      .accounts()
      .filter(({ deputyOf }) => deputyOf.some((place) => place.for === id))
      .map((deputy) => draft(deputy.id, 'DeputyEnded', { for: id, why: 'disabled' }));
    return { events: [...own, disabled, ...others] };
  });
}

/**
 * Refuses `AccountUnknown`, `LastAdministrator`; a disabled account is not disabled again, but may become a leaver's. The
 * deputyships for and by a leaver end.
 */
export const disableAccount: CommandRule<DisableAccount, AccountReads> = {
  type: 'DisableAccount',
  schema: disableAccountSchema,
  subject: ofAccount,
  nature: 'order',
  conflictsWith: [],
  decide: decideDisable,
};

/** Refuses `AccountUnknown`, `LeaverStays`. */
export const enableAccount: CommandRule<EnableAccount, Names> = {
  type: 'EnableAccount',
  schema: enableAccountSchema,
  subject: ofAccount,
  nature: 'order',
  conflictsWith: ['AccountDisabled'],
  decide: ({ id }, reads) =>
    onAccount(id, reads, (account) => {
      if (!account.disabled) return { events: [] };
      if (account.leaver) return refuse('LeaverStays', { id });
      return { events: [draft(id, 'AccountEnabled', {})] };
    }),
};

/** Only the hub, when a grant or deputyship begins or ends. Brings nothing where none did since the last event. */
export const turnAccountRoles: CommandRule<TurnAccountRoles, Names> = {
  type: 'TurnAccountRoles',
  schema: turnAccountRolesSchema,
  subject: ofAccount,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ id }, reads, { now }) =>
    onAccount(id, reads, (account) => {
      const next = nextTurn(account, account.asOf);
      if (next === undefined || next > now) return { events: [] };
      const over = account.deputyOf.filter((place) => isOver(place, now));
      return {
        events: [
          draft(id, 'AccountRolesTurned', {}),
          ...over.map((place) => draft(id, 'DeputyEnded', { for: place.for, why: 'over' })),
        ],
      };
    }),
};
