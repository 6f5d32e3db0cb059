import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { zhCN } from '../i18n/zh-cn.ts';
import { agoText, beforeWords, reasonText, refusalText, spanText, stageText, timeText } from './words.ts';

const offset = 480;
const at = Date.UTC(2026, 10, 19, 22, 0);
const t = i18next.t.bind(i18next);

beforeAll(async () => {
  await i18next.init({ lng: 'zh-CN', defaultNS: 'screens', resources: { 'zh-CN': { screens: zhCN } } });
});

test('a reason says its figures, codes in words, and instants with their date', () => {
  expect(reasonText({ code: 'permitExpired', params: { number: '示夜 0098', to: at } }, t, offset, 2026)).toBe(
    '许可 示夜 0098 已于 11-20 06:00 过期',
  );
  // Of another year, and where the present one is not known, with its year.
  for (const year of [2027, undefined])
    expect(reasonText({ code: 'permitExpired', params: { number: '示夜 0098', to: at } }, t, offset, year)).toContain(
      '已于 2026-11-20 06:00',
    );
  expect(reasonText({ code: 'distance', params: { metres: 19.6 } }, t, offset)).toBe('距离 20 米');
  expect(reasonText({ code: 'direction', params: { fits: false } }, t, offset)).toBe('方向与所述不符');
  expect(reasonText({ code: 'assessed', params: { kind: 'none' } }, t, offset)).toBe('按初步研判：库内未查到许可');
  expect(reasonText({ code: 'sameRoads', params: { roads: ['斜土路', '小木桥路'] } }, t, offset)).toContain(
    '斜土路、小木桥路',
  );
});

test('what has no words shows its code; what is open is listed', () => {
  expect(reasonText({ code: 'unheardOf', params: {} }, t, offset)).toBe('unheardOf');
  expect(refusalText({ code: 'UnheardOf', params: {} }, t, offset)).toContain('UnheardOf');
  const reasons = [
    { code: 'callerWaiting', params: { number: '1121-001' } },
    { code: 'checkDue', params: { number: '1121-001', which: 'sameNight' } },
    { code: 'outcomeMissing', params: {} },
  ];
  expect(refusalText({ code: 'ObligationOpen', params: { reasons } }, t, offset)).toBe(
    '还不能办结：1121-001 的来电人尚未答复；1121-001 的当夜复核未做；没有处置结果',
  );
});

test('what has others joined to it names them', () => {
  const params = { field: 'incident', numbers: ['1121-002', '1121-003'] };
  expect(refusalText({ code: 'TookInOthers', params }, t, offset)).toBe(
    '已有其他来件并入它：1121-002、1121-003，先把它们拆出来',
  );
});

test('whoever lost a race is told who was first, when, and with what', () => {
  const first = { type: 'IncidentUnitSent', at, by: 'u2', role: 'dispatcher', seat: 'seat-2' };
  const told = (code: string, meanwhile: object): string =>
    refusalText({ code, params: { unitName: '机动一组', meanwhile: meanwhile as never } }, t, offset, 2026);
  const named = { ...first, name: '指挥二席', unitName: '机动一组' };
  expect(told('ChangedMeanwhile', named)).toBe('指挥二席 11-20 06:00 先做了「派 机动一组」：请看现状再做');
  // By the hub itself, or who is no person: by role and seat.
  expect(told('ChangedMeanwhile', { ...first, role: 'system', seat: 'hub', name: null, unitName: null })).toContain(
    '系统 · hub 11-20 06:00',
  );
  expect(told('UnitBusy', { ...named, type: 'UnitEngaged' })).toBe(
    '机动一组 手上还有任务；指挥二席 11-20 06:00 先做了「派该组」',
  );
  // As it was answered before names were told.
  const old = { stream: 'incident/x', type: 'IncidentClosed', by: 'u2', at };
  expect(refusalText({ code: 'ChangedMeanwhile', params: old }, t, offset, 2026)).toBe(
    '别的席位 11-20 06:00 先做了「办结」：请看现状再做',
  );
});

test('times of another day carry their date; spans are short', () => {
  expect(timeText(at, at + 60_000, offset)).toBe('06:00');
  expect(timeText(at, at + 86_400_000, offset)).toBe('11-20 06:00');
  expect(timeText(at, at + 60 * 86_400_000, offset)).toBe('2026-11-20 06:00');
  expect([245_000, 42 * 60_000, 130 * 60_000, 3 * 86_400_000].map((span) => spanText(span, t))).toEqual([
    '4:05',
    '42 分',
    '2 时 10 分',
    '3 天',
  ]);
});

test('an age is never taken for a time of the clock', () => {
  expect([-50, 3_999, 245_000, 42 * 60_000, 130 * 60_000].map((span) => agoText(span, t))).toEqual([
    '0 秒',
    '3 秒',
    '4 分',
    '42 分',
    '2 时 10 分',
  ]);
});

test('what is dealt with is named by what is still to be done', () => {
  const limit = (name: 'reply' | 'firstContact' | 'sameNight' | 'acknowledge') => ({ limit: name, at });
  const said = (...open: ReturnType<typeof limit>[]): string => stageText({ stage: 'handled', open }, t);
  expect(said(limit('firstContact'), limit('reply'))).toBe('待答复');
  expect(said(limit('sameNight'))).toBe('待复核');
  expect(said(limit('reply'), limit('sameNight'))).toBe('待复核、答复');
  expect(said()).toBe('待办结');
  expect(stageText({ stage: 'received', open: [limit('acknowledge'), limit('reply')] }, t)).toBe('待签收');
});

test('a name that ends in Latin letters has a space before words', () => {
  expect(['示例工地 A', '示例工地'].map((name) => `${beforeWords(name)}夜间施工`)).toEqual([
    '示例工地 A 夜间施工',
    '示例工地夜间施工',
  ]);
});
