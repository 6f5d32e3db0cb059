/** What people ask of the office, over real HTTP and sockets; and what it keeps from them. */
import { randomBytes } from 'node:crypto';
import { io } from 'socket.io-client';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { must } from '../../shared/lib/must.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';

import type { OfficeAsk } from '../../shared/wire/office-api.ts';
import { protocolVersion } from '../../shared/wire/hub-protocol.ts';
import { codeAt } from '../support/authenticator.ts';
import {
  ask,
  grantedBy,
  hello,
  linked,
  officeKey,
  officePassword as password,
  openOfficeHub,
} from '../support/office-hub.ts';
import type { OfficeHub, OfficeLink } from '../support/office-hub.ts';

const administrator = [{ role: 'administrator' as const }];
const dispatcher = [{ role: 'dispatcher' as const }];
const another = 'another long one';
const minute = 60_000;

/** Sets a second factor up; its secret. The next code is one that was not used yet. */
async function setUp(at: OfficeHub, link: OfficeLink, word = password): Promise<string> {
  const { secret } = await grantedBy(link, { ask: 'beginSecondFactor', password: word });
  await grantedBy(link, { ask: 'confirmSecondFactor', code: codeAt(secret, at.machineTime()) });
  at.machine.wrong += minute;
  return secret;
}

