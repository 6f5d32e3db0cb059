/** The seat's link and cache against a real feed: catching up, staying live, and starting over where in doubt. */
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SeatFolderInUse } from '../../db/seat/seat-folder.ts';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import type { FeedHub } from '../support/feed-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { everything, eventsOf, FaultyNet, openHub, openSeat, SeatKit, urlOf, when } from '../support/seat-kit.ts';

async function fill(hub: FeedHub, count: number): Promise<void> {
  await hub.giveAll(Array.from({ length: count }, (_, n) => ['Put', { box: `b${n % 40}`, amount: 1 }] as const));
}

function expectSame(seat: SeatKit, hub: FeedHub, labels: readonly string[] = everything): void {
  expect(seat.composed.seat.digest()).toEqual(digestNow(hub.journal, labelsFrom(labels)));
}

test('a new seat takes a snapshot, then follows; its documents are the hub’s', async () => {
  const hub = await openHub();
  await fill(hub, 300);
  const seat = await openSeat(hub);
  expectSame(seat, hub);
  await fill(hub, 200);
  await when(hub, () => seat.status?.lastSeq === hub.head);
  expectSame(seat, hub);
  expect(seat.documents.size).toBe(hub.inScope(everything).length);
  expect(await seat.request('checkDigest', {})).toEqual({ status: 'equal', seq: hub.head, count: seat.documents.size });
  expect(seat.status).toMatchObject({ link: 'live', linkReason: null, demoClock: false, clockRate: 1, seat: 'seat1' });
});

test('what happened while the link was broken comes without gap or repeat, by itself', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  await fill(hub, 50);
  for (let round = 0; round < 5; round += 1) {
    seat.net.cut();
    await fill(hub, 30);
    await when(hub, () => seat.live && seat.status?.lastSeq === hub.head);
    expectSame(seat, hub);
  }
  expect(seat.net.hellos.slice(1).every((hello) => (hello as { cache: unknown }).cache !== null)).toBe(true);
  expect(hub.snapshotReasons).toEqual(['empty']);
  expect(seat.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('started again, also without a hub, it shows what it has and how old that is', async () => {
  const hub = await openHub();
  const first = await openSeat(hub);
  await fill(hub, 20);
  await when(hub, () => first.status?.lastSeq === hub.head);
  const { asOf } = first.status ?? { asOf: -1 };
  first.close();
  const net = new FaultyNet();
  net.down = true;
  const second = new SeatKit([urlOf(hub)], { dir: first.dir, net });
  await second.request('watch', { watch: 1, kinds: ['box', 'parcel', 'rights'] });
  await when(hub, () => second.status?.link === 'offline');
  expect(second.status).toMatchObject({ user: { id: 'lin' }, linkReason: 'HubUnreachable', lastSeq: hub.head });
  expect(second.status?.asOf).toBeLessThanOrEqual(asOf);
  expect(second.documents.size).toBe(21);
  expect(await second.request('checkDigest', {})).toEqual({ status: 'offline' });
  net.down = false;
  await when(hub, () => second.live);
  expect(hub.snapshotReasons).toEqual(['empty']);
});

test('a silent link is noticed and made anew', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub, { speed: 20 });
  const before = seat.net.opened;
  seat.net.silent = true;
  await when(hub, () => seat.status?.linkReason === 'HubSilent');
  expect(seat.status?.link).toBe('offline');
  seat.net.silent = false;
  await when(hub, () => seat.live);
  expect(seat.net.opened).toBeGreaterThan(before);
});

test('where the first address is silent, the second one serves', async () => {
  const hub = await openHub();
  const seat = new SeatKit(['http://127.0.0.1:9', urlOf(hub)]);
  await seat.login();
  await when(hub, () => seat.live);
  expectSame(seat, hub);
});

test('a wrong password says so; a log-in that ends signs out and hides everything', async () => {
  const hub = await openHub();
  const seat = new SeatKit([urlOf(hub)]);
  expect(await seat.login('lin', 'wrong')).toEqual({
    ...{ status: 'refused', code: 'WrongLogin', minutes: null, retryAt: null },
  });
  expect(seat.status).toMatchObject({ link: 'signedOut', user: null });
  await seat.login();
  await when(hub, () => seat.live && seat.documents.size > 0);
  hub.endSession(`${'t'.repeat(20)}.lin.seat1`, 'Disabled');
  await when(hub, () => seat.status?.link === 'signedOut');
  expect(seat.status).toMatchObject({ user: null, linkReason: 'Disabled' });
  expect(seat.documents.size).toBe(0);
  // The log-in is not taken up again by a restart.
  seat.close();
  const again = new SeatKit([urlOf(hub)], { dir: seat.dir });
  await when(hub, () => again.status !== undefined);
  expect(again.status).toMatchObject({ link: 'signedOut', user: null });
});

