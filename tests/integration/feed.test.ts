import { afterEach, expect, test } from 'vitest';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import { must } from '../../shared/lib/must.ts';
import type { FeedClient } from '../support/feed-client.ts';
import type { FeedHubOptions } from '../support/feed-kit.ts';
import { clerk, FeedHub, tokenOf, until } from '../support/feed-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const hubs: FeedHub[] = [];
const clients: FeedClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  for (const hub of hubs.splice(0)) await hub.close();
});

async function start(options?: FeedHubOptions, dir = temporaryFolder()): Promise<FeedHub> {
  const hub = await new FeedHub(dir, options).listen();
  hubs.push(hub);
  return hub;
}

async function restart(hub: FeedHub, options?: FeedHubOptions): Promise<FeedHub> {
  hubs.splice(hubs.indexOf(hub), 1);
  await hub.close();
  const next = await new FeedHub(hub.dir, options, hub.clock).listen();
  hubs.push(next);
  return next;
}

function seatOf(hub: FeedHub, user: string, seat: string): FeedClient {
  const client = hub.client(user, seat);
  clients.push(client);
  return client;
}

function atHead(hub: FeedHub, client: FeedClient): boolean {
  return client.cache !== null && client.seq === hub.head;
}

function expectEqual(hub: FeedHub, client: FeedClient, labels: readonly string[]): void {
  expect(client.problems).toEqual([]);
  expect(client.seq).toBe(hub.head);
  expect(client.cache?.lastHash).toBe(hub.journal.head().hash);
  const held = Object.fromEntries(
    [...client.documents].map(([stream, { version, state }]) => [stream, { version, state }]),
  );
  const there = Object.fromEntries(
    hub.inScope(labels).map(({ stream, version, state }) => [stream, { version, state }]),
  );
  expect(held).toEqual(there);
  expect(client.digest()).toEqual(digestNow(hub.journal, labelsFrom(labels)));
}

const parcels = (from: number, to: number, labels: readonly string[]) =>
  Array.from({ length: to - from }, (_, i) => ['Place', { parcel: `p${from + i}`, labels }] as const);

test('a new seat takes a snapshot, then hears of every commit; a seat that comes back goes on where it stood', async () => {
  const hub = await start({ limits: { snapshotPage: 2 } });
  await hub.give('Grant', { account: 'lin', labels: ['a'] });
  await hub.giveAll([...parcels(0, 5, ['a']), ...parcels(5, 9, ['b'])]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  expect(seat.welcomes[0]).toMatchObject({ mode: 'snapshot', reason: 'empty', labels: ['a'], reofferAfter: null });
  expect(seat.pages).toBe(4);
  expect(seat.batches).toBe(0);
  expectEqual(hub, seat, ['a']);

  await hub.giveAll([
    ['Weigh', { parcel: 'p0', add: 1 }],
    ['Place', { parcel: 'p1', labels: ['b'] }],
    ['Place', { parcel: 'p5', labels: ['a', 'b'] }],
    ['Weigh', { parcel: 'p6', add: 1 }],
    ['Place', { parcel: 'q', labels: ['a'] }],
  ]);
  await until(hub, () => atHead(hub, seat));
  expect(seat.batches).toBe(1);
  expectEqual(hub, seat, ['a']);

  seat.disconnect();
  await hub.giveAll([...parcels(0, 3, ['a']), ...parcels(0, 2, ['b']), ...parcels(20, 22, ['a'])]);
  await seat.connect(hub.port);
  expect(seat.welcomes[1]).toMatchObject({ mode: 'resume', reason: 'none', reofferAfter: null });
  await until(hub, () => atHead(hub, seat));
  expectEqual(hub, seat, ['a']);
});

test('a document that was in sight only for a while is entered as it was then', async () => {
  const hub = await start();
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Place', { parcel: 'p', labels: ['b'] }],
  ]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  seat.lag();
  await hub.giveAll([
    ['Weigh', { parcel: 'p', add: 1 }],
    ['Place', { parcel: 'p', labels: ['a'] }],
    ['Weigh', { parcel: 'p', add: 2 }],
  ]);
  await hub.giveAll([
    ['Place', { parcel: 'p', labels: ['b'] }],
    ['Weigh', { parcel: 'p', add: 4 }],
    ['Place', { parcel: 'p', labels: ['a'] }],
  ]);
  seat.disconnect();
  seat.resume();
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  expect(seat.documents.get('parcel/p')?.state).toMatchObject({ weight: 7 });
  expectEqual(hub, seat, ['a']);
});

