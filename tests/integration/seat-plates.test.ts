/** Plates on their way to a seat: fetched by hash, kept, there while the hub is away, and others when the hub switches. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { composeSeat } from '../../seat/compose.ts';
import type { SeatPush } from '../../shared/wire/seat-api.ts';
import { smallPack } from '../support/small-pack.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const longest = { timeout: 60_000 };

test('a seat has the plates in force, offline too, and hears of others', { timeout: 180_000 }, async () => {
  onTestFinished(cleanUp);
  const hub = startHub(['--data', tempFolder(), '--port', '0', '--demo', '--api-key', testKey, '--log-level', 'error']);
  const { http } = await hub.listening;
  const hubUrl = `http://127.0.0.1:${http}`;
  const pack = smallPack(Date.now());
  const bring = async (name: string): Promise<string> => {
    const response = await fetch(`${hubUrl}/api/v1/pack`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...pack, plates: { ...pack.plates, name } }),
    });
    return ((await response.json()) as { plates: string }).plates;
  };

  const dataDir = temporaryFolder();
  const open = (hubUrls: readonly string[]) => {
    const composed = composeSeat({ dataDir, hubUrls, seatId: 'desk', log: quietLog });
    const pushes: SeatPush[] = [];
    composed.seat.onPush((push) => pushes.push(push));
    const held = async () => composed.seat.request('plates', {});
    return { composed, pushes, held };
  };
  const first = open([hubUrl]);
  expect(await first.held()).toEqual({ status: 'none' });
  expect(await first.composed.seat.request('login', { login: 'yeban', password: 'lianqin-demo' })).toMatchObject({
    status: 'signedIn',
  });
  const one = await bring('一');
  await vi.waitFor(
    async () => expect(await first.held()).toMatchObject({ hash: one, plates: { name: '一' } }),
    longest,
  );
  expect(first.pushes).toContainEqual({ push: 'plates', hash: one });
  expect(first.composed.seat.district()?.hash).toBe(one);
  const two = await bring('二');
  await vi.waitFor(async () => expect(await first.held()).toMatchObject({ hash: two }), longest);
  first.composed.close();

  hub.signal('SIGTERM');
  await hub.exited;
  const second = open(['http://127.0.0.1:9']);
  onTestFinished(() => second.composed.close());
  expect(await second.held()).toMatchObject({ status: 'plates', hash: two, plates: { name: '二' } });
});
