/** Fences watched by positions: the watch and the desk over real files, with starts in the middle. */
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { documentTables } from '../../db/documents/tables.ts';
import { startFenceWatch } from '../../hub/reactions/fence-watch.ts';
import type { FenceWatch } from '../../hub/reactions/fence-watch.ts';
import type { TrackPoint } from '../../hub/telemetry/tracks.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { keptOf } from '../../shared/domain/rules/attendance.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import { destination } from '../../shared/geo/point.ts';
import type { Actor, EventEnvelope } from '../../shared/lib/journal.ts';
import { streamId, systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, minute, second } from '../../shared/lib/time.ts';
import { testNow } from '../support/given.ts';
import { HubKit, recordingLog, secret } from '../support/hub-kit.ts';
import { assignmentId, crossing, incidentId, sceneDistrict, sitePoint } from '../support/night-scene.ts';

const start = testNow + hour;
const lin: Actor = { user: 'lin', seat: 'seat1', role: 'dispatcher' };

let open: HubKit<HubReads> | undefined;
let watch: FenceWatch | undefined;
async function stop(): Promise<void> {
  await watch?.stop();
  await open?.close();
  [watch, open] = [undefined, undefined];
}
afterEach(stop);

async function give(kit: HubKit<HubReads>, type: string, data: Json, by: Actor = systemActor): Promise<void> {
  expect(await kit.give(kit.command(type, data), by), type).toMatchObject({ status: 'accepted' });
}

