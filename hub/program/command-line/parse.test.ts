import { expect, test } from 'vitest';
import { parseCommandLine } from './parse.ts';
import { defaultPort } from './usage.ts';

const key = 'a-key-that-is-long-enough';

function served(argv: readonly string[], env: Record<string, string> = {}) {
  const result = parseCommandLine(argv, env);
  if (!result.ok) throw new Error(`${result.error.argument}: ${result.error.advice}`);
  if (result.value.kind !== 'serve') throw new Error(`not a start: ${result.value.kind}`);
  return result.value.options;
}

function problem(argv: readonly string[], env: Record<string, string> = {}): string {
  const result = parseCommandLine(argv, env);
  return result.ok ? 'taken' : result.error.argument;
}

test('a bare start listens on this machine only', () => {
  expect(served(['--data', 'd'])).toEqual({
    data: 'd',
    host: '127.0.0.1',
    port: defaultPort,
    demo: false,
    logLevel: 'info',
  });
});

test('arguments win over the environment', () => {
  const env = { LIANQIN_DATA: 'e', LIANQIN_PORT: '9', LIANQIN_DEMO: '1', LIANQIN_API_KEY: key, LIANQIN_HOST: '::1' };
  expect(served([], env)).toMatchObject({ data: 'e', port: 9, demo: true, apiKey: key, host: '::1' });
  expect(served(['--data', 'd', '--port', '0'], env)).toMatchObject({ data: 'd', port: 0 });
});

test('the demo clock states its offset; the rate needs a clock', () => {
  const argv = ['--data', 'd', '--clock', '2026-11-20T22:40+08:00'];
  expect(served([...argv, '--clock-rate', '60']).clock).toEqual({
    startsAt: Date.parse('2026-11-20T14:40:00Z'),
    rate: 60,
  });
  expect(served(argv).clock?.rate).toBe(1);
});

test('how long things are kept', () => {
  expect(served(['--data', 'd'])).not.toHaveProperty('retention');
  const days = ['--keep-vault-days', '0', '--keep-track-days', '30', '--keep-access-log-days', '183'];
  expect(served(['--data', 'd', ...days]).retention).toEqual({ vaultDays: null, trackDays: 30, accessLogDays: 183 });
  expect(served(['--data', 'd'], { LIANQIN_KEEP_VAULT_DAYS: '90' }).retention).toEqual({ vaultDays: 90 });
  for (const [name, value] of [
    ['--keep-access-log-days', '182'],
    ['--keep-track-days', '0'],
    ['--keep-vault-days', 'x'],
  ] as const)
    expect(problem(['--data', 'd', name, value])).toBe(name);
});

test('beyond this machine the hub speaks TLS, unless it is told not to', () => {
  const pair = ['--tls-cert', 'c.crt', '--tls-key', 'c.key'];
  expect(served(['--data', 'd', '--host', '10.0.0.5', ...pair])).toMatchObject({
    host: '10.0.0.5',
    tls: { cert: 'c.crt', key: 'c.key' },
  });
  expect(served(['--data', 'd'], { LIANQIN_TLS_CERT: 'c', LIANQIN_TLS_KEY: 'k' }).tls).toEqual({ cert: 'c', key: 'k' });
  expect(served(['--data', 'd', '--host', '10.0.0.5', '--plain'])).not.toHaveProperty('tls');
  expect(served(['--data', 'd', '--host', '::'], { LIANQIN_PLAIN: '1' }).host).toBe('::');
  for (const host of ['127.0.0.2', '::1', 'localhost']) expect(served(['--data', 'd', '--host', host]).host).toBe(host);
});

test.each([
  [['--host', '10.0.0.5'], {}, '--host'],
  [['--host', '0.0.0.0'], {}, '--host'],
  [['--host', 'localhost.example'], {}, '--host'],
  [['--host', '127.0.0.1.example'], {}, '--host'],
  [[], { LIANQIN_HOST: '10.0.0.5' }, 'LIANQIN_HOST'],
  [['--tls-cert', 'c'], {}, '--tls-key'],
  [['--tls-key', 'k'], {}, '--tls-cert'],
  [['--tls-cert', '', '--tls-key', 'k'], {}, '--tls-cert'],
  [['--tls-cert', 'c', '--tls-key', 'k', '--plain'], {}, '--plain'],
  [[], { LIANQIN_PLAIN: 'yes' }, 'LIANQIN_PLAIN'],
  [['--name', 'hub'], {}, '--name'],
  [['--out', 'o'], {}, '--out'],
])('a door as %j with %j is refused naming %s', (argv, env, argument) => {
  expect(problem(['--data', 'd', ...argv], env)).toBe(argument);
});

test("the time of the seats' lock is given in minutes; without it each seat has its own", () => {
  expect(served(['--data', 'd', '--lock-after-minutes', '240']).lockAfterMs).toBe(14_400_000);
  expect(served(['--data', 'd'], { LIANQIN_LOCK_AFTER_MINUTES: '1' }).lockAfterMs).toBe(60_000);
  expect(served(['--data', 'd'])).not.toHaveProperty('lockAfterMs');
});

test('certificate takes a folder, names and days', () => {
  expect(parseCommandLine(['certificate', '--out', 'o', '--name', 'hub.lan', '--name', '10.0.0.5'], {})).toEqual({
    ok: true,
    value: { kind: 'certificate', out: 'o', names: ['hub.lan', '10.0.0.5'], days: 825 },
  });
  expect(
    parseCommandLine(['certificate', '--out', 'o', '--name', 'a', '--name', 'a', '--days', '30'], {}),
  ).toMatchObject({
    value: { names: ['a'], days: 30 },
  });
});

