/** Somebody takes the place of somebody else for a time. */
import type { Decision } from '../../lib/journal.ts';
import { refuse, systemActor } from '../../lib/journal.ts';
import { day } from '../../lib/time.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { reversed } from '../kernel.ts';
import { endDeputySchema, nameDeputySchema } from './commands.ts';
import type { EndDeputy, NameDeputy } from './commands.ts';
import { againstPairs, draft, onAccount } from './decide-common.ts';
import type { Role, RoleGrant } from './events.ts';
import { allGrants, covers, isOver, isSameRole } from './state.ts';
import type { AccountReads, AccountState } from './state.ts';

/** Longer than this is no deputy but another holder of the role, ms. */
const longest = 31 * day;
/** What is nobody's to hand on: who keeps the accounts, who watches, and the walls. */
const never: readonly Role[] = ['administrator', 'auditor', 'wall'];

/** An administrator acts for anybody, a person for those named. */
function mayActFor({ by }: DecideContext, ...persons: readonly string[]): boolean {
  return by.role === 'administrator' || by.user === systemActor.user || persons.includes(by.user);
}

function againstPeriod({ from, to }: NameDeputy, now: number): Decision | undefined {
  const refusal = reversed(from, to, 'to');
  if (refusal !== undefined) return refusal;
  if (to <= now) return refuse('DeputyPeriodOver', { field: 'to', to });
  return to - from > longest ? refuse('DeputyTooLong', { field: 'to', days: longest / day }) : undefined;
}

/** Only by grants of their own that hold all the time, and not as a deputy: a place is not handed on twice. */
function againstRoles(command: NameDeputy, { id, grants }: AccountState): Decision | undefined {
  for (const [index, grant] of command.roles.entries()) {
    const { role } = grant;
    const field = `roles.${index}`;
    if (never.includes(role)) return refuse('RoleNotForDeputies', { field, role });
    if (!grants.some((held) => isSameRole(held, grant) && covers(held, command)))
      return refuse('DeputyRoleNotHeld', { field, role, for: id });
  }
  return undefined;
}

function decideName(command: NameDeputy, reads: AccountReads, context: DecideContext): Decision {
  const { id, roles, from, to, reason } = command;
  const { now } = context;
  if (!mayActFor(context, command.for)) return refuse('NotAllowed', { field: 'for', for: command.for });
  if (id === command.for) return refuse('DeputyOfOneself', { field: 'id', id });
  const period = againstPeriod(command, now);
  if (period !== undefined) return period;
  return onAccount(id, reads, (deputy) =>
    onAccount(
      command.for,
      reads,
      (person) => {
        if (deputy.disabled) return refuse('AccountDisabled', { field: 'id', id });
        if (person.disabled) return refuse('AccountDisabled', { field: 'for', id: person.id });
        if (deputy.deputyOf.some((place) => place.for === person.id && !isOver(place, now)))
          return refuse('DeputyAlready', { field: 'for', id, for: person.id });
        const added = roles.map((grant): RoleGrant => ({ ...grant, from, to }));
        const beside = allGrants(deputy).filter((grant) => !isOver(grant, now));
        const refusal = againstRoles(command, person) ?? againstPairs([...added, ...beside]);
        if (refusal !== undefined) return refusal;
        return { events: [draft(id, 'DeputyNamed', { for: person.id, roles, from, to, reason })] };
      },
      'for',
    ),
  );
}

/**
 * By the person whose place is taken, or an administrator. Refuses `NotAllowed`, `DeputyOfOneself`, `PeriodReversed`,
 * `DeputyPeriodOver`, `DeputyTooLong`, `AccountUnknown`, `AccountDisabled`, `DeputyAlready`, `RoleNotForDeputies`,
 * `DeputyRoleNotHeld`, `RolesIncompatible`. Without a subject: people name deputies without holding their accounts.
 */
export const nameDeputy: CommandRule<NameDeputy, AccountReads> = {
  type: 'NameDeputy',
  schema: nameDeputySchema,
  nature: 'order',
  conflictsWith: ['DeputyNamed', 'AccountRolesChanged', 'AccountDisabled'],
  decide: decideName,
};

/** By either of the two, or an administrator. Refuses `NotAllowed`, `AccountUnknown`, `DeputyUnknown`. */
export const endDeputy: CommandRule<EndDeputy, AccountReads> = {
  type: 'EndDeputy',
  schema: endDeputySchema,
  nature: 'order',
  conflictsWith: ['DeputyEnded'],
  decide: (command, reads, context) => {
    const { id } = command;
    if (!mayActFor(context, command.for, id)) return refuse('NotAllowed', { field: 'for', for: command.for });
    return onAccount(id, reads, ({ deputyOf }) => {
      const isDeputy = deputyOf.some((place) => place.for === command.for);
      if (!isDeputy) return refuse('DeputyUnknown', { field: 'for', id, for: command.for });
      return { events: [draft(id, 'DeputyEnded', { for: command.for, why: 'recalled' })] };
    });
  },
};
