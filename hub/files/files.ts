/**
 * Taking files in for an incident: told by their bytes, kept once in the vault, then noted in the journal. What was answered
 * is durable; what was broken off leaves nothing.
 */
import { createHash } from 'node:crypto';
import { fileNameSchema } from '../../shared/domain/incident/commands-papers.ts';
import type { FileOf, FileWhose } from '../../shared/domain/incident/events-papers.ts';
import { fileLimits } from '../../shared/domain/incident/events-papers.ts';
import { holdsFile } from '../../shared/domain/incident/state.ts';
import type { IncidentReads } from '../../shared/domain/incident/state.ts';
import type { Actor, Refusal, Unavailable } from '../../shared/lib/journal.ts';
import type { MediaType } from '../../shared/lib/media-type.ts';
import { endingOf, mediaTypeOf } from '../../shared/lib/media-type.ts';
import type { Result } from '../../shared/lib/result.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { described } from '../desk/described.ts';
import type { Desk } from '../desk/port.ts';
import type { VaultContents, VaultStore } from '../journal/store.ts';
import type { Clock, Log } from '../ports.ts';

export interface FilesDeps {
  readonly contents: VaultContents;
  readonly vault: Pick<VaultStore, 'erase'>;
  readonly desk: Pick<Desk, 'submit'>;
  readonly reads: Pick<IncidentReads, 'incident'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly log: Log;
}

export interface BroughtFile {
  readonly incident: string;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly of: FileOf;
  readonly whose: FileWhose;
  readonly way: 'http' | 'intake' | 'detail';
}

export type FileFault = 'Empty' | 'TooLarge' | 'TypeUnknown';

export type Attached =
  | { readonly state: 'attached' | 'there'; readonly sha256: string }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  | { readonly state: 'unavailable'; readonly answer: Unavailable };

export interface Files {
  /** Throws where the vault has no room. */
  attach(file: BroughtFile, by: Actor): Promise<Attached>;
}

/** What the bytes are; the fault of a file that is not taken. */
export function checkedFile(bytes: Uint8Array): Result<MediaType, FileFault> {
  if (bytes.byteLength === 0) return err('Empty');
  if (bytes.byteLength > fileLimits.bytes) return err('TooLarge');
  const type = mediaTypeOf(bytes);
  return type === undefined ? err('TypeUnknown') : ok(type);
}

/** The last part of a path, without what a name must not have; one by its type where nothing is left. */
export function plainFileName(name: string, type: MediaType): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const plain = [...last.replaceAll(/\p{Cc}/gu, '').trim()].slice(-fileLimits.name / 2).join('');
  return fileNameSchema.safeParse(plain).success ? plain.trim() : `file${endingOf(type)}`;
}

export function createFiles({ contents, vault, desk, reads, clock, newId, log }: FilesDeps): Files {
  /** What was brought and taken by no record. */
  function sweep(): void {
    try {
      vault.erase([]);
    } catch (error) {
      log.warn(described(error), 'a file that was not taken is still in the vault; it goes with the next erasure');
    }
  }

  return {
    async attach({ incident, bytes, name, of, whose, way }, by) {
      const type = checkedFile(bytes);
      if (!type.ok) return { state: 'refused', refusal: { code: type.error, params: { field: 'file' } } };
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const known = reads.incident(incident);
      const brought = contents.bring(sha256, bytes, clock.now());
      let isTaken = false;
      try {
        const answer = await desk.submit(
          {
            ...{ id: newId(), type: 'AttachFile', basedOn: {}, madeAt: clock.now() },
            data: {
              ...{ incident, file: { sha256, mediaType: type.value, bytes: bytes.byteLength }, of, whose, way },
              personal: { name: plainFileName(name, type.value), content: sha256 },
            },
          },
          by,
        );
        if (answer.status === 'refused') return { state: 'refused', refusal: answer.refusal };
        if (answer.status === 'unavailable') return { state: 'unavailable', answer };
        isTaken = answer.refs.length > 0;
        const wasThere = known !== undefined && holdsFile(known, sha256);
        return { state: wasThere ? 'there' : 'attached', sha256 };
      } finally {
        brought.release();
        if (!isTaken) sweep();
      }
    },
  };
}
