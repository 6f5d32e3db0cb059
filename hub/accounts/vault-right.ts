/** Who may see strangers' data: who called, and what units wrote down on scene. */
import { meets } from '../../shared/domain/rules/labels.ts';
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { Actor, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { JournalReads } from '../journal/store.ts';
import type { Rights } from './rights.ts';

/** Which row of the table a record is under, by the kind of the document that it belongs to. */
const rows: { readonly [kind: string]: OtherAction | undefined } = {
  incident: 'readCaller',
  assignment: 'readEvidence',
  message: 'readMessage',
};

/** Has no document. */
const noStream: StreamId = 'incident/none';

export interface VaultRightDeps {
  readonly journal: Pick<JournalReads, 'vaultReference' | 'document'>;
  readonly rights: Pick<Rights, 'rolesTo' | 'labelsAs' | 'labelsTo'>;
}

export interface VaultRight {
  /**
   * Whether the person, under the role they act as, may see the record: the table allows that role, they hold it now, and
   * with it they may hold the document the record belongs to. Rights that come from their other roles do not count.
   */
  may(by: Actor, ref: string): boolean;
  /** Whether what names a caller who is kept secret is shown to them too. */
  mayInFull(by: Pick<Actor, 'user'>, ref: string): boolean;
  /** The role under which somebody may see it; undefined where they may not. */
  roleFor(user: string, ref: string): string | undefined;
}

export function vaultRight({ journal, rights }: VaultRightDeps): VaultRight {
  function may({ user, role }: Pick<Actor, 'user' | 'role'>, ref: string): boolean {
    // Of a reference there is not as much is looked up as of one: how long it takes tells nothing.
    const stream = journal.vaultReference(ref)?.stream ?? noStream;
    const row = rows[splitStream(stream).kind];
    // What the hub keeps for itself there is no document of.
    const document = journal.document(row === undefined ? noStream : stream);
    const labels = rights.labelsAs(user, role);
    return row !== undefined && reachOf(row, role) !== undefined && meets(document?.scope ?? [], labels);
  }
  return {
    may,
    mayInFull({ user }, ref) {
      const document = journal.document(journal.vaultReference(ref)?.stream ?? noStream);
      return meets(document?.scope ?? [], rights.labelsTo(user, 'readSecretCaller'));
    },
    roleFor(user, ref) {
      const roles = (['readCaller', 'readEvidence', 'readMessage'] as const).flatMap((row) =>
        rights.rolesTo(user, row),
      );
      return roles.find((role) => may({ user, role }, ref));
    },
  };
}
