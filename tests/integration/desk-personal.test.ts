import { afterEach, describe, expect, test } from 'vitest';
import { openForReading } from '../../db/connection.ts';
import { SqliteVaultStore, VaultBusy } from '../../db/hub/vault-store.ts';
import { fingerprintOf } from '../../hub/desk/check.ts';
import { macOf } from '../../hub/desk/personal.ts';
import { JournalOlderThanVault } from '../../hub/desk/recover.ts';
import type { VaultRecord, VaultStore } from '../../hub/journal/store.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import type { CrashPoint } from '../../hub/ports.ts';
import type { Actor, CommandAnswer, EventEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { HubKitOptions } from '../support/hub-kit.ts';
import { HubKit, secret } from '../support/hub-kit.ts';
import type { BoxReads } from '../support/toy-domain.ts';
import { boxCatalog, boxReads } from '../support/toy-domain.ts';

const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
const lead: Actor = { user: 'wang', seat: 'seat2', role: 'lead' };
const name = '欧阳绝无仅有';
const phone = '13900008888';
const put = { box: 'a', amount: 1, personal: { phone, name } };

let kit: HubKit<BoxReads> | undefined;

function hub(options: Partial<HubKitOptions<BoxReads>> = {}): HubKit<BoxReads> {
  kit = new HubKit({ catalog: boxCatalog, reads: boxReads, ...options });
  return kit;
}

afterEach(async () => {
  await kit?.close();
  kit = undefined;
});

function refOf(answer: CommandAnswer | undefined): string {
  return must(answer?.status === 'accepted' ? answer.refs[0] : undefined, 'reference');
}

/** A vault whose erasures fail on demand: as one that is read, or as one whose disk is broken. */
function failingVault() {
  const vault = {
    failing: false as boolean | 'EIO',
    calls: 0,
    wrap: (store: VaultStore): VaultStore => ({
      put: (records) => store.put(records),
      get: (ref) => store.get(ref),
      refs: () => store.refs(),
      unkeyed: (limit) => store.unkeyed(limit),
      putKeys: (keys) => store.putKeys(keys),
      withKey: (which, key, limit) => store.withKey(which, key, limit),
      close: () => store.close(),
      erase(refs) {
        vault.calls += 1;
        if (vault.failing !== false) throw vault.failing === 'EIO' ? new Error('EIO') : new VaultBusy();
        store.erase(refs);
      },
    }),
  };
  return vault;
}

const holds = (bytes: Buffer, text: string): boolean => bytes.includes(Buffer.from(text, 'utf8'));

test('personal data goes to the vault; journal, its -wal, log and answers know the handle only', async () => {
  const h = hub();
  const command = h.command('Put', put);
  const ref = refOf(await h.give(command, clerk));
  const record = must(h.vault.get(ref), 'record');
  expect(JSON.parse(record.content)).toEqual({ name, phone });
  const [event] = h.journal.eventsAfter(0, 1).map((stored) => JSON.parse(stored.bytes) as EventEnvelope);
  const handle = { ref, mac: macOf(record.salt, record.content), has: ['name', 'phone'] };
  expect(event?.data).toEqual({ amount: 1, personal: handle });
  await h.give(h.command('Put', { ...put, amount: 5_000 }), clerk);
  await h.give({ ...command, data: { ...put, personal: { name: phone } } }, clerk);
  await h.give(h.command('Put', { ...put, personal: { phone, [name]: name } }), clerk);
  for (const text of [name, phone, record.salt]) {
    expect(holds(h.bytesOf('journal'), text)).toBe(false);
    expect(holds(h.bytesOf('access'), text)).toBe(false);
    expect(JSON.stringify(h.logLines)).not.toContain(text);
    expect(holds(h.bytesOf('vault'), text)).toBe(true);
  }
  expect(h.vault.refs()).toEqual([ref]);
});

test('an empty form makes no record', async () => {
  const h = hub();
  expect(await h.give(h.command('Put', { ...put, personal: {} }), clerk)).toMatchObject({ refs: [] });
  expect(h.vault.refs()).toEqual([]);
});

test('the same data twice shows neither in references nor in macs', async () => {
  const h = hub();
  const answers = await Promise.all([h.give(h.command('Put', put), clerk), h.give(h.command('Put', put), clerk)]);
  const macs = h.journal
    .eventsAfter(0, 2)
    .map(
      (stored) =>
        (JSON.parse(stored.bytes) as EventEnvelope<typeof put & { personal: { mac: string } }>).data.personal.mac,
    );
  expect(new Set([...answers.map(refOf), ...macs]).size).toBe(4);
});

describe('erasing', () => {
  test('leaves no byte in any file, and the chain verifies', async () => {
    const h = hub();
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    const { salt } = must(h.vault.get(ref), 'record');
    const other = refOf(await h.give(h.command('Put', { ...put, personal: { name: 'Qian' } }), clerk));
    expect(await h.give(h.command('Forget', { box: 'a', ref }), lead)).toMatchObject({ status: 'accepted' });
    for (const text of [name, phone, salt]) expect(holds(h.bytesOf(''), text)).toBe(false);
    expect(h.vault.refs()).toEqual([other]);
    expect(h.journal.vaultReferences().find((known) => known.ref === ref)?.erased).toBe(true);
    expect(await verifyJournal(h.journal)).toMatchObject({ ok: true });
    await h.restart();
    expect(h.vault.refs()).toEqual([other]);
  });

  test('is made good at the start where the hub stopped after the commit', async () => {
    const h = hub();
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    h.crashAt('afterCommitBeforeAnswer');
    const forget = h.command('Forget', { box: 'a', ref });
    expect(await h.give(forget, lead)).toBeUndefined();
    await h.restart();
    expect(h.recovery).toMatchObject({ orphans: 0, lateErasures: 1 });
    expect(holds(h.bytesOf(''), name)).toBe(false);
    expect(await h.give(forget, lead)).toMatchObject({ status: 'accepted' });
  });

  test('is tried again by itself where the vault could not, and does not hold up what comes meanwhile', async () => {
    const vault = failingVault();
    const h = hub({ vault: vault.wrap });
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    vault.failing = true;
    expect(await h.give(h.command('Forget', { box: 'a', ref }), lead)).toMatchObject({ status: 'accepted' });
    const { calls } = vault;
    for (let i = 0; i < 5; i += 1) await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    expect([vault.calls, h.vault.refs()]).toEqual([calls, [ref]]);
    h.clock.advance(30_000);
    expect([vault.calls, h.vault.refs()]).toEqual([calls + 1, [ref]]);
    vault.failing = false;
    h.clock.advance(30_000);
    expect(h.vault.refs()).toEqual([]);
    h.clock.advance(3_600_000);
    expect(vault.calls).toBe(calls + 2);
  });

  test('is tried once more at the stop', async () => {
    const vault = failingVault();
    const h = hub({ vault: vault.wrap });
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    vault.failing = true;
    await h.give(h.command('Forget', { box: 'a', ref }), lead);
    vault.failing = false;
    await h.reactor.stop();
    await h.desk.stop();
    expect([h.vault.refs(), h.clock.waiting]).toEqual([[], 0]);
  });

  test('that an end cut short before its last step is finished by the next start', async () => {
    const h = hub();
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    // As a reader makes it: the record is overwritten, its bytes still stand in the -wal.
    const reader = openForReading(h.path('vault.sqlite'), 100);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM record').get();
    await h.give(h.command('Forget', { box: 'a', ref }), lead);
    expect(holds(h.bytesOf('vault'), name)).toBe(true);
    h.crashAt('beforeCommit');
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    reader.close();
    await h.restart();
    expect(h.recovery).toMatchObject({ orphans: 0, lateErasures: 0 });
    expect(holds(h.bytesOf('vault'), name)).toBe(false);
  });

  test('does not keep the hub from starting while somebody reads the vault', async () => {
    const vault = failingVault();
    const h = hub({ vault: vault.wrap });
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    h.crashAt('afterCommitBeforeAnswer');
    await h.give(h.command('Forget', { box: 'a', ref }), lead);
    vault.failing = true;
    await h.restart();
    expect([h.recovery.lateErasures, h.vault.refs()]).toEqual([1, [ref]]);
    vault.failing = false;
    h.clock.advance(30_000);
    expect(h.vault.refs()).toEqual([]);
  });

  test('leaves no fingerprint by which the data could be confirmed, even with the key of the hub', async () => {
    const h = hub();
    const command = h.command('Put', put);
    const answer = await h.give(command, clerk);
    const record = must(h.vault.get(refOf(answer)), 'record');
    const refused = h.command('Put', { ...put, amount: 5_000 });
    await h.give(refused, clerk);
    const other = { ...put, personal: { phone: '13900008889', name } };
    const codeOf = async (one: typeof command): Promise<unknown> => {
      const given = await h.give(one, clerk);
      return given?.status === 'refused' ? given.refusal.code : given;
    };
    expect([await codeOf(command), await codeOf({ ...command, data: other })]).toEqual([answer, 'CommandIdReused']);
    await h.give(h.command('Forget', { box: 'a', ref: record.ref }), lead);
    // Whoever tries all numbers knows everything but the salt.
    const handle = { ref: record.ref, has: ['name', 'phone'] };
    const known = must(h.journal.knownCommand(command.id), 'command').fingerprint;
    const withSalt = (salt: string): string =>
      fingerprintOf(secret, 'Put', { ...put, personal: { ...handle, mac: macOf(salt, record.content) } });
    expect(known).toBe(withSalt(record.salt));
    expect([fingerprintOf(secret, 'Put', put), withSalt('')]).not.toContain(known);
    expect(holds(h.bytesOf(''), record.salt)).toBe(false);
    const stored = must(h.journal.knownCommand(refused.id), 'refused').fingerprint;
    expect(stored).toBe(fingerprintOf(secret, 'Put', { box: 'a', amount: 5_000 }));
    // What was said is gone: any repeat gets the first answer.
    expect([await codeOf(command), await codeOf({ ...command, data: other })]).toEqual([answer, answer]);
    expect(await codeOf({ ...refused, data: { ...other, amount: 5_000 } })).toBe('TooMuch');
  });
});

test('a repeat in the batch of the first is told from another command', async () => {
  const h = hub();
  const command = h.command('Put', put);
  const [first, same, other] = await Promise.all([
    h.give(command, clerk),
    h.give(command, clerk),
    h.give({ ...command, data: { ...put, personal: { phone: '1' } } }, clerk),
  ]);
  expect(same).toEqual(first);
  expect(other).toMatchObject({ refusal: { code: 'CommandIdReused' } });
});

describe('what no event speaks of does not stay in the vault', () => {
  test('but is left alone where there is more of it than a crash can leave', async () => {
    const h = hub({ desk: { batch: 2 } });
    const stray = (ref: string): VaultRecord => ({ ref, salt: 'aa', content: '{}', storedAt: 1 });
    h.vault.put([stray('1'), stray('2')]);
    await h.restart();
    expect([h.recovery.orphans, h.vault.refs()]).toEqual([2, []]);
    h.vault.put([stray('3'), stray('4'), stray('5')]);
    // The journal is older than the vault: somebody put back a copy.
    await expect(h.restart()).rejects.toThrow(JournalOlderThanVault);
    const vault = new SqliteVaultStore(h.path('vault.sqlite'));
    expect(vault.refs()).toEqual(['3', '4', '5']);
    vault.erase(['4', '5']);
    vault.close();
    await h.restart();
    expect(h.vault.refs()).toEqual([]);
  });

  test('nor grows beyond that while the vault cannot erase', async () => {
    const vault = failingVault();
    const h = hub({ vault: vault.wrap });
    const begin = h.journal.begin.bind(h.journal);
    h.journal.begin = () => {
      const transaction = begin();
      transaction.commit = () => {
        throw new Error('the disk is on fire');
      };
      return transaction;
    };
    vault.failing = 'EIO';
    for (let i = 0; i < 3; i += 1) {
      expect(await h.desk.submit(h.command('Put', put), clerk)).toMatchObject({ status: 'unavailable' });
    }
    expect(h.vault.refs()).toHaveLength(1);
    h.journal.begin = begin;
    expect(await h.desk.submit(h.command('Put', put), clerk)).toMatchObject({ status: 'unavailable' });
    vault.failing = false;
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    expect(h.vault.refs()).toEqual([ref]);
  });

  test.each<CrashPoint>(['betweenVaultAndJournal', 'beforeCommit'])('after an end at %s', async (point) => {
    const h = hub();
    h.crashAt(point);
    const command = h.command('Put', put);
    expect(await h.give(command, clerk)).toBeUndefined();
    await h.restart();
    expect(h.recovery.orphans).toBe(1);
    expect(h.journal.head().seq).toBe(0);
    expect(holds(h.bytesOf(''), name)).toBe(false);
    const ref = refOf(await h.give(command, clerk));
    expect(h.vault.refs()).toEqual([ref]);
  });

  test('after a commit that failed', async () => {
    const h = hub();
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    const begin = h.journal.begin.bind(h.journal);
    h.journal.begin = () => {
      const transaction = begin();
      transaction.commit = () => {
        throw new Error('the disk is on fire');
      };
      return transaction;
    };
    const failed = { status: 'unavailable', code: 'Busy' };
    expect(await h.desk.submit(h.command('Put', put), clerk)).toMatchObject(failed);
    expect([h.vault.refs(), h.desk.reads.box('a')?.amount]).toEqual([[], 1]);
    h.journal.begin = begin;
    expect(await h.give(h.command('Put', put), clerk)).toMatchObject({ status: 'accepted', seq: 2 });
  });

  test('a broken invariant', async () => {
    const kinds = new Map(boxCatalog.kinds);
    const box = must(kinds.get('box'), 'kind');
    kinds.set('box', {
      ...box,
      evolve(state, event) {
        if (event.type === 'Put' && (event.data as { amount: number }).amount === 13) throw new Error('unlucky');
        return box.evolve(state, event);
      },
    });
    const h = hub({ catalog: { ...boxCatalog, kinds } });
    await expect(h.give(h.command('Put', { ...put, amount: 13 }), clerk)).rejects.toThrow('unlucky');
    expect([h.vault.refs(), h.journal.vaultReferences()]).toEqual([[], []]);
  });
});
