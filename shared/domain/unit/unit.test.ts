import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands, scopeOf } from '../catalog.ts';
import type { Json } from '../../lib/json.ts';
import type { Provenance } from '../kernel.ts';
import type { UnitRecord } from './events.ts';
import { thisShift } from './state.ts';

const stream = 'unit/m1';
const asOf = testNow - hour;
const provenance = (at = asOf): Provenance => ({ source: '值班表', asOf: at, how: 'import' });
const record: UnitRecord = {
  ...{ name: '机动一组', kind: 'group', squad: 'mobile', certified: 2, auxiliary: 2, devices: [], reserve: false },
  shift: { from: testNow - 4 * hour, to: testNow + 8 * hour },
};
const recorded = (more: Partial<UnitRecord> = {}, at = asOf): GivenEvent => ({
  ...{ stream, type: 'UnitRecorded', data: { record: { ...record, ...more }, provenance: provenance(at) } },
  at: testNow - hour,
});
const status = (to: string, occurredAt = testNow - 30 * minute): GivenEvent => ({
  ...{ stream, type: 'UnitStatusChanged', data: { status: to, reportedByDesk: false } },
  ...{ at: occurredAt, occurredAt },
});
const job = (type: 'UnitEngaged' | 'UnitFreed', n: number): GivenEvent => ({
  ...{ stream, type, data: { assignment: `as${n}`, incident: `in${n}` } },
  occurredAt: testNow - 20 * minute + n,
});
const wish = (more: Partial<UnitRecord> = {}, at = asOf) => ({
  ...{ type: 'RecordUnit', data: { id: 'm1', record: { ...record, ...more }, provenance: provenance(at) } },
});
const set = (to: string, more: object = {}) => ({ type: 'SetUnitStatus', data: { id: 'm1', status: to, ...more } });
const changed = (data: object) => [{ stream, type: 'UnitStatusChanged', data: { ...data } }] as const;
const draft = ({ stream: name, type, data }: GivenEvent) => ({ stream: name, type, data });

describe('recording a unit', () => {
  test('puts it off duty without jobs', () => {
    const outcome = given([]).when(wish());
    outcome.then([draft(recorded())]);
    expect(outcome.state(stream)).toEqual({
      ...{ id: 'm1', ...record, provenance: provenance() },
      ...{ status: 'offDuty', statusSince: asOf, jobs: [], supports: null, ...thisShift },
    });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
  });

  test('anew leaves status and jobs as they are', () => {
    const outcome = given([recorded({ radio: '21' }), status('available'), job('UnitEngaged', 1)]).when(wish());
    outcome.then([draft(recorded())]);
    expect(outcome.state(stream)).toEqual({
      ...{ id: 'm1', ...record, provenance: provenance() },
      ...{ status: 'available', statusSince: testNow - 30 * minute, supports: null, ...thisShift },
      jobs: [{ assignment: 'as1', incident: 'in1', since: testNow - 20 * minute + 1 }],
    });
  });

  test('brings nothing where only status and jobs have changed since', () => {
    given([recorded(), status('available'), job('UnitEngaged', 1)])
      .when(wish())
      .then([]);
  });

  test('refuses a shift that ends before it begins, older words, words of the future', () => {
    given([])
      .when(wish({ shift: { from: testNow, to: testNow } }))
      .thenRefused('PeriodReversed', { field: 'record.shift.to', from: testNow, to: testNow });
    given([recorded()])
      .when(wish({}, asOf - 1))
      .thenRefused('RegisterEntryOlder');
    given([])
      .when(wish({}, testNow + hour))
      .thenRefused('TimeInFuture');
  });
});

describe('the crew of a unit', () => {
  const [one, two] = ['0198aaaa-0000-7000-8000-000000000001', '0198aaaa-0000-7000-8000-000000000002'] as const;
  const account = (id: string, roles: readonly Json[]): GivenEvent => ({
    ...{ stream: `account/${id}`, type: 'AccountCreated' },
    data: { login: id, name: '队员', roles: [...roles], demo: false },
  });
  const officer = { role: 'officer', squad: 'mobile' };

  test('are officers, tonight or later; it goes with the record', () => {
    const facts = [account(one, [officer]), account(two, [{ ...officer, from: testNow + 9 * hour }])];
    const outcome = given(facts).when(wish({ crew: [one, two] }));
    expect(outcome.state(stream)).toMatchObject({ crew: [one, two] });
    // A record of an earlier release has none.
    const after = given([...facts, recorded({ crew: [one] }), recorded()]);
    expect(after.reads.unit('m1')).not.toHaveProperty('crew');
    expect(commands.get('RecordUnit')?.schema.safeParse(wish({ crew: [one, one] }).data).success).toBe(false);
  });

  test('are refused who is not there, has left, or is no officer', () => {
    const left: GivenEvent = { stream: `account/${one}`, type: 'AccountDisabled', data: { reason: '离职' } };
    const say = (facts: readonly GivenEvent[]) => given(facts).when(wish({ crew: [two, one] }));
    const also = account(two, [officer]);
    say([also]).thenRefused('AccountUnknown', { field: 'record.crew.1', id: one });
    say([also, account(one, [officer]), left]).thenRefused('AccountDisabled', { field: 'record.crew.1', id: one });
    say([also, account(one, [{ role: 'dispatcher' }])]).thenRefused('CrewNotOfficer', {
      field: 'record.crew.1',
      id: one,
    });
  });
});