test('what a seat may not see moves its place at most once a second', async () => {
  const hub = await start();
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['b'] }],
    ['Place', { parcel: 'p', labels: ['c'] }],
  ]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  for (let i = 0; i < 20; i += 1) await hub.give('Weigh', { parcel: 'p', add: 1 });
  // The first at once, the other nineteen together.
  await until(hub, () => atHead(hub, seat));
  expect(seat.batches).toBe(2);
  expectEqual(hub, seat, ['b']);
});

test('another fold, other labels or too long away mean a snapshot', async () => {
  const hub = await start({ limits: { farBehind: 10 } });
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Place', { parcel: 'p', labels: ['a'] }],
  ]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  const cache = must(seat.cache, 'cache');
  const again = async (reason: string, labels = ['a']): Promise<void> => {
    const before = seat.pages;
    await seat.connect(hub.port);
    expect(seat.welcomes.at(-1)).toMatchObject({ mode: 'snapshot', reason, reofferAfter: null });
    await until(hub, () => seat.pages > before && atHead(hub, seat));
    expectEqual(hub, seat, labels);
  };
  seat.cache = { ...cache, foldKey: 'other' };
  await again('fold');
  seat.disconnect();
  await hub.give('Grant', { account: 'lin', labels: ['b'] });
  await again('scope', ['b']);
  seat.disconnect();
  for (let i = 0; i < 11; i += 1) await hub.give('Weigh', { parcel: 'p', add: 1 });
  await again('far-behind', ['b']);
});

test('digests agree, and ride on a batch of their own where nothing happens', async () => {
  const hub = await start({ limits: { snapshotPage: 3 } });
  await hub.giveAll([['Grant', { account: 'lin', labels: ['a'] }], ...parcels(0, 8, ['a']), ...parcels(8, 12, ['b'])]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  seat.socket.emit('digest');
  await until(hub, () => seat.digests.length === 1);
  expect(seat.digests[0]).toEqual({ seq: hub.head, digest: seat.digest() });
  expect(seat.digest().count).toBe(9);
  // Asked again, and something happens meanwhile.
  seat.socket.emit('digest');
  await hub.give('Weigh', { parcel: 'p1', add: 5 });
  await until(hub, () => seat.digests.length === 2);
  expect(seat.digests[1]).toEqual({ seq: hub.head, digest: seat.digest() });
  expectEqual(hub, seat, ['a']);
});

test('a hub that ends within a snapshot leaves nothing half on the seat', async () => {
  const hub = await start({ limits: { snapshotPage: 2 } });
  await hub.giveAll([['Grant', { account: 'lin', labels: ['a'] }], ...parcels(0, 10, ['a'])]);
  const seat = seatOf(hub, 'lin', 's1');
  hub.crashAt('midSnapshotPage');
  await seat.connect(hub.port);
  await until(hub, () => !seat.connected);
  expect(seat.pages).toBe(1);
  expect(seat.cache).toBeNull();
  const next = await restart(hub);
  await seat.connect(next.port);
  await until(next, () => atHead(next, seat));
  expectEqual(next, seat, ['a']);
});

test('a snapshot that nobody takes is closed after a while, and others have waited for it', async () => {
  const hub = await start({ limits: { snapshotPage: 1, snapshotWindow: 2, snapshots: 1, snapshotIdleMs: 120_000 } });
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Grant', { account: 'wang', labels: ['a'] }],
    ...parcels(0, 5, ['a']),
  ]);
  const slow = seatOf(hub, 'lin', 's1');
  const other = seatOf(hub, 'wang', 's2');
  slow.lag();
  await slow.connect(hub.port);
  await until(hub, () => slow.queued === 2);
  await other.connect(hub.port);
  expect(hub.snapshotReasons).toEqual(['empty']);
  hub.clock.advance(119_000);
  expect(slow.connected && slow.queued).toBe(2);
  hub.clock.advance(1_000);
  await until(hub, () => !slow.connected && atHead(hub, other));
  expectEqual(hub, other, ['a']);
  slow.disconnect();
  slow.resume();
  await slow.connect(hub.port);
  await until(hub, () => atHead(hub, slow));
  expectEqual(hub, slow, ['a']);
});

