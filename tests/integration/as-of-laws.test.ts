/** The hall as it was is the journal folded to that place, whatever was kept on the way. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderFiles } from '../../db/hub/data-folder.ts';
import { documentAt, HallAt, recordOf, seqAt } from '../../hub/as-of/as-of.ts';
import type { AsOfText } from '../../hub/as-of/store.ts';
import { eventReader, upcasterKey } from '../../hub/journal/upcast.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { feedCatalog, FeedHub, until } from '../support/feed-kit.ts';
import { foldedTo, instantsOf, play, steps } from '../support/past-play.ts';
import { eventsOf } from '../support/seat-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const depsOf = (hub: FeedHub) => ({
  ...{ journal: hub.journal, store: hub.folder.asOf, kinds: hub.catalog.kinds },
  readEvent: eventReader(hub.catalog.kinds),
});

function whole<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** All pages, of so many documents each. */
function hallAt(hub: FeedHub, seq: number, size: number): Map<StreamId, object> {
  const hall = new HallAt(depsOf(hub), seq);
  whole(hall.fold());
  const found: AsOfText[] = [];
  for (;;) {
    const page = whole(hall.page((documents) => documents.length >= size));
    if (page.length === 0) break;
    expect(page.length).toBeLessThanOrEqual(size);
    found.push(...page);
  }
  expect(new Set(found.map(({ stream }) => stream)).size).toBe(found.length);
  return new Map(
    found
      .map((text) => [text.stream, text])
      .map(([stream, text]) => {
        const { stream: _, ...document } = recordOf(text as AsOfText);
        return [stream as StreamId, document];
      }),
  );
}

/** Every place that is to be kept is. The hub hears of a commit after whoever gave the command. */
async function settled(hub: FeedHub, every: number): Promise<void> {
  await until(hub, () => hub.folder.asOf.places().length === Math.floor(hub.head / every));
}

async function withHub(keptEvery: number, work: (hub: FeedHub) => Promise<void>): Promise<void> {
  const hub = await new FeedHub(temporaryFolder(), { keptEvery }).listen();
  try {
    await work(hub);
  } finally {
    await hub.close();
  }
}

test('as of every place, from kept places of any distance, it is the fold of the journal', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps(1, 40),
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 1, max: 4 }),
      async (list, every, size) => {
        await withHub(every, async (hub) => {
          await play(hub, list);
          await settled(hub, every);
          for (let seq = 0; seq <= hub.head; seq += 1) {
            const right = foldedTo(hub, seq);
            expect(hallAt(hub, seq, size)).toEqual(right);
            for (const [stream, document] of right) {
              const { stream: _, ...found } = documentAt(depsOf(hub), stream, seq) ?? { stream };
              expect(found).toEqual(document);
            }
          }
          for (const at of instantsOf(hub))
            expect(seqAt(hub.journal, at)).toBe(eventsOf(hub).findLast((event) => event.at <= at)?.seq ?? 0);
        });
      },
    ),
    { numRuns: 12 },
  );
});

test('what is kept outlives the process, is made anew once deleted, and is forgotten for another history', async () => {
  const dir = temporaryFolder();
  const list = fc.sample(steps(30, 30), { numRuns: 1, seed: 4 })[0] ?? [];
  const first = await new FeedHub(dir, { keptEvery: 5 }).listen();
  await play(first, list);
  await settled(first, 5);
  const places = first.folder.asOf.places();
  expect(places.length).toBeGreaterThan(3);
  await first.close();

  const second = await new FeedHub(dir, { keptEvery: 5 }).listen();
  await settled(second, 5);
  expect(second.folder.asOf.places()).toEqual(places);
  second.folder.asOf.clear();
  await second.close();

  const third = await new FeedHub(dir, { keptEvery: 5 }).listen();
  await settled(third, 5);
  expect(third.folder.asOf.places()).toEqual(places);
  // Kept at a place with another hash: not of this journal.
  third.folder.asOf.keep({ seq: 4, hash: 'f'.repeat(64) });
  await third.close();

  const fourth = await new FeedHub(dir, { keptEvery: 5 }).listen();
  await settled(fourth, 5);
  expect(fourth.folder.asOf.places()).toEqual(places);
  expect(hallAt(fourth, fourth.head, 500)).toEqual(foldedTo(fourth, fourth.head));
  await fourth.close();
});

