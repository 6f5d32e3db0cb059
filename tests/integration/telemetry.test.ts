/** Positions from a gateway's hand to the screens: a hub over its own files and sockets, seats with theirs. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { demoPassword } from '../../hub/accounts/demo.ts';
import { systemClock } from '../../hub/clock/clock.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import type { Hub } from '../../hub/hub.ts';
import { composeHub } from '../../hub/compose.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import type { Fix } from '../../hub/telemetry/fix.ts';
import { composeSeat } from '../../seat/compose.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { splitStream, systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { civilDate, hour } from '../../shared/lib/time.ts';
import type { IntakeBoard, SeatStatus } from '../../shared/wire/seat-api.ts';
import { recordingLog, seededRandom } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { PositionsTold } from '../support/positions-told.ts';
import { quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const random = seededRandom(11);
const desk: Actor = systemActor;
const patience = { timeout: 20_000, interval: 10 };

let open: { readonly hub: Hub; readonly folder: DataFolder } | undefined;

afterEach(async () => {
  await open?.hub.stop();
  open?.folder.close();
  open = undefined;
});

async function startHub(dir = temporaryFolder()) {
  const newId = (): string => uuidv7(Date.now(), random.bytes(10));
  const folder = openDataFolder(dir, { kinds: [...catalog.kinds.keys()], newId, demo: true });
  const clock = systemClock();
  const lines: LogLine[] = [];
  const hub = await composeHub(
    folder,
    {
      ...{ clock, random, log: recordingLog(lines), timers: timersOver(clock) },
      crash: { reach: () => undefined },
      disk: { free: () => Number.MAX_SAFE_INTEGER },
      monotonic: () => performance.now(),
      machineTime: () => Date.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, catalog, reads: (documents) => readsOf(documents) },
      people: { reads: (all) => all, demo: true },
      ...{ keys: keysOf('a'.repeat(64)), clockSource: 'machine' },
    },
  );
  open = { hub, folder };
  const { http } = await hub.start();
  const give = async (type: string, data: Json, by = desk): Promise<void> => {
    const answer = await hub.desk.submit({ id: newId(), type, data, basedOn: {}, madeAt: Date.now() }, by);
    expect(answer, type).toMatchObject({ status: 'accepted' });
  };
  /** The desk answers before anybody hears of the commit. */
  async function status(id: string, to: string): Promise<void> {
    await give('SetUnitStatus', { id, status: to });
    await vi.waitFor(() => expect(hub.telemetry.units.onDuty(id)).toBe(to !== 'offDuty'), patience);
  }
  async function unit(id: string, devices: readonly string[], onDuty = true): Promise<void> {
    const now = Date.now();
    const record = {
      ...{
        name: id,
        kind: 'group',
        squad: 'mobile',
        certified: 2,
        auxiliary: 2,
        devices: [...devices],
        reserve: false,
      },
      shift: { from: now - hour, to: now + 8 * hour },
    };
    await give('RecordUnit', { id, record, provenance: { source: '值班表', asOf: now - hour, how: 'import' } });
    if (onDuty) await status(id, 'available');
  }
  return { hub, folder, dir, port: http, url: `http://127.0.0.1:${http}`, give, status, unit, lines };
}

let places = 0;
let lastAt = 0;
/** A fix somewhere else than the one before, near enough to be believed, and newer. */
function fix(device: Fix['device'], more: Partial<Fix> = {}): Fix {
  const now = Math.max(Date.now(), lastAt + 1);
  lastAt = now;
  return {
    ...{ device, lon: 112.96 + (places += 1) * 1e-6, lat: 27.83, deviceAt: now, receivedAt: now },
    ...{ positioned: true, replayed: false, sos: false },
    ...more,
  };
}

/** A seat with a screen that watches positions. */
function openSeat(url: string, seatId: string) {
  const composed = composeSeat({ dataDir: temporaryFolder(), hubUrls: [url], seatId, log: quietLog });
  onTestFinished(() => composed.close());
  const told = new PositionsTold();
  let status: SeatStatus | undefined;
  let intakes: IntakeBoard | null = null;
  composed.seat.onPush((push) => {
    if (push.push === 'intakes') intakes = push.board;
    if (push.push === 'status') ({ status } = push);
    told.take(push);
  });
  return {
    ...{ seat: composed.seat, shown: told.units, status: () => status, intakes: () => intakes },
    async login(login: string): Promise<void> {
      await composed.seat.request('watchPositions', { on: true });
      const answer = await composed.seat.request('login', { login, password: demoPassword });
      expect(answer).toMatchObject({ status: 'signedIn' });
      await vi.waitFor(() => expect(status?.link).toBe('live'), patience);
    },
  };
}

