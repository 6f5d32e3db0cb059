import { describe, expect, test } from 'vitest';
import {
  Night,
  about,
  assign,
  assignmentId,
  complaint,
  duty,
  incidentId,
  positionAt,
  crossing,
  scenePolicy,
  unitStatus,
} from '../../../tests/support/night-scene.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { testNow } from '../../../tests/support/given.ts';
import { minute } from '../../lib/time.ts';
import { commands, scopeOf } from '../catalog.ts';
import { recommend } from '../rules/recommend.ts';

const [one, two] = [incidentId(1), incidentId(2)];
const [first, second] = [assignmentId(1), assignmentId(2)];
const start = [...duty, complaint()];
const inc = `incident/${one}` as const;
const acknowledged: GivenEvent = { stream: inc, type: 'IncidentAcknowledged', data: {} };
const { acceptMinutes, arriveMinutes, onSceneSafeMinutes } = scenePolicy.limits;
const events = (night: Night, command: Parameters<Night['when']>[0]) => {
  const { decision } = night.when(command);
  return 'events' in decision ? decision.events : decision;
};

describe('sending a unit', () => {
  test('says so to the assignment, the incident and the unit, with what was recommended at that moment', () => {
    const night = new Night([...start, acknowledged], { m1: positionAt(crossing) });
    const incident = night.reads.incident(one);
    const best = incident && recommend(incident, night.reads, testNow).units.find(({ unit }) => unit === 'm1');
    const { rank, task, etaMinutes, eta, enforcer, reasons, warnings } = best ?? {};
    const told = (minutes = 0): number => Math.round(testNow + minutes * minute);
    expect(eta).toBeDefined();
    expect(rank).toBeGreaterThan(0);
    night.when(assign()).then([
      {
        ...{ stream: `assignment/${first}`, type: 'UnitAssigned' },
        data: {
          ...{ incident: one, incidentNumber: '1121-001', incidentSquad: 'xietu', incidentZone: 'z2' },
          incidentStreet: null,
          ...{ unit: 'm1', unitName: '机动一组', squad: 'mobile', certified: 2, auxiliary: 2 },
          ...({ rank, task, etaMinutes, enforcer, reasons, warnings } as object),
          ...{ expected: { from: told(eta?.from), to: told(eta?.to) }, override: null },
          ...{ queued: false, safeMinutes: onSceneSafeMinutes },
          ...{ acceptBy: testNow + acceptMinutes * minute, arriveBy: testNow + arriveMinutes * minute, arriveMinutes },
        },
      },
      { stream: inc, type: 'IncidentUnitSent', data: { assignment: first, unit: 'm1', unitName: '机动一组' } },
      { stream: 'unit/m1', type: 'UnitEngaged', data: { assignment: first, incident: one } },
    ]);
  });

  test('said late counts from when it was, not before the complaint nor to come', () => {
    const night = new Night([...start, acknowledged]);
    const now = testNow + 30 * minute;
    const late = (at: number) => ({ ...assign(1, { happenedAt: at }), now });
    expect(commands.get('AssignUnit')?.occurredAt?.({ happenedAt: 7 })).toBe(7);
    night.when(late(testNow - 90 * minute)).thenRefused('TimeTooEarly');
    night.when(late(now + minute)).thenRefused('TimeInFuture');
    const [sent] = events(night, late(testNow + 5 * minute)) as readonly { readonly data: object }[];
    expect(sent?.data).toMatchObject({ acceptBy: testNow + (5 + acceptMinutes) * minute });
  });

  test('acknowledges an incident that nobody has seen yet', () => {
    const night = new Night(start);
    expect(events(night, assign())).toMatchObject([
      { type: 'IncidentAcknowledged' },
      { type: 'UnitAssigned' },
      { type: 'IncidentUnitSent' },
      { type: 'UnitEngaged' },
    ]);
    night.give(assign());
    expect(night.reads.incident(one)).toMatchObject({ acknowledged: { user: 'lin' }, stage: 'dispatched' });
    expect(night.reads.assignment(first)).toMatchObject({ stage: 'assigned', assigned: { at: testNow, user: 'lin' } });
    expect(night.reads.unit('m1')?.jobs).toEqual([{ assignment: first, incident: one, since: testNow }]);
  });

  test('warns of too few certificates and a shift that is over, and sends all the same', () => {
    const over = { from: testNow - 9 * 60 * minute, to: testNow - minute };
    const record = duty.find(({ stream, type }) => stream === 'unit/v1' && type === 'UnitRecorded');
    const data = record?.data as { readonly record: object };
    const late: GivenEvent = {
      ...{ stream: 'unit/v1', type: 'UnitRecorded' },
      data: { ...data, record: { ...data.record, shift: over } },
    };
    const night = new Night([...start, late]);
    night.give(assign(1, { unit: 'v1' }));
    const assignment = night.reads.assignment(first);
    expect(assignment).toMatchObject({ unit: 'v1', task: 'verify', rank: 0, certified: 1 });
    expect(assignment?.warnings.map(({ code }) => code)).toContain('twoCertificatesNeeded');
    expect(assignment?.warnings.length).toBeGreaterThan(1);
  });

  test('that is not the first of those recommended says which rank it had', () => {
    const night = new Night(start);
    night.give(assign(1, { unit: 'v1' }));
    const assignment = night.reads.assignment(first);
    expect(assignment?.rank).toBeGreaterThan(0);
    expect(assignment).toMatchObject({ task: 'verify', certified: 1 });
    expect(assignment?.warnings.map(({ code }) => code)).toContain('twoCertificatesNeeded');
  });

  test('is seen by the bureau, the squad and the zone of the place, and the squad of the unit', () => {
    const night = new Night(start);
    night.give(assign());
    expect(scopeOf(`assignment/${first}`, night.reads.assignment(first))).toEqual([
      ...['bureau', 'squad:mobile', 'squad:xietu', 'zone:z2'],
    ]);
    const nowhere = new Night([...duty, complaint({ placing: { squad: null, zone: null } })]);
    nowhere.give(assign());
    expect(scopeOf(`assignment/${first}`, nowhere.reads.assignment(first))).toEqual(['bureau', 'squad:mobile']);
  });

  test('is refused with what is in the way', () => {
    const refused = (more: readonly GivenEvent[], code: string, params: object, command = assign()) => {
      const { decision } = new Night([...start, ...more]).when(command);
      expect(decision).toMatchObject({ refusal: { code, params } });
    };
    refused([], 'IncidentUnknown', { field: 'incident' }, assign(1, { incident: incidentId(9) }));
    refused([], 'UnitUnknown', { field: 'unit', unit: 'm9' }, assign(1, { unit: 'm9' }));
    refused([unitStatus('m1', 'offDuty')], 'UnitOffDuty', { unitName: '机动一组' });
    refused([unitStatus('m1', 'onFixedPost')], 'UnitOnFixedPost', { unitName: '机动一组' });
    refused([unitStatus('m1', 'resting')], 'UnitResting', { unitName: '机动一组' });
    const closed: GivenEvent = { stream: inc, type: 'IncidentClosed', data: { result: 'handled' } };
    refused([closed], 'IncidentClosed', { number: '1121-001' });
    const joined: GivenEvent = { stream: inc, type: 'IncidentJoined', data: { into: two, intoNumber: '1121-002' } };
    refused([joined], 'IncidentJoined', { into: two, number: '1121-002' });
    new Night(start.filter(({ stream }) => stream !== 'pack/district')).when(assign()).thenRefused('NoPackInForce', {});
  });

  test('twice is refused: by the same id, and the same unit to the same incident', () => {
    const night = new Night(start);
    night.give(assign());
    night.when(assign(1, { unit: 'm2' })).thenRefused('AssignmentExists', { field: 'id', assignment: first });
    night
      .when(assign(2, { queue: true }))
      .thenRefused('UnitAlreadyAssigned', { unit: 'm1', unitName: '机动一组', assignment: first });
  });

  test('of a unit with other jobs is refused, unless it is to go behind them', () => {
    const night = new Night([...start, complaint({ n: 2 })]);
    night.give(assign());
    const next = { incident: two };
    const busy = { unit: 'm1', unitName: '机动一组', incident: one, jobs: 1 };
    night.when(assign(2, next)).thenRefused('UnitBusy', busy);
    night.give(assign(2, { ...next, queue: true }));
    expect(night.reads.assignment(second)).toMatchObject({ queued: true, incident: two });
    expect(night.reads.unit('m1')?.jobs.map(({ incident }) => incident)).toEqual([one, two]);
  });

  test('lets two units be on one incident', () => {
    const night = new Night(start);
    night.give(assign());
    night.give(assign(2, { unit: 'm2' }));
    expect(night.reads.incident(one)?.units.map(({ unit, goneAt }) => [unit, goneAt])).toEqual([
      ...[
        ['m1', null],
        ['m2', null],
      ],
    ]);
    night.give(about('ReportOutcome', { kind: 'stopped' }));
    expect(night.reads.incident(one)?.units.map(({ unit, goneAt }) => [unit, goneAt])).toEqual([
      ...[
        ['m1', testNow],
        ['m2', null],
      ],
    ]);
    expect(night.reads.assignmentsOf(one).map(({ stage }) => stage)).toEqual(['done', 'assigned']);
    expect(night.reads.unit('m2')?.jobs).toHaveLength(1);
  });

  test('is for the desks, and yields to what another desk did meanwhile', () => {
    const definition = commands.get('AssignUnit');
    expect(definition).toMatchObject({
      ...{ nature: 'order', roles: ['nightDesk', 'dispatcher', 'shiftLead', 'dutyLeader'] },
      conflictsWith: ['IncidentUnitSent', 'IncidentClosed', 'IncidentJoined'],
    });
  });
});

