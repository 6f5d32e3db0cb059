/** Of what a person may give commands: of what they may hold, under the role they act as. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import { roleSchema } from '../../shared/domain/account/events.ts';
import { labelsOf, meets } from '../../shared/domain/rules/labels.ts';
import type { Actor } from '../../shared/lib/journal.ts';

export interface ScopeRightDeps {
  readonly people: Pick<AccountReads, 'account'>;
  /** Zone of a squad, undefined where it has none. */
  readonly zoneOf: (squad: string) => string | undefined;
}

/** What everybody in the hall sees says nothing of whose work it is. */
const shared = 'hall';

/**
 * Whether a person may say something that changes documents with these scopes: they may hold one of those that are not
 * for everybody, or there is none. Zones count by day too: what was done in the joint defence of the night may be said
 * after it. The doors' own actors, such as a unit's device, are no people: the doors look after them.
 */
export function scopeRight({ people, zoneOf }: ScopeRightDeps) {
  const roles: ReadonlySet<string> = new Set(roleSchema.options);
  return (by: Actor, scopes: readonly (readonly string[])[]): boolean => {
    const theirs = scopes.filter((scope) => !scope.includes(shared));
    if (theirs.length === 0 || !roles.has(by.role)) return true;
    const account = people.account(by.user);
    if (account === undefined) return false;
    const grants = account.roles.filter(({ role }) => role === by.role);
    const labels = labelsOf({ ...account, roles: grants }, { mode: 'night' }, zoneOf);
    return theirs.some((scope) => meets(scope, labels));
  };
}
