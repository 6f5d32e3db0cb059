/**
 * Many desks send at once: over the real desk and files, a unit, its incidents, its assignments and their timers always
 * tell the same story; nobody is in two places at once, and no job is lost.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentTables } from '../../db/documents/tables.ts';
import { isRunning } from '../../shared/domain/assignment/evolve.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { catalog, kinds } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import type { Actor, CommandAnswer } from '../../shared/lib/journal.ts';
import { streamId, systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import { testNow } from '../support/given.ts';
import { HubKit } from '../support/hub-kit.ts';
import { crossing, positionAt, sceneDistrict } from '../support/night-scene.ts';

const start = testNow + hour;
const units = ['m1', 'm2'] as const;
const incidents = [0, 1, 2, 3, 4] as const;
const incidentId = (n: number): string => `019aa000-0000-7000-8000-00000000010${n}`;
const assignmentId = (n: number): string => `019aa000-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`;
const desk = (n: number): Actor => ({ user: `desk${n}`, seat: `seat${n}`, role: 'dispatcher' });

type Kit = HubKit<HubReads>;

async function night(): Promise<Kit> {
  const kit = new HubKit<HubReads>({
    ...{ catalog, tables: documentTables, now: start },
    reads: (documents) =>
      readsOf(documents, {
        district: (hash) => (hash === sceneDistrict.hash ? sceneDistrict : undefined),
        position: () => positionAt(crossing, { at: start }),
      }),
  });
  const give = async (type: string, data: Json): Promise<void> => {
    expect(await kit.give(kit.command(type, data), systemActor)).toMatchObject({ status: 'accepted' });
  };
  await give('ActivatePack', { plates: sceneDistrict.hash });
  const provenance = { source: '值班表', asOf: start - hour, how: 'import' };
  for (const id of units) {
    const record = {
      ...{ name: id, kind: 'group', squad: 'mobile', certified: 2, auxiliary: 2, devices: [], reserve: false },
      shift: { from: start - hour, to: start + 8 * hour },
    };
    await give('RecordUnit', { id, record, provenance });
    await give('SetUnitStatus', { id, status: 'available' });
  }
  for (const n of incidents)
    await give('ReceiveIncident', {
      ...{ id: incidentId(n), source: '12345', externalId: null, actAt: start, wantsReply: 'no' },
      position: { ...crossing, of: 'place' },
      understanding: {
        ...{ matter: 'stall', also: [], words: [], roads: [], place: null, street: null },
        ...{ direction: null, marks: [], beganMinutesAgo: 0 },
      },
    });
  await kit.settle();
  return kit;
}

const state = <S>(kit: Kit, kind: string, id: string): S | undefined =>
  kit.journal.document(streamId(kind, id))?.state as S | undefined;
type Unit = ReturnType<HubReads['units']>[number];
type Incident = NonNullable<ReturnType<HubReads['incident']>>;

type Wish =
  | { readonly do: 'send'; readonly unit: number; readonly incident: number; readonly queue: boolean }
  | { readonly do: 'order'; readonly unit: number }
  | { readonly do: 'end'; readonly nth: number; readonly how: 'ReportOutcome' | 'WithdrawAssignment' | 'SetOut' };
const unit = fc.nat(units.length - 1);
const wish: fc.Arbitrary<Wish> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('send' as const), unit, incident: fc.nat(4), queue: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('order' as const), unit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: fc.constant('end' as const), nth: fc.nat(12) },
      how: fc.constantFrom('ReportOutcome' as const, 'WithdrawAssignment' as const, 'SetOut' as const),
    }),
  },
);

/** The command of a desk, on what it sees now: all of a batch see the same. */
function commandOf(kit: Kit, asked: Wish, made: { count: number }) {
  if (asked.do === 'end') {
    const assignment = assignmentId(asked.nth);
    const more = { ReportOutcome: { kind: 'notFound' }, WithdrawAssignment: { why: 'solved' }, SetOut: {} }[asked.how];
    return kit.command(asked.how, { assignment, ...more });
  }
  const id = must(units[asked.unit], 'unit');
  const document = must(kit.journal.document(streamId('unit', id)), id);
  const basedOn = { [`unit/${id}`]: document.version };
  if (asked.do === 'send') {
    const data = { id: assignmentId(made.count), incident: incidentId(asked.incident), unit: id, queue: asked.queue };
    made.count += 1;
    return kit.command('AssignUnit', data, { basedOn });
  }
  const order = (document.state as unknown as Unit).jobs.map(({ assignment }) => assignment).toReversed();
  return order.length < 2 ? undefined : kit.command('OrderJobs', { id, order }, { basedOn });
}