test('what is kept and damaged, or has no room, never keeps the hub from starting; it is made anew', async () => {
  const dir = temporaryFolder();
  const list = fc.sample(steps(60, 60), { numRuns: 1, seed: 4 })[0] ?? [];
  const first = await new FeedHub(dir, { keptEvery: 5 }).listen();
  await play(first, list);
  await settled(first, 5);
  const places = first.folder.asOf.places();
  await first.close();

  // Every page but the first: whatever is read beyond the head of the file is met broken.
  const file = join(dir, folderFiles.asOf);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, 4_096));
  const second = await new FeedHub(dir, { keptEvery: 5 }).listen();
  await settled(second, 5);
  expect(second.folder.asOf.places()).toEqual(places);
  expect(hallAt(second, second.head, 500)).toEqual(foldedTo(second, second.head));
  await second.close();

  rmSync(file);
  const third = await new FeedHub(dir, { keptEvery: 5, free: 1_100_000_000 }).listen();
  await third.past.snapshots.idle();
  await third.give('Place', { parcel: 'p-new', labels: ['a'] });
  await third.past.snapshots.idle();
  expect(third.folder.asOf.places()).toEqual([]);
  expect(hallAt(third, third.head, 500)).toEqual(foldedTo(third, third.head));
  expect(third.logLines.filter(({ level }) => level === 'error')).toHaveLength(1);
  third.free = Number.MAX_SAFE_INTEGER;
  await third.give('Weigh', { parcel: 'p-new', add: 1 });
  await third.past.snapshots.idle();
  expect(third.folder.asOf.places().length).toBeGreaterThanOrEqual(places.length);
  await third.close();
});

test('events of an older schema are brought up on the way', async () => {
  await withHub(3, async (hub) => {
    await hub.give('Place', { parcel: 'p0', labels: ['a'] });
    for (let n = 0; n < 7; n += 1) await hub.give('Weigh', { parcel: 'p0', add: 1 });
    // As a later program reads it, for which a weight is told in tenths.
    const parcel = feedCatalog.kinds.get('parcel');
    if (parcel === undefined) throw new Error('no parcels');
    const kinds = new Map([...feedCatalog.kinds, ['parcel', { ...parcel, schemas: { Weighed: 2 } }] as const]);
    const tenths = new Map([
      [
        upcasterKey('Weighed', 1),
        (data: unknown) => ({ ...(data as { add: number }), add: (data as { add: number }).add * 10 }),
      ],
    ]);
    const readEvent = eventReader(kinds, tenths as never);
    hub.folder.asOf.clear();
    expect(documentAt({ ...depsOf(hub), kinds, readEvent }, 'parcel/p0', hub.head)?.state).toMatchObject({
      weight: 70,
    });
    const hall = new HallAt({ ...depsOf(hub), kinds, readEvent }, hub.head - 2);
    whole(hall.fold());
    const [text] = whole(hall.page(() => false)).filter(({ stream }) => stream === 'parcel/p0');
    expect(text?.body).toContain('"weight":50');
  });
});

test('commands are answered while thousands of events are folded', async () => {
  await withHub(1_000_000, async (hub) => {
    const commands = Array.from(
      { length: 3_000 },
      (_, n) => ['Weigh', { parcel: `p${n % 50}`, add: 1, padding: 'x'.repeat(200) }] as const,
    );
    await hub.giveAll(commands);
    await hub.give('Grant', { account: 'lin', labels: ['hall', 'a'] });
    for (let n = 0; n < 50; n += 1) await hub.give('Place', { parcel: `p${n}`, labels: ['a'] });
    let opened = false;
    const seat = hub.past.replays.seat({ seat: 'seat1', user: 'lin', name: 'LIN', session: 's' });
    const now = hub.clock.now();
    const opening = seat
      .open({ from: now - 1, to: now, documents: true, tracks: null })
      .then((answer) => ((opened = true), answer));
    let answered = 0;
    while (!opened) {
      const one = await hub.give('Weigh', { parcel: 'p0', add: 1 });
      expect(one.status).toBe('accepted');
      if (!opened) answered += 1;
    }
    expect(await opening).toMatchObject({ status: 'opened' });
    // Decided, made durable and answered between two slices; how long a slice is, `slices.test.ts` says.
    expect(answered).toBeGreaterThan(0);
  });
});
