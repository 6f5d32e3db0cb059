/** The run of a unit: where a new job goes in, how it is ordered by hand, and what callers are told of it. */
import { describe, expect, test } from 'vitest';
import type { GivenCommand, GivenEvent } from '../../../tests/support/given.ts';
import { testActor, testNow } from '../../../tests/support/given.ts';
import {
  Night,
  about,
  assign,
  assignmentId,
  complaint,
  crossing,
  duty,
  incidentId,
  positionAt,
  sceneDistrict,
  scenePolicy,
} from '../../../tests/support/night-scene.ts';
import { destination } from '../../geo/point.ts';
import { systemActor } from '../../lib/journal.ts';
import type { EventEnvelope } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import { hour, minute } from '../../lib/time.ts';
import { eventReactions } from '../catalog.ts';
import { cheapestPlace, runOf } from '../rules/run-order.ts';
import { Ways } from '../rules/travel.ts';

const at = (n: number, east: number): GivenEvent => {
  const place = destination(crossing, east, 90);
  return complaint({ n, placing: { at: place, precision: 'point' }, match: { status: 'unknown', site: null } });
};
const start = [...duty, at(1, 0), at(2, 3000), at(3, 1500)];
const places = { ways: new Ways(sceneDistrict.plates), plates: sceneDistrict.plates };
const queued = (n: number, more: object = {}) => assign(n, { incident: incidentId(n), queue: true, ...more });
const positions = { m1: positionAt(crossing) };

/** Gives a command, and then whatever the hub does of its own because of it. */
function give(night: Night, command: GivenCommand): void {
  const decision = night.give(command);
  const events = must('events' in decision ? decision.events : undefined, JSON.stringify(decision));
  const occurredAt = command.now ?? testNow;
  for (const { stream, type, data } of events) {
    const event = { stream, type, data, occurredAt } as EventEnvelope;
    for (const wish of eventReactions.flatMap((reaction) => reaction(event, night.reads)))
      give(night, { type: wish.type, data: wish.data, by: systemActor, now: occurredAt, occurredAt });
  }
}
const played = (...wishes: readonly GivenCommand[]): Night => {
  const night = new Night(start, positions);
  for (const wish of wishes) give(night, wish);
  return night;
};
const jobs = (night: Night) => night.reads.unit('m1')?.jobs.map(({ assignment }) => assignment);
const of = (night: Night, n: number) => must(night.reads.assignment(assignmentId(n)), 'assignment');
const order = (...ns: readonly number[]): GivenCommand => ({
  ...{ type: 'OrderJobs', data: { id: 'm1', order: ns.map(assignmentId) } },
});
const stops = (night: Night, now = testNow) => runOf(must(night.reads.unit('m1'), 'm1'), night.reads, places, now);
const offer = (night: Night, east: number, now = testNow) =>
  cheapestPlace(must(night.reads.unit('m1'), 'm1'), places.ways.spot(destination(crossing, east, 90)), {
    ...{ reads: night.reads, places, now },
  });

