/** The printed table of rights is that which the hub enforces. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { permissionsFile, permissionsText } from '../../build/permissions.ts';
import { roleSchema } from '../../shared/domain/account/events.ts';
import { commandRights, documentRights, otherRights } from '../../shared/domain/rules/permissions.ts';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, permissionsFile), 'utf8');

test('docs/permissions.md is current: npm run permissions', () => {
  expect(text).toBe(permissionsText());
});

test('it has every action and every role', () => {
  for (const action of [commandRights, documentRights, otherRights].flatMap((rights) => Object.keys(rights)))
    expect(text).toContain(`| \`${action}\` |`);
  for (const role of roleSchema.options) expect(text).toContain(`| \`${role}\` |`);
});
