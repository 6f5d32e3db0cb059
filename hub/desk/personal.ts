/** Parting personal data from a command before anybody decides on it. */
import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { alsoPersonal } from '../../shared/domain/kernel.ts';
import type { CommandAnswer, PersonalHandle } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { VaultRecord } from '../journal/store.ts';
import type { RandomSource } from '../ports.ts';
import { invalid, refused } from './check.ts';

const refBytes = 16;
const saltBytes = 32;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** HMAC-SHA-256 of the canonical content under the record's own salt (hex), hex. */
export function macOf(salt: string, content: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(content, 'utf8').digest('hex');
}

export interface Parted {
  /** The data with the handle in the place of the member `personal`. */
  readonly data: Json;
  /** Undefined where there was nothing personal. */
  readonly record: VaultRecord | undefined;
}

function isObject(value: unknown): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type RecordPlace = Pick<VaultRecord, 'ref' | 'salt'>;

/** Where a new record goes. */
export function newPlace(random: RandomSource): RecordPlace {
  const salt = hex(random.bytes(saltBytes));
  return { ref: hex(random.bytes(refBytes)), salt };
}

/** The data without its member `personal`. */
export function withoutPersonal(data: Json): Json {
  return isObject(data) ? { ...data, personal: undefined } : data;
}

/**
 * What a fingerprint is made of: the data, or the data with its handle, less the further members that tell of a person.
 * Whoever tries all points of a district would find the one that was said, and no erasure reaches a fingerprint.
 */
export function toldOf(data: Json, definition: Parameters<typeof alsoPersonal>[0] | undefined): Json {
  if (definition === undefined || !isObject(data)) return data;
  return { ...data, ...Object.fromEntries(alsoPersonal(definition, data).map((name) => [name, null])) };
}

/**
 * Takes the member `personal` out of the data. A sender cannot put a handle there itself: what it gives is always
 * checked as raw personal data.
 * @param place Under what reference and salt the record is to be: new ones, or those it has already.
 * @param now Hub time, Unix ms.
 */
export function partPersonal(
  data: Json,
  schema: z.ZodType | undefined,
  place: () => RecordPlace,
  now: number,
): Parted | { readonly refusal: CommandAnswer } {
  if (!isObject(data) || data['personal'] === undefined) return { data, record: undefined };
  const { personal, ...rest } = data;
  if (schema === undefined)
    return { refusal: refused('InvalidCommand', { field: 'personal', problem: 'unrecognized_keys' }) };
  const parsed = schema.safeParse(personal);
  if (!parsed.success) return { refusal: invalid(parsed.error, schema, ['personal']) };
  if (!isObject(parsed.data))
    return { refusal: refused('InvalidCommand', { field: 'personal', problem: 'invalid_type' }) };
  const members = parsed.data;
  const has = Object.keys(members)
    .filter((name) => members[name] !== undefined)
    .sort();
  // An empty form holds nothing to keep: no record, no handle.
  if (has.length === 0) return { data: rest, record: undefined };
  const content = canonicalJson(members);
  const { ref, salt } = place();
  const handle: PersonalHandle = { ref, mac: macOf(salt, content), has };
  return { data: { ...rest, personal: { ...handle } }, record: { ref, salt, content, storedAt: now } };
}

/** Whether a string occurs anywhere in the data. */
export function mentions(data: Json | undefined, text: string): boolean {
  if (typeof data === 'string') return data === text;
  if (typeof data !== 'object' || data === null) return false;
  return Object.values(data).some((member: Json | undefined) => mentions(member, text));
}
