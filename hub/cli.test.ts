import { expect, test } from 'vitest';
import { defaultPort, parseCommandLine } from './cli.ts';

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
  const env = { LIANQIN_DATA: 'e', LIANQIN_PORT: '9', LIANQIN_DEMO: '1', LIANQIN_API_KEY: key, LIANQIN_HOST: '::' };
  expect(served([], env)).toMatchObject({ data: 'e', port: 9, demo: true, apiKey: key, host: '::' });
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
