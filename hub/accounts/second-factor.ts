/**
 * The second factor: six digits that change every thirty seconds (RFC 6238: SHA-1, 6 digits, 30 s), and one-time codes
 * for the day the phone is lost. Time is the machine's: a demo clock must neither make old codes good nor good ones old.
 *
 * Secrets are sealed with a key that lies in the vault's file, so that a copy of the credentials alone gives no code.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { HOTP, Secret, TOTP } from 'otpauth';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { Result } from '../../shared/lib/result.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { RandomSource } from '../ports.ts';
import { randomLetters } from './passwords.ts';
import type { AccountPolicy } from './policy.ts';
import type { CredentialStore } from './store.ts';

export interface SecondFactorDeps {
  readonly store: CredentialStore;
  /** Unix ms of the machine. */
  readonly machineTime: () => number;
  readonly random: RandomSource;
  /** The hub's own, 32 bytes; not kept in the credentials. */
  readonly secret: Uint8Array;
  readonly policy: AccountPolicy;
}

/** What a code is, before it is used up. */
export type CodeVerdict =
  | { readonly is: 'step'; readonly step: number }
  | { readonly is: 'recovery'; readonly hash: string }
  /**
   * It fits another time, by so many minutes; positive: the phone is ahead. It opens nothing. `isRight`: it is the code of
   * now, and a later one was used up before the machine's clock was set back.
   */
  | { readonly is: 'otherTime'; readonly minutes: number; readonly isRight: boolean }
  | { readonly is: 'wrong' };

export type ConfirmRefusal =
  { readonly code: 'NothingBegun' | 'WrongCode' } | { readonly code: 'CodeOfAnotherTime'; readonly minutes: number };

export interface SecondFactors {
  inForce(account: string): boolean;
  isRequired(account: AccountState): boolean;
  /** Required, and not there: who logs in may do nothing but set it up. */
  isMissing(account: AccountState): boolean;
  recoveryCodesLeft(account: string): number;
  /** A new secret, for the phone; not in force until confirmed, in a quarter of an hour. */
  begin(account: AccountState): { readonly uri: string; readonly secret: string };
  /** With a code of what was begun. Answers the new recovery codes, which are told this once. */
  confirm(account: string, code: string): Promise<Result<readonly string[], ConfirmRefusal>>;
  judge(account: string, code: string): Promise<CodeVerdict>;
  /** Uses the code up; false where somebody else did meanwhile, and for one that opens nothing. */
  use(account: string, verdict: CodeVerdict): boolean;
  remove(account: string): void;
  require(account: string, required: boolean): void;
}

const periodMs = 30_000;
/** Steps a phone may be off, each way. */
const window = 1;
/** The widest difference of two places' clocks: what a wrong time zone makes. */
const widestSteps = (14 * 3_600_000) / periodMs;
/** Steps looked at in one turn of the event loop: a wrong code must not keep others waiting. */
const stepsPerTurn = 100;
const minutesOf = (steps: number): number => Math.round((steps * periodMs) / 60_000);
const begunForMs = 15 * 60_000;
const secretBytes = 20;
const ivBytes = 12;
const tagBytes = 16;
const recoveryCodes = 10;
/** 50 bits each: the hash is keyed, and tries are counted. */
const recoveryLetters = 10;

