/** Devices of units at the hub's door `/field`, over real sockets; and what a seat sees of what they say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { must } from '../../shared/lib/must.ts';
import { fieldPageAnswerSchema } from '../../shared/wire/field-api.ts';
import { FieldDevice } from '../support/field-device.ts';
import type { NightHub, NightSeat } from '../support/night-hub.ts';
import { cleanUp, openNightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

const text = '斜土路小木桥路口往东那个工地，还在打桩，别说是我讲的，工地的人认识我。';
const order = { source: '12345', externalId: 'SH-1', text, caller: { phone: '13900000001' } };

interface Scene {
  readonly hub: NightHub;
  readonly seat: NightSeat;
  readonly incident: string;
}

async function scene(): Promise<Scene> {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const seat = await openNightSeat(hub, 'seat-desk', 'zhihui1');
  const { body } = await hub.call('POST', '/api/v1/incidents', order);
  const { id: incident } = body as { readonly id: string };
  await seat.until(() => seat.document(`incident/${incident}`) !== undefined);
  return { hub, seat, incident };
}

const connect = ({ hub }: Scene, unit: string, key = `demo-${unit}`): Promise<FieldDevice> =>
  FieldDevice.connect(hub.url, { unit, key });

async function send({ seat, incident }: Scene, unit: string): Promise<string> {
  const id = crypto.randomUUID();
  await seat.until(() => seat.document<UnitState>(`unit/${unit}`)?.status === 'available');
  await seat.act('AssignUnit', { id, incident, unit, queue: false }, [`incident/${incident}`, `unit/${unit}`]);
  return id;
}

const accepted = { status: 'accepted' };

test('a unit reports for duty, gets its job, takes every step, and the hall sees each', async () => {
  const at = await scene();
  const { seat, incident } = at;
  const device = await connect(at, 'm1');
  await device.until(() => device.jobs !== undefined, 'it was told its jobs');
  expect(device.welcome).toMatchObject({ demoClock: true, clockRate: 1 });
  expect(device.jobs).toEqual({
    unit: { id: 'm1', name: '机动一组', status: 'offDuty', tracked: false },
    jobs: [],
  });
  expect(await device.duty('available')).toEqual(accepted);
  await device.until(() => device.jobs?.unit.tracked === true, 'it is on duty');

  const assignment = await send(at, 'm1');
  await device.until(() => device.jobs?.jobs.length === 1, 'it has the job');
  const job = must(device.jobs?.jobs[0], 'a job');
  expect(job).toMatchObject({
    ...{ assignment, number: '1121-001', matter: 'constructionNoise', task: 'enforce', stage: 'assigned' },
    ...{ site: '示例工地 A', street: '枫林路街道', confidential: true, assessment: 'none', permit: null },
  });
  expect(job.target).toMatchObject({ lon: expect.closeTo(121.4498, 3), lat: expect.closeTo(31.1918, 3) });
  // Nothing of who called, however it may be written.
  for (const word of ['13900000001', '讲的', '认识', '别说']) expect(JSON.stringify(device.jobs)).not.toContain(word);

  const held = (): AssignmentState => must(seat.document<AssignmentState>(`assignment/${assignment}`), 'assignment');
  const stage = (name: AssignmentState['stage']) => seat.until(() => held().stage === name, name);
  expect(await device.step({ step: 'accept', assignment })).toEqual(accepted);
  await stage('accepted');
  expect(await device.step({ step: 'setOut', assignment })).toEqual(accepted);
  await stage('onTheWay');
  expect(await device.step({ step: 'arrive', assignment })).toEqual(accepted);
  await stage('onScene');
  expect(held().arrived).toMatchObject({ grade: 'word', user: 'unit:m1', reportedByDesk: null });
  expect(await device.step({ step: 'safe', assignment })).toEqual(accepted);
  expect(await device.step({ step: 'evidence', assignment, kind: 'note', text: '门卫姓示例，拒签' })).toEqual(accepted);
  await seat.until(() => held().evidence.length === 1, 'the note is there');
  expect(held().evidence[0]).toMatchObject({ kind: 'note', personal: { has: ['text'] } });
  expect(await device.step({ step: 'outcome', assignment, outcome: 'stopped' })).toEqual(accepted);
  await stage('done');
  await device.until(() => device.jobs?.jobs.length === 0, 'the job is over');
  await seat.until(() => seat.document<IncidentState>(`incident/${incident}`)?.outcome !== null);
  expect(seat.document<IncidentState>(`incident/${incident}`)?.outcome).toMatchObject({ kind: 'stopped' });
  expect(seat.document<UnitState>('unit/m1')?.jobs).toEqual([]);

  // What it wrote is in the vault and in no other file of the hub.
  at.hub.process.signal('SIGTERM');
  await at.hub.process.exited;
  const holding = readdirSync(at.hub.data, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(at.hub.data, entry.name)).includes('拒签'))
    .map(({ name }) => name);
  expect(holding).toEqual(['vault.sqlite']);
});

test('the same step again gets the first answer; after a break the present jobs are there', async () => {
  const at = await scene();
  const device = await connect(at, 'm1');
  await device.duty('available');
  const assignment = await send(at, 'm1');
  const id = crypto.randomUUID();
  const said = { step: 'handBack', id, assignment, why: 'cannotReach' } as const;
  expect(await device.step({ step: 'accept', assignment })).toEqual(accepted);
  device.socket.disconnect();

  const again = await connect(at, 'm1');
  await again.until(() => again.jobs?.jobs[0]?.stage === 'accepted', 'the job as it stands');
  expect(await again.step(said)).toEqual(accepted);
  expect(await again.step(said)).toEqual(accepted);
  await again.until(() => again.jobs?.jobs.length === 0, 'it is handed back');
  const { seat } = at;
  await seat.until(() => seat.document<AssignmentState>(`assignment/${assignment}`)?.stage === 'handedBack');
  expect(seat.document<UnitState>('unit/m1')?.jobs).toEqual([]);
  // Another step under the same id is none.
  expect(await again.step({ step: 'accept', id, assignment })).toMatchObject({ code: 'CommandIdReused' });
  expect(await again.step({ step: 'accept', assignment })).toMatchObject({
    status: 'refused',
    code: 'AssignmentEnded',
  });
});

test('an assignment called off disappears', async () => {
  const at = await scene();
  const device = await connect(at, 'm1');
  await device.duty('available');
  const assignment = await send(at, 'm1');
  await device.until(() => device.jobs?.jobs.length === 1, 'it has the job');
  await at.seat.act('WithdrawAssignment', { assignment, why: 'wrongUnit' }, [`assignment/${assignment}`]);
  await device.until(() => device.jobs?.jobs.length === 0, 'it is called off');
});

test('a unit takes no step of another, and is told nothing of it', async () => {
  const at = await scene();
  const [own, other] = [await connect(at, 'm1'), await connect(at, 'm2')];
  await own.duty('available');
  const assignment = await send(at, 'm1');
  await own.until(() => own.jobs?.jobs.length === 1, 'it has the job');
  for (const step of ['accept', 'arrive'] as const)
    expect(await other.step({ step, assignment })).toEqual({
      status: 'refused',
      code: 'NotYours',
      params: { assignment },
    });
  expect(await other.step({ step: 'accept', assignment: crypto.randomUUID() })).toMatchObject({ code: 'NotYours' });
  expect(other.jobs).toMatchObject({ unit: { id: 'm2' }, jobs: [] });
  // The page before arrival is for whoever goes there, while they do.
  expect(fieldPageAnswerSchema.parse(await own.page(assignment))).toMatchObject({
    ...{ status: 'page', page: { assignment, number: own.jobs?.jobs[0]?.number } },
  });
  expect(await other.page(assignment)).toEqual({ status: 'refused', code: 'NotYours', params: { assignment } });
  expect(await own.page('none')).toMatchObject({ code: 'InvalidMessage', params: { field: 'assignment' } });
  expect(await other.step({ step: 'dance' } as never)).toMatchObject({ status: 'refused', code: 'InvalidMessage' });
  expect(at.seat.document<AssignmentState>(`assignment/${assignment}`)?.accepted).toBeNull();
});

test('a wrong key opens nothing, stands in the access log, and is not tried for long', async () => {
  const at = await scene();
  await expect(connect(at, 'm1', 'demo-m2')).rejects.toThrow('NotAllowed');
  await expect(connect(at, 'nobody', 'demo-nobody')).rejects.toThrow('NotAllowed');
  await expect(FieldDevice.connect(at.hub.url, { unit: 'm1', key: 'demo-m1', protocol: 9 })).rejects.toThrow('TooNew');
  await expect(FieldDevice.connect(at.hub.url, { unit: 'm1' })).rejects.toThrow('InvalidMessage');
  for (let n = 0; n < 9; n += 1) await expect(connect(at, 'm1', `guess ${n}`)).rejects.toThrow('NotAllowed');
  await expect(connect(at, 'm1')).rejects.toThrow('TooManyAttempts');
  // Others at the same address still come in.
  await expect(connect(at, 'm2')).resolves.toBeInstanceOf(FieldDevice);
  at.hub.process.signal('SIGTERM');
  await at.hub.process.exited;
  const log = readFileSync(join(at.hub.data, 'access-log.sqlite'));
  expect([log.includes('unit:m1'), log.includes('unit:unknown'), log.includes('guess')]).toEqual([true, true, false]);
});

test('a unit is given a key of its own over HTTP, once; the one before opens nothing any more', async () => {
  const at = await scene();
  const { hub } = at;
  const announced = (await (await fetch(`${hub.url}/api/v1/demo-units`)).json()) as { readonly units: object[] };
  expect(announced.units).toContainEqual({ unit: 'm1', name: '机动一组', key: 'demo-m1' });
  const device = await connect(at, 'm1');

  const made = await hub.call('POST', '/api/v1/units/m1/key', {});
  expect(made).toMatchObject({ status: 200, body: { unit: 'm1' } });
  await device.until(() => device.ended === 'KeyReplaced' && !device.socket.connected, 'its link ends');
  const { key } = made.body as { readonly key: string };
  await expect(connect(at, 'm1')).rejects.toThrow('NotAllowed');
  await expect(connect(at, 'm2', key)).rejects.toThrow('NotAllowed');
  await expect(connect(at, 'm1', key)).resolves.toBeInstanceOf(FieldDevice);

  const next = (await hub.call('POST', '/api/v1/units/m1/key', {})).body as { readonly key: string };
  expect(next.key).not.toBe(key);
  await expect(connect(at, 'm1', key)).rejects.toThrow('NotAllowed');
  await expect(connect(at, 'm1', next.key)).resolves.toBeInstanceOf(FieldDevice);
  expect(await hub.call('POST', '/api/v1/units/nobody/key', {})).toMatchObject({
    status: 404,
    body: { code: 'UnitUnknown' },
  });
  expect((await fetch(`${hub.url}/api/v1/units/m1/key`, { method: 'POST' })).status).toBe(401);
  const left = (await (await fetch(`${hub.url}/api/v1/demo-units`)).json()) as { readonly units: { unit: string }[] };
  expect(left.units.map(({ unit }) => unit)).not.toContain('m1');
});
