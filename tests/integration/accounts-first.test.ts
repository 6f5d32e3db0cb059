/** Which passwords are taken, how they are kept, and which accounts a hub begins with. */
import { describe, expect, test } from 'vitest';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { passwordRefusal, scryptHasher } from '../../hub/accounts/password.ts';
import { seededRandom } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { from, hour, openDoor, password } from './accounts-door.ts';

describe('passwords', () => {
  test.each([
    ['lin', 'short', 'PasswordTooShort'],
    ['lin', '夜里不睡觉的人们啊', 'PasswordTooShort'],
    ['lin', '夜里不睡觉的人们啊嗯', undefined],
    ['lin', 'x'.repeat(201), 'PasswordTooLong'],
    ['lin.xiaoyu.2026', 'Lin.Xiaoyu.2026', 'PasswordIsLogin'],
    ['lin', '1234567890', 'PasswordTooCommon'],
    ['lin', '１２３４５６７８９０', 'PasswordTooCommon'],
    ['lin', 'ChengGuan12319', 'PasswordTooCommon'],
    ['lin', 'aaaaaaaaaaaa', 'PasswordTooCommon'],
    ['lin', demoPassword, 'PasswordTooCommon'],
    ['lin', password, undefined],
  ])('%s with %s: %s', (login, text, refusal) => {
    expect(passwordRefusal(login, text)).toBe(refusal);
  });

  test('are hashed with scrypt, each with its own salt, and checked under the stored parameters', async () => {
    const hasher = scryptHasher(seededRandom(3));
    const [one, two] = [await hasher.hash(password), await hasher.hash(password)];
    expect(one).toMatchObject({ n: 32_768, r: 8, p: 1 });
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect([one.salt === two.salt, one.hash === two.hash]).toEqual([false, false]);
    expect(await hasher.matches(one, password)).toBe(true);
    expect(await hasher.matches(one, `${password} `)).toBe(false);
    expect(await hasher.matches({ ...one, n: 16_384 }, password)).toBe(false);
    expect(await hasher.matches(hasher.nobody, password)).toBe(false);
  });

  test('are hashed beside the event loop', async () => {
    let turns = 0;
    const beat = setInterval(() => (turns += 1), 1);
    await scryptHasher(seededRandom(3)).hash(password);
    clearInterval(beat);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('the first accounts', () => {
  const shown = (lines: readonly LogLine[]): readonly string[] =>
    lines.flatMap(({ data }) => ('newPassword' in data ? [String(data.newPassword)] : []));

  test('are one administrator, whose password is shown once', async () => {
    const at = openDoor();
    await at.first();
    const [secret = ''] = shown(at.lines);
    expect(secret).toMatch(/^\S{20}$/);
    // It stood in a log: it opens nothing but its own change.
    expect(await at.code(from('admin', { password: secret }))).toBe('PasswordMustChange');
    const { account } = await at.enter(from('admin', { password: secret, newPassword: password }));
    expect(account).toMatchObject({ login: 'admin', roles: [{ role: 'administrator' }], demo: false });
    await at.first();
    expect(shown(at.lines)).toEqual([secret]);
    expect(at.files.journal.documents('account')).toHaveLength(1);
    expect(at.inFiles(secret)).toBe(false);
  });

  test('an end between account and password is made good at the next start', async () => {
    const at = openDoor();
    const id = at.newId();
    const data = { id, login: 'chief', name: 'x', roles: [{ role: 'administrator' }], demo: false };
    await at.give('CreateAccount', data);
    await at.first();
    const [secret = ''] = shown(at.lines);
    expect(await at.code(from('chief', { password: secret, newPassword: password }))).toBe('in');
  });

  test('without room are left to the next start', async () => {
    const at = openDoor();
    at.room = 0;
    await at.first();
    expect(at.files.journal.head().seq).toBe(0);
    expect(at.lines.some(({ level, message }) => level === 'error' && message.includes('first accounts'))).toBe(true);
    at.room = Number.MAX_SAFE_INTEGER;
    await at.first();
    expect(shown(at.lines)).toHaveLength(1);
  });

  test('of a demo are the announced ones, all with the announced password', async () => {
    const at = openDoor({ demo: true });
    await at.first();
    await at.first();
    expect(shown(at.lines)).toEqual([]);
    expect(at.files.journal.documents('account')).toHaveLength(demoAccounts.length);
    for (const { login, roles } of demoAccounts) {
      const { account } = await at.enter(from(login, { password: demoPassword, seat: login }));
      expect(account).toMatchObject({ login, roles, demo: true });
    }
  });

  test('a demo account is refused by a hub that is no demo, and its session ends there', async () => {
    const at = openDoor();
    const id = await at.make('zhihui1', [{ role: 'dispatcher' }], true);
    expect(await at.code(from('zhihui1'))).toBe('DemoAccountsOnly');
    const session = { id: 'a'.repeat(32), account: id, seat: 's' };
    const times = { createdAt: 0, lastUsedAt: at.clock.now(), expiresAt: at.clock.now() + hour };
    at.files.credentials.addSession({
      ...{ ...session, ...times, tokenHash: 'x', passwordVersion: 1 },
      ...{ address: '10.0.0.1', key: null },
    });
    at.clock.advance(31_000);
    expect(at.ended).toMatchObject([{ id: session.id, code: 'Disabled' }]);
  });
});
