import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dueCommandId, eventCommandId } from '../../hub/reactions/ids.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { Actor, EventEnvelope } from '../../shared/lib/journal.ts';
import { isUuid, uuidv8 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { HubKitOptions } from '../support/hub-kit.ts';
import { HubKit, secret } from '../support/hub-kit.ts';
import type { BoxReads } from '../support/toy-domain.ts';
import { boxCatalog, boxReads, boxStream } from '../support/toy-domain.ts';

const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
const lead: Actor = { user: 'wang', seat: 'seat2', role: 'lead' };
const start = 1_000_000;

let kit: HubKit<BoxReads> | undefined;

function hub(options: Partial<HubKitOptions<BoxReads>> = {}): HubKit<BoxReads> {
  kit = new HubKit({ catalog: boxCatalog, reads: boxReads, now: start, ...options });
  return kit;
}

afterEach(async () => {
  await kit?.close();
  kit = undefined;
});

function eventsOf(of: HubKit<BoxReads>, type: string): EventEnvelope[] {
  return of.journal
    .eventsAfter(0, 10_000)
    .map((stored) => JSON.parse(stored.bytes) as EventEnvelope)
    .filter((event) => event.type === type);
}

const rungAt = (of: HubKit<BoxReads>): unknown[] =>
  eventsOf(of, 'Rung').map(({ stream, occurredAt }) => [stream, occurredAt - start]);

/** Lets the time go by after which nothing is waited for but due times. */
async function rest(h: HubKit<BoxReads>): Promise<void> {
  h.clock.advance(2_000);
  await h.settle();
}

async function put(h: HubKit<BoxReads>, box: string, deadline?: number, amount = 1): Promise<void> {
  const data = { box, amount, ...(deadline === undefined ? {} : { deadline: start + deadline }) };
  expect(await h.give(h.command('Put', data), clerk)).toMatchObject({ status: 'accepted' });
  await h.settle();
}

describe('due times', () => {
  test('cannot be forestalled by who knows their rule, stream and instant', async () => {
    const h = hub();
    await put(h, 'a', 5_000);
    const due = { stream: boxStream('a'), rule: 'deadline', at: start + 5_000 };
    const text = `due|${due.rule}|${due.stream}|${due.at}`;
    const guesses = [uuidv8(createHash('sha256').update(text).digest()), dueCommandId(new Uint8Array(32), due)];
    expect(guesses).not.toContain(dueCommandId(secret, due));
    for (const id of [...guesses, dueCommandId(secret, due)]) {
      const answer = await h.give(h.command('Put', { box: 'zz', amount: 1 }, { id }), clerk);
      expect(answer).toMatchObject({ refusal: { code: 'InvalidCommand' } });
    }
    h.clock.advance(5_000);
    await h.settle();
    expect(rungAt(h)).toEqual([['box/a', 5_000]]);
  });

  test('ring when they come, once, as the system, with an id of their own', async () => {
    const h = hub();
    await put(h, 'a', 5_000);
    h.clock.advance(4_999);
    await h.settle();
    expect(rungAt(h)).toEqual([]);
    h.clock.advance(1);
    await h.settle();
    h.clock.advance(100_000);
    await h.settle();
    const due = { stream: boxStream('a'), rule: 'deadline', at: start + 5_000 };
    const cause = dueCommandId(secret, due);
    expect(isUuid(cause)).toBe(true);
    expect(eventsOf(h, 'Rung')).toMatchObject([{ at: due.at, occurredAt: due.at, by: systemActor, cause }]);
  });

  test('an earlier one that comes later is not overslept', async () => {
    const h = hub();
    await put(h, 'a', 5_000);
    await put(h, 'b', 1_000);
    h.clock.advance(1_000);
    await h.settle();
    expect(rungAt(h)).toEqual([['box/b', 1_000]]);
  });

  test('after downtime they ring in due order with the time at which they were due', async () => {
    const h = hub({ reactions: false });
    for (const [box, deadline] of [
      ['a', 7_000],
      ['b', 3_000],
      ['c', 5_000],
      ['b', 6_000],
    ] as const) {
      const data = { box, amount: 1, deadline: start + deadline };
      await h.give(h.command('Put', data), clerk);
    }
    h.clock.advance(3_600_000);
    h.reactor.start();
    await h.settle();
    expect(rungAt(h)).toEqual([
      ['box/b', 3_000],
      ['box/c', 5_000],
      ['box/b', 6_000],
      ['box/a', 7_000],
    ]);
    expect(new Set(eventsOf(h, 'Rung').map((event) => event.at))).toEqual(new Set([start + 3_600_000]));
  });

  test('what events ask for comes before what is due', async () => {
    const h = hub({ reactions: false });
    await h.give(h.command('Put', { box: 'a', amount: 50, deadline: start + 1_000 }), clerk);
    h.clock.advance(2_000);
    h.reactor.start();
    await h.settle();
    const types = h.journal.eventsAfter(1, 10).map((stored) => (JSON.parse(stored.bytes) as EventEnvelope).type);
    expect(types).toEqual(['Echoed', 'Rung']);
  });

  test('one that asks for nothing is dropped, for good', async () => {
    const h = hub();
    await put(h, 'a', 5_000);
    await h.give(h.command('Close', { box: 'a' }), lead);
    h.clock.advance(5_000);
    await h.settle();
    await rest(h);
    expect([rungAt(h), h.journal.nextDueAt(), h.clock.waiting]).toEqual([[], undefined, 0]);
    await h.restart();
    await h.settle();
    expect([rungAt(h), h.journal.nextDueAt()]).toEqual([[], undefined]);
  });

  test('one that is refused is dropped, for good, and asked no second time', async () => {
    const h = hub();
    await put(h, 'a', 5_000);
    await h.give(h.command('Mute', { box: 'a' }), clerk);
    h.clock.advance(5_000);
    await h.settle();
    await rest(h);
    expect([rungAt(h), h.journal.nextDueAt(), h.clock.waiting]).toEqual([[], undefined, 0]);
    // The document names it again: the id is known, so the first answer stands, and the row goes again.
    await put(h, 'a');
    expect([rungAt(h), h.journal.nextDueAt()]).toEqual([[], undefined]);
    await h.restart();
    await h.settle();
    expect(h.logLines.filter(({ message }) => message === 'a reaction was refused').length).toBeLessThanOrEqual(2);
  });

  test.each(['betweenVaultAndJournal', 'beforeCommit', 'afterCommitBeforeAnswer', 'afterAnswerBeforeFeed'] as const)(
    'an end at %s while one rings does not ring it twice, nor never',
    async (point) => {
      const h = hub();
      await put(h, 'a', 5_000);
      await put(h, 'b', 6_000);
      h.crashAt(point);
      h.clock.advance(10_000);
      await h.settle();
      expect(h.crashed).toBe(true);
      await h.restart();
      await h.settle();
      expect(rungAt(h)).toEqual([
        ['box/a', 5_000],
        ['box/b', 6_000],
      ]);
    },
  );

  test('one whose reaction fails does not hold up the others and is tried again', async () => {
    let failing = true;
    const ring = must(boxCatalog.dueReactions.get('deadline'), 'reaction');
    const catalog: Catalog<BoxReads> = {
      ...boxCatalog,
      dueReactions: new Map([
        [
          'deadline',
          (stream, reads, due) => {
            if (failing && stream === 'box/a') throw new Error('cannot');
            return ring(stream, reads, due);
          },
        ],
      ]),
    };
    const h = hub({ catalog });
    await put(h, 'a', 1_000);
    await put(h, 'b', 2_000);
    await put(h, 'c', 30_000);
    h.clock.advance(2_000);
    await h.settle();
    expect(rungAt(h)).toEqual([['box/b', 2_000]]);
    h.clock.advance(28_000);
    await h.settle();
    expect(rungAt(h)).toEqual([
      ['box/b', 2_000],
      ['box/c', 30_000],
    ]);
    failing = false;
    h.clock.advance(60_000);
    await h.settle();
    expect(rungAt(h).at(-1)).toEqual(['box/a', 1_000]);
  });
});

describe('events', () => {
  test('are reacted to once, with the time at which they happened', async () => {
    const h = hub();
    await put(h, 'a', undefined, 50);
    const [cause] = eventsOf(h, 'Put');
    const id = eventCommandId(secret, 'echo', must(cause, 'event').id);
    expect(eventsOf(h, 'Echoed')).toMatchObject([{ cause: id, by: systemActor, occurredAt: start }]);
    await h.restart();
    await h.settle();
    expect(eventsOf(h, 'Echoed')).toHaveLength(1);
    expect(h.journal.reactionCursor()).toBe(2);
  });

  test.each([
    ['betweenEventAndReaction', 1],
    ['betweenEventAndReaction', 2],
    ['beforeCommit', 2],
    ['afterCommitBeforeAnswer', 2],
    ['afterAnswerBeforeFeed', 1],
    ['afterAnswerBeforeFeed', 2],
  ] as const)('an end at %s (time %i) neither repeats nor loses a reaction', async (point, nth) => {
    const h = hub();
    h.crashAt(point, nth);
    await h.give(h.command('Put', { box: 'a', amount: 50 }), clerk);
    await h.settle();
    expect(h.crashed).toBe(true);
    await h.restart();
    await h.settle();
    expect(eventsOf(h, 'Echoed')).toHaveLength(1);
  });

  test('a full store is waited for', async () => {
    const h = hub();
    await h.reactor.stop();
    await h.give(h.command('Put', { box: 'a', amount: 50 }), clerk);
    h.free = 0;
    h.reactor.start();
    await h.reactor.idle();
    expect(eventsOf(h, 'Echoed')).toEqual([]);
    h.free = Number.MAX_SAFE_INTEGER;
    h.clock.advance(30_000);
    await h.settle();
    expect(eventsOf(h, 'Echoed')).toHaveLength(1);
  });

  test('trouble of the disk, of the store or of a whole batch takes no reaction away, however long it lasts', async () => {
    for (const breakIt of [
      (h: HubKit<BoxReads>) => {
        h.troubled = true;
        return () => (h.troubled = false);
      },
      (h: HubKit<BoxReads>) => {
        const begin = h.journal.begin.bind(h.journal);
        h.journal.begin = () => {
          const transaction = begin();
          transaction.knownCommand = () => {
            throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' });
          };
          return transaction;
        };
        return () => (h.journal.begin = begin);
      },
    ]) {
      const h = hub();
      let mend: (() => void) | undefined;
      const unsubscribe = h.desk.onCommitted(() => (mend = breakIt(h)));
      await h.give(h.command('Put', { box: 'a', amount: 50 }), clerk);
      await h.settleFeed();
      unsubscribe();
      for (let i = 0; i < 12; i += 1) {
        await h.reactor.idle();
        h.clock.advance(10_000);
      }
      await h.reactor.idle();
      expect([eventsOf(h, 'Echoed'), h.reactor.cursor()]).toEqual([[], 0]);
      must(mend, 'a commit')();
      h.clock.advance(10_000);
      await h.settle();
      expect(eventsOf(h, 'Echoed')).toHaveLength(1);
      await h.close();
    }
    kit = undefined;
  });

  test('a reaction that fails is tried again after its pause, and not with each commit', async () => {
    let tries = 0;
    const catalog: Catalog<BoxReads> = {
      ...boxCatalog,
      eventReactions: [
        (event) => {
          if (event.stream !== 'box/bad') return [];
          tries += 1;
          throw new Error('cannot');
        },
      ],
    };
    const h = hub({ catalog });
    await h.give(h.command('Put', { box: 'bad', amount: 1 }), clerk);
    for (let i = 0; i < 12; i += 1) {
      await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
      await h.settleFeed();
      await h.reactor.idle();
    }
    expect([tries, h.reactor.cursor()]).toEqual([1, 0]);
    h.clock.advance(1_000);
    await h.reactor.idle();
    expect(tries).toBe(2);
  });

  test('that ask for nothing cost no commit of their own', async () => {
    const h = hub();
    await h.settle();
    const begun = vi.spyOn(h.journal, 'begin');
    for (let i = 0; i < 10; i += 1) {
      await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
      await h.settleFeed();
      await h.settle();
    }
    expect([begun.mock.calls.length, h.reactor.cursor(), h.journal.reactionCursor()]).toEqual([10, 10, 0]);
    // What was done stands there at once: it shall not be tried again.
    await put(h, 'a', undefined, 50);
    expect(h.journal.reactionCursor()).toBeGreaterThanOrEqual(11);
    await put(h, 'a');
    await rest(h);
    expect(h.journal.reactionCursor()).toBe(13);
    await put(h, 'a');
    await h.reactor.stop();
    expect(h.journal.reactionCursor()).toBe(14);
  });

  test('the stored cursor never lags far behind, and a restart looks at the rest again', async () => {
    const h = hub();
    await Promise.all(Array.from({ length: 300 }, () => h.give(h.command('Put', { box: 'a', amount: 1 }), clerk)));
    await h.settle();
    expect(h.journal.reactionCursor()).toBeGreaterThan(40);
    expect(h.journal.reactionCursor()).toBeLessThan(300);
    h.crashAt('beforeCommit');
    await h.give(h.command('Put', { box: 'a', amount: 1 }), clerk);
    await h.restart();
    await h.settle();
    expect([h.reactor.cursor(), eventsOf(h, 'Echoed')]).toEqual([300, []]);
  });

  test('a reaction that fails again and again is given up, with an error, and the next ones are done', async () => {
    const catalog: Catalog<BoxReads> = {
      ...boxCatalog,
      eventReactions: [
        (event) => {
          if (event.stream === 'box/bad') throw new Error('cannot');
          return [];
        },
        ...boxCatalog.eventReactions,
      ],
    };
    const h = hub({ catalog });
    await h.give(h.command('Put', { box: 'bad', amount: 50 }), clerk);
    await h.give(h.command('Put', { box: 'a', amount: 50 }), clerk);
    await h.reactor.idle();
    for (let i = 0; i < 6; i += 1) {
      h.clock.advance(1_000);
      await h.reactor.idle();
    }
    await h.settle();
    expect(eventsOf(h, 'Echoed').map((event) => event.stream)).toEqual(['box/a']);
    expect(h.logLines.some(({ data }) => 'over' in data && data.over === true)).toBe(true);
  });
});