/** An administrator at work: with a second factor, let in. */
async function boss(at: OfficeHub, login = 'boss') {
  const id = await at.make(login, administrator);
  const first = await linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`);
  const secret = await setUp(at, first);
  return { id, link: first, secret };
}

test('who must have a second factor can do nothing before it is set up, and then everything', async () => {
  const at = await openOfficeHub();
  const id = await at.make('boss', administrator);
  const { body } = await at.post('/api/v1/session', { login: 'boss', password, seat: 'seat1' });
  expect(body).toMatchObject({ secondFactorMissing: true });
  const { token } = body as { readonly token: string };
  const link = await linked(at, token, 'seat1');
  const barred = { status: 'refused', code: 'NotAllowed', detail: 'SecondFactorMissing' };
  expect(await hello(link)).toEqual(barred);
  for (const message of [
    { ask: 'keys' },
    { ask: 'mySessions' },
    { ask: 'access', account: id },
    { ask: 'changePassword', password, newPassword: another },
  ] satisfies OfficeAsk[])
    expect(await ask(link, message)).toMatchObject({ status: 'refused', code: 'SecondFactorRequired' });
  expect(await grantedBy(link, { ask: 'me' })).toMatchObject({ secondFactor: false, secondFactorRequired: true });
  expect(await ask(link, { ask: 'confirmSecondFactor', code: '123456' })).toMatchObject({ code: 'NothingBegun' });
  expect(await ask(link, { ask: 'beginSecondFactor', password: 'wrong' })).toMatchObject({
    ...{ code: 'WrongPassword', field: 'password' },
  });
  const { secret, uri } = await grantedBy(link, { ask: 'beginSecondFactor', password });
  expect(uri).toContain(secret);
  expect(await ask(link, { ask: 'confirmSecondFactor', code: codeAt(secret, at.machineTime() + 60 * minute) })).toEqual(
    {
      ...{ status: 'refused', code: 'CodeOfAnotherTime', field: 'code', minutes: 60 },
    },
  );
  expect(await hello(link)).toEqual(barred);
  const { recoveryCodes } = await grantedBy(link, {
    ask: 'confirmSecondFactor',
    code: codeAt(secret, at.machineTime()),
  });
  expect(recoveryCodes).toHaveLength(10);
  // The same link goes on.
  expect(await hello(link)).toMatchObject({ status: 'welcome', user: id });
  expect(await grantedBy(link, { ask: 'keys' })).toEqual({ keys: [] });
  expect(
    await ask(link, { ask: 'removeSecondFactor', password, code: must(recoveryCodes[0], 'a code') }),
  ).toMatchObject({
    code: 'SecondFactorRequired',
  });
  await expect(at.enter('boss', 'seat2')).rejects.toThrow('SecondFactorNeeded');
});

test('the machine an hour wrong: a phone is told so, and a recovery code opens', async () => {
  const at = await openOfficeHub();
  await at.make('lin', dispatcher);
  const link = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  const { secret } = await grantedBy(link, { ask: 'beginSecondFactor', password });
  const { recoveryCodes } = await grantedBy(link, {
    ask: 'confirmSecondFactor',
    code: codeAt(secret, at.machineTime()),
  });
  const real = at.machineTime() + minute;
  at.machine.wrong += 61 * minute;
  const body = { login: 'lin', password, seat: 'seat2' };
  expect(await at.post('/api/v1/session', { ...body, code: codeAt(secret, real) })).toMatchObject({
    status: 401,
    body: { code: 'CodeOfAnotherTime', minutes: -60 },
  });
  expect((await at.post('/api/v1/session', { ...body, code: must(recoveryCodes[0], 'a code') })).status).toBe(200);
  expect(await grantedBy(link, { ask: 'me' })).toMatchObject({ recoveryCodesLeft: 9, secondFactor: true });
  // Who need not have one may give it up, with password and code.
  expect(await ask(link, { ask: 'removeSecondFactor', password, code: 'abcdef' })).toMatchObject({ code: 'WrongCode' });
  await grantedBy(link, { ask: 'removeSecondFactor', password, code: codeAt(secret, at.machineTime()) });
  expect(await grantedBy(link, { ask: 'me' })).toMatchObject({ secondFactor: false, recoveryCodesLeft: 0 });
});

test('another phone takes the place of the one in force only by a code of that one', async () => {
  const at = await openOfficeHub();
  await at.make('lin', dispatcher);
  const link = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  const old = await setUp(at, link);
  const begin = { ask: 'beginSecondFactor', password } as const;
  expect(await ask(link, begin)).toMatchObject({ code: 'InvalidMessage', field: 'code' });
  expect(await ask(link, { ...begin, code: 'abcdefghij' })).toMatchObject({ code: 'WrongCode', field: 'code' });
  const wrong = { ...begin, password: 'wrong', code: codeAt(old, at.machineTime()) };
  expect(await ask(link, wrong)).toMatchObject({ code: 'WrongPassword' });
  // Nothing was begun by any of it.
  expect(await ask(link, { ask: 'confirmSecondFactor', code: codeAt(old, at.machineTime()) })).toMatchObject({
    code: 'NothingBegun',
  });
  const { secret } = await grantedBy(link, { ...begin, code: codeAt(old, at.machineTime()) });
  await grantedBy(link, { ask: 'confirmSecondFactor', code: codeAt(secret, at.machineTime()) });
  at.machine.wrong += minute;
  await expect(at.enter('lin', 'seat2', { code: codeAt(old, at.machineTime()) })).rejects.toThrow(
    /WrongCode|OtherTime/,
  );
  expect(await at.enter('lin', 'seat2', { code: codeAt(secret, at.machineTime()) })).toEqual(expect.any(String));
});

test('who fails at a log-in is not taken for who has the account, and that one is shown it', async () => {
  const at = await openOfficeHub();
  const lin = await at.make('lin', dispatcher);
  const link = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  await at.post('/api/v1/session', { login: 'lin', password: 'wrong', seat: 'seat9' });
  const { entries } = await grantedBy(link, { ask: 'looks', limit: 10 });
  expect(entries).toMatchObject([
    { user: 'unknown', login: null, seat: 'seat9', action: 'loginFailed', subject: 'lin' },
  ]);
  expect(at.noted().filter((line) => line.includes(lin))).toEqual([expect.stringMatching(/^login /)]);
});

test('whose last role is over is told so, by the link and at the next log-in', async () => {
  const at = await openOfficeHub();
  await at.make('lin', [{ role: 'dispatcher', to: Date.now() + 1_500 }]);
  const token = await at.enter('lin', 'seat1');
  const link = await linked(at, token, 'seat1');
  const ended = new Promise((resolve) => link.on('sessionEnded', resolve));
  expect(await hello(link)).toMatchObject({ status: 'welcome' });
  expect(await ended).toEqual({ code: 'NoRoles' });
  expect(await at.link(token, 'seat1')).toBe('NotAllowed');
  await expect(at.enter('lin', 'seat1')).rejects.toThrow('NoRoles');
  await vi.waitUntil(() => at.noted().some((line) => line.startsWith('sessionEnded') && line.endsWith('NoRoles')));
});

test('a seat of the protocol before logs in, and is told that it is too old', async () => {
  const at = await openOfficeHub();
  await at.make('lin', dispatcher);
  const { body } = await at.post('/api/v1/session', { login: 'lin', password, seat: 'seat1' });
  // As that seat reads it, member by member.
  const roles = z.array(z.strictObject({ role: z.enum(['dispatcher']), squad: z.string().optional() }));
  const user = z.strictObject({ id: z.string(), login: z.string(), name: z.string(), roles });
  const { token } = z.strictObject({ token: z.string(), expiresAt: z.int(), user }).parse(body);
  const socket = io(`${at.url}/seat`, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    auth: { token, seat: 'seat1', protocol: 1 },
  });
  const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
  socket.disconnect();
  expect('data' in error ? error.data : undefined).toMatchObject({
    code: 'ProtocolTooOld',
    oldest: 2,
    newest: protocolVersion,
  });
});

test('everybody sees and ends their own log-ins; nobody those of others', async () => {
  const at = await openOfficeHub();
  await at.make('lin', dispatcher);
  await at.make('wu', dispatcher);
  const here = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  const there = await linked(at, await at.enter('lin', 'seat2'), 'seat2');
  const other = await linked(at, await at.enter('wu', 'seat3'), 'seat3');
  for (const link of [here, there, other]) expect(await hello(link)).toMatchObject({ status: 'welcome' });
  const { sessions } = await grantedBy(here, { ask: 'mySessions' });
  expect(sessions.map(({ seat, address, own, login }) => [seat, address, own, login])).toEqual([
    ['seat2', '127.0.0.1', false, 'lin'],
    ['seat1', '127.0.0.1', true, 'lin'],
  ]);
  const seat2 = must(sessions[0], 'the log-in at seat2').id;
  expect(await ask(other, { ask: 'endMySession', session: seat2 })).toMatchObject({
    code: 'Unknown',
    field: 'session',
  });
  expect(await ask(other, { ask: 'endSession', session: seat2 })).toMatchObject({ code: 'NotAllowed' });
  const ended = new Promise((resolve) => there.on('sessionEnded', resolve));
  await grantedBy(here, { ask: 'endMySession', session: seat2 });
  expect(await ended).toEqual({ code: 'LoggedOut' });
  expect(await ask(here, { ask: 'endMySession', session: seat2 })).toMatchObject({ code: 'Unknown' });
  await grantedBy(here, { ask: 'changePassword', password, newPassword: another });
  expect((await grantedBy(here, { ask: 'mySessions' })).sessions).toHaveLength(1);
  expect(await ask(here, { ask: 'changePassword', password: another, newPassword: password })).toMatchObject({
    ...{ code: 'PasswordUsedBefore', field: 'newPassword' },
  });
});

test('an administrator gives first passwords, resets, unlocks and ends; an administrator does not do it alone', async () => {
  const at = await openOfficeHub();
  const chief = await boss(at);
  const lin = await at.make('lin', dispatcher);
  const theirs = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  const { link } = chief;
  for (const message of [
    { ask: 'givePassword', account: chief.id },
    { ask: 'resetSecondFactor', account: chief.id, reason: 'lost' },
    { ask: 'requireSecondFactor', account: chief.id, required: false },
  ] satisfies OfficeAsk[])
    expect(await ask(link, message)).toMatchObject({ code: 'NotAllowed', field: 'account' });
  const nobody = '0198aaaa-0000-7000-8000-000000000000';
  expect(await ask(link, { ask: 'givePassword', account: nobody })).toMatchObject({
    code: 'Unknown',
    field: 'account',
  });

  const given = (await grantedBy(link, { ask: 'givePassword', account: lin })).password;
  await vi.waitUntil(() => !theirs.connected);
  const body = { login: 'lin', seat: 'seat1', password: given };
  expect((await at.post('/api/v1/session', body)).body).toMatchObject({ code: 'PasswordMustChange' });
  const { token } = (await at.post('/api/v1/session', { ...body, newPassword: another })).body as { token: string };
  expect(await grantedBy(link, { ask: 'access', account: lin })).toMatchObject({
    ...{ hasPassword: true, mustChange: false, secondFactor: false, secondFactorRequired: false, lockedUntil: null },
    lastLoginAt: expect.any(Number),
  });

  const again = await linked(at, token, 'seat1');
  await grantedBy(link, { ask: 'requireSecondFactor', account: lin, required: true });
  await vi.waitUntil(() => !again.connected);
  expect((await at.post('/api/v1/session', { login: 'lin', password: another, seat: 'seat1' })).body).toMatchObject({
    secondFactorMissing: true,
  });
  await grantedBy(link, { ask: 'requireSecondFactor', account: lin, required: false });

  for (let i = 0; i < 8; i += 1) await at.post('/api/v1/session', { login: 'lin', password: 'wrong', seat: 'seat1' });
  await expect(at.enter('lin', 'seat1', { password: another })).rejects.toThrow('LockedOut');
  expect((await grantedBy(link, { ask: 'access', account: lin })).lockedUntil).toBeGreaterThan(at.machineTime());
  await grantedBy(link, { ask: 'unlockAccount', account: lin });
  const back = await linked(at, await at.enter('lin', 'seat1', { password: another }), 'seat1');
  const secret = await setUp(at, back, another);
  await grantedBy(link, { ask: 'resetSecondFactor', account: lin, reason: '手机丢了' });
  await vi.waitUntil(() => !back.connected);
  expect(await at.enter('lin', 'seat1', { password: another })).toEqual(expect.any(String));

  await vi.waitUntil(() => at.noted().some((line) => line.includes('手机丢了')));
  const noted = at.noted().join('\n');
  expect(noted).toContain(`givePassword ${chief.id} lin granted`);
  expect(noted).toContain(`refused ${chief.id} boss givePassword NotAllowed`);
  const said = noted + JSON.stringify(at.lines);
  for (const text of [given, password, another, secret]) expect(said).not.toContain(text);
});

test('of two administrators who do the same, one is told that it was done', async () => {
  const at = await openOfficeHub();
  const one = await boss(at, 'one');
  const two = await boss(at, 'two');
  const message: OfficeAsk = {
    ...{ ask: 'makeKey', kind: 'integration', name: '12345', subject: null },
    ...{ actions: ['GET /metrics'], expiresAt: null },
  };
  const { id } = await grantedBy(one.link, message as Extract<OfficeAsk, { ask: 'makeKey' }>);
  const codes = async (of: OfficeAsk): Promise<readonly string[]> => {
    const answers = await Promise.all([ask(one.link, of), ask(two.link, of)]);
    return answers.map((answer) => (answer.status === 'granted' ? 'granted' : answer.code)).toSorted();
  };
  expect(await codes({ ask: 'rotateKey', key: id, overlapMs: minute })).toEqual(['Unknown', 'granted']);
  expect(await codes({ ask: 'revokeKey', key: id, reason: 'over' })).toEqual(['Unknown', 'granted']);
  // Each resets the other at the same moment.
  await Promise.allSettled([
    ask(one.link, { ask: 'resetSecondFactor', account: two.id, reason: 'x' }),
    ask(two.link, { ask: 'resetSecondFactor', account: one.id, reason: 'x' }),
  ]);
  // Whoever was first has ended the other's log-in: at least one of them begins anew.
  const enter = (login: string) => at.post('/api/v1/session', { login, password, seat: `seat-${login}` });
  const bodies = [(await enter('one')).body, (await enter('two')).body];
  expect(bodies).toContainEqual(expect.objectContaining({ secondFactorMissing: true }));
});

test('a key opens what it was made for, over HTTP, until it is revoked; walls come in by theirs', async () => {
  const at = await openOfficeHub();
  const { link, id: chief } = await boss(at);
  const wall = await at.make('daping', [{ role: 'wall' }]);
  const lin = await at.make('lin', dispatcher);
  const make = { ask: 'makeKey', name: '一把', subject: null, actions: [], expiresAt: null } as const;
  for (const [wrong, code, field] of [
    [{ ...make, kind: 'integration' }, 'InvalidMessage', 'actions'],
    [{ ...make, kind: 'integration', subject: 'x', actions: ['GET /metrics'] }, 'InvalidMessage', 'subject'],
    [{ ...make, kind: 'device', subject: 'nobody' }, 'Unknown', 'subject'],
    [{ ...make, kind: 'wall', subject: lin }, 'InvalidMessage', 'subject'],
    [{ ...make, kind: 'wall', subject: 'nobody' }, 'Unknown', 'subject'],
    [{ ...make, kind: 'wall', subject: wall, actions: ['GET /metrics'] }, 'InvalidMessage', 'actions'],
    [{ ...make, kind: 'integration', actions: ['GET /metrics'], expiresAt: 5 }, 'InvalidMessage', 'expiresAt'],
  ] as const)
    expect(await ask(link, { ...wrong, actions: [...wrong.actions] })).toMatchObject({ code, field });

  const made = await grantedBy(link, { ...make, kind: 'integration', actions: ['GET /metrics'] });
  const get = async (path: string, key: string): Promise<number> =>
    (await fetch(`${at.url}${path}`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect([await get('/metrics', made.key), await get('/api/v1/journal', made.key)]).toEqual([200, 403]);
  expect(await get('/api/v1/journal', officeKey)).toBe(200);
  expect((await grantedBy(link, { ask: 'keys' })).keys).toMatchObject([
    { id: made.id, kind: 'integration', madeBy: chief, lastUsedFrom: '127.0.0.1', revokedAt: null },
  ]);
  await grantedBy(link, { ask: 'revokeKey', key: made.id, reason: '换系统' });
  expect(await get('/metrics', made.key)).toBe(401);
  await vi.waitUntil(() => at.noted().some((line) => line.includes('换系统')));
  expect(at.noted().join('\n')).toContain(`refused key:${made.id} GET /api/v1/journal NotAllowed`);

  const token = await grantedBy(link, { ...make, kind: 'wall', subject: wall, actions: [] });
  const { body } = await at.post('/api/v1/session', { wallToken: token.key, seat: 'wall1' });
  const screen = await linked(at, (body as { readonly token: string }).token, 'wall1');
  expect(await hello(screen)).toMatchObject({ status: 'welcome', user: wall });
  expect((await grantedBy(screen, { ask: 'mySessions' })).sessions).toHaveLength(1);
  expect(await ask(screen, { ask: 'changePassword', password, newPassword: another })).toMatchObject({
    code: 'NotAllowed',
  });
  const [own] = (await grantedBy(screen, { ask: 'mySessions' })).sessions;
  expect(await ask(screen, { ask: 'endMySession', session: must(own, 'its log-in').id })).toMatchObject({
    code: 'NotAllowed',
  });
  const ended = new Promise((resolve) => screen.on('sessionEnded', resolve));
  await grantedBy(link, { ask: 'revokeKey', key: token.id, reason: '拆了' });
  expect(await ended).toEqual({ code: 'Disabled' });
  expect(JSON.stringify(at.lines) + at.noted().join()).not.toContain(made.key);
});

test('a stolen token opens no other seat, and after log-out none', async () => {
  const at = await openOfficeHub();
  await at.make('lin', dispatcher);
  const token = await at.enter('lin', 'seat1');
  expect(await at.link(token, 'seat2')).toBe('NotAllowed');
  const link = await linked(at, token, 'seat1');
  expect(await hello(link)).toMatchObject({ status: 'welcome' });
  const answer = await fetch(`${at.url}/api/v1/session`, {
    ...{ method: 'DELETE', headers: { authorization: `Bearer ${token}` } },
  });
  expect(answer.status).toBe(204);
  await vi.waitUntil(() => !link.connected);
  expect(await at.link(token, 'seat1')).toBe('NotAllowed');
  expect(await at.post('/api/v1/session/check', { password }, token)).toMatchObject({
    status: 401,
    body: { code: 'SessionEnded' },
  });
});

test('what is no ask is answered so, and floods are turned away', async () => {
  const at = await openOfficeHub();
  await at.make('lin', dispatcher);
  const link = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  for (const message of [undefined, 'me', { ask: 'dance' }, { ask: 'me', more: 1 }, { ask: 'givePassword' }])
    expect(await ask(link, message as unknown as OfficeAsk)).toMatchObject({ code: 'InvalidMessage' });
  const many = await Promise.all(Array.from({ length: 80 }, () => ask(link, { ask: 'keys' })));
  const codes = new Set(many.map((answer) => (answer.status === 'refused' ? answer.code : 'granted')));
  expect(codes).toEqual(new Set(['NotAllowed', 'Busy']));
});

/** What the hub itself, or somebody, says; it must be taken. */
async function done(at: OfficeHub, type: string, data: Json, by: Actor = systemActor): Promise<void> {
  const id = uuidv7(Date.now(), randomBytes(10));
  const command = { id, type, data, basedOn: {}, madeAt: Date.now() };
  expect(await at.hub.desk.submit(command, by), type).toMatchObject({ status: 'accepted' });
}

test('who there is to choose from: names and roles, no log-ins, no times, nobody who has left', async () => {
  const at = await openOfficeHub();
  const until = Date.now() + 60 * minute;
  const lin = await at.make('lin', [...dispatcher, { role: 'shiftLead', to: until }]);
  const wu = await at.make('wu', dispatcher);
  const gone = await at.make('gone', dispatcher);
  await done(at, 'DisableAccount', { id: gone, reason: 'left', leaver: true });
  const link = await linked(at, await at.enter('lin', 'seat1'), 'seat1');
  const { people } = await grantedBy(link, { ask: 'directory' });
  // The first account of every hub is the administrator's.
  expect(people.filter(({ name }) => name !== '系统管理员')).toEqual([
    { id: lin, name: 'name of lin', roles: ['dispatcher', 'shiftLead'] },
    { id: wu, name: 'name of wu', roles: ['dispatcher'] },
  ]);
  const wall = await at.make('daping', [{ role: 'wall' }]);
  const chief = await boss(at);
  const { key } = await grantedBy(chief.link, {
    ...{ ask: 'makeKey', kind: 'wall', name: '一块', subject: wall, actions: [], expiresAt: null },
  });
  const { body } = await at.post('/api/v1/session', { wallToken: key, seat: 'wall1' });
  const screen = await linked(at, (body as { readonly token: string }).token, 'wall1');
  for (const message of [{ ask: 'directory' }, { ask: 'deputies' }, { ask: 'operations' }] satisfies OfficeAsk[])
    expect(await ask(screen, message), message.ask).toMatchObject({ code: 'NotAllowed' });
  expect(await ask(link, { ask: 'operations' })).toMatchObject({ code: 'NotAllowed' });
});

test('one sees own grants, who takes the own place and whose place one takes, and nothing that is over', async () => {
  const at = await openOfficeHub();
  const now = Date.now();
  const past = { role: 'zoneLead' as const, zone: 'z1', to: now - 1 };
  const lin = await at.make('lin', [...dispatcher, past]);
  const wu = await at.make('wu', [{ role: 'nightDesk' }]);
  const xu = await at.make('xu', [{ role: 'nightDesk' }]);
  const place = { roles: [{ role: 'dispatcher' }], from: now - minute, to: now + 60 * minute, reason: '开会' };
  await done(at, 'NameDeputy', { id: wu, for: lin, ...place });
  const seen = async (login: string) => {
    const link = await linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`);
    return { link, told: await grantedBy(link, { ask: 'deputies' }) };
  };
  const shown = (account: string, name: string) => ({ account, name: `name of ${name}`, ...place });
  expect((await seen('lin')).told).toEqual({ grants: dispatcher, named: [shown(wu, 'wu')], taken: [] });
  expect((await seen('wu')).told).toEqual({
    ...{ grants: [{ role: 'nightDesk' }], named: [] },
    taken: [shown(lin, 'lin')],
  });
  const other = await seen('xu');
  expect(other.told).toMatchObject({ named: [], taken: [] });

  // A person names and ends a deputy over the own link, without holding accounts; nobody does it for others.
  await hello(other.link);
  const give = async (type: string, data: Json): Promise<unknown> => {
    const id = uuidv7(Date.now(), randomBytes(10));
    return other.link
      .timeout(60_000)
      .emitWithAck('command', { id, type, data, basedOn: {}, madeAt: Date.now() } as never);
  };
  const own = { ...place, roles: [{ role: 'nightDesk' }] };
  expect(await give('NameDeputy', { id: lin, for: xu, ...own })).toMatchObject({ status: 'accepted' });
  expect(await give('EndDeputy', { id: wu, for: lin })).toMatchObject({ refusal: { code: 'NotAllowed' } });
  expect((await grantedBy(other.link, { ask: 'deputies' })).named).toEqual([{ ...shown(lin, 'lin'), ...own }]);
  expect(await give('EndDeputy', { id: lin, for: xu })).toMatchObject({ status: 'accepted' });
  expect((await grantedBy(other.link, { ask: 'deputies' })).named).toEqual([]);
});

