import type { AccountState } from '../../shared/domain/account/state.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';

/**
 * Who a person is for one command: under the first of their roles that the command allows; where it allows none, under
 * their first role, and the desk then refuses. Throws for an account without roles: there is none.
 * @param roles The roles of the command's definition.
 */
export function actorFor(account: AccountState, seat: string, roles: readonly string[]): Actor {
  const held = account.roles.map((grant) => grant.role);
  const role = held.find((name) => roles.includes(name)) ?? must(held[0], 'a role');
  return { user: account.id, seat, role };
}