/** A way to the hub on which everything is held back when told. Counts what the hub sent. */
async function openTunnel(port: number) {
  let bytes = 0;
  let held: (() => void)[] | undefined;
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.push(near, far);
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => {
      bytes += data.length;
      if (held === undefined) near.write(data);
      else held.push(() => near.write(data));
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => bytes,
    hold: () => void (held = []),
    release() {
      const waiting = held ?? [];
      held = undefined;
      for (const write of waiting) write();
    },
  };
}

test('two seats see what a device says, while its unit is on duty and not after', async () => {
  const { hub, url, unit, status } = await startHub();
  await unit('m1', ['test:1']);
  await unit('m2', ['test:2'], false);
  hub.telemetry.take(fix('test:1'));
  const seats = [openSeat(url, 'one'), openSeat(url, 'two')] as const;
  await seats[0].login('yeban');
  await seats[1].login('zhiban');
  for (const { shown } of seats) await vi.waitFor(() => expect([...shown.keys()]).toEqual(['m1']), patience);

  const next = fix('test:1', { speed: 12.3, heading: 90, accuracy: 7 });
  hub.telemetry.take(next);
  hub.telemetry.take(fix('test:2'));
  for (const { seat, shown } of seats) {
    await vi.waitFor(() => expect(shown.get('m1')?.lon).toBeCloseTo(next.lon, 7), patience);
    expect(shown.get('m1')).toMatchObject({ at: next.deviceAt, speed: 12.3, heading: 90, accuracy: 7, poor: false });
    expect(seat.position('m1')).toMatchObject({ at: next.deviceAt, accuracy: 7 });
    expect(seat.position('m2')).toBeUndefined();
  }
  expect(hub.telemetry.position('m2')).toBeUndefined();

  await status('m1', 'offDuty');
  for (const { seat, shown } of seats) {
    await vi.waitFor(() => expect(shown.size).toBe(0), patience);
    expect(seat.position('m1')).toBeUndefined();
  }
  hub.telemetry.take(fix('test:1'));
  await status('m2', 'available');
  hub.telemetry.take(fix('test:2'));
  for (const { shown } of seats) await vi.waitFor(() => expect([...shown.keys()]).toEqual(['m2']), patience);
});

test('a person without a right to units is sent none; who signs out is shown none', async () => {
  const { hub, folder, url, give, unit } = await startHub();
  await unit('m1', ['test:1']);
  hub.telemetry.take(fix('test:1'));
  const [desk1, administrator] = [openSeat(url, 'one'), openSeat(url, 'two')];
  await administrator.login('guanli');
  await desk1.login('zhihui1');
  await vi.waitFor(() => expect(desk1.shown.size).toBe(1), patience);
  expect(administrator.seat.position('m1')).toBeUndefined();

  // Rights that change while the seat is open.
  const accountOf = (login: string): string => {
    const [account] = folder.journal.documents('account', { where: { login } });
    return splitStream(must(account, login).stream).id;
  };
  const id = accountOf('zhihui2');
  const other = openSeat(url, 'three');
  await other.login('zhihui2');
  await vi.waitFor(() => expect(other.shown.size).toBe(1), patience);
  await give(
    'ChangeAccountRoles',
    { id, roles: [{ role: 'administrator' }] },
    {
      ...{ user: accountOf('guanli'), seat: desk.seat, role: 'administrator' },
    },
  );
  await vi.waitFor(() => expect(other.shown.size).toBe(0), patience);
  expect(other.status()?.link).toBe('live');
  hub.telemetry.take(fix('test:1'));
  await vi.waitFor(() => expect(desk1.shown.get('m1')?.at).toBe(hub.telemetry.latest('m1')?.at), patience);
  expect(other.seat.position('m1')).toBeUndefined();

  await desk1.seat.request('logout', {});
  expect(desk1.shown.size).toBe(0);
  expect(desk1.seat.position('m1')).toBeUndefined();
});

