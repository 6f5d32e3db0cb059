/** What people do at a seat reaches the hub, once, in order, whatever happens on the way; or waits where they see it. */
import { expect, test } from 'vitest';
import type { Role } from '../../shared/domain/account/events.ts';
import {
  eventsOf,
  everything,
  FaultyNet,
  filesWith,
  openHub,
  openSeat,
  SeatKit,
  urlOf,
  when,
} from '../support/seat-kit.ts';

const lane = (box: string) => ({ basedOn: { [`box/${box}`]: 0 } });

async function offline(seat: SeatKit): Promise<void> {
  seat.net.down = true;
  seat.net.cut();
  await when(undefined, () => seat.status?.link === 'offline');
}

test('an entry is shown as pending at once, then acknowledged; its event comes', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  const id = await seat.put('a', 3);
  expect((await seat.entry(id)).state).toMatch(/pending|sending/);
  await when(hub, async () => (await seat.entry(id)).state === 'acknowledged');
  await when(hub, () => seat.documents.has('box/a'));
  expect(eventsOf(hub).filter(({ cause }) => cause === id)).toHaveLength(1);
  await when(hub, () => seat.entries.some((entry) => entry.id === id && entry.state === 'acknowledged'));
  await when(hub, () => seat.status?.pending === 0);
  expect(seat.status).toMatchObject({ refused: 0, asking: 0 });
});

test('what is wrong is said where it is made, and never queued', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  const submit = (type: string, data: Parameters<SeatKit['submit']>[1], basedOn = {}) =>
    seat.request('submit', { type, data: data as never, basedOn });
  expect(await submit('Nothing', {})).toEqual({ status: 'invalid', field: 'type', problem: 'unknown' });
  expect(await submit('Put', { box: 'a' })).toMatchObject({ status: 'invalid', field: 'amount' });
  expect(await submit('Put', { box: 'a', amount: 1, personal: { name: 7 } })).toMatchObject({ field: 'personal.name' });
  expect(await submit('Close', { box: 'a', personal: { name: 'x' } })).toMatchObject({ field: 'personal' });
  expect(await submit('Put', { box: '\ud800', amount: 1 })).toMatchObject({ field: 'data', problem: 'not_json' });
  expect(await submit('Put', { box: 'a', amount: 1 }, { nostream: 1 })).toMatchObject({
    field: 'envelope.basedOn.nostream',
  });
  expect((await seat.request('outbox', {})).entries).toEqual([]);
});

test('one lane leaves in order, other lanes do not wait for it', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  let stuck: string | undefined;
  seat.net.command = (id) => (id === stuck ? 'unavailable' : 'none');
  await offline(seat);
  const first = await seat.put('slow', 1);
  stuck = first;
  const second = await seat.put('slow', 2);
  const others = await Promise.all(Array.from({ length: 20 }, (_, n) => seat.put(`b${n}`, n)));
  seat.net.down = false;
  await when(hub, async () => {
    const { entries } = await seat.request('outbox', {});
    return others.every((id) => entries.find((entry) => entry.id === id)?.state === 'acknowledged');
  });
  expect((await seat.entry(first)).state).toMatch(/pending|sending/);
  expect((await seat.entry(second)).state).toBe('pending');
  expect(seat.net.commands).not.toContain(second);
  stuck = undefined;
  await when(hub, async () => (await seat.entry(second)).state === 'acknowledged');
  const causes = eventsOf(hub).map(({ cause }) => cause);
  expect(causes.indexOf(first)).toBeLessThan(causes.indexOf(second));
});

test('a command whose answer was lost is sent again under its id, and done once', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  seat.net.command = () => {
    seat.net.command = () => 'none';
    return 'lostComing';
  };
  const id = await seat.put('a', 5);
  await when(hub, async () => (await seat.entry(id)).state === 'acknowledged');
  expect(seat.net.commands.filter((sent) => sent === id)).toHaveLength(2);
  expect(eventsOf(hub).filter(({ cause }) => cause === id)).toHaveLength(1);
});