test.each([
  [['--name', 'a'], '--out'],
  [['--out', 'o'], '--name'],
  [['--out', 'o', '--name', 'https://hub'], '--name'],
  [['--out', 'o', '--name', 'hub:7480'], '--name'],
  [['--out', 'o', '--name', '*.hub'], '--name'],
  [['--out', 'o', '--name', '10.0.0.256'], '--name'],
  [['--out', 'o', '--name', '城管.cn'], '--name'],
  [['--out', 'o', '--name', ''], '--name'],
  [['--out', 'o', '--name', 'a', '--days', '0'], '--days'],
  [['--out', 'o', '--name', 'a', '--days', '826'], '--days'],
  [['--out', 'o', '--name', 'a', '--days', 'x'], '--days'],
  [['--out', 'o', '--name', 'a', 'more'], 'more'],
  [['--out', 'o', '--name', 'a', '--data', 'd'], '--data'],
  [['--out', 'o', '--name', 'a', '--port', '1'], '--port'],
])('certificate %j is refused naming %s', (argv, argument) => {
  expect(problem(['certificate', ...argv])).toBe(argument);
});

test('sub-commands take the data folder and their file', () => {
  expect(parseCommandLine(['backup', 'f', '--data', 'd'], {})).toMatchObject({
    value: { kind: 'backup', file: 'f', data: 'd' },
  });
  expect(parseCommandLine(['--data', 'd', 'restore', 'f'], {})).toMatchObject({
    value: { kind: 'restore', file: 'f' },
  });
  expect(parseCommandLine(['verify'], { LIANQIN_DATA: 'd' })).toMatchObject({ value: { kind: 'verify', data: 'd' } });
  expect(parseCommandLine(['--help'], {})).toEqual({ ok: true, value: { kind: 'help' } });
});

test.each([
  [[], {}, '--data'],
  [['--data'], {}, '--data'],
  [['--data', ''], {}, '--data'],
  [['--data', 'd', '--port', '70000'], {}, '--port'],
  [['--data', 'd', '--port', '-1'], {}, '--port'],
  [['--data', 'd', '--port=1e3'], {}, '--port'],
  [['--data', 'd'], { LIANQIN_PORT: 'eighty' }, 'LIANQIN_PORT'],
  [['--data', 'd'], { LIANQIN_DEMO: 'yes' }, 'LIANQIN_DEMO'],
  [['--data', 'd', '--clock', '2026-11-20T22:40'], {}, '--clock'],
  [['--data', 'd', '--clock-rate', '2'], {}, '--clock-rate'],
  [['--data', 'd', '--clock', '2026-11-20T22:40Z', '--clock-rate', '0'], {}, '--clock-rate'],
  [['--data', 'd', '--api-key', 'short'], {}, '--api-key'],
  [['--data', 'd', '--lock-after-minutes', '0'], {}, '--lock-after-minutes'],
  [['--data', 'd', '--lock-after-minutes', '241'], {}, '--lock-after-minutes'],
  [['--data', 'd', '--lock-after-minutes=-1'], {}, '--lock-after-minutes'],
  [['--data', 'd', '--lock-after-minutes', '1.5'], {}, '--lock-after-minutes'],
  [['--data', 'd', '--lock-after-minutes='], {}, '--lock-after-minutes'],
  [['--data', 'd'], { LIANQIN_LOCK_AFTER_MINUTES: 'never' }, 'LIANQIN_LOCK_AFTER_MINUTES'],
  [['verify', '--data', 'd', '--lock-after-minutes', '5'], {}, '--lock-after-minutes'],
  [['--data', 'd', '--log-level', 'loud'], {}, '--log-level'],
  [['--data', 'd', '--colour'], {}, '--colour'],
  [['--data', 'd', '--demo=1'], {}, '--demo'],
  [['--data', 'd', '--jt808-port', '65536'], {}, '--jt808-port'],
  [['verify', '--data', 'd', '--jt808-port', '0'], {}, '--jt808-port'],
  [['dump', '--data', 'd'], {}, 'dump'],
  [['backup', '--data', 'd'], {}, 'backup'],
  [['backup', 'f', 'g', '--data', 'd'], {}, 'g'],
  [['verify', 'f', '--data', 'd'], {}, 'f'],
  [['verify', '--data', 'd', '--port', '1'], {}, '--port'],
])('%j %j is refused naming %s', (argv, env, name) => {
  expect(problem(argv, env)).toBe(name);
});

test('the doors for phones and for other platforms', () => {
  const words = ['--data', 'd', '--osmand-port', '0', '--osmand-codes', '--jt809-port', '7', '--jt809-platforms', 'p'];
  const doors = { osmandPort: 0, osmandCodes: true, jt809: { port: 7, platforms: 'p' } };
  expect(served(words)).toMatchObject(doors);
  const env = { LIANQIN_OSMAND_PORT: '0', LIANQIN_OSMAND_CODES: '1', LIANQIN_JT809_PORT: '7' };
  expect(served(['--data', 'd'], { ...env, LIANQIN_JT809_PLATFORMS: 'p' })).toMatchObject(doors);
  const refused = (argument: string, ...more: readonly string[]) =>
    expect(parseCommandLine(['--data', 'd', ...more], {})).toMatchObject({ ok: false, error: { argument } });
  refused('--jt809-platforms', '--jt809-port', '7');
  refused('--jt809-port', '--jt809-platforms', 'p');
  refused('--osmand-port', '--osmand-port', 'x');
});
