/** `POST` and `DELETE /api/v1/session`, and the demo accounts, as a seat meets them. */
import { createHash } from 'node:crypto';
import { onTestFinished, expect, test } from 'vitest';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import { createAttempts } from '../../hub/http/attempts.ts';
import { demoAccountsRoute } from '../../hub/http/routes/session-demo.ts';
import { sessionRoute } from '../../hub/http/routes/session.ts';
import { createServer } from '../../hub/http/server.ts';
import { must } from '../../shared/lib/must.ts';
import { sessionAnswerSchema } from '../../shared/wire/session.ts';
import { codeAt } from '../support/authenticator.ts';
import { recordingLog } from '../support/hub-kit.ts';
import { hour, minute, openDoor, password } from './accounts-door.ts';
import type { DoorOptions } from './accounts-door.ts';

async function openHttp(options: DoorOptions = {}) {
  const at = openDoor(options);
  const server = await createServer({
    keys: keysOf(createHash('sha256').update('a key').digest('hex')),
    attempts: createAttempts(() => at.clock.now()),
    log: recordingLog(at.lines),
    onWrongKey: () => undefined,
    open: [sessionRoute(at), ...(options.demo === true ? [demoAccountsRoute()] : [])],
    keyed: [],
  });
  onTestFinished(() => server.close());
  const url = '/api/v1/session';
  return {
    ...at,
    server,
    login: (body: object) => server.inject({ method: 'POST', url, payload: body }),
    logout: (headers: Record<string, string>) => server.inject({ method: 'DELETE', url, headers }),
    check: (token: string, text: string, more: object = {}) =>
      server.inject({
        ...{ method: 'POST', url: `${url}/check`, headers: { authorization: `Bearer ${token}` } },
        payload: { password: text, ...more },
      }),
  };
}

const body = { login: 'lin', password, seat: 'seat1' };

test('a log-in is answered with token, end and user', async () => {
  const at = await openHttp();
  const id = await at.make('lin', [{ role: 'squadRoom', squad: 'fenglin' }]);
  const response = await at.login(body);
  expect(response.statusCode).toBe(200);
  expect(response.headers['cache-control']).toBe('no-store');
  const answer = sessionAnswerSchema.parse(response.json());
  expect(answer).toMatchObject({
    expiresAt: at.hubTime() + 14 * hour,
    user: { id, login: 'lin', name: 'name of lin', roles: [{ role: 'squadRoom', squad: 'fenglin' }] },
  });
  expect(await at.accounts.authenticate(answer.token)).toMatchObject({ account: { id }, session: { seat: 'seat1' } });
});

test('a log-out ends the session, once', async () => {
  const at = await openHttp();
  await at.make('lin');
  const { token } = sessionAnswerSchema.parse((await at.login(body)).json());
  expect((await at.logout({})).json()).toMatchObject({ code: 'TokenMissing', field: 'authorization' });
  const authorization = `Bearer ${token}`;
  const first = await at.logout({ authorization });
  expect([first.statusCode, first.body]).toEqual([204, '']);
  const second = await at.logout({ authorization });
  expect([second.statusCode, second.json()]).toEqual([401, expect.objectContaining({ code: 'SessionEnded' })]);
  expect(await at.accounts.authenticate(token)).toBeUndefined();
});

test('every refusal has its code and status', async () => {
  const at = await openHttp();
  await at.make('boss', [{ role: 'administrator' }]);
  await at.make('zhihui1', [{ role: 'dispatcher' }], true);
  await at.make('idle', [{ role: 'dispatcher', from: at.hubTime() + hour }]);
  await at.give('DisableAccount', { id: await at.make('left'), reason: 'left' });
  await at.make('lin');
  for (const [login, code] of [
    ['nobody', 'WrongLogin'],
    ['left', 'Disabled'],
    ['zhihui1', 'DemoAccountsOnly'],
    ['idle', 'NoRoles'],
  ] as const) {
    const response = await at.login({ ...body, login });
    expect([response.statusCode, response.json()]).toEqual([401, { code, message: expect.any(String) }]);
    // None of it is told to who does not know the password.
    expect((await at.login({ ...body, login, password: 'wrong' })).json()).toMatchObject({ code: 'WrongLogin' });
  }
  for (let i = 0; i < 8; i += 1) await at.login({ ...body, password: 'wrong' });
  const locked = await at.login(body);
  expect([locked.statusCode, locked.headers['retry-after']]).toEqual([423, '900']);
  expect(locked.json()).toEqual({
    code: 'LockedOut',
    message: expect.any(String),
    retryAt: at.hubTime() + 15 * minute,
  });
  await at.accounts.stop();
  const busy = await at.login(body);
  expect([busy.statusCode, busy.headers['retry-after'], busy.json()]).toEqual([
    503,
    '2',
    expect.objectContaining({ code: 'Busy' }),
  ]);
});

