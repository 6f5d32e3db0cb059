/** Alarms: one list for all seats. */
import { describe, expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import type { Json } from '../../lib/json.ts';
import { systemActor } from '../../lib/journal.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands, dueReactions, kinds, scopeOf } from '../catalog.ts';
import type { AlarmState } from './state.ts';

type Members = { readonly [member: string]: Json };
const [id, other] = ['0198aaaa-0000-7000-8000-0000000000a1', '0198aaaa-0000-7000-8000-0000000000a2'];
const wang = '0198aaaa-0000-7000-8000-00000000000b';
const stream = `alarm/${id}` as const;
const provenance = { source: '值班表', asOf: testNow - hour, how: 'import' as const };
const unit = {
  ...{ name: '岗 A', kind: 'post', squad: 'xujiahui', certified: 1, auxiliary: 1, devices: [], reserve: false },
  shift: { from: testNow - hour, to: testNow + hour },
};
const fence = {
  ...{ name: '商圈岗围栏', kind: 'mustBeIn', hours: [{ modes: ['night'], from: 0, to: 1440 }] },
  shape: { kind: 'circle', at: { lon: 121.43, lat: 31.19 }, radius: 80 },
  appliesTo: { units: ['u1'], squads: [], zones: [], kinds: [] },
  exempt: { onAssignment: true, pursuit: false },
};
const entry = (of: GivenEvent['stream'], type: string, record: Members): GivenEvent => ({
  ...{ stream: of, type, data: { record, provenance } },
});
const before: readonly GivenEvent[] = [
  entry('squad/xujiahui', 'SquadRecorded', { name: '徐家汇中队', kind: 'street', grids: [], zone: 'z1' }),
  entry('unit/u1', 'UnitRecorded', unit),
  entry('unit/u2', 'UnitRecorded', { ...unit, name: '岗 B' }),
  entry('fence/f1', 'FenceRecorded', fence),
  {
    ...{ stream: `account/${wang}`, type: 'AccountCreated' },
    data: { demo: false, login: 'wang', name: '王', roles: [{ role: 'dispatcher' }] },
  },
];
const what = {
  ...{ kind: 'leftPost', unit: 'u1', fence: 'f1', place: { lon: 121.44, lat: 31.19 }, seenAt: testNow - 1 },
  ...{ accuracy: 8, since: testNow - minute, cause: { code: 'awayResting', params: { since: testNow - minute } } },
  ...{ proposal: { unit: 'u2', metres: 300 }, judgedBy: { dwellSeconds: 30 } },
};
const raise = (change: Members = {}) => ({
  ...{ type: 'RaiseAlarm', data: { id, ...what, ...change } as Json, by: systemActor },
});
const raised: GivenEvent = {
  ...{ stream, type: 'AlarmRaised', by: systemActor },
  data: {
    ...{ ...what, unit: { id: 'u1', name: '岗 A' }, fence: { id: 'f1', name: '商圈岗围栏' } },
    ...{ proposal: { unit: 'u2', name: '岗 B', metres: 300 }, squads: ['xujiahui'], zones: ['z1'] },
  },
};
const on = (type: string, data: Members = {}, more: object = {}) => ({ type, data: { alarm: id, ...data }, ...more });
const event = (type: string, data: Members): GivenEvent => ({ stream, type, data });
const taken = event('AlarmTaken', { name: 'lin' });
const until = testNow + hour;
const shelved = event('AlarmShelved', { name: 'lin', until, reason: '已电话确认' });
const cleared = event('AlarmCleared', { name: 'lin', as: 'resolved', reason: null });

describe('raising', () => {
  test('brings who, where, why and a proposal, to squad and zone', () => {
    const outcome = given(before).when(raise());
    outcome.then([{ stream, type: 'AlarmRaised', data: raised.data }]);
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['bureau', 'squad:xujiahui', 'zone:z1']);
  });
  test('one open alarm for a unit, a fence and a kind; a cleared one makes room', () => {
    const world = [...before, raised];
    given(world)
      .when(raise({ id: other }))
      .then([]);
    given(world).when(raise()).then([]);
    given(world)
      .when({ ...raise(), by: undefined } as never)
      .thenRefused('AlarmExists', { field: 'id', alarm: id });
    given([...world, cleared])
      .when(raise({ id: other }))
      .then([{ stream: `alarm/${other}`, type: 'AlarmRaised', data: raised.data }]);
  });
  test.each([
    ['UnitUnknown', { unit: 'ghost' }, { field: 'unit', id: 'ghost' }],
    ['FenceUnknown', { fence: 'ghost' }, { field: 'fence', id: 'ghost' }],
    ['UnitUnknown', { proposal: { unit: 'ghost', metres: 1 } }, { field: 'proposal.unit', id: 'ghost' }],
    ['TimeInFuture', { since: testNow + minute }, { field: 'since', at: testNow + minute }],
  ])('%s', (code, change, params) => {
    given(before).when(raise(change)).thenRefused(code, params);
  });
  test('whose work it reaches', () => {
    const reaches = commands.get('RaiseAlarm')?.reaches;
    const { state } = given(before);
    expect(reaches?.({ ...what, id }, state)).toEqual([['bureau', 'squad:xujiahui']]);
    expect(reaches?.({ ...what, id, unit: null }, state)).toEqual([]);
  });
});

