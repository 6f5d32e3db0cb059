/** Of what a person may give commands: of what they may hold, under the role they act as. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import { roleSchema } from '../../shared/domain/account/events.ts';
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { labelsOf, meets } from '../../shared/domain/rules/labels.ts';
import type { Actor } from '../../shared/lib/journal.ts';

export interface ScopeRightDeps {
  readonly people: Pick<AccountReads, 'account'>;
  readonly world: () => LabelWorld;
}

/**
 * Nobody's work in particular: what everybody sees, and accounts and approvals, of which the commands themselves say who
 * may do what.
 */
const shared: readonly string[] = ['frame', 'hall', 'approvals', 'administration'];

/**
 * Whether a person may say something that changes documents with these scopes: they may hold one of those that are
 * somebody's work, or there is none. Zones count by day too: what was done in the joint defence of the night may be said
 * after it. The doors' own actors, such as a unit's device, are no people: the doors look after them.
 */
export function scopeRight({ people, world }: ScopeRightDeps) {
  const roles: ReadonlySet<string> = new Set(roleSchema.options);
  return (by: Actor, scopes: readonly (readonly string[])[]): boolean => {
    const theirs = scopes.filter((scope) => !meets(scope, shared));
    if (theirs.length === 0 || !roles.has(by.role)) return true;
    const account = people.account(by.user);
    if (account === undefined) return false;
    const grants = account.roles.filter(({ role }) => role === by.role);
    const labels = labelsOf({ ...account, roles: grants }, { ...world(), dutyMode: { mode: 'night' } });
    return theirs.some((scope) => meets(scope, labels));
  };
}