test('a seat whose hub is gone keeps the table, which knows its age', async () => {
  const first = await startHub();
  await first.unit('m1', ['test:1']);
  await first.unit('m2', ['test:2']);
  for (const device of ['test:1', 'test:2'] as const) first.hub.telemetry.take(fix(device));
  const seat = openSeat(first.url, 'one');
  await seat.login('yeban');
  await vi.waitFor(() => expect(seat.shown.size).toBe(2), patience);
  const { at } = must(seat.shown.get('m1'), 'm1');
  await first.hub.stop();
  await vi.waitFor(() => expect(seat.status()?.link).toBe('offline'), patience);
  expect(seat.seat.position('m1')?.at).toBe(at);
  expect(seat.shown.size).toBe(2);
});

test('tracks are on disk in the file of their day, and only of the time on duty', async () => {
  const { hub, folder, dir, unit, give, status } = await startHub();
  await unit('m1', ['test:1']);
  await unit('m2', ['test:2']);
  const sent = Array.from({ length: 20 }, () => fix('test:1'));
  const others = Array.from({ length: 20 }, () => fix('test:2'));
  for (const one of [...sent, ...others]) hub.telemetry.take(one);
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(lastAt), patience);
  await status('m1', 'offDuty');
  // Entered later than it was: what came between is not kept.
  const late = { channel: '电台', happenedAt: must(others[10], 'a fix').deviceAt };
  await give('SetUnitStatus', { id: 'm2', status: 'offDuty', ...late });
  await vi.waitFor(() => expect(hub.telemetry.units.onDuty('m2')).toBe(false), patience);
  hub.telemetry.take(fix('test:1'));
  await hub.stop();
  const trackOf = (id: string) => folder.tracks.track(id, 0, Date.now() + hour, 99);
  const track = trackOf('m1');
  expect(track.map(({ at }) => at)).toEqual(sent.map(({ deviceAt }) => deviceAt));
  expect(trackOf('m2').map(({ at }) => at)).toEqual(others.slice(0, 10).map(({ deviceAt }) => deviceAt));
  expect(track[0]?.lon).toBeCloseTo(sent[0]?.lon ?? 0, 7);
  expect(existsSync(join(dir, 'tracks', `${civilDate(sent[0]?.deviceAt ?? 0, 480)}.sqlite`))).toBe(true);
  // A gateway that is slower to stop than the hub.
  const { revision } = hub.telemetry;
  hub.telemetry.take(fix('test:1'));
  expect(hub.telemetry.revision).toBe(revision);
});

test('a seat that does not read is sent no queue, and then the newest', async () => {
  const { hub, url, port, unit } = await startHub();
  const units = Array.from({ length: 200 }, (_, n) => n);
  await Promise.all(units.map((n) => unit(`u${n}`, [`test:${n}`])));
  const tunnel = await openTunnel(port);
  const seat = openSeat(url.replace(String(port), String(tunnel.port)), 'one');
  await seat.login('yeban');
  const sayAll = (): void => {
    for (const n of units) hub.telemetry.take(fix(`test:${n}`));
  };
  sayAll();
  await vi.waitFor(() => expect(seat.shown.size).toBe(200), patience);
  tunnel.hold();
  const before = tunnel.bytes();
  const began = performance.now();
  let rounds = 0;
  await vi.waitFor(() => {
    sayAll();
    rounds += 1;
    expect(performance.now() - began).toBeGreaterThan(1_500);
    expect(rounds).toBeGreaterThan(10);
  }, patience);
  // A window is 100 ms at most, a frame 4.8 KB: a queue would be 70 KB long. One frame may be on the way.
  expect(tunnel.bytes() - before).toBeLessThan(15_000);
  tunnel.release();
  await vi.waitFor(() => {
    for (const n of units) expect(seat.shown.get(`u${n}`)?.at).toBe(hub.telemetry.latest(`u${n}`)?.at);
  }, patience);
});

test('a seat is told how the ways in stand, keeps it while the hub is away, and forgets it with who sat there', async () => {
  const { hub, url, unit } = await startHub();
  await unit('m1', ['t:1']);
  const seat = openSeat(url, 'one');
  expect(seat.intakes()).toBeNull();
  await seat.login('zhihui1');
  const of = (id: string) => seat.intakes()?.intakes.find((one) => one.id === id);
  await vi.waitFor(() => expect(of('12345')).toMatchObject({ state: 'never', lastAt: null }), patience);
  expect(of('jt808')).toBeUndefined();
  await hub.stop();
  await vi.waitFor(() => expect(seat.status()?.link).toBe('offline'), patience);
  expect(of('12345')).toMatchObject({ state: 'never' });
  await seat.seat.request('logout', {});
  await vi.waitFor(() => expect(seat.intakes()).toBeNull(), patience);
});
