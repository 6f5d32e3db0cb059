import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FeedRow } from '../../hub/journal/store.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import type { Actor, CommandAnswer, CommandEnvelope, EventEnvelope } from '../../shared/lib/journal.ts';
import type { CommandDefinition } from '../../shared/domain/kernel.ts';
import { uuidv8 } from '../../shared/lib/ids.ts';
import { genesisHash, systemActor } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { HubKitOptions } from '../support/hub-kit.ts';
import { HubKit } from '../support/hub-kit.ts';
import type { BoxReads, BoxState } from '../support/toy-domain.ts';
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

const code = (answer: CommandAnswer | undefined): unknown =>
  answer?.status === 'refused' ? answer.refusal.code : answer?.status;

function eventsOf(of: HubKit<BoxReads>): EventEnvelope[] {
  return of.journal.eventsAfter(0, 10_000).map((stored) => JSON.parse(stored.bytes) as EventEnvelope);
}

const amountIn = (of: HubKit<BoxReads>, box: string): number | undefined =>
  (of.journal.document(boxStream(box))?.state as BoxState | undefined)?.amount;

describe('an accepted command', () => {
  test('leaves sealed events, a document and an answer', async () => {
    const h = hub();
    await h.give(h.command('Put', { box: 'a', amount: 10 }), clerk);
    h.clock.advance(1_000);
    const command = h.command('Move', { from: 'a', to: 'b', amount: 4 });
    const answer = await h.give(command, clerk);
    expect(answer).toEqual({ status: 'accepted', seq: 3, versions: { 'box/a': 2, 'box/b': 1 }, refs: [] });
    const [first, second, third] = eventsOf(h);
    expect(second).toMatchObject({
      seq: 2,
      stream: 'box/a',
      version: 2,
      type: 'Put',
      schema: 1,
      data: { amount: -4 },
      at: h.clock.now(),
      occurredAt: h.clock.now(),
      by: clerk,
      cause: command.id,
    });
    expect([first?.version, third?.version]).toEqual([1, 1]);
    expect([amountIn(h, 'a'), amountIn(h, 'b')]).toEqual([6, 4]);
    expect(await verifyJournal(h.journal)).toMatchObject({ ok: true, events: 3 });
  });

  test('the feed hears of it after the answer, in order, with the scope before and after', async () => {
    const h = hub();
    const heard: FeedRow[] = [];
    const order: string[] = [];
    h.desk.onCommitted(() => {
      throw new Error('a listener breaks');
    });
    const unsubscribe = h.desk.onCommitted((rows) => {
      order.push('feed');
      heard.push(...rows);
    });
    await Promise.all([
      h.give(h.command('Put', { box: 'a', amount: 1 }), clerk).then(() => order.push('answer')),
      h.give(h.command('Close', { box: 'a' }), lead).then(() => order.push('answer')),
    ]);
    await h.settleFeed();
    expect(order).toEqual(['answer', 'answer', 'feed']);
    expect(heard.map(({ seq, stream, version, scope }) => ({ seq, stream, version, scope }))).toEqual([
      { seq: 1, stream: 'box/a', version: 1, scope: { before: [], after: ['hall'] } },
      { seq: 2, stream: 'box/a', version: 2, scope: { before: ['hall'], after: ['archive'] } },
    ]);
    expect(heard).toEqual(h.journal.feedAfter(0, 10));
    unsubscribe();
    await h.give(h.command('Put', { box: 'b', amount: 1 }), clerk);
    await h.settleFeed();
    expect(heard).toHaveLength(2);
  });

  test('event times never go back, though the clock does', async () => {
    const h = hub();
    const start = h.clock.now();
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    h.clock.set(start - 60_000);
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    expect(eventsOf(h).map((event) => event.at)).toEqual([start, start]);
    await h.restart();
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    expect(eventsOf(h).map((event) => event.at)).toEqual([start, start, start]);
  });

  test('a late entry keeps when it happened; a sender may be a little ahead, not more', async () => {
    const h = hub();
    const now = h.clock.now();
    for (const [happenedAt, expected] of [
      [now - 3_600_000, 'accepted'],
      [now + 2_000, 'accepted'],
      [now + 2_001, 'TimeInFuture'],
    ] as const) {
      expect(code(await h.give(h.command('Mute', { box: 'a', happenedAt }), clerk))).toBe(expected);
    }
    expect(eventsOf(h).map((event) => event.occurredAt)).toEqual([now - 3_600_000, now]);
  });
});

