/** Asks of the office about files: pieces in, attaching, pieces out. */
import { holdsWhole, meets } from '../../shared/domain/rules/labels.ts';
import { commandRights } from '../../shared/domain/rules/permissions.ts';
import type { ActingRole, Allowed } from '../../shared/domain/rules/permissions.ts';
import { fileLimits } from '../../shared/domain/incident/events-papers.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { streamId } from '../../shared/lib/journal.ts';
import { filePieceBytes } from '../../shared/wire/files.ts';
import type { Rights } from '../accounts/rights.ts';
import type { VaultRight } from '../accounts/vault-right.ts';
import { Uploads } from '../imports/uploads.ts';
import type { JournalReads, VaultContents } from '../journal/store.ts';
import type { FileAsk, OfficeHandlers, OfficePerson } from '../office/port.ts';
import { granted, refused } from '../office/port.ts';
import type { CallerSecrecy } from '../vault/secrecy.ts';
import type { Vault } from '../vault/vault.ts';
import type { Files } from './files.ts';

export interface OfficeFilesDeps {
  readonly files: Files;
  readonly contents: Pick<VaultContents, 'contentOf'>;
  readonly vault: Vault;
  readonly vaultRight: Pick<VaultRight, 'roleFor'>;
  readonly secrecy: CallerSecrecy;
  readonly rights: Pick<Rights, 'grantsOf' | 'labelsAs'>;
  readonly journal: Pick<JournalReads, 'document' | 'vaultReference'>;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
}

/** Pieces after the first belong to its look for so long, machine ms. */
const lookMs = 10 * 60_000;
/** Looks remembered; the oldest goes. */
const mostLooks = 1_000;

const fault = (code: string, field: string) => granted({ state: 'refused' as const, code, field });

export function officeFiles(deps: OfficeFilesDeps): Pick<OfficeHandlers, FileAsk> {
  const { files, contents, vault, vaultRight, secrecy, rights, journal, monotonic } = deps;
  const uploads = new Uploads(monotonic);
  const looks = new Map<string, number>();

  /** Under the first role that may attach and with which they may hold the incident; else the desk refuses the first. */
  function actorFor(incident: string, { account, seat }: OfficePerson): Actor {
    const allowed: Allowed = commandRights.AttachFile;
    const held = rights.grantsOf(account.id).map(({ role }) => role);
    const document = journal.document(streamId('incident', incident));
    const fits = (role: ActingRole): boolean => {
      const labels = rights.labelsAs(account.id, role);
      return document === undefined ? holdsWhole('incident', labels) : meets(document.scope, labels);
    };
    const may = held.filter((role) => allowed[role] !== undefined);
    return { user: account.id, seat, role: may.find(fits) ?? may[0] ?? held[0] ?? '' };
  }

  function mayGoOn(key: string): boolean {
    const at = looks.get(key);
    return at !== undefined && monotonic() - at < lookMs;
  }

  return {
    filePiece({ upload, bytes, at, data }, { account }) {
      if (bytes === 0) return fault('Empty', 'file');
      if (bytes > fileLimits.bytes) return fault('TooLarge', 'file');
      const taken = uploads.take(
        { user: account.id, upload },
        { file: { name: 'file', bytes }, at, data: Buffer.from(data, 'base64') },
      );
      return taken.state === 'taken' ? granted(taken) : fault(taken.code, 'upload');
    },
    async fileAttach({ upload, incident, name, of, whose, way }, by) {
      const [file] = uploads.files(by.account.id, upload) ?? [];
      if (file === undefined) return fault('Gone', 'upload');
      const done = await files.attach({ incident, bytes: file.bytes, name, of, whose, way }, actorFor(incident, by));
      if (done.state === 'unavailable') return refused(done.answer.code === 'StorageFull' ? 'StorageFull' : 'Busy');
      uploads.drop(by.account.id, upload);
      if (done.state !== 'refused') return granted(done);
      const { code, params } = done.refusal;
      return fault(code, typeof params['field'] === 'string' ? params['field'] : 'file');
    },
    fileRead({ ref, reason, from }, { account, seat, session }) {
      const key = `${session} ${ref}`;
      const role = vaultRight.roleFor(account.id, ref);
      const stands = role !== undefined && journal.vaultReference(ref)?.erased === false;
      if (from > 0 && !(stands && mayGoOn(key))) return granted({ state: 'notAllowed' as const });
      let name = '';
      if (from === 0) {
        const by = { user: account.id, seat, role: role ?? '' };
        // What a secret caller sent shows their window or their voice: nothing of it can be masked.
        const read = vault.read({ ref, reason, by, inFull: stands && secrecy.of(ref)?.isCallersFile === true });
        if (!read.ok) {
          if (read.error === 'Unavailable') return granted({ state: 'unavailable' as const });
          if (read.error !== 'NotFound') return granted({ state: 'notAllowed' as const });
          const erased = journal.vaultReference(ref)?.erased === true;
          return granted({ state: erased ? ('erased' as const) : ('unknown' as const) });
        }
        const { content } = read.value;
        const said = typeof content === 'object' && content !== null && 'name' in content ? content['name'] : '';
        name = typeof said === 'string' ? said : '';
        looks.delete(key);
        looks.set(key, monotonic());
        for (const old of looks.keys()) {
          if (looks.size <= mostLooks) break;
          looks.delete(old);
        }
      }
      const bytes = contents.contentOf(ref);
      if (bytes === undefined || from >= bytes.byteLength) return granted({ state: 'unknown' as const });
      const piece = Buffer.from(bytes.subarray(from, from + filePieceBytes)).toString('base64');
      return granted({ state: 'piece' as const, name, total: bytes.byteLength, data: piece });
    },
  };
}
