/** The lock of a seat, at the seat's own doors: for each of its screens, with the hub and without, and after a restart. */
import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { openScreenDoor } from '../../seat/runtime/screen-connection.ts';
import { requestSchemas } from '../../shared/wire/seat-api.ts';
import type { RequestName, SeatPush } from '../../shared/wire/seat-api.ts';
import { feedCatalog } from '../support/feed-kit.ts';
import {
  everything,
  fakeHttp,
  FaultyNet,
  filesWith,
  openHub,
  openSeat,
  SeatKit,
  urlOf,
  when,
} from '../support/seat-kit.ts';
import { FakeTransport, quietLog } from '../support/shell-seat.ts';

const minute = 60_000;
const kinds = [...feedCatalog.kinds.keys()];

/** A body that fits each request. */
const bodies: { readonly [N in RequestName]: unknown } = {
  login: { login: 'lin', password: 'wrong' },
  loginWall: { token: 'x' },
  logout: {},
  lock: {},
  unlock: { password: 'wrong' },
  active: {},
  keepDraft: { user: 'lin', name: 'intake', draft: 'x' },
  drafts: { user: 'lin' },
  office: { ask: 'me' },
  search: { text: '工地', only: null },
  past: { of: { kind: 'site', site: 's1' } },
  watch: { watch: 7, kinds },
  unwatch: { watch: 7 },
  submit: { type: 'Put', data: { box: 'a', amount: 1 }, basedOn: {} },
  outbox: {},
  settle: { entry: crypto.randomUUID(), how: 'send' },
  history: { stream: 'parcel/p0' },
  personal: { ref: 'r', reason: 'x' },
  presence: { open: 'parcel/p0', about: null },
  watchPositions: { on: true },
  draft: typed(),
  takeIn: { ...typed(), name: '', phone: '', address: '' },
  recommend: { incident: 'i' },
  unitRun: { unit: 'm1' },
  dutyAhead: { to: null },
  rosterNight: { night: '2026-11-21' },
  zoneCover: {},
  sosHelp: { alarm: 'a' },
  attendanceNight: { night: '2026-11-21' },
  sources: { incident: 'i' },
  plates: {},
  basemap: {},
  checkDigest: {},
  videoOpen: { videoPoint: 'v-01', quality: 'main' },
  videoClose: { ticket: 'x' },
  videoPtz: { videoPoint: 'v-01', pan: 1, tilt: 0, zoom: 0 },
  videoStill: { videoPoint: 'v-01' },
  replayOpen: { from: 0, to: 1, of: 'seat', units: [], reason: null },
  replayAt: { replay: 1, at: 0 },
  replayEvents: { replay: 1, after: 0, limit: 9 },
  replayTrack: { replay: 1, unit: 'm1' },
  replayClose: { replay: 1 },
  trackFile: { unit: 'm1', from: 0, to: 1, format: 'gpx', reason: 'x' },
};

function typed() {
  const nothing = { externalId: null, place: null, position: null, actAt: null };
  return { id: crypto.randomUUID(), source: 'phone', text: '打桩', wantsReply: 'yes', ...nothing };
}

/** The door of a seat, and a screen at each call. */
function screensOf(seat: SeatKit) {
  const timers = {
    after(milliseconds: number, work: () => void) {
      const handle = setTimeout(work, milliseconds);
      return () => clearTimeout(handle);
    },
  };
  const door = openScreenDoor({ seat: seat.composed.seat, timers, log: quietLog });
  return () => {
    const transport = new FakeTransport();
    door.connect(transport);
    let asked = 0;
    return {
      transport,
      async ask(name: string, body: unknown): Promise<unknown> {
        asked += 1;
        const request = asked;
        const answered = () => transport.answers().find((one) => 'answer' in one && one.answer === request);
        await transport.say({ request, name, body });
        await vi.waitFor(() => expect(answered()).toBeDefined());
        return answered();
      },
    };
  };
}

