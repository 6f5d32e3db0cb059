import { beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../../tests/support/hub-kit.ts';
import { ManualClock, recordingLog } from '../../tests/support/hub-kit.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { AccessEntry, AccessLogStore, VaultRecord } from '../journal/store.ts';
import type { AccessLog, AccessLogOptions } from './access-log.ts';
import { createAccessLog } from './access-log.ts';
import { noSecrecy } from './secrecy.ts';
import { createVault } from './vault.ts';

const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
const guest: Actor = { user: 'wu', seat: 'seat9', role: 'guest' };

let clock: ManualClock;
let written: AccessEntry[];
let appends: number;
let full: boolean;
let lines: LogLine[];

beforeEach(() => {
  clock = new ManualClock(1_000);
  written = [];
  appends = 0;
  full = false;
  lines = [];
});

function accessLog(options: AccessLogOptions = {}): AccessLog {
  const store = {
    append(entries: readonly AccessEntry[]) {
      if (full) throw new Error('full');
      appends += 1;
      written.push(...entries.map((entry) => ({ ...entry })));
    },
    after: () => [],
    find: () => [],
    counts: () => [],
    head: () => ({ seq: written.length, hash: '' }),
    chainStart: () => ({ seq: 0, hash: '' }),
    prune: () => 0,
    close: () => undefined,
  };
  return createAccessLog({ store, clock, timers: clock, log: recordingLog(lines), options });
}

const failed = (user: string, seat = 's') => ({ user, seat, action: 'loginFailed', subject: user, detail: 'password' });

describe('the access log', () => {
  test('writes what came within a moment together, with the times at which it came', () => {
    const log = accessLog({ delayMs: 100 });
    log.note(failed('a'));
    clock.advance(60);
    log.note(failed('b'));
    expect(written).toEqual([]);
    clock.advance(40);
    expect([appends, written.map(({ at, user }) => [at, user])]).toEqual([
      1,
      [
        [1_000, 'a'],
        [1_060, 'b'],
      ],
    ]);
  });

  test('counts a flood, says that it does, and writes the count when the window ends', () => {
    const log = accessLog({ perWindow: 3, windowMs: 60_000 });
    for (let i = 0; i < 10; i += 1) log.note(failed('a'));
    log.note(failed('b'));
    clock.advance(59_000);
    expect(written.map(({ user, detail }) => `${user} ${detail}`)).toEqual([
      'a password',
      'a password',
      'a password (further ones are counted)',
      'b password',
    ]);
    clock.advance(2_000);
    expect(written.at(-1)).toMatchObject({ user: 'a', action: 'loginFailed', subject: 'a', detail: 'repeated 7' });
    log.note(failed('a'));
    log.flush();
    expect(written.at(-1)?.detail).toBe('password');
    clock.advance(200_000);
    expect(clock.waiting).toBe(0);
  });

  test('writes open counts at the end, and those of windows it has no room for', () => {
    const log = accessLog({ perWindow: 1, windows: 2 });
    for (const user of ['a', 'a', 'b', 'b', 'b', 'c', 'c']) log.note(failed(user));
    log.flush();
    expect(written.filter(({ detail }) => detail.startsWith('repeated')).map(({ user }) => user)).toEqual(['a']);
    log.stop();
    const counts = written.filter(({ detail }) => detail.startsWith('repeated'));
    expect(counts.map(({ user, detail }) => [user, detail])).toEqual([
      ['a', 'repeated 1'],
      ['b', 'repeated 2'],
      ['c', 'repeated 1'],
    ]);
    expect(clock.waiting).toBe(0);
  });

  test('keeps what it cannot write, tries again, and says how much it had to let go', () => {
    const log = accessLog({ buffer: 2, delayMs: 100, windowMs: 60_000 });
    full = true;
    for (const user of ['a', 'b', 'c', 'd', 'e']) log.note(failed(user));
    clock.advance(100);
    expect(lines.some(({ level }) => level === 'error')).toBe(true);
    expect(() => log.flush()).toThrow('full');
    full = false;
    clock.advance(120_000);
    expect(written.map(({ user, detail }) => [user, detail])).toEqual([
      ['a', 'password'],
      ['b', 'password'],
      ['system', 'entries lost 3'],
    ]);
  });
});

test('a look that is on disk was kept, though the note of lost entries after it could not be written', () => {
  const kept: AccessEntry[] = [];
  let room = 0;
  const log = createAccessLog({
    store: {
      append(entries: readonly AccessEntry[]) {
        if (room <= 0) throw new Error('full');
        room -= 1;
        kept.push(...entries);
      },
    } as unknown as AccessLogStore,
    ...{ clock, timers: clock, log: recordingLog([]), options: { buffer: 2, delayMs: 100 } },
  });
  for (const user of ['a', 'b', 'c', 'd'])
    log.note({ user, seat: 's', action: 'loginFailed', subject: user, detail: '' });
  room = 1;
  const look = (user: string) => ({ user, seat: 's', action: 'track', subject: 'unit:m1', detail: '' });
  log.look(look('x'), look('y'));
  expect(kept.map(({ user }) => user)).toEqual(['a', 'b', 'x', 'y']);
  room = 9;
  log.flush();
  expect(kept.slice(4).map(({ detail }) => detail)).toEqual(['entries lost 2']);
});

describe('the vault', () => {
  const ref = 'ab'.repeat(16);
  const record: VaultRecord = { ref, salt: '00', content: '{"name":"Zhao"}', storedAt: 7 };
  const vault = (access: AccessLog, erased = false, isSecret = false) =>
    createVault({
      store: { get: (asked) => (asked === ref ? record : undefined) },
      journal: { vaultReference: () => ({ stream: 'incident/i1', erased }) },
      access,
      may: (by) => by.role === 'clerk',
      secrecy: isSecret ? { of: () => ({ isCallersFile: false, masked: () => ({ name: 'Z***' }) }) } : noSecrecy,
      mayInFull: (by) => by.user === 'lin',
      log: recordingLog(lines),
    });

  test('gives a record only after the look stands in the access log', () => {
    const seen = vault(accessLog()).read({ ref, by: clerk, reason: ' callBack ' });
    expect(seen).toEqual({ ok: true, value: { ref, content: { name: 'Zhao' }, storedAt: 7, isMasked: false } });
    expect(written).toEqual([
      { at: 1_000, user: 'lin', seat: 'seat1', action: 'vaultRead', subject: ref, detail: 'callBack' },
    ]);
  });

  test('of who is kept secret it gives what is masked; all of it to who may, under a name of its own in the log', () => {
    const open = vault(accessLog(), false, true);
    const other: Actor = { ...clerk, user: 'he' };
    expect(open.read({ ref, by: other, reason: 'x' })).toMatchObject({
      value: { content: { name: 'Z***' }, isMasked: true },
    });
    expect(open.read({ ref, by: other, reason: 'x', inFull: true })).toEqual({ ok: false, error: 'NotAllowed' });
    expect(open.read({ ref, by: clerk, reason: ' ', inFull: true })).toEqual({ ok: false, error: 'ReasonMissing' });
    expect(open.read({ ref, by: clerk, reason: 'x' })).toMatchObject({ value: { isMasked: true } });
    expect(open.read({ ref, by: clerk, reason: 'callBack', inFull: true })).toMatchObject({
      value: { content: { name: 'Zhao' }, isMasked: false },
    });
    const looks = written.filter(({ action }) => action !== 'refused');
    expect(looks.map(({ user, action }) => [user, action])).toEqual([
      ['he', 'vaultRead'],
      ['lin', 'vaultRead'],
      ['lin', 'secretCallerRead'],
    ]);
  });

  test('writes out every look, with its reason, however many there are', () => {
    const access = accessLog({ perWindow: 3 });
    const open = vault(access);
    for (let i = 0; i < 30; i += 1) open.read({ ref, by: clerk, reason: `reason ${i}` });
    expect(written.map(({ detail }) => detail)).toEqual(Array.from({ length: 30 }, (_, i) => `reason ${i}`));
  });

  test('gives nothing of what the journal calls erased, though the vault still has it', () => {
    const access = accessLog();
    expect(vault(access, true).read({ ref, by: clerk, reason: 'callBack' })).toEqual({ ok: false, error: 'NotFound' });
    access.flush();
    expect(written).toMatchObject([{ action: 'refused', subject: ref, detail: 'NotFound' }]);
  });

  test('stays closed while the look cannot be written', () => {
    full = true;
    expect(vault(accessLog()).read({ ref, by: clerk, reason: 'callBack' })).toEqual({
      ok: false,
      error: 'Unavailable',
    });
    // What was not granted is not written later as if it had been.
    full = false;
    clock.advance(120_000);
    expect(written).toEqual([]);
  });

  test.each([
    ['without the right', { ref, by: guest, reason: 'x' }, 'NotAllowed', ref],
    ['without a reason', { ref, by: clerk, reason: '  ' }, 'ReasonMissing', ref],
    ['what is not there', { ref: 'cd'.repeat(16), by: clerk, reason: 'x' }, 'NotFound', 'cd'.repeat(16)],
    ['what is no reference', { ref: '13900008888', by: clerk, reason: 'x' }, 'NotFound', 'malformed'],
  ] as const)('refuses %s, and says so in the log', (_name, request, error, subject) => {
    const access = accessLog();
    expect(vault(access).read(request)).toEqual({ ok: false, error });
    access.flush();
    expect(written).toMatchObject([{ user: request.by.user, action: 'refused', subject, detail: error }]);
  });
});
