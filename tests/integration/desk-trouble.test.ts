/** The desk where disk and store are in trouble: nothing durable is lost to the feed, erasing still works. */
import { afterEach, describe, expect, test } from 'vitest';
import type { FeedRow } from '../../hub/journal/store.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import { openPlain } from '../../db/connection.ts';
import { openCommand } from '../../shared/domain/catalog.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { CommandDefinition } from '../../shared/domain/kernel.ts';
import type { Actor, EventEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { z } from 'zod';
import type { HubKitOptions } from '../support/hub-kit.ts';
import { HubKit } from '../support/hub-kit.ts';
import type { BoxReads } from '../support/toy-domain.ts';
import { boxCatalog, boxReads, boxStream } from '../support/toy-domain.ts';

const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
const lead: Actor = { user: 'wang', seat: 'seat2', role: 'lead' };

let kit: HubKit<BoxReads> | undefined;

function hub(options: Partial<HubKitOptions<BoxReads>> = {}): HubKit<BoxReads> {
  kit = new HubKit({ catalog: boxCatalog, reads: boxReads, reactions: false, ...options });
  return kit;
}

afterEach(async () => {
  await kit?.close();
  kit = undefined;
});

/** From now on a commit becomes durable, and throws. Returns how to mend it. */
function commitsThrow(h: HubKit<BoxReads>): () => void {
  const begin = h.journal.begin.bind(h.journal);
  h.journal.begin = () => {
    const transaction = begin();
    const commit = transaction.commit.bind(transaction);
    transaction.commit = () => {
      commit();
      throw new Error('an I/O error after the fact');
    };
    return transaction;
  };
  return () => {
    h.journal.begin = begin;
  };
}

describe('a commit that is durable and throws', () => {
  test('is fed at once, in order and once, and its command gets its answer', async () => {
    const h = hub();
    const heard: FeedRow[] = [];
    h.desk.onCommitted((rows) => heard.push(...rows));
    const put = (): ReturnType<typeof h.command> => h.command('Put', { box: 'a', amount: 1 });
    await h.give(put(), clerk);
    const mend = commitsThrow(h);
    const lost = put();
    expect(await h.desk.submit(lost, clerk)).toMatchObject({ status: 'unavailable', code: 'Busy' });
    await h.settleFeed();
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2]);
    mend();
    expect(await h.give(lost, clerk)).toMatchObject({ status: 'accepted', seq: 2 });
    await h.give(put(), clerk);
    await h.settleFeed();
    expect(heard).toEqual(h.journal.feedAfter(0, 10));
    expect(h.desk.reads.box('a')?.amount).toBe(3);
  });

  test('is fed with the next one where the store cannot even be read', async () => {
    const h = hub();
    const heard: number[] = [];
    h.desk.onCommitted((rows) => heard.push(...rows.map(({ seq }) => seq)));
    const mend = commitsThrow(h);
    const feedAfter = h.journal.feedAfter.bind(h.journal);
    h.journal.feedAfter = () => {
      throw new Error('EIO');
    };
    await h.desk.submit(h.command('Put', { box: 'a', amount: 1 }), clerk);
    await h.settleFeed();
    expect(heard).toEqual([]);
    mend();
    h.journal.feedAfter = feedAfter;
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    await h.settleFeed();
    expect(heard).toEqual([1, 2]);
  });

  test('keeps its records, and empties what it says is erased', async () => {
    const h = hub();
    const mend = commitsThrow(h);
    const command = h.command('Put', { box: 'a', amount: 1, personal: { name: 'Zhao' } });
    await h.desk.submit(command, clerk);
    const answer = await h.give(command, clerk);
    const ref = must(answer?.status === 'accepted' ? answer.refs[0] : undefined, 'reference');
    expect(h.vault.refs()).toEqual([ref]);
    await h.desk.submit(h.command('Forget', { box: 'a', ref }), lead);
    expect(h.vault.refs()).toEqual([]);
    mend();
  });
});

