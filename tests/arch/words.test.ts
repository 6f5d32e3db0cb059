/** Every code that a rule or a decision gives has words on the screens: a code alone tells nobody anything at 3 a.m. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zhCN } from '../../renderer/i18n/zh-cn.ts';
import { assignmentEvents } from '../../shared/domain/assignment/events.ts';
import { commands } from '../../shared/domain/catalog.ts';
import { incidentEvents } from '../../shared/domain/incident/events.ts';

/** Registers, accounts, packs and erasures have no screen yet. */
const notGivenOnScreens =
  /Account|^Record(Squad|Zone|Site|Night|Repair|Quiet|Unit|Video)|^Withdraw(Site|Night|Repair|Quiet|Video)|Pack|^Erase/;

const root = join(import.meta.dirname, '..', '..');

function codesIn(pattern: string, call: RegExp): string[] {
  const files = globSync(pattern, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(3);
  const found = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(call)].map((match) => match[1] ?? ''),
  );
  return [...new Set(found)].sort();
}

const without = (codes: readonly string[], texts: object): string[] => codes.filter((code) => !(code in texts));

test('reasons of the rules', () => {
  const codes = codesIn('shared/domain/rules/*.ts', /\breason\('(\w+)'/g);
  expect(codes.length).toBeGreaterThan(60);
  expect(without(codes, zhCN.reason)).toEqual([]);
});

test('refusals of the commands that screens give', () => {
  const codes = codesIn('shared/domain/{incident,assignment,unit}/*.ts', /\brefuse\('(\w+)'/g);
  expect(codes.length).toBeGreaterThan(25);
  expect(without(codes, zhCN.refusal)).toEqual([]);
});

test('events of incidents and assignments', () => {
  expect(without([...Object.keys(incidentEvents), ...Object.keys(assignmentEvents)], zhCN.event)).toEqual([]);
});

test('commands in the tray', () => {
  const given = [...commands.values()].filter(({ roles }) => roles.some((role) => role !== 'system'));
  const ofTheHall = given.map(({ type }) => type).filter((type) => !notGivenOnScreens.test(type));
  expect(without(ofTheHall, zhCN.command)).toEqual([]);
});

test('the word that must never stand on a screen', () => {
  expect(JSON.stringify(zhCN)).not.toContain('无证');
});
