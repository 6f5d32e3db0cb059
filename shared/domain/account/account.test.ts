import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import type { StreamId } from '../../lib/journal.ts';
import { streamId, systemActor } from '../../lib/journal.ts';
import { must } from '../../lib/must.ts';
import { hour } from '../../lib/time.ts';
import { commands, dueReactions, kinds, scopeOf } from '../catalog.ts';
import { roleSchema } from './events.ts';
import type { RoleGrant } from './events.ts';
import { grantsWithoutEffect } from './state.ts';

const ids = {
  chen: '01920000-0000-7000-8000-000000000001',
  wu: '01920000-0000-7000-8000-000000000002',
  new: '01920000-0000-7000-8000-000000000003',
  lin: '01920000-0000-7000-8000-000000000004',
} as const;
const stream = (id: string): StreamId => streamId('account', id);

const administrator: RoleGrant = { role: 'administrator' };
const dispatcher: RoleGrant = { role: 'dispatcher' };

function created(id: string, login: string, roles: readonly RoleGrant[], demo = false): GivenEvent {
  return {
    stream: stream(id),
    type: 'AccountCreated',
    data: { login, name: `name of ${login}`, roles: roles.map((role) => ({ ...role })), demo },
  };
}
const disabled = (id: string): GivenEvent => ({
  stream: stream(id),
  type: 'AccountDisabled',
  data: { reason: 'left' },
});

const chen = created(ids.chen, 'chen', [administrator]);
const wu = created(ids.wu, 'wu', [administrator]);
const lin = created(ids.lin, 'lin', [dispatcher]);

describe('creating an account', () => {
  const data = { id: ids.new, login: 'li.na', name: '李娜', roles: [{ role: 'dispatcher' }], demo: false };

  test('says who, as what, and whether for the demo', () => {
    const outcome = given([chen]).when({ type: 'CreateAccount', data });
    const { id, ...rest } = data;
    outcome.then([{ stream: stream(id), type: 'AccountCreated', data: rest }]);
    expect(outcome.state(stream(id))).toEqual({
      ...{ ...data, grants: data.roles, deputyOf: [], disabled: false, leaver: false, asOf: testNow },
    });
  });

  test('needs a login and an id nobody has', () => {
    given([chen])
      .when({ type: 'CreateAccount', data: { ...data, login: 'chen' } })
      .thenRefused('LoginTaken', { field: 'login', login: 'chen' });
    given([chen])
      .when({ type: 'CreateAccount', data: { ...data, id: ids.chen } })
      .thenRefused('AccountExists', { id: ids.chen });
    // A disabled account keeps its login: the journal speaks of it for ever.
    given([chen, wu, disabled(ids.wu)])
      .when({ type: 'CreateAccount', data: { ...data, login: 'wu' } })
      .thenRefused('LoginTaken');
  });

  test.each([
    ['a login with a blank inside', { login: 'li na' }],
    ['a login too short', { login: 'l' }],
    ['a login too long', { login: 'l'.repeat(41) }],
    ['no name', { name: '  ' }],
    ['no role', { roles: [] }],
    ['the role of the hub itself', { roles: [{ role: 'system' }] }],
    ['a password, which never reaches the journal', { password: 'correct horse battery' }],
  ])('does not take %s', (_what, change) => {
    const schema = commands.get('CreateAccount')?.schema;
    expect(schema?.safeParse(data).success).toBe(true);
    expect(schema?.safeParse({ ...data, ...change }).success).toBe(false);
  });
});

