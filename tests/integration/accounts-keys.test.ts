/** Keys of programs, devices and walls, and what opens with them. */
import { describe, expect, test } from 'vitest';
import type { NewKey } from '../../hub/accounts/keys.ts';
import { createUnitKeys } from '../../hub/field/keys.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute, openDoor } from './accounts-door.ts';

const program: NewKey = {
  ...{ kind: 'integration', name: '12345 平台', subject: null, actions: ['POST /api/v1/incidents'] },
  ...{ expiresAt: null, madeBy: 'somebody' },
};

describe('a key', () => {
  test('is known by its prefix, kept as a digest, and told once', () => {
    const at = openDoor();
    const made = at.keys.make(program);
    expect(made.key).toMatch(/^lq_i_[A-Za-z0-9_-]{43}$/);
    expect(at.keys.find('integration', made.key, '10.0.0.1')).toMatchObject({ id: made.id, actions: program.actions });
    expect(JSON.stringify(at.keys.list())).not.toContain(made.key);
    expect(at.inFiles(made.key)).toBe(false);
    for (const [kind, text] of [
      ['device', made.key],
      ['wall', made.key],
      ['integration', `${made.key}x`],
      ['integration', ''],
    ] as const)
      expect(at.keys.find(kind, text, '10.0.0.1')).toBeUndefined();
  });

  test('says when and from where it was used, every five minutes at most', () => {
    const at = openDoor();
    const { id, key } = at.keys.make(program);
    const used = () => [at.files.credentials.key(id)?.lastUsedAt, at.files.credentials.key(id)?.lastUsedFrom];
    const first = at.clock.now();
    at.keys.find('integration', key, '10.0.0.1');
    at.clock.advance(5 * minute - 1);
    at.keys.find('integration', key, '10.0.0.2');
    expect(used()).toEqual([first, '10.0.0.1']);
    at.clock.advance(1);
    at.keys.find('integration', key, '10.0.0.2');
    expect(used()).toEqual([first + 5 * minute, '10.0.0.2']);
  });

  test('ends at its time, and who listens hears of it', () => {
    const at = openDoor();
    const told: string[] = [];
    const { id, key } = at.keys.make({ ...program, expiresAt: at.clock.now() + hour });
    at.keys.onChanged((one) => told.push(one.id));
    at.clock.advance(hour - 1);
    expect(at.keys.find('integration', key, '')).toBeDefined();
    expect(told).toEqual([]);
    at.clock.advance(1);
    expect([at.keys.find('integration', key, ''), at.keys.holds(id)]).toEqual([undefined, false]);
    at.clock.advance(minute);
    expect(told).toEqual([id]);
  });

  test('is rotated with an overlap, once', () => {
    const at = openDoor();
    const old = at.keys.make({ ...program, expiresAt: at.clock.now() + 48 * hour });
    at.clock.advance(hour);
    const next = must(at.keys.rotate(old.id, 2 * hour, 'somebody'), 'the new key');
    expect(at.keys.rotate(old.id, 2 * hour, 'somebody else')).toBeUndefined();
    const opens = () => [old, next].map(({ key }) => at.keys.find('integration', key, '') !== undefined);
    expect(opens()).toEqual([true, true]);
    at.clock.advance(2 * hour);
    expect(opens()).toEqual([false, true]);
    expect(at.keys.list()).toMatchObject([
      { id: old.id, replacedBy: next.id },
      { id: next.id, name: program.name, actions: program.actions, expiresAt: at.clock.now() + 46 * hour },
    ]);
    const last = must(at.keys.rotate(next.id, 0, 'somebody'), 'the last key');
    expect([at.keys.holds(next.id), at.keys.holds(last.id)]).toEqual([false, true]);
  });

  test('is revoked for good', () => {
    const at = openDoor();
    const { id, key } = at.keys.make(program);
    expect([at.keys.revoke(id), at.keys.revoke(id), at.keys.revoke('0'.repeat(16))]).toEqual([true, false, false]);
    expect(at.keys.find('integration', key, '')).toBeUndefined();
    expect(at.keys.rotate(id, hour, 'somebody')).toBeUndefined();
  });
});

