/** Units arrive by their positions: telemetry, the watch and the desk over real files. */
import fc from 'fast-check';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { documentTables } from '../../db/documents/tables.ts';
import { startArrivalWatch } from '../../hub/reactions/arrival-watch.ts';
import type { ArrivalWatch } from '../../hub/reactions/arrival-watch.ts';
import { RunningTelemetry } from '../../hub/telemetry/telemetry.ts';
import { Units } from '../../hub/telemetry/units.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { Point } from '../../shared/geo/point.ts';
import { destination } from '../../shared/geo/point.ts';
import type { Actor, EventEnvelope } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, second } from '../../shared/lib/time.ts';
import { testNow } from '../support/given.ts';
import { HubKit, recordingLog, secret } from '../support/hub-kit.ts';
import {
  assignmentId,
  crossing,
  fromFence,
  incidentId,
  sceneDistrict,
  scenePolicy,
  sitePoint,
  siteRadius,
} from '../support/night-scene.ts';

const { dwellSeconds, maxAccuracy, metres } = scenePolicy.arrival;
const first = assignmentId(1);
const start = testNow + hour;
const away = destination(sitePoint, 2_000, 0);

let open: HubKit<HubReads> | undefined;
let watch: ArrivalWatch | undefined;

async function stop(): Promise<void> {
  await watch?.stop();
  await open?.close();
  [watch, open] = [undefined, undefined];
}
afterEach(stop);

/** What telemetry would tell, without its judgement of what is plausible. */
class Moves {
  readonly #listeners = new Set<(unit: string, position: UnitPosition | undefined) => void>();
  latest: UnitPosition | undefined;

