import { beforeEach, expect, test } from 'vitest';
import type { StreamId } from '../../shared/lib/journal.ts';
import { day } from '../../shared/lib/time.ts';
import { ManualClock, recordingLog } from '../../tests/support/hub-kit.ts';
import type { LogLine } from '../../tests/support/hub-kit.ts';
import type { StoredAccessEntry } from '../journal/store.ts';
import type { RetentionPolicy } from './policy.ts';
import { usualRetention } from './policy.ts';
import { createRetention } from './retention.ts';

const start = 1_000 * day;
/** Stream of each reference, and when its incident was closed. */
const records: { readonly [ref: string]: readonly [StreamId, number | null] } = {
  old: ['incident/i1', start - 366 * day],
  note: ['assignment/i1', start - 366 * day],
  young: ['incident/i2', start - 364 * day],
  open: ['incident/i3', null],
};
/** Incidents that others deal with, and that nobody ever closes. */
const withOthers: { readonly [id: string]: object } = {
  sentBack: { returned: { at: start - 366 * day } },
  referred: {
    referred: [
      { at: start - 400 * day, matter: 'noise' },
      { at: start - 364 * day, matter: 'noise' },
    ],
  },
  gone: { referred: [{ at: start - 366 * day, matter: 'noise' }] },
};

let clock: ManualClock;
let entries: StoredAccessEntry[];
let given: string[];
let pruned: string[];
let refuses: boolean;
/** The desk breaks at this record. */
let breaksAt: string | undefined;
let flushed: number;
let lines: LogLine[];

beforeEach(() => {
  clock = new ManualClock(start);
  [entries, given, pruned, lines] = [[], [], [], []];
  [refuses, breaksAt, flushed] = [false, undefined, 0];
});

function retention(policy: Partial<RetentionPolicy> = {}, kept = records) {
  const erased = new Set<string>();
  const prune = (what: string) => (before: number) => {
    if (refuses) throw new Error('locked');
    pruned.push(`${what} ${(clock.now() - before) / day}`);
    return 3;
  };
  return createRetention({
    policy: { ...usualRetention, ...policy },
    journal: {
      vaultReferences: () => Object.keys(kept).map((ref) => ({ ref, erased: erased.has(ref) })),
      vaultReference: (ref) => {
        const stream = kept[ref]?.[0];
        return stream && { stream, erased: erased.has(ref) };
      },
      document: (stream) => {
        const id = stream.split('/')[1];
        const at = Object.values(kept).find(([name]) => name === `incident/${id}`)?.[1] ?? null;
        const none = { returned: null, referred: [], reopened: [], matter: 'noise', placing: { outside: null } };
        const state = stream.startsWith('assignment')
          ? { incident: id }
          : { ...none, closed: at === null ? null : { at }, ...withOthers[id ?? ''] };
        return { stream, version: 1, seq: 1, scope: [], state };
      },
    },
    desk: {
      submit: async ({ type, data }, by) => {
        given.push(`${by.role} ${type} ${JSON.stringify(data)}`);
        if ((data as { readonly ref: string }).ref === breaksAt) throw new Error('broken');
        if (refuses) return { status: 'unavailable', code: 'Busy', retryAfterMs: 1 };
        erased.add((data as { readonly ref: string }).ref);
        return { status: 'accepted', seq: 1, versions: {}, refs: [] };
      },
    },
    accessLog: {
      find: ({ action, user, limit }) =>
        entries
          .filter((entry) => entry.action === action && (user === undefined || entry.user === user))
          .toReversed()
          .slice(0, limit),
      prune: prune('accessLog'),
    },
    access: {
      note: (entry) => void entries.push({ ...entry, at: clock.now(), seq: entries.length + 1, hash: '' }),
      flush: () => void (flushed = entries.length),
    },
    tracks: { prune: prune('tracks') },
    credentials: { pruneSessions: prune('sessions') },
    ...{ clock, timers: clock, machineTime: () => clock.now(), log: recordingLog(lines), newId: () => 'id' },
  });
}

