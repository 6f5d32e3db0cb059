/** What holds whatever is done, and in whatever order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import { commandId, handle, hall, on, receive, said, saidNowhere } from '../../../tests/support/incident-scene.ts';
import { Night, about, assign, incidentId } from '../../../tests/support/night-scene.ts';
import { hour, minute, second } from '../../lib/time.ts';
import { openObligations } from '../rules/obligations.ts';
import { receiveIncidentSchema } from './commands.ts';
import { markSchema } from './events.ts';
import type { Understanding } from './state.ts';

const n = fc.integer({ min: 1, max: 3 });
const oneOf = fc.constantFrom;
const matters = oneOf('constructionNoise', 'loudspeaker', 'roadSpill') as fc.Arbitrary<'constructionNoise'>;
const reception = fc.tuple(n, fc.boolean(), fc.boolean(), matters).map(([id, known, wants, matter]) => {
  const personal = wants ? { personal: { ...handle('abc'.charAt(id - 1)) } } : {};
  return receive(id, { wantsReply: wants ? 'yes' : 'no', ...personal }, { ...(known ? said : saidNowhere), matter });
});
const about3 = <T extends object>(type: string, more: fc.Arbitrary<T>): fc.Arbitrary<Wish> =>
  fc.tuple(n, more).map(([id, rest]) => on(type, { ...rest } as Parameters<typeof on>[1], id));
const none = fc.constant({});
const unit = oneOf('m1', 'm2', 'v1');

const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 3, arbitrary: reception },
  about3('AcknowledgeIncident', none),
  about3('PlaceIncident', fc.constant({ at: null, place: '斜土路×小木桥路' })),
  about3('ChooseSource', fc.record({ site: oneOf('a', 'b', null) })),
  about3('NoteFinding', fc.constant({ kind: 'no-watchman' })),
  about3('PhoneSite', fc.record({ result: oneOf('agreedToStop', 'noAnswer') })),
  about3('JoinIncident', fc.record({ into: n.map(incidentId) })),
  about3('SeparateIncident', none),
  about3(
    'RecordCheck',
    fc.record({ which: oneOf('afterCall', 'sameNight', 'sameHour'), way: fc.constant('phone'), quiet: fc.boolean() }),
  ),
  about3('RecordReply', fc.record({ way: oneOf('hotline', 'notReached') })),
  about3('HandToLocalSquad', fc.constant({ owes: ['recheck'] })),
  about3('ReturnIncident', fc.constant({ why: 'unclear', evidence: ['document'] })),
  about3('ReferIncident', fc.record({ matter: matters })),
  { weight: 3, arbitrary: about3('CloseIncident', none) },
  about3('ReopenIncident', none),
  {
    weight: 3,
    arbitrary: fc.tuple(n, n, unit).map(([a, i, u]) => assign(a, { incident: incidentId(i), unit: u, queue: true })),
  },
  n.map((a) => about('Arrive', {}, a)),
  {
    weight: 3,
    arbitrary: fc
      .tuple(n, oneOf('stopped', 'nothingFound', 'refusesToStop'))
      .map(([a, kind]) => about('ReportOutcome', { kind }, a)),
  },
  n.map((a) => about('WithdrawAssignment', { why: 'solved' }, a)),
);

/** Everything that is known, without the ways back. */
function facts({ reads }: Night): unknown {
  const bare = <S extends { readonly lastStep: unknown }>({ lastStep: _, ...rest }: S) => rest;
  const incidents = reads.incidentsSince(0, 10);
  return {
    incidents: incidents.map(bare),
    assignments: incidents.flatMap(({ id }) => reads.assignmentsOf(id)).map(bare),
    jobs: reads.units().map(({ id, jobs }) => [id, jobs.map(({ assignment }) => assignment).sort()]),
  };
}

