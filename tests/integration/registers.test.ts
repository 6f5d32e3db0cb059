/** The registers of the demo night through the desk, on real files, over a restart. All entries are made up. */
import { expect, onTestFinished, test } from 'vitest';
import { openPlain } from '../../db/connection.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { rightsOf } from '../../hub/accounts/rights.ts';
import { scopeRight } from '../../hub/accounts/scope-right.ts';
import { vaultRight } from '../../hub/accounts/vault-right.ts';
import { createDesk } from '../../hub/desk/desk.ts';
import { labelWorldOf } from '../../shared/domain/rules/labels.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { feedAccounts } from '../../hub/feed/seats.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { catalog, kinds } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import { ManualClock, recordingLog, seededRandom } from '../support/hub-kit.ts';
import { testNow } from '../support/given.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { openDoor } from './accounts-door.ts';

/** 20:30 of the night whose 22:00 is `testNow`. */
const asOf = testNow - 90 * minute;
const provenance = { source: '示意登记', asOf, how: 'import' } as const;
const lead: Actor = { user: 'lead', seat: 'seat1', role: 'shiftLead' };
type Row = { readonly [member: string]: Json };
type Wish = readonly [type: string, id: string, record: Row];

const zones: readonly Wish[] = (
  [
    ['z1', '一区·衡复徐家汇', ['hunan', 'tianping', 'xujiahui'], ['z3', 'z2']],
    ['z2', '二区·滨江', ['fenglin', 'xietu', 'longhua', 'binjiang'], ['z1', 'z4']],
    ['z3', '三区·漕河泾', ['tianlin', 'hongmei', 'kangjian', 'caohejing'], ['z1', 'z4']],
    ['z4', '四区·南片', ['lingyun', 'changqiao', 'huajing', 'nanzhan'], ['z3', 'z2']],
  ] as const
).map(([id, name, squads, neighbours], index) => ['RecordZone', id, { name, order: index + 1, squads, neighbours }]);

const areas: { readonly [squad: string]: string } = { binjiang: 'area', nanzhan: 'area' };
const squads: readonly Wish[] = [
  ...zones.flatMap(([, zone, record]) =>
    (record['squads'] as readonly string[]).map((id): Wish => [
      'RecordSquad',
      id,
      { name: id, kind: areas[id] ?? 'street', grids: [id], zone },
    ]),
  ),
  ['RecordSquad', 'mobile', { name: '机动中队', kind: 'mobile', grids: [] }],
];

const site = (id: string, name: string, kind: string, lon: number, lat: number, more: Row = {}): Wish => [
  'RecordSite',
  id,
  { name, kind, address: '示意', at: { lon, lat }, radius: 60, roads: [], registered: true, ...more },
];
const sites: readonly Wish[] = [
  site('a', '示例工地 A', 'building', 121.4577, 31.1975, { roads: ['斜土路', '小木桥路'] }),
  site('b', '示例工地 B', 'building', 121.4201, 31.1852),
  site('c', '示例工地 C', 'building', 121.4127, 31.1672),
  site('d', '示例工地 D', 'building', 121.4466, 31.1779),
  site('e', '示例掘路段 E', 'roadworks', 121.4123, 31.1712),
  site('f', '示例抢修点 F', 'repair', 121.4102, 31.1263),
  site('g', '无名围挡 G', 'unknown', 121.4554, 31.1121, { registered: false }),
];
const nightPermit = (id: string, number: string, at: string, from: number, to: number, permits = 'nightWork'): Wish => [
  'RecordNightPermit',
  id,
  { number, site: at, paper: '许可证', issuer: '示例部门', work: '示意', permits, from, to, conditions: [] },
];
const exam = Date.UTC(2027, 5, 5, 14);
const permits: readonly Wish[] = [
  nightPermit('p0117', '示夜 0117', 'b', testNow, testNow + 4 * hour),
  nightPermit('p0098', '示夜 0098', 'c', testNow - 72 * hour, testNow - 40 * hour),
  nightPermit('p0301', '示夜 0301', 'd', exam, exam + 8 * hour),
  nightPermit('r0001', '示掘 0001', 'e', testNow, testNow + 8 * hour, 'roadOccupation'),
];
const repairNotice: Wish = [
  'RecordRepairNotice',
  'n0042',
  {
    ...{ number: '示抢 0042', utility: 'water', at: { lon: 121.4102, lat: 31.1263 }, radius: 100 },
    ...{ address: '老沪闵路×罗秀路', from: testNow - 2 * hour, notifiedAt: asOf },
  },
];
const quietPeriod: Wish = [
  'RecordQuietPeriod',
  'q1',
  { name: '考试禁噪期', from: exam - 48 * hour, to: exam + 96 * hour, grids: [], basis: '示意' },
];
const unit: Wish = [
  'RecordUnit',
  'm1',
  {
    ...{ name: '机动一组', kind: 'group', squad: 'mobile', certified: 2, auxiliary: 0, devices: [], reserve: false },
    shift: { from: testNow - 2 * hour, to: testNow + 8 * hour },
  },
];
const everything = [...zones, ...squads, ...sites, ...permits, repairNotice, quietPeriod, unit];

