/** The second factor: codes of the phone, recovery codes, clocks that are wrong, and who must have one. */
import { describe, expect, test } from 'vitest';
import { createSecondFactors } from '../../hub/accounts/second-factor.ts';
import { must } from '../../shared/lib/must.ts';
import { codeAt } from '../support/authenticator.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { from, hour, minute, openDoor, password } from './accounts-door.ts';
import type { Door, DoorOptions } from './accounts-door.ts';

const step = 30_000;

/** A person with a phone. */
async function withPhone(options: DoorOptions = {}) {
  const at = openDoor(options);
  const id = await at.make('lin');
  const { secondFactors } = at.accounts.parts;
  const account = must(at.desk.reads.account(id), 'the account');
  const { secret } = secondFactors.begin(account);
  const now = (off = 0): string => codeAt(secret, at.clock.now() + off);
  const confirmed = await secondFactors.confirm(id, now());
  const recovery = confirmed.ok ? confirmed.value : [];
  // Another code than the one just used.
  at.clock.advance(step);
  return { at, id, account, secret, recovery, now, secondFactors };
}

const attempts = (at: Door, id: string): number => at.files.credentials.attempts(id)?.at.length ?? 0;

describe('a code of the phone', () => {
  test('is asked for after the password, and opens once', async () => {
    const { at, id, now } = await withPhone();
    expect(await at.code(from('lin', { password: 'wrong' }))).toBe('WrongLogin');
    expect(await at.code(from('lin'))).toBe('SecondFactorNeeded');
    expect(attempts(at, id)).toBe(1);
    const code = now();
    expect(await at.code(from('lin', { code: `${code.slice(0, 3)} ${code.slice(3)}` }))).toBe('in');
    expect(await at.code(from('lin', { code }))).toBe('WrongCode');
    at.clock.advance(step);
    expect(await at.code(from('lin', { code: now() }))).toBe('in');
  });

  test('may be one step old or early, and none that comes before the last one used', async () => {
    const { at, now } = await withPhone();
    at.clock.advance(5 * step);
    expect(await at.code(from('lin', { code: now(-step) }))).toBe('in');
    expect(await at.code(from('lin', { code: now(step) }))).toBe('in');
    expect(await at.code(from('lin', { code: now() }))).toBe('WrongCode');
  });

  test('is worth nothing with a wrong password', async () => {
    const { at, now } = await withPhone();
    expect(await at.code(from('lin', { password: 'wrong', code: now() }))).toBe('WrongLogin');
    expect(await at.code(from('lin', { code: now() }))).toBe('in');
  });

  test('side by side opens once only', async () => {
    const { at, now } = await withPhone();
    const code = now();
    const codes = await Promise.all([1, 2, 3].map((seat) => at.code(from('lin', { code, seat: `seat${seat}` }))));
    expect(codes.toSorted()).toEqual(['WrongCode', 'WrongCode', 'in']);
  });

  test('guessed too often locks out, like a password', async () => {
    const { at, now } = await withPhone();
    const right = now();
    const wrong = right === '000000' ? '111111' : '000000';
    const codes: string[] = [];
    for (let i = 0; i < 8; i += 1) codes.push(await at.code(from('lin', { code: wrong })));
    expect(codes.at(-1)).toBe('LockedOut');
    expect(await at.code(from('lin', { code: right }))).toBe('LockedOut');
  });

  test('is not guessed further from other places, which only who has the password could try', async () => {
    const { at, now } = await withPhone();
    const right = now();
    const wrong = right === '000000' ? '111111' : '000000';
    const place = (i: number) => ({ seat: `seat${i}`, address: `10.2.0.${i}` });
    const codes: string[] = [];
    for (let i = 0; i < 12; i += 1) codes.push(await at.code(from('lin', { code: wrong, ...place(i) })));
    expect(codes.filter((code) => code === 'WrongCode')).toHaveLength(7);
    expect(await at.code(from('lin', { code: right, ...place(99) }))).toBe('LockedOut');
    // A stranger learns nothing of it.
    expect(await at.code(from('lin', { password: 'wrong', ...place(98) }))).toBe('WrongLogin');
    at.clock.advance(15 * minute);
    expect(await at.code(from('lin', { code: now(), ...place(99) }))).toBe('in');
  });

  test('runs on machine time, whatever the demo clock does', async () => {
    const { at, now, secret } = await withPhone({ rate: 60 });
    at.clock.advance(hour);
    expect(await at.code(from('lin', { code: codeAt(secret, at.hubTime()) }))).toBe('WrongCode');
    expect(await at.code(from('lin', { code: now() }))).toBe('in');
  });
});