describe('a repeat', () => {
  test('gets the first answer, for ever, refusals too', async () => {
    const h = hub();
    const good = h.command('Put', { box: 'a', amount: 10 });
    const bad = h.command('Put', { box: 'a', amount: 2_000 });
    const first = await Promise.all([h.give(good, clerk), h.give(good, clerk), h.give(bad, clerk)]);
    expect(first[1]).toEqual(first[0]);
    expect(code(first[2])).toBe('TooMuch');
    await h.give(h.command('Close', { box: 'a' }), lead);
    await h.restart();
    expect([await h.give(good, clerk), await h.give(bad, clerk)]).toEqual([first[0], first[2]]);
    expect(amountIn(h, 'a')).toBe(10);
  });

  test('another payload under a known id is refused and does not take the place of the first answer', async () => {
    const h = hub();
    const command = h.command('Put', { box: 'a', amount: 10 });
    const first = await h.give(command, clerk);
    expect(code(await h.give({ ...command, data: { box: 'a', amount: 11 } }, clerk))).toBe('CommandIdReused');
    expect(code(await h.give({ ...command, type: 'Close' }, lead))).toBe('CommandIdReused');
    // Of what somebody may not give they do not even hear that the id is taken.
    expect(code(await h.give({ ...command, type: 'Close' }, clerk))).toBe('NotAllowed');
    expect(await h.give(command, clerk)).toEqual(first);
  });
});

