/** How long sessions hold, what ends them, and as what people act in them. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SqliteCredentialStore } from '../../db/hub/credential-store.ts';
import type { EndedSession } from '../../hub/accounts/port.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { must } from '../../shared/lib/must.ts';
import { from, hour, minute, openDoor } from './accounts-door.ts';

describe('a session', () => {
  test('of a person ends a day after it began, however much it is used; that of a wall does not', async () => {
    const at = openDoor();
    await at.make('lin');
    const wall = await at.make('daping', [{ role: 'wall' }]);
    const made = { kind: 'wall', name: 'x', subject: wall, actions: [], expiresAt: null, madeBy: 'x' } as const;
    const screen = await at.enter({ wallToken: at.keys.make(made).key, seat: 'wall1', address: '10.0.0.1' });
    const { token, session } = await at.enter(from('lin'));
    for (let i = 0; i < 23; i += 1) {
      at.clock.advance(hour);
      for (const { id } of [session, screen.session]) at.accounts.touch(id);
    }
    expect((await at.accounts.authenticate(token))?.session.expiresAt).toBe(at.hubTime() + hour);
    at.clock.advance(hour);
    expect(at.ended).toMatchObject([{ id: session.id, code: 'Expired' }]);
    expect(await at.accounts.authenticate(token)).toBeUndefined();
    expect(await at.accounts.authenticate(screen.token)).toBeDefined();
  });

  test('ends with the last role of its person, who is told that', async () => {
    const at = openDoor();
    await at.make('boss', [{ role: 'administrator' }]);
    const id = await at.make('lin', [{ role: 'dispatcher', to: at.hubTime() + hour }]);
    const { token, session } = await at.enter(from('lin'));
    at.clock.advance(hour);
    await at.give('TurnAccountRoles', { id });
    expect(at.ended).toMatchObject([{ id: session.id, code: 'NoRoles', reason: 'NoRoles' }]);
    expect(await at.accounts.authenticate(token)).toBeUndefined();
    expect(await at.code(from('lin'))).toBe('NoRoles');
  });

  test('holds fourteen hours from its last use', async () => {
    const at = openDoor();
    await at.make('lin');
    const { token } = await at.enter(from('lin'));
    at.clock.advance(14 * hour - 1);
    expect(await at.accounts.authenticate(token)).toBeDefined();
    at.clock.advance(9 * hour);
    expect(await at.accounts.authenticate(token)).toBeDefined();
    const again = await at.enter(from('lin', { seat: 'seat2' }));
    at.clock.advance(14 * hour);
    expect(await at.accounts.authenticate(again.token)).toBeUndefined();
    expect(await at.accounts.authenticate(token)).toBeUndefined();
    expect(at.ended).toMatchObject([{}, { code: 'Expired', reason: 'Expired' }]);
  });

  test('that nobody asks for is ended too, and an open link keeps it', async () => {
    const at = openDoor();
    await at.make('lin');
    const left = await at.enter(from('lin', { seat: 'left' }));
    const used = await at.enter(from('lin', { seat: 'used' }));
    for (let i = 0; i < 15; i += 1) {
      at.clock.advance(hour);
      at.accounts.touch(used.session.id);
    }
    expect(at.ended.map(({ seat, reason }) => `${seat} ${reason}`)).toEqual(['left Expired']);
    expect(await at.accounts.authenticate(left.token)).toBeUndefined();
    expect(await at.accounts.authenticate(used.token)).toBeDefined();
  });

  test('ends with the log-out, once', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const { token, session } = await at.enter(from('lin'));
    expect([await at.accounts.logout(token), await at.accounts.logout(token)]).toEqual([true, false]);
    expect(await at.accounts.authenticate(token)).toBeUndefined();
    expect(at.ended).toEqual([{ id: session.id, account: id, seat: 'seat1', code: 'LoggedOut', reason: 'LoggedOut' }]);
    expect(at.noted()).toContain(`sessionEnded ${id} ${session.id} LoggedOut`);
  });

  test('ends when its account is disabled, at once; other roles hold from then on in the sessions that are open', async () => {
    const at = openDoor();
    await at.make('boss', [{ role: 'administrator' }]);
    const lin = await at.make('lin');
    const wu = await at.make('wu');
    const tokens = [];
    for (const login of ['boss', 'lin', 'wu']) tokens.push((await at.enter(from(login, { seat: login }))).token);
    await at.give('DisableAccount', { id: lin, reason: 'left' });
    await at.give('ChangeAccountRoles', { id: wu, roles: [{ role: 'squadRoom', squad: 'fenglin' }] });
    expect(at.ended.map(({ seat, code: name, reason }) => `${seat} ${name} ${reason}`)).toEqual([
      'lin Disabled Disabled',
    ]);
    const still = await Promise.all(tokens.map((token) => at.accounts.authenticate(token)));
    expect(still.map((found) => found?.account.login)).toEqual(['boss', undefined, 'wu']);
    expect(still[2]?.account.roles).toEqual([{ role: 'squadRoom', squad: 'fenglin' }]);
  });

  test('ends with a new password, also one that another process has set', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    const first = await at.enter(from('lin'));
    await at.change(id, 'another long one');
    expect(at.ended).toMatchObject([{ id: first.session.id, code: 'Replaced', reason: 'PasswordChanged' }]);
    const second = await at.enter(from('lin', { password: 'another long one' }));
    const beside = new SqliteCredentialStore(join(at.files.dir, 'credentials.sqlite'));
    beside.setPassword(id, await at.hasher.hash('a third long one'), at.clock.now());
    beside.close();
    at.clock.advance(31_000);
    expect(at.ended.at(-1)).toMatchObject({ id: second.session.id, reason: 'PasswordChanged' });
    expect(await at.code(from('lin', { password: 'another long one' }))).toBe('WrongLogin');
    expect(await at.code(from('lin', { password: 'a third long one' }))).toBe('in');
  });

  test('gives way to a new one of the same person at the same seat, and to no other', async () => {
    const at = openDoor();
    await at.make('lin');
    await at.make('wu');
    const old = await at.enter(from('lin'));
    const elsewhere = await at.enter(from('lin', { seat: 'seat2' }));
    const other = await at.enter(from('wu'));
    await at.enter(from('lin'));
    expect(at.ended).toMatchObject([{ id: old.session.id, code: 'Replaced', reason: 'Replaced' }]);
    for (const { token } of [elsewhere, other]) expect(await at.accounts.authenticate(token)).toBeDefined();
  });

  test('of one person there are only so many', async () => {
    const at = openDoor();
    const id = await at.make('lin');
    for (let i = 0; i < 70; i += 1) await at.enter(from('lin', { seat: `seat${i}` }));
    expect(at.files.credentials.openSessions(id)).toHaveLength(64);
    expect(at.ended.map(({ seat }) => seat)).toEqual(['seat0', 'seat1', 'seat2', 'seat3', 'seat4', 'seat5']);
  });

  test('outlives a restart; a listener that fails or has gone harms nobody', async () => {
    const at = openDoor();
    await at.make('lin');
    at.accounts.onEnded(() => {
      throw new Error('listener');
    });
    const heard: EndedSession[] = [];
    const stop = at.accounts.onEnded((session) => heard.push(session));
    const { token, session } = await at.enter(from('lin'));
    stop();
    const again = new SqliteCredentialStore(join(at.files.dir, 'credentials.sqlite'));
    expect(again.session(session.id)).toBeDefined();
    again.close();
    expect(await at.accounts.logout(token)).toBe(true);
    expect([at.ended.length, heard.length]).toEqual([1, 0]);
  });

  test.each(['', 'x', 'a'.repeat(43), 'a'.repeat(100_000), `${'a'.repeat(42)}=`])(
    'is not found by a token made up',
    async (token) => {
      const at = openDoor();
      await at.make('lin');
      await at.enter(from('lin'));
      expect([await at.accounts.authenticate(token), await at.accounts.logout(token)]).toEqual([undefined, false]);
    },
  );

  test('takes no notice of how fast a demo clock runs, but says its end in hub time', async () => {
    const at = openDoor({ rate: 60 });
    await at.make('lin');
    const { token, session } = await at.enter(from('lin'));
    expect(session.expiresAt).toBe(at.hubTime() + 60 * 14 * hour);
    at.clock.advance(13 * hour);
    expect(await at.accounts.authenticate(token)).toBeDefined();
    for (let i = 0; i < 7; i += 1) await at.code(from('lin', { password: 'wrong' }));
    expect(await at.accounts.login(from('lin', { password: 'wrong' }))).toMatchObject({
      error: { retryAt: at.hubTime() + 60 * 15 * minute, retryAfterMs: 15 * minute },
    });
  });
});

test('a person acts under the first of their roles that the command allows', async () => {
  const at = openDoor();
  const id = await at.make('lin', [{ role: 'leader' }, { role: 'dispatcher' }, { role: 'shiftLead' }]);
  const { account } = await at.enter(from('lin'));
  const as = (type: string) => at.accounts.actorFor(account, 'seat1', must(catalog.commands.get(type), type).roles);
  expect(as('RecordSquad')).toEqual({ user: id, seat: 'seat1', role: 'shiftLead' });
  expect(at.accounts.actorFor(account, 'seat1', ['dispatcher', 'shiftLead']).role).toBe('dispatcher');
  expect(at.accounts.actorFor(account, 'seat1', ['officer']).role).toBe('leader');
  const other = await at.make('wu', [{ role: 'wall' }]);
  const wu = must(at.desk.reads.account(other), 'account');
  const by = at.accounts.actorFor(wu, 'seat1', must(catalog.commands.get('DisableAccount'), 'command').roles);
  expect(await at.submit('DisableAccount', { id, reason: 'x' }, by)).toMatchObject({
    refusal: { code: 'NotAllowed' },
  });
});