test('an administrator is told the operations a grant may be limited to: planned and running', async () => {
  const at = await openOfficeHub();
  const { link } = await boss(at);
  expect(await grantedBy(link, { ask: 'operations' })).toEqual({ operations: [] });
  const lead: Actor = { user: await at.make('lead', [{ role: 'shiftLead' }]), seat: 'seat2', role: 'shiftLead' };
  for (const id of ['a', 'b']) {
    const provenance = { source: '名册', asOf: Date.now(), how: 'hand' };
    await done(at, 'RecordSquad', { id, record: { name: id, kind: 'street', grids: [] }, provenance });
  }
  const ids = ['01920000-0000-7000-8000-00000000000a', '01920000-0000-7000-8000-00000000000b'] as const;
  for (const id of ids)
    await done(at, 'PlanOperation', { id, name: `op ${id.at(-1) ?? ''}`, squads: ['a', 'b'], lead: 'a' }, lead);
  await done(at, 'StartOperation', { id: ids[1] }, lead);
  expect((await grantedBy(link, { ask: 'operations' })).operations).toEqual([
    { id: ids[0], name: 'op a', stage: 'planned' },
    { id: ids[1], name: 'op b', stage: 'running' },
  ]);
  await done(at, 'EndOperation', { id: ids[1], reason: 'done' }, lead);
  expect((await grantedBy(link, { ask: 'operations' })).operations).toHaveLength(1);
});
