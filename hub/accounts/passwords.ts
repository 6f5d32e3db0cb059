/** The passwords of accounts: which new ones are taken, and when one has to be changed. */
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { RandomSource } from '../ports.ts';
import type { Hasher } from './password.ts';
import { passwordRefusal, usedBefore } from './password.ts';
import type { AccountPolicy } from './policy.ts';
import type { PasswordRefusal } from './port.ts';
import type { Credential, CredentialStore, PasswordSetting } from './store.ts';

export interface PasswordsDeps {
  readonly store: CredentialStore;
  readonly hasher: Hasher;
  readonly machineTime: () => number;
  readonly random: RandomSource;
  readonly policy: AccountPolicy;
}

export interface Passwords {
  /** What speaks against it at first sight. */
  refusal(account: AccountState, password: string): PasswordRefusal | undefined;
  /** As `refusal`, and whether it is one of the last five. Slow: a hash for each of them. */
  fullRefusal(account: AccountState, password: string): Promise<PasswordRefusal | undefined>;
  set(account: AccountState, password: string, setting?: PasswordSetting): Promise<void>;
  /** Makes one, sets it, and says it: it must be changed at the next log-in. */
  give(account: AccountState): Promise<string>;
  /** Machine time, Unix ms; null where it does not grow old. */
  dueAt(account: AccountState, credential: Credential): number | null;
  /** Whether the next log-in has to bring another one. */
  mustChange(account: AccountState, credential: Credential): boolean;
}

const dayMs = 86_400_000;
/** Read out and typed by hand: no letters that look alike. 20 of 31 are 99 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const givenLetters = 20;

/** Letters of chance, each as likely as the others. */
export function randomLetters(random: RandomSource, count: number): string {
  const fair = 256 - (256 % letters.length);
  let text = '';
  while (text.length < count)
    for (const byte of random.bytes(count))
      if (byte < fair && text.length < count) text += letters[byte % letters.length];
  return text;
}

export function createPasswords({ store, hasher, machineTime, random, policy }: PasswordsDeps): Passwords {
  const refusal = (account: AccountState, password: string): PasswordRefusal | undefined =>
    account.demo ? 'DemoAccount' : passwordRefusal(account.login, password);

  async function set(account: AccountState, password: string, setting?: PasswordSetting): Promise<void> {
    store.setPassword(account.id, await hasher.hash(password), machineTime(), setting);
  }

  function dueAt(account: AccountState, credential: Credential): number | null {
    if (policy.passwordDays === null || account.demo) return null;
    return credential.changedAt + policy.passwordDays * dayMs;
  }

  return {
    refusal,
    async fullRefusal(account, password) {
      const first = refusal(account, password);
      if (first !== undefined) return first;
      return (await usedBefore(store, hasher, account.id, password)) ? 'PasswordUsedBefore' : undefined;
    },
    set,
    async give(account) {
      const made = randomLetters(random, givenLetters).replaceAll(/(.{5})(?=.)/g, '$1-');
      await set(account, made, { mustChange: true });
      return made;
    },
    dueAt,
    mustChange(account, credential) {
      const due = dueAt(account, credential);
      return credential.mustChange || (due !== null && machineTime() >= due);
    },
  };
}