describe('changing roles', () => {
  const roles = [{ role: 'squadRoom', squad: 'fenglin' }];

  test('replaces all of them', () => {
    const by = { user: ids.chen, seat: 'seat1', role: 'administrator' };
    const outcome = given([chen, wu]).when({ type: 'ChangeAccountRoles', by, data: { id: ids.wu, roles } });
    outcome.then([{ stream: stream(ids.wu), type: 'AccountRolesChanged', data: { roles } }]);
    expect(outcome.state(stream(ids.wu))).toMatchObject({ login: 'wu', roles });
  });

  test('never takes the last administrator', () => {
    const change = { type: 'ChangeAccountRoles', data: { id: ids.chen, roles } };
    given([chen]).when(change).thenRefused('LastAdministrator', { id: ids.chen });
    given([chen, wu, disabled(ids.wu)])
      .when(change)
      .thenRefused('LastAdministrator');
    const stays = [{ role: 'administrator' }];
    given([chen])
      .when({ ...change, data: { id: ids.chen, roles: stays } })
      .then([{ stream: stream(ids.chen), type: 'AccountRolesChanged', data: { roles: stays } }]);
    const ends = [{ role: 'administrator', to: testNow + hour }];
    given([chen])
      .when({ ...change, data: { id: ids.chen, roles: ends } })
      .thenRefused('LastAdministrator');
    const later = [{ role: 'administrator', from: testNow + hour }];
    given([chen])
      .when({ ...change, data: { id: ids.chen, roles: later } })
      .thenRefused('LastAdministrator');
    const wuForAnHour = created(ids.wu, 'wu', [{ role: 'administrator', to: testNow + hour }]);
    given([chen, wuForAnHour]).when(change).thenRefused('LastAdministrator');
  });

  test('of an account that is not there is refused', () => {
    given([chen])
      .when({ type: 'ChangeAccountRoles', data: { id: ids.new, roles } })
      .thenRefused('AccountUnknown', { field: 'id', id: ids.new });
  });
});

