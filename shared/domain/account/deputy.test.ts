import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import type { Actor, StreamId } from '../../lib/journal.ts';
import { streamId } from '../../lib/journal.ts';
import { day, hour } from '../../lib/time.ts';
import type { RoleGrant } from './events.ts';

const uuid = (last: number): string => `01920000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const [boss, leader, deputy, third] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const stream = (id: string): StreamId => streamId('account', id);
const as = (user: string, role: string): Actor => ({ user, seat: 'seat1', role });

const account = (id: string, ...roles: readonly RoleGrant[]): GivenEvent => ({
  stream: stream(id),
  type: 'AccountCreated',
  data: { login: `u${id.slice(-2)}`, name: id.slice(-2), roles: roles.map((role) => ({ ...role })), demo: false },
});
const room = { role: 'squadRoom', squad: 'fenglin' } as const;
const people = [
  account(boss, { role: 'administrator' }),
  account(leader, { role: 'dutyLeader' }, room),
  account(deputy, { role: 'shiftLead' }),
  account(third, { role: 'dutyLeader', to: testNow + 2 * hour }),
];
const from = testNow + hour;
const to = testNow + day;
const named = { for: leader, roles: [{ role: 'dutyLeader' }], from, to, reason: '出差' };
const wish = (more: object = {}, by: Actor = as(leader, 'dutyLeader')) => ({
  type: 'NameDeputy',
  by,
  data: { id: deputy, ...named, ...more },
});
const namedEvent = (more: object = {}): GivenEvent => ({
  stream: stream(deputy),
  type: 'DeputyNamed',
  data: { ...named, ...more },
});
const ended = (why: string): GivenEvent => ({
  stream: stream(deputy),
  type: 'DeputyEnded',
  data: { for: leader, why },
});

describe('a deputy', () => {
  test('is named by the person or an administrator, and by nobody else', () => {
    given(people).when(wish()).then([namedEvent()]);
    given(people)
      .when(wish({}, as(boss, 'administrator')))
      .then([namedEvent()]);
    for (const by of [as(deputy, 'shiftLead'), as(third, 'dutyLeader')])
      given(people).when(wish({}, by)).thenRefused('NotAllowed', { field: 'for', for: leader });
  });

  test('holds the roles from the beginning to the end, as the hub turns them', () => {
    const turn = { type: 'TurnAccountRoles', data: { id: deputy } };
    const turned: GivenEvent = { stream: stream(deputy), type: 'AccountRolesTurned', data: {} };
    const before = given([...people, namedEvent()]);
    expect(before.state(stream(deputy))).toMatchObject({ roles: [{ role: 'shiftLead' }] });
    const begun = before.when({ ...turn, now: from });
    begun.then([turned]);
    expect(begun.state(stream(deputy))).toMatchObject({ roles: [{ role: 'shiftLead' }, { role: 'dutyLeader' }] });
    const over = given([...people, namedEvent(), { ...turned, at: from }]).when({ ...turn, now: to });
    over.then([turned, ended('over')]);
    expect(over.state(stream(deputy))).toMatchObject({ roles: [{ role: 'shiftLead' }], deputyOf: [] });
  });

  test.each([
    ['DeputyOfOneself', { id: leader }],
    ['PeriodReversed', { to: from }],
    ['DeputyPeriodOver', { from: testNow - 2 * hour, to: testNow - hour }],
    ['DeputyTooLong', { to: from + 31 * day + 1 }],
    ['DeputyRoleNotHeld', { roles: [{ role: 'commander' }] }],
    ['DeputyRoleNotHeld', { roles: [{ role: 'squadRoom', squad: 'xietu' }] }],
  ])('is refused: %s', (code, change) => {
    given(people).when(wish(change)).thenRefused(code);
  });

  test('who cannot be one is told of by name to an administrator alone', () => {
    const gone: GivenEvent = { stream: stream(third), type: 'AccountDisabled', data: { reason: 'left' } };
    const cases = [
      [people, uuid(9), 'AccountUnknown'],
      [[...people, gone], third, 'AccountDisabled'],
      [people, boss, 'RolesIncompatible'],
    ] as const;
    for (const [events, id, code] of cases) {
      given(events)
        .when(wish({ id }, as(boss, 'administrator')))
        .thenRefused(code);
      given(events).when(wish({ id })).thenRefused('DeputyNotPossible', { field: 'id', id });
    }
  });

  test('that there is none says nothing of the account to who does not administer', () => {
    for (const id of [deputy, uuid(9)])
      given(people)
        .when({ type: 'EndDeputy', by: as(leader, 'dutyLeader'), data: { id, for: leader } })
        .thenRefused('DeputyUnknown', { field: 'for', id, for: leader });
    given(people)
      .when({ type: 'EndDeputy', by: as(boss, 'administrator'), data: { id: uuid(9), for: leader } })
      .thenRefused('AccountUnknown');
  });

  test('may stand for as long as a month', () => {
    const change = { to: from + 31 * day };
    given(people)
      .when(wish(change))
      .then([namedEvent(change)]);
  });

  test('takes no role that ends before, or that is held as a deputy', () => {
    given(people)
      .when(wish({ for: third }, as(third, 'dutyLeader')))
      .thenRefused('DeputyRoleNotHeld');
    const handedOn = { id: third, for: deputy, roles: [{ role: 'dutyLeader' }] };
    given([...people, namedEvent()])
      .when(wish(handedOn, as(deputy, 'shiftLead')))
      .thenRefused('DeputyRoleNotHeld');
  });

  test('is never an administrator, an auditor or a wall', () => {
    given(people)
      .when(wish({ for: boss, roles: [{ role: 'administrator' }] }, as(boss, 'administrator')))
      .thenRefused('RoleNotForDeputies', { field: 'roles.0', role: 'administrator' });
  });

  test('is named once, and is there', () => {
    given([...people, namedEvent()])
      .when(wish())
      .thenRefused('DeputyAlready');
    for (const id of [deputy, leader]) {
      const gone: GivenEvent = { stream: stream(id), type: 'AccountDisabled', data: { reason: 'left' } };
      given([...people, gone])
        .when(wish({}, as(boss, 'administrator')))
        .thenRefused('AccountDisabled', { field: id === deputy ? 'id' : 'for', id });
    }
  });

  test('is recalled by either of the two, or an administrator', () => {
    const recall = (by: Actor) => ({ type: 'EndDeputy', by, data: { id: deputy, for: leader } });
    for (const by of [as(leader, 'dutyLeader'), as(deputy, 'shiftLead'), as(boss, 'administrator')])
      given([...people, namedEvent()])
        .when(recall(by))
        .then([ended('recalled')]);
    given([...people, namedEvent()])
      .when(recall(as(third, 'dutyLeader')))
      .thenRefused('NotAllowed');
    given(people)
      .when(recall(as(leader, 'dutyLeader')))
      .thenRefused('DeputyUnknown');
  });

  test('goes with the role of the other', () => {
    const change = (...roles: readonly RoleGrant[]) => ({
      type: 'ChangeAccountRoles',
      data: { id: leader, roles: roles.map((role) => ({ ...role })) },
    });
    const changed = (...roles: readonly RoleGrant[]) => ({
      stream: stream(leader),
      type: 'AccountRolesChanged',
      data: { roles: [...roles] },
    });
    given([...people, namedEvent()])
      .when(change(room))
      .then([changed(room), ended('rolesChanged')]);
    given([...people, namedEvent()])
      .when(change({ role: 'dutyLeader' }))
      .then([changed({ role: 'dutyLeader' })]);
    const short: RoleGrant = { role: 'dutyLeader', to: to - 1 };
    given([...people, namedEvent()])
      .when(change(short))
      .then([changed(short), ended('rolesChanged')]);
  });

  test('goes when either leaves the bureau', () => {
    const leave = (id: string) => ({ type: 'DisableAccount', data: { id, reason: 'retired', leaver: true } });
    const left = (id: string) => ({
      stream: stream(id),
      type: 'AccountDisabled',
      data: { reason: 'retired', leaver: true },
    });
    given([...people, namedEvent()])
      .when(leave(leader))
      .then([left(leader), ended('disabled')]);
    given([...people, namedEvent()])
      .when(leave(deputy))
      .then([ended('disabled'), left(deputy)]);
  });

  test('cannot be given a role beside it that is apart', () => {
    given([...people, namedEvent()])
      .when({ type: 'ChangeAccountRoles', data: { id: deputy, roles: [{ role: 'auditor' }] } })
      .thenRefused('RolesIncompatible');
  });
});
