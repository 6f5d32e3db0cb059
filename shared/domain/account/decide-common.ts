/** What the decisions about accounts share. */
import type { Decision, EventDraft, StreamId } from '../../lib/journal.ts';
import { refuse, streamId, systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { DistrictReads } from '../district/state.ts';
import type { OperationReads } from '../joint-operation/state.ts';
import type { DecideContext } from '../kernel.ts';
import { reversed } from '../kernel.ts';
import { apart, roleLimits } from '../rules/permissions.ts';
import type { SquadReads } from '../squad/state.ts';
import type { ZoneReads } from '../zone/state.ts';
import type { AccountEvent, GrantLimit, RoleGrant } from './events.ts';
import { grantLimits } from './events.ts';
import { holdsAt, overlap } from './state.ts';
import type { AccountReads, AccountState } from './state.ts';

/** Where what a grant is limited to can be looked up. */
export type ScopeReads = SquadReads & ZoneReads & DistrictReads & OperationReads;
export type GrantReads = AccountReads & ScopeReads;

type DataOf<T extends AccountEvent['type']> = Extract<AccountEvent, { type: T }>['data'];

export const ofAccount = ({ id }: { readonly id: string }): StreamId => streamId('account', id);

export function draft<T extends AccountEvent['type']>(id: string, type: T, data: DataOf<T>): EventDraft {
  return { stream: ofAccount({ id }), type, data: data as Json };
}

/** Refuses `AccountUnknown`. */
export function onAccount(
  id: string,
  reads: Pick<AccountReads, 'account'>,
  decide: (account: AccountState) => Decision,
  field = 'id',
): Decision {
  const account = reads.account(id);
  return account === undefined ? refuse('AccountUnknown', { field, id }) : decide(account);
}

/**
 * Whether there is such a squad, zone … A register that is still empty cannot say: the first accounts are made before
 * there is a pack. An operation is made on the hub alone, so it must be there, and not be over.
 */
function isKnown(limit: GrantLimit, id: string, reads: ScopeReads): boolean {
  switch (limit) {
    case 'squad':
      return reads.squad(id) !== undefined || reads.squads().length === 0;
    case 'zone':
      return reads.zone(id) !== undefined || reads.zones().length === 0;
    case 'brigade': {
      const brigades = reads.squads().flatMap(({ brigade }) => brigade ?? []);
      return brigades.includes(id) || brigades.length === 0;
    }
    case 'street': {
      const grids = reads.district()?.plates.grids;
      return grids === undefined || grids.some(({ code, level }) => level === 'responsibility' && code === id);
    }
    case 'operation': {
      const operation = reads.operation(id);
      return operation !== undefined && operation.stage !== 'ended';
    }
  }
}

function againstGrant(grant: RoleGrant, field: string, reads: ScopeReads): Decision | undefined {
  const { role, from, to } = grant;
  const limits = grantLimits.filter((limit) => grant[limit] !== undefined);
  const [limit, further] = limits;
  const allowed = roleLimits[role];
  if (further !== undefined || !allowed.includes(limit ?? 'bureau'))
    return refuse('RoleLimitWrong', { field, role, limits, allowed: [...allowed] });
  const id = limit === undefined ? undefined : grant[limit];
  if (limit !== undefined && id !== undefined && !isKnown(limit, id, reads))
    return refuse('ScopeUnknown', { field: `${field}.${limit}`, role, limit, id });
  return from === undefined || to === undefined ? undefined : reversed(from, to, `${field}.to`);
}

/** Refusal of roles that one account must not have at one time: `RolesIncompatible`. */
export function againstPairs(grants: readonly RoleGrant[]): Decision | undefined {
  for (const { one, other } of apart) {
    const left = grants.filter(({ role }) => one.includes(role));
    const right = grants.filter(({ role }) => other.includes(role));
    for (const a of left) {
      const b = right.find((grant) => overlap(a, grant));
      if (b !== undefined) return refuse('RolesIncompatible', { field: 'roles', role: a.role, with: b.role });
    }
  }
  return undefined;
}

/** Refuses `RoleLimitWrong`, `ScopeUnknown`, `PeriodReversed`, and `RolesIncompatible` with these and `beside`. */
export function againstGrants(
  grants: readonly RoleGrant[],
  reads: ScopeReads,
  beside: readonly RoleGrant[] = [],
): Decision | undefined {
  for (const [index, grant] of grants.entries()) {
    const refusal = againstGrant(grant, `roles.${index}`, reads);
    if (refusal !== undefined) return refusal;
  }
  return againstPairs([...grants, ...beside]);
}

const keepsOffice = (grants: readonly RoleGrant[], now: number): boolean =>
  grants.some((grant) => grant.role === 'administrator' && grant.to === undefined && holdsAt(grant, now));

/**
 * A bureau whose last administrator is gone could never let anybody in again: there is always one who holds the role
 * now and without an end, and who has got in. Of who gives the command that is known; an account that was only made may
 * never have had a password. The hub itself may leave any other: who runs it sets passwords.
 * Refuses `LastAdministrator` where the account, left with `keeps`, would be the last to go.
 */
export function lastAdministrator(
  id: string,
  keeps: readonly RoleGrant[],
  reads: AccountReads,
  { now, by }: Pick<DecideContext, 'now' | 'by'>,
): Decision | undefined {
  if (keepsOffice(keeps, now)) return undefined;
  const held = reads.administrators();
  const others = held.filter((account) => account.id !== id && keepsOffice(account.grants, now));
  if (others.some((account) => account.id === by.user || by.user === systemActor.user)) return undefined;
  const takesAway = held.some((account) => account.id === id);
  const isFirst = held.length === 0 && keeps.some(({ role }) => role === 'administrator');
  return takesAway || isFirst ? refuse('LastAdministrator', { id }) : undefined;
}
