/** Help for who calls: sent, answered for, told upwards while nobody helps. */
import { describe, expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import type { Json } from '../../lib/json.ts';
import { systemActor } from '../../lib/journal.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands, dueReactions, kinds } from '../catalog.ts';
import { sosSteps } from './state.ts';

type Members = { readonly [member: string]: Json };
const [id, other] = ['0198aaaa-0000-7000-8000-0000000000a1', '0198aaaa-0000-7000-8000-0000000000a2'];
const stream = `alarm/${id}` as const;
const provenance = { source: '值班表', asOf: testNow - hour, how: 'import' as const };
const record = {
  ...{ name: '岗 A', kind: 'group', squad: 'q1', zone: 'z1', certified: 2, auxiliary: 1, devices: [], reserve: false },
  shift: { from: testNow - hour, to: testNow + hour },
};
const unit = (name: string, more: Members = {}): readonly GivenEvent[] => [
  {
    ...{ stream: `unit/${name}`, type: 'UnitRecorded' },
    data: { record: { ...record, name, ...more }, provenance },
  },
  {
    ...{ stream: `unit/${name}`, type: 'UnitStatusChanged' },
    data: { status: 'available', reportedByDesk: false },
  },
];
const world: readonly GivenEvent[] = [
  {
    stream: 'squad/q1',
    type: 'SquadRecorded',
    data: { record: { name: '一中队', kind: 'street', grids: [] }, provenance },
  },
  ...unit('u1'),
  ...unit('u2'),
  ...unit('u3'),
];
const told = {
  ...{ kind: 'sos', unit: 'u1', fence: null, place: { lon: 121.44, lat: 31.19 }, seenAt: testNow - 1, accuracy: 8 },
  ...{ since: testNow - 1_000, cause: null, proposal: null, judgedBy: {} },
};
const steps = sosSteps.map(({ to, after }) => ({ to, at: testNow + after }));
const call = (of = id, caller = 'u1'): GivenEvent => ({
  ...{ stream: `alarm/${of}`, type: 'AlarmRaised', by: systemActor },
  data: { ...told, unit: { id: caller, name: caller }, steps, squads: ['q1'], zones: ['z1'] },
});
const event = (type: string, data: Members): GivenEvent => ({ stream, type, data });
const on = (type: string, data: Members = {}, more: object = {}) => ({ type, data: { alarm: id, ...data }, ...more });
const send = (units: readonly string[], more: object = {}) =>
  on('SendSupport', { units: units.map((one) => ({ unit: one, metres: 300 })) }, more);
const supports = (name: string, alarm: string | null): GivenEvent => ({
  ...{ stream: `unit/${name}`, type: 'UnitSupports', data: { alarm } },
});
const sent = (...names: readonly string[]): GivenEvent =>
  event('SupportSent', { name: 'lin', units: names.map((name) => ({ id: name, name, metres: 300 })) });
const taken = event('AlarmTaken', { name: 'lin' });
const asDevice = (name: string) => ({ by: { user: `unit:${name}`, seat: 'field', role: 'device' } });

describe('sending', () => {
  test('takes a call that nobody has, names who goes, and binds them', () => {
    const outcome = given([...world, call()]).when(send(['u2', 'u3']));
    outcome.then([taken, sent('u2', 'u3'), supports('u2', id), supports('u3', id)]);
    expect(outcome.state(stream)).toMatchObject({
      ...{ stage: 'taken', owner: { name: 'lin' } },
      support: [
        { unit: 'u2', is: 'sent', sentBy: 'lin', metres: 300, saidBy: null },
        { unit: 'u3', is: 'sent' },
      ],
    });
    expect(outcome.state('unit/u2')).toMatchObject({ supports: { alarm: id }, jobs: [] });
  });
  test('more help is no conflict, who is on the way is not sent twice, and another’s call stays theirs', () => {
    const wang = { by: { user: 'wang', seat: 's2', role: 'dispatcher' } };
    const before = [...world, call(), taken, sent('u2'), supports('u2', id)];
    given(before)
      .when(send(['u2'], wang))
      .then([]);
    const outcome = given(before).when(send(['u2', 'u3', 'u3'], wang));
    outcome.then([
      event('SupportSent', { name: 'wang', units: [{ id: 'u3', name: 'u3', metres: 300 }] }),
      supports('u3', id),
    ]);
    expect(outcome.state(stream)).toMatchObject({ owner: { name: 'lin' } });
  });
  test.each([
    ['SupportIsCaller', ['u1'], { field: 'units.0.unit', unit: 'u1', unitName: 'u1' }, []],
    ['UnitUnknown', ['u2', 'ghost'], { field: 'units.1.unit', id: 'ghost' }, []],
    [
      ...(['UnitOffDuty', ['u2'], { field: 'units.0.unit', unit: 'u2', unitName: 'u2' }] as const),
      [{ stream: 'unit/u2', type: 'UnitStatusChanged', data: { status: 'offDuty', reportedByDesk: false } }],
    ],
    [
      ...(['UnitSupportsOther', ['u3', 'u2'], { field: 'units.1.unit', unit: 'u2', unitName: 'u2' }] as const),
      [call(other, 'u3'), supports('u2', other)],
    ],
  ] as const)('%s', (code, units, params, before) => {
    given([...world, call(), ...(before as readonly GivenEvent[])])
      .when(send(units))
      .thenRefused(code, params as Members);
  });
  test('to a call for help only, and one that is open', () => {
    const post = { ...call(), data: { ...(call().data as object), kind: 'leftPost' } as Json };
    given([...world, post])
      .when(send(['u2']))
      .thenRefused('SupportNotForThis', { field: 'alarm', alarm: id });
    const cleared = event('AlarmCleared', { name: 'lin', as: 'resolved', reason: null });
    given([...world, call(), cleared])
      .when(send(['u2']))
      .thenRefused('AlarmIsCleared', { field: 'alarm', alarm: id, at: testNow - minute });
    const reaches = commands.get('SendSupport')?.reaches;
    const { state } = given([...world, call()]).when(send(['u2']));
    expect(reaches?.({ alarm: id, units: [{ unit: 'u2', metres: null }] }, state)).toEqual([
      ['bureau', 'squad:q1', 'zone:z1'],
    ]);
  });
  test('cleared, everybody is free again; who went to another call since stays there', () => {
    const before = [...world, call(), taken, sent('u2', 'u3'), supports('u2', id), supports('u3', other)];
    given(before)
      .when(on('ClearAlarm', { as: 'resolved', reason: null }))
      .then([event('AlarmCleared', { name: 'lin', as: 'resolved', reason: null }), supports('u2', null)]);
  });
  test('a list that is read again sends nobody home', () => {
    const { reads } = given([...world, call(), taken, sent('u2'), supports('u2', id), ...unit('u2').slice(0, 1)]);
    expect(reads.unit('u2')?.supports).toMatchObject({ alarm: id });
  });
});

describe('what they say', () => {
  const before = [...world, call(), taken, sent('u2'), supports('u2', id)];
  const answer = (is: string, more: object = {}, name = 'u2') => on('AnswerSupport', { unit: name, is }, more);
  const said = (is: string, name: string | null): GivenEvent =>
    event('SupportAnswered', { unit: { id: 'u2', name: 'u2' }, is, name });
  test('the unit itself, or somebody for it; said again it brings nothing', () => {
    given(before)
      .when(answer('coming', asDevice('u2')))
      .then([said('coming', null)]);
    const outcome = given(before).when(answer('there'));
    outcome.then([said('there', 'lin')]);
    expect(outcome.state(stream)).toMatchObject({ support: [{ is: 'there', saidBy: 'lin' }] });
    given([...before, said('coming', null)])
      .when(answer('coming', asDevice('u2')))
      .then([]);
  });
  test('who cannot come is free, may think better of it, and may be sent again', () => {
    given(before)
      .when(answer('cannot', asDevice('u2')))
      .then([said('cannot', null), supports('u2', null)]);
    const cannot = [...before, said('cannot', null), supports('u2', null)];
    given(cannot)
      .when(answer('coming'))
      .then([said('coming', 'lin'), supports('u2', id)]);
    const again = given(cannot).when(send(['u2']));
    again.then([sent('u2'), supports('u2', id)]);
    expect(again.state(stream)).toMatchObject({ support: [{ unit: 'u2', is: 'sent' }] });
  });
  test('for a unit that was sent, and a device for its own', () => {
    given(before)
      .when(answer('coming', {}, 'u3'))
      .thenRefused('SupportNotSent', { field: 'unit', unit: 'u3' });
    given(before)
      .when(answer('coming', asDevice('u3')))
      .thenRefused('NotAllowed', { field: 'unit', unit: 'u2' });
  });
});

describe('upwards', () => {
  const dues = (events: readonly GivenEvent[]) =>
    kinds.get('alarm')?.dues(given(events).reads.alarm(id) ?? ({} as never));
  const escalate = (to: string, at: number) => on('EscalateAlarm', { to, at }, { by: systemActor, now: at });
  const [lead, leader, brigade] = steps as [(typeof steps)[0], (typeof steps)[0], (typeof steps)[0]];
  const upTo = (to: string, because: string): GivenEvent => event('AlarmEscalated', { to, because });
  test('raised it knows by when it is told to whom', () => {
    const outcome = given(world).when({ type: 'RaiseAlarm', data: { id, ...told }, by: systemActor });
    outcome.then([
      {
        stream,
        type: 'AlarmRaised',
        data: { ...told, unit: { id: 'u1', name: 'u1' }, steps, squads: ['q1'], zones: ['z1'] },
      },
    ]);
  });
  test('the lead, the duty leader, the brigade, each once, until help is on its way', () => {
    const due = (at: number) => [{ rule: 'alarmSosStep', at }];
    expect(dues([...world, call()])).toEqual(due(lead.at));
    const reacts = dueReactions.get('alarmSosStep');
    const { reads } = given([...world, call()]);
    expect(reacts?.(stream, reads, { rule: 'alarmSosStep', at: lead.at })).toEqual({
      ...{ type: 'EscalateAlarm', data: { alarm: id, to: 'shiftLead', at: lead.at } },
    });
    expect(reacts?.(stream, reads, { rule: 'alarmSosStep', at: lead.at + 1 })).toBeUndefined();
    given([...world, call()])
      .when(escalate('shiftLead', lead.at))
      .then([upTo('shiftLead', 'notTaken')]);
    const once = [...world, call(), upTo('shiftLead', 'notTaken')];
    expect(dues(once)).toEqual(due(leader.at));
    given(once).when(escalate('shiftLead', lead.at)).then([]);
    const twice = [...once, taken];
    given(twice)
      .when(escalate('dutyLeader', leader.at))
      .then([upTo('dutyLeader', 'noSupport')]);
    expect(dues([...twice, upTo('dutyLeader', 'noSupport')])).toEqual(due(brigade.at));
    expect(dues([...twice, upTo('dutyLeader', 'noSupport'), upTo('commander', 'noSupport')])).toEqual([]);
  });
  test('with help on its way nobody is told; where it cannot come, the next one is', () => {
    const helped = [...world, call(), taken, sent('u2'), supports('u2', id)];
    expect(dues(helped)).toEqual([]);
    given(helped).when(escalate('shiftLead', lead.at)).then([]);
    const cannot = event('SupportAnswered', { unit: { id: 'u2', name: 'u2' }, is: 'cannot', name: null });
    expect(dues([...helped, cannot])).toEqual([{ rule: 'alarmSosStep', at: lead.at }]);
    const cleared = event('AlarmCleared', { name: 'lin', as: 'falseAlarm', reason: null });
    expect(dues([...world, call(), cleared])).toEqual([]);
    given([...world, call(), cleared])
      .when(escalate('shiftLead', lead.at))
      .then([]);
  });
});