test('what depends on a refused entry goes to the tray with it, and can be done again, sent or discarded', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  await offline(seat);
  const before = await seat.put('a', 1);
  const refused = await seat.put('a', 5_000);
  const held = [await seat.put('a', 2), await seat.put('a', 3), await seat.put('a', 4)] as const;
  const other = await seat.put('b', 1);
  seat.net.down = false;
  await when(hub, async () => (await seat.entry(refused)).state === 'refused');
  await when(hub, async () => (await seat.entry(other)).state === 'acknowledged');
  expect((await seat.entry(before)).state).toBe('acknowledged');
  expect((await seat.entry(refused)).refusal).toEqual({ code: 'TooMuch', params: { most: 1_000 } });
  for (const id of held) expect(await seat.entry(id)).toMatchObject({ state: 'heldBack', heldBackBy: refused });
  expect(seat.net.commands.filter((id) => (held as readonly string[]).includes(id))).toEqual([]);
  await when(hub, () => seat.status?.refused === 4);

  expect(await seat.request('settle', { entry: refused, how: 'send' })).toEqual({ settled: false, entry: null });
  const redone = await seat.request('settle', { entry: refused, how: 'redo' });
  expect(redone.settled).toBe(true);
  expect((await seat.entry(refused)).state).toBe('discarded');
  await when(hub, async () => (await seat.entry(redone.entry ?? '')).state === 'refused');

  expect(await seat.request('settle', { entry: held[0], how: 'send' })).toEqual({ settled: true, entry: held[0] });
  await when(hub, async () => (await seat.entry(held[0])).state === 'acknowledged');
  expect(await seat.request('settle', { entry: held[1], how: 'discard' })).toMatchObject({ settled: true });
  const again = await seat.request('settle', { entry: held[2], how: 'redo' });
  await when(hub, async () => (await seat.entry(again.entry ?? '')).state === 'acknowledged');
  const sent = JSON.parse(hub.journal.eventsAfter(0, 1_000).at(-1)?.bytes ?? '{}') as { cause: string };
  expect(sent.cause).toBe(again.entry);
  expect(await seat.request('settle', { entry: held[1], how: 'redo' })).toMatchObject({ settled: false });
});

test('an entry done again is based on what is seen now', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  await hub.give('Put', { box: 'a', amount: 9 });
  await when(hub, () => seat.documents.get('box/a')?.version === 1);
  // Somebody else was quicker: an order does not commute with that.
  await hub.give('Put', { box: 'a', amount: 9 });
  const stale = await seat.submit('Mute', { box: 'a' }, { basedOn: { 'box/a': 1 } });
  await when(hub, async () => (await seat.entry(stale)).state === 'refused');
  expect((await seat.entry(stale)).refusal?.code).toBe('ChangedMeanwhile');
  await when(hub, () => seat.documents.get('box/a')?.version === 2);
  const { entry } = await seat.request('settle', { entry: stale, how: 'redo' });
  await when(hub, async () => (await seat.entry(entry ?? '')).state === 'acknowledged');
});

test('an order that could not leave for a minute asks; facts of other lanes wait without asking', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub, { speed: 100 });
  await offline(seat);
  const order = await seat.submit('Mute', { box: 'a' }, lane('a'));
  const behind = await seat.put('a', 1);
  const fact = await seat.put('b', 1);
  await when(hub, async () => (await seat.entry(order)).state === 'asking');
  await when(hub, () => seat.status?.asking === 1);
  seat.net.down = false;
  await when(hub, async () => (await seat.entry(fact)).state === 'acknowledged');
  expect((await seat.entry(order)).state).toBe('asking');
  expect((await seat.entry(behind)).state).toBe('pending');
  expect(seat.net.commands).toEqual([fact]);
  expect(await seat.request('settle', { entry: order, how: 'send' })).toEqual({ settled: true, entry: order });
  await when(hub, async () => (await seat.entry(behind)).state === 'acknowledged');
  expect(seat.net.commands).toEqual([fact, order, behind]);
});

test('an order no longer wanted is discarded, and what was built on it is held back', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub, { speed: 100 });
  await offline(seat);
  const order = await seat.submit('Mute', { box: 'a' }, lane('a'));
  const behind = await seat.put('a', 1);
  await when(hub, async () => (await seat.entry(order)).state === 'asking');
  expect(await seat.request('settle', { entry: order, how: 'discard' })).toMatchObject({ settled: true });
  expect(await seat.entry(behind)).toMatchObject({ state: 'heldBack', heldBackBy: order });
  seat.net.down = false;
  await when(hub, () => seat.live);
  expect(seat.net.commands).toEqual([]);
});

test('a question that has answered itself is not asked: the hub had the order all along', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub, { speed: 100 });
  seat.net.command = () => {
    seat.net.down = true;
    seat.net.command = () => 'none';
    return 'lostComing';
  };
  const order = await seat.submit('Mute', { box: 'a' }, lane('a'));
  await when(hub, async () => (await seat.entry(order)).state === 'asking');
  seat.net.down = false;
  await when(hub, async () => (await seat.entry(order)).state === 'acknowledged');
  expect(eventsOf(hub).filter(({ cause }) => cause === order)).toHaveLength(1);
});

