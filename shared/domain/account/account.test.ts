import { describe, expect, test } from 'vitest';
import type { DocumentReader } from '../reads.ts';
import { readsOf } from '../reads.ts';
import type { GivenEvent, World } from '../../../tests/support/given.ts';
import { givenIn } from '../../../tests/support/given.ts';
import type { StreamId } from '../../lib/journal.ts';
import { streamId } from '../../lib/journal.ts';
import type { HubReads } from '../catalog.ts';
import { catalog, commands, scopeOf } from '../catalog.ts';
import { roleSchema } from './events.ts';
import type { RoleGrant } from './events.ts';

const ids = {
  chen: '01920000-0000-7000-8000-000000000001',
  wu: '01920000-0000-7000-8000-000000000002',
  new: '01920000-0000-7000-8000-000000000003',
} as const;
const stream = (id: string): StreamId => streamId('account', id);

/** The column `disabled` is a number in the tables; documents under test are asked by the member itself. */
const byMember = (documents: DocumentReader): DocumentReader => ({
  document: (name) => documents.document(name),
  documents(kind, query = {}) {
    const { where = {}, limit, ...rest } = query;
    const all = documents.documents(kind, rest);
    const found = all.filter(({ state }) =>
      Object.entries(where).every(([column, value]) => {
        const member = (state as { readonly [name: string]: unknown })[column];
        return (typeof member === 'boolean' ? Number(member) : member) === value;
      }),
    );
    return found.slice(0, limit);
  },
});

const given = (events: readonly GivenEvent[]): World<HubReads> =>
  givenIn(catalog, (documents) => readsOf(byMember(documents)), events);

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
const wu = created(ids.wu, 'wu', [administrator, dispatcher]);

describe('creating an account', () => {
  const data = { id: ids.new, login: 'li.na', name: '李娜', roles: [{ role: 'dispatcher' }], demo: false };

  test('says who, as what, and whether for the demo', () => {
    const outcome = given([chen]).when({ type: 'CreateAccount', data });
    const { id, ...rest } = data;
    outcome.then([{ stream: stream(id), type: 'AccountCreated', data: rest }]);
    expect(outcome.state(stream(id))).toEqual({ ...data, disabled: false });
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
    const outcome = given([chen, wu]).when({ type: 'ChangeAccountRoles', data: { id: ids.wu, roles } });
    outcome.then([{ stream: stream(ids.wu), type: 'AccountRolesChanged', data: { roles } }]);
    expect(outcome.state(stream(ids.wu))).toMatchObject({ login: 'wu', roles });
  });

  test('never takes the last administrator', () => {
    const change = { type: 'ChangeAccountRoles', data: { id: ids.chen, roles } };
    given([chen]).when(change).thenRefused('LastAdministrator', { id: ids.chen });
    given([chen, wu, disabled(ids.wu)])
      .when(change)
      .thenRefused('LastAdministrator');
    const both = [{ role: 'administrator' }, { role: 'dispatcher' }];
    given([chen])
      .when({ ...change, data: { id: ids.chen, roles: both } })
      .then([{ stream: stream(ids.chen), type: 'AccountRolesChanged', data: { roles: both } }]);
  });

  test('of an account that is not there is refused', () => {
    given([chen])
      .when({ type: 'ChangeAccountRoles', data: { id: ids.new, roles } })
      .thenRefused('AccountUnknown', { id: ids.new });
  });
});

describe('disabling and enabling', () => {
  test('holds until it is taken back', () => {
    const events = [chen, wu, disabled(ids.wu)];
    expect(given(events).state(stream(ids.wu))).toMatchObject({ disabled: true });
    const back = given(events).when({ type: 'EnableAccount', data: { id: ids.wu } });
    back.then([{ stream: stream(ids.wu), type: 'AccountEnabled', data: {} }]);
    expect(back.state(stream(ids.wu))).toMatchObject({ disabled: false, roles: [administrator, dispatcher] });
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
      .when(disable)
      .then([{ stream: stream(ids.chen), type: 'AccountDisabled', data: { reason: 'left' } }]);
  });

  test.each(['DisableAccount', 'EnableAccount'])('%s of an account that is not there is refused', (type) => {
    const reason = type === 'DisableAccount' ? { reason: 'x' } : {};
    given([chen])
      .when({ type, data: { id: ids.new, ...reason } })
      .thenRefused('AccountUnknown');
  });
});

test('only administrators and the hub itself may do any of it, and only administration sees it', () => {
  for (const type of ['CreateAccount', 'ChangeAccountRoles', 'DisableAccount', 'EnableAccount'])
    expect(commands.get(type)?.roles, type).toEqual(['administrator', 'system']);
  expect(scopeOf(stream(ids.chen), given([chen]).state(stream(ids.chen)))).toEqual(['administration']);
  expect(roleSchema.options).not.toContain('system');
});