describe('grants', () => {
  const change = (...roles: readonly RoleGrant[]) => ({
    type: 'ChangeAccountRoles',
    data: { id: ids.lin, roles: roles.map((role) => ({ ...role })) },
  });
  const squad = (id: string, more: object = {}): GivenEvent => ({
    stream: `squad/${id}`,
    type: 'SquadRecorded',
    data: {
      record: { name: id, kind: 'street', grids: [], ...more },
      provenance: { source: 'test', asOf: testNow - hour, how: 'hand' },
    },
  });
  const refused = (code: string, field: string, ...roles: readonly RoleGrant[]) =>
    given([chen, lin])
      .when(change(...roles))
      .thenRefused(code, expect.objectContaining({ field }));

  test.each<[string, RoleGrant]>([
    ['a limit the role does not take', { role: 'dispatcher', squad: 'fenglin' }],
    ['no limit where it needs one', { role: 'squadRoom' }],
    ['two limits', { role: 'leader', brigade: 'north', squad: 'fenglin' }],
    ['an administrator of a squad', { role: 'administrator', squad: 'fenglin' }],
  ])('are refused with %s', (_what, grant) => {
    refused('RoleLimitWrong', 'roles.1', dispatcher, grant);
  });

  test('end after they begin', () => {
    refused('PeriodReversed', 'roles.0.to', { role: 'dispatcher', from: testNow, to: testNow });
  });

  test('are limited to what there is, as soon as the register is not empty', () => {
    const room: RoleGrant = { role: 'squadRoom', squad: 'fenglin' };
    const lead: RoleGrant = { role: 'commander', brigade: 'north' };
    const set = (...roles: readonly RoleGrant[]) => [
      { stream: stream(ids.lin), type: 'AccountRolesChanged', data: { roles: [...roles] } },
    ];
    given([chen, lin]).when(change(room, lead)).then(set(room, lead));
    given([chen, lin, squad('xietu')])
      .when(change(room))
      .thenRefused('ScopeUnknown', {
        ...{ field: 'roles.0.squad', role: 'squadRoom', limit: 'squad', id: 'fenglin' },
      });
    given([chen, lin, squad('fenglin', { brigade: 'south' })])
      .when(change(room))
      .then(set(room));
    given([chen, lin, squad('fenglin', { brigade: 'south' })])
      .when(change(lead))
      .thenRefused('ScopeUnknown');
    given([chen, lin])
      .when(change({ role: 'memberUnit', operation: 'o1' }))
      .thenRefused('ScopeUnknown');
  });

  test('of administrator, auditor and wall stand alone, unless they follow one another', () => {
    refused('RolesIncompatible', 'roles', dispatcher, administrator);
    refused('RolesIncompatible', 'roles', dispatcher, { role: 'auditor' });
    refused('RolesIncompatible', 'roles', administrator, { role: 'wall' });
    const turn: readonly RoleGrant[] = [
      { role: 'dispatcher', to: testNow + hour },
      { role: 'auditor', from: testNow + hour },
    ];
    const outcome = given([chen, lin]).when(change(...turn));
    expect(outcome.state(stream(ids.lin))).toMatchObject({ roles: [dispatcher], grants: turn });
  });

  test('are nobody’s to change for themself', () => {
    const by = { user: ids.lin, seat: 'seat1', role: 'administrator' };
    given([chen, lin])
      .when({ ...change(dispatcher), by })
      .thenRefused('OwnRolesNotAllowed', { id: ids.lin });
  });

  test('begin and end when the hub says so', () => {
    const grants: readonly RoleGrant[] = [
      { role: 'dispatcher', to: testNow },
      { role: 'shiftLead', from: testNow, to: testNow + hour },
    ];
    const events = [chen, created(ids.lin, 'lin', grants)];
    const kind = kinds.get('account');
    const dues = (state: unknown) => kind?.dues(state);
    const before = given(events).state(stream(ids.lin));
    expect(before).toMatchObject({ roles: [{ role: 'dispatcher' }] });
    expect(dues(before)).toEqual([{ rule: 'accountRolesTurn', at: testNow }]);
    const turn = { type: 'TurnAccountRoles', data: { id: ids.lin } };
    given(events)
      .when({ ...turn, now: testNow - 1 })
      .then([]);
    const outcome = given(events).when(turn);
    outcome.then([{ stream: stream(ids.lin), type: 'AccountRolesTurned', data: {} }]);
    const after = outcome.state(stream(ids.lin));
    expect(after).toMatchObject({ roles: [{ role: 'shiftLead' }] });
    expect(dues(after)).toEqual([{ rule: 'accountRolesTurn', at: testNow + hour }]);
    const turned: GivenEvent = { stream: stream(ids.lin), type: 'AccountRolesTurned', data: {}, at: testNow + hour };
    const over = given([...events, turned]).state(stream(ids.lin));
    expect(over).toMatchObject({ roles: [] });
    expect(dues(over)).toEqual([]);
    const reaction = dueReactions.get('accountRolesTurn');
    const due = { rule: 'accountRolesTurn', at: testNow };
    expect(reaction?.(stream(ids.lin), given(events).reads, due)).toEqual(turn);
    expect(reaction?.(stream(ids.lin), given([...events, turned]).reads, due)).toBeUndefined();
  });
});

test('a new name is told, the same one is not', () => {
  const rename = (name: string) => given([chen]).when({ type: 'RenameAccount', data: { id: ids.chen, name } });
  rename('陈').then([{ stream: stream(ids.chen), type: 'AccountRenamed', data: { name: '陈' } }]);
  expect(rename('陈').state(stream(ids.chen))).toMatchObject({ name: '陈' });
  rename('name of chen').then([]);
});