describe('a clock that is wrong', () => {
  test.each([
    ['an hour ahead', hour, 60],
    ['an hour behind', -hour, -60],
    ['eight hours behind', -8 * hour, -480],
    ['three minutes ahead', 3 * minute, 3],
  ])('%s is said, refused and counted', async (_what, off, minutes) => {
    const { at, id, now } = await withPhone();
    const result = await at.accounts.login(from('lin', { code: now(off) }));
    expect(result).toEqual({ ok: false, error: { code: 'CodeOfAnotherTime', minutes } });
    expect(attempts(at, id)).toBe(1);
  });

  test('that was set back: the right code is told from a guess, does not count, and a recovery code opens', async () => {
    const { at, id, now, recovery } = await withPhone();
    expect(await at.code(from('lin', { code: now() }))).toBe('in');
    at.clock.set(at.clock.now() - hour);
    for (let i = 0; i < 10; i += 1) {
      const result = await at.accounts.login(from('lin', { code: now() }));
      const minutes = Math.round((i - 120) / 2);
      expect(result).toEqual({ ok: false, error: { code: 'CodeOfAnotherTime', minutes } });
      at.clock.advance(step);
    }
    expect(attempts(at, id)).toBe(0);
    expect(await at.code(from('lin', { code: must(recovery[0], 'a code') }))).toBe('in');
  });

  test('more than fourteen hours off is only wrong', async () => {
    const { at, now } = await withPhone();
    expect(await at.code(from('lin', { code: now(15 * hour) }))).toBe('WrongCode');
  });

  test('a code that was told to be of a time to come is not good when that time comes', async () => {
    const { at, now } = await withPhone();
    const learnt = now(hour);
    expect(await at.code(from('lin', { code: learnt }))).toBe('CodeOfAnotherTime');
    at.clock.advance(hour);
    expect(learnt).toBe(now());
    expect(await at.code(from('lin', { code: learnt }))).toBe('WrongCode');
    at.clock.advance(step);
    expect(await at.code(from('lin', { code: now() }))).toBe('in');
  });

  test('the hub an hour off: nobody gets in by the phone, by a recovery code yes', async () => {
    const { at, recovery, secret } = await withPhone();
    const real = at.clock.now();
    at.clock.advance(hour);
    expect(await at.code(from('lin', { code: codeAt(secret, real) }))).toBe('CodeOfAnotherTime');
    expect(await at.code(from('lin', { code: must(recovery[0], 'a recovery code') }))).toBe('in');
  });
});

describe('recovery codes', () => {
  test('are ten, and each opens once, however it is written', async () => {
    const { at, id, recovery, secondFactors } = await withPhone();
    expect(new Set(recovery).size).toBe(10);
    const [first = '', second = ''] = recovery;
    expect(await at.code(from('lin', { code: first }))).toBe('in');
    expect(await at.code(from('lin', { code: first }))).toBe('WrongCode');
    expect(await at.code(from('lin', { code: ` ${second.toUpperCase().replace('-', ' ')} ` }))).toBe('in');
    expect(secondFactors.recoveryCodesLeft(id)).toBe(8);
    expect(at.noted().some((line) => line.startsWith(`recoveryCodeUsed ${id}`))).toBe(true);
  });
});

