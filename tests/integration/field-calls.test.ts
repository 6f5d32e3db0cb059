/** Where a page of a unit says it is, and its calls for help, over real sockets. */
import { afterEach, expect, test } from 'vitest';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute, second } from '../../shared/lib/time.ts';
import type { FieldFix } from '../../shared/wire/field-api.ts';
import { FieldDevice } from '../support/field-device.ts';
import { testNow } from '../support/given.ts';
import { cleanUp, startHub, testKey } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { smallPack } from '../support/small-pack.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

afterEach(cleanUp);

const fix = (at: number, more: Partial<FieldFix> = {}): FieldFix => ({
  ...{ at, lngLat: [121.449, 31.1915], accuracyM: 12, speedKmh: null, headingDeg: 360 },
  ...more,
});

async function scene(): Promise<WorkHub> {
  const at = await openWorkHub({ pack: smallPack(), now: testNow, demoAccounts: true });
  await unitOnDuty(at, 'g3', []);
  return at;
}

const alarms = ({ folder }: WorkHub): readonly AlarmState[] =>
  folder.journal.documents('alarm').map(({ state }) => state as unknown as AlarmState);

const accepted = { status: 'accepted' };

test('given a page on duty, then its place is that of the unit, and no trail is kept of it', async () => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3' });
  const now = at.clock.now();
  expect(await device.positions([fix(now - 10 * minute, { lngLat: [121.44, 31.19] }), fix(now - second)])).toEqual(
    accepted,
  );
  expect(at.hub.telemetry.latest('g3')).toMatchObject({
    device: 'field:g3',
    lon: 121.449,
    at: now - second,
    heading: 0,
  });
  at.clock.advance(minute);
  expect(at.folder.tracks.track('g3', now - 20 * minute, now + minute, 10)).toEqual([]);
});

test('given a unit off duty, then nothing of where its page was is kept or shown, and its call for help is heard', async () => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3' });
  const { clock } = at;
  expect(await device.positions([fix(clock.now())])).toEqual(accepted);
  expect(await device.duty('offDuty')).toEqual(accepted);
  clock.advance(10 * second);
  expect(await device.positions([fix(clock.now())])).toEqual(accepted);
  expect(at.hub.telemetry.latest('g3')).toBeUndefined();
  expect(at.hub.telemetry.devices()).toMatchObject([{ device: 'field:g3', refused: [{ reason: 'offDuty' }] }]);
  expect(await device.sos({ happenedAt: clock.now(), fix: fix(clock.now()) })).toEqual(accepted);
  expect(alarms(at)).toMatchObject([{ kind: 'sos', unit: { id: 'g3' }, accuracy: 12 }]);
  expect(at.hub.telemetry.latest('g3')).toBeUndefined();
});

test('twenty presses are one call, which the page sees taken', async () => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3' });
  await device.until(() => device.sosState !== undefined, 'it knows that none is open');
  expect(device.sosState).toEqual({ call: null });
  const now = at.clock.now();
  const all = Array.from({ length: 20 }, (_, n) => device.sos({ happenedAt: now + n, fix: null }));
  expect(await Promise.all(all)).toEqual(all.map(() => accepted));
  expect(alarms(at)).toHaveLength(1);
  at.clock.advance(50);
  await device.until(() => device.sosState?.call?.taken === null, 'it stands');
});

test('the same call sent again when it was over is not another one', async () => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3' });
  const said = { id: crypto.randomUUID(), happenedAt: at.clock.now(), fix: null };
  expect(await device.sos(said)).toEqual(accepted);
  at.clock.advance(30 * minute);
  expect(await device.sos(said)).toEqual(accepted);
  expect(alarms(at)).toHaveLength(1);
});

test('a place two hours old is told as old as it is', async () => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3' });
  const now = at.clock.now();
  expect(await device.sos({ happenedAt: now, fix: fix(now - 2 * hour) })).toEqual(accepted);
  expect(alarms(at)).toMatchObject([{ since: now, seenAt: now - 2 * hour, place: { lon: 121.449, lat: 31.1915 } }]);
  expect(at.hub.telemetry.latest('g3')).toBeUndefined();
});

test.each([
  ['positions', { id: 'x', fixes: [] }, 'id'],
  ['positions', { id: crypto.randomUUID(), fixes: [] }, 'fixes'],
  ['positions', { id: crypto.randomUUID(), fixes: Array.from({ length: 101 }, () => fix(1)) }, 'fixes'],
  ['positions', { id: crypto.randomUUID(), fixes: [{ ...fix(1), lngLat: [200, 31] }] }, 'fixes.0.lngLat.0'],
  ['positions', { id: crypto.randomUUID(), fixes: [{ ...fix(1), accuracyM: -1 }] }, 'fixes.0.accuracyM'],
  ['sos', { id: crypto.randomUUID(), happenedAt: 'now', fix: null }, 'happenedAt'],
  ['sos', { id: crypto.randomUUID(), happenedAt: 1, fix: { at: 1 } }, 'fix.lngLat'],
  ['sos', null, ''],
] as const)('refused by the name of the field: %s %#', async (event, said, field) => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3' });
  const answer: unknown = await device.socket.timeout(20_000).emitWithAck(event, said as never);
  expect(answer).toEqual({ status: 'refused', code: 'InvalidMessage', params: { field } });
});

test('a device of protocol 3 is told of no alarm and no call', async () => {
  const at = await scene();
  const device = await FieldDevice.connect(at.url, { unit: 'g3', key: 'demo-g3', protocol: 3 });
  await device.until(() => device.jobs !== undefined, 'it is served');
  expect([device.notices, device.sosState]).toEqual([undefined, undefined]);
});

test(
  'given the hub is killed at its answer to the call of a page, then the call stands there',
  { timeout: 120_000 },
  async () => {
    const clock = '2026-11-21T22:41:00+08:00';
    const hub = await startNightHub(clock);
    const device = await FieldDevice.connect(hub.url, { unit: 'm1', key: 'demo-m1' });
    const said = { id: crypto.randomUUID(), happenedAt: Date.parse(clock), fix: fix(Date.parse(clock)) };
    await new Promise<void>((resolve, reject) => {
      device.socket.emit('sos', said, (answer) => {
        hub.process.signal('SIGKILL');
        if (answer.status === 'accepted') resolve();
        else reject(new Error(JSON.stringify(answer)));
      });
    });
    await hub.process.exited;
    const stored = (): readonly AlarmState[] => {
      const newId = (): string => must<string>(undefined, 'the journal has its id already');
      const folder = openDataFolder(hub.data, { kinds: [...catalog.kinds.keys()], newId });
      try {
        return folder.journal.documents('alarm').map(({ state }) => state as unknown as AlarmState);
      } finally {
        folder.close();
      }
    };
    expect(stored()).toMatchObject([{ kind: 'sos', stage: 'raised', unit: { id: 'm1' } }]);

    const common = ['--data', hub.data, '--demo', '--api-key', testKey, '--pack', demoPackFile()];
    const again = startHub([...common, '--port', '0', '--clock', clock]);
    const { http } = await again.listening;
    const after = await FieldDevice.connect(`http://127.0.0.1:${String(http)}`, { unit: 'm1', key: 'demo-m1' });
    expect(await after.sos(said)).toEqual(accepted);
    again.signal('SIGTERM');
    await again.exited;
    expect(stored()).toHaveLength(1);
  },
);
