/** Looking at strangers' data: under a right, for a stated reason, and never unseen. Erasing is the desk's alone. */
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Result } from '../../shared/lib/result.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { JournalReads, VaultStore } from '../journal/store.ts';
import type { Log } from '../ports.ts';
import type { AccessLog } from './access-log.ts';

export interface VaultRequest {
  readonly ref: string;
  readonly by: Actor;
  /** Code or short text of why; goes to the access log. */
  readonly reason: string;
}

export interface PersonalData {
  readonly ref: string;
  readonly content: Json;
  /** Hub time, Unix ms. */
  readonly storedAt: number;
}

export type VaultRefusal =
  | 'NotAllowed'
  | 'ReasonMissing'
  /** Never there, or erased. */
  | 'NotFound'
  /** The look could not be written to the access log, so it is not granted. */
  | 'Unavailable';

export interface Vault {
  read(request: VaultRequest): Result<PersonalData, VaultRefusal>;
}

export interface VaultDeps {
  readonly store: Pick<VaultStore, 'get'>;
  readonly journal: Pick<JournalReads, 'vaultReference'>;
  readonly access: AccessLog;
  /** Role and scope: whether this person may see the record. */
  readonly may: (by: Actor, ref: string) => boolean;
  readonly log: Log;
}

const longestReason = 200;
const refPattern = /^[0-9a-f]{32}$/;

export function createVault(deps: VaultDeps): Vault {
  const { store, journal, access, may, log } = deps;

  function refusalOf({ ref, by, reason }: VaultRequest): VaultRefusal | undefined {
    if (!refPattern.test(ref)) return 'NotFound';
    if (!may(by, ref)) return 'NotAllowed';
    // The journal says it first: the vault may not have been able to follow yet.
    if (journal.vaultReference(ref)?.erased === true) return 'NotFound';
    return reason.trim() === '' ? 'ReasonMissing' : undefined;
  }

  return {
    read(request) {
      const { by } = request;
      const refusal = refusalOf(request);
      const record = refusal === undefined ? store.get(request.ref) : undefined;
      const code = refusal ?? (record === undefined ? 'NotFound' : undefined);
      // What a caller gives for a reference is written only where it has the form of one.
      const subject = refPattern.test(request.ref) ? request.ref : 'malformed';
      const detail = code ?? request.reason.trim().slice(0, longestReason);
      const { user, seat } = by;
      if (code !== undefined || record === undefined) {
        access.note({ user, seat, action: 'refused', subject, detail });
        return err(code ?? 'NotFound');
      }
      try {
        access.look({ user, seat, action: 'vaultRead', subject, detail });
      } catch (error) {
        log.error({ reason: String(error) }, 'the access log cannot be written: the vault stays closed');
        return err('Unavailable');
      }
      const content = JSON.parse(record.content) as Json;
      return ok({ ref: record.ref, content, storedAt: record.storedAt });
    },
  };
}
