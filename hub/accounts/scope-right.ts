/** Of what a person may give commands: of what they may hold, under the role they act as. */
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { holdsWhole, meets } from '../../shared/domain/rules/labels.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Asked, DeskRights } from '../desk/entitled.ts';
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
 * What the desk asks of who gives a command. What happened in the joint defence of the night may be said after it, in its
 * world; everything else is judged in the present one. The doors' own actors, such as a unit's device, are no people: the
 * doors look after them.
 */
export function scopeRight({ rights, world }: ScopeRightDeps): DeskRights {
  function labels({ by, at, happenedAt }: Asked): readonly string[] {
    const present = world();
    const night = present.dutyMode?.lastNight;
    const isLate = night !== undefined && happenedAt !== undefined && night.from <= happenedAt && happenedAt < night.to;
    const seen: LabelWorld = isLate ? { ...present, dutyMode: { mode: 'night' } } : present;
    return rights.labelsAs(by.user, by.role, seen, at);
  }

  return {
    holds: ({ user, role }, at) =>
      !isPersonRole(role) || rights.grantsOf(user, at).some((grant) => grant.role === role),

    mayHold(asked, stream, scope) {
      if (!isPersonRole(asked.by.role)) return true;
      const held = labels(asked);
      return scope === undefined ? holdsWhole(splitStream(stream).kind, held) : meets(scope, held);
    },

    /** Of those that are somebody's work they may hold one. */
    mayChange(asked, scopes) {
      const theirs = scopes.filter((scope) => !meets(scope, shared));
      if (theirs.length === 0 || !isPersonRole(asked.by.role)) return true;
      const held = labels(asked);
      return theirs.some((scope) => meets(scope, held));
    },
  };
}
