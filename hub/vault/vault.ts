/** Looking at strangers' data: under a right, for a stated reason, and never unseen. Erasing is the desk's alone. */
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Result } from '../../shared/lib/result.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { JournalReads, VaultStore } from '../journal/store.ts';
import type { Log } from '../ports.ts';
import type { AccessLog } from './access-log.ts';
import type { CallerSecrecy } from './secrecy.ts';

export interface VaultRequest {
  readonly ref: string;
  readonly by: Actor;
  /** Code or short text of why; goes to the access log. */
  readonly reason: string;
  /** What a caller who is kept secret said, unmasked; of others it is unmasked anyhow. */
  readonly inFull?: boolean;
}

export interface PersonalData {
  readonly ref: string;
  readonly content: Json;
  /** Hub time, Unix ms. */
  readonly storedAt: number;
  /** Who called is kept secret: what names them is masked. */
  readonly isMasked: boolean;
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
  readonly secrecy: CallerSecrecy;
  /** Whether this person may see what names a caller who is kept secret. */
  readonly mayInFull: (by: Actor, ref: string) => boolean;
  readonly log: Log;
}

const longestReason = 200;
const refPattern = /^[0-9a-f]{32}$/;

export function createVault(deps: VaultDeps): Vault {
  const { store, journal, access, may, secrecy, mayInFull, log } = deps;

  function refusalOf({ ref, by, reason }: VaultRequest): VaultRefusal | undefined {
    if (!refPattern.test(ref)) return 'NotFound';
    if (!may(by, ref)) return 'NotAllowed';
    // The journal says it first: the vault may not have been able to follow yet.
    if (journal.vaultReference(ref)?.erased === true) return 'NotFound';
    return reason.trim() === '' ? 'ReasonMissing' : undefined;
  }

  return {
    read(request) {
      const { by, inFull = false } = request;
      const refused = refusalOf(request);
      // Looked up for those alone who may see the record: how long it takes tells nobody else that there is one.
      const secret = refused === undefined ? secrecy.of(request.ref) : undefined;
      const isBarred = secret !== undefined && inFull && !mayInFull(by, request.ref);
      const refusal = refused ?? (isBarred ? 'NotAllowed' : undefined);
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
        const action = secret !== undefined && inFull ? 'secretCallerRead' : 'vaultRead';
        access.look({ user, seat, action, subject, detail });
      } catch (error) {
        log.error({ reason: String(error) }, 'the access log cannot be written: the vault stays closed');
        return err('Unavailable');
      }
      const content = JSON.parse(record.content) as Json;
      const isMasked = secret !== undefined && !inFull;
      const shown = secret !== undefined && isMasked ? secret.masked(content) : content;
      return ok({ ref: record.ref, content: shown, storedAt: record.storedAt, isMasked });
    },
  };
}
