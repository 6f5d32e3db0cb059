import { expect, test } from 'vitest';
import { given, testNow } from '../../tests/support/given.ts';
import type { LogLine } from '../../tests/support/hub-kit.ts';
import { recordingLog } from '../../tests/support/hub-kit.ts';
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import { tellGrantsWithoutEffect } from './without-effect.ts';

const made = (login: string, ...roles: readonly RoleGrant[]) => ({
  stream: `account/${login}` as const,
  type: 'AccountCreated',
  data: { login, name: login, roles: roles.map((role) => ({ ...role })), demo: false },
});

test('grants that open nothing are said at the start, of accounts that may log in', () => {
  const people = given([
    made('both', { role: 'administrator' }, { role: 'dispatcher' }),
    made('room', { role: 'squadRoom' }),
    made('good', { role: 'squadRoom', squad: 'fenglin' }, { role: 'leader' }),
    made('gone', { role: 'zoneLead' }),
    { stream: 'account/gone', type: 'AccountDisabled', data: { reason: 'left' } },
  ]).reads;
  const lines: LogLine[] = [];
  tellGrantsWithoutEffect({ people, clock: { now: () => testNow }, log: recordingLog(lines) });
  expect(lines.map(({ level, data }) => ({ level, ...data }))).toEqual([
    { level: 'warn', login: 'both', grants: [{ role: 'dispatcher' }] },
    { level: 'warn', login: 'room', grants: [{ role: 'squadRoom' }] },
  ]);
});
