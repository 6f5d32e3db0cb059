/** New passwords: at log-in where one must be changed, by their age, and never one of the last five. */
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import { codeAt } from '../support/authenticator.ts';
import { from, hour, openDoor, password } from './accounts-door.ts';

/** The sessions are looked through every half minute: days would make that very often. */
const hourInDays = 1 / 24;
const another = 'another long one';

describe('a password that was given', () => {
  test('opens nothing but its own change, in the same request', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const account = must(at.desk.reads.account(id), 'lin');
    const given = await at.accounts.parts.passwords.give(account);
    expect(given).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const request = from('lin', { password: given });
    expect(await at.code(request)).toBe('PasswordMustChange');
    for (const [newPassword, code] of [
      ['short', 'PasswordTooShort'],
      [given, 'PasswordUsedBefore'],
      [password, 'PasswordUsedBefore'],
      ['1234567890', 'PasswordTooCommon'],
    ] as const)
      expect(await at.code({ ...request, newPassword })).toBe(code);
    expect(await at.code({ ...request, password: 'wrong', newPassword: another })).toBe('WrongLogin');
    expect(await at.code({ ...request, newPassword: another })).toBe('in');
    expect(await at.code(request)).toBe('WrongLogin');
    expect(await at.code(from('lin', { password: another }))).toBe('in');
    const said = JSON.stringify(at.lines) + at.noted().join();
    for (const text of [given, another]) expect(said).not.toContain(text);
  });

  test('is changed only by who has the second factor too', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const account = must(at.desk.reads.account(id), 'lin');
    const { secondFactors, passwords } = at.accounts.parts;
    const { secret } = secondFactors.begin(account);
    await secondFactors.confirm(id, codeAt(secret, at.clock.now()));
    at.clock.advance(60_000);
    const request = from('lin', { password: await passwords.give(account) });
    expect(await at.code(request)).toBe('PasswordMustChange');
    expect(await at.code({ ...request, newPassword: another })).toBe('SecondFactorNeeded');
    const code = codeAt(secret, at.clock.now());
    // Refused for another reason the code is not used up.
    expect(await at.code({ ...request, newPassword: password, code })).toBe('PasswordUsedBefore');
    expect(await at.code({ ...request, newPassword: another, code: 'abcdefghjk' })).toBe('WrongCode');
    expect(await at.code({ ...request, newPassword: another, code })).toBe('in');
  });
});

test('a password grows old by policy, by machine time; never where there is none', async () => {
  for (const [passwordDays, code] of [
    [hourInDays, 'PasswordMustChange'],
    [null, 'in'],
  ] as const) {
    const at = openDoor({ rate: 100, policy: { passwordDays, secondFactorFor: [] } });
    await at.make('lin');
    at.clock.advance(hour - 1);
    expect(await at.code(from('lin'))).toBe('in');
    at.clock.advance(1);
    expect(await at.code(from('lin'))).toBe(code);
    expect(await at.code(from('lin', { newPassword: another }))).toBe('in');
    expect(await at.code(from('lin', { password: another }))).toBe('in');
  }
});

test('the announced password of a demo account is neither old nor changed', async () => {
  const at = openDoor({ demo: true, policy: { passwordDays: hourInDays, secondFactorFor: [] } });
  const id = await at.make('zhihui1', [{ role: 'dispatcher' }], true);
  at.clock.advance(2 * hour);
  expect(await at.code(from('zhihui1', { newPassword: another }))).toBe('in');
  expect(await at.code(from('zhihui1'))).toBe('in');
  expect(at.files.credentials.credential(id)?.version).toBe(1);
});

test('none of the last five is taken again, the sixth is', async () => {
  const at = openDoor();
  const id = await at.make('lin');
  const account = must(at.desk.reads.account(id), 'lin');
  const words = [password, 'number one word', 'number two word', 'number three word', 'number four word'];
  for (const word of words.slice(1)) await at.change(id, word);
  const { passwords } = at.accounts.parts;
  for (const word of words) expect(await passwords.fullRefusal(account, word), word).toBe('PasswordUsedBefore');
  await at.change(id, 'number five word');
  expect(await passwords.fullRefusal(account, password)).toBeUndefined();
});

describe('who sits there proves it once more', () => {
  test('by the password, and failures count for that log-in alone', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const person = {
      account: must(at.desk.reads.account(id), 'lin'),
      seat: 'seat1',
      session: 's1',
      address: '10.0.0.1',
    };
    for (let i = 0; i < 7; i += 1)
      expect(await at.accounts.check(person, `guess ${i}`)).toEqual({ ok: false, error: { code: 'WrongPassword' } });
    expect(await at.accounts.check(person, password)).toEqual({ ok: true, value: undefined });
    for (let i = 0; i < 8; i += 1) await at.accounts.check(person, `guess ${i}`);
    expect(await at.accounts.check(person, password)).toMatchObject({ error: { code: 'LockedOut' } });
    expect(await at.accounts.check({ ...person, session: 's2' }, password)).toEqual({ ok: true, value: undefined });
    expect(await at.code(from('lin'))).toBe('in');
  });

  test('a change keeps the log-in it was made in, and ends the others', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const here = await at.enter(from('lin'));
    const there = await at.enter(from('lin', { seat: 'seat2' }));
    const person = { account: here.account, seat: 'seat1', session: here.session.id, address: '10.0.0.1' };
    const change = (old: string, fresh: string) =>
      at.accounts.parts.changePassword(person, here.session.id, old, fresh);
    expect(await change('wrong', another)).toMatchObject({ error: { code: 'WrongPassword' } });
    expect(await change(password, password)).toMatchObject({ error: { code: 'PasswordUsedBefore' } });
    expect(await change(password, another)).toMatchObject({ ok: true });
    expect(at.ended.map(({ id: ended }) => ended)).toEqual([there.session.id]);
    expect(await at.accounts.authenticate(here.token)).toMatchObject({ account: { id } });
  });
});
