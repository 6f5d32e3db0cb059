import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { afterEach, expect, test } from 'vitest';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { must } from '../../shared/lib/must.ts';
import { connectErrorSchema, oldestServedProtocol, protocolVersion } from '../../shared/wire/hub-protocol.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { FeedHub, tokenOf, until } from '../support/feed-kit.ts';
import type { FeedHubOptions } from '../support/feed-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const hubs: FeedHub[] = [];
const clients: FeedClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  for (const hub of hubs.splice(0)) await hub.close();
});

async function start(dir: string, options?: FeedHubOptions, clock?: FeedHub['clock']): Promise<FeedHub> {
  const hub = await new FeedHub(dir, options, clock).listen();
  hubs.push(hub);
  return hub;
}

function seatOf(hub: FeedHub, user: string, seat: string): FeedClient {
  const client = hub.client(user, seat);
  clients.push(client);
  return client;
}

const atHead = (hub: FeedHub, client: FeedClient): boolean => client.cache !== null && client.seq === hub.head;

/** Packets that wait in the hub, of the link that has most. */
function waiting(hub: FeedHub): number {
  const sockets = [...hub.sockets.io.of('/seat').sockets.values()];
  return Math.max(0, ...sockets.map(({ conn }) => (conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length));
}

test('who may not come in is told why by a code', async () => {
  const hub = await start(temporaryFolder());
  const token = tokenOf('lin', 's1');
  const refusal = async (auth: object): Promise<unknown> => {
    const socket = io(`http://127.0.0.1:${hub.port}/seat`, {
      ...{ transports: ['websocket'], auth, reconnection: false, forceNew: true },
    });
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    socket.disconnect();
    return connectErrorSchema.parse('data' in error ? error.data : undefined).code;
  };
  expect(await refusal({ token, seat: 's1', protocol: oldestServedProtocol - 1 })).toBe('ProtocolTooOld');
  // What a later protocol has besides must not hide that it is later.
  expect(await refusal({ token, seat: 's1', protocol: protocolVersion + 1, more: 1 })).toBe('ProtocolTooNew');
  expect(await refusal({ token, seat: 's1', protocol: protocolVersion, more: 1 })).toBe('InvalidMessage');
  expect(await refusal({})).toBe('InvalidMessage');
  expect(await refusal({ token: 't'.repeat(30), seat: 's1', protocol: protocolVersion })).toBe('NotAllowed');
  expect(await refusal({ token, seat: 's2', protocol: protocolVersion })).toBe('NotAllowed');
});

test('forged messages are refused, and the link goes on', async () => {
  const hub = await start(temporaryFolder());
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Place', { parcel: 'p', labels: ['a'] }],
  ]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port, false);
  // As a program that knows no types would.
  const wild = seat.socket as unknown as {
    emit(event: string, ...args: readonly unknown[]): void;
    emitWithAck(event: string, ...args: readonly unknown[]): Promise<unknown>;
  };
  const invalidHello = { status: 'refused', code: 'InvalidMessage' };
  expect(await wild.emitWithAck('hello', { cache: { lastSeq: -1 } })).toMatchObject(invalidHello);
  expect(await wild.emitWithAck('hello')).toMatchObject(invalidHello);
  expect(await wild.emitWithAck('command', hub.command('Weigh', { parcel: 'p', add: 1 }))).toMatchObject({
    status: 'unavailable',
  });
  await seat.hello();
  expect(await wild.emitWithAck('hello', { cache: null, personalRefs: [] })).toMatchObject(invalidHello);
  await until(hub, () => atHead(hub, seat));
  const command = hub.command('Weigh', { parcel: 'p', add: 1 });
  const notCommand = { status: 'refused', refusal: { code: 'InvalidMessage' } };
  expect(await wild.emitWithAck('command', { ...command, id: 'x' })).toMatchObject(notCommand);
  expect(await wild.emitWithAck('command', { ...command, by: 'root' })).toMatchObject(notCommand);
  expect(await wild.emitWithAck('command', { ...command, data: Buffer.from('x') })).toMatchObject(notCommand);
  expect(await wild.emitWithAck('history', { stream: '../etc' })).toMatchObject({ status: 'refused' });
  expect(await wild.emitWithAck('vaultRead', 7)).toMatchObject({ status: 'refused' });
  for (const event of ['applied', 'presence', 'digest', 'command', 'time', 'feed', 'unheardOf']) {
    for (const message of [undefined, null, -1, 'x', [], { seq: 1e9 }, { page: 99 }, { open: 'x' }]) {
      wild.emit(event, message);
      wild.emit(event, message, 'not a function');
    }
    wild.emit(event);
  }
  expect((await seat.command({ ...command, data: { parcel: 'p', add: 1 }, basedOn: {} })).status).toBe('accepted');
  await until(hub, () => atHead(hub, seat));
  expect(seat.connected).toBe(true);
  expect(seat.problems).toEqual([]);
  expect(hub.logLines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
});

