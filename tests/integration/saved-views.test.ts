/** Saved views over a real hub and real seats: from seat to seat, without the hub, two seats at once, and nobody else's. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { composeSeat } from '../../seat/compose.ts';
import { must } from '../../shared/lib/must.ts';
import type { OfficeAsk, SavedView, ViewBoard, ViewChanged } from '../../shared/wire/seat-api.ts';
import { mostViews, noFilter } from '../../shared/wire/seat-api.ts';
import { startHub, tempFolder } from '../support/hub-process.ts';
import { cleanUp, demoPackFile, NightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const late = { ...noFilter, late: true };

/** A seat, what it last told of saved views, and how to ask for a change. */
function seatAt(url: string, seatId: string, dataDir = tempFolder()) {
  const composed = composeSeat({ dataDir, hubUrls: [url], seatId, log: quiet });
  onTestFinished(() => composed.close());
  const told: { board: ViewBoard | null } = { board: null };
  composed.seat.onPush((push) => {
    if (push.push === 'savedViews') told.board = push.board;
  });
  const seat = new NightSeat(composed);
  async function ask(message: OfficeAsk): Promise<ViewChanged> {
    const answer = await seat.seat.request('office', message);
    if (answer.status !== 'granted') throw new Error(JSON.stringify(answer));
    return answer.body as unknown as ViewChanged;
  }
  const names = (): readonly string[] => (told.board?.views ?? []).map(({ name }) => name);
  return {
    ...{ seat, told, ask, names, dataDir },
    close: () => composed.close(),
    save: (id: string, version: number, name: string, filter = late) =>
      ask({ ask: 'saveView', id, version, name, filter }),
    current: () => seat.until(() => told.board?.current === true, 'its views are told'),
    has: (...wanted: readonly string[]) =>
      seat.until(() => names().join() === wanted.join(), `it has ${wanted.join()}`),
  };
}

test('they follow their user from seat to seat, live and after a restart, and nobody else has them', async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const first = seatAt(hub.url, 'seat-one');
  await first.seat.signIn('yeban');
  await first.current();
  const id = crypto.randomUUID();
  expect(await first.save(id, 0, ' 二区  超时 ')).toMatchObject({ problem: null, views: [{ name: '二区 超时' }] });
  await first.has('二区 超时');

  const second = seatAt(hub.url, 'seat-two');
  await second.seat.signIn('yeban');
  await second.has('二区 超时');
  const other = seatAt(hub.url, 'seat-three');
  await other.seat.signIn('zhihui1');
  await other.current();
  expect(other.names()).toEqual([]);
  // The same id of another one is another view.
  expect(await other.save(id, 0, '别人的', noFilter)).toMatchObject({ problem: null });

  // Overwritten and removed at one seat, the other has it at once.
  await second.save(id, 1, '二区', { ...late, zone: 'zone-of-nowhere' });
  await first.has('二区');
  expect(first.told.board?.views).toMatchObject([
    { version: 2, filter: { zone: 'zone-of-nowhere', late: true }, changedSeat: 'seat-two' },
  ]);
  // The slower of two seats changes nothing and is told who was first; so is the faster of two that remove.
  expect(await first.save(id, 1, '一区')).toMatchObject({
    problem: { code: 'Changed', field: 'version' },
    views: [{ name: '二区', changedSeat: 'seat-two' }],
  });
  const both = await Promise.all([first.save(id, 2, '甲'), second.save(id, 2, '乙')]);
  expect(both.map(({ problem }) => problem?.code ?? null).sort()).toEqual(['Changed', null]);
  const won = must(both.find(({ problem }) => problem === null)?.views[0], 'the one that was kept');
  await Promise.all([first.has(won.name), second.has(won.name)]);

  // Bad input, by field.
  const problems = await Promise.all([
    first.save(crypto.randomUUID(), 0, '\u200B'),
    first.save(id, 3, '长'.repeat(17)),
  ]);
  expect(problems.map(({ problem }) => problem)).toEqual([
    { code: 'NameEmpty', field: 'name' },
    { code: 'NameTooLong', field: 'name' },
  ]);
  await expect(
    first.seat.seat.request('office', {
      ...{ ask: 'saveView', id: crypto.randomUUID(), version: 0, name: '坏' },
      filter: { ...noFilter, moon: 'full' } as never,
    }),
  ).rejects.toThrow(/filter/);
  for (let count = 1; count < mostViews; count += 1) await first.save(crypto.randomUUID(), 0, `视图${String(count)}`);
  expect(await first.save(crypto.randomUUID(), 0, '又一个')).toMatchObject({ problem: { code: 'TooMany' } });

  // The journal and the access log know nothing of it; the file of views does.
  hub.process.signal('SIGTERM');
  await hub.process.exited;
  const holding = readdirSync(hub.data, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(hub.data, entry.name)).includes('视图11'))
    .map(({ name }) => name);
  expect(holding).toEqual(['views.sqlite']);

  // Without the hub they are read on; nothing is changed; how old they are is known.
  await first.seat.until(() => first.told.board?.current === false, 'it knows that they grow old');
  expect(first.told.board?.views).toHaveLength(mostViews);
  expect(await first.seat.seat.request('office', { ask: 'removeView', id, version: 3 })).toEqual({ status: 'offline' });
  const asOf = must(first.told.board?.asOf, 'as of');
  first.close();
  const again = seatAt(hub.url, 'seat-one', first.dataDir);
  await again.seat.until(() => again.told.board !== null, 'it tells the last known ones');
  expect(again.told.board).toMatchObject({ current: false, asOf });
  expect(again.names()).toContain(won.name);

  // The hub comes back with what it kept.
  const common = ['--data', hub.data, '--demo', '--pack', demoPackFile(), '--port', String(hub.port)];
  await startHub([...common, '--clock', '2026-11-21T22:50:00+08:00']).listening;
  await again.current();
  expect(again.names()).toContain(won.name);

  // A log-out leaves nothing; the next one at the seat never sees them.
  expect(existsSync(join(first.dataDir, 'views.json'))).toBe(true);
  await again.seat.seat.request('logout', {});
  await again.seat.until(() => again.told.board === null, 'they are gone');
  expect(existsSync(join(first.dataDir, 'views.json'))).toBe(false);
  const seen: (readonly SavedView[])[] = [];
  again.seat.seat.onPush((push) => {
    if (push.push === 'savedViews' && push.board !== null) seen.push(push.board.views);
  });
  await again.seat.signIn('zhihui1');
  await again.has('别人的');
  expect(seen.flat().every(({ name }) => name === '别人的')).toBe(true);
}, 240_000);