test.each([
  [{ ...body, login: '' }, 'login'],
  [{ ...body, password: '' }, 'password'],
  [{ ...body, password: 'x'.repeat(201) }, 'password'],
  [{ ...body, password: undefined }, 'password'],
  [{ ...body, seat: 'a seat' }, 'seat'],
  [{ ...body, role: 'administrator' }, 'role'],
])('%j is no log-in and names %s', async (wrong, field) => {
  const at = await openHttp();
  await at.make('lin');
  const response = await at.login(wrong);
  expect([response.statusCode, response.json()]).toEqual([
    400,
    expect.objectContaining({ code: 'InvalidInput', field }),
  ]);
  expect(response.body).not.toContain('x'.repeat(20));
  expect(at.hasher.checks).toBe(0);
});

test('what more a log-in needs is said by its code, with the field and the minutes', async () => {
  const at = await openHttp();
  const id = await at.make('lin');
  const account = must(at.desk.reads.account(id), 'lin');
  const { secondFactors, passwords } = at.accounts.parts;
  const { secret } = secondFactors.begin(account);
  await secondFactors.confirm(id, codeAt(secret, at.clock.now()));
  at.clock.advance(minute);
  const answers = async (more: object) => {
    const response = await at.login({ ...body, ...more });
    const { message: _, ...rest } = response.json<Record<string, unknown>>();
    return [response.statusCode, rest];
  };
  expect(await answers({})).toEqual([401, { code: 'SecondFactorNeeded', field: 'code' }]);
  expect(await answers({ code: 'abcdef' })).toEqual([401, { code: 'WrongCode', field: 'code' }]);
  expect(await answers({ code: codeAt(secret, at.clock.now() - hour) })).toEqual([
    401,
    { code: 'CodeOfAnotherTime', field: 'code', minutes: -60 },
  ]);
  const given = await passwords.give(account);
  expect(await answers({ password: given })).toEqual([401, { code: 'PasswordMustChange', field: 'newPassword' }]);
  expect(await answers({ password: given, newPassword: 'short' })).toEqual([
    422,
    { code: 'PasswordTooShort', field: 'newPassword' },
  ]);
  const code = codeAt(secret, at.clock.now());
  expect((await answers({ password: given, newPassword: 'another long one', code }))[0]).toBe(200);
});

test('a wall comes in by its token, and is told where it may not', async () => {
  const at = await openHttp();
  const id = await at.make('daping', [{ role: 'wall' }]);
  const made = { name: 'x', subject: id, actions: [], expiresAt: null, madeBy: 'x' };
  const { key: wallToken } = at.keys.make({ ...made, kind: 'wall' });
  const answer = sessionAnswerSchema.parse((await at.login({ wallToken, seat: 'wall1' })).json());
  expect(answer).toMatchObject({ user: { id, roles: [{ role: 'wall' }] }, secondFactorMissing: false });
  const { key: device } = at.keys.make({ ...made, kind: 'device' });
  for (const token of [device, 'x'.repeat(43)]) {
    const refused = await at.login({ wallToken: token, seat: 'wall1' });
    expect([refused.statusCode, refused.json()]).toMatchObject([401, { code: 'WrongToken', field: 'wallToken' }]);
  }
  expect((await at.login({ wallToken, seat: 'wall1', password })).json()).toMatchObject({ code: 'InvalidInput' });
});

