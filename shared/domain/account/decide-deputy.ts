/** Somebody takes the place of somebody else for a time. */
import type { Actor, Decision } from '../../lib/journal.ts';
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

const isAdministering = ({ user, role }: Actor): boolean => role === 'administrator' || user === systemActor.user;

/** An administrator acts for anybody, a person for those named. */
function mayActFor({ by }: DecideContext, ...persons: readonly string[]): boolean {
  return isAdministering(by) || persons.includes(by.user);
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

/** What is the matter with an account is its administrators' to know: to others it is a deputy who cannot be one. */
function discreet(decision: Decision, id: string, { by }: DecideContext): Decision {
  return 'events' in decision || isAdministering(by) ? decision : refuse('DeputyNotPossible', { field: 'id', id });
}

function decideName(command: NameDeputy, reads: AccountReads, context: DecideContext): Decision {
  const { id, roles, from, to, reason } = command;
  const { now } = context;
  if (!mayActFor(context, command.for)) return refuse('NotAllowed', { field: 'for', for: command.for });
  if (id === command.for) return refuse('DeputyOfOneself', { field: 'id', id });
  const period = againstPeriod(command, now);
  if (period !== undefined) return period;
  return onAccount(
    command.for,
    reads,
    (person) => {
      if (person.disabled) return refuse('AccountDisabled', { field: 'for', id: person.id });
      const refusal = againstRoles(command, person);
      if (refusal !== undefined) return refusal;
      const named = onAccount(id, reads, (deputy) => {
        if (deputy.disabled) return refuse('AccountDisabled', { field: 'id', id });
        const added = roles.map((grant): RoleGrant => ({ ...grant, from, to }));
        const beside = allGrants(deputy).filter((grant) => !isOver(grant, now));
        const events = [draft(id, 'DeputyNamed', { for: person.id, roles, from, to, reason })];
        return againstPairs([...added, ...beside]) ?? { events };
      });
      const isNamed = reads.account(id)?.deputyOf.some((place) => place.for === person.id && !isOver(place, now));
      // Whom they have named themself they know.
      if (isNamed === true) return refuse('DeputyAlready', { field: 'for', id, for: person.id });
      return discreet(named, id, context);
    },
    'for',
  );
}

/**
 * By the person whose place is taken, or an administrator. Refuses `NotAllowed`, `DeputyOfOneself`, `PeriodReversed`,
 * `DeputyPeriodOver`, `DeputyTooLong`, `AccountUnknown`, `AccountDisabled`, `DeputyAlready`, `RoleNotForDeputies`,
 * `DeputyRoleNotHeld`, `RolesIncompatible`; in place of what it would tell of the deputy's account, to whoever does not
 * administer, `DeputyNotPossible`. Without a subject: people name deputies without holding their accounts.
 */
export const nameDeputy: CommandRule<NameDeputy, AccountReads> = {
  type: 'NameDeputy',
  schema: nameDeputySchema,
  nature: 'order',
  conflictsWith: ['DeputyNamed', 'AccountRolesChanged', 'AccountDisabled'],
  decide: decideName,
};

/**
 * By either of the two, or an administrator. Refuses `NotAllowed`, `DeputyUnknown`, and to who administers
 * `AccountUnknown`.
 */
export const endDeputy: CommandRule<EndDeputy, AccountReads> = {
  type: 'EndDeputy',
  schema: endDeputySchema,
  nature: 'order',
  conflictsWith: ['DeputyEnded'],
  decide: (command, reads, context) => {
    const { id } = command;
    if (!mayActFor(context, command.for, id)) return refuse('NotAllowed', { field: 'for', for: command.for });
    if (isAdministering(context.by) && reads.account(id) === undefined)
      return refuse('AccountUnknown', { field: 'id', id });
    const isDeputy = reads.account(id)?.deputyOf.some((place) => place.for === command.for);
    if (isDeputy !== true) return refuse('DeputyUnknown', { field: 'for', id, for: command.for });
    return { events: [draft(id, 'DeputyEnded', { for: command.for, why: 'recalled' })] };
  },
};
