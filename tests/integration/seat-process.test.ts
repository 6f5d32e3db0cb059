/** The seat ends without warning, at named points and at any moment: nothing taken in is lost, nothing is done twice. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import type { SeatCrashPoint } from '../../seat/runtime/ports.ts';
import type { FeedHub } from '../support/feed-kit.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { cleanUp, startHub } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { everything, expectDelivered, openHub, SeatKit, urlOf, when } from '../support/seat-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

// Not after each: tests may run side by side.
afterAll(cleanUp);

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`seat crash tests: TEST_SEED=${seed}\n`);

const entry = join(import.meta.dirname, '..', 'support', 'seat-process.ts');

interface SeatProcess {
  readonly process: HubProcess;
  /** Ids of entries said to be durable. */
  readonly queued: string[];
  /** As it last said of itself. */
  status(): { readonly link: string; readonly lastSeq: number; readonly pending: number } | undefined;
}

function start(dir: string, hub: FeedHub, env: Record<string, string> = {}): SeatProcess {
  const process = startHub([dir, urlOf(hub), 'lin'], { entry, env });
  const queued: string[] = [];
  let status: ReturnType<SeatProcess['status']>;
  process.onLine((line) => {
    const said = JSON.parse(line) as { queued?: string; link?: string; lastSeq: number; pending: number };
    if (said.queued !== undefined) queued.push(said.queued);
    if (said.link !== undefined) status = { link: said.link, lastSeq: said.lastSeq, pending: said.pending };
  });
  return { process, queued, status: () => status };
}

/** Goes on in this process where the other one ended, until nothing is on its way any more. */
async function expectKept(hub: FeedHub, dir: string, queued: readonly string[]): Promise<void> {
  const seat = new SeatKit([urlOf(hub)], { dir });
  await when(hub, async () => {
    const { entries } = await seat.request('outbox', {});
    return entries.every(({ state }) => ['acknowledged', 'refused', 'heldBack'].includes(state));
  });
  await when(hub, () => seat.live && seat.status?.lastSeq === hub.head);
  const { entries } = await seat.request('outbox', {});
  const known = new Set(entries.map(({ id }) => id));
  for (const id of queued) expect(known.has(id), `entry ${id} was said to be durable`).toBe(true);
  expectDelivered(hub, entries);
  expect(seat.composed.seat.digest()).toEqual(digestNow(hub.journal, labelsFrom(everything)));
  expect(seat.lines.filter(({ message }) => message.includes('aside'))).toEqual([]);
  seat.close();
}

test('killed twenty times with entries in its outbox', { timeout: 600_000 }, async () => {
  const random = seededRandom(seed);
  const upTo = (most: number): number => {
    const [high = 0, low = 0] = random.bytes(2);
    return (high * 256 + low) % (most + 1);
  };
  const hub = await openHub();
  const dir = temporaryFolder();
  const queued: string[] = [];
  for (let kill = 0; kill < 20; kill += 1) {
    const seat = start(dir, hub);
    // Some while it starts and catches up, most while it takes in, sends and hears of answers.
    const wanted = upTo(4) === 0 ? 0 : 1 + upTo(50);
    // Lines are taken in before the link is up: only who waits for it sees entries leave and answers come.
    const online = wanted > 0 && upTo(2) > 0;
    const patience = upTo(wanted === 0 ? 700 : 60);
    for (let n = 0; n < 60; n += 1)
      seat.process.send({ box: `k${upTo(5)}`, amount: upTo(20) === 0 ? 5_000 : 1 + upTo(9) });
    await when(hub, async () => {
      if (upTo(9) === 0) await hub.give('Put', { box: `k${upTo(5)}`, amount: 1 });
      return seat.queued.length >= wanted && (!online || seat.status()?.link === 'live');
    });
    await new Promise((resolve) => setTimeout(resolve, patience));
    seat.process.signal('SIGKILL');
    expect(await seat.process.exited, seat.process.log()).toEqual({ code: null, signal: 'SIGKILL' });
    queued.push(...seat.queued);
  }
  expect(queued.length).toBeGreaterThan(100);
  // Some had left before their seat was killed.
  expect(queued.filter((id) => hub.journal.knownCommand(id) !== undefined).length).toBeGreaterThan(10);
  await expectKept(hub, dir, queued);
});

const points: readonly (readonly [SeatCrashPoint, number])[] = [
  ['midSnapshotPage', 1],
  ['midSnapshotPage', 3],
  ['midSeatTransaction', 1],
  ['midSeatTransaction', 3],
  ['afterSeatCommit', 1],
  ['afterSeatCommit', 4],
];
test.each(points)('ended at %s, visit %i', { timeout: 300_000 }, async (point, nth) => {
  const hub = await openHub();
  // Snapshots of several pages.
  await hub.giveAll(Array.from({ length: 1_200 }, (_, n) => ['Put', { box: `p${n}`, amount: 1 }] as const));
  const dir = temporaryFolder();
  const seat = start(dir, hub, { CRASH_POINT: point, CRASH_AT: String(nth) });
  let over = false;
  void seat.process.exited.then(() => (over = true));
  let sent = 0;
  await when(hub, async () => {
    if (seat.status()?.link === 'live') await hub.give('Put', { box: 'p1', amount: 1 });
    if (sent < 20) seat.process.send({ box: `q${(sent += 1) % 3}`, amount: sent });
    return over;
  });
  expect(await seat.process.exited, seat.process.log()).toEqual({ code: null, signal: 'SIGKILL' });
  await expectKept(hub, dir, seat.queued);
});
