/** Who comes in, and what guessing costs. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openPlain } from '../../db/connection.ts';
import { SqliteCredentialStore } from '../../db/hub/credential-store.ts';
import { must } from '../../shared/lib/must.ts';
import { from, hour, minute, openDoor, password } from './accounts-door.ts';

describe('coming in', () => {
  test('with the right password gives a session, written to the access log', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const { token, account, session } = await at.enter(from('lin'));
    expect(account).toMatchObject({ id, login: 'lin', roles: [{ role: 'dispatcher' }] });
    expect(session).toMatchObject({ account: id, seat: 'seat1', expiresAt: at.hubTime() + 14 * hour });
    expect(await at.accounts.authenticate(token)).toEqual({ account, session });
    expect(at.noted()).toEqual([`login ${id} lin ${session.id} 10.0.0.1`]);
  });

  test('a wrong password, an unknown login and an account without password look and cost the same', async () => {
    const at = openDoor();
    await at.make('lin');
    await at.give('CreateAccount', {
      ...{ id: at.newId(), login: 'bare', name: 'x', roles: [{ role: 'wall' }], demo: false },
    });
    const refusals = [];
    for (const request of [from('lin', { password: 'wrong' }), from('nobody'), from('bare')]) {
      refusals.push(await at.accounts.login(request));
    }
    expect(refusals).toEqual(Array.from({ length: 3 }, () => ({ ok: false, error: { code: 'WrongLogin' } })));
    expect(at.hasher.checks).toBe(3);
  });

  test('what a stranger types stands nowhere', async () => {
    const at = openDoor();
    await at.make('lin');
    const typed = ['a-password-in-the-wrong-field', 'the-guess-of-a-stranger'];
    await at.code(from(must(typed[0], 'text'), { password: must(typed[1], 'text') }));
    await at.code(from('lin', { password: must(typed[1], 'text') }));
    expect(at.noted()).toEqual([
      'loginFailed unknown unknownLogin WrongLogin 10.0.0.1',
      expect.stringMatching(/^loginFailed \S+ lin WrongLogin 10.0.0.1$/),
    ]);
    for (const text of typed) expect(at.inFiles(text), text).toBe(false);
    for (const text of typed) expect(JSON.stringify(at.lines)).not.toContain(text);
  });

  test('a disabled account hears of it only with its password', async () => {
    const at = openDoor();
    await at.make('boss', [{ role: 'administrator' }]);
    const id = await at.make('lin');
    await at.give('DisableAccount', { id, reason: 'left' });
    expect([await at.code(from('lin', { password: 'wrong' })), await at.code(from('lin'))]).toEqual([
      'WrongLogin',
      'Disabled',
    ]);
    await at.give('EnableAccount', { id });
    expect(await at.code(from('lin'))).toBe('in');
  });

  test('the token stands in no file in clear', async () => {
    const at = openDoor();
    await at.make('lin');
    const { token } = await at.enter(from('lin'));
    await at.accounts.authenticate(token);
    expect([at.inFiles(token), at.inFiles(Buffer.from(token, 'base64url'))]).toEqual([false, false]);
    expect(at.inFiles('lin')).toBe(true);
    expect(JSON.stringify(at.lines)).not.toContain(token);
    expect(at.noted().join()).not.toContain(token);
  });
});

describe('guessing', () => {
  test('locks the login out after eight failures in ten minutes, for a quarter of an hour, right password or not', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    for (let i = 0; i < 7; i += 1) expect(await at.code(from('lin', { password: 'wrong' }))).toBe('WrongLogin');
    const eighth = await at.accounts.login(from('lin', { password: 'wrong' }));
    const retryAt = at.hubTime() + 15 * minute;
    const locked = { ok: false, error: { code: 'LockedOut', retryAt, retryAfterMs: 15 * minute } };
    expect(eighth).toEqual(locked);
    at.clock.advance(5 * minute);
    expect(await at.accounts.login(from('lin'))).toMatchObject({
      error: { code: 'LockedOut', retryAt, retryAfterMs: 10 * minute },
    });
    expect(at.hasher.checks).toBe(8);
    expect(at.noted()).toContain('lockedOut unknown lin 900 s 10.0.0.1');
    // None of it was done by who has the account.
    expect(at.noted().filter((line) => line.includes(id))).toEqual([]);
    at.clock.advance(10 * minute);
    expect(await at.code(from('lin'))).toBe('in');
    expect(at.files.credentials.lockedUntil(id)).toBe(0);
  });

  test('keeps nobody out elsewhere: neither at another seat, nor at another address, nor from unlocking', async () => {
    const at = openDoor();
    await at.make('lin');
    const { account, session } = await at.enter(from('lin', { seat: 'night', address: '10.0.0.5' }));
    const person = { account, seat: 'night', session: session.id, address: '10.0.0.5' };
    // More than any count, from many addresses and seats, the one that lin sits at among the names.
    for (let i = 0; i < 400; i += 1)
      await at.code(from('lin', { password: 'wrong', address: `10.1.0.${i}`, seat: i % 2 === 0 ? 'night' : `s${i}` }));
    expect(await at.accounts.check(person, password)).toEqual({ ok: true, value: undefined });
    expect(await at.code(from('lin', { seat: 'night', address: '10.0.0.5' }))).toBe('in');
    // Where lin never was, tries only wait for their turn.
    const elsewhere = from('lin', { seat: 'new', address: '10.0.0.6' });
    expect(await at.accounts.login(elsewhere)).toMatchObject({ error: { code: 'LockedOut', retryAfterMs: 10_000 } });
    at.clock.advance(10_000);
    expect(await at.code(elsewhere)).toBe('in');
  });

  test('goes no further at one address for naming other seats', async () => {
    const at = openDoor();
    await at.make('lin');
    const codes: string[] = [];
    for (let i = 0; i < 40; i += 1) codes.push(await at.code(from('lin', { password: 'wrong', seat: `s${i}` })));
    expect(codes.filter((code) => code === 'WrongLogin')).toHaveLength(23);
    expect(codes.at(-1)).toBe('LockedOut');
  });

  test('at one seat of a hall holds that seat, not the hall behind the same address', async () => {
    const at = openDoor();
    await at.make('lin');
    const id = await at.make('daping', [{ role: 'wall' }]);
    const made = { kind: 'wall', name: 'x', subject: id, actions: [], expiresAt: null, madeBy: 'x' } as const;
    const { key } = at.keys.make(made);
    for (let i = 0; i < 60; i += 1) await at.code(from(`name${i}`, { seat: 'hall-1' }));
    expect(await at.code(from('lin', { seat: 'hall-1' }))).toBe('LockedOut');
    expect(await at.code(from('lin', { seat: 'hall-2' }))).toBe('in');
    // A wall that holds its key is let in even there; one that does not is held, and that is noted.
    const wall = { seat: 'hall-1', address: '10.0.0.1' };
    expect(await at.code({ wallToken: 'x'.repeat(48), ...wall })).toBe('LockedOut');
    expect(at.noted()).toContain('loginFailed unknown wallToken LockedOut 10.0.0.1');
    expect(await at.code({ wallToken: key, ...wall })).toBe('in');
  });

  test('a login nobody has is locked out just so', async () => {
    const at = openDoor();
    for (let i = 0; i < 7; i += 1) await at.code(from('nobody'));
    expect([await at.code(from('nobody')), await at.code(from('nobody'))]).toEqual(['LockedOut', 'LockedOut']);
  });

  test('only failures of the last ten minutes count, and a success forgets them', async () => {
    const at = openDoor({ accounts: { addresses: { failures: 1_000, windowMs: minute, addresses: 10 } } });
    await at.make('lin');
    const wrong = from('lin', { password: 'wrong' });
    for (let i = 0; i < 40; i += 1) {
      expect(await at.code(wrong)).toBe('WrongLogin');
      // Seven in any ten minutes, never eight.
      at.clock.advance(86_000);
    }
    at.clock.advance(10 * minute);
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 7; i += 1) await at.code(wrong);
      expect(await at.code(from('lin'))).toBe('in');
    }
  });

  test('side by side is no way around it', async () => {
    const at = openDoor();
    await at.make('lin');
    const guesses = Array.from({ length: 30 }, (_, i) => at.code(from('lin', { password: `guess ${i}` })));
    const codes = await Promise.all(guesses);
    expect(codes.filter((name) => name === 'WrongLogin')).toHaveLength(7);
    expect([at.hasher.checks, at.hasher.most]).toEqual([8, 1]);
  });

  test('one address may fail only so often, whatever the logins, and others go on', async () => {
    const at = openDoor({ accounts: { addresses: { failures: 5, windowMs: 10 * minute, addresses: 10 } } });
    await at.make('lin');
    for (let i = 0; i < 5; i += 1) expect(await at.code(from(`name${i}`))).toBe('WrongLogin');
    expect(await at.code(from('lin'))).toBe('LockedOut');
    expect(await at.code(from('lin', { address: '10.0.0.2' }))).toBe('in');
    at.clock.advance(10 * minute);
    expect(await at.code(from('lin'))).toBe('in');
  });

  test('a lock-out outlives a restart, and a new password lifts it', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    for (let i = 0; i < 8; i += 1) await at.code(from('lin', { password: 'wrong' }));
    const again = new SqliteCredentialStore(join(at.files.dir, 'credentials.sqlite'));
    expect(again.lockedUntil(id)).toBe(at.clock.now() + 15 * minute);
    again.close();
    await at.change(id, 'another long one');
    expect(await at.code(from('lin', { password: 'another long one' }))).toBe('in');
  });

  test('a machine clock set back does not lock anybody out for longer', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    at.files.credentials.putAttempts(
      `${id} 10.0.0.1 seat1`,
      { at: [], lockedUntil: at.clock.now() + 30 * 24 * hour },
      true,
    );
    expect(await at.code(from('lin'))).toBe('in');
  });

  test('ten thousand wrong passwords leave little behind', async () => {
    const at = openDoor({
      accounts: { waiting: 20_000, addresses: { failures: 1_000_000, windowMs: minute, addresses: 50 } },
    });
    await at.make('lin');
    await Promise.all(
      Array.from({ length: 10_000 }, (_, i) => at.code(from(`name${i}`, { address: `10.0.${i >> 8}.${i & 255}` }))),
    );
    expect(at.hasher.most).toBe(2);
    const db = openPlain(join(at.files.dir, 'credentials.sqlite'), 1_000);
    const kept = db.prepare('SELECT key FROM attempt').all();
    db.close();
    expect(kept).toHaveLength(2_000);
    expect(at.noted().length).toBeLessThan(30);
    expect(await at.code(from('lin'))).toBe('in');
  });

  test('more log-ins at once than may wait are turned away unchecked', async () => {
    const at = openDoor({ accounts: { waiting: 5 } });
    await at.make('lin');
    const codes = await Promise.all(Array.from({ length: 10 }, (_, i) => at.code(from(`name${i}`))));
    expect(codes.filter((name) => name === 'Busy')).toHaveLength(3);
    await at.accounts.stop();
    expect(await at.code(from('lin'))).toBe('Busy');
  });
});
