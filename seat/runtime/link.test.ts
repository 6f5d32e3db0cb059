import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import type { HelloAnswer } from '../../shared/wire/hub-protocol.ts';
import { helloSchema } from '../../shared/wire/hub-protocol.ts';
import { HubTime } from './hub-time.ts';
import { Link } from './link.ts';
import { LinkFault } from './link-owner.ts';
import type { LinkOwner } from './link-owner.ts';
import type { JournalIdentity, OpenWire, WireEvents } from './ports.ts';

const journalId = '01920000-0000-7000-8000-000000000001';
const welcome: HelloAnswer = {
  status: 'welcome',
  mode: 'resume',
  reason: 'none',
  journalId,
  epoch: 1,
  headSeq: 0,
  hubTime: 1,
  user: 'lin',
  person: { id: 'lin', login: 'lin', name: 'Lin', roles: [] },
  labels: [],
  foldKey: 'f',
  reofferAfter: null,
  erasedRefs: [],
  demoClock: false,
  clockRate: 1,
  lockAfterMs: null,
};

interface Opened {
  readonly url: string;
  readonly at: number;
  readonly events: WireEvents;
  readonly asked: { readonly name: string; readonly answered: (answer: unknown) => void }[];
  closed: boolean;
}

function setUp(urls: readonly string[] = ['one'], owner: Partial<LinkOwner> = {}) {
  const clock = new ManualClock(0);
  const opened: Opened[] = [];
  const ended: string[] = [];
  let lost = 0;
  const journals = new Map<string, JournalIdentity>();
  const openWire: OpenWire = (url, _handshake, events) => {
    const one: Opened = { url, at: clock.now(), events, asked: [], closed: false };
    opened.push(one);
    return {
      send: () => undefined,
      ask: (name, body, _timeout, answered) => {
        if (name === 'hello') helloSchema.parse(body);
        one.asked.push({ name, answered });
      },
      close: () => (one.closed = true),
    };
  };
  const nothing = (): void => undefined;
  const time = new HubTime({ machine: () => clock.now() });
  const link = new Link(
    {
      clock: { machine: () => clock.now() },
      timers: clock,
      // In the middle: no jitter.
      random: { bytes: () => Uint8Array.of(128) },
      log: { info: nothing, warn: nothing, error: nothing },
      openWire,
      http: { journal: (url) => Promise.resolve(journals.get(url)) },
    },
    urls,
    'seat1',
    time,
    {
      journal: () => undefined,
      hello: () => ({ cache: null, personalRefs: [] }),
      ...{ welcomed: nothing, batch: nothing, rested: nothing, page: nothing, presence: nothing, erased: nothing },
      ...{ timed: nothing, changed: nothing, person: nothing, unitIndex: nothing, positions: nothing, barred: nothing },
      videoEnded: nothing,
      intakes: nothing,
      onlineMaps: nothing,
      savedViews: nothing,
      sessionEnded: (code) => ended.push(code),
      lost: () => (lost += 1),
      ...owner,
    },
  );
  const last = (): Opened => {
    const one = opened.at(-1);
    if (one === undefined) throw new Error('nothing was opened');
    return one;
  };
  const live = (): void => {
    last().events.opened();
    last().asked.at(-1)?.answered(welcome);
    link.caughtUp();
  };
  return {
    clock,
    link,
    opened,
    ended,
    last,
    live,
    time,
    lost: () => lost,
    journals,
    firstIsAlive: (is: boolean) => (is ? journals.set('one', { journalId, epoch: 1 }) : journals.delete('one')),
  };
}

test('tries again, each address in its turn', () => {
  const { clock, link, opened, last } = setUp(['one', 'two']);
  link.start('token');
  expect(link.state).toBe('connecting');
  for (let n = 0; n < 12; n += 1) {
    last().events.closed(null);
    expect([link.state, link.reason]).toEqual(['offline', 'HubUnreachable']);
    clock.advance(3_000);
  }
  expect(opened.map(({ url }) => url).slice(0, 5)).toEqual(['one', 'two', 'one', 'two', 'one']);
});

