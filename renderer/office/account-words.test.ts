import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { loggedActions } from '../../shared/wire/seat-api.ts';
import { en } from '../i18n/en.ts';
import { zhCN } from '../i18n/zh-cn.ts';
import { actionText, detailText, subjectText } from './account-words.ts';

const t = i18next.getFixedT('zh-CN', 'screens');
const english = i18next.getFixedT('en', 'screens');

beforeAll(async () => {
  const resources = { 'zh-CN': { screens: zhCN }, en: { screens: en } };
  await i18next.init({ lng: 'zh-CN', defaultNS: 'screens', resources });
});

test('a look at a track says of which time, in the time of the district', () => {
  const [from, to] = [Date.parse('2026-11-21T22:00:00+08:00'), Date.parse('2026-11-22T06:30:00+08:00')];
  expect(detailText('track', `granted ${from} to ${to}: 核实到场`, 480, t)).toBe(
    '2026-11-21 22:00 – 2026-11-22 06:30: 核实到场',
  );
});

test('a refusal says what was asked and why not, in words', () => {
  expect(detailText('refused', 'track NotAllowed 1 to 2: why', 480, t)).toBe('查看轨迹 您无权这样做 1 to 2: why');
  expect(detailText('refused', 'OwnRolesNotAllowed', 480, t)).toBe('不能调整自己的角色');
  expect(detailText('loginFailed', 'WrongLogin 10.1.2.3', 480, t)).toBe('账号或密码不对 10.1.2.3');
  expect(subjectText('refused', 'makeKey unit/m1', t)).toBe('新建密钥 unit/m1');
  expect(subjectText('vaultRead', 'login of somebody', t)).toBe('login of somebody');
});

test('what a job removed is counted, with what and until when', () => {
  const before = Date.parse('2026-08-23T20:00:00+08:00');
  expect(detailText('retention', `removed 12 records before ${before}`, 480, t)).toBe(
    '清除 12 条，2026-08-23 20:00 以前的',
  );
  expect(subjectText('retention', 'vault', t)).toBe('来电人资料');
  expect(detailText('retention', `removed 12 records before ${before}`, 480, english)).toBe(
    '12 entries removed, all before 2026-08-23 20:00',
  );
  expect(detailText('refused', 'track NotAllowed 1 to 2: why', 480, english)).toBe(
    'Looked at a track You have no right to do this 1 to 2: why',
  );
});

test('what people wrote stays as they wrote it', () => {
  for (const detail of ['', '手机丢失', 'Unknown caller rang twice', '4711'])
    expect(detailText('vaultRead', detail, 480, t)).toBe(detail);
  expect(detailText('me', 'granted', 480, t)).toBe('');
});

test('everything the hub notes has a word', () => {
  expect(loggedActions.filter((action) => actionText(action, t) === action)).toEqual([]);
  expect(new Set(loggedActions).size).toBe(loggedActions.length);
});