describe('what is refused', () => {
  const bad: [string, (h: HubKit<BoxReads>) => CommandEnvelope, object][] = [
    ['an id that is no UUID', (h) => h.command('Put', {}, { id: 'x' }), { field: 'envelope.id' }],
    ['a version below zero', (h) => h.command('Put', {}, { basedOn: { 'box/a': -1 } }), { field: 'envelope.basedOn' }],
    ['a name that is no stream', (h) => h.command('Put', {}, { basedOn: { box: 1 } }), { field: 'envelope.basedOn' }],
    ['no data', (h) => h.command('Put', null), { field: 'data', problem: 'invalid_type' }],
    ['a wrong field', (h) => h.command('Put', { box: 'a', amount: 'x' }), { field: 'amount', problem: 'invalid_type' }],
    ['an unknown field', (h) => h.command('Put', { box: 'a', amount: 1, secret: 1 }), { problem: 'unrecognized_keys' }],
    ['text that is no Unicode', (h) => h.command('Put', { box: '\ud800', amount: 1 }), { problem: 'not_json' }],
    [
      'personal data where none belongs',
      (h) => h.command('Close', { box: 'a', personal: { name: 'x' } }),
      { field: 'personal' },
    ],
    [
      'personal data of another form',
      (h) => h.command('Put', { box: 'a', amount: 1, personal: { name: 1 } }),
      { field: 'personal.name' },
    ],
    [
      'a handle in the place of personal data',
      (h) => h.command('Put', { box: 'a', amount: 1, personal: { ref: 'r', mac: 'a', has: [] } }),
      { field: 'personal', problem: 'unrecognized_keys' },
    ],
  ];
  test.each(bad)('%s', async (_name, make, params) => {
    const h = hub();
    const command = make(h);
    const answer = await h.give(command, command.type === 'Close' ? lead : clerk);
    expect(code(answer)).toBe('InvalidCommand');
    expect(answer).toMatchObject({ refusal: { params } });
    expect(h.journal.head()).toEqual({ seq: 0, hash: genesisHash, at: 0 });
  });

  test('an id of the form the hub derives, but from the hub itself; it stays free', async () => {
    const h = hub();
    const id = uuidv8(Uint8Array.from({ length: 16 }, (_, i) => i));
    const ring = h.command('Ring', { box: 'a', at: 1 }, { id });
    const refused = { status: 'refused', refusal: { params: { field: 'envelope.id', problem: 'reserved' } } };
    expect(await h.give(h.command('Put', { box: 'a', amount: 1 }, { id }), clerk)).toMatchObject(refused);
    expect(await h.give(ring, { ...systemActor, user: 'lin' })).toMatchObject(refused);
    expect(h.journal.knownCommand(id)).toBeUndefined();
    expect(code(await h.give(ring, systemActor))).toBe('accepted');
  });

  test('names no key the sender made up', async () => {
    const counts: CommandDefinition<unknown, BoxReads> = {
      ...must(boxCatalog.commands.get('Mute'), 'command'),
      type: 'Count',
      schema: z.strictObject({ counts: z.record(z.string(), z.number()) }),
    };
    const h = hub({ catalog: { ...boxCatalog, commands: new Map([...boxCatalog.commands, ['Count', counts]]) } });
    const answer = await h.give(h.command('Count', { counts: { 张三13900008888: 'x' } }), clerk);
    expect(answer).toMatchObject({ refusal: { code: 'InvalidCommand', params: { field: 'counts' } } });
    expect(h.bytesOf('journal').includes('13900008888')).toBe(false);
  });

  test('an unknown type', async () => {
    const h = hub();
    expect(code(await h.give(h.command('Fly', {}), clerk))).toBe('UnknownCommand');
  });

  test('a role that may not, and anybody who calls himself the system', async () => {
    const h = hub();
    const posing: Actor = { user: 'lin', seat: 'seat1', role: 'system' };
    const ring = { box: 'a', at: 1 };
    expect(code(await h.give(h.command('Close', { box: 'a' }), clerk))).toBe('NotAllowed');
    expect(code(await h.give(h.command('Put', { box: 'a', amount: 1 }), systemActor))).toBe('NotAllowed');
    for (const by of [clerk, lead, posing]) {
      expect(code(await h.give(h.command('Ring', ring), by))).toBe('NotAllowed');
      expect(code(await h.give(h.command('Echo', { box: 'a' }), by))).toBe('NotAllowed');
    }
    expect(code(await h.give(h.command('Ring', ring), systemActor))).toBe('accepted');
    expect(code(await h.give(h.command('Echo', { box: 'a' }), systemActor))).toBe('accepted');
    await expect(h.desk.submit(h.command('Echo', { box: 'a' }), clerk, { occurredAt: 1 })).rejects.toThrow('system');
  });

  test('what others changed meanwhile, naming the latest who did; what commutes is taken', async () => {
    const h = hub();
    const seen = { basedOn: { 'box/a': 1, 'box/never': 3 } };
    await h.give(h.command('Put', { box: 'a', amount: 10 }), clerk);
    const wish = h.command('Move', { from: 'a', to: 'b', amount: 1 }, seen);
    await h.give(h.command('Mute', { box: 'a' }), clerk);
    expect(code(await h.give({ ...wish, id: h.newId() }, clerk))).toBe('accepted');
    h.clock.advance(5_000);
    await h.give(h.command('Put', { box: 'a', amount: 1 }), lead);
    expect(await h.give(wish, clerk)).toEqual({
      status: 'refused',
      refusal: {
        code: 'ChangedMeanwhile',
        params: {
          stream: 'box/a',
          meanwhile: {
            ...{ type: 'Put', at: h.clock.now(), by: 'wang', role: lead.role, seat: lead.seat },
            ...{ name: null, unitName: null },
          },
        },
      },
    });
    expect(code(await h.give(h.command('Put', { box: 'a', amount: 1 }, seen), clerk))).toBe('accepted');
  });
});

