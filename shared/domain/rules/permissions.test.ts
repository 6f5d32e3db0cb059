import { expect, test } from 'vitest';
import { roleSchema } from '../account/events.ts';
import { commands, kinds } from '../catalog.ts';
import type { Allowed } from './permissions.ts';
import { apart, commandRights, documentRights, doorRoles, otherRights, roleLimits, rolesFor } from './permissions.ts';

const rows: readonly (readonly [string, Allowed])[] = [commandRights, documentRights, otherRights].flatMap((table) =>
  Object.entries(table as { readonly [action: string]: Allowed }),
);

/** Rows that stand ready for a command of the path of an incident that is not in this catalog yet. */

test('every command has a row, and every row a command', () => {
  expect(Object.keys(commandRights).sort()).toEqual([...commands.keys()].sort());
  for (const [type, { roles }] of commands) expect(roles, type).toEqual(rolesFor(type));
  expect(rolesFor('NoSuchCommand')).toEqual([]);
});

test('every kind of document has a row, and every row a kind', () => {
  expect(Object.keys(documentRights).sort()).toEqual([...kinds.keys()].sort());
});

test('rows name roles that exist, and somebody', () => {
  const known: readonly string[] = [...roleSchema.options, ...doorRoles];
  for (const [action, row] of rows) {
    expect(Object.keys(row).length, action).toBeGreaterThan(0);
    for (const role of Object.keys(row)) expect(known, action).toContain(role);
  }
});

test('neither an auditor nor a wall gives any command', () => {
  for (const type of commands.keys()) {
    expect(rolesFor(type), type).not.toContain('wall');
    expect(rolesFor(type), type).not.toContain('auditor');
  }
});

test('everybody with work of their own may have somebody take their place, and an administrator sees to it', () => {
  const without = roleSchema.options.filter((role) => !rolesFor('NameDeputy').includes(role));
  expect(without).toEqual(['wall', 'auditor']);
  expect(rolesFor('EndDeputy')).toEqual(rolesFor('NameDeputy'));
});

test('who keeps the accounts, watches or hangs on the wall sees no caller', () => {
  for (const role of ['administrator', 'auditor', 'wall', 'squadRoom', 'officer', 'memberUnit', 'street'] as const)
    expect(role in otherRights.readCaller, role).toBe(false);
});

test('every role has a limit to choose from, and no role is apart from itself', () => {
  for (const role of roleSchema.options) expect(roleLimits[role].length, role).toBeGreaterThan(0);
  for (const { one, other } of apart) expect(one.filter((role) => other.includes(role))).toEqual([]);
});

const about = (members: readonly string[]): boolean =>
  members.some((name) => ['incident', 'assignment'].includes(name));

test('every command about an incident or an assignment says which', () => {
  const without = [...commands.values()]
    .filter(({ subject, alsoAbout }) => subject === undefined && alsoAbout === undefined)
    .filter(({ schema }) => 'shape' in schema && about(Object.keys(schema.shape as object)))
    .map(({ type }) => type);
  expect(without).toEqual([]);
});
