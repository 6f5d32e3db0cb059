/**
 * Erasing a caller leaves no string of the record, nor the point it was called from, in any file of hub or seat, while
 * all of them run and after their end, and the chain still verifies. On real processes.
 */
import { afterAll, expect, test } from 'vitest';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { filesHolding } from '../support/files-holding.ts';
import { runHub, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { cleanUp, demoPackFile, reportForDuty, startNightHub } from '../support/night-hub.ts';
import { startNightSeat } from '../support/night-seat.ts';

afterAll(() => cleanUp());

const patience = 120_000;
const overHttp = {
  text: '斜土路小木桥路口那个工地半夜打桩，我是对面理发店的老板娘',
  caller: { name: '不该留下的甲', phone: '13912340001', address: '对面小区三号楼甲室' },
};
/** Where each of the two called from: in the district, at figures that stand nowhere in its plates. */
const pointOverHttp = { lon: 121.452931312, lat: 31.187341213 };
const pointTypedIn = { lon: 121.460934121, lat: 31.190312434 };
/** As written into JSON, rounded down to eleven metres, and in millionths of a degree. */
const formsOf = (degrees: number): readonly string[] => [
  ...[`${degrees}`, degrees.toFixed(6), degrees.toFixed(5), degrees.toFixed(4), `${Math.round(degrees * 1e6)}`],
];
const figures = [pointOverHttp, pointTypedIn].flatMap(({ lon, lat }) => [lon, lat]);
const forms = figures.flatMap(formsOf);
const typedIn = {
  text: '零陵路桥墩旁边一直在切割钢筋，我家猫都吓病了',
  ...{ name: '不该留下的乙', phone: '13912340002', address: '对面小区四号楼乙室' },
};
const evidence = '工头自称姓不该留下的丙，电话13912340003';
const reply = '已回复不该留下的甲：今晚停工';
/** Of every record something that stands nowhere else. */
const secrets = [
  ...['对面理发店的老板娘', '不该留下的甲', '13912340001', '对面小区三号楼甲室'],
  ...['我家猫都吓病了', '不该留下的乙', '13912340002', '对面小区四号楼乙室'],
  ...['不该留下的丙', '13912340003', '已回复'],
];

test('of an erased record nothing is left, anywhere', { timeout: 600_000 }, async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00', ['--log-level', 'debug']);
  const lead = startNightSeat(tempFolder(), 'seat-lead', hub.url);
  const night = startNightSeat(tempFolder(), 'seat-night', hub.url);
  await Promise.all([lead.process.listening, night.process.listening]);
  await Promise.all([lead.desk.signIn('zhiban'), night.desk.signIn('yeban')]);
  const folders = [hub.data, lead.dir, night.dir];
  const logs: (() => string)[] = [() => hub.process.log(), () => lead.process.log(), () => night.process.log()];
  const everything = [...secrets, ...forms];
  const found = (texts = everything): readonly string[] => [
    ...folders.flatMap((folder, i) =>
      filesHolding(folder, texts, figures).map(({ file, text }) => `${i} ${file}: ${text}`),
    ),
    ...logs.flatMap((log, i) => texts.filter((text) => log().includes(text)).map((text) => `log ${i}: ${text}`)),
  ];

  expect(found()).toEqual([]);

  // One record came over HTTP; one was typed in while the hub was down.
  const position = { ...pointOverHttp, crs: 'WGS84', of: 'caller' };
  const order = { source: '12345', externalId: 'GD-1', ...overHttp, position };
  const taken = await hub.call('POST', '/api/v1/incidents', order);
  expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  const { id: first } = taken.body as { readonly id: string };
  await night.desk.until(() => night.desk.document(`incident/${first}`) !== undefined, 'the order', patience);
  hub.process.signal('SIGTERM');
  expect(await hub.process.exited, hub.process.log()).toEqual({ code: 0, signal: null });
  await night.desk.until(() => night.desk.status?.link === 'offline', 'the link is gone', patience);
  const second = crypto.randomUUID();
  const entry = await night.desk.seat.request('takeIn', {
    ...{ id: second, source: 'phone', externalId: null, place: null, actAt: null, wantsReply: 'yes' },
    ...{ position: { ...pointTypedIn, of: 'caller' }, ...typedIn },
  });
  expect(entry).toMatchObject({ status: 'queued' });
  for (const text of ['13912340002', `${pointTypedIn.lon}`, `${pointTypedIn.lat}`])
    expect(
      filesHolding(night.dir, [text]).map(({ file }) => file),
      text,
    ).not.toEqual([]);
  const common = ['--data', hub.data, '--port', String(hub.port), '--demo', '--api-key', testKey];
  const again = startHub([...common, '--pack', demoPackFile(), '--clock', '2026-11-21T22:50:00+08:00']);
  logs.push(() => again.log());
  await again.listening;
  const queued = must(entry.status === 'queued' ? entry.entry : undefined, 'an entry');
  await night.desk.settled(queued, 'takeIn', patience);

  // Words of an officer and of an answer.
  const { desk } = night;
  await desk.until(
    () => desk.status?.link === 'live' && desk.document(`incident/${second}`) !== undefined,
    'it',
    patience,
  );
  await reportForDuty(desk, ['m1']);
  const assignment = crypto.randomUUID();
  const stream = `assignment/${assignment}`;
  await desk.act('AssignUnit', { id: assignment, incident: first, unit: 'm1', queue: false }, ['unit/m1']);
  await desk.act('NoteEvidence', { assignment, channel: 'radio', kind: 'note', personal: { text: evidence } });
  await desk.act('RecordReply', { incident: first, way: 'message', personal: { text: reply } });
  const incident = (id: string): IncidentState | undefined => lead.desk.document<IncidentState>(`incident/${id}`);
  const evidenceOf = () => lead.desk.document<AssignmentState>(stream)?.evidence[0]?.personal;
  const replyOf = () => incident(first)?.replies[0]?.personal;
  await lead.desk.until(
    () =>
      [incident(first)?.personal, incident(second)?.personal, evidenceOf(), replyOf()].every(
        (one) => one !== null && one !== undefined,
      ),
    'all four records are known',
    patience,
  );
  const refs = [incident(first)?.personal, incident(second)?.personal, replyOf(), evidenceOf()].map(
    (handle) => must(handle ?? undefined, 'a record').ref,
  );

  // Both seats read all of them; the vault has every string, and the seat that sent them keeps its own for 72 hours.
  const contents: unknown[] = [];
  for (const ref of refs)
    for (const seat of [lead, night]) {
      const answer = await seat.desk.seat.request('personal', { ref, reason: 'callback' });
      contents.push(answer.status === 'content' ? answer.content : answer);
    }
  expect(contents).toContainEqual({ ...overHttp.caller, text: overHttp.text });
  expect(contents.filter((one) => JSON.stringify(one) === JSON.stringify({ text: evidence }))).toHaveLength(2);
  for (const text of secrets) {
    expect(JSON.stringify(contents), text).toContain(text);
    const holders = filesHolding(hub.data, [text]).map(({ file }) => file);
    expect([holders.length > 0, holders.filter((file) => !file.startsWith('vault.'))], text).toEqual([true, []]);
  }
  // It was matched with where they called from; that is kept nowhere, but by the seat it was typed into.
  const kept = found(forms);
  expect(kept.filter((line) => !line.startsWith('2 outbox'))).toEqual([]);
  expect(kept.join()).toContain(`${pointTypedIn.lon}`);
  const before = found();
  expect(before.filter((line) => line.startsWith('2 outbox')).length).toBeGreaterThan(6);
  expect(before.filter((line) => line.startsWith('1 ') || line.startsWith('log'))).toEqual([]);

  // All of it is erased by the shift lead.
  for (const [i, ref] of refs.slice(0, 3).entries()) {
    const about = i === 1 ? second : first;
    await lead.desk.act('EraseCaller', { incident: about, ref, ground: 'callerAsked' }, [`incident/${about}`]);
  }
  await lead.desk.act('EraseEvidence', { assignment, ref: refs[3] ?? '', ground: 'callerAsked' }, [stream]);
  await expect.poll(() => found(), { timeout: patience, interval: 250 }).toEqual([]);
  for (const ref of refs)
    for (const seat of [lead, night])
      expect(await seat.desk.seat.request('personal', { ref, reason: 'callback' })).toMatchObject({ code: 'Erased' });
  // What is no caller's is still there.
  expect(filesHolding(hub.data, ['GD-1'])).not.toEqual([]);
  const verify = await hub.call('GET', '/api/v1/journal/verify');
  expect(verify).toMatchObject({ status: 200, body: { ok: true } });
  expect(await lead.desk.seat.request('checkDigest', {})).toMatchObject({ status: 'equal' });
  expect(await night.desk.seat.request('checkDigest', {})).toMatchObject({ status: 'equal' });

  await Promise.all([lead.stop(), night.stop()]);
  again.signal('SIGTERM');
  expect(await again.exited, again.log()).toEqual({ code: 0, signal: null });
  expect(found()).toEqual([]);
  const verified = await runHub(['verify', '--data', hub.data]);
  expect([verified.code, JSON.parse(verified.out)]).toEqual([0, expect.objectContaining({ ok: true })]);
});