test('what somebody else left behind waits for them, and only they can settle it', async () => {
  const hub = await openHub({ lin: everything, wang: everything });
  const seat = await openSeat(hub);
  await offline(seat);
  const mine = await seat.put('a', 1);
  await seat.request('logout', {});
  seat.net.down = false;
  await seat.login('wang');
  await when(hub, () => seat.live && seat.status?.user?.id === 'wang');
  const theirs = await seat.put('a', 2);
  await when(hub, async () => (await seat.entry(theirs)).state === 'acknowledged');
  // Theirs alone is shown; of the rest only how much there is.
  expect((await seat.request('outbox', {})).entries.map(({ id }) => id)).toEqual([theirs]);
  await when(hub, () => seat.status?.waitingForOthers === 1 && seat.status.pending === 0);
  for (const how of ['send', 'discard', 'redo'] as const)
    expect(await seat.request('settle', { entry: mine, how })).toEqual({ settled: false, entry: null });
  expect(seat.net.commands).toEqual([theirs]);
  await seat.request('logout', {});
  expect((await seat.request('outbox', {})).entries).toEqual([]);
  await seat.login('lin');
  await when(hub, async () => (await seat.entry(mine)).state === 'acknowledged');
  await when(hub, () => seat.status?.waitingForOthers === 0);
});

test('the personal part reaches the hub, no screen and no log; once erased, no file holds a byte of it', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  await offline(seat);
  const id = await seat.put('a', 1, { name: '不该留下的人', phone: '13912345678' });
  expect(await seat.entry(id)).toMatchObject({ data: { box: 'a', amount: 1 } });
  expect(filesWith(seat.dir, '13912345678')).not.toEqual([]);
  seat.net.down = false;
  await when(hub, async () => (await seat.entry(id)).state === 'acknowledged');
  await when(hub, () => seat.documents.has('box/a'));
  const [ref] = (seat.documents.get('box/a')?.state as { refs: string[] }).refs;
  expect(await seat.request('personal', { ref: ref ?? '', reason: 'callback' })).toEqual({
    status: 'content',
    content: { name: '不该留下的人', phone: '13912345678' },
  });
  expect(filesWith(seat.dir, '13912345678').every((name) => name.startsWith('outbox'))).toBe(true);
  // Live: the hub tells at once.
  await hub.give('Forget', { box: 'a', ref: ref ?? '' }, { user: 'wang', seat: 's', role: 'lead' });
  await when(hub, () => filesWith(seat.dir, '13912345678').length === 0);
  expect(filesWith(seat.dir, '不该留下的人')).toEqual([]);
  expect(await seat.request('personal', { ref: ref ?? '', reason: 'callback' })).toMatchObject({ code: 'Erased' });
  expect(JSON.stringify([seat.pushes, seat.lines])).not.toMatch(/13912345678|不该留下的人/);

  // Away: it hears of it when it is back.
  const second = await seat.put('a', 1, { name: '另一个人', phone: '13700001111' });
  await when(hub, async () => (await seat.entry(second)).state === 'acknowledged');
  await offline(seat);
  const refs = (hub.desk.reads.box('a')?.refs ?? []).filter((one) => one !== ref);
  await hub.give('Forget', { box: 'a', ref: refs[0] ?? '' }, { user: 'wang', seat: 's', role: 'lead' });
  expect(filesWith(seat.dir, '13700001111')).not.toEqual([]);
  expect(await seat.request('personal', { ref: refs[0] ?? '', reason: 'x' })).toMatchObject({ code: 'Offline' });
  seat.net.down = false;
  await when(hub, () => seat.live && filesWith(seat.dir, '13700001111').length === 0);
});

test('without room for the outbox an entry is not taken in, and said so', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub, { overrides: { maxOutboxBytes: 150_000 } });
  await offline(seat);
  const name = 'x'.repeat(90);
  const personal = { name, phone: '1' };
  let answer = await seat.request('submit', { type: 'Put', data: { box: 'a', amount: 1, personal }, basedOn: {} });
  let queued = 0;
  while (answer.status === 'queued') {
    queued += 1;
    answer = await seat.request('submit', { type: 'Put', data: { box: 'a', amount: 1, personal }, basedOn: {} });
  }
  expect(answer).toEqual({ status: 'failed', code: 'StorageFull' });
  expect((await seat.request('outbox', {})).entries).toHaveLength(queued);
  const { dir } = seat;
  seat.close();
  const roomy = new SeatKit([urlOf(hub)], { dir });
  await when(hub, async () => {
    const { entries } = await roomy.request('outbox', {});
    return entries.length === queued && entries.every(({ state }) => state === 'acknowledged');
  });
});