describe('what cannot be done', () => {
  test('a broken invariant takes only its own command with it', async () => {
    const h = hub();
    const broken = h.command('Break', { box: 'a' });
    const all = await Promise.allSettled([
      h.give(h.command('Put', { box: 'a', amount: 1 }), clerk),
      h.give(broken, clerk),
      h.give(h.command('Put', { box: 'a', amount: 2 }), clerk),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(eventsOf(h).map((event) => event.version)).toEqual([1, 2]);
    expect([amountIn(h, 'a'), h.desk.reads.box('a')?.amount]).toEqual([3, 3]);
    expect(h.journal.knownCommand(broken.id)).toBeUndefined();
    expect(h.logLines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(await verifyJournal(h.journal)).toMatchObject({ ok: true });
  });

  test('below the reserve nothing is stored, reading goes on, and the same command is taken later', async () => {
    const h = hub({ desk: { reserve: 1_000 } });
    h.free = 999;
    const command = h.command('Put', { box: 'a', amount: 1 });
    expect(await h.desk.submit(command, clerk)).toMatchObject({ status: 'unavailable', code: 'StorageFull' });
    expect([h.desk.status(), h.journal.head().seq]).toEqual(['storageFull', 0]);
    h.free = 1_000;
    expect(code(await h.give(command, clerk))).toBe('accepted');
    expect(h.desk.status()).toBe('ok');
  });

  test('where the file cannot grow the whole batch is turned away and leaves nothing', async () => {
    const h = hub();
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    h.journal.limit(1);
    const many = Array.from({ length: 250 }, () =>
      h.command('Put', { box: `b${h.newId()}`, amount: 1, personal: { name: 'Zhao' } }),
    );
    const answers = await Promise.all(many.map((command) => h.desk.submit(command, clerk)));
    expect(new Set(answers.map((answer) => (answer.status === 'unavailable' ? answer.code : answer.status)))).toEqual(
      new Set(['StorageFull']),
    );
    expect([h.journal.head().seq, h.vault.refs()]).toEqual([1, []]);
    expect(h.desk.reads.box('a')?.amount).toBe(1);
    expect(h.desk.reads.box(must(many[0], 'a command').id)).toBeUndefined();
    h.journal.limit(1_000_000_000);
    const later = await Promise.all(many.map((command) => h.give(command, clerk)));
    expect(new Set(later.map(code))).toEqual(new Set(['accepted']));
    expect(h.vault.refs()).toHaveLength(250);
    expect(await verifyJournal(h.journal)).toMatchObject({ ok: true, events: 251 });
  });

  test('a full queue is Busy; a stopping desk finishes what it took', async () => {
    const h = hub({ desk: { queue: 2 } });
    const put = (): CommandEnvelope => h.command('Put', { box: 'a', amount: 1 });
    const taken = [h.desk.submit(put(), clerk), h.desk.submit(put(), clerk)];
    expect(await h.desk.submit(put(), clerk)).toMatchObject({ code: 'Busy' });
    const stopped = h.desk.stop();
    expect(await h.desk.submit(put(), clerk)).toMatchObject({ code: 'Stopping' });
    await stopped;
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect([h.desk.status(), amountIn(h, 'a')]).toEqual(['stopping', 2]);
  });
});

test('another fold folds all documents anew', async () => {
  const h = hub();
  await h.give(h.command('Put', { box: 'a', amount: 1, deadline: 5 }), clerk);
  const kind = must(boxCatalog.kinds.get('box'), 'kind');
  const doubled = {
    ...kind,
    fold: 2,
    scope: () => ['cellar'],
    dues: () => [{ rule: 'deadline', at: 9 }],
  };
  h.catalog = { ...boxCatalog, kinds: new Map([['box', doubled]]) };
  await h.restart();
  expect(h.recovery.rebuilt).toEqual(['box']);
  expect(h.journal.document(boxStream('a'))).toMatchObject({ version: 1, scope: ['cellar'], state: { amount: 1 } });
  expect(h.journal.nextDueAt()).toBe(9);
  await h.restart();
  expect(h.recovery.rebuilt).toEqual([]);
});
