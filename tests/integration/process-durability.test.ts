/** What the hub has answered is on the disk before the answer leaves; a full disk and a backup at work harm nothing. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { cleanUp, crashHubMain, get, runHub, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { converse, expectWhole, inFolder, makeCommands } from '../support/load.ts';

afterEach(cleanUp);

const args = (dir: string): readonly string[] => ['--data', dir, '--port', '0', '--api-key', testKey];

async function stop(hub: HubProcess): Promise<void> {
  hub.signal('SIGTERM');
  expect(await hub.exited, hub.log()).toEqual({ code: 0, signal: null });
}

const strace = spawnSync('strace', ['-V']).status === 0;
if (!strace) process.stdout.write('skipped: no strace here, so nothing shows what reaches the disk before an answer\n');

interface Trace {
  readonly answers: number;
  /** Answers that left while frames of the journal were not on the disk. */
  readonly early: readonly string[];
  /** For each answer: whether frames were written and synced since the answer before it. */
  readonly synced: readonly boolean[];
}

/** Reads strace's lines in the order in which the calls ended. */
function readTrace(text: string): Trace {
  const early: string[] = [];
  const synced: boolean[] = [];
  let dirty = false;
  let syncs = 0;
  for (const raw of text.split('\n')) {
    // A call that another thread interrupted stands in two halves: a write counts from its first, a sync from its last.
    const begun = / <unfinished \.\.\.>$/.test(raw);
    const call = /^\d+ +(?:<\.\.\. )?(\w+)/.exec(raw)?.[1];
    if (call === 'fdatasync' || call === 'fsync') {
      if (begun) expect.unreachable(`a sync in a thread of its own cannot be followed: ${raw}`);
      if (!raw.includes('/journal.sqlite-wal>')) continue;
      expect(raw).toMatch(/= 0$/);
      dirty = false;
      syncs += 1;
    } else if (call === 'pwrite64' && raw.includes('/journal.sqlite-wal>')) {
      dirty = true;
    } else if (call === 'write' && /write\(1</.test(raw) && raw.includes('\\"answer\\"')) {
      if (dirty) early.push(raw);
      synced.push(syncs > 0);
      syncs = 0;
    }
  }
  return { answers: synced.length, early, synced };
}

test.skipIf(!strace)('no answer leaves before the sync of its commit', async () => {
  const dir = tempFolder();
  const file = join(tempFolder(), 'trace');
  const under = [
    'strace',
    '-f',
    '-y',
    '-s',
    '64',
    '-e',
    'trace=fdatasync,fsync,write,pwrite64,writev,pwritev',
    '-o',
    file,
  ];
  const hub = startHub(args(dir), { entry: crashHubMain, under });
  await hub.listening;
  const talk = converse(hub);
  const commands = makeCommands(60, seededRandom(7));
  // One by one first, so that each answer has a commit of its own; then many at once, in common commits.
  const alone = commands.slice(0, 20);
  for (const [index, command] of alone.entries()) {
    talk.send([command]);
    expect(await talk.answered(index + 1)).toBe(true);
  }
  talk.send(commands.slice(alone.length));
  expect(await talk.answered(commands.length)).toBe(true);
  // The program under strace gets the signal: strace itself would only let go of it.
  const pid = Number(/^(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]);
  process.kill(pid, 'SIGTERM');
  expect(await hub.exited, hub.log()).toEqual({ code: 0, signal: null });
  const text = readFileSync(file, 'utf8');
  const trace = readTrace(text);
  expect(trace.answers).toBe(commands.length);
  expect(trace.early).toEqual([]);
  expect(trace.synced.slice(0, alone.length)).toEqual(alone.map(() => true));
  // The reader is not blind: without the syncs in the trace every answer was early.
  const unsynced = text.split('\n').filter((line) => !/ (fdatasync|fsync)\(/.test(line));
  expect(readTrace(unsynced.join('\n')).early).toHaveLength(commands.length);
  expect(text).not.toMatch(/p?writev\(\d+<[^>]*journal\.sqlite-wal>/);
  await expectWhole(dir, talk.answers);
});

test('a full journal turns commands away, keeps what it has, and goes on being read', async () => {
  const dir = tempFolder();
  const small = startHub(args(dir), { entry: crashHubMain, env: { MAX_BYTES: '200000' } });
  const { http } = await small.listening;
  const talk = converse(small);
  const supply = makeCommands(1_200, seededRandom(11));
  const commands = supply.splice(0, 1_000);
  // A few at a time first: how many share a batch, and are turned away with it, is chance.
  for (let sent = 0; sent < 40; sent += 4) {
    talk.send(commands.slice(sent, sent + 4));
    expect(await talk.answered(sent + 4)).toBe(true);
  }
  talk.send(commands.slice(40));
  expect(await talk.answered(commands.length)).toBe(true);
  const answers = [...talk.answers.values()];
  const refused = answers.filter(({ status }) => status === 'unavailable');
  expect(answers.filter(({ status }) => status === 'accepted').length).toBeGreaterThan(10);
  expect(refused.length).toBeGreaterThan(10);
  expect(refused[0]).toEqual({ status: 'unavailable', code: 'StorageFull', retryAfterMs: expect.any(Number) });

  // A smaller batch may still have found room after the last large one: until not even one command does.
  let health = await get(http, '/healthz');
  while (health.body['status'] !== 'storageFull') {
    commands.push(must(supply.pop(), 'a command more'));
    talk.send(commands.slice(-1));
    expect(await talk.answered(commands.length)).toBe(true);
    health = await get(http, '/healthz');
  }
  expect(health.status).toBe(200);
  expect((await get(http, '/metrics', testKey)).text).toContain('lianqin_storage_full 1');
  const { body } = await get(http, '/api/v1/journal?limit=1000', testKey);
  expect(body).toMatchObject({ head: { seq: health.body['seq'] } });
  expect((await get(http, '/api/v1/journal/verify', testKey)).body).toMatchObject({ ok: true });
  await stop(small);
  await expectWhole(dir, talk.answers);

  // With room again, what was turned away is taken under its old id, and the rest is answered as before.
  const roomy = startHub(args(dir), { entry: crashHubMain });
  const again = converse(roomy);
  const port = (await roomy.listening).http;
  again.send(commands);
  expect(await again.answered(commands.length)).toBe(true);
  for (const [id, answer] of talk.answers) {
    if (answer.status === 'unavailable') expect(again.answers.get(id)?.status).not.toBe('unavailable');
    else expect(again.answers.get(id)).toEqual(answer);
  }
  expect((await get(port, '/healthz')).body).toMatchObject({ status: 'ok' });
  await stop(roomy);
  await expectWhole(dir, again.answers);
});

test('a backup made at work restores to a whole hub of a new epoch', async () => {
  const dir = tempFolder();
  const hub = startHub(args(dir), { entry: crashHubMain });
  const talk = converse(hub);
  await hub.listening;
  const commands = makeCommands(1_500, seededRandom(13));
  const wave = 25;
  let handedIn = 0;
  const file = join(tempFolder(), 'backup');
  const handIn = async (): Promise<void> => {
    const next: readonly CommandEnvelope[] = commands.slice(handedIn, handedIn + wave);
    handedIn += next.length;
    talk.send(next);
    expect(await talk.answered(handedIn)).toBe(true);
  };
  for (let i = 0; i < 4; i += 1) await handIn();
  const answeredBefore = new Map(talk.answers);
  let backup: Awaited<ReturnType<typeof runHub>> | undefined;
  const making = runHub(['backup', file, '--data', dir]).then((result) => {
    backup = result;
  });
  let during = 0;
  while (backup === undefined && handedIn < commands.length) {
    await handIn();
    during += wave;
  }
  await making;
  expect(backup, backup?.log).toMatchObject({ code: 0 });
  expect(JSON.parse(backup?.out ?? '')).toEqual({ event: 'backup', file, bytes: statSync(file).size });
  expect(during).toBeGreaterThan(0);
  const beside = await runHub(['verify', '--data', dir]);
  expect([beside.code, JSON.parse(beside.out)]).toEqual([0, expect.objectContaining({ ok: true, epoch: 1 })]);
  await stop(hub);
  await expectWhole(dir, talk.answers);

  const target = join(tempFolder(), 'restored');
  const restored = await runHub(['restore', file, '--data', target]);
  expect(restored, restored.log).toMatchObject({ code: 0 });
  const { journalId, ...told } = JSON.parse(restored.out) as { journalId: string; seq: number };
  expect(told).toMatchObject({ event: 'restored', epoch: 2 });
  const verified = await runHub(['verify', '--data', target]);
  expect([verified.code, JSON.parse(verified.out)]).toEqual([
    0,
    expect.objectContaining({ ok: true, events: told.seq, epoch: 2, journalId }),
  ]);
  // Everything answered before the backup began is in it, and is answered the same when it is sent again.
  await expectWhole(target, answeredBefore);
  expect(await inFolder(dir, ({ journal }) => journal.identity())).toEqual({ journalId, epoch: 1 });
  const second = startHub(args(target), { entry: crashHubMain });
  await second.listening;
  const again = converse(second);
  again.send(commands.slice(0, answeredBefore.size));
  expect(await again.answered(answeredBefore.size)).toBe(true);
  expect(again.answers).toEqual(answeredBefore);
  await stop(second);

  expect(await runHub(['restore', file, '--data', target])).toMatchObject({ code: 1, out: '' });
});

test('what was touched by hand is found; verify names the first such event, and ends with 1', async () => {
  const dir = tempFolder();
  const hub = startHub(args(dir), { entry: crashHubMain });
  await hub.listening;
  const talk = converse(hub);
  const commands = makeCommands(40, seededRandom(17));
  talk.send(commands);
  expect(await talk.answered(commands.length)).toBe(true);
  await stop(hub);

  // What the other tests rely on is not blind: a lost command, one that was refused but done, a wrong document.
  await expectWhole(dir, talk.answers);
  const accepted = { status: 'accepted', seq: 1, versions: { 'box/box1': 1 }, refs: [] } as const;
  await expect(expectWhole(dir, new Map([['a-lost-command', accepted]]))).rejects.toThrow();
  const done = must(
    [...talk.answers].find(([, { status }]) => status === 'accepted'),
    'an accepted command',
  )[0];
  const denied = { status: 'refused', refusal: { code: 'TooMuch', params: {} } } as const;
  await expect(expectWhole(dir, new Map([[done, denied]]))).rejects.toThrow();
  const db = new Database(join(dir, 'journal.sqlite'));
  db.exec(`UPDATE document_box SET body = replace(body, '"amount":', '"amount":1') WHERE stream = 'box/box1'`);
  await expect(expectWhole(dir, new Map())).rejects.toThrow();
  db.exec(
    `DROP TRIGGER event_is_never_rewritten; UPDATE event SET bytes = replace(bytes, '"lin"', '"lim"') WHERE seq = 5`,
  );
  db.close();
  const result = await runHub(['verify', '--data', dir]);
  expect(result.code).toBe(1);
  expect(JSON.parse(result.out)).toMatchObject({ ok: false, seq: 5, reason: 'hashMismatch' });
});