test('a timeline comes from the cache where it is whole there, else from the hub; offline it says what is missing', async () => {
  const hub = await openHub();
  for (let n = 0; n < 4; n += 1) await hub.give('Put', { box: 'a', amount: 1 });
  const seat = await openSeat(hub);
  await hub.give('Put', { box: 'a', amount: 1 });
  await hub.give('Put', { box: 'new', amount: 1 });
  await when(hub, () => seat.documents.get('box/a')?.version === 5 && seat.documents.has('box/new'));
  const history = async (stream: string) => {
    const answer = await seat.request('history', { stream });
    if (answer.status !== 'events') return answer;
    return {
      versions: answer.events.map((event) => (event as { version: number }).version),
      complete: answer.complete,
    };
  };
  await offline(seat);
  expect(await history('box/a')).toEqual({ versions: [5], complete: false });
  expect(await history('box/new')).toEqual({ versions: [1], complete: true });
  seat.net.down = false;
  await when(hub, () => seat.live);
  expect(await history('box/a')).toEqual({ versions: [1, 2, 3, 4, 5], complete: true });
  expect(await history('box/none')).toMatchObject({ status: 'refused' });
  expect(await history('nonsense')).toEqual({ status: 'refused', code: 'Unknown' });
  await offline(seat);
  // Kept from the first time.
  expect(await history('box/a')).toEqual({ versions: [1, 2, 3, 4, 5], complete: true });
});

test('a timeline in the cache is shown to nobody whose roles may not read it, with the hub and without', async () => {
  const hub = await openHub();
  await hub.give('Put', { box: 'a', amount: 1 });
  const seat = await openSeat(hub);
  await hub.give('Put', { box: 'a', amount: 1 });
  await when(hub, () => seat.documents.get('box/a')?.version === 2);
  const history = (): Promise<unknown> => seat.request('history', { stream: 'box/a' });
  const whole = { status: 'events', complete: true, events: [{ version: 1 }, { version: 2 }] };
  expect(await history()).toMatchObject(whole);

  const become = async (...roles: readonly Role[]): Promise<void> => {
    hub.roles.set(
      'lin',
      roles.map((role) => ({ role })),
    );
    await hub.give('Grant', { account: 'nobody', labels: [] });
    await when(hub, () => seat.status?.user?.roles.map(({ role }) => role).join() === roles.join());
  };
  // One role opens the document, another one timelines: by which this one is held, the hub knows.
  await become('street', 'dispatcher');
  expect(await history()).toMatchObject(whole);
  hub.narrower.set('lin', ['b']);
  expect(await history()).toEqual({ status: 'refused', code: 'NotAllowed' });
  await offline(seat);
  expect(await history()).toEqual({ status: 'events', events: [], complete: false });
  seat.net.down = false;
  await when(hub, () => seat.live);

  await become('street');
  hub.narrower.delete('lin');
  expect(seat.documents.get('box/a')).toMatchObject({ version: 2 });
  expect(await history()).toEqual({ status: 'refused', code: 'NotAllowed' });
  await offline(seat);
  expect(await history()).toEqual({ status: 'refused', code: 'NotAllowed' });
});

test('who has what open is told to the others, and gone with the link', async () => {
  const hub = await openHub({ lin: everything, wang: everything });
  await hub.give('Put', { box: 'a', amount: 1 });
  await hub.give('Place', { parcel: 'p', labels: ['hall'] });
  const one = await openSeat(hub);
  const two = await openSeat(hub, { seatId: 'seat2', user: 'wang', net: new FaultyNet() });
  await one.request('presence', { open: 'box/a', about: { incident: 'box/a', unit: 'parcel/p' } });
  await when(hub, () => two.presence.some(({ seat, open }) => seat === 'seat1' && open === 'box/a'));
  one.net.cut();
  await when(hub, () => one.live && two.presence.some(({ seat, open }) => seat === 'seat1' && open === 'box/a'));
  await offline(two);
  expect(two.presence).toEqual([]);
  await one.request('logout', {});
  two.net.down = false;
  await when(hub, () => two.live && two.presence.every(({ seat }) => seat !== 'seat1'));
});
