import { describe, expect, test } from 'vitest';
import { Night, about, assign, assignmentId, complaint, duty, incidentId } from '../../../tests/support/night-scene.ts';
import { testNow } from '../../../tests/support/given.ts';
import { systemActor } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import { minute } from '../../lib/time.ts';
import { evolveDocument } from '../catalog.ts';
import type { AssignmentState } from './state.ts';

const first = assignmentId(1);
const night = (): Night => {
  const made = new Night([...duty, complaint()]);
  made.give(assign());
  return made;
};
const of = (played: Night): AssignmentState => must(played.reads.assignment(first), 'assignment');
function undone(played: Night): unknown {
  const state = of(played);
  const command = must(state.lastStep, 'last step').command;
  return evolveDocument(state, {
    ...{ seq: 99, id: incidentId(9), stream: `assignment/${first}`, version: 99, schema: 1 },
    ...{ type: 'AssignmentStepUndone', data: { command }, at: testNow, occurredAt: testNow },
    ...{ by: { user: 'lin', seat: 'seat1', role: 'dispatcher' }, cause: incidentId(8) },
  });
}

describe('a command taken back', () => {
  const seen = (played: Night) => {
    const { lastStep: _, ...incident } = must(played.reads.incident(incidentId(1)), 'incident');
    return { incident, jobs: played.reads.unit('m1')?.jobs.map(({ assignment }) => assignment) };
  };
  const undo = (played: Night) =>
    played.give({
      type: 'UndoStep',
      data: { incident: incidentId(1), command: must(of(played).lastStep, 'last step').command },
    });

  test('is taken back on the incident and the unit too', () => {
    for (const step of [
      about('Arrive', { channel: 'radio' }),
      about('ReportOutcome', { kind: 'refusesToStop' }),
      about('ReportOutcome', { kind: 'stopped' }),
      about('HandBack', { why: 'cannotReach' }),
      about('WithdrawAssignment', { why: 'wrongUnit' }),
    ]) {
      const played = night();
      const before = seen(played);
      played.give(step);
      expect(seen(played)).not.toEqual(before);
      expect(undo(played)).toHaveProperty('events');
      expect(seen(played)).toEqual(before);
    }
  });

  test('of the sending leaves the unit free and nobody on the incident', () => {
    const played = new Night([...duty, complaint()]);
    const before = seen(played);
    played.give(assign());
    undo(played);
    expect(seen(played)).toEqual(before);
    expect(played.give(assign(2))).toHaveProperty('events');
  });
});

describe('a step taken back', () => {
  test('leaves everything as it was before', () => {
    for (const step of [
      about('AcceptAssignment'),
      about('SetOut'),
      about('Arrive'),
      about('NoteEvidence', { kind: 'photo' }),
      about('ReportOutcome', { kind: 'stopped' }),
      about('HandBack', { why: 'cannotReach' }),
      about('WithdrawAssignment', { why: 'wrongUnit' }),
    ]) {
      const played = night();
      const before = of(played);
      played.give(step);
      expect(of(played)).not.toMatchObject({ ...before });
      expect(undone(played)).toEqual({ ...before, lastStep: null });
    }
  });

  test('takes back the last one only', () => {
    const played = night();
    played.give(about('AcceptAssignment'));
    const accepted = of(played);
    played.give(about('SetOut'));
    expect(undone(played)).toEqual({ ...accepted, lastStep: null });
    expect(of(played).lastStep).toMatchObject({ type: 'UnitSetOut', user: 'lin', at: testNow });
  });

  test('of the sending itself leaves an assignment that is over, without a reason for withdrawing it', () => {
    expect(undone(night())).toMatchObject({ stage: 'withdrawn', withdrawn: null, unit: 'm1', lastStep: null });
  });

  test('is not there after what the hub did', () => {
    const played = night();
    const dueAt = of(played).acceptBy;
    played.give({
      ...{ type: 'NoteAssignmentOverdue', data: { assignment: first, limit: 'accept', dueAt } },
      ...{ by: systemActor, now: dueAt + minute },
    });
    expect(of(played)).toMatchObject({ lastStep: null, overdue: [{ limit: 'accept' }] });
  });
});