describe('secrets', () => {
  test('lie in no file, nor do codes, and no log names them', async () => {
    const { at, id, secret, recovery, now } = await withPhone();
    const code = now();
    await at.code(from('lin', { code }));
    for (const text of [secret, ...recovery]) expect(at.inFiles(text), text).toBe(false);
    const kept = at.files.credentials.secondFactor(id);
    expect(kept?.sealed).toEqual(expect.any(String));
    const said = JSON.stringify(at.lines) + at.noted().join();
    for (const text of [secret, code, password, ...recovery]) expect(said).not.toContain(text);
  });

  test('open under the secret of their own hub and for their own account only', async () => {
    const { at, id, now } = await withPhone();
    const parts = { store: at.files.credentials, machineTime: () => at.clock.now(), random: seededRandom(1) };
    const policy = { passwordDays: null, secondFactorFor: [] };
    const stranger = createSecondFactors({ ...parts, policy, secret: new Uint8Array(32).fill(1) });
    await expect(stranger.judge(id, now())).rejects.toThrow();
    const own = createSecondFactors({ ...parts, policy, secret: new Uint8Array(32) });
    expect(await own.judge(id, now())).toMatchObject({ is: 'step' });
    const sealed = must(at.files.credentials.secondFactor(id)?.sealed, 'sealed');
    at.files.credentials.beginSecondFactor('other', sealed, at.clock.now());
    await expect(own.confirm('other', now())).rejects.toThrow();
  });
});

describe('setting up', () => {
  test('needs a code of the new secret, in a quarter of an hour; until then the old one holds', async () => {
    const { at, id, account, now, secondFactors } = await withPhone();
    const old = now();
    const { secret, uri } = secondFactors.begin(account);
    expect(uri).toContain(`otpauth://totp/Lianqin:lin?`);
    expect(uri).toContain(secret);
    expect(await secondFactors.confirm(id, codeAt(secret, at.clock.now() + hour))).toMatchObject({
      error: { code: 'CodeOfAnotherTime', minutes: 60 },
    });
    expect(await secondFactors.confirm(id, 'abcdef')).toMatchObject({ error: { code: 'WrongCode' } });
    expect(await at.code(from('lin', { code: old }))).toBe('in');
    at.clock.advance(15 * minute + 1);
    expect(await secondFactors.confirm(id, codeAt(secret, at.clock.now()))).toMatchObject({
      error: { code: 'NothingBegun' },
    });
    const again = secondFactors.begin(account);
    expect(await secondFactors.confirm(id, codeAt(again.secret, at.clock.now()))).toMatchObject({ ok: true });
    expect(await secondFactors.confirm(id, codeAt(again.secret, at.clock.now()))).toMatchObject({ ok: false });
    at.clock.advance(step);
    expect(await at.code(from('lin', { code: codeAt(again.secret, at.clock.now()) }))).toBe('in');
  });

  test('is asked of administrators and auditors on a hub at work, of others by an administrator, of the demo never', async () => {
    const at = openDoor();
    const { secondFactors } = at.accounts.parts;
    const ids = {
      boss: await at.make('boss', [{ role: 'administrator' }]),
      watch: await at.make('watch', [{ role: 'auditor' }]),
      lin: await at.make('lin'),
    };
    const missing = () => Object.values(ids).map((id) => at.accounts.secondFactorMissing(id));
    expect(missing()).toEqual([true, true, false]);
    secondFactors.require(ids.lin, true);
    expect(missing()).toEqual([true, true, true]);
    const { secret } = secondFactors.begin(must(at.desk.reads.account(ids.boss), 'boss'));
    await secondFactors.confirm(ids.boss, codeAt(secret, at.clock.now()));
    expect(missing()).toEqual([false, true, true]);
    const demo = openDoor({ demo: true });
    const guanli = await demo.make('guanli', [{ role: 'administrator' }], true);
    expect(demo.accounts.secondFactorMissing(guanli)).toBe(false);
  });
});
