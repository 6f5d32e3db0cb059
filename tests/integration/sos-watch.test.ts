/** A call for help of a device, through the whole hub. */
import { expect, test, vi } from 'vitest';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, minute, second } from '../../shared/lib/time.ts';
import { testNow } from '../support/given.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { smallPack } from '../support/small-pack.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

const place = { lon: 121.4586, lat: 31.1936 };
const alarms = ({ folder }: WorkHub) =>
  folder.journal.documents('alarm').map(({ state }) => state as unknown as AlarmState);

function press({ hub, clock }: WorkHub, device: string, more: object = {}): void {
  hub.telemetry.take({
    ...{ device: device as `${string}:${string}`, deviceAt: clock.now(), receivedAt: clock.now(), ...place },
    ...{ accuracy: 8, positioned: true, replayed: false, sos: true },
    ...more,
  });
}

/** Long enough for commands under way: each needs some turns of the loop, and no time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function give({ hub, clock }: WorkHub, type: string, data: Json, seed: number): Promise<void> {
  const id = uuidv7(clock.now(), seededRandom(seed).bytes(10));
  const answer = await hub.desk.submit({ id, type, data, basedOn: {}, madeAt: clock.now() }, systemActor);
  expect(answer, type).toMatchObject({ status: 'accepted' });
}

async function opened(): Promise<WorkHub> {
  const at = await openWorkHub({ pack: smallPack(), now: testNow });
  await unitOnDuty(at, 'g1', ['jt808:g1']);
  await unitOnDuty(at, 'g2', ['jt808:g2']);
  press(at, 'jt808:g2', { lon: place.lon + 0.002, sos: false });
  return at;
}

test('pressed twenty times it is one alarm, with the place, how sure it is, and who is nearest', async () => {
  const at = await opened();
  for (let n = 0; n < 20; n += 1) {
    at.clock.advance(3 * second);
    press(at, 'jt808:g1');
    await settled();
  }
  await vi.waitFor(() => expect(alarms(at)).toHaveLength(1));
  expect(alarms(at)[0]).toMatchObject({
    ...{ kind: 'sos', stage: 'raised', unit: { id: 'g1' }, place, accuracy: 8, cause: null },
    ...{ since: testNow + 3 * second, seenAt: testNow + 3 * second, proposal: { unit: 'g2' } },
  });
  expect(alarms(at)[0]?.proposal?.metres).toBeGreaterThan(150);
});

test('a fix two hours old says so; without one it is where the unit was seen last', async () => {
  const at = await opened();
  press(at, 'jt808:g1', { deviceAt: testNow - 2 * hour });
  await vi.waitFor(() => expect(alarms(at)).toHaveLength(1));
  expect(alarms(at)[0]).toMatchObject({ seenAt: testNow - 2 * hour, since: testNow });
  at.clock.advance(minute);
  press(at, 'jt808:g2', { positioned: false, lon: 0, lat: 0 });
  await vi.waitFor(() => expect(alarms(at)).toHaveLength(2));
  const second2 = alarms(at).find(({ unit }) => unit?.id === 'g2');
  expect(second2).toMatchObject({ seenAt: testNow, place: { lon: place.lon + 0.002, lat: place.lat } });
});

test('off duty too it is heard', async () => {
  const at = await opened();
  await give(at, 'SetUnitStatus', { id: 'g1', status: 'offDuty' }, 71);
  await vi.waitFor(() => expect(at.hub.telemetry.units.onDuty('g1')).toBe(false));
  press(at, 'jt808:g1');
  await vi.waitFor(() => expect(alarms(at)).toMatchObject([{ kind: 'sos', unit: { id: 'g1' } }]));
});

test('cleared while the bit stays set it is not raised again; let go of and pressed anew it is', async () => {
  const at = await opened();
  press(at, 'jt808:g1');
  await vi.waitFor(() => expect(alarms(at)).toHaveLength(1));
  await give(at, 'ClearAlarm', { alarm: alarms(at)[0]?.id ?? '', as: 'falseAlarm', reason: '误按' }, 72);
  for (let n = 0; n < 10; n += 1) {
    at.clock.advance(minute);
    press(at, 'jt808:g1');
    await settled();
  }
  expect(alarms(at)).toHaveLength(1);
  at.clock.advance(3 * minute);
  press(at, 'jt808:g1');
  await vi.waitFor(() => expect(alarms(at)).toHaveLength(2));
});

test('another platform is answered when the call stands in the journal', async () => {
  const at = await openWorkHub({ pack: smallPack(), now: testNow });
  await unitOnDuty(at, 'g3', ['push:police:A-1']);
  const positions = [{ id: 'A-1', ...place, at: at.clock.now(), sos: true }];
  const answer = await at.send('POST', '/api/v1/positions', { crs: 'WGS84', platform: 'police', positions });
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
  // Not awaited: it is there.
  expect(alarms(at)).toMatchObject([{ kind: 'sos', unit: { id: 'g3' } }]);
});