test('a message that is too long ends the link only', async () => {
  const hub = await start(temporaryFolder());
  await hub.give('Grant', { account: 'lin', labels: ['a'] });
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  const command = hub.command('Weigh', {});
  seat.socket.emit('command', { ...command, basedOn: {}, data: 'x'.repeat(1_100_000) }, () => undefined);
  await until(hub, () => !seat.connected);
  await seat.connect(hub.port);
  expect(seat.welcomes).toHaveLength(2);
});

test('a seat that acknowledges nothing is sent no more than the window, and catches up when it works again', async () => {
  const hub = await start(temporaryFolder());
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Grant', { account: 'wang', labels: ['a'] }],
    ['Place', { parcel: 'p', labels: ['a'] }],
  ]);
  const dead = seatOf(hub, 'lin', 's1');
  const alive = seatOf(hub, 'wang', 's2');
  await Promise.all([dead.connect(hub.port), alive.connect(hub.port)]);
  await until(hub, () => atHead(hub, dead) && atHead(hub, alive));
  dead.lag();
  for (let i = 0; i < 40; i += 1) await hub.give('Weigh', { parcel: 'p', add: 1 });
  await until(hub, () => atHead(hub, alive) && hub.feed.lags().get('s2') === 0);
  expect(dead.queued).toBe(8);
  expect(hub.feed.lags().get('s1')).toBe(40);
  dead.resume();
  await until(hub, () => atHead(hub, dead));
  // What it had missed came in one piece, from the journal.
  expect(dead.batches).toBe(9);
  expect(dead.problems).toEqual([]);
  expect(dead.digest()).toEqual(alive.digest());
});

test('a seat that reads nothing and acknowledges everything holds no more than a pipe full in the hub', async () => {
  const hub = await start(temporaryFolder());
  await hub.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Place', { parcel: 'p', labels: ['a'] }],
  ]);
  const seat = seatOf(hub, 'lin', 's1');
  await seat.connect(hub.port);
  await until(hub, () => atHead(hub, seat));
  const { transport } = seat.socket.io.engine;
  const { ws } = transport as unknown as { ws: { pause(): void; resume(): void } };
  ws.pause();
  const padding = 'x'.repeat(200_000);
  let most = 0;
  for (let i = 0; i < 90; i += 1) {
    await hub.give('Weigh', { parcel: 'p', add: 1, padding });
    for (let turns = 0; turns < 5; turns += 1) await turn();
    // It guesses: what it says it has, it has not read.
    for (let seq = hub.head - 30; seq <= hub.head; seq += 1) seat.socket.emit('applied', { seq: Math.max(0, seq) });
    seat.socket.emit('presence', { open: i % 2 === 0 ? 'parcel/p' : null, about: null });
    hub.clock.advance(200);
    for (let turns = 0; turns < 5; turns += 1) await turn();
    most = Math.max(most, waiting(hub));
  }
  // The sockets of this machine took some; what they did not take is in the journal.
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(20);
  expect(must(hub.feed.lags().get('s1'), 'lag')).toBeGreaterThan(20);
  ws.resume();
  await until(hub, () => atHead(hub, seat));
  expect(seat.problems).toEqual([]);
  expect(seat.documents.get('parcel/p')?.state).toMatchObject({ weight: 90 });
});