const told = (screen: ReturnType<ReturnType<typeof screensOf>>): string[] =>
  screen.transport.sent.flatMap((message) => ('push' in message ? [message.push] : []));

async function filled() {
  const hub = await openHub();
  await hub.give('Place', { parcel: 'p0', labels: ['a'] });
  await hub.give('Weigh', { parcel: 'p0', add: 1, padding: '不给看的' });
  return hub;
}

const answeredBehindLock: ReadonlySet<RequestName> = new Set([
  ...(['login', 'loginWall', 'logout', 'lock', 'unlock', 'active', 'unwatch', 'replayClose', 'videoClose'] as const),
]);

test('behind the lock no screen is answered or told anything but the status, whichever locked it', async () => {
  const hub = await filled();
  const seat = await openSeat(hub);
  const open = screensOf(seat);
  const [first, second] = [open(), open()];
  for (const screen of [first, second]) await screen.ask('watch', { watch: 1, kinds });
  await second.ask('watchPositions', { on: true });
  expect(JSON.stringify(second.transport.sent)).toContain('不给看的');

  await first.ask('lock', {});
  expect(seat.status).toMatchObject({ locked: true, link: 'live', lockAfterMs: 15 * minute });
  for (const screen of [first, second, open()]) {
    expect(screen.transport.pushes('status').at(-1)).toMatchObject({ status: { locked: true } });
    screen.transport.sent.length = 0;
    for (const name of Object.keys(requestSchemas) as RequestName[]) {
      if (answeredBehindLock.has(name)) continue;
      expect(await screen.ask(name, bodies[name]), name).toMatchObject({ error: { code: 'Locked' } });
    }
    expect(await screen.ask('active', {})).toMatchObject({ body: {} });
    expect(await screen.ask('unlock', { password: 'wrong' })).toMatchObject({ body: { code: 'WrongPassword' } });
  }
  await hub.give('Weigh', { parcel: 'p0', add: 1, padding: '后来的' });
  await when(hub, () => seat.composed.seat.digest().count === hub.inScope(['a', 'archive', 'b', 'hall']).length);
  await when(hub, () => hub.head === seat.status?.lastSeq);
  for (const screen of [first, second]) {
    expect(new Set(told(screen))).toEqual(new Set(['status']));
    expect(JSON.stringify(screen.transport.sent)).not.toMatch(/不给看的|后来的/);
  }
  // Nobody has anything open behind it.
  expect((await seat.request('unlock', { password: 'right' })).status).toBe('unlocked');
  expect(seat.status?.locked).toBe(false);
  for (const screen of [first, second]) expect(JSON.stringify(screen.transport.pushes('opened'))).toContain('后来的');
  expect(second.transport.pushes('positions')).not.toEqual([]);
});

test('what is asked before the lock falls and answered behind it is not shown', async () => {
  const hub = await filled();
  const seat = await openSeat(hub);
  const screen = screensOf(seat)();
  const asked = screen.ask('checkDigest', {});
  await seat.request('lock', {});
  await hub.give('Weigh', { parcel: 'p0', add: 1 });
  await when(hub, () => screen.transport.answers().length > 0);
  expect(await asked).toMatchObject({ error: { code: 'Locked' } });
});

test('a screen that does not keep up is not told behind the lock what was held back for it', async () => {
  const hub = await filled();
  const seat = await openSeat(hub);
  const screen = screensOf(seat)();
  await screen.ask('watch', { watch: 1, kinds });
  screen.transport.slow = true;
  await hub.give('Weigh', { parcel: 'p0', add: 1, padding: '押着的' });
  await when(hub, () => JSON.stringify([...seat.documents.values()]).includes('押着的'));
  await seat.request('lock', {});
  screen.transport.slow = false;
  await vi.waitFor(() => expect(screen.transport.pushes('status').at(-1)).toMatchObject({ status: { locked: true } }));
  expect(JSON.stringify(screen.transport.sent)).not.toContain('押着的');
  await seat.request('unlock', { password: 'right' });
  await vi.waitFor(() => expect(JSON.stringify(screen.transport.sent)).toContain('押着的'));
});

