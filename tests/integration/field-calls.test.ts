/** What devices of units tell besides their jobs, over real sockets: positions, calls for help, what is found on patrol. */
import { afterAll, expect, test } from 'vitest';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { minute } from '../../shared/lib/time.ts';
import type { FieldAlarms, FieldFind, FieldFix } from '../../shared/wire/field-api.ts';
import { fieldAlarmsSchema } from '../../shared/wire/field-api.ts';
import { FieldDevice } from '../support/field-device.ts';
import { cleanUp, openNightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

const clock = '2026-11-21T22:41:00+08:00';
const now = Date.parse(clock);
const here = { lon: 121.449, lat: 31.1915 };
const fix = (change: Partial<FieldFix> = {}): FieldFix => ({
  ...{ at: now, ...here, accuracy: 12, speed: 3, heading: 90, ...change },
});
const id = (): string => crypto.randomUUID();
const open = (url: string, unit = 'm1') => FieldDevice.connect(url, { unit, key: `demo-${unit}` });
const ask = (device: FieldDevice) => device.socket.timeout(20_000);

test('positions move the unit while it is on duty, and not before', { timeout: 120_000 }, async () => {
  const hub = await startNightHub(clock);
  const device = await open(hub.url);
  const said = await ask(device).emitWithAck('positions', { id: id(), fixes: [fix()] });
  expect(said).toEqual({ status: 'accepted' });
  await device.until(() => device.jobs !== undefined, 'it was told its jobs');
  expect(await device.duty('available')).toEqual({ status: 'accepted' });
  await device.until(() => device.jobs?.unit.tracked === true, 'it is on duty');
  const units = async () => {
    const { body } = await hub.call('GET', '/api/v1/units');
    return (body as unknown as { readonly units: readonly { readonly id: string; readonly position: unknown }[] })
      .units;
  };
  expect((await units()).find((unit) => unit.id === 'm1')?.position ?? null).toBeNull();
  await ask(device).emitWithAck('positions', { id: id(), fixes: [fix()] });
  expect((await units()).find((unit) => unit.id === 'm1')?.position).toMatchObject({
    ...{ lon: expect.closeTo(here.lon, 4), lat: expect.closeTo(here.lat, 4) },
  });
  const wrong = { id: id(), fixes: [{ ...fix(), lat: 91 }] };
  expect(await ask(device).emitWithAck('positions', wrong)).toEqual({
    ...{ status: 'refused', code: 'InvalidMessage', params: { field: 'fixes.0.lat' } },
  });
});

test(
  'a call for help is one, however often it is pressed; taken, the phone is told by whom',
  { timeout: 120_000 },
  async () => {
    const hub = await startNightHub(clock);
    const seat = await openNightSeat(hub, 'seat-desk', 'zhihui1');
    const device = await open(hub.url);
    let alarms: FieldAlarms | undefined;
    device.socket.on('alarms', (told) => (alarms = fieldAlarmsSchema.parse(told)));
    const press = () =>
      ask(device).emitWithAck('sos', { id: id(), happenedAt: now, fix: fix({ at: now - 120 * minute }) });
    const answers = await Promise.all(Array.from({ length: 20 }, press));
    expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(20);
    await seat.seat.request('watch', { watch: 7, kinds: ['alarm'] });
    await seat.until(() => seat.all('alarm').length > 0, 'the call is at the desk');
    const [call] = seat.all<AlarmState>('alarm');
    expect(seat.all('alarm')).toHaveLength(1);
    // Two hours old: told with its age.
    expect(call).toMatchObject({ kind: 'sos', unit: { id: 'm1' }, seenAt: now - 120 * minute, stage: 'raised' });
    await expect.poll(() => alarms?.sos?.taken).toBeNull();
    await seat.act('TakeAlarm', { alarm: call?.id ?? '' });
    await expect.poll(() => alarms?.sos?.taken?.name).toBe('指挥一席');
  },
);

test('the hub is killed at its answer to a call: it stands there', { timeout: 120_000 }, async () => {
  const hub = await startNightHub(clock);
  const device = await open(hub.url);
  expect(await ask(device).emitWithAck('sos', { id: id(), happenedAt: now, fix: null })).toEqual({
    status: 'accepted',
  });
  hub.process.signal('SIGKILL');
  await hub.process.exited;
  const folder = openDataFolder(hub.data, { kinds: [...catalog.kinds.keys()], newId: () => '' });
  const alarms = folder.journal.documents('alarm').map(({ state }) => state as unknown as AlarmState);
  folder.close();
  expect(alarms).toMatchObject([{ kind: 'sos', stage: 'raised', unit: { id: 'm1' } }]);
});

test('what is found becomes an incident, once; its words are in the vault', { timeout: 120_000 }, async () => {
  const hub = await startNightHub(clock);
  const seat = await openNightSeat(hub, 'seat-desk', 'zhihui1');
  const device = await open(hub.url);
  const find: FieldFind = { id: id(), happenedAt: now, text: '斜土路小木桥路口夜宵摊占道，摊主姓示例', at: here };
  const first = await ask(device).emitWithAck('find', find);
  expect(first).toEqual({ status: 'accepted', number: '1121-001' });
  expect(await ask(device).emitWithAck('find', find)).toEqual(first);
  await seat.until(() => seat.document(`incident/${find.id}`) !== undefined, 'it is at the desk');
  const incident = seat.document<IncidentState>(`incident/${find.id}`);
  expect(incident).toMatchObject({ source: 'patrol', number: '1121-001', wantsReply: 'no' });
  expect(JSON.stringify(incident)).not.toContain('摊主');
  expect(seat.all('incident')).toHaveLength(1);
  const empty = await ask(device).emitWithAck('find', { ...find, id: id(), text: ' ' });
  expect(empty).toEqual({ status: 'refused', code: 'InvalidMessage', params: { field: 'text' } });
  // An order of the hotline is nobody's find.
  const { body } = await hub.call('POST', '/api/v1/incidents', { source: '12345', externalId: 'A-1', text: '打桩' });
  const other = { ...find, id: String((body as unknown as { readonly id: string }).id) };
  expect(await ask(device).emitWithAck('find', other)).toMatchObject({ status: 'refused', code: 'NotYours' });
});
