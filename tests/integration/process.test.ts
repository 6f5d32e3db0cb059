/** The hub as its operator meets it: how it starts, what it says over HTTP, how it stops, what it refuses. */
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, get, runHub, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';

afterEach(cleanUp);

const serve = (dir: string, ...more: readonly string[]): readonly string[] => ['--data', dir, '--port', '0', ...more];

async function stop(hub: HubProcess): Promise<void> {
  hub.signal('SIGTERM');
  expect(await hub.exited, hub.log()).toEqual({ code: 0, signal: null });
}

test('one line says where it listens; the log goes to stderr; SIGTERM ends it in order', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir));
  const listening = await hub.listening;
  expect(listening).toMatchObject({ event: 'listening', host: '127.0.0.1', demo: false, protocol: 1 });
  expect(listening.http).toBeGreaterThan(0);
  expect(listening, 'no gateway was asked for').toMatchObject({ jt808: null, osmand: null, jt809: null });
  await stop(hub);
  expect(hub.out).toHaveLength(1);
  for (const line of hub.log().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
  // Closing moved everything into the files: nothing is left to be recovered.
  expect(readdirSync(dir).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);

  const again = startHub(serve(dir));
  await again.listening;
  again.signal('SIGINT');
  expect(await again.exited).toEqual({ code: 0, signal: null });
});

test('started by npm it answers in time, and a signal to npm ends it', async () => {
  const dir = tempFolder();
  const started = performance.now();
  const hub = startHub(serve(dir), { by: ['npm', 'run', '-s', 'hub', '--'] });
  const { http } = await hub.listening;
  expect(performance.now() - started).toBeLessThan(15_000);
  expect((await get(http, '/healthz')).status).toBe(200);
  hub.signal('SIGTERM');
  // The pipes close when the last process that holds them is gone, and that is the hub.
  await hub.exited;
  expect(hub.out).toHaveLength(1);
  expect(hub.log()).toContain('"msg":"stopped"');
  const again = startHub(serve(dir));
  await again.listening;
  await stop(again);
});

test('healthz is open; the rest needs the key, which is shown once and kept as a digest', async () => {
  const dir = tempFolder();
  const first = startHub(serve(dir));
  const { http } = await first.listening;
  const health = await get(http, '/healthz');
  expect(health.status).toBe(200);
  expect(health.body).toEqual({
    status: 'ok',
    // The first start makes the first administrator.
    seq: 1,
    protocol: 1,
    journalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    epoch: 1,
    clock: { now: expect.any(Number), source: 'machine', rate: 1 },
  });
  const key = /"newKey":"([^"]+)"/.exec(first.log())?.[1] ?? '';
  expect(key).not.toBe('');
  for (const path of ['/metrics', '/api/v1/journal', '/api/v1/journal/verify']) {
    expect(await get(http, path)).toMatchObject({ status: 401, body: { code: 'KeyMissing', field: 'authorization' } });
    expect(await get(http, path, 'a-wrong-key')).toMatchObject({ status: 401, body: { code: 'KeyWrong' } });
    expect((await get(http, path, key)).status).toBe(200);
  }
  expect((await get(http, '/api/v1/journal', key)).body).toMatchObject({
    head: { seq: 1 },
    epoch: 1,
    events: [{ type: 'AccountCreated' }],
  });
  expect((await get(http, '/api/v1/journal/verify', key)).body).toMatchObject({ ok: true, events: 1 });
  expect(await get(http, '/api/v1/journal?since=-1', key)).toMatchObject({
    status: 400,
    body: { code: 'InvalidInput', field: 'since' },
  });
  expect(await get(http, '/api/v1/journal?limit=1001', key)).toMatchObject({ status: 400, body: { field: 'limit' } });
  const metrics = await get(http, '/metrics', key);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  for (const name of [
    'lianqin_journal_seq 1',
    'lianqin_storage_full 0',
    'lianqin_disk_free_bytes ',
    'lianqin_clock_offset_seconds ',
    'process_cpu_seconds_total',
  ])
    expect(metrics.text).toContain(name);
  await stop(first);

  for (const name of readdirSync(dir)) expect(readFileSync(join(dir, name)).includes(key), name).toBe(false);
  const second = startHub(serve(dir));
  const port = (await second.listening).http;
  expect(second.log()).not.toContain('newKey');
  expect((await get(port, '/metrics', key)).status).toBe(200);
  await stop(second);
});