test('what is over its time is removed, said, and not removed again', async () => {
  const job = retention();
  job.start();
  await expect.poll(() => job.runs().length).toBe(4);
  expect(given).toEqual([
    'system EraseCaller {"incident":"i1","ref":"old","ground":"retentionOver"}',
    'system EraseEvidence {"assignment":"i1","ref":"note","ground":"retentionOver"}',
  ]);
  expect(pruned).toEqual(['tracks 90', 'accessLog 400', 'sessions 90']);
  expect(job.runs().map(({ what, removed, at }) => [what, removed, at])).toEqual([
    ['sessions', 3, start],
    ['accessLog', 3, start],
    ['tracks', 3, start],
    ['vault', 2, start],
  ]);
  expect(job.runs()[3]?.before).toBe(start - 365 * day);

  clock.advance(day);
  await expect.poll(() => pruned.length).toBe(6);
  expect(given).toHaveLength(2);
  // Two days later the next incident is over its time.
  await expect.poll(() => clock.waiting).toBe(1);
  clock.advance(day);
  await expect.poll(() => given.length).toBe(3);
  await job.stop();
  expect(clock.waiting).toBe(0);
});

test('the access log is kept as long as the law asks, whatever the policy says; the vault for ever where it says so', async () => {
  const job = retention({ accessLogDays: 10, vaultDays: null, trackDays: 5 });
  expect(job.policy).toEqual({ accessLogDays: 183, vaultDays: null, trackDays: 5 });
  job.start();
  await expect.poll(() => pruned).toEqual(['tracks 5', 'accessLog 183', 'sessions 90']);
  expect(given).toEqual([]);
  await job.stop();
});

test('what fails today is tried tomorrow, and stops nothing else', async () => {
  refuses = true;
  const job = retention();
  job.start();
  await expect.poll(() => lines.filter(({ level }) => level === 'error').length).toBe(3);
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
  expect(job.runs()).toEqual([]);
  await expect.poll(() => clock.waiting).toBe(1);
  refuses = false;
  clock.advance(day);
  await expect.poll(() => job.runs().length).toBe(4);
  await job.stop();
});

test('what others deal with and nobody closes is over its time too, from when it went to them', async () => {
  const kept = Object.fromEntries(Object.keys(withOthers).map((id) => [id, [`incident/${id}`, null] as const]));
  const job = retention({}, kept);
  job.start();
  await expect.poll(() => job.runs().length).toBe(4);
  expect(given.map((line) => /"ref":"(\w+)"/.exec(line)?.[1])).toEqual(['sentBack', 'gone']);
  await job.stop();
});

test('what was removed is said, in what it is counted, whatever breaks after it', async () => {
  breaksAt = 'note';
  const job = retention();
  job.start();
  await expect.poll(() => pruned.length).toBe(3);
  await expect.poll(() => flushed).toBe(4);
  expect(entries.map(({ subject, detail }) => `${subject} ${detail.replace(/ before .*/, '')}`)).toEqual([
    ...['vault removed 1 records', 'tracks removed 3 days'],
    ...['accessLog removed 3 entries', 'sessions removed 3 logIns'],
  ]);
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  await job.stop();
});

test('runs are told however often the list was asked for since', async () => {
  const job = retention();
  job.start();
  await expect.poll(() => job.runs().length).toBe(4);
  const ask = { at: 1, user: 'a1', seat: 's', action: 'retention', subject: '', detail: 'granted' };
  for (let i = 0; i < 300; i += 1) entries.push({ ...ask, seq: 100 + i, hash: '' });
  expect(job.runs()).toHaveLength(4);
  await job.stop();
});

test('an ask for the list is not taken for a run', () => {
  const job = retention();
  const ask = { at: 1, user: 'a1', seat: 's', action: 'retention', subject: 'vault', detail: 'removed 1 before 2' };
  entries.push({ ...ask, seq: 1, hash: '' });
  expect(job.runs()).toEqual([]);
});
