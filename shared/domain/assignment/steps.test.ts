import { describe, expect, test } from 'vitest';
import type { Json } from '../../lib/json.ts';
import {
  Night,
  about,
  assign,
  assignmentId,
  complaint,
  duty,
  incidentId,
  scenePolicy,
} from '../../../tests/support/night-scene.ts';
import { testNow } from '../../../tests/support/given.ts';
import { systemActor } from '../../lib/journal.ts';
import { day, hour, minute } from '../../lib/time.ts';
import { commands, dueReactions } from '../catalog.ts';
import { assignmentKind, silentAfter } from './evolve.ts';

const first = assignmentId(1);
const stream = `assignment/${first}` as const;
const one = incidentId(1);
const night = (): Night => {
  const made = new Night([...duty, complaint()]);
  made.give(assign());
  return made;
};
const of = (played: Night) => played.reads.assignment(first);
const steps = ['AcceptAssignment', 'SetOut', 'Arrive', 'ConfirmSafety'];

describe('a step of a unit', () => {
  test('moves the assignment on, one after another', () => {
    const played = night();
    const stages = ['AcceptAssignment', 'SetOut', 'Arrive'].map((type) => {
      played.give(about(type));
      return of(played)?.stage;
    });
    expect(stages).toEqual(['accepted', 'onTheWay', 'onScene']);
    expect(of(played)).toMatchObject({
      accepted: { at: testNow, user: 'lin', reportedByDesk: null },
      setOut: { at: testNow, reportedByDesk: null },
    });
  });

  test('that the desk says for it carries the channel and the time at which it happened', () => {
    const played = night();
    const happenedAt = testNow - 3 * minute;
    const late = about('AcceptAssignment', { channel: 'radio', happenedAt });
    played.when(late).then([{ stream, type: 'AssignmentAccepted', data: { reportedByDesk: 'radio' } }]);
    played.give(late);
    expect(of(played)?.accepted).toEqual({ at: happenedAt, user: 'lin', reportedByDesk: 'radio' });
  });

  test('may be left out, or come late, and never takes it back', () => {
    const played = night();
    played.give(about('Arrive', { channel: 'phone' }));
    played.give(about('SetOut', { channel: 'phone', happenedAt: testNow - minute }));
    expect(of(played)).toMatchObject({ stage: 'onScene', setOut: { at: testNow - minute }, accepted: null });
  });

  test('said again brings nothing', () => {
    const played = night();
    for (const type of ['AcceptAssignment', 'SetOut', 'Arrive']) {
      played.give(about(type));
      played.when(about(type, { channel: 'radio' })).then([]);
    }
  });

  test('is refused for an assignment nobody knows, after its end, and for times that cannot be', () => {
    for (const type of steps) {
      const played = night();
      played
        .when(about(type, {}, 9))
        .thenRefused('AssignmentUnknown', { field: 'assignment', assignment: assignmentId(9) });
      const soon = testNow + minute;
      played
        .when({ ...about(type, { happenedAt: soon }) })
        .thenRefused('TimeInFuture', { field: 'happenedAt', at: soon });
      const at = testNow - 2 * day;
      const earliest = testNow - 5 * minute - day;
      played.when(about(type, { happenedAt: at })).thenRefused('TimeTooEarly', { field: 'happenedAt', at, earliest });
      played.give(about('HandBack', { why: 'shiftEnds' }));
      const ended = { assignment: first, stage: 'handedBack', unitName: '机动一组' };
      played.when(about(type)).thenRefused('AssignmentEnded', ended);
    }
  });

  test('waits for ever in an outbox, and may be said by squads, zone lead and the device of the unit too', () => {
    for (const type of [...steps, 'NoteEvidence', 'ReportOutcome', 'HandBack']) {
      const definition = commands.get(type);
      expect(definition).toMatchObject({ nature: 'fact', conflictsWith: [] });
      expect(definition?.roles.slice(0, 8)).toEqual([
        ...['nightDesk', 'dispatcher', 'shiftLead', 'dutyLeader', 'squadRoom', 'squadClerk', 'zoneLead', 'device'],
      ]);
      expect(definition?.occurredAt?.({ happenedAt: 7 })).toBe(7);
    }
  });
});