test('the steps of the ladder, and back to its foot after a link that held', () => {
  const { clock, link, opened, last, live } = setUp();
  const waitOf = (): number => {
    const before = opened.length;
    const from = clock.now();
    last().events.closed(null);
    while (opened.length === before) clock.advance(50);
    return clock.now() - from;
  };
  link.start('token');
  expect([waitOf(), waitOf(), waitOf(), waitOf(), waitOf(), waitOf()]).toEqual([200, 500, 1_000, 2_000, 3_000, 3_000]);
  live();
  expect(waitOf()).toBe(3_000);
  live();
  clock.advance(6_000);
  expect(waitOf()).toBeLessThanOrEqual(50);
});

test('a hub that says nothing for longer than it takes to ask it is gone', () => {
  const { clock, link, last, live, opened, lost } = setUp();
  link.start('token');
  live();
  expect(last().asked.at(-1)?.name).toBe('time');
  last().asked.at(-1)?.answered(99);
  // What says how true the documents are is a sign of life too: nobody asks.
  for (let n = 0; n < 5; n += 1) {
    last().events.message('feed', { items: [], through: { seq: 0, hash: '0'.repeat(64) }, hubTime: 99 });
    clock.advance(3_000);
  }
  expect(last().asked.filter(({ name }) => name === 'time')).toHaveLength(1);
  clock.advance(3_000);
  expect(last().asked.filter(({ name }) => name === 'time')).toHaveLength(2);
  clock.advance(6_000);
  expect(link.state).toBe('live');
  const silent = last();
  clock.advance(250);
  expect([link.state, link.reason, silent.closed, lost()]).toEqual(['offline', 'HubSilent', true, 1]);
  clock.advance(200);
  expect(opened).toHaveLength(2);
  // What comes from it all the same is not heard.
  silent.asked.at(-1)?.answered(5);
  silent.events.closed(null);
  expect(link.reason).toBe('HubSilent');
});

test('an attempt that neither opens nor fails is given up', () => {
  const { clock, link, opened, last } = setUp();
  link.start('token');
  clock.advance(10_000);
  expect(link.reason).toBe('HubUnreachable');
  clock.advance(200);
  expect(opened).toHaveLength(2);
  last().events.opened();
  last().asked[0]?.answered(undefined);
  expect(link.reason).toBe('HubSilent');
});

test.each(['ProtocolTooOld', 'ProtocolTooNew', 'InvalidMessage'] as const)(
  'refused with %s it waits for people',
  (code) => {
    const { clock, link, opened, last } = setUp();
    link.start('token');
    last().events.opened();
    last().asked[0]?.answered({ status: 'refused', code, detail: 'x' });
    expect([link.state, link.reason]).toEqual(['refused', code]);
    clock.advance(20_000);
    expect(opened).toHaveLength(1);
    clock.advance(15_000);
    expect(opened).toHaveLength(2);
    last().events.closed(code);
    expect(link.state).toBe('refused');
  },
);

test('a log-in that is worth nothing any more ends the link for good', () => {
  for (const end of [
    (one: Opened) => one.events.closed('NotAllowed'),
    (one: Opened) => {
      one.events.opened();
      one.asked[0]?.answered({ status: 'refused', code: 'NotAllowed', detail: 'x' });
    },
    (one: Opened) => {
      one.events.opened();
      one.asked[0]?.answered(welcome);
      one.events.message('sessionEnded', { code: 'Expired' });
    },
  ]) {
    const { clock, link, opened, ended, last } = setUp();
    link.start('token');
    end(last());
    expect(link.state).toBe('signedOut');
    expect(ended).toEqual([link.reason]);
    clock.advance(100_000);
    expect(opened).toHaveLength(1);
  }
});