test('nobody there: it locks by itself, entries go on leaving, and only the password opens it', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub, { lockAfterMs: 2 * minute, speed: 200 });
  await when(hub, () => seat.status?.locked === true);
  await expect(seat.put('a', 1)).rejects.toMatchObject({ code: 'Locked' });
  expect(await seat.request('unlock', { password: 'wrong' })).toMatchObject({ code: 'WrongPassword' });
  expect((await seat.request('unlock', { password: 'right' })).status).toBe('unlocked');
  const id = await seat.put('a', 1);
  await seat.request('lock', {});
  await when(hub, () => seat.status?.pending === 0);
  expect(hub.journal.knownCommand(id)?.answer.status).toBe('accepted');
});

test('a seat that is started again stays locked, and unlocks without the hub', async () => {
  const hub = await filled();
  const seat = await openSeat(hub);
  await vi.waitFor(() => expect(readdirSync(seat.dir)).toContain('unlock.json'));
  await seat.request('lock', {});
  seat.close();

  const net = new FaultyNet();
  net.down = true;
  const check = (): Promise<never> => Promise.reject(new Error('no hub'));
  const again = new SeatKit([urlOf(hub)], { dir: seat.dir, net, overrides: { http: { ...fakeHttp, check } } });
  expect(again.status).toMatchObject({ locked: true, user: { id: 'lin' } });
  await expect(again.request('watch', { watch: 1, kinds })).rejects.toMatchObject({ code: 'Locked' });
  expect(await again.request('unlock', { password: 'wrong' })).toMatchObject({ code: 'WrongPassword' });
  expect((await again.request('unlock', { password: 'right' })).status).toBe('unlocked');
  await again.request('watch', { watch: 1, kinds });
  expect(again.documents.size).toBeGreaterThan(0);
  expect(filesWith(again.dir, '"right"')).toEqual([]);
  await again.request('logout', {});
  expect(readdirSync(again.dir)).not.toContain('unlock.json');
});

test('five wrong tries without the hub lock out, and a hub that is back finds them counted', async () => {
  const hub = await openHub();
  let isAway = false;
  const check: typeof fakeHttp.check = (...args) =>
    isAway ? Promise.reject(new Error('no hub')) : fakeHttp.check(...args);
  const seat = await openSeat(hub, { overrides: { http: { ...fakeHttp, check } } });
  await vi.waitFor(() => expect(readdirSync(seat.dir)).toContain('unlock.json'));
  await seat.request('lock', {});
  isAway = true;
  for (let n = 0; n < 4; n += 1)
    expect(await seat.request('unlock', { password: `guess ${n}` })).toMatchObject({ code: 'WrongPassword' });
  expect(await seat.request('unlock', { password: 'guess' })).toMatchObject({ code: 'LockedOut' });
  isAway = false;
  expect(await seat.request('unlock', { password: 'right' })).toMatchObject({ code: 'LockedOut' });
  expect(seat.status?.locked).toBe(true);
});

