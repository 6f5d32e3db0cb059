/** What a unit came upon, its words to the hall, who looked at its track, and its files, over real sockets and HTTP. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { FieldFind } from '../../shared/wire/field-api.ts';
import { FieldDevice } from '../support/field-device.ts';
import { testNow } from '../support/given.ts';
import { smallPack } from '../support/small-pack.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

async function scene(): Promise<WorkHub> {
  const at = await openWorkHub({ pack: smallPack(), now: testNow, demoAccounts: true });
  await unitOnDuty(at, 'g3', []);
  return at;
}

const connect = (at: WorkHub, unit = 'g3'): Promise<FieldDevice> =>
  FieldDevice.connect(at.url, { unit, key: `demo-${unit}` });

const finding = (more: Partial<FieldFind> = {}): FieldFind => ({
  ...{ id: crypto.randomUUID(), matter: 'constructionNoise', text: '工地在打桩，门卫姓示例', uploads: [] },
  place: { lngLat: [121.449, 31.1915], accuracyM: 12 },
  ...more,
});

const incidents = ({ folder }: WorkHub): readonly IncidentState[] =>
  folder.journal.documents('incident').map(({ state }) => state as unknown as IncidentState);

const photo = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(3_000, 7)]);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function ask(at: WorkHub, method: string, path: string, body?: unknown, unit = 'g3', key = `demo-${unit}`) {
  const isBytes = Buffer.isBuffer(body);
  const response = await fetch(`${at.url}/field/uploads${path}`, {
    method,
    headers: {
      ...{ authorization: `Bearer ${key}`, 'x-field-unit': unit },
      ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const opening = (id: string, bytes: Buffer = photo) => ({
  id,
  name: 'a.png',
  bytes: bytes.length,
  sha256: hashOf(bytes),
});

async function bring(at: WorkHub): Promise<string> {
  const id = crypto.randomUUID();
  await ask(at, 'POST', '', opening(id));
  expect(await ask(at, 'PUT', `/${id}?at=0`, photo)).toMatchObject({ status: 200, body: { whole: true } });
  return id;
}

test('what a unit came upon is one incident with its number, however often it is said, and its words are in the vault', async () => {
  const at = await scene();
  const device = await connect(at);
  const said = finding();
  const answer = await device.find(said);
  expect(answer).toMatchObject({ status: 'accepted', incident: said.id });
  expect(await device.find(said)).toEqual(answer);
  expect(incidents(at)).toMatchObject([{ id: said.id, source: 'patrol', matter: 'constructionNoise' }]);
  expect(JSON.stringify(at.events())).not.toContain('门卫');
});

test('what is no find is refused by the name of its field', async () => {
  const at = await scene();
  const device = await connect(at);
  const wrong = (more: object) => device.find({ ...finding(), ...more });
  expect(await wrong({ matter: null, text: ' ' })).toMatchObject({ code: 'InvalidMessage', params: { field: 'text' } });
  expect(await wrong({ matter: 'x' })).toMatchObject({ params: { field: 'matter' } });
  expect(await wrong({ uploads: [crypto.randomUUID()] })).toMatchObject({
    code: 'UploadUnknown',
    params: { field: 'uploads.0' },
  });
  expect(await wrong({ place: { lngLat: [2.35, 48.85], accuracyM: null } })).toMatchObject({ code: 'PlaceFarOutside' });
  expect(await wrong({ happenedAt: testNow * 2 })).toMatchObject({ code: 'TimeInFuture' });
  expect(incidents(at)).toEqual([]);
});

test('a file that broke off goes on where it was, and is evidence of what was found', async () => {
  const at = await scene();
  const device = await connect(at);
  const id = crypto.randomUUID();
  expect(await ask(at, 'POST', '', opening(id))).toMatchObject({ status: 200, body: { have: 0, whole: false } });
  await ask(at, 'PUT', `/${id}?at=0`, photo.subarray(0, 1_000));
  expect(await ask(at, 'PUT', `/${id}?at=0`, photo.subarray(0, 1_000))).toMatchObject({
    status: 409,
    body: { code: 'OutOfOrder' },
  });
  expect(await device.find(finding({ uploads: [id] }))).toMatchObject({ code: 'UploadUnknown' });
  expect(await ask(at, 'GET', `/${id}`)).toMatchObject({ body: { have: 1_000, whole: false } });
  expect(await ask(at, 'PUT', `/${id}?at=1000`, photo.subarray(1_000))).toMatchObject({ body: { whole: true } });
  const said = finding({ uploads: [id] });
  expect(await device.find(said)).toMatchObject({ status: 'accepted' });
  expect(await device.find(said)).toMatchObject({ status: 'accepted' });
  const [incident] = incidents(at);
  expect(must(incident, 'an incident').files).toMatchObject([{ sha256: hashOf(photo), of: 'evidence', whose: 'ours' }]);
});

test('a file with a wrong hash is dropped, too large a one is not begun, another unit sees none of it', async () => {
  const at = await scene();
  await unitOnDuty(at, 'g4', []);
  const id = crypto.randomUUID();
  await ask(at, 'POST', '', { ...opening(id), sha256: hashOf(Buffer.from('another')) });
  expect(await ask(at, 'PUT', `/${id}?at=0`, photo)).toMatchObject({
    status: 422,
    body: { code: 'HashWrong', field: 'sha256' },
  });
  expect(await ask(at, 'GET', `/${id}`)).toMatchObject({ status: 404 });
  expect(await ask(at, 'POST', '', { ...opening(id), bytes: 9_000_000 })).toMatchObject({
    status: 400,
    body: { field: 'bytes' },
  });

  const mine = await bring(at);
  expect(await ask(at, 'GET', `/${mine}`, undefined, 'g4')).toMatchObject({ status: 404 });
  expect(await (await connect(at, 'g4')).find(finding({ uploads: [mine] }))).toMatchObject({ code: 'UploadUnknown' });
  expect(await ask(at, 'GET', `/${mine}`, undefined, 'g3', 'demo-g4')).toMatchObject({ status: 401 });
});

test('nine files of a unit are too many at once', async () => {
  const at = await scene();
  for (let n = 0; n < 8; n += 1) await ask(at, 'POST', '', opening(crypto.randomUUID()));
  expect(await ask(at, 'POST', '', opening(crypto.randomUUID()))).toMatchObject({
    status: 429,
    body: { code: 'TooMany' },
  });
});

test('words of a unit come to the seats of the hall, once, and are in the vault; for no assignment of another unit', async () => {
  const at = await scene();
  const device = await connect(at);
  const said = { id: crypto.randomUUID(), text: '路口要人支援', urgent: true, assignment: null };
  expect(await device.say(said)).toEqual({ status: 'accepted' });
  expect(await device.say(said)).toEqual({ status: 'accepted' });
  const [message, ...more] = at.folder.journal.documents('message');
  expect(more).toEqual([]);
  expect(message?.state).toMatchObject({ audience: { kind: 'hall' }, from: { user: 'unit:g3', name: 'g3' } });
  expect(JSON.stringify(message)).not.toContain('支援');
  const other = { ...said, id: crypto.randomUUID(), assignment: crypto.randomUUID() };
  expect(await device.say(other)).toMatchObject({ code: 'NotYours' });
  expect(await device.say({ ...other, text: '' })).toMatchObject({ code: 'InvalidMessage', params: { field: 'text' } });
});

test('who looked at where the unit went is told with the reason, and nothing of looks at others', async () => {
  const at = await scene();
  const device = await connect(at);
  expect(await device.looks()).toEqual({ status: 'looks', looks: [] });
  const look = { user: 'someone', seat: 's', action: 'track', subject: 'unit:g3', detail: '1000 to 2000: 核对出勤' };
  at.folder.accessLog.append([
    { ...look, at: testNow },
    { ...look, at: testNow, subject: 'unit:g4', detail: '1 to 2: 其他' },
    { ...look, at: testNow, action: 'refused', detail: 'track NotAllowed 3 to 4: ' },
  ]);
  expect(await device.looks()).toEqual({
    status: 'looks',
    looks: [
      { at: testNow, name: 'someone', reason: null, from: 3, to: 4, seen: false },
      { at: testNow, name: 'someone', reason: '核对出勤', from: 1_000, to: 2_000, seen: true },
    ],
  });
});
