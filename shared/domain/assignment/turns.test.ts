/** A job that waits behind another owes no arrival until the unit can set out for it. */
import { describe, expect, test } from 'vitest';
import type { GivenCommand } from '../../../tests/support/given.ts';
import { testNow } from '../../../tests/support/given.ts';
import { commandId } from '../../../tests/support/incident-scene.ts';
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
import type { EventEnvelope, StreamId } from '../../lib/journal.ts';
import { systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { must } from '../../lib/must.ts';
import { hour, minute } from '../../lib/time.ts';
import { eventReactions } from '../catalog.ts';
import { assignmentKind } from './evolve.ts';

const { arriveMinutes } = scenePolicy.limits;
const [first, second] = [assignmentId(1), assignmentId(2)];
const start = [...duty, complaint(), complaint({ n: 2 }), complaint({ n: 3 })];
const queued = (n: number) => assign(n, { incident: incidentId(n), queue: true });

/** Gives a command, and then whatever the hub does of its own because of it. */
function give(night: Night, command: GivenCommand): void {
  const decision = night.give(command);
  const events = must('events' in decision ? decision.events : undefined, command.type);
  const occurredAt = command.now ?? testNow;
  for (const { stream, type, data } of events) {
    const event = { stream, type, data, occurredAt } as EventEnvelope;
    for (const wish of eventReactions.flatMap((reaction) => reaction(event, night.reads)))
      give(night, { type: wish.type, data: wish.data, by: systemActor, now: occurredAt, occurredAt });
  }
}
const night = (...wishes: readonly GivenCommand[]): Night => {
  const played = new Night(start);
  for (const wish of wishes) give(played, wish);
  return played;
};
const of = (played: Night, id = second) => must(played.reads.assignment(id), 'assignment');
const arrival = (played: Night, id = second) =>
  assignmentKind.dues(of(played, id)).find(({ rule }) => rule === 'assignmentArrive')?.at;
const stop = (now: number, n = 1): GivenCommand => ({ ...about('ReportOutcome', { kind: 'stopped' }, n), now });

describe('a job behind another', () => {
  test('owes no arrival while it waits, however long', () => {
    const played = night(assign(), queued(2));
    expect(of(played)).toMatchObject({ queued: true, arriveBy: null, turnAt: null });
    expect([arrival(played), arrival(played, first)]).toEqual([undefined, testNow + arriveMinutes * minute]);
    played
      .when({
        ...{ type: 'NoteAssignmentOverdue', by: systemActor, now: testNow + 5 * hour },
        data: { assignment: second, limit: 'arrive', dueAt: testNow + arriveMinutes * minute },
      })
      .then([]);
  });

  test('has its time from when the unit is free', () => {
    const free = testNow + 50 * minute;
    const played = night(assign(), queued(2), queued(3), stop(free));
    expect(arrival(played)).toBe(free + arriveMinutes * minute);
    expect(arrival(played, assignmentId(3))).toBeUndefined();
    give(played, stop(free + 30 * minute, 2));
    expect(arrival(played, assignmentId(3))).toBe(free + (30 + arriveMinutes) * minute);
  });

  test('keeps waiting where another that waits is called off', () => {
    const played = night(assign(), queued(2), queued(3), about('HandBack', { why: 'notOurTask' }, 2));
    expect(arrival(played, assignmentId(3))).toBeUndefined();
    give(played, stop(testNow + hour));
    expect(arrival(played, assignmentId(3))).toBe(testNow + hour + arriveMinutes * minute);
  });

  test('has its time from setting out, where the unit goes there first', () => {
    const played = night(assign(), queued(2), { ...about('SetOut', {}, 2), now: testNow + 5 * minute });
    expect(arrival(played)).toBe(testNow + (5 + arriveMinutes) * minute);
    give(played, stop(testNow + 10 * minute));
    expect(arrival(played)).toBe(testNow + (5 + arriveMinutes) * minute);
  });

  test('waits again where the end of what was before it is taken back', () => {
    const free = testNow + 50 * minute;
    const played = night(assign(), queued(2), stop(free));
    // Given: assign, queue, outcome.
    const undo = { type: 'UndoStep', data: { incident: incidentId(1), command: commandId(3) }, now: free + 5_000 };
    give(played, undo);
    expect(arrival(played)).toBeUndefined();
    expect(of(played, first).stage).toBe('assigned');
    give(played, stop(free + 20 * minute));
    expect(arrival(played)).toBe(free + (20 + arriveMinutes) * minute);
  });

  test('does not lose the way back of its own last step by getting its turn', () => {
    const played = night(assign(), queued(2), stop(testNow + 2_000));
    expect(of(played).lastStep?.type).toBe('UnitAssigned');
    give(played, {
      ...{ type: 'UndoStep', data: { incident: incidentId(2), command: commandId(2) } as Json },
      now: testNow + 5_000,
    });
    expect(of(played).stage).toBe('withdrawn');
  });
});

describe('an incident that is placed elsewhere', () => {
  const stream: StreamId = `assignment/${first}`;
  const elsewhere = { lon: 121.4385, lat: 31.1955 };
  const place = { type: 'PlaceIncident', data: { incident: incidentId(1), at: elsewhere, place: null } };

  test('takes along whoever was sent to it, in sight of the new place’s squad, zone and street and no others', () => {
    const played = night(assign());
    expect(assignmentKind.scope(of(played, first), first)).toContain('squad:xietu');
    give(played, place);
    const incident = must(played.reads.incident(incidentId(1)), 'incident');
    const { incidentSquad, incidentZone, incidentStreet } = of(played, first);
    expect(incident.placing.squad).not.toBe('xietu');
    const street = must(incident.placing.grids, 'grids').responsibility;
    expect({ squad: incidentSquad, zone: incidentZone, street: incidentStreet }).toEqual({
      squad: incident.placing.squad,
      zone: incident.placing.zone,
      street,
    });
    expect(assignmentKind.scope(of(played, first), first)).toContain(`street:${street}`);
    expect(assignmentKind.scope(of(played, first), first)).not.toContain('squad:xietu');
    expect(assignmentKind.scope(of(played, first), first)).toContain('squad:mobile');
  });

  test('and back, where the placing is taken back', () => {
    const played = night(assign(), place);
    give(played, { type: 'UndoStep', data: { incident: incidentId(1), command: commandId(2) } });
    expect(of(played, first)).toMatchObject({ incidentSquad: 'xietu', incidentZone: 'z2', incidentStreet: null });
    expect(must(played.reads.incident(incidentId(1)), 'incident').placing.squad).toBe('xietu');
  });

  test('leaves alone what has its labels already', () => {
    const played = night(place, assign());
    const { decision } = played.when(place);
    expect('events' in decision ? decision.events.map((event) => event.stream) : []).not.toContain(stream);
  });
});
