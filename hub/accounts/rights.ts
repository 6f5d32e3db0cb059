/** What a person may do now, by the table: the one place where accounts, their grants and their scopes come together. */
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import { roleSchema } from '../../shared/domain/account/events.ts';
import type { AccountReads, AccountState } from '../../shared/domain/account/state.ts';
import { isSameRole, rolesInForce } from '../../shared/domain/account/state.ts';
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { labelsOf } from '../../shared/domain/rules/labels.ts';
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';

export interface RightsDeps {
  readonly people: Pick<AccountReads, 'account'>;
  readonly world: () => LabelWorld;
  /** Hub time, Unix ms. */
  readonly now: () => number;
}

export interface Rights {
  /**
   * Grants of an account that hold: as of its last event, and by their own times. A grant that is over opens nothing,
   * though the event that says so may come a moment later; one that begins opens with its event.
   */
  grantsOf(account: string, at?: number): readonly RoleGrant[];
  /** Roles under which the person may do it; none for who may not. */
  rolesTo(account: string, action: OtherAction): readonly string[];
  /** Scope labels of the grants that allow it, sorted and distinct: how far it reaches. */
  labelsTo(account: string, action: OtherAction): readonly string[];
  /** Scope labels under one role; `world` in place of the present one. */
  labelsAs(account: string, role: string, world?: LabelWorld, at?: number): readonly string[];
}

const personRoles: ReadonlySet<string> = new Set(roleSchema.options);

/** Whether a role is one of people's; the hub's own doors look after whom they let in. */
export function isPersonRole(role: string): boolean {
  return personRoles.has(role);
}

export function rightsOf({ people, world, now }: RightsDeps): Rights {
  function held(account: AccountState | undefined, at: number): readonly RoleGrant[] {
    if (account === undefined || account.disabled) return [];
    const inForce = rolesInForce(account, at);
    return account.roles.filter((grant) => inForce.some((role) => isSameRole(role, grant)));
  }

  const labels = (
    id: string,
    by: (grant: RoleGrant) => boolean,
    at: number,
    seen: () => LabelWorld,
  ): readonly string[] => {
    const roles = held(people.account(id), at).filter(by);
    return roles.length === 0 ? [] : labelsOf({ roles, disabled: false }, seen());
  };

  return {
    grantsOf: (id, at = now()) => held(people.account(id), at),
    rolesTo: (id, action) => [
      ...new Set(
        held(people.account(id), now()).flatMap(({ role }) => (reachOf(action, role) === undefined ? [] : [role])),
      ),
    ],
    labelsTo: (id, action) => labels(id, ({ role }) => reachOf(action, role) !== undefined, now(), world),
    labelsAs: (id, role, seen, at = now()) =>
      labels(
        id,
        (grant) => grant.role === role,
        at,
        () => seen ?? world(),
      ),
  };
}