describe('evidence', () => {
  const personal = { ref: 'a'.repeat(32), mac: 'b'.repeat(64), has: ['text'] };

  test('is noted with a handle in the place of its words', () => {
    const played = night();
    played.give(about('NoteEvidence', { kind: 'note', personal, channel: 'message' }));
    played.give(about('NoteEvidence', { kind: 'photo' }));
    expect(of(played)?.evidence).toEqual([
      { at: testNow, user: 'lin', kind: 'note', personal, reportedByDesk: 'message' },
      { at: testNow, user: 'lin', kind: 'photo', personal: null, reportedByDesk: null },
    ]);
    expect(of(played)?.stage).toBe('assigned');
    expect(commands.get('NoteEvidence')?.personal).toBeDefined();
  });

  test('is taken after the end too, which stays the end', () => {
    const played = night();
    played.give(about('ReportOutcome', { kind: 'stopped' }));
    played.give(about('NoteEvidence', { kind: 'photo', happenedAt: testNow - 2 * minute }));
    expect(of(played)).toMatchObject({ stage: 'done', evidence: [{ at: testNow - 2 * minute, kind: 'photo' }] });
  });

  test('can be emptied of its words, and that is not taken back', () => {
    const played = night();
    played.give(about('NoteEvidence', { kind: 'person', personal }));
    const erase = about('EraseEvidence', { ref: personal.ref, ground: 'callerAsked' });
    played
      .when(erase)
      .then([{ stream, type: 'PersonalDataErased', data: { ref: personal.ref, ground: 'callerAsked' } }]);
    played.give(erase);
    expect(of(played)).toMatchObject({ evidence: [{ kind: 'person', personal: null }], lastStep: null });
    played.when(erase).thenRefused('PersonalDataUnknown', { field: 'ref' });
    expect(commands.get('EraseEvidence')?.erases).toBe(true);
    // Who may empty what a caller said may empty what a unit noted, and nobody else.
    expect(commands.get('EraseEvidence')?.roles).toEqual(commands.get('EraseCaller')?.roles);
  });
});

describe('how it ended', () => {
  const [from, to] = scenePolicy.limits.recheckMinutes;
  const outcome = (more: object) => about('ReportOutcome', more);
  const recorded = (played: Night) => played.reads.incident(one)?.outcome;

  test('frees the unit and says what is to be looked at again', () => {
    const played = night();
    const tonight = { from: testNow + from * minute, to: testNow + to * minute };
    played.when(outcome({ kind: 'stopped', channel: 'radio' })).then([
      { stream, type: 'OutcomeReported', data: { kind: 'stopped', reportedByDesk: 'radio' } },
      {
        ...{ stream: `incident/${one}`, type: 'OutcomeRecorded' },
        data: {
          ...{ assignment: first, kind: 'stopped', finishBy: null },
          ...{ recheckBetween: tonight, sameHourCheckAt: testNow + day },
        },
      },
      {
        ...{ stream: `incident/${one}`, type: 'IncidentUnitGone' },
        data: { assignment: first, unit: 'm1', why: 'done' },
      },
      { stream: 'unit/m1', type: 'UnitFreed', data: { assignment: first, incident: one } },
    ]);
    played.give(outcome({ kind: 'stopped' }));
    expect(of(played)).toMatchObject({ stage: 'done', arrived: null });
    expect(played.reads.unit('m1')?.jobs).toEqual([]);
  });

  test('said late counts from when it was so', () => {
    const played = night();
    const happenedAt = testNow - 4 * minute;
    played.give(outcome({ kind: 'stopped', channel: 'paper', happenedAt }));
    expect(recorded(played)).toMatchObject({
      ...{ at: happenedAt, sameHourCheckAt: happenedAt + day },
      recheckBetween: { from: happenedAt + from * minute },
    });
  });

  test('finishing needs its end, and the night is looked at after that end', () => {
    const played = night();
    const finishBy = testNow + hour;
    played.when(outcome({ kind: 'finishingBy' })).thenRefused('FinishByMissing', { field: 'finishBy' });
    played
      .when(outcome({ kind: 'finishingBy', finishBy: testNow }))
      .thenRefused('TimeInPast', { field: 'finishBy', at: testNow });
    played
      .when(outcome({ kind: 'stopped', finishBy }))
      .thenRefused('FinishByNotAsked', { field: 'finishBy', kind: 'stopped' });
    played.give(outcome({ kind: 'finishingBy', finishBy }));
    expect(recorded(played)).toMatchObject({
      ...{ finishBy, sameHourCheckAt: testNow + day },
      recheckBetween: { from: finishBy + from * minute, to: finishBy + to * minute },
    });
  });

  test('an end that ran out before it was entered is still taken', () => {
    const played = night();
    const finishBy = testNow - minute;
    played.give(outcome({ kind: 'finishingBy', finishBy, happenedAt: testNow - 4 * minute }));
    expect(recorded(played)).toMatchObject({ finishBy });
  });

  test('of one who refuses keeps the unit there, until something else comes of it', () => {
    const played = night();
    const { decision } = played.when(outcome({ kind: 'refusesToStop' }));
    const types = 'events' in decision ? decision.events.map(({ type }) => type) : [];
    expect(types).toEqual(['OutcomeReported', 'OutcomeRecorded']);
    played.give(outcome({ kind: 'refusesToStop' }));
    expect(of(played)).toMatchObject({ stage: 'onScene', outcome: { kind: 'refusesToStop' } });
    expect(played.reads.unit('m1')?.jobs).toHaveLength(1);
    expect(recorded(played)).toMatchObject({ recheckBetween: null, sameHourCheckAt: testNow + day });
    played.when({ type: 'CloseIncident', data: { incident: one } }).thenRefused('RefusesToStop');
    played.give(outcome({ kind: 'stopped' }));
    expect(of(played)).toMatchObject({ stage: 'done', outcome: { kind: 'stopped' } });
    expect(played.reads.unit('m1')?.jobs).toEqual([]);
  });

  test.each(['permittedAndCompliant', 'repairGenuine', 'nothingFound', 'notOurs'])('%s asks for no check', (kind) => {
    const played = night();
    played.give(outcome({ kind }));
    expect(recorded(played)).toMatchObject({ kind, recheckBetween: null, sameHourCheckAt: null });
    expect(of(played)?.stage).toBe('done');
  });

  test('after its end is refused', () => {
    const played = night();
    played.give(outcome({ kind: 'stopped' }));
    played.when(outcome({ kind: 'nothingFound' })).thenRefused('AssignmentEnded', {
      ...{ assignment: first, stage: 'done', unitName: '机动一组' },
    });
  });
});