test('trouble of the store is not taken for a fault of the command that met it', async () => {
  const h = hub();
  const begin = h.journal.begin.bind(h.journal);
  h.journal.begin = () => {
    const transaction = begin();
    const append = transaction.append.bind(transaction);
    transaction.append = (...event) => {
      if (event[0].stream === 'box/b') throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
      append(...event);
    };
    return transaction;
  };
  const commands = ['a', 'b', 'c'].map((box) => h.command('Put', { box, amount: 1, personal: { name: 'Zhao' } }));
  const answers = await Promise.all(commands.map((command) => h.desk.submit(command, clerk)));
  expect(answers.map((answer) => answer.status === 'unavailable' && answer.code)).toEqual(['Busy', 'Busy', 'Busy']);
  expect([h.journal.head().seq, h.vault.refs()]).toEqual([0, []]);
  h.journal.begin = begin;
  for (const command of commands) expect(await h.give(command, clerk)).toMatchObject({ status: 'accepted' });
});

describe('a nearly full volume', () => {
  test('turns away what could wait and still takes an erasure, in one batch', async () => {
    const h = hub({ desk: { reserve: 1_000 } });
    const answer = await h.give(h.command('Put', { box: 'a', amount: 1, personal: { name: 'Zhao' } }), clerk);
    const ref = must(answer?.status === 'accepted' ? answer.refs[0] : undefined, 'reference');
    h.free = 999;
    const put = h.command('Put', { box: 'a', amount: 1 });
    const [before, forgotten, after] = await Promise.all([
      h.desk.submit(put, clerk),
      h.desk.submit(h.command('Forget', { box: 'a', ref }), lead),
      h.desk.submit(put, clerk),
    ]);
    const full = { status: 'unavailable', code: 'StorageFull' };
    expect([before, forgotten, after]).toMatchObject([full, { status: 'accepted', seq: 2 }, full]);
    expect([h.vault.refs(), h.journal.head().seq, h.desk.status()]).toEqual([[], 2, 'storageFull']);
    expect(h.logLines.filter(({ message }) => message.startsWith('no room left'))).toHaveLength(1);
    expect(await verifyJournal(h.journal)).toMatchObject({ ok: true });
  });

  test('is told by the status as it is now, whether commands come or not', async () => {
    const h = hub({ desk: { reserve: 1_000 } });
    const steps: string[] = [];
    for (const free of [999, 1_000, 10, 5_000]) {
      h.free = free;
      steps.push(h.desk.status());
    }
    h.free = 10;
    await h.desk.submit(h.command('Put', { box: 'a', amount: 1 }), clerk);
    h.free = 5_000;
    steps.push(h.desk.status());
    h.troubled = true;
    steps.push(h.desk.status());
    expect(steps).toEqual(['storageFull', 'ok', 'storageFull', 'ok', 'ok', 'ok']);
  });
});

test('a command that comes back to a stream is folded right though the cache holds one document only', async () => {
  const aba: CommandDefinition<object, BoxReads> = {
    type: 'Aba',
    schema: z.strictObject({}),
    nature: 'fact',
    roles: ['clerk'],
    conflictsWith: [],
    decide: () => ({
      events: ['a', 'b', 'a'].map((box) => ({ stream: boxStream(box), type: 'Put', data: { amount: 1 } })),
    }),
  };
  const catalog: Catalog<BoxReads> = {
    ...boxCatalog,
    commands: new Map([...boxCatalog.commands, ['Aba', openCommand(aba)]]),
  };
  for (const documents of [0, 1]) {
    const h = hub({ catalog, desk: { documents } });
    const answer = { status: 'accepted', versions: { 'box/a': 2, 'box/b': 1 } };
    expect(await h.give(h.command('Aba', {}), clerk)).toMatchObject(answer);
    const types = h.journal.eventsAfter(0, 9).map(({ bytes }) => (JSON.parse(bytes) as EventEnvelope).version);
    expect([types, h.desk.reads.box('a')?.amount]).toEqual([[1, 1, 2], 2]);
    await h.restart();
    expect(h.desk.reads.box('a')?.amount).toBe(2);
    await h.close();
  }
  kit = undefined;
});

test('a column that was touched is found', async () => {
  const h = hub();
  await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
  await h.give(h.command('Put', { box: 'b', amount: 1 }), clerk);
  await h.reactor.stop();
  const db = openPlain(h.path('journal.sqlite'), 1_000);
  db.exec(`DROP TRIGGER event_is_never_rewritten; UPDATE event SET stream = 'box/zzz', version = 9 WHERE seq = 2`);
  db.close();
  expect(await verifyJournal(h.journal)).toEqual({ ok: false, seq: 2, reason: 'columnMismatch' });
});
