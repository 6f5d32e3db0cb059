/** Accounts of a real hub: its first start, the password command beside it, the demo. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SqliteAccessLogStore } from '../../db/hub/access-log-store.ts';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { sessionAnswerSchema } from '../../shared/wire/session.ts';
import { cleanUp, get, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';

afterEach(cleanUp);

const serve = (dir: string, ...more: readonly string[]) => [
  '--data',
  dir,
  '--port',
  '0',
  '--api-key',
  testKey,
  ...more,
];

async function stop(hub: HubProcess): Promise<void> {
  hub.signal('SIGTERM');
  expect(await hub.exited, hub.log()).toEqual({ code: 0, signal: null });
}

async function login(port: number, name: string, password: string, newPassword?: string) {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: name, password, seat: 'seat1', newPassword }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** `npm run hub -- password …`, with this on stdin. */
async function setPassword(args: readonly string[], line: string) {
  const command = startHub(['password', ...args]);
  command.child.stdin?.end(`${line}\n`);
  const exit = await command.exited;
  return { ...exit, out: command.out.join('\n'), log: command.log() };
}

test('the first start makes an administrator and shows its password once; a demo account is no way in', async () => {
  const dir = tempFolder();
  const first = startHub(serve(dir));
  const listening = await first.listening;
  const secret = /"newPassword":"([^"]+)"/.exec(first.log())?.[1] ?? '';
  expect(secret).not.toBe('');
  expect(JSON.stringify(listening)).not.toContain(secret);
  expect((await login(listening.http, 'admin', secret)).body).toMatchObject({ code: 'PasswordMustChange' });
  const { status, body } = await login(listening.http, 'admin', secret, 'the first of my own');
  expect(status).toBe(200);
  const { token, user, secondFactorMissing } = sessionAnswerSchema.parse(body);
  expect(secondFactorMissing).toBe(true);
  expect(user).toMatchObject({ login: 'admin', roles: [{ role: 'administrator' }] });
  expect((await get(listening.http, '/api/v1/demo-accounts')).status).toBe(404);
  expect((await get(listening.http, '/healthz')).body).not.toHaveProperty('demo');
  expect(await login(listening.http, 'zhihui1', demoPassword)).toMatchObject({
    status: 401,
    body: { code: 'WrongLogin' },
  });
  await stop(first);
  for (const name of readdirSync(dir))
    for (const text of [secret, token]) expect(readFileSync(join(dir, name)).includes(text), name).toBe(false);
  const log = readFileSync(join(dir, 'access-log.sqlite')).toString('latin1');
  expect(log).toContain('loginFailed');

  const second = startHub(serve(dir));
  const { http } = await second.listening;
  expect(second.log()).not.toContain('newPassword');
  const out = await fetch(`http://127.0.0.1:${http}/api/v1/session`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(out.status).toBe(204);
  await stop(second);
});

test('the password command works beside the hub and without it', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir));
  const { http } = await hub.listening;
  expect(await setPassword(['admin', '--data', dir], 'a good long one')).toEqual({
    ...{ code: 0, signal: null, log: '' },
    out: '{"event":"passwordSet","login":"admin"}',
  });
  expect((await login(http, 'admin', 'a good long one')).status).toBe(200);
  await stop(hub);
  expect((await setPassword(['admin', '--data', dir], '第二个很长的新的口令')).code).toBe(0);
  expect((await setPassword(['admin', '--data', dir], 'a good long one')).log).toContain('last five passwords');
  const dropped = startHub(['drop-second-factor', 'admin', '--data', dir]);
  expect([(await dropped.exited).code, dropped.out]).toEqual([0, ['{"event":"secondFactorDropped","login":"admin"}']]);
  const log = new SqliteAccessLogStore(join(dir, 'access-log.sqlite'));
  const byHand = log.find({ from: 0, to: Number.MAX_SAFE_INTEGER, subjects: ['admin'], user: 'system', limit: 10 });
  expect(byHand.map(({ action, detail }) => `${action} ${detail}`)).toEqual([
    'resetSecondFactor command line',
    ...Array.from({ length: 2 }, () => 'givePassword command line'),
  ]);
  expect(log.firstBroken()).toBeUndefined();
  log.close();
  const again = startHub(serve(dir));
  const { http: port } = await again.listening;
  expect((await login(port, 'admin', 'a good long one')).status).toBe(401);
  expect((await login(port, 'admin', '第二个很长的新的口令')).status).toBe(200);
  await stop(again);

  for (const [args, line, says] of [
    [['admin', '--data', dir], 'short', 'at least 10 characters'],
    [['nobody', '--data', dir], 'a good long one', 'no such account'],
    [['admin', '--data', join(dir, 'none')], 'a good long one', 'is not the data folder of a hub'],
  ] as const) {
    const refused = await setPassword(args, line);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.log).toContain(says);
    expect(refused.log).not.toContain('a good long one');
  }
  for (const [args, name] of [
    [['--data', dir], 'password'],
    [['admin', 'more', '--data', dir], 'more'],
  ] as const)
    expect((await setPassword(args, '')).log.startsWith(`${name} `)).toBe(true);
});

test('a demo hub says so, and tells who may log in', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir, '--demo'));
  const listening = await hub.listening;
  expect(listening).toMatchObject({ demo: true });
  expect(hub.log()).not.toContain('newPassword');
  expect((await get(listening.http, '/healthz')).body).toMatchObject({ demo: true });
  const { body } = await get(listening.http, '/api/v1/demo-accounts');
  expect(body).toEqual({ password: demoPassword, accounts: demoAccounts });
  for (const { login: name } of demoAccounts)
    expect((await login(listening.http, name, demoPassword)).status, name).toBe(200);
  expect((await setPassword(['guanli', '--data', dir], 'a good long one')).log).toContain('demo account');
  await stop(hub);
  const later = startHub(serve(dir));
  const { http } = await later.listening;
  expect((await login(http, 'guanli', demoPassword)).status).toBe(200);
  expect((await get(http, '/api/v1/journal/verify', testKey)).body).toMatchObject({ ok: true, events: 8 });
  await stop(later);
});
