/** Who may take whose place, as far as a screen can tell beforehand; the hub decides. Pure. */
import { apart } from '../../shared/domain/rules/permissions.ts';
import type { Grant, Role } from './account-words.ts';

const areApart = (a: Role, b: Role): boolean =>
  apart.some(({ one, other }) => (one.includes(a) && other.includes(b)) || (one.includes(b) && other.includes(a)));

/** Whether somebody with these roles could hold at least one of the grants beside them. */
export function mayTakePlace(roles: readonly Role[], grants: readonly Grant[]): boolean {
  return grants.some((grant) => !roles.some((role) => areApart(role, grant.role)));
}

/** As one of a deputyship: that has times of its own. */
export function timeless({ from: _from, to: _to, ...grant }: Grant): Omit<Grant, 'from' | 'to'> {
  return grant;
}