test('what is no message of the protocol, or makes the owner throw, ends the connection and not the seat', () => {
  const { clock, link, opened, last, live } = setUp(['one'], {
    batch: () => {
      throw new LinkFault('FeedBroken', 'test');
    },
    erased: () => {
      throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    },
  });
  link.start('token');
  const faults = [
    ['HubMisspoke', () => last().events.message('feed', { items: 'none' })],
    ['HubMisspoke', () => last().events.message('snapshot', { page: -1 })],
    [
      'FeedBroken',
      () => last().events.message('feed', { items: [], through: { seq: 1, hash: 'a'.repeat(64) }, hubTime: 1 }),
    ],
    ['StorageFull', () => last().events.message('erased', ['ref'])],
  ] as const;
  for (const [reason, fault] of faults) {
    live();
    expect(link.state).toBe('live');
    fault();
    expect([link.state, link.reason]).toEqual(['offline', reason]);
    const before = opened.length;
    while (opened.length === before) clock.advance(100);
  }
});

test('positions and presence do not keep it from asking how true the documents are', () => {
  let timed = 0;
  const { clock, link, last, live } = setUp(['one'], { timed: () => (timed += 1) });
  link.start('token');
  live();
  for (let second = 0; second < 20; second += 1) {
    last().events.message('presence', []);
    clock.advance(1_000);
    for (const ask of last().asked.filter(({ name }) => name === 'time')) ask.answered(clock.now());
  }
  expect(timed).toBeGreaterThanOrEqual(3);
});

test('the clock is measured while the link is up', () => {
  const { clock, link, last, live, time } = setUp();
  link.start('token');
  live();
  clock.advance(40);
  last().asked.at(-1)?.answered(1_000_000);
  expect(time.now()).toBe(1_000_020);
});

const barredAnswer: HelloAnswer = { status: 'refused', code: 'NotAllowed', detail: 'SecondFactorMissing' };

test('who has to set up a second factor first keeps the link, asks the office, and says hello again on it', () => {
  let barred = 0;
  const { link, opened, ended, last, live } = setUp(['one'], { barred: () => (barred += 1) });
  link.start('token');
  last().events.opened();
  last().asked.at(-1)?.answered(barredAnswer);
  expect([link.state, link.reason, link.hub, barred]).toEqual(['refused', 'SecondFactorMissing', 'one', 1]);
  link.ask('office', {}, 1, () => undefined);
  expect(last().asked.at(-1)?.name).toBe('office');
  let answered = 0;
  link.ask('command', {}, 1, () => (answered += 1));
  expect([last().asked.at(-1)?.name, answered]).toEqual(['office', 1]);
  link.greetAgain();
  expect(last().asked.map(({ name }) => name)).toEqual(['hello', 'office', 'hello']);
  last().asked.at(-1)?.answered(welcome);
  link.caughtUp();
  expect([link.state, link.barred, opened.length, ended]).toEqual(['live', false, 1, []]);
  // Said once: nobody greets a hub that has welcomed.
  link.greetAgain();
  expect(last().asked.filter(({ name }) => name === 'hello')).toHaveLength(2);
  live();
});

test('a hello refused for any other reason ends the log-in', () => {
  const { link, ended, last } = setUp();
  link.start('token');
  last().events.opened();
  last()
    .asked.at(-1)
    ?.answered({ ...barredAnswer, detail: 'no log-in, or nothing it may see' });
  expect([link.state, ended]).toEqual(['signedOut', ['NotAllowed']]);
});

