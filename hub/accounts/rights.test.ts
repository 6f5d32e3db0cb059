import { describe, expect, test } from 'vitest';
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { rightsOf } from './rights.ts';
import { scopeRight } from './scope-right.ts';

const world: LabelWorld = {
  dutyMode: { mode: 'routine' },
  zoneOf: () => undefined,
  squadsOf: () => [],
  operations: () => [],
};

/** @param roles In force as of the last event; the grants with their times. */
function rights(
  grants: readonly RoleGrant[],
  roles: readonly RoleGrant[],
  now = 100,
  more: Partial<AccountState> = {},
  at: LabelWorld = world,
) {
  const account: AccountState = {
    ...{ id: 'a', login: 'lin', name: '林', roles, grants, deputyOf: [] },
    ...{ demo: false, disabled: false, leaver: false, asOf: 0 },
    ...more,
  };
  const of = rightsOf({
    people: { account: (id) => (id === 'a' ? account : undefined) },
    world: () => at,
    now: () => now,
  });
  return { ...of, desk: scopeRight({ rights: of, world: () => at }) };
}

describe('a right holds', () => {
  const lead: RoleGrant = { role: 'shiftLead' };

  test('not beyond its end, though the event that says so has not come yet', () => {
    const { grantsOf, rolesTo, labelsTo, labelsAs } = rights([{ ...lead, to: 100 }], [lead]);
    expect([grantsOf('a'), rolesTo('a', 'history'), labelsTo('a', 'history'), labelsAs('a', 'shiftLead')]).toEqual([
      ...[[], [], [], []],
    ]);
    expect(rights([{ ...lead, to: 101 }], [lead]).rolesTo('a', 'history')).toEqual(['shiftLead']);
  });

  test('not before its event, though its time has come', () => {
    expect(rights([{ ...lead, from: 50 }], []).grantsOf('a')).toEqual([]);
  });

  test('for nobody who is disabled or not there', () => {
    const of = rights([lead], [lead], 100, { disabled: true });
    expect([of.grantsOf('a'), of.grantsOf('b'), of.rolesTo('b', 'digest')]).toEqual([[], [], []]);
  });

  test('as far as the roles reach that allow it, and no further', () => {
    const room: RoleGrant = { role: 'squadRoom', squad: 'fenglin' };
    const street: RoleGrant = { role: 'street', street: 's1' };
    const { labelsTo, rolesTo } = rights([room, street], [room, street]);
    expect(labelsTo('a', 'history')).toEqual(['frame', 'hall', 'squad:fenglin', 'staff:squad:fenglin']);
    expect(rolesTo('a', 'readCaller')).toEqual([]);
    expect(labelsTo('a', 'digest')).toContain('street:s1');
  });
});

test('roles that are apart open what the one side does alone, whatever an older journal gave', () => {
  const both: readonly RoleGrant[] = [{ role: 'dispatcher' }, { role: 'administrator' }];
  const { grantsOf, labelsTo, rolesTo, labelsAs, desk } = rights(both, both);
  expect(grantsOf('a')).toEqual([{ role: 'administrator' }]);
  expect([rolesTo('a', 'readCaller'), labelsAs('a', 'dispatcher')]).toEqual([[], []]);
  expect(labelsTo('a', 'digest')).toEqual(['administration', 'approvals', 'frame', 'imports']);
  expect(desk.holds({ user: 'a', seat: 's', role: 'dispatcher' }, 100)).toBe(false);
  const without = rights([{ role: 'squadRoom' }], [{ role: 'squadRoom' }]);
  expect(without.grantsOf('a')).toEqual([]);
});

describe('the desk asks', () => {
  const room: RoleGrant = { role: 'squadRoom', squad: 'fenglin' };
  const by = { user: 'a', seat: 's', role: 'squadRoom' };
  const { desk } = rights([room], [room]);

  test('whether somebody holds the role they act under', () => {
    expect(desk.holds(by, 100)).toBe(true);
    expect(desk.holds({ ...by, role: 'dispatcher' }, 100)).toBe(false);
    expect(desk.holds({ ...by, user: 'b' }, 100)).toBe(false);
    // A device is nobody; its door looks after it.
    expect(desk.holds({ user: 'm1', seat: 'm1', role: 'device' }, 100)).toBe(true);
  });

  test.each([
    ['incident/x', ['bureau', 'squad:fenglin'], true],
    ['incident/x', ['bureau', 'squad:xietu'], false],
    ['incident/x', undefined, false],
    ['unit/x', undefined, true],
    ['account/x', ['administration'], false],
    ['account/x', undefined, false],
    ['nokind/x', undefined, false],
  ] as const)('whether they may hold %s with %j: %s', (stream, scope, may) => {
    expect(desk.mayHold({ by, at: 100 }, stream, scope)).toBe(may);
  });
});

describe('who has the night zone', () => {
  const grant: RoleGrant = { role: 'zoneLead', zone: 'z2' };
  const by = { user: 'a', seat: 's', role: 'zoneLead' };
  const scope = ['bureau', 'squad:fenglin', 'zone:z2'];
  const deskIn = (dutyMode: LabelWorld['dutyMode']) => rights([grant], [grant], 100, {}, { ...world, dutyMode }).desk;
  const day = deskIn({ mode: 'routine', lastNight: { from: 50, to: 80 } });
  const may = (desk: typeof day, happenedAt?: number): readonly boolean[] => {
    const asked = { by, at: 100, ...(happenedAt === undefined ? {} : { happenedAt }) };
    return [desk.mayHold(asked, 'incident/x', scope), desk.mayChange(asked, [scope])];
  };

  test.each([
    ['an order', undefined, false],
    ['what happened before that night', 49, false],
    ['what happened at its beginning', 50, true],
    ['what happened in it', 79, true],
    ['what happened at its end', 80, false],
    ['what happens now', 100, false],
  ] as const)('may by day give %s: %s', (_what, happenedAt, allowed) => {
    expect(may(day, happenedAt)).toEqual([allowed, allowed]);
  });

  test('may do all of it by night, and nothing where there was no night', () => {
    const night = deskIn({ mode: 'night' });
    for (const happenedAt of [undefined, 1, 100]) expect(may(night, happenedAt)).toEqual([true, true]);
    for (const desk of [deskIn({ mode: 'routine' }), deskIn(undefined)])
      for (const happenedAt of [undefined, 1, 100]) expect(may(desk, happenedAt)).toEqual([false, false]);
  });
});