test('who sits at a locked seat is checked by password, and failures count for that log-in', async () => {
  const at = await openHttp();
  await at.make('lin');
  const { token } = sessionAnswerSchema.parse((await at.login(body)).json());
  expect([(await at.check(token, password)).statusCode, (await at.check(token, password)).body]).toEqual([204, '']);
  const codes: unknown[] = [];
  for (let i = 0; i < 9; i += 1) {
    const { statusCode, json } = await at.check(token, `guess ${i}`);
    codes.push([statusCode, json<{ code: string }>().code]);
  }
  expect(codes).toEqual([
    ...Array.from({ length: 7 }, () => [401, 'WrongPassword']),
    ...Array.from({ length: 2 }, () => [423, 'LockedOut']),
  ]);
  const locked = await at.check(token, password);
  expect([locked.statusCode, locked.headers['retry-after']]).toEqual([423, '900']);
  // Elsewhere they get in, and there their own log-in counts by itself.
  const there = sessionAnswerSchema.parse((await at.login({ ...body, seat: 'seat2' })).json()).token;
  expect((await at.check(there, password)).statusCode).toBe(204);
  expect((await at.check('x'.repeat(43), password)).json()).toMatchObject({ code: 'SessionEnded' });
  expect((await at.check(token, password, { login: 'lin' })).json()).toMatchObject({ field: 'login' });
  at.clock.advance(15 * minute);
  await at.logout({ authorization: `Bearer ${token}` });
  const over = await at.check(token, password);
  expect([over.statusCode, over.json()]).toMatchObject([401, { code: 'SessionEnded' }]);
});

test('ten thousand wrong passwords: few are looked at, who has the account gets in meanwhile, little is left behind', async () => {
  const at = await openHttp();
  await at.make('lin');
  expect((await at.login(body)).statusCode).toBe(200);
  await at.make('wu');
  const guess = async (i: number): Promise<string> => {
    const remoteAddress = `10.${i % 7}.${(i >> 8) & 255}.${i & 255}`;
    const payload = { login: 'lin', password: `guess number ${i}`, seat: 'seat9' };
    const { json } = await at.server.inject({ method: 'POST', url: '/api/v1/session', payload, remoteAddress });
    return json<{ code: string }>().code;
  };
  const counts = new Map<string, number>();
  for (let begun = 0; begun < 10_000; begun += 100) {
    const round = Array.from({ length: 100 }, (_, i) => guess(begun + i));
    if (begun % 2_500 === 0)
      for (const login of ['wu', 'lin']) expect((await at.login({ ...body, login })).statusCode).toBe(200);
    for (const code of await Promise.all(round)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({ WrongLogin: 48, LockedOut: 9_952 });
  // Who is held costs no hash: beside those that failed only four of wu and five of lin.
  expect([at.hasher.checks, at.hasher.most <= 2]).toEqual([57, true]);
  expect((await at.login({ ...body, seat: 'seat3' })).json()).toMatchObject({ code: 'LockedOut' });
  expect(at.noted().length).toBeLessThan(60);
  at.clock.advance(15 * minute);
  expect((await at.login({ ...body, seat: 'seat3' })).statusCode).toBe(200);
});

test('neither password nor token stands in the log', async () => {
  const at = await openHttp();
  await at.make('lin');
  const { token } = sessionAnswerSchema.parse((await at.login(body)).json());
  await at.login({ ...body, password: 'the wrong password' });
  await at.logout({ authorization: `Bearer ${token}` });
  const log = JSON.stringify(at.lines);
  expect(log).toContain('/api/v1/session');
  for (const text of [token, password, 'the wrong password']) expect(log).not.toContain(text);
});

test('a demo hub tells its accounts, any other does not know the address', async () => {
  const demo = await openHttp({ demo: true });
  await demo.first();
  const told = await demo.server.inject('/api/v1/demo-accounts');
  expect(told.json()).toEqual({ password: demoPassword, accounts: demoAccounts });
  const [first] = demoAccounts;
  expect((await demo.login({ login: first?.login, password: demoPassword, seat: 's' })).statusCode).toBe(200);
  const real = await openHttp();
  const unknown = await real.server.inject('/api/v1/demo-accounts');
  expect([unknown.statusCode, unknown.json()]).toEqual([404, expect.objectContaining({ code: 'NotFound' })]);
});