export function createSecondFactors(deps: SecondFactorDeps): SecondFactors {
  const { store, machineTime, random, policy } = deps;
  const keyFor = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', deps.secret, new Uint8Array(0), `lianqin ${use}`, 32));
  const sealKey = keyFor('second factor');
  const recoveryKey = keyFor('recovery codes');
  const stepNow = (): number => Math.floor(machineTime() / periodMs);

  function seal(account: string, plain: Uint8Array): string {
    const iv = random.bytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(account));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** Throws where it was sealed by another hub, or for another account. */
  function unseal(account: string, text: string): Secret {
    const bytes = Buffer.from(text, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(account))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const plain = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return new Secret({ buffer: Uint8Array.from(plain).buffer });
  }

  const hashOf = (account: string, code: string): string =>
    createHmac('sha256', recoveryKey).update(`${account} ${code}`, 'utf8').digest('hex');

  /** Steps at which the secret gives this code, the nearest first; those at hand left out. */
  async function otherSteps(secret: Secret, code: string, now: number): Promise<readonly number[]> {
    const found: number[] = [];
    for (let away = window + 1; away <= widestSteps; away += 1) {
      if (away % (stepsPerTurn / 2) === 0) await turn();
      for (const counter of [now - away, now + away])
        if (HOTP.generate({ secret, counter }) === code) found.push(counter);
    }
    return found;
  }

  /** @param lastStep The latest that was used up with this secret. */
  async function digits(account: string, sealed: string, code: string, lastStep: number): Promise<CodeVerdict> {
    const secret = unseal(account, sealed);
    const now = stepNow();
    const delta = HOTP.validate({ token: code, secret, counter: now, window });
    if (delta !== null && now + delta >= lastStep - window) return { is: 'step', step: now + delta };
    if (delta !== null) return { is: 'otherTime', minutes: minutesOf(now + delta - lastStep), isRight: true };
    const steps = await otherSteps(secret, code, now);
    const [nearest] = steps;
    if (nearest === undefined) return { is: 'wrong' };
    // Who guesses learns a code of a time to come: it must not be good when that time comes.
    store.burnSteps(
      account,
      steps.filter((step) => step > now),
      now - window,
    );
    return { is: 'otherTime', minutes: minutesOf(nearest - now), isRight: false };
  }

  const isRequired = (account: AccountState): boolean =>
    !account.demo &&
    (account.roles.some(({ role }) => policy.secondFactorFor.includes(role)) ||
      store.secondFactor(account.id)?.required === true);
  const inForce = (account: string): boolean => (store.secondFactor(account)?.sealed ?? null) !== null;

  return {
    inForce,
    isRequired,
    isMissing: (account) => isRequired(account) && !inForce(account.id),
    recoveryCodesLeft: (account) => store.secondFactor(account)?.recoveryCodesLeft ?? 0,
    begin(account) {
      const secret = new Secret({ buffer: Uint8Array.from(random.bytes(secretBytes)).buffer });
      store.beginSecondFactor(account.id, seal(account.id, secret.bytes), machineTime());
      const totp = new TOTP({ issuer: 'Lianqin', label: account.login, secret });
      return { uri: totp.toString(), secret: secret.base32 };
    },
    async confirm(account, code) {
      const begun = store.secondFactor(account)?.begun ?? null;
      const age = begun === null ? Infinity : machineTime() - begun.at;
      if (begun === null || age < 0 || age > begunForMs) return err({ code: 'NothingBegun' });
      const verdict = await digits(account, begun.sealed, plainCode(code), 0);
      if (verdict.is === 'otherTime') return err({ code: 'CodeOfAnotherTime', minutes: verdict.minutes });
      if (verdict.is !== 'step') return err({ code: 'WrongCode' });
      const codes = Array.from({ length: recoveryCodes }, () => randomLetters(random, recoveryLetters));
      const hashes = codes.map((one) => hashOf(account, one));
      // Another one may have been begun meanwhile: the code proves nothing of that.
      const isSame = store.secondFactor(account)?.begun?.sealed === begun.sealed;
      if (!isSame || !store.confirmSecondFactor(account, verdict.step, hashes)) return err({ code: 'NothingBegun' });
      return ok(codes.map((one) => `${one.slice(0, 5)}-${one.slice(5)}`));
    },
    async judge(account, code) {
      const { sealed = null, lastStep = 0 } = store.secondFactor(account) ?? {};
      if (sealed === null) return { is: 'wrong' };
      const plain = plainCode(code);
      return /^\d{6}$/.test(plain)
        ? digits(account, sealed, plain, lastStep)
        : { is: 'recovery', hash: hashOf(account, plain) };
    },
    use(account, verdict) {
      if (verdict.is === 'step') return store.takeStep(account, verdict.step);
      return verdict.is === 'recovery' && store.takeRecoveryCode(account, verdict.hash);
    },
    remove: (account) => store.removeSecondFactor(account),
    require: (account, required) => store.requireSecondFactor(account, required),
  };
}

/** As it was meant: without the blanks and strokes people put in, whichever width was typed. */
function plainCode(code: string): string {
  return code.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '');
}