describe('one seat takes it', () => {
  test('and no other silently', () => {
    given([...before, raised])
      .when(on('TakeAlarm'))
      .then([taken]);
    given([...before, raised, taken])
      .when(on('TakeAlarm'))
      .then([]);
    given([...before, raised, taken])
      .when(on('TakeAlarm', {}, { by: { user: wang, seat: 's2', role: 'dispatcher' } }))
      .thenRefused('AlarmTakenByOther', { field: 'alarm', alarm: id, name: 'lin', at: testNow - minute });
  });
  test('handed over with a reason, to who there is', () => {
    const world = [...before, raised, taken];
    const to = { to: wang, reason: '交班' };
    const outcome = given(world).when(on('HandOverAlarm', to));
    outcome.then([event('AlarmHandedOver', { to: { id: wang, name: '王' }, name: 'lin', reason: '交班' })]);
    expect((outcome.state(stream) as AlarmState).owner).toMatchObject({ user: wang, name: '王' });
    given(world)
      .when(on('HandOverAlarm', { ...to, to: other }))
      .thenRefused('AccountUnknown', { field: 'to', id: other });
  });
  test('shelved for a time it comes back by itself; a call for help is never out of the way', () => {
    const shelve = { until, reason: '已电话确认' };
    const outcome = given([...before, raised]).when(on('ShelveAlarm', shelve));
    outcome.then([shelved]);
    expect(kinds.get('alarm')?.dues(outcome.state(stream))).toEqual([{ rule: 'alarmShelvingOver', at: until }]);
    const world = given([...before, raised, shelved]);
    const due = { rule: 'alarmShelvingOver', at: until };
    const command = dueReactions.get('alarmShelvingOver')?.(stream, world.reads, due);
    expect(command).toEqual({ type: 'UnshelveAlarm', data: { alarm: id, until } });
    world
      .when({ type: 'UnshelveAlarm', data: { alarm: id, until }, by: systemActor, now: until })
      .then([...[event('AlarmUnshelved', { name: null })]]);
    world.when(on('UnshelveAlarm', { until: until + 1 })).then([]);
    given([...before, raised])
      .when(on('ShelveAlarm', { ...shelve, until: testNow }))
      .thenRefused('ShelvingOver', { field: 'until', until: testNow });
    given([...before, raised])
      .when(on('ShelveAlarm', { ...shelve, until: testNow + 13 * hour }))
      .thenRefused('ShelvingTooLong', { field: 'until', until: testNow + 13 * hour, most: testNow + 12 * hour });
    given([...before, { ...raised, data: { ...(raised.data as object), kind: 'sos' } as Json }])
      .when(on('ShelveAlarm', shelve))
      .thenRefused('SosNotShelved', { field: 'alarm', alarm: id });
  });
  test('cleared it is over; who comes late is told when, the hub brings nothing', () => {
    const clear = { as: 'resolved', reason: null };
    given([...before, raised])
      .when(on('ClearAlarm', clear))
      .then([cleared]);
    given([...before, raised, cleared])
      .when(on('TakeAlarm'))
      .thenRefused('AlarmIsCleared', { field: 'alarm', alarm: id, at: testNow - minute });
    given([...before, raised, cleared])
      .when(on('ClearAlarm', { as: 'returned', reason: null }, { by: systemActor }))
      .then([]);
    given(before).when(on('TakeAlarm')).thenRefused('AlarmUnknown', { field: 'alarm', alarm: id });
  });
  test('everything that was done with it stays in its history', () => {
    const { reads } = given([...before, raised, taken, shelved, cleared]);
    expect(reads.alarm(id)?.history.map(({ what: done, name, reason }) => [done, name, reason])).toEqual([
      ['AlarmRaised', null, null],
      ['AlarmTaken', 'lin', null],
      ['AlarmShelved', 'lin', '已电话确认'],
      ['AlarmCleared', 'lin', null],
    ]);
    expect(reads.openAlarms()).toEqual([]);
  });
});