describe('two addresses', () => {
  /** Over the second one, as the first did not answer. */
  function overSecond() {
    const made = setUp(['one', 'two']);
    made.link.start('token');
    made.last().events.closed(null);
    made.clock.advance(1_000);
    made.live();
    expect([made.last().url, made.link.hub, made.link.state]).toEqual(['two', 'two', 'live']);
    /** Time in which what was asked over HTTP is answered too. */
    const pass = async (milliseconds: number): Promise<void> => {
      for (let left = milliseconds; left > 0; left -= 1_000) {
        made.clock.advance(1_000);
        // The hub answers each question for its time.
        for (const { name, answered } of made.last().asked.filter((one) => one.name === 'time')) {
          expect(name).toBe('time');
          answered(made.clock.now());
        }
        await Promise.resolve();
        await Promise.resolve();
      }
    };
    return { ...made, pass };
  }

  test('back to the first once that has answered steadily', async () => {
    const { link, opened, last, live, pass, firstIsAlive, lost } = overSecond();
    await pass(60_000);
    expect([opened.length, link.state]).toEqual([2, 'live']);
    firstIsAlive(true);
    await pass(20_000);
    firstIsAlive(false);
    await pass(20_000);
    expect([opened.length, link.state]).toEqual([2, 'live']);
    firstIsAlive(true);
    await pass(31_000);
    expect([opened.length, last().url, opened[1]?.closed, lost()]).toEqual([3, 'one', true, 1]);
    live();
    expect([link.hub, link.state]).toEqual(['one', 'live']);
    await pass(120_000);
    expect(opened).toHaveLength(3);
  });

  test('where the first answers and then lets nobody in, the second is there again', async () => {
    const { link, clock, last, live, pass, firstIsAlive } = overSecond();
    firstIsAlive(true);
    await pass(31_000);
    expect(last().url).toBe('one');
    last().events.closed(null);
    clock.advance(1_000);
    live();
    expect([link.hub, link.state]).toEqual(['two', 'live']);
  });

  test('each return in vain makes the next look rarer, until it holds there again', async () => {
    const { link, clock, opened, last, live, pass, firstIsAlive } = overSecond();
    firstIsAlive(true);
    await pass(31_000);
    last().events.closed(null);
    clock.advance(1_000);
    live();
    await pass(55_000);
    expect([opened.length, last().url, link.state]).toEqual([4, 'two', 'live']);
    await pass(6_000);
    expect(last().url).toBe('one');
    live();
    await pass(6_000);
    last().events.closed(null);
    clock.advance(1_000);
    last().events.closed(null);
    clock.advance(1_000);
    live();
    expect(last().url).toBe('two');
    await pass(31_000);
    expect(last().url).toBe('one');
  });

  test('a lost hub that wakes with its old state is neither gone back to nor tried, and ends nobody’s log-in', async () => {
    const met = { journalId, epoch: 2 };
    const { link, clock, opened, ended, last, live, journals } = setUp(['one', 'two'], { journal: () => met });
    const pass = async (milliseconds: number): Promise<void> => {
      for (let left = milliseconds; left > 0; left -= 500) {
        clock.advance(500);
        for (const { name, answered } of opened.at(-1)?.asked ?? []) if (name === 'time') answered(clock.now());
        for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
      }
    };
    journals.set('one', { journalId, epoch: 1 });
    journals.set('two', met);
    link.start('token');
    await pass(500);
    expect([link.state, link.reason]).toEqual(['offline', 'HubOutdated']);
    await pass(1_000);
    expect(opened.map(({ url }) => url)).toEqual(['two']);
    live();
    await pass(60_000);
    expect([opened.length, link.state]).toEqual([1, 'live']);
    // Nor where the good one is away for a moment.
    last().events.closed(null);
    await pass(3_000);
    live();
    expect([...new Set(opened.map(({ url }) => url)), ...ended]).toEqual(['two']);
    journals.set('one', { journalId: '01920000-0000-7000-8000-000000000002', epoch: 9 });
    await pass(60_000);
    expect(last().url).toBe('two');
    journals.set('one', { journalId, epoch: 3 });
    await pass(32_000);
    expect(last().url).toBe('one');
  });

  test('who logs out meanwhile is not brought back', async () => {
    const { link, opened, pass, firstIsAlive } = overSecond();
    firstIsAlive(true);
    await pass(25_000);
    link.stop(null);
    await pass(60_000);
    expect([opened.length, link.state, link.hub]).toEqual([2, 'signedOut', null]);
  });
});