describe('a unit that is called off, or hands back', () => {
  const left = (why: string) => [
    { stream: inc, type: 'IncidentUnitGone', data: { assignment: first, unit: 'm1', why } },
    { stream: 'unit/m1', type: 'UnitFreed', data: { assignment: first, incident: one } },
  ];

  test('is free again, and the incident waits to be dispatched', () => {
    const night = new Night(start);
    night.give(assign());
    const data = { why: 'emergency', reportedByDesk: 'radio' };
    expect(events(night, about('HandBack', { why: 'emergency', channel: 'radio' }))).toEqual([
      { stream: `assignment/${first}`, type: 'AssignmentHandedBack', data },
      ...left('handedBack'),
    ]);
    night.give(about('HandBack', { why: 'emergency', channel: 'radio' }));
    expect(night.reads.assignment(first)).toMatchObject({ stage: 'handedBack', handedBack: { ...data, user: 'lin' } });
    expect(night.reads.incident(one)).toMatchObject({ stage: 'acknowledged', closed: null });
    expect(night.reads.unit('m1')?.jobs).toEqual([]);
    night.give(assign(2));
    expect(night.reads.incident(one)).toMatchObject({ stage: 'dispatched' });
  });

  test('is withdrawn by a desk only, which must have seen that it arrived', () => {
    const night = new Night(start);
    night.give(assign());
    const withdraw = about('WithdrawAssignment', { why: 'wrongUnit' });
    expect(events(night, withdraw)).toEqual([
      { stream: `assignment/${first}`, type: 'AssignmentWithdrawn', data: { why: 'wrongUnit' } },
      ...left('withdrawn'),
    ]);
    night.give(withdraw);
    expect(night.reads.assignment(first)).toMatchObject({ stage: 'withdrawn', withdrawn: { why: 'wrongUnit' } });
    night.when(withdraw).thenRefused('AssignmentEnded');
    const definition = commands.get('WithdrawAssignment');
    expect(definition).toMatchObject({ nature: 'order', conflictsWith: ['UnitArrived', 'OutcomeReported'] });
    expect(definition?.roles).not.toContain('squadRoom');
  });

  test('may leave one job and keep the others in their order', () => {
    const night = new Night([...start, complaint({ n: 2 }), complaint({ n: 3 })]);
    night.give(assign());
    night.give(assign(2, { incident: two, queue: true }));
    night.give(assign(3, { incident: incidentId(3), queue: true }));
    night.give(about('HandBack', { why: 'notOurTask' }, 2));
    expect(night.reads.unit('m1')?.jobs.map(({ assignment }) => assignment)).toEqual([first, assignmentId(3)]);
  });
});
