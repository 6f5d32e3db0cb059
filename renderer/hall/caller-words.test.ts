import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '../../shared/domain/incident/state.ts';
import { assessmentKindSchema, stallSaysSchema } from '../../shared/domain/incident/events.ts';
import { incidentOf, report, stoppedAt, instantOf } from '../../tests/support/rules-world.ts';
import { en } from '../i18n/en.ts';
import { zhCN } from '../i18n/zh-cn.ts';
import { callerWords } from './caller-words.ts';

const now = instantOf('2026-11-21T23:10');
const base = incidentOf(report('宜山路中山西路浇混凝土', '2026-11-21T23:05'));
const [first] = base.assessments;
const t = i18next.t.bind(i18next);

beforeAll(async () => {
  const resources = { 'zh-CN': { screens: zhCN }, en: { screens: en } };
  await i18next.init({ lng: 'zh-CN', defaultNS: 'screens', resources });
});

function said(more: Partial<Assessment>, units = base.units) {
  if (first === undefined) throw new Error('no assessment');
  const words = callerWords({ ...base, units, assessments: [{ ...first, ...more }] }, t, now, 480);
  if (words === undefined) throw new Error('no words');
  return words;
}

describe.each(['zh-CN', 'en'])('in %s', (language) => {
  beforeAll(async () => {
    await i18next.changeLanguage(language);
  });

  test.each(assessmentKindSchema.options)('%s: no penalty is promised, nobody is called unlicensed', (kind) => {
    const papers = [{}, { permit: null, notice: null }, { authority: '公安' }];
    const sent = [base.units, stoppedAt(now).units, stoppedAt(now).units.map((unit) => ({ ...unit, goneAt: null }))];
    for (const more of papers)
      for (const units of sent) {
        const { spoken, written } = said({ kind, ...more }, units);
        for (const text of [spoken, written]) {
          expect(text).not.toMatch(/无证|处罚|罚款|立案|查处|一定|保证|肯定|马上停|违法|违规/);
          expect(text).not.toMatch(/penalt|fine[ds]?\b|unlicensed|illegal|guarantee|certainly/i);
          expect(text).not.toMatch(/\{\{|undefined|null/);
          expect(text).toContain(base.number);
        }
        // Some 20 seconds at five characters a second, or 150 words a minute.
        if (language === 'zh-CN') expect(spoken.length).toBeLessThanOrEqual(120);
        else expect(spoken.split(' ').length).toBeLessThanOrEqual(65);
      }
  });
});

describe.each(['zh-CN', 'en'])('of stalls, in %s', (language) => {
  beforeAll(async () => {
    await i18next.changeLanguage(language);
  });

  test.each(stallSaysSchema.options)(
    '%s: nobody is called unlicensed, and the place and its hours are told',
    (says) => {
      const hours = { from: now - 3_600_000, to: now + 3_600_000 };
      const place = { id: 's', name: '示例疏导点', kind: 'relief', keeper: '示例街道', hours, conditions: [] } as const;
      const named = says !== 'notOnFile' && says !== 'unknownPlace';
      const stall = { says, place: named ? { ...place, conditions: [] } : null };
      const { spoken, written } = said({ kind: 'other', authority: null, permit: null, notice: null, stall });
      for (const text of [spoken, written]) {
        expect(text).not.toMatch(/无证|处罚|罚款|取缔|没收|查处|一定|保证|违法|违规/);
        expect(text).not.toMatch(/penalt|fine[ds]?\b|unlicensed|illegal|guarantee/i);
        expect(text).not.toMatch(/\{\{|undefined|null/);
        expect(text.includes('示例疏导点')).toBe(named);
        if (says === 'within') expect(text).toContain('00:10');
      }
      if (language === 'zh-CN') expect(spoken.length).toBeLessThanOrEqual(130);
    },
  );

  test('another authority’s stalls are told as its own', () => {
    const stall = { says: 'within', place: null } as const;
    expect(said({ kind: 'other', authority: '示例市场监管', stall }).spoken).toContain('示例市场监管');
  });
});

describe('what it is filled with', () => {
  beforeAll(async () => {
    await i18next.changeLanguage('zh-CN');
  });

  test('the permit and until when it runs', () => {
    expect(said({}).spoken).toContain('许可（示夜 0117），时段到 11-22 02:00');
  });

  test('whether somebody goes, is on the way or is there', () => {
    expect(said({}).written).toContain('我们会安排人员核实');
    const [unit] = stoppedAt(now).units;
    if (unit === undefined) throw new Error('no unit');
    expect(said({}, [{ ...unit, arrivedAt: null, goneAt: null }]).spoken).toContain('已派人前往');
    expect(said({}, [{ ...unit, goneAt: null }]).spoken).toContain('已在现场');
    // What is for others to see to is not promised to be looked at by us.
    expect(said({ kind: 'other', authority: '公安' }).spoken).not.toContain('我们会安排人员');
  });
});