describe('keys of a unit', () => {
  test('take the place of the announced one, open their own unit only, and name what ended', () => {
    const at = openDoor({ demo: true });
    const units = createUnitKeys({ keys: at.keys, demo: true });
    const changed: string[] = [];
    units.onChanged((unit) => changed.push(unit));
    const announced = must(units.demoKey('m1'), 'the announced key');
    const name = must(units.matches('m1', announced, ''), 'it opens');
    expect(units.holds('m1', name)).toBe(true);
    const own = units.make('m1');
    expect([units.holds('m1', name), units.matches('m1', announced, ''), units.demoKey('m1')]).toEqual([
      ...[false, undefined, undefined],
    ]);
    const ownName = must(units.matches('m1', own, ''), 'it opens');
    expect([units.matches('m2', own, ''), units.matches('m1', `${own}x`, '')]).toEqual([undefined, undefined]);
    const next = units.make('m1');
    expect([units.holds('m1', ownName), units.matches('m1', own, '')]).toEqual([false, undefined]);
    expect(units.matches('m1', next, '')).toBeDefined();
    expect(new Set(changed)).toEqual(new Set(['m1']));
    // Taken back, the announced one does not come to life again.
    at.keys.revoke(must(units.matches('m1', next, ''), 'it opens'));
    expect(units.matches('m1', announced, '')).toBeUndefined();
    expect(createUnitKeys({ keys: at.keys, demo: false }).demoKey('m3')).toBeUndefined();
  });
});

describe('the token of a wall', () => {
  const wall = [{ role: 'wall' as const }];
  const enter = (at: ReturnType<typeof openDoor>, wallToken: string, seat = 'wall1') =>
    at.accounts.login({ wallToken, seat, address: '10.0.0.9' });
  const keyOf = (at: ReturnType<typeof openDoor>, subject: string) =>
    at.keys.make({ ...program, kind: 'wall', subject, actions: [] });

  test('opens its account without a password, at a seat, until it is revoked', async () => {
    const at = openDoor();
    const id = await at.make('daping', wall);
    const { key, id: keyId } = keyOf(at, id);
    const result = await enter(at, key);
    expect(result).toMatchObject({ ok: true, value: { account: { id }, session: { seat: 'wall1' } } });
    const { token, session } = must(result.ok ? result.value : undefined, 'a session');
    // A new password of the account is none of its business.
    await at.change(id, 'another long one');
    expect(await at.accounts.authenticate(token)).toBeDefined();
    expect(await enter(at, `${key}x`)).toEqual({ ok: false, error: { code: 'WrongToken' } });
    at.keys.revoke(keyId);
    expect(at.ended).toMatchObject([{ id: session.id, code: 'Disabled', reason: 'KeyRevoked' }]);
    expect(await at.accounts.authenticate(token)).toBeUndefined();
    expect(await enter(at, key)).toMatchObject({ error: { code: 'WrongToken' } });
    expect(at.noted().join()).not.toContain(key);
  });

  test('opens no account that has, or is given, another role', async () => {
    const at = openDoor();
    const boss = await at.make('boss', [{ role: 'administrator' }]);
    expect(await enter(at, keyOf(at, boss).key)).toMatchObject({ error: { code: 'WrongToken' } });
    const id = await at.make('daping', wall);
    const { key } = keyOf(at, id);
    const result = await enter(at, key);
    expect(result.ok).toBe(true);
    await at.give('ChangeAccountRoles', { id, roles: [{ role: 'dispatcher' }] });
    expect(at.ended).toMatchObject([{ reason: 'KeyRevoked' }]);
    expect(await enter(at, key)).toMatchObject({ error: { code: 'WrongToken' } });
    await at.give('ChangeAccountRoles', { id, roles: wall });
    await at.give('DisableAccount', { id, reason: 'gone' });
    expect(await enter(at, key)).toMatchObject({ error: { code: 'Disabled' } });
  });

  test('is not guessed at length, and a right one is kept waiting by no wrong one', async () => {
    const at = openDoor({ accounts: { addresses: { failures: 5, windowMs: 10 * minute, addresses: 10 } } });
    const id = await at.make('daping', wall);
    for (let i = 0; i < 5; i += 1) await enter(at, `lq_w_${String(i).repeat(43)}`);
    expect(await enter(at, `lq_w_${'x'.repeat(43)}`)).toMatchObject({ error: { code: 'LockedOut' } });
    expect(await enter(at, keyOf(at, id).key)).toMatchObject({ ok: true });
  });
});