test('commands, timelines and their refusals', async () => {
  const hub = await start();
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Place', { parcel: 'mine', labels: ['a'] }],
    ['Place', { parcel: 'theirs', labels: ['b'] }],
  ]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  const weigh = hub.command('Weigh', { parcel: 'mine', add: 3 });
  const answer = await seat.command({ ...weigh, basedOn: {}, data: { parcel: 'mine', add: 3 } });
  expect(answer).toEqual({ status: 'accepted', seq: hub.head, versions: { 'parcel/mine': 2 }, refs: [] });
  expect(await seat.command({ ...weigh, basedOn: {}, data: { parcel: 'mine', add: 3 } })).toEqual(answer);
  const refused = await seat.command({ ...hub.command('Weigh', {}), basedOn: {}, data: { parcel: 'x', add: -1 } });
  expect(refused).toMatchObject({ status: 'refused', refusal: { code: 'TooLight' } });
  await until(hub, () => atHead(hub, seat));
  expect(await seat.history('parcel/mine')).toMatchObject({
    status: 'events',
    events: [
      { type: 'Placed', version: 1 },
      { type: 'Weighed', version: 2, by: { user: 'lin', seat: 's1', role: 'clerk' } },
    ],
  });
  expect(await seat.history('parcel/mine', 1)).toMatchObject({ events: [{ version: 2 }] });
  expect(await seat.history('parcel/theirs')).toEqual({ status: 'refused', code: 'NotAllowed' });
  // What there is not is answered as what may not be seen.
  expect(await seat.history('parcel/none')).toEqual({ status: 'refused', code: 'NotAllowed' });
  expect(await seat.history('nokind/none')).toEqual({ status: 'refused', code: 'NotAllowed' });
  expect(hub.refusals).toEqual(['lin history parcel/theirs', 'lin history parcel', 'lin history unknown']);
  const hubTime = await new Promise((resolve) => seat.socket.emit('time', resolve));
  expect(hubTime).toBe(hub.clock.now());
});

test('personal data is read under a reason, and what is erased every seat hears of at once or at its hello', async () => {
  const hub = await start();
  await hub.give('Grant', { account: 'lin', labels: ['hall'] });
  await hub.give('Grant', { account: 'stranger', labels: ['hall'] });
  const put = await hub.give('Put', { box: 'a', amount: 1, personal: { name: '王' } });
  const ref = must(put.status === 'accepted' ? put.refs[0] : undefined, 'ref');
  const seat = seatOf(hub, 'lin', 's1');
  const stranger = seatOf(hub, 'stranger', 's2');
  seat.personalRefs = [ref, '0'.repeat(32)];
  await Promise.all([seat.connect(hub.port), stranger.connect(hub.port)]);
  expect(seat.welcomes[0]?.erasedRefs).toEqual(['0'.repeat(32)]);
  expect(await seat.vaultRead(ref, '回访')).toEqual({ status: 'content', content: { name: '王' } });
  expect(await seat.vaultRead(ref, ' ')).toEqual({ status: 'refused', code: 'NotAllowed' });
  expect(await stranger.vaultRead(ref, '回访')).toEqual({ status: 'refused', code: 'NotAllowed' });
  expect(await seat.vaultRead('0'.repeat(32), '回访')).toEqual({ status: 'refused', code: 'Unknown' });

  await hub.give('Forget', { box: 'a', ref }, { ...clerk, role: 'lead' });
  await until(hub, () => seat.erased.length > 0 && stranger.erased.length > 0);
  expect([seat.erased, stranger.erased]).toEqual([[ref], [ref]]);
  expect(await seat.vaultRead(ref, '回访')).toEqual({ status: 'refused', code: 'Erased' });
  await seat.connect(hub.port);
  expect(seat.welcomes[1]?.erasedRefs).toEqual([ref, '0'.repeat(32)]);
});

