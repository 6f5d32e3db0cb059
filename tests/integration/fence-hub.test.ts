/** The whole hub: fixes of a device come in, and somebody left their post. */
import { expect, test, vi } from 'vitest';
import { destination } from '../../shared/geo/point.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, second } from '../../shared/lib/time.ts';
import { testNow } from '../support/given.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

test.each([
  ['a device of its own', 'osmand:post-1', 1],
  // Looked at now and then, it shows a part of the way: nobody is said to be away for it.
  ['the page of a phone', 'field:post-1', 0],
] as const)('who leaves the post of a fence, seen by %s', async (_, device, alarms) => {
  const at = await openWorkHub({ pack: smallPack(), now: testNow });
  const { hub, clock, folder } = at;
  let n = 0;
  const give = async (type: string, data: Json): Promise<void> => {
    n += 1;
    const id = uuidv7(clock.now(), seededRandom(n).bytes(10));
    const answer = await hub.desk.submit({ id, type, data, basedOn: {}, madeAt: clock.now() }, systemActor);
    expect(answer, type).toMatchObject({ status: 'accepted' });
  };
  await unitOnDuty(at, 'post-1', ['osmand:post-1']);
  await give('SwitchDutyMode', { mode: 'night', cause: 'calendar', reason: '夜间勤务', reportNight: '2026-11-21' });
  const middle = { lon: 121.4586, lat: 31.1936 };
  const record = {
    ...{ name: '示例岗围栏', kind: 'mustBeIn', shape: { kind: 'circle', at: middle, radius: 80 } },
    ...{ appliesTo: { units: ['post-1'], squads: [], zones: [], kinds: [] } },
    ...{ hours: [{ modes: ['night'], from: 1080, to: 360 }], exempt: { onAssignment: true, pursuit: false } },
  };
  await give('RecordFence', { id: 'f1', record, provenance: { source: '方案', asOf: testNow - hour, how: 'hand' } });
  for (let s = 10; s <= 400; s += 10) {
    clock.set(testNow + s * second);
    const { lon, lat } = destination(middle, s < 200 ? 10 : 350, 90);
    hub.telemetry.take({
      ...{ device, deviceAt: clock.now(), receivedAt: clock.now(), lon, lat, accuracy: 8 },
      ...{ positioned: true, replayed: false, sos: false },
    });
  }
  if (alarms === 0) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(hub.telemetry.latest('post-1')?.device).toBe(device);
    expect(folder.journal.documents('alarm')).toEqual([]);
    return;
  }
  await vi.waitFor(() => expect(folder.journal.documents('alarm')).toHaveLength(1));
  const [alarm] = folder.journal.documents('alarm');
  expect(alarm?.state).toMatchObject({
    ...{ kind: 'leftPost', unit: { id: 'post-1' }, stage: 'raised', since: testNow + 200 * second },
  });
  await vi.waitFor(() =>
    expect(at.events().flatMap(({ type, data }) => (type === 'AttendanceTurned' ? [data] : []))).toMatchObject([
      { is: 'kept' },
      { is: 'notKept', from: testNow + 200 * second },
    ]),
  );
});