describe('limits', () => {
  const { acceptMinutes, arriveMinutes, onSceneSafeMinutes } = scenePolicy.limits;
  const owed = (played: Night) => {
    const assignment = of(played);
    return assignment && assignmentKind.dues(assignment);
  };
  const accept = { rule: 'assignmentAccept', at: testNow + acceptMinutes * minute };
  const arriveBy = { rule: 'assignmentArrive', at: testNow + arriveMinutes * minute };
  const safe = { rule: 'assignmentSafe', at: testNow + onSceneSafeMinutes * minute };
  const silent = { rule: 'assignmentSilent', at: safe.at + silentAfter };
  const later = [
    { ...safe, at: safe.at + 20 * minute },
    { ...silent, at: silent.at + 20 * minute },
  ];
  const note = (limit: string, dueAt: number) => ({
    ...{ type: 'NoteAssignmentOverdue', data: { assignment: first, limit, dueAt }, by: systemActor, now: dueAt },
  });

  test('run to accept and to arrive, then for word that all is well', () => {
    const played = night();
    expect(owed(played)).toEqual([accept, arriveBy]);
    played.give(about('AcceptAssignment'));
    expect(owed(played)).toEqual([arriveBy]);
    played.give(about('Arrive'));
    expect(owed(played)).toEqual([safe, silent]);
    played.give({ ...about('ConfirmSafety'), now: testNow + 20 * minute });
    expect(owed(played)).toEqual(later);
    // Said late: what was so earlier takes nothing back.
    played.give({ ...about('ConfirmSafety', { happenedAt: testNow + minute }), now: testNow + 25 * minute });
    expect(owed(played)).toEqual(later);
    played.give({ ...about('ReportOutcome', { kind: 'stopped' }), now: testNow + 30 * minute });
    expect(owed(played)).toEqual([]);
  });

  test('run on where somebody refuses, and end with the assignment', () => {
    const played = night();
    played.give(about('ReportOutcome', { kind: 'refusesToStop' }));
    expect(owed(played)).toEqual([safe, silent]);
    played.give(about('WithdrawAssignment', { why: 'solved' }));
    expect(owed(played)).toEqual([]);
  });

  test('that pass are noted once by the hub', () => {
    const played = night();
    const reaction = dueReactions.get('assignmentAccept');
    const asked = reaction?.(stream, played.reads, accept);
    expect(asked).toEqual({
      ...{ type: 'NoteAssignmentOverdue', data: { assignment: first, limit: 'accept', dueAt: accept.at } },
    });
    played
      .when(note('accept', accept.at))
      .then([{ stream, type: 'AssignmentOverdue', data: { limit: 'accept', dueAt: accept.at } }]);
    played.give(note('accept', accept.at));
    expect(owed(played)).toEqual([arriveBy]);
    played.when(note('accept', accept.at)).then([]);
    expect(reaction?.(stream, played.reads, accept)).toBeUndefined();
    expect(commands.get('NoteAssignmentOverdue')?.roles).toEqual(['system']);
  });

  test('that no longer run are not noted', () => {
    const played = night();
    played.give(about('AcceptAssignment'));
    played.when(note('accept', accept.at)).then([]);
    played.when(note('arrive', arriveBy.at + 1)).then([]);
    expect(dueReactions.get('assignmentAccept')?.(stream, played.reads, accept)).toBeUndefined();
    played
      .when({ ...note('accept', 1), data: { assignment: assignmentId(9), limit: 'accept', dueAt: 1 } as Json })
      .thenRefused('AssignmentUnknown');
  });

  test('each have a reaction', () => {
    for (const rule of ['assignmentAccept', 'assignmentArrive', 'assignmentSafe', 'assignmentSilent'])
      expect(dueReactions.has(rule)).toBe(true);
  });
});