function assertLaws(night: Night, type: string, now: number): void {
  const incidents = night.reads.incidentsSince(0, 10);
  const numbers = incidents.map(({ running }) => running).sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  expect(new Set(incidents.map(({ number }) => number)).size).toBe(incidents.length);
  for (const incident of incidents) {
    const { id, closed, stage, joinedInto, tookIn } = incident;
    expect(stage === 'closed').toBe(closed !== null);
    // Joins stand on both sides, and never hang one on another.
    const into = joinedInto === null ? undefined : night.reads.incident(joinedInto.incident);
    if (joinedInto !== null) expect(into?.tookIn.map((one) => one.incident)).toContain(id);
    if (tookIn.length > 0) expect(joinedInto).toBeNull();
    for (const one of tookIn) expect(night.reads.incident(one.incident)?.joinedInto?.incident).toBe(id);
    if (type === 'CloseIncident' && closed?.at === now) {
      const joined = tookIn.flatMap((one) => night.reads.incident(one.incident) ?? []);
      expect(openObligations(incident, joined, now)).toEqual([]);
      expect(incident.outcome?.kind).not.toBe('refusesToStop');
      expect(incident.units.every(({ goneAt }) => goneAt !== null)).toBe(true);
    }
    // A unit has the job exactly while the incident says that it is on it.
    for (const { assignment, unit: unitId, goneAt } of incident.units) {
      const jobs = night.reads.unit(unitId)?.jobs.map((job) => job.assignment) ?? [];
      expect(jobs.includes(assignment)).toBe(goneAt === null);
    }
  }
  for (const { jobs } of night.reads.units())
    for (const { assignment, incident } of jobs) {
      const at = night.reads.incident(incident)?.units.find((one) => one.assignment === assignment);
      expect(at).toMatchObject({ goneAt: null });
    }
}

/** Gives the commands one after another, a minute apart. Returns how many were accepted and the time after the last. */
function play(night: Night, wishes: readonly Wish[]): { readonly accepted: number; readonly now: number } {
  let accepted = 0;
  let now = testNow;
  for (const one of wishes) {
    now += minute;
    if ('events' in night.give({ ...one, now })) accepted += 1;
    assertLaws(night, one.type, now);
  }
  return { accepted, now };
}

const begin = [receive(1, { wantsReply: 'no' }), receive(2, { wantsReply: 'no' })];

test('closed means nothing is open; numbers are dense; joins and jobs agree; nothing throws', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 14 }), (wishes) => {
      play(new Night(hall), [...begin, ...wishes]);
    }),
    { numRuns: 30 },
  );
});

test('a step taken back at once leaves everything as it was', () => {
  let undone = 0;
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 8 }), wish, (wishes, last) => {
      const night = new Night(hall);
      const { accepted, now } = play(night, [...begin, ...wishes]);
      const was = facts(night);
      const step = { ...last, now: now + second };
      if (!('events' in night.give(step))) return;
      const back = (at: number): Wish => on('UndoStep', { command: commandId(accepted + 1) }, at);
      const isDone = [1, 2, 3].some((at) => 'events' in night.give({ ...back(at), now: now + 2 * second }));
      if (!isDone) return;
      undone += 1;
      assertLaws(night, 'UndoStep', now + 2 * second);
      // A new assignment cannot be as if it had never been: it is withdrawn.
      if (last.type !== 'AssignUnit') expect(facts(night)).toEqual(was);
    }),
    { numRuns: 40 },
  );
  // Else it would say nothing.
  expect(undone).toBeGreaterThan(0);
});

test('no word that is not the pack’s reaches an event, whatever stands in what was understood', () => {
  const word = fc.stringMatching(/^[a-z]{6,12}$/).map((text) => `赵${text}`);
  const understood = fc.record({
    ...{
      matter: fc.constant('constructionNoise' as const),
      also: fc.constant<Understanding['also']>([]),
      direction: fc.constant(null),
    },
    words: fc.array(word, { maxLength: 3 }),
    roads: fc.array(fc.oneof(word, fc.constant('斜土路')), { maxLength: 3 }),
    place: fc.option(word),
    street: fc.option(word),
    marks: fc.uniqueArray(oneOf(...markSchema.options), { maxLength: 4 }),
    beganMinutesAgo: fc.integer({ min: 0, max: 60 }),
  });
  const position = fc.option(fc.constant({ lon: 121.4512345, lat: 31.1912345, of: 'caller' as const }));
  fc.assert(
    fc.property(understood, position, (understanding, from) => {
      const sent = receive(1, { position: from }, understanding);
      expect(receiveIncidentSchema.safeParse(sent.data).success).toBe(true);
      const { decision } = new Night(hall).when({ ...sent, now: testNow + hour });
      expect(decision).toHaveProperty('events');
      expect(JSON.stringify(decision)).not.toMatch(/赵|12345678|121\.4512345|31\.1912345/);
    }),
    { numRuns: 60 },
  );
});
