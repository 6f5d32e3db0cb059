/** Who may see who called: callers stay secret from everybody who does not need them to do this night's work. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { labelsOf, meets } from '../../shared/domain/rules/labels.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { JournalReads } from '../journal/store.ts';

/** Not among them on purpose: squad rooms and officers, walls, leaders' views, reports, administration, audit. */
export const callerRoles: readonly string[] = ['commander', 'dutyLeader', 'shiftLead', 'dispatcher', 'nightDesk'];

export interface VaultRightDeps {
  readonly journal: Pick<JournalReads, 'vaultReference' | 'document'>;
  readonly people: Pick<AccountReads, 'account'>;
  readonly world: () => LabelWorld;
}

/**
 * Whether the person, under the role they act as, may see the record: the role is one of `callerRoles`, they hold it
 * now, and with it they may hold the document the record belongs to. Rights that come from their other roles do not
 * count.
 */
export function vaultRight({ journal, people, world }: VaultRightDeps): (by: Actor, ref: string) => boolean {
  return (by, ref) => {
    if (!callerRoles.includes(by.role)) return false;
    const account = people.account(by.user);
    const roles = account?.roles.filter((grant) => grant.role === by.role) ?? [];
    if (account === undefined || roles.length === 0) return false;
    const stream = journal.vaultReference(ref)?.stream;
    const document = stream === undefined ? undefined : journal.document(stream);
    if (document === undefined) return false;
    return meets(document.scope, labelsOf({ ...account, roles }, world()));
  };
}
