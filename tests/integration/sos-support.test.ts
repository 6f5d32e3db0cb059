/** Help for who calls, over real sockets: sent by the desk, told to the device, answered, told upwards while nobody helps. */
import { afterEach, expect, test, vi } from 'vitest';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import type { Json } from '../../shared/lib/json.ts';
import { minute } from '../../shared/lib/time.ts';
import { FieldDevice } from '../support/field-device.ts';
import { testNow } from '../support/given.ts';
import { cleanUp } from '../support/hub-process.ts';
import { smallPack } from '../support/small-pack.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

afterEach(cleanUp);

const accepted = { status: 'accepted' };

async function scene(): Promise<WorkHub> {
  const at = await openWorkHub({ pack: smallPack(), now: testNow, demoAccounts: true });
  await unitOnDuty(at, 'g3', []);
  await unitOnDuty(at, 'm1', []);
  return at;
}

/** As a dispatcher of the demo accounts. */
function submit({ hub, folder, clock }: WorkHub, type: string, data: Json) {
  const people = folder.journal.documents('account').map(({ state }) => state as unknown as AccountState);
  const { id: user } = must(
    people.find(({ login }) => login === 'zhihui1'),
    'the dispatcher',
  );
  const by = { user, seat: 's1', role: 'dispatcher' };
  return hub.desk.submit({ id: crypto.randomUUID(), type, data, basedOn: {}, madeAt: clock.now() }, by);
}
const supportsOf = ({ folder }: WorkHub, unit: string) => {
  const units = folder.journal.documents('unit').map(({ state }) => state as unknown as UnitState);
  return must(
    units.find(({ id }) => id === unit),
    unit,
  ).supports;
};
const callOf = ({ folder }: WorkHub): AlarmState =>
  must(folder.journal.documents('alarm').map(({ state }) => state as unknown as AlarmState)[0], 'the call');
const device = (at: WorkHub, unit: string) => FieldDevice.connect(at.url, { unit, key: `demo-${unit}` });
const fix = { at: testNow, lngLat: [121.449, 31.1915], accuracyM: 12, speedKmh: null, headingDeg: null } as const;

test('who is sent is told where, says that it comes, and is let go when the call is over', async () => {
  const at = await scene();
  const [caller, helper] = [await device(at, 'g3'), await device(at, 'm1')];
  expect(await caller.sos({ happenedAt: testNow, fix: { ...fix, lngLat: [...fix.lngLat] } })).toEqual(accepted);
  const { id } = callOf(at);
  expect(await helper.support({ alarm: id, is: 'coming' })).toMatchObject({ status: 'refused', code: 'NotYours' });

  expect(await submit(at, 'SendSupport', { alarm: id, units: [{ unit: 'm1', metres: 420 }] })).toMatchObject(accepted);
  at.clock.advance(50);
  await helper.until(() => helper.supports.length > 0, 'it is told');
  expect(helper.supports).toMatchObject([
    { alarm: id, is: 'sent', place: { lon: 121.449, lat: 31.1915 }, seenAt: testNow, accuracy: 12 },
  ]);
  expect(caller.supports).toEqual([]);
  expect(supportsOf(at, 'm1')).toMatchObject({ alarm: id });

  expect(await helper.support({ alarm: id, is: 'coming' })).toEqual(accepted);
  at.clock.advance(50);
  await helper.until(() => helper.supports[0]?.is === 'coming', 'its word is told back');
  expect(callOf(at).support).toMatchObject([{ unit: 'm1', is: 'coming', saidBy: null }]);
  // Who calls knows that somebody comes.
  await caller.until(() => caller.sosState?.call?.help?.[0]?.is === 'coming', 'the caller is told');

  expect(await submit(at, 'ClearAlarm', { alarm: id, as: 'resolved', reason: null })).toMatchObject(accepted);
  at.clock.advance(50);
  await helper.until(() => helper.supports.length === 0, 'the call is over');
  expect(supportsOf(at, 'm1')).toBeNull();
});

test('a device of before is told by radio, and of nothing it does not know', async () => {
  const at = await scene();
  const caller = await device(at, 'g3');
  const old = await FieldDevice.connect(at.url, { unit: 'm1', key: 'demo-m1', protocol: 4 });
  expect(await caller.sos({ happenedAt: testNow, fix: null })).toEqual(accepted);
  await submit(at, 'SendSupport', { alarm: callOf(at).id, units: [{ unit: 'm1', metres: null }] });
  at.clock.advance(50);
  await caller.until(() => caller.sosState?.call?.taken !== null, 'it is taken');
  expect(old.supports).toEqual([]);
  const caller4 = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3', protocol: 4 });
  await caller4.until(() => caller4.sosState?.call?.taken !== undefined, 'it knows its call');
  expect(caller4.sosState?.call).not.toHaveProperty('help');
});

test('nobody takes it: the lead, the duty leader and the brigade are told in turn, and what fell due meanwhile is made up for', async () => {
  const at = await scene();
  const caller = await device(at, 'g3');
  expect(await caller.sos({ happenedAt: testNow, fix: null })).toEqual(accepted);
  const told = () => callOf(at).escalated.map(({ to, because }) => [to, because]);
  expect(told()).toEqual([]);
  at.clock.advance(minute);
  await vi.waitFor(() => expect(told()).toEqual([['shiftLead', 'notTaken']]));
  await submit(at, 'TakeAlarm', { alarm: callOf(at).id });
  at.clock.advance(4 * minute);
  await vi.waitFor(() =>
    expect(told()).toEqual([
      ['shiftLead', 'notTaken'],
      ['dutyLeader', 'noSupport'],
      ['commander', 'noSupport'],
    ]),
  );
});
