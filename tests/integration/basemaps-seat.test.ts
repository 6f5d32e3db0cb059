/** A basemap on its way to the seats: fetched beside the night's work, gone on with after every kind of end. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { composeSeat, openBasemaps } from '../../seat/compose.ts';
import type { SeatComposition, SeatOverrides } from '../../seat/compose.ts';
import { basemapStateSchema } from '../../shared/wire/seat-api.ts';
import type { SeatTimers } from '../../seat/runtime/ports.ts';
import type { SeatPush } from '../../shared/wire/seat-api.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { recordingLog } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { smallPack } from '../support/small-pack.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { tinyPmtiles } from '../support/tiny-pmtiles.ts';
import type { TinyArchive } from '../support/tiny-pmtiles.ts';

afterAll(cleanUp);
const longest = { timeout: 90_000 };
const entry = join(import.meta.dirname, '..', 'support', 'night-seat-process.ts');

/** A demo hub on a port of its own, and how to bring it packs. */
async function openHub() {
  const data = tempFolder();
  const start = (port: number): HubProcess =>
    startHub(['--data', data, '--port', String(port), '--demo', '--api-key', testKey, '--log-level', 'error']);
  let hub = start(0);
  const { http } = await hub.listening;
  const url = `http://127.0.0.1:${http}`;
  const send = async (method: string, path: string, body: BodyInit, type: string): Promise<void> => {
    const headers = { authorization: `Bearer ${testKey}`, 'content-type': type };
    const reply = await fetch(`${url}${path}`, { method, headers, body });
    if (!reply.ok) throw new Error(await reply.text());
  };
  const bringFile = ({ hash, bytes }: TinyArchive): Promise<void> =>
    send('PUT', `/api/v1/basemaps/${hash}`, new Uint8Array(bytes), 'application/octet-stream');
  return {
    url,
    /** Where the hub keeps the file. */
    fileOf: ({ hash }: TinyArchive): string => join(data, 'basemaps', `${hash}.pmtiles`),
    async bring(archive: TinyArchive, name = '示例区'): Promise<void> {
      const pack = smallPack(Date.now());
      await bringFile(archive);
      const plates = { ...pack.plates, name, basemap: archive.basemap };
      await send('POST', '/api/v1/pack', JSON.stringify({ ...pack, plates }), 'application/json');
    },
    async restart(): Promise<void> {
      hub.signal('SIGKILL');
      await hub.exited;
      hub = start(http);
      await hub.listening;
    },
    kill: () => hub.signal('SIGKILL'),
  };
}

const person = { login: 'yeban', password: 'lianqin-demo' };

function openSeat(
  options: Partial<SeatComposition> & { readonly hubUrls: readonly string[] },
  more: SeatOverrides = {},
) {
  const lines: LogLine[] = [];
  const dataDir = options.dataDir ?? temporaryFolder();
  const composed = composeSeat({ seatId: 'desk', log: recordingLog(lines), ...options, dataDir }, more);
  onTestFinished(() => composed.close());
  const pushes: SeatPush[] = [];
  composed.seat.onPush((push) => pushes.push(push));
  return {
    ...{ composed, lines, pushes, dataDir, seat: composed.seat },
    state: async () => basemapStateSchema.parse(await composed.seat.request('basemap', {})),
    said: (text: string) => lines.filter(({ message }) => message.includes(text)).length,
    login: async (who = person) =>
      expect(await composed.seat.request('login', who)).toMatchObject({ status: 'signedIn' }),
  };
}

const held = (dir: string, { hash }: TinyArchive): Buffer => readFileSync(join(dir, 'basemaps', `${hash}.pmtiles`));