describe('the status of a unit', () => {
  test("is a squad room's to say of the squad's own units only", () => {
    const account = (id: string, squad: string): GivenEvent => ({
      ...{ stream: `account/${id}`, type: 'AccountCreated' },
      data: { login: id, name: '内勤', roles: [{ role: 'squadRoom', squad }], demo: false },
    });
    const facts = [account('own', record.squad), account('other', 'elsewhere'), recorded()];
    const say = (user: string) => ({ ...set('available'), by: { user, seat: 'seat1', role: 'squadRoom' } });
    given(facts).when(say('other')).thenRefused('NotAllowed', { field: 'id', unit: 'm1', squad: record.squad });
    given(facts).when(say('nobody')).thenRefused('NotAllowed');
    given(facts)
      .when(say('own'))
      .then(changed({ status: 'available', reportedByDesk: false }));
  });

  test("is a device's to say of its own unit only", () => {
    const say = (unit: string) => ({
      ...set('available'),
      by: { user: `unit:${unit}`, seat: 'field', role: 'device' },
    });
    given([recorded()]).when(say('m2')).thenRefused('NotAllowed');
    given([recorded()])
      .when(say('m1'))
      .then(changed({ status: 'available', reportedByDesk: false }));
  });

  test('is set by itself, or by the desk with the channel it heard through', () => {
    given([recorded()])
      .when(set('available'))
      .then(changed({ status: 'available', reportedByDesk: false }));
    const outcome = given([recorded()]).when(set('resting', { channel: '电台' }));
    outcome.then(changed({ status: 'resting', reportedByDesk: true, channel: '电台' }));
    expect(outcome.state(stream)).toMatchObject({ status: 'resting', statusSince: testNow });
  });

  test('counts from when it was so; what was so earlier does not undo what is so now', () => {
    const definition = commands.get('SetUnitStatus');
    const happenedAt = testNow - 40 * minute;
    expect(definition?.occurredAt?.(set('resting', { happenedAt }).data)).toBe(happenedAt);
    const late = { ...set('resting', { happenedAt }), occurredAt: happenedAt };
    expect(given([recorded()]).when(late).state(stream)).toMatchObject({ statusSince: happenedAt });
    given([recorded(), status('available')])
      .when(late)
      .thenRefused('UnitStatusOlder', { field: 'happenedAt', held: 'available', since: testNow - 30 * minute });
  });

  test('stays while jobs run; the one it has brings nothing', () => {
    const busy = [recorded(), status('available'), job('UnitEngaged', 1), job('UnitEngaged', 2)];
    given(busy).when(set('offDuty')).thenRefused('UnitEngaged', { unit: 'm1', incident: 'in1', jobs: 2 });
    given(busy).when(set('available')).then([]);
    given([...busy, job('UnitFreed', 1)])
      .when(set('offDuty'))
      .thenRefused('UnitEngaged', { unit: 'm1', incident: 'in2', jobs: 1 });
    given([...busy, job('UnitFreed', 1), job('UnitFreed', 2)])
      .when(set('offDuty'))
      .then(changed({ status: 'offDuty', reportedByDesk: false }));
  });

  test('of a unit nobody knows is refused', () => {
    given([]).when(set('available')).thenRefused('UnitUnknown', { field: 'id', id: 'm1' });
  });

  test('may be said by desk, squad room and the device of the unit', () => {
    const roles = ['dispatcher', 'nightDesk', 'shiftLead', 'dutyLeader', 'system', 'squadRoom', 'device'];
    expect(commands.get('SetUnitStatus')?.roles).toEqual(roles);
  });
});

test('jobs stand in the order they were given', () => {
  const jobs = (events: readonly GivenEvent[]) =>
    given([recorded(), ...events])
      .reads.unit('m1')
      ?.jobs.map(({ assignment }) => assignment);
  const three = [1, 2, 3].map((n) => job('UnitEngaged', n));
  expect(jobs(three)).toEqual(['as1', 'as2', 'as3']);
  expect(jobs([...three, job('UnitFreed', 2)])).toEqual(['as1', 'as3']);
  expect(given([recorded()]).reads.units()).toHaveLength(1);
});