  onMoved = (listener: (unit: string, position: UnitPosition | undefined) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  tell(position: UnitPosition | undefined): void {
    // As the table of telemetry: the newest.
    if (position === undefined || position.at >= (this.latest?.at ?? 0)) this.latest = position;
    for (const listener of this.#listeners) listener('m1', position);
  }
}

async function give(kit: HubKit<HubReads>, type: string, data: Json, by: Actor = systemActor): Promise<void> {
  const answer = await kit.give(kit.command(type, data), by);
  expect(answer).toMatchObject({ status: 'accepted' });
}

/** A hub at work: a site, a group on duty that was sent to a complaint about it. */
async function night(position: (unit: string) => UnitPosition | undefined): Promise<HubKit<HubReads>> {
  const kit = new HubKit<HubReads>({
    ...{ catalog, tables: documentTables, now: start, reactions: false },
    reads: (documents) =>
      readsOf(documents, { district: (hash) => (hash === sceneDistrict.hash ? sceneDistrict : undefined), position }),
  });
  open = kit;
  const provenance = { source: '值班表', asOf: start - hour, how: 'import' };
  const dispatcher: Actor = { user: 'lin', seat: 'seat1', role: 'dispatcher' };
  await give(kit, 'ActivatePack', { plates: sceneDistrict.hash });
  const site = {
    ...{ name: '示例工地A', kind: 'building', address: '斜土路', at: { ...sitePoint }, radius: siteRadius },
    ...{ roads: ['斜土路', '小木桥路'], registered: true },
  };
  await give(kit, 'RecordSite', { id: 'a', record: site, provenance });
  const unit = {
    ...{ name: '机动一组', kind: 'group', squad: 'mobile', certified: 2, auxiliary: 2, devices: ['jt808:1'] },
    ...{ reserve: false, shift: { from: start - hour, to: start + 8 * hour } },
  };
  await give(kit, 'RecordUnit', { id: 'm1', record: unit, provenance });
  await give(kit, 'SetUnitStatus', { id: 'm1', status: 'available' });
  for (const n of [1, 2]) {
    await give(kit, 'ReceiveIncident', {
      ...{ id: incidentId(n), source: '12345', externalId: null, actAt: start, wantsReply: 'no' },
      position: { ...crossing, of: 'place' },
      understanding: {
        ...{ matter: 'constructionNoise', also: [], words: [], roads: [], place: null, street: null },
        ...{ direction: null, marks: [], beganMinutesAgo: 0 },
      },
    });
  }
  await give(kit, 'ChooseSource', { incident: incidentId(1), site: 'a' }, dispatcher);
  const data = { id: first, incident: incidentId(1), unit: 'm1', queue: false };
  await give(kit, 'AssignUnit', data, dispatcher);
  return kit;
}

const arrivals = (kit: HubKit<HubReads>): readonly EventEnvelope[] =>
  kit.journal
    .eventsAfter(0, 1_000)
    .map(({ bytes }) => JSON.parse(bytes) as EventEnvelope)
    .filter(({ type }) => type === 'UnitArrived');

function watching(kit: HubKit<HubReads>, onMoved: Moves['onMoved'], submit = kit.desk.submit.bind(kit.desk)) {
  const log = recordingLog(kit.logLines);
  watch = startArrivalWatch({ onMoved, reads: kit.desk.reads, desk: { submit }, clock: kit.clock, log, secret });
  return watch;
}

/** Seen so many seconds after it was sent. */
const seen = (seconds: number, point: Point, accuracy = 8): UnitPosition => ({
  ...{ lon: point.lon, lat: point.lat, at: start + seconds * second, accuracy },
});

async function drive(kit: HubKit<HubReads>, moves: Moves, fixes: readonly (UnitPosition | undefined)[]): Promise<void> {
  for (const fix of fixes) {
    if (fix !== undefined) kit.clock.set(Math.max(kit.clock.now(), fix.at));
    moves.tell(fix);
    await watch?.idle();
  }
}

async function begun(): Promise<{ readonly kit: HubKit<HubReads>; readonly moves: Moves }> {
  const moves = new Moves();
  const kit = await night(() => moves.latest);
  watching(kit, moves.onMoved);
  return { kit, moves };
}

test('a unit that stays arrives once, at the time it came, by its position', async () => {
  const { kit, moves } = await begun();
  await drive(kit, moves, [seen(0, away), seen(30, fromFence(20)), seen(60, sitePoint)]);
  expect(arrivals(kit)).toEqual([]);
  await drive(kit, moves, [seen(30 + dwellSeconds, sitePoint), seen(120, sitePoint), seen(180, sitePoint)]);
  expect(arrivals(kit)).toMatchObject([
    {
      ...{ stream: `assignment/${first}`, occurredAt: start + 30 * second, by: systemActor },
      data: { grade: 'position', nearTo: 'site', reportedByDesk: null },
    },
  ]);
  expect(kit.desk.reads.incident(incidentId(1))).toMatchObject({
    ...{ stage: 'onScene', units: [{ unit: 'm1', arrivedAt: start + 30 * second }] },
    assessments: [{ occasion: 'report' }, { occasion: 'placed' }, { occasion: 'arrival', actAt: start + 30 * second }],
  });
});

test('who drives past, stands at the edge or is seen badly has not arrived', async () => {
  const { kit, moves } = await begun();
  await drive(kit, moves, [seen(0, sitePoint), seen(40, fromFence(metres + 60)), seen(80, sitePoint)]);
  await drive(kit, moves, [seen(81, away), seen(100, fromFence(metres + 30)), seen(200, fromFence(metres + 30))]);
  await drive(kit, moves, [seen(300, sitePoint, maxAccuracy + 1), seen(400, sitePoint, maxAccuracy + 1)]);
  await drive(kit, moves, [seen(450, sitePoint), undefined, seen(520, sitePoint)]);
  expect(arrivals(kit)).toEqual([]);
});

test('what the desk has said already is not said again', async () => {
  const { kit, moves } = await begun();
  const dispatcher: Actor = { user: 'lin', seat: 'seat1', role: 'dispatcher' };
  await give(kit, 'Arrive', { assignment: first, channel: 'radio' }, dispatcher);
  await drive(kit, moves, [seen(0, sitePoint), seen(60, sitePoint), seen(120, sitePoint)]);
  expect(arrivals(kit)).toHaveLength(1);
  expect(arrivals(kit)[0]).toMatchObject({ by: { user: 'lin' }, data: { grade: 'reportedByDesk' } });
});

test('a job that was handed back, or comes later, is not arrived at', async () => {
  const { kit, moves } = await begun();
  const dispatcher: Actor = { user: 'lin', seat: 'seat1', role: 'dispatcher' };
  await drive(kit, moves, [seen(0, sitePoint)]);
  await give(kit, 'HandBack', { assignment: first, why: 'emergency' }, dispatcher);
  await drive(kit, moves, [seen(60, sitePoint)]);
  kit.clock.set(start + 70 * second);
  const data = { id: assignmentId(2), incident: incidentId(2), unit: 'm1', queue: false };
  await give(kit, 'AssignUnit', data, dispatcher);
  // From when it was sent the dwell begins anew, though it stood there before.
  await drive(kit, moves, [seen(80, sitePoint), seen(130, sitePoint)]);
  expect(arrivals(kit)).toEqual([]);
  await drive(kit, moves, [seen(140, sitePoint)]);
  expect(arrivals(kit)).toMatchObject([{ stream: `assignment/${assignmentId(2)}`, occurredAt: start + 80 * second }]);
});

test('a desk that takes nothing now is told again with the next position', async () => {
  const moves = new Moves();
  const kit = await night(() => moves.latest);
  let busy = 2;
  const submit: typeof kit.desk.submit = (command, by, system) => {
    busy -= 1;
    if (busy === 1) return Promise.resolve({ status: 'unavailable', code: 'Busy', retryAfterMs: 500 } as const);
    if (busy === 0) return Promise.reject(new Error('broken'));
    return kit.desk.submit(command, by, system);
  };
  watching(kit, moves.onMoved, submit);
  await drive(kit, moves, [seen(0, sitePoint), seen(60, sitePoint), seen(70, sitePoint)]);
  expect(arrivals(kit)).toEqual([]);
  expect(kit.logLines.filter(({ level }) => level === 'error')).toHaveLength(1);
  await drive(kit, moves, [seen(80, sitePoint), seen(90, sitePoint)]);
  expect(arrivals(kit)).toHaveLength(1);
});

test('a restart says it neither twice nor never', async () => {
  const { kit, moves } = await begun();
  await drive(kit, moves, [seen(0, sitePoint), seen(50, sitePoint)]);
  await watch?.stop();
  await kit.restart();
  watching(kit, moves.onMoved);
  await drive(kit, moves, [seen(60, sitePoint), seen(120, sitePoint)]);
  expect(arrivals(kit)).toHaveLength(1);
  await watch?.stop();
  await kit.restart();
  watching(kit, moves.onMoved);
  await drive(kit, moves, [seen(130, sitePoint), seen(200, sitePoint)]);
  expect(arrivals(kit)).toHaveLength(1);
});

test('after a stop nothing is heard of', async () => {
  const { kit, moves } = await begun();
  await watch?.stop();
  await drive(kit, moves, [seen(0, sitePoint), seen(60, sitePoint)]);
  expect(arrivals(kit)).toEqual([]);
});

test('over telemetry itself: fixes of its device bring the unit there', async () => {
  const log = recordingLog([]);
  const there: { telemetry?: RunningTelemetry } = {};
  const kit = await night((unit) => there.telemetry?.position(unit));
  const units = new Units(kit.journal);
  units.load();
  const running = new RunningTelemetry({ units, log, rejected: { count: () => undefined } });
  there.telemetry = running;
  onTestFinished(() => running.stop());
  watching(kit, (listener) => running.onMoved(listener));
  for (const seconds of [0, 20, 40, 60]) {
    const at = start + seconds * second;
    kit.clock.set(at);
    const { lon, lat } = sitePoint;
    running.take({
      ...{ device: 'jt808:1', deviceAt: at, receivedAt: at, lon, lat, accuracy: 8 },
      ...{ positioned: true, replayed: false, sos: false },
    });
    await watch?.idle();
  }
  expect(arrivals(kit)).toMatchObject([{ occurredAt: start, data: { grade: 'position' } }]);
});

/** How fixes of one stay come in: some lost, some twice, neighbours swapped. */
const chopped = fc.record({
  comesAfter: fc.integer({ min: 1, max: 5 }),
  every: fc.integer({ min: 5, max: 40 }),
  stays: fc.integer({ min: 0, max: 8 * 60 }),
  lost: fc.array(fc.boolean(), { maxLength: 20 }),
  twice: fc.array(fc.boolean(), { maxLength: 20 }),
  swapped: fc.array(fc.boolean(), { maxLength: 20 }),
});

test('however its fixes come, a unit arrives at most once, and once if what was seen shows that it stayed', async () => {
  let [stayed, passed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(chopped, async ({ comesAfter, every, stays, lost, twice, swapped }) => {
      await stop();
      const { kit, moves } = await begun();
      const come = comesAfter * 60;
      const times = Array.from({ length: Math.ceil((come + stays + 120) / every) }, (_, i) => i * every);
      const isThere = (at: number): boolean => at >= come && at <= come + stays;
      const kept = times.filter((_, i) => lost[i % Math.max(1, lost.length)] !== true);
      const fixes = kept.map((at) => seen(at, isThere(at) ? sitePoint : away));
      const doubled = fixes.flatMap((fix, i) => (twice[i % Math.max(1, twice.length)] === true ? [fix, fix] : [fix]));
      for (let i = 0; i + 1 < doubled.length; i += 2)
        if (swapped[i % Math.max(1, swapped.length)] === true)
          doubled.splice(i, 2, must(doubled[i + 1], 'fix'), must(doubled[i], 'fix'));
      await drive(kit, moves, doubled);
      const there = kept.filter(isThere);
      const span = (there.at(-1) ?? 0) - (there[0] ?? 0);
      const count = arrivals(kit).length;
      expect(count).toBeLessThanOrEqual(1);
      if (span < dwellSeconds) expect(count).toBe(0);
      // The last two may have come in the wrong order: then the newest already showed it gone.
      else if (there.slice(0, -2).length > 0 && must(there.at(-3), 'fix') - must(there[0], 'fix') >= dwellSeconds)
        expect(count).toBe(1);
      if (count === 1) stayed += 1;
      else passed += 1;
    }),
    { numRuns: 25 },
  );
  expect(stayed).toBeGreaterThan(2);
  expect(passed).toBeGreaterThan(2);
}, 60_000);