test('two administrators cannot remove each other, and the first one must stay', () => {
  const remove = (id: string, by: string) => ({
    type: 'ChangeAccountRoles',
    by: { user: by, seat: 'seat1', role: 'administrator' },
    data: { id, roles: [{ role: 'dispatcher' }] },
  });
  const one = given([chen, wu]).when(remove(ids.wu, ids.chen));
  expect('events' in one.decision).toBe(true);
  const gone: GivenEvent = {
    stream: stream(ids.wu),
    type: 'AccountRolesChanged',
    data: { roles: [{ role: 'dispatcher' }] },
  };
  given([chen, wu, gone]).when(remove(ids.chen, ids.wu)).thenRefused('LastAdministrator');
  const first = { id: ids.new, login: 'first', name: 'x', demo: false };
  given([lin])
    .when({ type: 'CreateAccount', data: { ...first, roles: [{ role: 'administrator', to: testNow + hour }] } })
    .thenRefused('LastAdministrator');
});

describe('an administrator who goes', () => {
  const asAdministrator = (user: string) => ({ user, seat: 'seat1', role: 'administrator' });
  const leave = (id: string, by: string) => ({
    type: 'DisableAccount',
    by: asAdministrator(by),
    data: { id, reason: 'left' },
  });
  const demote = (id: string, by: string) => ({
    type: 'ChangeAccountRoles',
    by: asAdministrator(by),
    data: { id, roles: [{ role: 'dispatcher' }] },
  });

  test('leaves behind one who has got in: whoever sends them away', () => {
    for (const wish of [leave, demote]) {
      expect('events' in given([chen, wu]).when(wish(ids.chen, ids.wu)).decision).toBe(true);
      // The other may never have had a password: an account that was only made proves nothing.
      const later = created(ids.new, 'new', [administrator]);
      const forAnHour = created(ids.wu, 'wu', [{ role: 'administrator', to: testNow + hour }]);
      given([chen, forAnHour, later]).when(wish(ids.chen, ids.wu)).thenRefused('LastAdministrator', { id: ids.chen });
    }
    given([chen, wu]).when(leave(ids.chen, ids.chen)).thenRefused('LastAdministrator', { id: ids.chen });
  });

  test('goes by the hub itself where another is left: who runs the hub sets passwords', () => {
    const by = systemActor;
    expect('events' in given([chen, wu]).when({ ...leave(ids.chen, ''), by }).decision).toBe(true);
    given([chen])
      .when({ ...leave(ids.chen, ''), by })
      .thenRefused('LastAdministrator');
  });

  test('whose grants had no effect on the office goes as anybody', () => {
    expect('events' in given([chen, lin]).when(leave(ids.lin, ids.chen)).decision).toBe(true);
  });
});

describe('grants of an older journal', () => {
  const events = (...roles: readonly RoleGrant[]) => [chen, created(ids.lin, 'lin', roles)];
  const account = (...roles: readonly RoleGrant[]) => must(given(events(...roles)).reads.account(ids.lin), 'account');

  test.each<[string, readonly RoleGrant[], readonly RoleGrant[]]>([
    ['an administrator who dispatches', [dispatcher, administrator], [administrator]],
    ['an administrator who audits', [{ role: 'auditor' }, administrator], [administrator]],
    ['an auditor who dispatches', [{ role: 'auditor' }, dispatcher], [{ role: 'auditor' }]],
    ['a wall that dispatches', [dispatcher, { role: 'wall' }], [{ role: 'wall' }]],
    ['a squad room of no squad', [{ role: 'squadRoom' }, dispatcher], [dispatcher]],
    ['a leader of a zone', [{ role: 'leader', zone: 'z2' }], []],
    ['a dispatcher who administers a squad', [{ role: 'administrator', squad: 'x' }, dispatcher], [dispatcher]],
    ['a dispatcher', [dispatcher], [dispatcher]],
  ])('that are apart or ill made open nothing: %s', (_what, grants, roles) => {
    const held = account(...grants);
    expect(held).toMatchObject({ grants, roles });
    expect(grantsWithoutEffect(held, testNow)).toEqual(
      grants.filter(({ role }) => !roles.some((kept) => kept.role === role)),
    );
  });

  test('are without effect only while they are apart; a place as a deputy counts too', () => {
    const turn: RoleGrant = { role: 'auditor', from: testNow + hour };
    const held = account(dispatcher, turn);
    expect(grantsWithoutEffect(held, testNow)).toEqual([]);
    expect(grantsWithoutEffect(held, testNow + hour)).toEqual([dispatcher]);
    const over: RoleGrant = { role: 'squadRoom', to: testNow };
    expect(grantsWithoutEffect(account(over, dispatcher), testNow)).toEqual([]);
    const place = { for: ids.chen, roles: [dispatcher], from: testNow - hour, to: testNow + hour, reason: 'x' };
    const deputy = { ...account(administrator), deputyOf: [place] };
    expect(grantsWithoutEffect(deputy, testNow)).toMatchObject([dispatcher]);
  });
});