test('it comes in pieces while commands are answered; the one before is in use until it is whole', async () => {
  const hub = await openHub();
  const [small, large] = [tinyPmtiles(3_000, 1), tinyPmtiles(14_000_000, 2)];
  await hub.bring(small, '一');
  const desk = openSeat({ hubUrls: [hub.url] });
  expect(await desk.state()).toEqual({ here: null, fetching: null });
  await desk.login();
  const { bytes: _, ...first } = small.basemap;
  await vi.waitFor(async () => expect(await desk.state()).toEqual({ here: first, fetching: null }), longest);
  expect(desk.pushes).toContainEqual({ push: 'basemap', basemap: { here: first, fetching: null } });

  await hub.bring(large, '二');
  await vi.waitFor(async () => expect((await desk.state()).fetching).not.toBeNull(), longest);
  // Given a fetch of 14 MB at 4 MB a second, when complaints are taken in meanwhile, then each is answered soon.
  const waits: number[] = [];
  while ((await desk.state()).fetching !== null) {
    const { here, fetching } = await desk.state();
    if (fetching !== null) expect([here, fetching.total]).toEqual([first, large.bytes.length]);
    const began = performance.now();
    const id = crypto.randomUUID();
    const said = { externalId: null, place: null, position: null, actAt: null, wantsReply: 'no' } as const;
    const whom = { name: '', phone: '', address: '' };
    const taken = await desk.seat.request('takeIn', { id, source: 'phone', text: '打桩', ...said, ...whom });
    const entryOf = (taken as { readonly entry: string }).entry;
    await vi.waitFor(
      async () => {
        const { entries } = await desk.seat.request('outbox', {});
        expect(entries.find((one) => one.id === entryOf)?.state).toBe('acknowledged');
      },
      { ...longest, interval: 10 },
    );
    waits.push(performance.now() - began);
  }
  waits.sort((a, b) => a - b);
  const median = waits[Math.floor(waits.length / 2)] ?? 0;
  process.stdout.write(`commands during the fetch: ${waits.length}, median ${Math.round(median)} ms\n`);
  expect(waits.length).toBeGreaterThan(3);
  expect(median).toBeLessThan(1_500);
  const { bytes: __, ...second } = large.basemap;
  expect((await desk.state()).here).toEqual(second);
  expect(held(desk.dataDir, large).equals(large.bytes)).toBe(true);
  // The one before stays; and without the hub both are there.
  expect(held(desk.dataDir, small).equals(small.bytes)).toBe(true);
  desk.composed.close();
  const again = openSeat({ hubUrls: ['http://127.0.0.1:9'], dataDir: desk.dataDir });
  expect((await again.seat.request('basemap', {})).fetching).toBeNull();
  expect(again.composed.basemaps.file(large.hash)?.size).toBe(large.bytes.length);
});

test('killed half-way, and the hub too: it goes on where it was', async () => {
  const hub = await openHub();
  const archive = tinyPmtiles(12_000_000, 3);
  await hub.bring(archive);
  const dir = temporaryFolder();
  const part = join(dir, 'basemaps', `${archive.hash}.arriving`);
  const size = (): number => {
    try {
      return readFileSync(part).length;
    } catch {
      return 0;
    }
  };
  const seat = startHub([dir, 'desk', hub.url], { entry });
  await vi.waitFor(() => expect(seat.out[0]).toContain('open'), longest);
  seat.send({ ask: 1, name: 'login', body: person });
  await vi.waitFor(() => expect(size()).toBeGreaterThan(3_000_000), { ...longest, interval: 10 });
  seat.signal('SIGKILL');
  await seat.exited;
  const kept = size();
  expect(kept).toBeLessThan(archive.bytes.length);

  const second = openSeat({ hubUrls: [hub.url], dataDir: dir });
  await second.login();
  await vi.waitFor(() => expect(size()).toBeGreaterThan(kept), { ...longest, interval: 10 });
  const [begun] = second.lines.filter(({ message }) => message === 'the basemap is being fetched');
  expect(begun?.data).toMatchObject({ have: kept });
  await hub.restart();
  await vi.waitFor(async () => expect((await second.state()).fetching).toBeNull(), longest);
  expect(second.said('the basemap is being fetched')).toBeGreaterThan(1);
  expect(held(dir, archive).equals(archive.bytes)).toBe(true);
  expect(readdirSync(join(dir, 'basemaps')).filter((name) => name.endsWith('.arriving'))).toEqual([]);
});

/** Timers for which no wait is long. */
const hurried = (most: number): SeatTimers => ({
  after(milliseconds, work) {
    const handle = setTimeout(work, milliseconds > most ? most / 10 : milliseconds);
    return () => clearTimeout(handle);
  },
});
/** Only what is tried again after half a minute is not waited for. */
const soon = { timers: hurried(20_000) };