test('a seat that sends without end loses its link, and no other', async () => {
  const hub = await start(temporaryFolder());
  await hub.give('Grant', { account: 'lin', labels: ['a'] });
  await hub.give('Grant', { account: 'wang', labels: ['a'] });
  const flood = seatOf(hub, 'lin', 's1');
  const other = seatOf(hub, 'wang', 's2');
  await Promise.all([flood.connect(hub.port), other.connect(hub.port)]);
  for (let i = 0; i < 11_000; i += 1) flood.socket.emit('digest');
  await until(hub, () => !flood.connected);
  await hub.give('Place', { parcel: 'p', labels: ['a'] });
  await until(hub, () => atHead(hub, other));
  expect(hub.logLines.some(({ level, message }) => level === 'warn' && message.includes('without end'))).toBe(true);
});

test('after a restore each seat starts over, and offers again what was acknowledged after the last common event', async () => {
  const folder = temporaryFolder();
  const first = await start(join(folder, 'first'));
  await first.giveAll([
    ['Grant', { account: 'lin', labels: ['a'] }],
    ['Grant', { account: 'wang', labels: ['a'] }],
    ['Place', { parcel: 'p', labels: ['a'] }],
  ]);
  const ahead = seatOf(first, 'lin', 's1');
  const level = seatOf(first, 'wang', 's2');
  await Promise.all([ahead.connect(first.port), level.connect(first.port)]);
  await until(first, () => atHead(first, ahead) && atHead(first, level));
  await first.give('Weigh', { parcel: 'p', add: 1 });
  await until(first, () => atHead(first, ahead) && atHead(first, level));
  const common = first.head;
  backupTo(first.dir, join(folder, 'backup'));
  level.disconnect();
  const put = await first.give('Put', { box: 'b', amount: 1, personal: { name: '王' } });
  const ref = must(put.status === 'accepted' ? put.refs[0] : undefined, 'ref');
  for (let i = 0; i < 5; i += 1) await first.give('Weigh', { parcel: 'p', add: 10 });
  await until(first, () => atHead(first, ahead));
  await first.close();
  hubs.length = 0;

  restoreFrom(join(folder, 'backup'), join(folder, 'second'));
  const second = await start(join(folder, 'second'), {}, first.clock);
  expect(second.head).toBe(common);
  ahead.personalRefs = [ref];
  // From the future of this hub.
  await ahead.connect(second.port);
  expect(ahead.welcomes.at(-1)).toMatchObject({
    ...{ mode: 'snapshot', reason: 'diverged', reofferAfter: common, epoch: 2 },
    // The content is still needed: the command it belongs to is offered again.
    erasedRefs: [],
  });
  await until(second, () => ahead.pages === 2);
  expect(ahead.documents.get('parcel/p')?.state).toMatchObject({ weight: 1 });
  expect(ahead.seq).toBe(common);

  // At the last common event: nothing to fetch anew, but answers after it may be void.
  await level.connect(second.port);
  expect(level.welcomes.at(-1)).toMatchObject({ mode: 'resume', reason: 'none', reofferAfter: common, epoch: 2 });
  for (let i = 0; i < 8; i += 1) await second.give('Weigh', { parcel: 'p', add: 100 });
  await until(second, () => atHead(second, ahead) && atHead(second, level));
  expect(level.digest()).toEqual(ahead.digest());

  // Longer than the old history by now, and still another one.
  const stale = seatOf(second, 'wang', 's3');
  stale.cache = { ...must(level.cache, 'cache'), epoch: 1, lastSeq: common + 2, lastHash: 'f'.repeat(64) };
  stale.cache.checkpoints = [
    [common + 1, 'e'.repeat(64)],
    [common, must(second.journal.hashAt(common), 'hash')],
    [1, 'd'.repeat(64)],
  ];
  await stale.connect(second.port);
  expect(stale.welcomes[0]).toMatchObject({ reason: 'diverged', reofferAfter: common });
  expect([...level.problems, ...ahead.problems, ...stale.problems]).toEqual([]);
});
