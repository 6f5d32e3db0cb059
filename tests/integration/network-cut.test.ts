/**
 * The network between seats and hub is cut under work, below every protocol: connections are reset, fall silent, or let
 * one byte a second through. What was taken in at a seat reaches the hub once, and afterwards all hold the same.
 */
import { afterAll, expect, test } from 'vitest';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { must } from '../../shared/lib/must.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { get, tempFolder } from '../support/hub-process.ts';
import { cleanUp, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { Typist } from '../support/night-load.ts';
import { startNightSeat } from '../support/night-seat.ts';
import type { NightSeatProcess } from '../support/night-seat.ts';
import { openNetwork } from '../support/tcp-proxy.ts';
import type { NetworkState } from '../support/cut-network.ts';
import { expectWholeNight, refoldedDigest } from '../support/whole-journal.ts';

afterAll(() => cleanUp());

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`network cuts: TEST_SEED=${seed}\n`);

const patience = 180_000;
/**
 * A seat that hears nothing asks after two rests of 3 s at most, and gives up 6.25 s later, ms; the rest is for a loaded
 * machine.
 */
const offlineWithin = 12_250 + 6_000;
const cuts: readonly NetworkState[] = ['reset', 'silent', 'slow'];

interface Place {
  readonly seat: NightSeatProcess;
  readonly typist: Typist;
}

async function allAcknowledged({ seat, typist }: Place): Promise<void> {
  // Every push may be the one that tells of the last answer; the outbox knows.
  await expect.poll(() => typist.acknowledged(), { timeout: patience, interval: 200 }).toBe(typist.entries.length);
  await seat.desk.until(() => seat.desk.status?.pending === 0, 'nothing is pending', patience);
}

/** Digest of the seat, and at which place: the hub notes what runs late in between. */
async function standing({ seat }: Place, hub: NightHub): Promise<{ readonly seq: number; readonly digest: unknown }> {
  for (;;) {
    await expect
      .poll(async () => seat.desk.status?.lastSeq === (await get(hub.port, '/healthz')).body['seq'], {
        timeout: patience,
        interval: 100,
      })
      .toBe(true);
    const seq = must(seat.desk.status, 'a status').lastSeq;
    const digest = await seat.digest();
    const after = (await get(hub.port, '/healthz')).body['seq'];
    if (after === seq && seat.desk.status?.lastSeq === seq) return { seq, digest };
  }
}

test('reset, silent, one byte a second', { timeout: 900_000 }, async () => {
  const random = seededRandom(seed);
  const newId = (): string => uuidv7(Date.UTC(2026, 10, 21), random.bytes(10));
  const upTo = (most: number): number => must(random.bytes(1)[0], 'a byte') % (most + 1);
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const network = await openNetwork(hub.port);
  const places = ['yeban', 'zhihui1'].map((login): Place & { readonly login: string } => {
    const seat = startNightSeat(tempFolder(), `seat-${login}`, network.url);
    return { seat, login, typist: new Typist(seat.desk, login, newId) };
  });
  await Promise.all(places.map(({ seat, login }) => seat.desk.signIn(login)));
  await Promise.all(places.map(({ seat }) => platesAreThere(seat)));

  for (const cut of cuts) {
    // In the middle of the work: some is answered, some on its way, some not yet sent.
    const before = places.map(({ typist }) => typist.entries.length);
    const wanted = 1 + upTo(8);
    const typing = places.map(({ typist }) => typist.type(12));
    await expect
      .poll(async () => (await places[0]?.typist.acknowledged()) ?? 0, { timeout: patience, interval: 5 })
      .toBeGreaterThanOrEqual(must(before[0], 'a count') + wanted);
    network.become(cut);
    const cutAt = performance.now();
    await Promise.all(
      places.map(({ seat }) =>
        seat.desk.until(() => seat.desk.status?.link === 'offline', `${cut}: offline`, patience),
      ),
    );
    const took = performance.now() - cutAt;
    process.stdout.write(`${cut}: both seats show it after ${Math.round(took)} ms\n`);
    expect(took).toBeLessThan(offlineWithin);
    await Promise.all(typing);

    // Work goes on meanwhile, and waits.
    const offline = places.map(({ typist }) => typist.entries.length);
    await Promise.all(places.map(({ typist }) => typist.type(6)));
    for (const [i, { seat, typist }] of places.entries()) {
      const { entries } = await seat.desk.seat.request('outbox', {});
      const meanwhile = new Set(typist.entries.slice(offline[i]));
      expect(meanwhile.size).toBe(8);
      for (const { id, state } of entries) if (meanwhile.has(id)) expect(state, cut).toMatch(/^(pending|sending)$/);
      expect(seat.desk.status?.link).not.toBe('live');
    }

    network.become('whole');
    await Promise.all(
      places.map(({ seat }) =>
        seat.desk.until(() => seat.desk.status?.link === 'live', `${cut}: live again`, patience),
      ),
    );
    await Promise.all(places.map((place) => allAcknowledged(place)));
    for (const { seat } of places)
      expect(await seat.desk.seat.request('checkDigest', {}), cut).toMatchObject({ status: 'equal' });
  }

  // What one seat took in stands at the other.
  for (const { seat } of places)
    for (const { typist } of places)
      for (const id of typist.incidents)
        await seat.desk.until(() => seat.desk.document(`incident/${id}`) !== undefined, `incident ${id}`, patience);
  const held = await Promise.all(places.map((place) => standing(place, hub)));
  for (const { seat } of places) {
    await seat.stop();
    expect(seat.process.log()).not.toMatch(/aside|failed/);
  }
  hub.process.signal('SIGTERM');
  expect(await hub.process.exited, hub.process.log()).toEqual({ code: 0, signal: null });
  const events = await expectWholeNight(
    hub.data,
    places.flatMap(({ typist }) => typist.entries),
  );
  for (const { seq, digest } of held) expect(digest).toEqual(refoldedDigest(events, seq));
  const received = events.filter(({ type }) => type === 'IncidentReceived').map(({ stream }) => stream);
  expect(received.sort()).toEqual(
    places.flatMap(({ typist }) => typist.incidents.map((id) => `incident/${id}`)).sort(),
  );
});

/** Before, nothing can be taken in: words are understood by the pack. */
async function platesAreThere({ desk }: NightSeatProcess): Promise<void> {
  await expect
    .poll(async () => (await desk.seat.request('plates', {})).status, { timeout: patience, interval: 50 })
    .toBe('plates');
}