test('a part that is damaged is thrown away, said so, and fetched anew', async () => {
  const hub = await openHub();
  const archive = tinyPmtiles(1_500_000, 4);
  await hub.bring(archive);
  const dir = temporaryFolder();
  const begun = openBasemaps(dir, recordingLog([])).fetch(archive.basemap);
  await begun?.append(Buffer.alloc(900_000, 1));
  const desk = openSeat({ hubUrls: [hub.url], dataDir: dir }, soon);
  await desk.login();
  await vi.waitFor(async () => expect((await desk.state()).here).not.toBeNull(), longest);
  expect(desk.said('thrown away')).toBe(1);
  expect(desk.pushes).toContainEqual(
    expect.objectContaining({
      basemap: expect.objectContaining({ fetching: expect.objectContaining({ trouble: 'Damaged' }) }),
    }),
  );
  expect(held(dir, archive).equals(archive.bytes)).toBe(true);
});

test('a full disk is said, keeps nobody from work, and is tried again', async () => {
  const hub = await openHub();
  const archive = tinyPmtiles(1_500_000, 5);
  await hub.bring(archive);
  const full = openSeat({ hubUrls: [hub.url] }, { ...soon, maxBasemapBytes: 800_000 });
  await full.login();
  await vi.waitFor(async () => expect((await full.state()).fetching?.trouble).toBe('StorageFull'), longest);
  await vi.waitFor(() => expect(full.said('no room for the basemap')).toBeGreaterThan(1), longest);
  expect((await full.state()).fetching).toMatchObject({ have: expect.any(Number), total: archive.bytes.length });
  expect(full.pushes.findLast((push) => push.push === 'status')).toMatchObject({ status: { link: 'live' } });
  full.composed.close();
  // Room again, at the next start.
  const roomy = openSeat({ hubUrls: [hub.url], dataDir: full.dataDir });
  await roomy.login();
  await vi.waitFor(async () => expect((await roomy.state()).fetching).toBeNull(), longest);
  expect(roomy.lines.find(({ message }) => message.includes('being fetched'))?.data).not.toMatchObject({ have: 0 });
});

test('what the hub has lost or damaged is asked for again later', async () => {
  const hub = await openHub();
  const archive = tinyPmtiles(600_000, 6);
  await hub.bring(archive);
  truncateSync(hub.fileOf(archive), 400_000);
  const desk = openSeat({ hubUrls: [hub.url] }, soon);
  await desk.login();
  await vi.waitFor(async () => expect((await desk.state()).fetching?.trouble).toBe('Unavailable'), longest);
  writeFileSync(hub.fileOf(archive), archive.bytes);
  await vi.waitFor(async () => expect((await desk.state()).fetching).toBeNull(), longest);
});

test('two seats of a hall share one folder and one fetch; the other goes on when the first one ends', async () => {
  const hub = await openHub();
  const archive = tinyPmtiles(16_000_000, 7);
  await hub.bring(archive);
  const dir = temporaryFolder();
  const basemaps = openBasemaps(dir, recordingLog([]));
  const desks = ['zhihui1', 'zhihui2'].map((login, n) => ({
    ...openSeat({ hubUrls: [hub.url], seatId: `hall-${n}`, basemaps }),
    who: { login, password: person.password },
  }));
  for (const desk of desks) await desk.login(desk.who);
  const fetching = (): number[] => desks.map((desk) => desk.said('being fetched'));
  await vi.waitFor(() => expect(basemaps.have(archive.hash)).toBeGreaterThan(0), { ...longest, interval: 10 });
  for (const desk of desks)
    await vi.waitFor(
      async () => expect((await desk.state()).fetching).toMatchObject({ total: archive.bytes.length }),
      longest,
    );
  expect(fetching().reduce((sum, count) => sum + count)).toBe(1);
  const [first, second] = fetching()[0] === 1 ? [desks[0], desks[1]] : [desks[1], desks[0]];
  first?.composed.close();
  await vi.waitFor(async () => expect((await second?.state())?.here).toMatchObject({ hash: archive.hash }), longest);
  expect(second?.lines.find(({ message }) => message.includes('being fetched'))?.data).not.toMatchObject({ have: 0 });
  expect(held(dir, archive).equals(archive.bytes)).toBe(true);
});