test('who comes after sees nothing of what was there before until the hub says what is theirs', async () => {
  const hub = await openHub({ lin: everything, wang: ['a'] });
  await fill(hub, 10);
  const seat = await openSeat(hub);
  expect(seat.documents.size).toBe(11);
  await seat.request('logout', {});
  expect(seat.documents.size).toBe(0);
  const shown: number[] = [];
  seat.composed.seat.onPush((push) => {
    if (push.push === 'opened') shown.push(push.documents.length);
  });
  await seat.login('wang');
  await when(hub, () => seat.live && seat.documents.size > 0);
  expect([...seat.documents.keys()]).toEqual(['rights/all']);
  expect(Math.max(...shown)).toBe(1);
  expect(hub.snapshotReasons).toEqual(['empty', 'scope']);
  expectSame(seat, hub, ['a']);
});

test('rights that change at work bring and take documents', async () => {
  const hub = await openHub({ lin: ['a', 'hall'] });
  const seat = await openSeat(hub);
  await hub.give('Place', { parcel: 'p', labels: ['b'] });
  await hub.give('Weigh', { parcel: 'p', add: 2 });
  await fill(hub, 5);
  await when(hub, () => seat.status?.lastSeq === hub.head);
  expect(seat.documents.has('parcel/p')).toBe(false);
  await hub.give('Grant', { account: 'lin', labels: ['a', 'b'] });
  await when(hub, () => seat.documents.has('parcel/p'));
  expect([...seat.documents.keys()].sort()).toEqual(['parcel/p', 'rights/all']);
  await hub.give('Weigh', { parcel: 'p', add: 3 });
  await when(hub, () => (seat.documents.get('parcel/p')?.state as { weight: number }).weight === 5);
  await hub.give('Place', { parcel: 'p', labels: ['hall'] });
  await when(hub, () => !seat.documents.has('parcel/p'));
  await when(hub, () => seat.status?.lastSeq === hub.head);
  expectSame(seat, hub, ['a', 'b']);
});

