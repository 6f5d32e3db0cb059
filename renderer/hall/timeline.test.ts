import i18next from 'i18next';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { zhCN } from '../i18n/zh-cn.ts';
import { linesOf } from './timeline-lines.ts';
import type { Told } from './timeline-lines.ts';
import { channelText, whatText, whoText } from './timeline-words.ts';

const t = i18next.t.bind(i18next);
beforeAll(async () => {
  await i18next.init({ lng: 'zh-CN', defaultNS: 'screens', resources: { 'zh-CN': { screens: zhCN } } });
});

const start = Date.UTC(2026, 10, 21, 14, 40);
const desk = { user: 'user-lin', seat: 'desk-1', role: 'nightDesk' };
let seq = 0;
/** An event of a minute of the night, told at once unless `told` says when. */
function event(type: string, minute: number, more: Partial<Told> = {}): Told {
  seq += 1;
  const occurredAt = start + minute * 60_000;
  const stream = /^(Unit|Assignment|Evidence|OutcomeReported|Safety|Turn)/.test(type) ? 'assignment/a' : 'incident/i';
  return {
    id: `e${seq}`,
    seq,
    stream,
    type,
    data: {},
    at: occurredAt,
    occurredAt,
    by: desk,
    cause: `c${seq}`,
    ...more,
  };
}
const said = (events: readonly Told[]): readonly string[] =>
  linesOf(events).map((line) => whatText(line, line.stream === 'assignment/a' ? '机动一组' : undefined, t));

test('a step that stands on the incident and on the assignment is one line', () => {
  const events = [
    event('UnitAssigned', 1, { cause: 'send', data: { unitName: '机动一组' } }),
    event('IncidentUnitSent', 1, { cause: 'send', data: { unitName: '机动一组' } }),
    event('UnitArrived', 9, { cause: 'arrive', data: { grade: 'position', reportedByDesk: null } }),
    event('IncidentUnitArrived', 9, { cause: 'arrive' }),
    event('OutcomeReported', 20, { cause: 'outcome', data: { kind: 'stopped', reportedByDesk: null } }),
    event('OutcomeRecorded', 20, { cause: 'outcome', data: { kind: 'stopped' } }),
    event('IncidentUnitGone', 20, { cause: 'outcome' }),
  ];
  expect(said(events)).toEqual(['机动一组 反馈结果：已停工', '机动一组 到场：定位', '派单 机动一组']);
  // Where the assignment is not held, the incident tells it.
  const own = events.filter(({ stream }) => stream === 'incident/i');
  expect(said(own)).toHaveLength(4);
});

test('in the order in which it happened; what a device reports after the arrival is made up', () => {
  const field = { user: 'unit:m1', seat: 'field', role: 'device' };
  const step = { data: { reportedByDesk: null }, by: field };
  const events = [
    event('UnitAssigned', 1, { data: { unitName: '机动一组' } }),
    event('UnitArrived', 9, { data: { grade: 'position', reportedByDesk: null } }),
    event('UnitSetOut', 10, step),
    event('AssignmentAccepted', 2, { ...step, at: start + 12 * 60_000 }),
  ];
  expect(said(events)).toEqual(['补报：机动一组 出发', '机动一组 到场：定位', '补报：机动一组 接单', '派单 机动一组']);
  // An arrival that was taken back is none.
  const back = event('AssignmentStepUndone', 9, { data: { command: events[1]?.cause } });
  expect(said([...events, back]).filter((each) => each.startsWith('补报'))).toEqual(['补报：机动一组 接单']);
  expect(
    linesOf([...events, back])
      .filter(({ isUndone }) => isUndone)
      .map(({ type }) => type),
  ).toEqual(['UnitArrived']);
});

test('newest first whatever the order of the answers, nothing lost or twice', () => {
  const minutes = fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.nat(3)), { maxLength: 20 });
  const types = ['IncidentReceived', 'EvidenceNoted', 'CheckRecorded', 'SafetyConfirmed'] as const;
  fc.assert(
    fc.property(minutes, fc.infiniteStream(fc.nat()), (given, noise) => {
      const events = given.map(([minute, kind]) => event(types[kind] ?? 'CheckRecorded', minute));
      const mixed = events
        .map((each) => ({ each, key: noise.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each);
      const lines = linesOf(mixed);
      expect(lines.map(({ id }) => id)).toEqual(linesOf(events).map(({ id }) => id));
      expect(lines).toHaveLength(events.length);
      for (const [index, line] of lines.entries())
        expect(line.occurredAt).toBeGreaterThanOrEqual(lines[index + 1]?.occurredAt ?? 0);
    }),
  );
});

test('each line has its content', () => {
  const one = (type: string, data: Told['data']): string | undefined => said([event(type, 1, { data })])[0];
  expect(one('OutcomeRecorded', { kind: 'refusesToStop' })).toBe('处置结果：拒不停工');
  expect(one('CheckRecorded', { which: 'sameNight', way: 'camera', quiet: true })).toBe(
    '复核：当夜复核，视频核实已安静',
  );
  expect(one('CheckRecorded', { which: 'sameNight', way: 'unit', quiet: false })).toBe(
    '复核：当夜复核，到场核实仍在施工',
  );
  expect(one('IncidentAssessed', { assessment: { kind: 'none', siteName: '示例工地 A' } })).toBe(
    '研判：库内未查到许可，示例工地 A',
  );
  expect(one('EvidenceNoted', { kind: 'note', reportedByDesk: 'radio' })).toBe('机动一组 取证：现场记录');
  expect(one('FirstContactRecorded', { way: 'phone', reached: false })).toBe('先行联系：电话未接通');
  expect(one('ReplyRecorded', { way: 'message' })).toBe('答复：已发短信');
  expect(one('SourceChosen', { site: null, siteName: null })).toBe('确认来源：来源不明');
  expect(one('UnheardOf', {})).toBe('UnheardOf');
  const [line] = linesOf([event('EvidenceNoted', 1, { data: { kind: 'note', reportedByDesk: 'radio' } })]);
  expect(line === undefined ? undefined : channelText(line, t)).toBe('代报·电台');
});

test('who: a name where it is at hand, else the seat; a device is named by its unit', () => {
  const known = { people: new Map([['user-lin', '林']]), units: new Map([['m1', '机动一组']]) };
  const who = (by: Told['by']): string => whoText(event('IncidentAcknowledged', 1, { by }), known, t);
  expect(who(desk)).toBe('夜班席 · 林 · desk-1');
  expect(who({ user: 'user-wu', seat: 'desk-2', role: 'nightDesk' })).toBe('夜班席 · desk-2');
  for (const role of ['device', 'unit'])
    expect(who({ user: 'unit:m1', seat: 'field', role })).toBe('终端设备 · 机动一组');
  expect(who({ user: 'system', seat: 'hub', role: 'system' })).toBe('系统');
});
