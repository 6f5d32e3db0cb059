/** Every code that a rule or a decision gives has words on the screens: a code alone tells nobody anything at 3 a.m. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zhCN } from '../../renderer/i18n/zh-cn.ts';
import { accountEvents, roleSchema } from '../../shared/domain/account/events.ts';
import { alarmEvents } from '../../shared/domain/alarm/events.ts';
import { approvalEvents } from '../../shared/domain/approval/events.ts';
import { assignmentEvents } from '../../shared/domain/assignment/events.ts';
import { remarkEvents } from '../../shared/domain/remark/events.ts';
import { urgentReportEvents } from '../../shared/domain/urgent-report/events.ts';
import { attendanceEvents } from '../../shared/domain/attendance/events.ts';
import { commands } from '../../shared/domain/catalog.ts';
import { rosterEvents } from '../../shared/domain/roster/events.ts';
import { contactEvents } from '../../shared/domain/contact/events.ts';
import { dutyModeEvents } from '../../shared/domain/duty-mode/events.ts';
import { fenceEvents } from '../../shared/domain/fence/events.ts';
import { incidentEvents } from '../../shared/domain/incident/events.ts';
import { messageEvents } from '../../shared/domain/message/events.ts';
import { operationEvents } from '../../shared/domain/joint-operation/events.ts';
import { nightPermitEvents, quietPeriodEvents, repairNoticeEvents } from '../../shared/domain/permit/events.ts';
import { postEvents } from '../../shared/domain/post/events.ts';
import { racedBy } from '../../shared/domain/rules/raced.ts';
import { doorRoles } from '../../shared/domain/rules/permissions.ts';
import { siteEvents } from '../../shared/domain/site/events.ts';
import { videoPointEvents } from '../../shared/domain/video-point/events.ts';
import { loggedActions } from '../../shared/wire/access-actions.ts';

/** Squads, zones, units, packs and erasures have no screen yet. */
const notGivenOnScreens = /^Record(Squad|Zone|Unit)|Pack|^Erase/;

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
  const codes = codesIn(
    'shared/domain/{account,alarm,approval,assignment,attendance,contact,duty-mode,fence,incident,joint-operation,message,permit,post,remark,roster,site,unit,urgent-report,video-point}/*.ts',
    /\brefuse\('(\w+)'/g,
  );
  expect(codes.length).toBeGreaterThan(25);
  expect(without(codes, zhCN.refusal)).toEqual([]);
  // What the checks of drawings, and of the codes of cameras, say; oddities are no refusals.
  const drawn = codesIn('shared/domain/{post,fence,rules}/*.ts', /\b(?:refuse\(|unknown: )'(\w+)'/g);
  const digits = codesIn('shared/domain/video-point/*.ts', /\bfault: (?:\{ \.\.\.)?remark\('(\w+)'/g);
  expect(digits).toEqual(['GbCodeCentre', 'GbCodeLength', 'GbCodeNotDigits', 'GbCodeType']);
  expect(without([...drawn, ...digits], zhCN.refusal)).toEqual([]);
});

test('events that a timeline shows', () => {
  const events = [
    ...[accountEvents, approvalEvents, assignmentEvents, dutyModeEvents, incidentEvents, operationEvents],
    ...[postEvents, fenceEvents, videoPointEvents, siteEvents, contactEvents, messageEvents],
    ...[alarmEvents, attendanceEvents, remarkEvents, rosterEvents, urgentReportEvents],
    ...[nightPermitEvents, repairNoticeEvents, quietPeriodEvents],
  ];
  expect(without(events.flatMap(Object.keys), zhCN.event)).toEqual([]);
});

test('what another seat did first', () => {
  const given = [...commands.values()].filter(({ roles }) => roles.some((role) => role !== 'system'));
  const ofTheHall = given.filter(({ type }) => !notGivenOnScreens.test(type));
  const types = [...ofTheHall.flatMap(({ conflictsWith }) => conflictsWith), ...Object.values(racedBy).flat()];
  expect(types.length).toBeGreaterThan(60);
  expect(without([...new Set(types)], zhCN.event)).toEqual([]);
  expect(without(Object.keys(racedBy), zhCN.refusal)).toEqual([]);
});

test('roles', () => {
  expect(without([...roleSchema.options, ...doorRoles], zhCN.role)).toEqual([]);
});

test('commands in the tray', () => {
  const given = [...commands.values()].filter(({ roles }) => roles.some((role) => role !== 'system'));
  const ofTheHall = given.map(({ type }) => type).filter((type) => !notGivenOnScreens.test(type));
  expect(without(ofTheHall, zhCN.command)).toEqual([]);
});

test('the word that must never stand on a screen', () => {
  expect(JSON.stringify(zhCN)).not.toContain('无证');
});

test('what the hub notes in the access log', () => {
  const noted = codesIn(
    'hub/**/*.ts',
    /(?:access\.(?:note|look)\(\{[^}]*?action: |guard\.note\(who, |\bnote\(who, )'(\w+)'/g,
  );
  expect(noted.length).toBeGreaterThan(8);
  expect(noted.filter((action) => !(loggedActions as readonly string[]).includes(action))).toEqual([]);
  expect(without(loggedActions, zhCN.accessAction)).toEqual([]);
});

test('how a log-in ended', () => {
  const codes = codesIn('db/hub/*.ts', /^ {2}\| '([A-Z]\w+)'/gm);
  expect(codes.length).toBeGreaterThan(4);
  expect(without(codes, zhCN.endReason)).toEqual([]);
});