test('what is typed waits for its user: over a lock, a switch of user and their entries too', async () => {
  const hub = await openHub({ lin: ['a', 'b', 'hall', 'archive'], wang: ['b'] });
  await hub.give('Place', { parcel: 'of-a', labels: ['a'] });
  await hub.give('Place', { parcel: 'of-b', labels: ['b'] });
  const ended: string[] = [];
  const http = {
    ...fakeHttp,
    logout: (_url: string, token: string) => {
      ended.push(token);
      return Promise.resolve();
    },
  };
  const seat = await openSeat(hub, { overrides: { http } });
  const lins: SeatPush[] = [];
  expect(await seat.request('keepDraft', { user: 'lin', name: 'intake', draft: { text: '零陵路打桩' } })).toEqual({
    kept: true,
  });
  seat.net.down = true;
  seat.net.cut();
  const mine = await seat.put('a', 1);
  await seat.request('lock', {});
  seat.net.down = false;

  // Somebody else takes the seat over: their log-in is proof enough of who they are.
  expect((await seat.request('login', { login: 'wang', password: 'right' })).status).toBe('signedIn');
  seat.composed.seat.onPush((push) => lins.push(push));
  await when(hub, () => seat.live && seat.status?.user?.id === 'wang' && seat.documents.has('parcel/of-b'));
  expect(ended).toEqual([`${'t'.repeat(20)}.lin.seat1`]);
  expect(seat.status).toMatchObject({ locked: false, pending: 0, waitingForOthers: 1 });
  expect([...seat.documents.keys()]).not.toContain('parcel/of-a');
  expect(JSON.stringify(lins)).not.toContain('of-a');
  expect((await seat.request('outbox', {})).entries).toEqual([]);
  expect(await seat.request('drafts', { user: 'wang' })).toEqual({ drafts: {} });
  // A window that has not heard of it yet still takes the seat for lin's.
  expect(await seat.request('keepDraft', { user: 'lin', name: 'intake', draft: 'late' })).toEqual({ kept: false });
  expect(await seat.request('drafts', { user: 'lin' })).toEqual({ drafts: {} });
  await seat.request('keepDraft', { user: 'wang', name: 'intake', draft: 'of wang' });
  expect(seat.net.commands).toEqual([]);

  await seat.request('login', { login: 'lin', password: 'right' });
  await when(hub, () => seat.live && seat.documents.has('parcel/of-a'));
  await when(hub, async () => (await seat.entry(mine)).state === 'acknowledged');
  expect(await seat.request('drafts', { user: 'lin' })).toEqual({ drafts: { intake: { text: '零陵路打桩' } } });
  // By hand: nothing of it stays; of the other one it does.
  await seat.request('logout', {});
  expect(await seat.request('drafts', { user: 'lin' })).toEqual({ drafts: {} });
  expect(await seat.request('keepDraft', { user: 'lin', name: 'a', draft: 1 })).toEqual({ kept: false });
  await seat.request('login', { login: 'lin', password: 'right' });
  expect(await seat.request('drafts', { user: 'lin' })).toEqual({ drafts: {} });
  await seat.request('login', { login: 'wang', password: 'right' });
  expect(await seat.request('drafts', { user: 'wang' })).toEqual({ drafts: { intake: 'of wang' } });
  expect(filesWith(seat.dir, '零陵路打桩')).toEqual([]);
});

test('what the one before had on screen is taken down before the next one is named, locked or not', async () => {
  for (const isLocked of [false, true]) {
    const hub = await openHub({ lin: everything, wang: everything });
    await hub.give('Place', { parcel: 'p0', labels: ['a'] });
    const other = await openSeat(hub, { seatId: 'seat2', user: 'wang' });
    const seat = await openSeat(hub);
    await other.request('presence', { open: 'parcel/p0', about: null });
    await when(hub, () => seat.presence.length > 0);
    seat.net.command = () => 'unavailable';
    await seat.put('a', 1);
    await when(hub, () => seat.entries.length > 0 && seat.documents.size > 0);
    if (isLocked) await seat.request('lock', {});
    seat.pushes.length = 0;
    await seat.request('login', { login: 'wang', password: 'right' });
    const named = seat.pushes.findIndex((push) => push.push === 'status' && push.status.user?.id === 'wang');
    const before = seat.pushes.slice(0, named);
    const last = (push: SeatPush['push']) => before.filter((one) => one.push === push).at(-1);
    expect(last('outbox')).toEqual({ push: 'outbox', entries: [] });
    expect(last('presence')).toEqual({ push: 'presence', seats: [] });
    expect(last('opened')).toEqual({ push: 'opened', watch: 1, documents: [] });
    for (const push of seat.pushes.slice(named)) expect(JSON.stringify(push)).not.toContain('"user":"lin"');
    await other.request('logout', {});
  }
});

