/**
 * Files of units on their way in: piece by piece, resumed where they broke off, checked by their hash. They lie in memory until an
 * incident takes them; each belongs to one unit and is not there for any other.
 */
import { createHash } from 'node:crypto';
import type { FieldAnswer, FieldUploadOpen, FieldUploadState } from '../../shared/wire/field-api.ts';
import { fieldCallLimits } from '../../shared/wire/field-api.ts';
import type { Files } from '../files/files.ts';
import { Uploads } from '../imports/uploads.ts';
import { unitActor } from './commands.ts';

export type UploadFault = 'OutOfOrder' | 'TooMany' | 'NoRoom' | 'HashWrong' | 'Unknown' | 'IdReused';
export type UploadAnswer = FieldUploadState | { readonly fault: UploadFault };

export interface FieldUploads {
  /** The same again tells how much is there. */
  open(unit: string, said: FieldUploadOpen): UploadAnswer;
  state(unit: string, id: string): UploadAnswer;
  piece(unit: string, id: string, at: number, data: Uint8Array): UploadAnswer;
  /** Whole, or attached already: what says so again is not refused. */
  isReady(unit: string, id: string): boolean;
  /** As evidence of an incident. Refuses `UploadUnknown`, `TypeUnknown`, and as `AttachFile` does. */
  attach(unit: string, incident: string, id: string): Promise<FieldAnswer>;
}

interface Held extends FieldUploadOpen {
  readonly unit: string;
  have: number;
  whole: boolean;
  touchedAt: number;
}

/** No longer than `Uploads` keeps them, machine ms. */
const keptMs = 29 * 60_000;
/** Ids remembered. */
const mostAttached = 5_000;
const retryAfterMs = 1_000;

export interface FieldUploadDeps {
  /** Undefined where the vault keeps no files. */
  readonly files: () => Pick<Files, 'attach'> | undefined;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
}

export function createFieldUploads({ files, monotonic }: FieldUploadDeps): FieldUploads {
  const uploads = new Uploads(monotonic);
  const all = new Map<string, Held>();
  /** Those that an incident took. Forgotten by a restart: the device then brings the file again, and it is known by its hash. */
  const attached = new Set<string>();
  const keyOf = (unit: string, id: string): string => `${unit} ${id}`;

  function own(unit: string, id: string): Held | undefined {
    for (const [key, { touchedAt }] of all)
      if (touchedAt < monotonic() - keptMs) {
        all.delete(key);
        uploads.drop(key, key);
      }
    const held = all.get(keyOf(unit, id));
    if (held !== undefined) held.touchedAt = monotonic();
    return held;
  }

  function drop(unit: string, id: string): void {
    const key = keyOf(unit, id);
    all.delete(key);
    uploads.drop(key, key);
  }

  function bring(held: Held, at: number, data: Uint8Array): UploadAnswer {
    const key = keyOf(held.unit, held.id);
    const file = { name: 'file', bytes: held.bytes };
    const taken = uploads.take({ user: key, upload: key }, { file, at, data });
    if (taken.state === 'refused') return { fault: taken.code === 'TooLarge' ? 'NoRoom' : taken.code };
    held.have = taken.have;
    if (held.have < held.bytes || held.whole) return shown(held);
    const [whole] = uploads.files(key, key) ?? [];
    if (whole === undefined || createHash('sha256').update(whole.bytes).digest('hex') !== held.sha256) {
      drop(held.unit, held.id);
      return { fault: 'HashWrong' };
    }
    held.whole = true;
    return shown(held);
  }

  const shown = ({ id, bytes, have, whole }: Held): FieldUploadState => ({ id, bytes, have, whole });

  return {
    open(unit, said) {
      const known = own(unit, said.id);
      if (known !== undefined)
        return known.sha256 === said.sha256 && known.bytes === said.bytes ? shown(known) : { fault: 'IdReused' };
      if ([...all.values()].filter((one) => one.unit === unit).length >= fieldCallLimits.uploads)
        return { fault: 'TooMany' };
      const held: Held = { ...said, unit, have: 0, whole: false, touchedAt: monotonic() };
      const opened = bring(held, 0, new Uint8Array());
      if (!('fault' in opened)) all.set(keyOf(unit, said.id), held);
      return opened;
    },
    state(unit, id) {
      const held = own(unit, id);
      return held === undefined ? { fault: 'Unknown' } : shown(held);
    },
    piece(unit, id, at, data) {
      const held = own(unit, id);
      return held === undefined ? { fault: 'Unknown' } : bring(held, at, data);
    },
    isReady: (unit, id) => own(unit, id)?.whole === true || attached.has(keyOf(unit, id)),
    async attach(unit, incident, id) {
      if (attached.has(keyOf(unit, id))) return { status: 'accepted' };
      const held = own(unit, id);
      const key = keyOf(unit, id);
      const [file] = held?.whole === true ? (uploads.files(key, key) ?? []) : [];
      const to = files();
      if (held === undefined || file === undefined || to === undefined)
        return { status: 'refused', code: 'UploadUnknown', params: { field: 'upload' } };
      const brought = {
        incident,
        bytes: file.bytes,
        name: held.name,
        of: 'evidence',
        whose: 'ours',
        way: 'http',
      } as const;
      const done = await to.attach(brought, unitActor(unit));
      if (done.state === 'unavailable') return { status: 'unavailable', code: done.answer.code, retryAfterMs };
      drop(unit, id);
      if (done.state !== 'refused') {
        attached.add(key);
        const [oldest] = attached;
        if (attached.size > mostAttached && oldest !== undefined) attached.delete(oldest);
        return { status: 'accepted' };
      }
      return { status: 'refused', code: done.refusal.code, params: done.refusal.params } as FieldAnswer;
    },
  };
}