const gaps: Record<string, (net: FaultyNet) => void> = {
  'leaves out a batch': (net) => {
    net.batch = (batch) => {
      net.batch = (later) => later;
      return batch.items.length > 0 ? undefined : batch;
    };
  },
  'repeats an event': (net) => {
    net.batch = (batch) => {
      const [item] = batch.items;
      if (item === undefined) return batch;
      net.batch = (later) => later;
      return { ...batch, items: [item, ...batch.items] };
    };
  },
  'goes back': (net) => {
    net.batch = (batch) => {
      net.batch = (later) => later;
      return { ...batch, items: [], through: { seq: 1, hash: batch.through.hash } };
    };
  },
  'names another hash for the same place': (net) => {
    let last = 0;
    net.batch = (batch) => {
      if (batch.through.seq !== last) {
        last = batch.through.seq;
        return batch;
      }
      net.batch = (later) => later;
      return { ...batch, items: [], through: { seq: last, hash: 'f'.repeat(64) } };
    };
  },
};
for (const [what, fault] of Object.entries(gaps)) {
  test(`a feed that ${what} is not believed: the cache is put aside and taken anew`, async () => {
    const hub = await openHub();
    const seat = await openSeat(hub);
    await hub.give('Put', { box: 'x', amount: 1 });
    await when(hub, () => seat.status?.lastSeq === hub.head);
    fault(seat.net);
    for (let n = 0; n < 4; n += 1) {
      await hub.give('Put', { box: 'x', amount: 1 });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (what.startsWith('names')) void seat.request('checkDigest', {});
    await when(hub, () => hub.snapshotReasons.length === 2 && seat.live && seat.status?.lastSeq === hub.head);
    expectSame(seat, hub);
    expect(seat.lines.some(({ message }) => message.includes('moved aside'))).toBe(true);
    expect(seat.lines.some(({ level }) => level === 'error')).toBe(true);
  });
}

test.each(['damaged', 'foreign', 'future'])('a %s cache is rebuilt; the outbox beside it survives', async (what) => {
  const hub = await openHub();
  const first = await openSeat(hub);
  await fill(hub, 30);
  first.net.down = true;
  first.net.cut();
  const entry = await first.put('kept', 7);
  first.close();
  const file = join(first.dir, 'cache.sqlite');
  if (what === 'damaged') writeFileSync(file, Buffer.alloc(50_000, 0x5a));
  else {
    const { openPlain } = await import('../../db/connection.ts');
    const db = openPlain(file, 0);
    db.pragma(what === 'foreign' ? 'application_id = 3' : 'user_version = 77');
    db.close();
  }
  const second = new SeatKit([urlOf(hub)], { dir: first.dir });
  await when(hub, async () => (await second.entry(entry)).state === 'acknowledged');
  await when(hub, () => second.live && second.status?.lastSeq === hub.head);
  expectSame(second, hub);
  expect(eventsOf(hub).filter(({ cause }) => cause === entry)).toHaveLength(1);
  expect(hub.snapshotReasons).toEqual(['empty', 'empty']);
});

test('without room the seat says so, shows what it has, and goes on once there is', async () => {
  const hub = await openHub();
  await fill(hub, 20);
  const seat = await openSeat(hub, { speed: 20, overrides: { maxCacheBytes: 300_000 } });
  const shown = seat.documents.size;
  await hub.giveAll(
    Array.from({ length: 60 }, (_, n) => ['Weigh', { parcel: `p${n}`, add: 1, padding: 'x'.repeat(9_000) }] as const),
  );
  await hub.giveAll(Array.from({ length: 60 }, (_, n) => ['Place', { parcel: `p${n}`, labels: ['hall'] }] as const));
  await when(hub, () => seat.status?.linkReason === 'StorageFull');
  expect(seat.status?.link).toBe('offline');
  expect(seat.documents.size).toBeGreaterThanOrEqual(shown);
  // Facts go on being taken in: the outbox is another file.
  await seat.put('b1', 1);
  const { dir } = seat;
  seat.close();
  const roomy = new SeatKit([urlOf(hub)], { dir });
  await when(hub, () => roomy.live && roomy.status?.lastSeq === hub.head);
  expectSame(roomy, hub);
  expect(hub.snapshotReasons).toEqual(['empty']);
});

test.skipIf(process.platform === 'win32')(
  'what lies on the seat is for its own user, also in a folder open to others',
  async () => {
    const hub = await openHub();
    const dir = temporaryFolder();
    chmodSync(dir, 0o755);
    writeFileSync(join(dir, 'outbox.sqlite'), '', { mode: 0o644 });
    new SeatKit([urlOf(hub)], { dir });
    const modes = [dir, join(dir, 'cache.sqlite'), join(dir, 'outbox.sqlite')].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  },
);

test('one folder serves one seat', async () => {
  const hub = await openHub();
  const seat = new SeatKit([urlOf(hub)]);
  expect(() => new SeatKit([urlOf(hub)], { dir: seat.dir })).toThrow(SeatFolderInUse);
  seat.close();
  const other = new SeatKit([urlOf(hub)], { dir: seat.dir });
  expect(other.composed.seatId).toBe('seat1');
});

test('a request that is none, or does not fit, is refused naming the field', async () => {
  const hub = await openHub();
  const seat = new SeatKit([urlOf(hub)]);
  const ask = seat.request as (name: string, body: unknown) => Promise<unknown>;
  await expect(ask('reboot', {})).rejects.toMatchObject({
    code: 'InvalidRequest',
    message: expect.stringContaining('name'),
  });
  await expect(ask('watch', { watch: 0, kinds: ['box'] })).rejects.toMatchObject({
    code: 'InvalidRequest',
    message: expect.stringContaining('watch'),
  });
  await expect(ask('watch', { watch: 1, kinds: ['box', 'nothing'] })).rejects.toMatchObject({
    message: expect.stringContaining('kinds.1'),
  });
  await expect(ask('presence', { open: 'no stream', about: null })).rejects.toMatchObject({ code: 'InvalidRequest' });
  expect(await ask('submit', { type: 'Put', data: {}, basedOn: {} })).toEqual({ status: 'signedOut' });
});