describe('the run of a unit', () => {
  test('tells of each job when the unit is thought to be there, one after another', () => {
    const [one, two] = stops(played(assign(), queued(2)));
    expect(one?.expected?.from).toBeGreaterThanOrEqual(testNow);
    expect(must(two?.expected, 'two').from).toBeGreaterThan(must(one?.expected, 'one').to);
    // Half and half again of what a job takes on the spot, and the way.
    expect(must(two?.expected, 'two').from - must(one?.expected, 'one').from).toBeGreaterThan(10 * minute);
  });

  test('reckons from when the unit came, where it is on scene; who is not seen promises nothing', () => {
    const there = played(assign(), queued(2), about('Arrive', { channel: 'radio' }));
    expect(stops(there)[0]).toMatchObject({ begun: true, arrived: true, expected: null });
    expect(stops(there)[1]?.expected).not.toBeNull();
    const blind = new Night(start, {});
    give(blind, assign());
    give(blind, queued(2));
    expect(stops(blind).map(({ expected }) => expected)).toEqual([null, null]);
    expect(of(blind, 2).expected).toBeNull();
  });

  test('takes a new job where all callers together wait least: on the way, in front of the far one', () => {
    const night = played(assign(), queued(2));
    expect(offer(night, 1500)).toMatchObject({ place: 1, before: assignmentId(2) });
    expect(offer(night, 1500).delays).toBeGreaterThan(0);
    expect(offer(night, 6000)).toMatchObject({ place: 2, before: null });
  });

  test('lets nobody pass who has waited an hour, nor what is in hand', () => {
    const night = played(assign(), queued(2));
    expect(offer(night, 1500, testNow + hour).before).toBeNull();
    expect(offer(night, 0)).not.toMatchObject({ place: 0 });
  });

  test('takes a job in front of the one that was said, and behind all where that waits no more', () => {
    const night = played(assign(), queued(2), queued(3, { before: assignmentId(2) }));
    expect(jobs(night)).toEqual([1, 3, 2].map(assignmentId));
    const late = played(assign(), queued(2), about('HandBack', { why: 'notOurTask' }, 2));
    give(late, queued(3, { before: assignmentId(2) }));
    expect(jobs(late)).toEqual([1, 3].map(assignmentId));
    const first = played(assign(), queued(2, { before: assignmentId(1) }));
    expect(jobs(first)).toEqual([1, 2].map(assignmentId));
  });
});

describe('ordering by hand', () => {
  test('puts the jobs in that order, and the word to the callers changes with it', () => {
    const night = played(assign(), queued(2), queued(3));
    const before = must(of(night, 2).expected, 'told');
    give(night, order(1, 3, 2));
    expect(jobs(night)).toEqual([1, 3, 2].map(assignmentId));
    expect(must(of(night, 2).expected, 'told').from).toBeGreaterThan(before.from);
    expect(must(of(night, 3).expected, 'told').from).toBeLessThan(must(of(night, 2).expected, 'told').from);
  });

  test('gives the turn to another where the unit has not set out, with its time from then on', () => {
    const night = played(assign(), queued(2));
    give(night, { ...order(2, 1), now: testNow + minute });
    expect(of(night, 1)).toMatchObject({ arriveBy: null });
    expect(of(night, 2)).toMatchObject({ arriveBy: testNow + minute + scenePolicy.limits.arriveMinutes * minute });
  });

  test('lets nothing pass what the unit is on its way to', () => {
    const night = played(assign(), queued(2), about('SetOut'));
    night.when(order(2, 1)).thenRefused('JobBegun', { field: 'order', unitName: '机动一组', number: '1121-001' });
  });

  test('is refused where those are not the jobs now; the order it has brings nothing', () => {
    const night = played(assign(), queued(2));
    for (const ns of [
      [1, 3],
      [1, 1],
      [1, 2, 3],
    ])
      night.when(order(...ns)).thenRefused('JobsChanged');
    night.when(order(1, 2)).then([]);
    night.when({ type: 'OrderJobs', data: { id: 'm9', order: [1, 2].map(assignmentId) } }).thenRefused('UnitUnknown');
  });
});

describe('who is told anew', () => {
  test('given the job before takes longer, then the next caller is told later when it ends', () => {
    const night = played(assign(), queued(2), queued(3), about('Arrive', { channel: 'radio' }));
    const before = must(of(night, 3).expected, 'told');
    give(night, { ...about('ReportOutcome', { kind: 'stopped' }), now: testNow + 60 * minute });
    // The fix is an hour old then: nothing is known, and nothing is taken back.
    expect(of(night, 3).expected).toEqual(before);
    expect(of(night, 2).arriveBy).toBe(testNow + (60 + scenePolicy.limits.arriveMinutes) * minute);
  });
});

