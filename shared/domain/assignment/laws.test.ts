import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Night, about, assign, assignmentId, complaint, duty, incidentId } from '../../../tests/support/night-scene.ts';
import { testNow } from '../../../tests/support/given.ts';
import { second } from '../../lib/time.ts';
import { isRunning } from './evolve.ts';
import type { AssignmentState } from './state.ts';

type Command = Parameters<Night['give']>[0];

const units = ['m1', 'm2', 'v1'] as const;
const incidents = [1, 2, 3] as const;
const count = 6;
const assignments = Array.from({ length: count }, (_, i) => i + 1);

const sending = fc
  .tuple(fc.constantFrom(...assignments), fc.constantFrom(...units), fc.constantFrom(...incidents), fc.boolean())
  .map(([n, unit, incident, queue]) => assign(n, { unit, incident: incidentId(incident), queue }));
const step = fc
  .tuple(
    fc.constantFrom(...assignments),
    fc.constantFrom<readonly [string, object]>(
      ['AcceptAssignment', {}],
      ['SetOut', { channel: 'radio' }],
      ['Arrive', {}],
      ['ConfirmSafety', {}],
      ['NoteEvidence', { kind: 'photo' }],
      ['ReportOutcome', { kind: 'stopped' }],
      ['ReportOutcome', { kind: 'refusesToStop' }],
      ['HandBack', { why: 'emergency' }],
      ['WithdrawAssignment', { why: 'solved' }],
    ),
  )
  .map(([n, [type, more]]) => about(type, more, n));
const wishes: fc.Arbitrary<Command[]> = fc.array(fc.oneof({ weight: 2, arbitrary: sending }, step), {
  ...{ minLength: 1, maxLength: 16 },
});

/** Running ones by when they were given. */
const running = (night: Night): readonly AssignmentState[] =>
  assignments
    .map((n) => night.reads.assignment(assignmentId(n)))
    .filter((one) => one !== undefined)
    .filter(isRunning)
    .toSorted((a, b) => a.assigned.at - b.assigned.at);

test('whatever is commanded: jobs of a unit, and units of an incident, are the running assignments', () => {
  let [taken, engaged] = [0, 0];
  fc.assert(
    fc.property(wishes, (commands) => {
      const night = new Night([...duty, ...incidents.map((n) => complaint({ n }))]);
      commands.forEach((command, i) => {
        const decision = night.give({ ...command, now: testNow + i * second });
        if ('events' in decision) taken += 1;
      });
      const now = running(night);
      engaged += now.length;
      for (const unit of units) {
        const jobs = night.reads.unit(unit)?.jobs.map(({ assignment }) => assignment);
        expect(jobs).toEqual(now.filter((one) => one.unit === unit).map(({ id }) => id));
      }
      for (const n of incidents) {
        const present = night.reads.incident(incidentId(n))?.units.filter(({ goneAt }) => goneAt === null);
        const sent = now.filter(({ incident }) => incident === incidentId(n));
        expect(present?.map(({ assignment }) => assignment)).toEqual(sent.map(({ id }) => id));
        expect(present?.map(({ arrivedAt }) => arrivedAt)).toEqual(sent.map(({ arrived }) => arrived?.at ?? null));
      }
    }),
    { numRuns: 60 },
  );
  // Commands that are all refused would keep every law.
  expect(taken).toBeGreaterThan(100);
  expect(engaged).toBeGreaterThan(30);
});
