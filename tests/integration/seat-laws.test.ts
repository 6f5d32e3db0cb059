/** Laws of the outbox: whatever network, hub and machine do, nothing that was taken in is lost, doubled or out of order. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPlain } from '../../db/connection.ts';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { FeedHub } from '../support/feed-kit.ts';
import type { CommandFault } from '../support/seat-kit.ts';
import {
  eventsOf,
  everything,
  expectDelivered,
  FaultyNet,
  openHub,
  openSeat,
  SeatKit,
  urlOf,
  when,
} from '../support/seat-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

type Step =
  | { readonly do: 'submit'; readonly box: number; readonly amount: number; readonly personal: boolean }
  | { readonly do: 'elsewhere'; readonly box: number }
  | { readonly do: 'cut' | 'down' | 'up' | 'restart' | 'pause' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      box: fc.integer({ min: 0, max: 4 }),
      // From 1,001 on the hub refuses.
      amount: fc.integer({ min: 1, max: 1_150 }),
      personal: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('elsewhere' as const), box: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('cut', 'down', 'up', 'restart', 'pause') }) },
);
const fault = fc.constantFrom<CommandFault>('none', 'none', 'none', 'unavailable', 'lostGoing', 'lostComing');

async function isDone(seat: SeatKit): Promise<boolean> {
  const { entries } = await seat.request('outbox', {});
  return entries.every(({ state }) => ['acknowledged', 'refused', 'heldBack', 'discarded'].includes(state));
}

test(
  'everything queued is acknowledged once, refused, or held back for a person to see',
  { timeout: 300_000 },
  async () => {
    const hub = await openHub();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.infiniteStream(fault),
        async (steps, faults) => {
          const net = new FaultyNet();
          net.command = () => faults.next().value ?? 'none';
          // Quick, so that the ladder of reconnections does not take the time of the test.
          const options = { dir: temporaryFolder(), net, speed: 20 };
          let seat = await openSeat(hub, options);
          const queued: string[] = [];
          for (const one of steps) {
            switch (one.do) {
              case 'submit': {
                const personal = one.personal ? { name: 'caller', phone: '13800000000' } : undefined;
                queued.push(await seat.put(`law${one.box}`, one.amount, personal));
                break;
              }
              case 'elsewhere':
                await hub.give('Put', { box: `law${one.box}`, amount: 1 });
                break;
              case 'cut':
                net.cut();
                break;
              case 'down':
                net.down = true;
                net.cut();
                break;
              case 'up':
                net.down = false;
                break;
              case 'restart':
                seat.close();
                seat = new SeatKit([urlOf(hub)], options);
                break;
              case 'pause':
                await new Promise((resolve) => setTimeout(resolve, 15));
                break;
            }
          }
          net.down = false;
          await when(hub, () => isDone(seat));
          const { entries } = await seat.request('outbox', {});
          expect(entries.map(({ id }) => id)).toEqual(queued);
          expectDelivered(hub, entries);
          await when(hub, () => seat.live && seat.status?.lastSeq === hub.head);
          expect(seat.composed.seat.digest()).toEqual(digestNow(hub.journal, labelsFrom(everything)));
          expect(seat.lines.filter(({ message }) => message.includes('doubt'))).toEqual([]);
          seat.close();
        },
      ),
      { numRuns: 25 },
    );
  },
);

/** A hub, a backup of it, and what was done at a seat after the backup. */
async function lostHistory(): Promise<{
  hub: FeedHub;
  restored: () => Promise<FeedHub>;
  seat: SeatKit;
  after: string[];
}> {
  const hub = await openHub();
  const seat = await openSeat(hub);
  for (let n = 0; n < 20; n += 1) await seat.put(`a${n % 3}`, 1, { name: `caller ${n}` });
  await when(hub, () => isDone(seat));
  const backup = join(temporaryFolder(), 'backup.tar');
  backupTo(hub.dir, backup);
  const after: string[] = [];
  for (let n = 0; n < 12; n += 1) after.push(await seat.put(`a${n % 3}`, 100, { name: `late caller ${n}` }));
  await when(hub, async () => (await isDone(seat)) && seat.status?.lastSeq === hub.head);
  const restored = async (): Promise<FeedHub> => {
    const dir = join(temporaryFolder(), 'restored');
    restoreFrom(backup, dir);
    return new FeedHub(dir).listen();
  };
  return { hub, restored, seat, after };
}

async function expectReoffered(restored: FeedHub, seat: SeatKit, after: readonly string[]): Promise<void> {
  await when(restored, async () => seat.live && (await isDone(seat)) && seat.status?.lastSeq === restored.head);
  const { entries } = await seat.request('outbox', {});
  expect(entries.every(({ state }) => state === 'acknowledged')).toBe(true);
  expectDelivered(restored, entries);
  for (const id of after) expect(eventsOf(restored).filter(({ cause }) => cause === id)).toHaveLength(1);
  expect(seat.composed.seat.digest()).toEqual(digestNow(restored.journal, labelsFrom(everything)));
  // With what belongs to them.
  const refs = restored.desk.reads.box('a0')?.refs ?? [];
  expect(refs.map((ref) => restored.folder.vault.get(ref)?.content)).toContain('{"name":"late caller 0"}');
}

test('what a restored hub has forgotten is offered again, under its old ids', async () => {
  const { restored, seat, after } = await lostHistory();
  seat.close();
  const hub = await restored();
  const again = new SeatKit([urlOf(hub)], { dir: seat.dir });
  await expectReoffered(hub, again, after);
  expect(hub.snapshotReasons).toEqual(['diverged']);
  await hub.close();
});

test('so it is where the cache was lost too, and nobody can say from where on', async () => {
  const { restored, seat, after } = await lostHistory();
  seat.close();
  const db = openPlain(join(seat.dir, 'cache.sqlite'), 0);
  db.pragma('user_version = 99');
  db.close();
  const hub = await restored();
  const again = new SeatKit([urlOf(hub)], { dir: seat.dir });
  await expectReoffered(hub, again, after);
  expect(hub.snapshotReasons).toEqual(['empty']);
  await hub.close();
});

test('a seat that ends between hearing of the restore and offering again loses nothing by it', async () => {
  const { restored, seat, after } = await lostHistory();
  seat.close();
  const hub = await restored();
  // Welcomed, and no further: nothing of the snapshot comes, no command leaves.
  const net = new FaultyNet();
  net.command = () => 'lostGoing';
  const dying = new SeatKit([urlOf(hub)], { dir: seat.dir, net });
  await when(hub, () => net.commands.length > 0);
  const copy = temporaryFolder();
  cpSync(seat.dir, copy, { recursive: true, filter: (path) => !/lock\.sqlite|-shm$/.test(path) });
  dying.close();
  const again = new SeatKit([urlOf(hub)], { dir: copy });
  await expectReoffered(hub, again, after);
  await hub.close();
});

test('many entries leave at once, not one after the other', async () => {
  const hub = await openHub();
  const seat = await openSeat(hub);
  seat.net.down = true;
  seat.net.cut();
  const submits: Promise<unknown>[] = [];
  for (let n = 0; n < 300; n += 1) {
    const data: RequestOf<'submit'>['data'] = { box: `m${n % 100}`, amount: 1 };
    submits.push(seat.submit('Put', data, { basedOn: { [`box/m${n % 100}`]: 0 } }));
  }
  await Promise.all(submits);
  seat.net.down = false;
  await when(hub, () => isDone(seat));
  expectDelivered(hub, (await seat.request('outbox', {})).entries);
});
