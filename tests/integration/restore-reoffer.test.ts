/**
 * A backup under work, restored elsewhere: what was acknowledged after it comes back from the outboxes of the seats, and
 * from another system that sends again, once. On real processes, with the night's own incidents.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { demoPassword } from '../../hub/accounts/demo.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { must } from '../../shared/lib/must.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { get, runHub, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { cleanUp, demoPackFile, startNightHub } from '../support/night-hub.ts';
import { Typist } from '../support/night-load.ts';
import { startNightSeat } from '../support/night-seat.ts';
import { expectWholeNight, refoldedDigest } from '../support/whole-journal.ts';

afterAll(() => cleanUp());

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`restore and offer again: TEST_SEED=${seed}\n`);
const patience = 180_000;

test('what a restored hub has forgotten comes back, once', { timeout: 900_000 }, async () => {
  const random = seededRandom(seed);
  const newId = (): string => uuidv7(Date.UTC(2026, 10, 21), random.bytes(10));
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const places = ['yeban', 'zhihui1'].map((login) => {
    const seat = startNightSeat(tempFolder(), `seat-${login}`, hub.url);
    return { seat, login, typist: new Typist(seat.desk, login, newId) };
  });
  await Promise.all(places.map(({ seat, login }) => seat.desk.signIn(login)));
  for (const { seat } of places)
    await expect
      .poll(async () => (await seat.desk.seat.request('plates', {})).status, { timeout: patience, interval: 50 })
      .toBe('plates');
  const orders: string[] = [];
  const statuses: number[] = [];
  const order = async (externalId: string): Promise<void> => {
    const { status } = await hub.call('POST', '/api/v1/incidents', {
      ...{ source: '12345', externalId, text: `枫林路工地打桩，工单${externalId}` },
    });
    statuses.push(status);
  };
  const work = async (): Promise<void> => {
    const externalId = `GD-${orders.length}`;
    orders.push(externalId);
    await Promise.all([order(externalId), ...places.map(({ typist }) => typist.type(3))]);
  };
  const acknowledged = async (): Promise<boolean> =>
    (
      await Promise.all(places.map(async ({ typist }) => (await typist.acknowledged()) === typist.entries.length))
    ).every(Boolean);
  const idle = (): Promise<void> => expect.poll(acknowledged, { timeout: patience, interval: 100 }).toBe(true);

  for (let round = 0; round < 3; round += 1) await work();
  await idle();
  const answeredBefore = places.flatMap(({ typist }) => typist.entries);

  // The backup is made while work goes on.
  const file = join(tempFolder(), 'backup');
  let backup: Awaited<ReturnType<typeof runHub>> | undefined;
  const making = runHub(['backup', file, '--data', hub.data]).then((result) => {
    backup = result;
  });
  let during = 0;
  while (backup === undefined && during < 100) {
    await work();
    during += 1;
  }
  await making;
  expect(backup, backup?.log).toMatchObject({ code: 0 });
  expect(statSync(file).size).toBeGreaterThan(0);
  expect(during).toBeGreaterThan(0);

  // After it: acknowledged, and gone with the machine.
  await idle();
  const late = places.map(({ typist }) => typist.incidents.length);
  for (let round = 0; round < 4; round += 1) await work();
  await idle();
  expect(statuses.every((status) => status === 201)).toBe(true);
  for (const { seat } of places)
    await seat.desk.until(
      () => seat.desk.all('incident').length === incidents().length + orders.length,
      'all',
      patience,
    );
  const { body: lost } = await get(hub.port, '/healthz');
  hub.process.signal('SIGKILL');
  await hub.process.exited;
  const again = tempFolder();
  const target = join(again, 'restored');
  const restored = await runHub(['restore', file, '--data', target]);
  expect(restored, restored.log).toMatchObject({ code: 0 });
  const told = JSON.parse(restored.out) as { readonly seq: number; readonly epoch: number };
  expect(told.epoch).toBe(2);
  expect(told.seq).toBeLessThan(Number(lost['seq']));

  // What was typed in while no hub was there waits with the rest.
  await Promise.all(places.map(({ typist }) => typist.type(2)));
  const common = ['--data', target, '--port', String(hub.port), '--demo', '--api-key', testKey];
  const second = startHub([...common, '--pack', demoPackFile(), '--clock', '2026-11-21T23:10:00+08:00']);
  await second.listening;
  // Log-ins of before a restore open nothing: rights taken away since would be there again.
  for (const { seat, login } of places) {
    const { desk } = seat;
    await desk.until(() => desk.status?.link === 'signedOut', 'the log-in has ended', patience);
    const answer = await desk.seat.request('login', { login, password: demoPassword });
    expect(answer).toMatchObject({ status: 'signedIn' });
    await desk.until(() => desk.status?.link === 'live', 'live again', patience);
  }
  await idle();
  for (const externalId of orders) await order(externalId);
  // Those of before the backup are known; those of after it are new: their sender alone has them.
  const sentAgain = statuses.slice(orders.length);
  expect(sentAgain.slice(0, 3)).toEqual([200, 200, 200]);
  expect(sentAgain.slice(-4)).toEqual([201, 201, 201, 201]);

  const expected = incidents().length + orders.length;
  for (const { seat } of places) {
    await seat.desk.until(() => seat.desk.all('incident').length === expected, 'every incident', patience);
    await expect
      .poll(() => seat.desk.seat.request('checkDigest', {}), { timeout: patience, interval: 200 })
      .toMatchObject({ status: 'equal' });
  }
  // The words of late callers are in the vault of the restored hub.
  for (const [i, { seat, typist }] of places.entries()) {
    const id = must(typist.incidents[must(late[i], 'a count')], 'a late incident');
    const incident = must(seat.desk.document<IncidentState>(`incident/${id}`), 'the late incident');
    const ref = must(incident.personal ?? undefined, 'a record').ref;
    expect(await seat.desk.seat.request('personal', { ref, reason: 'callback' })).toMatchObject({
      ...{ status: 'content', content: { text: typist.wordsOf(id), name: `来电人${id}` } },
    });
  }
  const held: { readonly seq: number; readonly digest: unknown }[] = [];
  for (const { seat } of places) {
    await expect
      .poll(async () => seat.desk.status?.lastSeq === (await get(hub.port, '/healthz')).body['seq'], {
        ...{ timeout: patience, interval: 100 },
      })
      .toBe(true);
    held.push({ seq: must(seat.desk.status, 'a status').lastSeq, digest: await seat.digest() });
    await seat.stop();
  }
  second.signal('SIGTERM');
  expect(await second.exited, second.log()).toEqual({ code: 0, signal: null });

  const entries = places.flatMap(({ typist }) => typist.entries);
  expect(entries.length).toBeGreaterThan(answeredBefore.length);
  const events = await expectWholeNight(target, entries);
  for (const { seq, digest } of held) expect(digest).toEqual(refoldedDigest(events, seq));
  const received = events.filter(({ type }) => type === 'IncidentReceived');
  expect(received).toHaveLength(expected);
  const typed = received.filter(({ by }) => by.user !== 'intake').map(({ stream }) => stream);
  expect(typed.sort()).toEqual(
    incidents()
      .map((id) => `incident/${id}`)
      .sort(),
  );
  const verified = await runHub(['verify', '--data', target]);
  expect([verified.code, JSON.parse(verified.out)]).toEqual([0, expect.objectContaining({ ok: true, epoch: 2 })]);

  function incidents(): readonly string[] {
    return places.flatMap(({ typist }) => typist.incidents);
  }
});