const random = seededRandom(11);
const clock = new ManualClock();
const newId = (): string => uuidv7(clock.now(), random.bytes(10));

function open(dir: string) {
  const files = openDataFolder(dir, { kinds: [...kinds.keys()], newId });
  const desk = createDesk({
    ...{ journal: files.journal, vault: files.vault, clock, timers: clock, random, catalog, reads: readsOf },
    ...{ log: recordingLog([]), crash: { reach: () => undefined }, disk: { free: () => Number.MAX_SAFE_INTEGER } },
    secret: new Uint8Array(32),
  });
  desk.recover();
  let running = true;
  const close = async (): Promise<void> => {
    if (!running) return;
    running = false;
    await desk.stop();
    files.close();
  };
  onTestFinished(close);
  const give = (type: string, data: Json, by = lead) =>
    desk.submit({ id: newId(), type, data, basedOn: {}, madeAt: clock.now() }, by);
  return { files, desk, give, close };
}

test('the registers of a night are there after a restart, in documents and columns', async () => {
  const dir = temporaryFolder();
  const before = open(dir);
  for (const [type, id, record] of everything) {
    expect(await before.give(type, { id, record, provenance }), `${type} ${id}`).toMatchObject({ status: 'accepted' });
  }
  const head = before.files.journal.head().seq;
  expect(head).toBe(everything.length);
  await before.give('SetUnitStatus', { id: 'm1', status: 'available', channel: '电台', happenedAt: testNow - hour });
  await before.give('WithdrawNightPermit', { id: 'p0098', reason: '作废', provenance });
  const clerk = { ...lead, role: 'dispatcher' };
  const refusals = [
    await before.give('RecordSquad', { id: 'mobile', record: squads.at(-1)?.[2] ?? {}, provenance }, clerk),
    await before.give('RecordSite', { id: 'a', record: sites[0]?.[2] ?? {}, provenance: { ...provenance, asOf: 1 } }),
  ];
  expect(refusals.map((answer) => (answer.status === 'refused' ? answer.refusal.code : answer.status))).toEqual([
    'NotAllowed',
    'RegisterEntryOlder',
  ]);
  await before.close();

  const after = open(dir);
  const { reads } = after.desk;
  expect(reads.zones().map(({ id }) => id)).toEqual(['z1', 'z2', 'z3', 'z4']);
  expect(reads.squads()).toHaveLength(16);
  expect(reads.squad('fenglin')).toMatchObject({ zone: 'z2', provenance });
  expect(reads.sites().map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(reads.nightPermitsOf('a')).toEqual([]);
  expect(reads.nightPermitsOf('b').map(({ number }) => number)).toEqual(['示夜 0117']);
  expect([reads.nightPermitsOf('c'), reads.nightPermit('p0098')?.withdrawn?.reason]).toEqual([[], '作废']);
  expect(reads.nightPermitsOf('e').map((found) => found.permits)).toEqual(['roadOccupation']);
  expect(reads.repairNotices()).toEqual([{ id: 'n0042', ...repairNotice[2], provenance }]);
  expect(reads.quietPeriods().map(({ name }) => name)).toEqual(['考试禁噪期']);
  expect(reads.unit('m1')).toMatchObject({ status: 'available', statusSince: testNow - hour, jobs: [] });

  // What was said already is said again, as the next import will: nothing comes of it.
  const { seq } = after.files.journal.head();
  await after.give('RecordSite', { id: 'a', record: sites[0]?.[2] ?? {}, provenance });
  expect(after.files.journal.head().seq).toBe(seq);
  await after.close();

  const db = openPlain(`${dir}/journal.sqlite`, 1_000);
  onTestFinished(() => void db.close());
  const row = (sql: string): unknown => db.prepare(sql).get();
  expect(
    row(`SELECT name, kind, lon, lat, registered, asOf, withdrawn FROM document_site WHERE stream = 'site/g'`),
  ).toEqual({ name: '无名围挡 G', kind: 'unknown', lon: 121.4554, lat: 31.1121, registered: 0, asOf, withdrawn: 0 });
  expect(
    row(`SELECT site, permits, fromAt, toAt, withdrawn FROM document_nightPermit WHERE number = '示夜 0098'`),
  ).toEqual({
    ...{ site: 'c', permits: 'nightWork', fromAt: testNow - 72 * hour, toAt: testNow - 40 * hour, withdrawn: 1 },
  });
  expect(row('SELECT utility, lon, lat, fromAt, toAt FROM document_repairNotice')).toEqual({
    ...{ utility: 'water', lon: 121.4102, lat: 31.1263, fromAt: testNow - 2 * hour, toAt: null },
  });
  expect(row('SELECT squad, zone, status, jobs, reserve, shiftTo FROM document_unit')).toEqual({
    ...{ squad: 'mobile', zone: null, status: 'available', jobs: 0, reserve: 0, shiftTo: testNow + 8 * hour },
  });
  expect(row(`SELECT "order" FROM document_zone WHERE stream = 'zone/z3'`)).toEqual({ order: 3 });
  expect(row(`SELECT count(*) AS count FROM document_squad WHERE zone = 'z2'`)).toEqual({ count: 4 });
});

test('a squad room sees its zone at night, and another one when the squad moves', async () => {
  const at = openDoor();
  const { desk, files, accounts } = at;
  const id = await at.make('room', [{ role: 'squadRoom', squad: 'fenglin' }]);
  const nowhere = await at.make('nowhere', [{ role: 'squadRoom', squad: 'unheard' }]);
  const world = () => labelWorldOf(desk.reads);
  const rights = rightsOf({ people: desk.reads, world, now: () => at.clock.now() });
  const feed = feedAccounts<HubReads>({
    ...{ accounts, people: desk.reads, journal: files.journal, catalog, addressOf: () => '', clock: at.clock },
    ...{ world, rights, deskRights: scopeRight({ rights, world }), access: at.access },
    vaultRight: vaultRight({ journal: files.journal, rights }),
    office: { answer: () => Promise.resolve({ status: 'granted', body: {} }) },
  });
  const fenglin = (zone: string, asOfThen: number) =>
    at.submit(
      'RecordSquad',
      {
        id: 'fenglin',
        record: { name: '枫林中队', kind: 'street', grids: [], zone },
        provenance: { ...provenance, asOf: asOfThen },
      },
      systemActor,
    );
  expect(await fenglin('z2', asOf)).toMatchObject({ status: 'accepted' });
  expect(feed.labelsFor(id)).toEqual(['frame', 'hall', 'squad:fenglin', 'staff:squad:fenglin']);
  const night = { mode: 'night', cause: 'calendar', reason: '', reportNight: '2026-11-21' };
  await at.give('SwitchDutyMode', night);
  expect(feed.labelsFor(id)).toEqual([
    'frame',
    'hall',
    'squad:fenglin',
    'staff:squad:fenglin',
    'staff:zone:z2',
    'zone:z2',
  ]);
  expect(feed.labelsFor(nowhere)).toEqual(['frame', 'hall', 'squad:unheard', 'staff:squad:unheard']);
  await fenglin('z1', asOf + 1);
  expect(feed.labelsFor(id)).toEqual([
    'frame',
    'hall',
    'squad:fenglin',
    'staff:squad:fenglin',
    'staff:zone:z1',
    'zone:z1',
  ]);
});
