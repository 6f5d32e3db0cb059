/** Passwords: how they are hashed, and which are taken. */
import { scrypt, timingSafeEqual } from 'node:crypto';
import type { RandomSource } from '../ports.ts';
import type { PasswordRefusal } from './port.ts';
import type { CredentialStore, PasswordHash } from './store.ts';

/** Slow on purpose; runs beside the event loop, never on it. */
export interface Hasher {
  hash(password: string): Promise<PasswordHash>;
  /** Whether the password is the one that was hashed, under the parameters stored with the hash. */
  matches(stored: PasswordHash, password: string): Promise<boolean>;
  /** A hash no password has, so that a login nobody has takes as long as one that somebody has. */
  readonly nobody: PasswordHash;
}

/** N = 2^15, r = 8, p = 1: 32 MiB and about a tenth of a second of one core of a weak machine. */
const cost = { n: 32_768, r: 8, p: 1 } as const;
const hashBytes = 32;
const saltBytes = 16;

function derive(password: string, { n, r, p, salt }: Omit<PasswordHash, 'hash'>): Promise<Buffer> {
  // Node's own limit is exactly what these parameters need, and refuses them: twice that.
  const maxmem = 256 * n * r;
  return new Promise((resolve, reject) => {
    // One form for what the same keys give on different machines, full-width digits included.
    const text = password.normalize('NFKC');
    scrypt(text, Buffer.from(salt, 'hex'), hashBytes, { N: n, r, p, maxmem }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

export function scryptHasher(random: RandomSource): Hasher {
  const hex = (count: number): string => Buffer.from(random.bytes(count)).toString('hex');
  return {
    async hash(password) {
      const parameters = { ...cost, salt: hex(saltBytes) };
      return { ...parameters, hash: (await derive(password, parameters)).toString('hex') };
    },
    async matches(stored, password) {
      const expected = Buffer.from(stored.hash, 'hex');
      const key = await derive(password, stored);
      return key.length === expected.length && timingSafeEqual(key, expected);
    },
    nobody: { ...cost, salt: hex(saltBytes), hash: hex(hashBytes) },
  };
}

/** In characters, not bytes: a Chinese sentence is a good password. */
export const shortestPassword = 10;
export const longestPassword = 200;

/** What is tried first, here too; compared without case. Shorter ones than the limit need no listing. */
const common = new Set([
  '1234567890',
  '0123456789',
  '0987654321',
  '12345678910',
  '123456789a',
  'a123456789',
  'aa123456789',
  'abc1234567',
  'abcd123456',
  'abc123456789',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'q1w2e3r4t5',
  'qwer123456',
  'qwerty1234',
  'qwerty123456',
  'qwertyuiop',
  'asdfghjkl123',
  'password01',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'p@ssw0rd123',
  'admin12345',
  'admin123456',
  'admin@12345',
  'administrator',
  'root123456',
  'test123456',
  'changeme123',
  'letmein123',
  'welcome123',
  'iloveyou123',
  'woaini1314',
  'woaini520520',
  'woaini5201314',
  '5201314520',
  '52013141314',
  'chengguan123',
  'chengguan12319',
  'lianqin123',
  'lianqin123456',
  'lianqin-demo',
  'zhihui123456',
  'shanghai123',
  'xuhui123456',
]);

/** What speaks against a password; undefined where nothing does. */
export function passwordRefusal(login: string, password: string): PasswordRefusal | undefined {
  const text = password.normalize('NFKC');
  const length = [...text].length;
  if (length < shortestPassword) return 'PasswordTooShort';
  if (length > longestPassword || password.length > longestPassword) return 'PasswordTooLong';
  const lower = text.toLowerCase();
  if (lower.trim() === login.toLowerCase()) return 'PasswordIsLogin';
  // 'aaaaaaaaaa' and '1212121212' are no better than the ones that are listed.
  if (common.has(lower) || new Set(lower).size < 4) return 'PasswordTooCommon';
  return undefined;
}

/** Whether it is the present password or one of those kept from before: five in all. */
export async function usedBefore(
  store: Pick<CredentialStore, 'credential' | 'formerPasswords'>,
  hasher: Hasher,
  account: string,
  password: string,
): Promise<boolean> {
  const present = store.credential(account);
  const known = [...(present === undefined ? [] : [present.password]), ...store.formerPasswords(account)];
  for (const hash of known) if (await hasher.matches(hash, password)) return true;
  return false;
}