describe('a unit kept for emergencies', () => {
  const kept: GivenEvent = {
    stream: 'unit/m1',
    type: 'UnitReserveChanged',
    data: { reserve: true, why: 'keepOneBack' },
  };
  const sent = { ...queued(1), data: { ...(assign().data as object), override: 'leaderSaid' } } as GivenCommand;

  test('is released by an event that says by whom and why, before it goes or as it goes', () => {
    const night = new Night([...start, kept], positions);
    expect(night.reads.unit('m1')).toMatchObject({ reserve: true, reserveSaid: { why: 'keepOneBack' } });
    const release = { type: 'SetReserve', data: { id: 'm1', reserve: false, why: 'allOut' } };
    night
      .when(release)
      .then([{ stream: 'unit/m1', type: 'UnitReserveChanged', data: { reserve: false, why: 'allOut' } }]);
    give(night, sent);
    expect(night.reads.unit('m1')).toMatchObject({
      ...{ reserve: false, reserveSaid: { reserve: false, why: 'leaderSaid', user: testActor.user } },
    });
    night.when(release).then([]);
  });

  test('stays as it was said when the list of the same shift is read again', () => {
    const [recorded] = duty.filter(({ stream }) => stream === 'unit/m1');
    expect(new Night([...start, kept, must(recorded, 'list')]).reads.unit('m1')?.reserve).toBe(true);
  });

  test('a reason that nobody knows is refused', () => {
    new Night(start).when(assign(1, { override: 'justSo' })).thenRefused('OverrideUnknown');
  });
});

describe('standing in', () => {
  const into = (zone: string | null): GivenCommand => ({ type: 'StandIn', data: { id: 'm1', zone } });
  test('is an event, ends by going back, and is refused for a zone that is none', () => {
    const night = new Night(start);
    night.when(into('z9')).thenRefused('ZoneUnknown');
    night.when(into(null)).then([]);
    give(night, into('z2'));
    expect(night.reads.unit('m1')?.standsIn).toEqual({ zone: 'z2', since: testNow });
    give(night, into(null));
    expect(night.reads.unit('m1')?.standsIn).toBeNull();
    night.when({ type: 'StandIn', data: { id: 'v1', zone: 'z2' } }).then([]);
  });
});

describe('help of another squad', () => {
  const help = '019aa000-0000-7000-8000-000000000777';
  const ask = { type: 'AskHelp', data: { help, squad: 'xietu', incident: incidentId(1) } };
  const answer = (agreed: boolean, more: object = {}): GivenCommand => ({
    ...{ type: 'AnswerHelp', data: { squad: 'xietu', help, agreed, channel: 'phone', ...more } },
  });

  test('is asked once, answered by the desk for the squad, and kept with who said it', () => {
    const night = new Night(start);
    night.when(answer(true)).thenRefused('HelpUnknown');
    give(night, ask);
    night.when(ask).thenRefused('HelpAskedAlready', { squad: '斜土中队', number: '1121-001' });
    give(night, answer(true));
    expect(night.reads.squad('xietu')?.helps).toEqual([
      {
        ...{ id: help, incident: incidentId(1), number: '1121-001', askedAt: testNow, askedBy: 'lin' },
        answer: { agreed: true, at: testNow, user: 'lin', reportedByDesk: 'phone' },
      },
    ]);
    night.when(answer(true)).then([]);
    give(night, answer(false));
    expect(night.reads.squad('xietu')?.helps[0]?.answer?.agreed).toBe(false);
  });

  test('is answered by the room of no other squad', () => {
    const night = new Night(start);
    give(night, ask);
    const by = { user: 'room', seat: 's', role: 'squadRoom' };
    night.when({ ...answer(true), by }).thenRefused('NotAllowed', { field: 'squad', squad: 'xietu' });
  });
});

describe('setting out', () => {
  test('after it is there is refused with since when; an earlier one entered late is taken', () => {
    const night = new Night(start, {});
    give(night, { ...assign(), now: testNow });
    give(night, { ...about('Arrive', { channel: 'radio' }), now: testNow + 10 * minute });
    const late = { ...about('SetOut', { channel: 'radio' }), now: testNow + 11 * minute };
    night.when(late).thenRefused('UnitThereAlready', {
      ...{ assignment: assignmentId(1), unitName: '机动一组', arrivedAt: testNow + 10 * minute },
    });
    const before = about('SetOut', { channel: 'radio', happenedAt: testNow + 5 * minute });
    give(night, { ...before, now: testNow + 11 * minute });
    expect(of(night, 1).setOut?.at).toBe(testNow + 5 * minute);
  });
});