test('an unknown address and a wrong method are answered in JSON', async () => {
  const hub = startHub(serve(tempFolder(), '--api-key', testKey));
  const { http } = await hub.listening;
  expect(await get(http, '/no/such/thing')).toMatchObject({ status: 404, body: { code: 'NotFound' } });
  const posted = await fetch(`http://127.0.0.1:${http}/healthz`, { method: 'POST' });
  expect([posted.status, await posted.json()]).toEqual([404, expect.objectContaining({ code: 'NotFound' })]);
  await stop(hub);
});

test('wrong keys make an address wait, and stand in the access log', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir, '--api-key', testKey));
  const { http } = await hub.listening;
  for (let i = 0; i < 10; i += 1) expect((await get(http, '/metrics', 'a-wrong-key')).status).toBe(401);
  const blocked = await get(http, '/metrics', testKey);
  expect(blocked).toMatchObject({ status: 429, body: { code: 'TooManyAttempts' } });
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await get(http, '/healthz')).status).toBe(200);
  await stop(hub);
  const log = readFileSync(join(dir, 'access-log.sqlite')).toString('latin1');
  expect(log).toContain('loginFailed');
  expect(log).not.toContain('a-wrong-key');
});

test('an open connection does not hold up the stop', async () => {
  const hub = startHub(serve(tempFolder()));
  const { http } = await hub.listening;
  const idle = createConnection({ port: http, host: '127.0.0.1' });
  idle.on('error', () => undefined);
  await new Promise((resolve) => idle.on('connect', resolve));
  const kept = request({ port: http, path: '/healthz', agent: false, headers: { connection: 'keep-alive' } });
  kept.on('error', () => undefined);
  await new Promise((resolve) => kept.on('response', (response) => response.resume().on('end', resolve)).end());
  await stop(hub);
});

test('a second hub on the same folder is refused and says why', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir));
  const { http } = await hub.listening;
  const second = await runHub(serve(dir));
  expect(second).toMatchObject({ code: 1, out: '' });
  expect(second.log).toContain('another hub works on the data folder');
  expect((await get(http, '/healthz')).status).toBe(200);
  await stop(hub);
});

test('a port that is taken is refused and says so; the folder is free again', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(tempFolder()));
  const { http } = await hub.listening;
  const second = await runHub(['--data', dir, '--port', String(http)]);
  expect(second).toMatchObject({ code: 1, out: '' });
  expect(second.log).toContain('EADDRINUSE');
  await stop(hub);
  const third = startHub(serve(dir));
  await third.listening;
  await stop(third);
});

test('a journal of a later version is refused and left as it is', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir));
  await hub.listening;
  await stop(hub);
  const file = join(dir, 'journal.sqlite');
  const db = new Database(file);
  db.pragma('user_version = 999');
  db.close();
  const before = readFileSync(file);
  const later = await runHub(serve(dir));
  expect(later).toMatchObject({ code: 1, out: '' });
  expect(later.log).toMatch(/version 999.*use a newer program/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a folder that has lost its journal is refused and keeps its vault; a journal from elsewhere too', async () => {
  const [dir, other] = [tempFolder(), tempFolder()];
  for (const folder of [dir, other]) {
    const hub = startHub(serve(folder));
    await hub.listening;
    await stop(hub);
  }
  const vault = readFileSync(join(dir, 'vault.sqlite'));
  rmSync(join(dir, 'journal.sqlite'));
  const without = await runHub(serve(dir));
  expect(without).toMatchObject({ code: 1, out: '' });
  expect(without.log).toContain('no journal.sqlite: put the journal back');
  copyFileSync(join(other, 'journal.sqlite'), join(dir, 'journal.sqlite'));
  const foreign = await runHub(serve(dir));
  expect(foreign).toMatchObject({ code: 1, out: '' });
  expect(foreign.log).toContain('put the journal of this vault back');
  expect(readFileSync(join(dir, 'vault.sqlite')).equals(vault)).toBe(true);
});

