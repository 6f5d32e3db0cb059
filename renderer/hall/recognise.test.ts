import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIso } from '../../shared/lib/time.ts';
import { cellsOf, recognise, recogniseAll } from './recognise.ts';
import { registerKinds } from './told-labels.ts';

const world = {
  now: parseIso('2026-11-22T21:00+08:00') ?? 0,
  offset: 480,
  sites: [
    { id: 'a', name: '示例工地 A' },
    { id: 'b', name: '示例工地 B' },
    { id: 'ab', name: '示例工地 AB 二期' },
  ],
  places: [
    { name: '斜土路×小木桥路', at: [121.4577, 31.1975] as const, roads: ['斜土路', '小木桥路'] },
    { name: '老沪闵路×罗秀路', at: [121.41, 31.12] as const, roads: ['老沪闵路', '罗秀路'] },
    { name: '示例绿地广场', at: [121.42, 31.13] as const, roads: [] },
  ],
};

describe('a notice', () => {
  test('a permit with labels', () => {
    const text = [
      '夜间施工许可证',
      '编号：示夜 0117',
      '工地名称：示例工地B；施工时间：2026年11月22日22时至次日2时',
      '施工内容：混凝土连续浇筑，发证单位：示例许可部门',
      '请各单位知悉',
    ].join('\n');
    expect(recogniseAll(text, 'site', world)).toEqual([
      {
        kind: 'nightPermit',
        fields: {
          ...{ number: '示夜 0117', site: 'b', from: '2026-11-22 22:00', to: '2026-11-23 02:00' },
          ...{ work: '混凝土连续浇筑', issuer: '示例许可部门', paper: '夜间施工许可证' },
        },
        uncertain: [],
        rest: ['请各单位知悉'],
      },
    ]);
  });

  test('a permit in one breath, figures of full width', () => {
    const text = '示例工地 A 今晚２２：００-６：００浇筑，示环夜〔2026〕第12号，混凝土浇筑';
    const [told] = recogniseAll(text, 'nightPermit', world);
    expect(told?.fields).toMatchObject({
      site: 'a',
      from: '2026-11-22 22:00',
      to: '2026-11-23 06:00',
      work: '混凝土浇筑',
    });
    expect(told?.fields['number']).toBe('示环夜〔2026〕第12号');
    expect(told?.uncertain).toEqual(['to']);
  });

  test('a repair notice: utility, place of the pack, telephone, begin without an end', () => {
    const text = '示抢 0042：老沪闵路、罗秀路口供水管爆裂抢修，11月22日23时10分开始，值班电话021-64380000';
    const [told] = recogniseAll(text, 'nightPermit', world);
    expect(told?.kind).toBe('repairNotice');
    expect(told?.fields).toEqual({
      ...{ number: '示抢 0042', utility: 'water', place: '老沪闵路×罗秀路', at: '121.41,31.12' },
      ...{ from: '2026-11-22 23:10', contact: '021-64380000' },
    });
  });

  test('a quiet period: its name is reckoned and says so', () => {
    const text = '高考期间，6月5日22:00至6月10日6:00，考点周边500米范围内禁止夜间施工，依据《示例通告》';
    const [told] = recogniseAll(text, 'site', world);
    expect(told).toMatchObject({ kind: 'quietPeriod', uncertain: ['name'] });
    expect(told?.fields).toMatchObject({
      ...{ name: '高考禁噪期', from: '2026-06-05 22:00', to: '2026-06-10 06:00', radius: '500', basis: '《示例通告》' },
    });
  });

  test('names that could be two, unknown sites and odd words stay unread', () => {
    const two = recognise('示例工地A和示例工地B夜间施工', 'nightPermit', world);
    expect(two.fields).not.toHaveProperty('site');
    const strange = recognise('工地名称：某某广场二期；编号：示夜 0200', 'nightPermit', world);
    expect(strange.fields).toEqual({ number: '示夜 0200' });
    expect(strange.rest.join()).toContain('某某广场二期');
    expect(recognise('示例工地AB二期今晚施工', 'nightPermit', world).fields).toMatchObject({ site: 'ab' });
    expect(recognise('你好，麻烦看一下', 'nightPermit', world)).toEqual({
      ...{ kind: 'nightPermit', fields: {}, uncertain: [], rest: ['你好,麻烦看一下'] },
    });
  });

  test('a number is not a time, and a telephone is not a number', () => {
    const told = recognise('今夜22时，电话 021-64380000', 'nightPermit', world);
    expect(told.fields).not.toHaveProperty('number');
  });
});

describe('rows of a table', () => {
  test('with a head: columns by their words, in any order; what has no column is kept', () => {
    const text = [
      '序号\t项目名称\t许可证号\t开始时间\t结束时间\t施工内容\t经办',
      '1\t示例工地A\t示夜 0201\t2026/11/22 22:00\t2026/11/23 6:00\t土方外运\t窗口',
      '2\t示例工地 X\t示夜 0202\t2026/11/22 22:00\t待定\t吊装\t',
    ].join('\n');
    const told = recogniseAll(text, 'nightPermit', world);
    expect(told).toHaveLength(2);
    expect(told[0]).toEqual({
      kind: 'nightPermit',
      fields: {
        ...{ site: 'a', number: '示夜 0201', from: '2026-11-22 22:00', to: '2026-11-23 06:00', work: '土方外运' },
      },
      uncertain: [],
      rest: ['序号：1', '经办：窗口'],
    });
    expect(told[1]?.fields).toEqual({ number: '示夜 0202', from: '2026-11-22 22:00', work: '吊装' });
    expect(told[1]?.rest).toEqual(['序号：2', '项目名称：示例工地 X', '结束时间：待定']);
  });

  test('without a head: each cell by what it is', () => {
    const text = '示夜 0301\t示例工地 B\t2026-11-22 22:00\t2026-11-23 06:00\t混凝土浇筑';
    expect(recogniseAll(text, 'nightPermit', world)).toEqual([
      {
        kind: 'nightPermit',
        fields: {
          ...{ number: '示夜 0301', site: 'b', from: '2026-11-22 22:00', to: '2026-11-23 06:00', work: '混凝土浇筑' },
        },
        uncertain: [],
        rest: [],
      },
    ]);
  });

  test('contacts', () => {
    const text = '单位\t值班电话\t备注\n示例供水调度\t021-64380001\t24 小时\n示例物业值班室\t021-64380002\t';
    expect(recogniseAll(text, 'contact', world).map(({ fields }) => fields)).toEqual([
      { name: '示例供水调度', phone: '021-64380001', note: '24 小时' },
      { name: '示例物业值班室', phone: '021-64380002' },
    ]);
  });

  test('quotes around line breaks', () => {
    expect(cellsOf('a\t"b\nc ""d"""\r\n\t\ne')).toEqual([['a', 'b\nc "d"'], ['e']]);
  });
});

test('whatever is pasted: nothing throws, and every word is read or handed back', () => {
  const words = fc.constantFrom(
    ...[
      '示夜 0117',
      '示例工地A',
      '11月22日22时至次日6时',
      '编号：',
      '\t',
      '\n',
      '，',
      '021-64380000',
      '某处',
      'abc',
      '6:00',
    ],
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), fc.constantFrom(...registerKinds), (parts, kind) => {
      const text = parts.join('');
      const told = recogniseAll(text, kind, world);
      for (const { fields } of told) for (const value of Object.values(fields)) expect(value).not.toBe('');
      const words = told.flatMap(({ fields, rest }) => [...Object.values(fields), ...rest]).join();
      if (text.includes('某处')) expect(words).toContain('某处');
    }),
  );
});