describe('disabling and enabling', () => {
  test('holds until it is taken back', () => {
    const events = [chen, wu, disabled(ids.wu)];
    expect(given(events).state(stream(ids.wu))).toMatchObject({ disabled: true });
    const back = given(events).when({ type: 'EnableAccount', data: { id: ids.wu } });
    back.then([{ stream: stream(ids.wu), type: 'AccountEnabled', data: {} }]);
    expect(back.state(stream(ids.wu))).toMatchObject({ disabled: false, roles: [administrator] });
  });

  test('twice is no event', () => {
    given([chen, wu, disabled(ids.wu)])
      .when({ type: 'DisableAccount', data: { id: ids.wu, reason: 'again' } })
      .then([]);
    given([chen])
      .when({ type: 'EnableAccount', data: { id: ids.chen } })
      .then([]);
  });

  test('never takes the last administrator', () => {
    const disable = { type: 'DisableAccount', data: { id: ids.chen, reason: 'left' } };
    given([chen]).when(disable).thenRefused('LastAdministrator', { id: ids.chen });
    given([chen, wu, disabled(ids.wu)])
      .when(disable)
      .thenRefused('LastAdministrator');
    given([chen, wu])
      .when({ ...disable, by: { user: ids.wu, seat: 'seat1', role: 'administrator' } })
      .then([{ stream: stream(ids.chen), type: 'AccountDisabled', data: { reason: 'left' } }]);
  });

  test('of a leaver is for good', () => {
    const leave = { type: 'DisableAccount', data: { id: ids.lin, reason: 'retired', leaver: true } };
    const left: GivenEvent = {
      stream: stream(ids.lin),
      type: 'AccountDisabled',
      data: { reason: 'retired', leaver: true },
    };
    given([chen, lin]).when(leave).then([left]);
    given([chen, lin, disabled(ids.lin)])
      .when(leave)
      .then([left]);
    const gone = given([chen, lin, left]);
    expect(gone.state(stream(ids.lin))).toMatchObject({ disabled: true, leaver: true });
    gone.when(leave).then([]);
    gone.when({ type: 'EnableAccount', data: { id: ids.lin } }).thenRefused('LeaverStays', { id: ids.lin });
    gone
      .when({ type: 'ChangeAccountRoles', data: { id: ids.lin, roles: [{ role: 'leader' }] } })
      .thenRefused('LeaverStays');
  });

  test.each(['DisableAccount', 'EnableAccount'])('%s of an account that is not there is refused', (type) => {
    const reason = type === 'DisableAccount' ? { reason: 'x' } : {};
    given([chen])
      .when({ type, data: { id: ids.new, ...reason } })
      .thenRefused('AccountUnknown');
  });
});

test('only administrators and the hub itself may do any of it, and only administration sees it', () => {
  for (const type of ['CreateAccount', 'ChangeAccountRoles', 'RenameAccount', 'DisableAccount', 'EnableAccount'])
    expect(commands.get(type)?.roles, type).toEqual(['administrator', 'system']);
  expect(scopeOf(stream(ids.chen), given([chen]).state(stream(ids.chen)))).toEqual(['administration']);
  expect(roleSchema.options).not.toContain('system');
});