test('presence shows what others have open as far as one may see it, and ends with the link', async () => {
  const hub = await start();
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Grant', { account: 'wang', labels: ['a', 'b'] }],
    ['Place', { parcel: 'p', labels: ['a'] }],
    ['Place', { parcel: 'q', labels: ['b'] }],
  ]);
  const lin = seatOf(hub, 'lin', 's1');
  const wang = seatOf(hub, 'wang', 's2');
  await Promise.all([lin.connect(hub.port), wang.connect(hub.port)]);
  await until(hub, () => lin.presence.length === 2 && wang.presence.length === 2);
  const about = { incident: 'parcel/p', unit: 'parcel/q' };
  wang.socket.emit('presence', { open: 'parcel/p', about });
  await until(hub, () => lin.presence.some(({ open }) => open === 'parcel/p'));
  expect(lin.presence.find(({ seat }) => seat === 's2')).toEqual({
    ...{ seat: 's2', user: 'wang', name: 'WANG', open: 'parcel/p', about: null },
  });
  expect(wang.presence.find(({ seat }) => seat === 's2')).toMatchObject({ about });
  const lists = lin.presenceLists;
  for (let i = 0; i < 50; i += 1) wang.socket.emit('presence', { open: i % 2 === 0 ? 'parcel/q' : null, about: null });
  wang.socket.emit('presence', { open: 'parcel/p', about: null });
  await until(hub, () => wang.presence.some(({ open, about: what }) => open === 'parcel/p' && what === null));
  expect(lin.presenceLists - lists).toBeLessThanOrEqual(3);
  wang.disconnect();
  await until(hub, () => lin.presence.length === 1);
});

test('a seat whose log-in ends, whose rights end, or whose person sits down again elsewhere, is told so', async () => {
  const hub = await start();
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Grant', { account: 'wang', labels: ['a'] }],
  ]);
  const lin = seatOf(hub, 'lin', 's1');
  await lin.connect(hub.port);
  const same = seatOf(hub, 'lin', 's1');
  await same.connect(hub.port);
  await until(hub, () => lin.ended === 'Replaced' && !lin.connected);

  const other = seatOf(hub, 'wang', 's1');
  await other.connect(hub.port);
  expect(other.refusals).toMatchObject([{ code: 'SeatTaken' }]);
  // The one that sits there is not heard of any more.
  hub.monotonic += 60_000;
  await other.connect(hub.port);
  await until(hub, () => same.ended === 'Replaced' && other.welcomes.length === 1);

  await hub.give('Grant', { account: 'wang', labels: [] });
  await until(hub, () => other.ended === 'NoRoles' && !other.connected);
  await other.connect(hub.port);
  expect(other.refusals.at(-1)).toMatchObject({ status: 'refused', code: 'NoRoles' });
  // Both times the log-in itself is over, not the link alone.
  expect(hub.withoutRoles).toHaveLength(2);

  await lin.connect(hub.port);
  expect(lin.welcomes).toHaveLength(2);
  hub.endSession(tokenOf('lin', 's1'), 'LoggedOut');
  await until(hub, () => lin.ended === 'LoggedOut' && !lin.connected);
  await lin.connect(hub.port);
  expect(lin.refusals.at(-1)).toMatchObject({ code: 'NotAllowed' });
});