function checkStory(kit: Kit, made: number): { running: number } {
  const held = Array.from({ length: made }, (_, n) => state<AssignmentState>(kit, 'assignment', assignmentId(n)));
  const assignments = held.filter((one) => one !== undefined);
  const running = assignments.filter(isRunning);
  for (const id of units) {
    const jobs = must(state<Unit>(kit, 'unit', id), id).jobs.map(({ assignment }) => assignment);
    const own = running.filter((one) => one.unit === id);
    // No job lost, none made up, none twice.
    expect(jobs.toSorted()).toEqual(own.map((one) => one.id).toSorted());
    // One at a time is owed by an hour: nobody is expected in two places now, but where somebody set out of turn.
    const expected = own.filter((one) => one.arriveBy !== null && one.arrived === null && one.setOut === null);
    expect(expected.length).toBeLessThanOrEqual(1);
    if (own.length > 0) expect(own.some((one) => one.arriveBy !== null || one.arrived !== null)).toBe(true);
    const places = own.map((one) => one.incident);
    expect(new Set(places).size).toBe(places.length);
  }
  for (const n of incidents) {
    const present = must(state<Incident>(kit, 'incident', incidentId(n)), 'incident').units.filter(
      ({ goneAt }) => goneAt === null,
    );
    const sent = running.filter(({ incident }) => incident === incidentId(n));
    expect(present.map(({ assignment }) => assignment).toSorted()).toEqual(sent.map(({ id }) => id).toSorted());
  }
  // Timers: whoever is expected has one, and nobody else.
  const dues = must(kinds.get('assignment'), 'kind').dues;
  for (const one of assignments) {
    const arrival = dues(one).filter(({ rule }) => rule === 'assignmentArrive');
    expect(arrival.length).toBe(isRunning(one) && one.arriveBy !== null && one.arrived === null ? 1 : 0);
  }
  return { running: running.length };
}

test('however many desks send, order and end at once', { timeout: 120_000 }, async () => {
  const told = { accepted: 0, refused: 0, stale: 0, running: 0 };
  const count = (answer: CommandAnswer | undefined): void => {
    if (answer?.status === 'accepted') told.accepted += 1;
    else if (answer?.status === 'refused') {
      told.refused += 1;
      if (answer.refusal.code === 'ChangedMeanwhile') told.stale += 1;
    }
  };
  const batches = fc.array(fc.array(wish, { minLength: 2, maxLength: 6 }), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      const kit = await night();
      try {
        const made = { count: 0 };
        for (const batch of all) {
          const commands = batch.flatMap((asked) => commandOf(kit, asked, made) ?? []);
          const answers = await Promise.all(commands.map((command, n) => kit.give(command, desk(n))));
          answers.forEach(count);
          await kit.settle();
          told.running += checkStory(kit, made.count).running;
          kit.clock.set(kit.clock.now() + minute);
        }
      } finally {
        await kit.close();
      }
    }),
    { numRuns: 12, seed: 20261122 },
  );
  // Races that nobody loses would prove nothing.
  expect(told.accepted).toBeGreaterThan(40);
  expect(told.refused).toBeGreaterThan(20);
  expect(told.stale).toBeGreaterThan(0);
  expect(told.running).toBeGreaterThan(30);
});

test('of two desks that order at once the later is told who was first', { timeout: 60_000 }, async () => {
  const kit = await night();
  try {
    const give = (n: number, type: string, data: Json, basedOn = {}): Promise<CommandAnswer | undefined> =>
      kit.give(kit.command(type, data, { basedOn }), desk(n));
    for (const n of [0, 1, 2])
      await give(0, 'AssignUnit', { id: assignmentId(n), incident: incidentId(n), unit: 'm1', queue: n > 0 });
    await kit.settle();
    const basedOn = { 'unit/m1': must(kit.journal.document('unit/m1'), 'm1').version };
    const order = (...ns: readonly number[]): Json => ({ id: 'm1', order: ns.map(assignmentId) });
    const [one, other] = await Promise.all([
      give(1, 'OrderJobs', order(0, 2, 1), basedOn),
      give(2, 'OrderJobs', order(2, 0, 1), basedOn),
    ]);
    expect(one).toMatchObject({ status: 'accepted' });
    expect(other).toMatchObject({ status: 'refused', refusal: { code: 'ChangedMeanwhile' } });
    expect(JSON.stringify(other)).toContain('desk1');
    const jobs = must(state<Unit>(kit, 'unit', 'm1'), 'm1').jobs.map(({ assignment }) => assignment);
    expect(jobs).toEqual([0, 2, 1].map(assignmentId));
  } finally {
    await kit.close();
  }
});

test('of two desks that send one unit to two incidents the later is told who has it', { timeout: 60_000 }, async () => {
  const kit = await night();
  try {
    const version = (stream: string): number => must(kit.journal.document(stream as `unit/${string}`), stream).version;
    const send = (n: number): Promise<CommandAnswer | undefined> => {
      const data = { id: assignmentId(n), incident: incidentId(n), unit: 'm1', queue: false };
      const basedOn = {
        [`incident/${incidentId(n)}`]: version(`incident/${incidentId(n)}`),
        'unit/m1': version('unit/m1'),
      };
      return kit.give(kit.command('AssignUnit', data, { basedOn }), desk(n));
    };
    const [one, other] = await Promise.all([send(0), send(1)]);
    expect(one).toMatchObject({ status: 'accepted' });
    const meanwhile = { type: 'UnitEngaged', by: 'desk0', seat: 'seat0', role: 'dispatcher', at: start };
    expect(other).toMatchObject({ status: 'refused', refusal: { code: 'UnitBusy', params: { meanwhile } } });
    // A seat may hold that it is busy before its list of whom to send does: told as well.
    await kit.settle();
    const seen = await send(2);
    expect(seen).toMatchObject({ status: 'refused', refusal: { code: 'UnitBusy', params: { meanwhile } } });
    // What the sender's own hand did first is no race.
    const own = await kit.give(
      kit.command(
        'AssignUnit',
        { id: assignmentId(3), incident: incidentId(2), unit: 'm1', queue: false },
        { basedOn: { 'unit/m1': version('unit/m1') } },
      ),
      desk(0),
    );
    expect(own).toMatchObject({ status: 'refused', refusal: { code: 'UnitBusy' } });
    expect(JSON.stringify(own)).not.toContain('meanwhile');
  } finally {
    await kit.close();
  }
});