/** Where units were: told as telemetry tells it, and kept as tracks are. */
class Ways {
  readonly #listeners = new Set<(unit: string, position: UnitPosition | undefined) => void>();
  readonly kept: TrackPoint[] = [];
  readonly latest = new Map<string, UnitPosition>();
  onMoved = (listener: (unit: string, position: UnitPosition | undefined) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  tell(unit: string, position: UnitPosition): void {
    this.latest.set(unit, position);
    this.kept.push({ unit, ...position, poor: false, replayed: false });
    for (const listener of this.#listeners) listener(unit, position);
  }
  track = (unit: string, from: number, to: number): readonly TrackPoint[] =>
    this.kept.filter((point) => point.unit === unit && point.at >= from && point.at < to);
}

interface Night {
  readonly kit: HubKit<HubReads>;
  readonly ways: Ways;
}

function begin({ kit, ways }: Night): void {
  const { desk, clock } = kit;
  watch = startFenceWatch({
    ...{ onMoved: ways.onMoved, tracks: ways, reads: desk.reads, clock, timers: clock, secret },
    ...{ desk, log: recordingLog(kit.logLines) },
  });
}

async function night(change: { readonly [member: string]: Json } = {}): Promise<Night> {
  const ways = new Ways();
  const kit = new HubKit<HubReads>({
    ...{ catalog, tables: documentTables, now: start, reactions: false },
    reads: (documents) =>
      readsOf(documents, {
        district: (hash) => (hash === sceneDistrict.hash ? sceneDistrict : undefined),
        position: (unit) => ways.latest.get(unit),
      }),
  });
  open = kit;
  const provenance = { source: '值班表', asOf: start - 2 * hour, how: 'import' };
  await give(kit, 'ActivatePack', { plates: sceneDistrict.hash });
  await give(kit, 'RecordSquad', { id: 'mobile', record: { name: '机动', kind: 'mobile', grids: [] }, provenance });
  await give(kit, 'SwitchDutyMode', {
    mode: 'night',
    cause: 'calendar',
    reason: '夜间勤务',
    reportNight: '2026-11-21',
  });
  for (const id of ['u1', 'u2']) {
    const unit = {
      ...{ name: id === 'u1' ? '岗 A' : '岗 B', kind: 'group', squad: 'mobile', certified: 2, auxiliary: 1 },
      ...{ devices: [], reserve: false, shift: { from: start - hour, to: start + 8 * hour } },
    };
    await give(kit, 'RecordUnit', { id, record: unit, provenance });
    await give(kit, 'SetUnitStatus', { id, status: 'available' });
  }
  const fence = {
    ...{ name: '示例岗围栏', kind: 'mustBeIn', shape: { kind: 'circle', at: { ...sitePoint }, radius: 80 } },
    ...{ appliesTo: { units: ['u1'], squads: [], zones: [], kinds: [] } },
    ...{ hours: [{ modes: ['night'], from: 1080, to: 360 }], exempt: { onAssignment: true, pursuit: false } },
    ...{ hysteresis: { dwellSeconds: 30, marginMetres: 20, poorFixMetres: 50, gapSeconds: 180 }, ...change },
  };
  await give(kit, 'RecordFence', { id: 'f1', record: fence as Json, provenance });
  begin({ kit, ways });
  return { kit, ways };
}

/** East of the middle. */
const fix = (seconds: number, metres: number): UnitPosition => ({
  ...{ ...destination(sitePoint, metres, 90), at: start + seconds * second, accuracy: 8 },
});

async function go({ kit, ways }: Night, from: number, to: number, metres: number, every = 10): Promise<void> {
  for (let at = from; at < to; at += every) {
    kit.clock.set(start + at * second);
    // Who listens to commits hears of them in a turn of their own.
    await turn();
    ways.tell('u1', fix(at, metres));
    await watch?.idle();
  }
}

const events = (kit: HubKit<HubReads>): readonly EventEnvelope[] =>
  kit.journal
    .eventsAfter(0, 2_000)
    .map(({ bytes }) => JSON.parse(bytes) as EventEnvelope)
    .filter(({ type }) => /^A(larm|ttendance)/.test(type));
const types = (kit: HubKit<HubReads>): readonly string[] => events(kit).map(({ type }) => type);
const turns = (kit: HubKit<HubReads>): readonly unknown[] =>
  events(kit).flatMap(({ type, data }) => {
    const { is, from } = data as { is: string; from: number };
    return type === 'AttendanceTurned' ? [[is, (from - start) / second]] : [];
  });

test('who leaves the post: one alarm with place, cause and proposal; back for five minutes it is over', async () => {
  const at = await night();
  at.ways.tell('u2', { ...destination(sitePoint, 300, 0), at: start + 400_000, accuracy: 8 });
  await go(at, 0, 300, 10);
  expect(types(at.kit)).toEqual(['AttendanceBegan', 'AttendanceTurned']);
  await go(at, 300, 600, 300);
  const { kit } = at;
  expect(kit.desk.reads.openAlarms()).toMatchObject([
    {
      ...{ kind: 'leftPost', unit: { id: 'u1', name: '岗 A' }, fence: { id: 'f1' }, since: start + 300_000 },
      ...{ stage: 'raised', cause: null, proposal: { unit: 'u2', name: '岗 B' }, squads: ['mobile'] },
      judgedBy: { dwellSeconds: 30, marginMetres: 20 },
    },
  ]);
  await go(at, 600, 960, 10);
  expect(types(kit).filter((type) => type.startsWith('Alarm'))).toEqual(['AlarmRaised', 'AlarmCleared']);
  expect(turns(kit)).toEqual([
    ['kept', 0],
    ['notKept', 300],
    ['kept', 600],
  ]);
});

test('a minute out and a minute in for an hour is one alarm', async () => {
  const at = await night();
  await go(at, 0, 60, 10);
  for (let n = 60; n < 3_600; n += 120) {
    await go(at, n, n + 60, 300);
    await go(at, n + 60, n + 120, 10);
  }
  expect(types(at.kit).filter((type) => type.startsWith('Alarm'))).toEqual(['AlarmRaised']);
}, 60_000);

test('sent to an assignment the unit is exempt, and it is noted why; freed it has time to come back', async () => {
  const at = await night();
  const { kit } = at;
  await go(at, 0, 60, 10);
  await give(kit, 'ReceiveIncident', {
    ...{ id: incidentId(1), source: '12345', externalId: null, actAt: start, wantsReply: 'no' },
    position: { ...crossing, of: 'place' },
    understanding: {
      ...{ matter: 'constructionNoise', also: [], words: [], roads: [], place: null, street: null },
      ...{ direction: null, marks: [], beganMinutesAgo: 0 },
    },
  });
  const data = { id: assignmentId(1), incident: incidentId(1), unit: 'u1', queue: false };
  await give(kit, 'AssignUnit', data, lin);
  await go(at, 60, 300, 400);
  expect(turns(kit)).toEqual([
    ['kept', 0],
    ['exempt', 60],
  ]);
  expect(events(kit).at(-1)?.data).toMatchObject({ because: 'assignment', assignment: assignmentId(1) });
  await give(kit, 'HandBack', { assignment: assignmentId(1), why: 'emergency' }, lin);
  await go(at, 300, 840, 400);
  expect(kit.desk.reads.openAlarms()).toEqual([]);
  await go(at, 840, 960, 400);
  expect(kit.desk.reads.openAlarms()).toHaveLength(1);
});

test('silence is unknown and raises nothing; outside its hours the fence asks nothing', async () => {
  const at = await night();
  const { kit } = at;
  await go(at, 0, 60, 10);
  for (let passed = 1; passed <= 20; passed += 1) {
    kit.clock.set(start + passed * minute);
    await watch?.idle();
  }
  expect(turns(kit)).toEqual([
    ['kept', 0],
    ['unknown', 50],
  ]);
  expect(kit.desk.reads.openAlarms()).toEqual([]);
  await go(at, 1_260, 1_320, 300);
  expect(kit.desk.reads.openAlarms()).toHaveLength(1);
  await give(kit, 'SwitchDutyMode', { mode: 'routine', cause: 'calendar', reason: '夜间勤务结束' });
  await go(at, 1_320, 1_400, 300);
  expect(kit.desk.reads.openAlarms()).toEqual([]);
  expect(types(kit).slice(-2).sort()).toEqual(['AlarmCleared', 'AttendanceEnded']);
});

test('told at a hub that takes nothing it is told later', async () => {
  const at = await night();
  await watch?.stop();
  let busy = true;
  const { desk, clock } = at.kit;
  const submit: typeof desk.submit = (command, by, system) =>
    busy
      ? Promise.resolve({ status: 'unavailable', code: 'Busy', retryAfterMs: 500 } as const)
      : desk.submit(command, by, system);
  watch = startFenceWatch({
    ...{ onMoved: at.ways.onMoved, tracks: at.ways, reads: desk.reads, clock, timers: clock, secret },
    ...{ desk: { submit, onCommitted: desk.onCommitted.bind(desk) }, log: recordingLog(at.kit.logLines) },
  });
  await go(at, 0, 60, 10);
  await go(at, 60, 200, 300);
  expect(types(at.kit)).toEqual([]);
  busy = false;
  await go(at, 200, 210, 300);
  expect(types(at.kit)).toEqual(['AttendanceBegan', 'AttendanceTurned', 'AttendanceTurned', 'AlarmRaised']);
});

test('with a start at any moment, or several, the night reads the same', async () => {
  const walk = [
    ...Array.from({ length: 12 }, () => 10),
    ...Array.from({ length: 12 }, () => 300),
    ...Array.from({ length: 40 }, () => 5),
    ...Array.from({ length: 8 }, () => 250),
  ];
  async function played(restarts: ReadonlySet<number>): Promise<readonly unknown[]> {
    await stop();
    const at = await night();
    for (const [n, metres] of walk.entries()) {
      if (restarts.has(n)) {
        await watch?.stop();
        await at.kit.restart();
        begin(at);
      }
      await go(at, n * 10, n * 10 + 10, metres);
    }
    const attendance =
      events(at.kit)
        .find(({ type }) => type === 'AttendanceBegan')
        ?.stream.split('/')[1] ?? '';
    const state = at.kit.desk.reads.attendance(attendance);
    if (state === undefined) throw new Error('no attendance');
    const told = events(at.kit).map(({ stream, type, occurredAt, data }) => [stream, type, occurredAt, data]);
    return [told, keptOf(state, at.kit.clock.now())];
  }
  const whole = await played(new Set());
  expect(JSON.stringify(whole)).toContain('AlarmCleared');
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(walk.length - 1), { minLength: 1, maxLength: 3 }), async (moments) => {
      expect(await played(new Set(moments))).toEqual(whole);
    }),
    { numRuns: 12 },
  );
}, 120_000);

test('the desk takes it, and the hub does not raise it again after a start', async () => {
  const at = await night();
  await go(at, 0, 60, 10);
  await go(at, 60, 200, 300);
  const [alarm] = at.kit.desk.reads.openAlarms();
  await give(at.kit, 'TakeAlarm', { alarm: alarm?.id ?? '' }, lin);
  await give(at.kit, 'ClearAlarm', { alarm: alarm?.id ?? '', as: 'relieved', reason: '岗 B 已接替' }, lin);
  await watch?.stop();
  await at.kit.restart();
  begin(at);
  await go(at, 200, 400, 300);
  expect(types(at.kit).filter((type) => type === 'AlarmRaised')).toHaveLength(1);
  expect(at.kit.journal.document(streamId('alarm', alarm?.id ?? ''))?.state).toMatchObject({ stage: 'cleared' });
});
