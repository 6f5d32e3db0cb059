/**
 * Finding what the same caller reported before, by number or name, whole. The vault keeps a keyed hash of each beside the
 * record, so that looking reads no record but the ones it finds; the key lies in the vault too, and so does nothing leave
 * it that could be tried out against numbers.
 */
import { createHmac } from 'node:crypto';
import { normalised } from '../../shared/lib/search-words.ts';
import type { CallerKeys, VaultStore } from '../journal/store.ts';

/** Fewer digits are no number of a person: 12345, 110. */
const fewestDigits = 7;
/** Records keyed in one transaction. */
const page = 1_000;

/** The number in one spelling: without blanks, signs and the code of the country. Undefined for what is none. */
export function plainPhone(phone: string): string | undefined {
  const digits = normalised(phone).replace(/\D/g, '');
  const national = /^(?:00)?86(1\d{10})$/.exec(digits)?.[1] ?? digits;
  return national.length < fewestDigits ? undefined : national;
}

export function plainName(name: string): string | undefined {
  const plain = normalised(name);
  return plain === '' ? undefined : plain;
}

export interface CallerKeyring {
  keysOf(content: string): CallerKeys;
  phone(phone: string): string | undefined;
  name(name: string): string | undefined;
}

const textOf = (value: unknown, member: string): string | undefined => {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined;
  return typeof text === 'string' ? text : undefined;
};

export function callerKeyring(secret: Uint8Array): CallerKeyring {
  const hash = (what: string, plain: string | undefined): string | undefined =>
    plain === undefined
      ? undefined
      : createHmac('sha256', secret).update(`caller ${what} ${plain}`, 'utf8').digest('hex');
  const phone = (text: string): string | undefined => hash('phone', plainPhone(text));
  const name = (text: string): string | undefined => hash('name', plainName(text));
  return {
    phone,
    name,
    keysOf(content) {
      const told: unknown = JSON.parse(content);
      return { phone: phone(textOf(told, 'phone') ?? '') ?? null, name: name(textOf(told, 'name') ?? '') ?? null };
    },
  };
}

/** The vault whose records are found again by their callers; those that are there already are keyed first. */
export function keyedVault(vault: VaultStore, keyring: CallerKeyring): VaultStore {
  for (;;) {
    const unkeyed = vault.unkeyed(page);
    if (unkeyed.length === 0) break;
    vault.putKeys(unkeyed.map(({ ref, content }) => ({ ref, ...keyring.keysOf(content) })));
  }
  return {
    put: (records) =>
      vault.put(
        records.map((record) => ({
          ...record,
          ...{ keys: keyring.keysOf(record.content), uses: textOf(JSON.parse(record.content), 'content') },
        })),
      ),
    get: (ref) => vault.get(ref),
    unkeyed: (limit) => vault.unkeyed(limit),
    putKeys: (keys) => vault.putKeys(keys),
    withKey: (which, key, limit) => vault.withKey(which, key, limit),
    erase: (refs) => vault.erase(refs),
    refs: () => vault.refs(),
    close: () => vault.close(),
  };
}
