/** Of what a person may give commands: of what they may hold, under the role they act as. */
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { holdsWhole, meets } from '../../shared/domain/rules/labels.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Rights } from './rights.ts';
import { isPersonRole } from './rights.ts';

export interface ScopeRightDeps {
  readonly rights: Pick<Rights, 'grantsOf' | 'labelsAs'>;
  readonly world: () => LabelWorld;
}

/**
 * Nobody's work in particular: what everybody sees, and accounts and approvals, of which the commands themselves say who
 * may do what.
 */
const shared: readonly string[] = ['frame', 'hall', 'approvals', 'administration'];

/**
 * What the desk asks of who gives a command. Zones count by day too: what was done in the joint defence of the night may
 * be said after it. The doors' own actors, such as a unit's device, are no people: the doors look after them.
 */
export function scopeRight({ rights, world }: ScopeRightDeps) {
  const labels = ({ user, role }: Actor, at: number): readonly string[] =>
    rights.labelsAs(user, role, { ...world(), dutyMode: { mode: 'night' } }, at);

  return {
    /** Whether they hold the role they act under. */
    holds: ({ user, role }: Actor, at: number): boolean =>
      !isPersonRole(role) || rights.grantsOf(user, at).some((grant) => grant.role === role),

    /** Whether they may hold the document of a stream with this scope; where there is none, every one of its kind. */
    mayHold(by: Actor, stream: string, scope: readonly string[] | undefined, at: number): boolean {
      if (!isPersonRole(by.role)) return true;
      const held = labels(by, at);
      return scope === undefined ? holdsWhole(splitStream(stream).kind, held) : meets(scope, held);
    },

    /** Whether they may say what changes documents with these scopes: of those that are somebody's work they may hold one. */
    mayChange(by: Actor, scopes: readonly (readonly string[])[], at: number): boolean {
      const theirs = scopes.filter((scope) => !meets(scope, shared));
      if (theirs.length === 0 || !isPersonRole(by.role)) return true;
      const held = labels(by, at);
      return theirs.some((scope) => meets(scope, held));
    },
  };
}