test('a restored hub is opened by the key that the backup was made with', async () => {
  const [dir, base] = [tempFolder(), tempFolder()];
  const first = startHub(serve(dir));
  await first.listening;
  const key = must(/"newKey":"([^"]+)"/.exec(first.log())?.[1], 'key');
  expect(await runHub(['backup', join(base, 'backup'), '--data', dir])).toMatchObject({ code: 0 });
  await stop(first);
  expect(await runHub(['restore', join(base, 'backup'), '--data', join(base, 'new')])).toMatchObject({ code: 0 });
  const second = startHub(serve(join(base, 'new')));
  expect((await get((await second.listening).http, '/metrics', key)).status).toBe(200);
  expect(second.log()).not.toContain('newKey');
  await stop(second);
});

test('a damaged key file is refused and says what to do', async () => {
  const dir = tempFolder();
  writeFileSync(join(dir, 'api-key.json'), 'no json');
  const hub = await runHub(serve(dir));
  expect(hub).toMatchObject({ code: 1, out: '' });
  expect(hub.log).toContain('api-key.json is damaged');
});

const evening = '2026-11-20T22:40+08:00';

test('the demo clock is for folders made with --demo only', async () => {
  const real = tempFolder();
  const hub = startHub(serve(real));
  await hub.listening;
  await stop(hub);
  const fresh = join(tempFolder(), 'new');
  for (const [dir, option, value] of [
    [real, '--clock', evening],
    [fresh, '--clock', evening],
    [real, '--demo'],
  ] as const) {
    const refused = await runHub(serve(dir, option, ...(value === undefined ? [] : [value])));
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.log).toContain(`${option} is for demo and training only`);
  }
  expect(() => readdirSync(fresh)).toThrow('ENOENT');
});

test('the demo clock starts where it is told and runs as fast as it is told', async () => {
  const dir = tempFolder();
  const hub = startHub(serve(dir, '--demo', '--clock', evening, '--clock-rate', '60', '--api-key', testKey));
  const { http, ...listening } = await hub.listening;
  expect(listening).toMatchObject({ demo: true });
  const begin = Date.parse(evening);
  const { body } = await get(http, '/healthz');
  const clock = body['clock'] as { now: number; source: string; rate: number };
  expect(clock).toMatchObject({ source: 'demo', rate: 60 });
  expect(clock.now).toBeGreaterThanOrEqual(begin);
  expect(clock.now).toBeLessThan(begin + 3_600_000);
  const offset = /^lianqin_clock_offset_seconds (\S+)$/m.exec((await get(http, '/metrics', testKey)).text)?.[1];
  expect(Math.abs(Number(offset) - (clock.now - Date.now()) / 1000)).toBeLessThan(600);
  await stop(hub);
  const later = startHub(serve(dir, '--clock', evening));
  expect(await later.listening).toMatchObject({ demo: true });
  await stop(later);
});

test.each([
  [['--port', '0'], '--data'],
  [['--data', 'x', '--port', 'none'], '--port'],
  [['--data', 'x', '--unheard-of'], '--unheard-of'],
  [['--data', 'x', '--jt808-port', 'none'], '--jt808-port'],
  [['--data', 'x', '--demo', '--clock', '22:40'], '--clock'],
  [['backup', '--data', 'x'], 'backup'],
])('%j ends with 2 and names %s', async (args, name) => {
  const result = await runHub(args, { cwd: tempFolder() });
  expect(result).toMatchObject({ code: 2, out: '' });
  expect(result.log.startsWith(`${name} `), result.log).toBe(true);
});

test('the environment serves as well as arguments', async () => {
  const dir = tempFolder();
  const hub = startHub([], { env: { LIANQIN_DATA: dir, LIANQIN_PORT: '0', LIANQIN_API_KEY: testKey } });
  const { http } = await hub.listening;
  expect((await get(http, '/metrics', testKey)).status).toBe(200);
  await stop(hub);
});

test('backup, restore and verify of what is not there say so', async () => {
  const dir = tempFolder();
  for (const args of [
    ['backup', join(dir, 'b'), '--data', join(dir, 'none')],
    ['restore', join(dir, 'none'), '--data', join(dir, 'r')],
    ['verify', '--data', join(dir, 'none')],
  ]) {
    const result = await runHub(args);
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.log).toContain(join(dir, 'none'));
  }
  expect(readdirSync(dir)).toEqual([]);
});
