import { afterEach, describe, expect, test } from 'vitest';
import { macOf } from '../../hub/desk/personal.ts';
import type { VaultStore } from '../../hub/journal/store.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import type { CrashPoint } from '../../hub/ports.ts';
import type { Actor, CommandAnswer, EventEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { HubKitOptions } from '../support/hub-kit.ts';
import { HubKit } from '../support/hub-kit.ts';
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

  test('is tried again after the next commit where the vault could not', async () => {
    let failing = true;
    const h = hub({
      vault: (store): VaultStore => ({
        put: (records) => store.put(records),
        get: (ref) => store.get(ref),
        refs: () => store.refs(),
        close: () => store.close(),
        erase(refs) {
          if (failing) throw new Error('the vault is busy');
          store.erase(refs);
        },
      }),
    });
    const ref = refOf(await h.give(h.command('Put', put), clerk));
    await h.give(h.command('Forget', { box: 'a', ref }), lead);
    expect(h.vault.refs()).toEqual([ref]);
    failing = false;
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    expect(h.vault.refs()).toEqual([]);
  });
});

describe('what no event speaks of does not stay in the vault', () => {
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
    await expect(h.give(h.command('Put', put), clerk)).rejects.toThrow('on fire');
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