test('behind the lock too, what the seat was not sent yet is unknown and not nothing', async () => {
  const hub = await openHub({ lin: everything, wang: everything });
  const seat = await openSeat(hub);
  await seat.request('lock', {});
  expect(seat.status?.alarms).toEqual({ alarm: 0, late: 0, unacknowledged: 0, tray: 0 });
  seat.net.down = true;
  await seat.request('login', { login: 'wang', password: 'right' });
  await seat.request('lock', {});
  const unknown = { alarm: null, late: null, unacknowledged: null, tray: 0 };
  expect(seat.status).toMatchObject({ locked: true, alarms: unknown });
  seat.net.down = false;
  await when(hub, () => seat.live);
  expect(seat.status?.alarms).toEqual({ alarm: 0, late: 0, unacknowledged: 0, tray: 0 });
  // Who is sent no incidents has nothing to count.
  hub.roles.set('wang', [{ role: 'administrator' }]);
  await hub.give('Grant', { account: 'nobody', labels: [] });
  await when(hub, () => seat.status?.user?.roles[0]?.role === 'administrator');
  expect(seat.status?.alarms).toEqual(unknown);
});

test('a log-out over a locked seat may be anybody: what was typed waits on', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  await seat.request('keepDraft', { user: 'lin', name: 'intake', draft: 'half' });
  await seat.request('lock', {});
  await seat.request('logout', {});
  expect(seat.status).toMatchObject({ locked: false });
  await seat.login();
  expect(await seat.request('drafts', { user: 'lin' })).toEqual({ drafts: { intake: 'half' } });
});

test('a log-in of the same person opens it too, and shows what happened meanwhile', async () => {
  const hub = await filled();
  const seat = await openSeat(hub);
  await seat.request('lock', {});
  await hub.give('Place', { parcel: 'meanwhile', labels: ['a'] });
  await when(hub, () => hub.head === seat.status?.lastSeq);
  expect(seat.documents.has('parcel/meanwhile')).toBe(false);
  expect(await seat.request('login', { login: 'lin', password: 'wrong' })).toMatchObject({ code: 'WrongLogin' });
  expect(seat.status?.locked).toBe(true);
  await seat.request('login', { login: 'lin', password: 'right' });
  expect(seat.status?.locked).toBe(false);
  expect(seat.documents.has('parcel/meanwhile')).toBe(true);
});

test('who must have a second factor is shown nothing until there is one; then the same link goes on', async () => {
  const hub = await filled();
  const seat = await openSeat(hub);
  expect(seat.documents.size).toBeGreaterThan(0);
  hub.withoutSecondFactor.add('lin');
  seat.net.cut();
  await when(hub, () => seat.status?.secondFactorMissing === true);
  expect(seat.status).toMatchObject({ link: 'refused', linkReason: 'SecondFactorMissing', user: { id: 'lin' } });
  expect(seat.documents.size).toBe(0);
  const { opened } = seat.net;
  hub.withoutSecondFactor.delete('lin');
  // The hub of these tests grants everything with an empty body: not what this ask is answered with.
  await expect(seat.request('office', { ask: 'confirmSecondFactor', code: '123456' })).rejects.toThrow('recoveryCodes');
  expect(await seat.request('office', { ask: 'removeSecondFactor', password: 'x', code: '123456' })).toEqual({
    ...{ status: 'granted', body: {} },
  });
  expect(seat.net.opened).toBe(opened);
});

test('without a link the office is away', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  seat.net.down = true;
  seat.net.cut();
  await when(hub, () => seat.status?.link === 'offline');
  expect(seat.status?.hub).toBeNull();
  expect(await seat.request('office', { ask: 'me' })).toEqual({ status: 'offline' });
  seat.net.down = false;
  await when(hub, () => seat.live);
  expect(seat.status?.hub).toBe(urlOf(hub));
});
