import { describe, expect, test } from 'vitest';
import { assessmentKindSchema, outcomeKindSchema } from '../incident/events.ts';
import { faultOfReplies, filledReply, fittingReplies, gapsIn, usualReplies, wordsToMind } from './replies.ts';
import type { ReplyValues } from './replies.ts';

const template = (text: string, more: object = {}) => ({ id: 'own', name: '自拟', text, ...more });

describe('filling', () => {
  test('what is known stands there, a part in brackets goes where it is not, and all else is a gap', () => {
    const text = '[{caller}]您好，{arrived}到场[（{units}）]。[依据：{basis}。]';
    const filled = filledReply(text, { units: '机动一组' });
    expect(filled).toBe('您好，〔缺：到场时间〕到场（机动一组）。');
    expect(gapsIn(filled)).toEqual([{ text: '〔缺：到场时间〕', name: '到场时间', from: 3, to: 11 }]);
    expect(gapsIn(filledReply(text, { arrived: '11月21日 23:30' }))).toEqual([]);
  });

  test('what a fact says is never read as a wording again', () => {
    const values: ReplyValues = { place: '[{basis}]路' };
    expect(filledReply('{place}', values)).toBe('[{basis}]路');
    expect(filledReply('[{place}]', { place: '{basis}' })).toBe('{basis}');
  });
});

describe('the usual wordings', () => {
  test('fit every kind and outcome, promise no penalty, accuse nobody, and name facts alone', () => {
    for (const kind of assessmentKindSchema.options)
      for (const outcome of [...outcomeKindSchema.options, 'none'])
        expect(fittingReplies(undefined, kind, outcome).length, `${kind} ${outcome}`).toBeGreaterThan(0);
    expect(faultOfReplies({ replyTemplates: [...usualReplies] })).toBeUndefined();
    for (const { text } of usualReplies) expect(wordsToMind(text, false)).toEqual({ promise: [], accuse: [] });
  });

  test('those of the pack go first, those for the kind before those for all, and the same name replaces', () => {
    const own = template('{number}已办。', { outcomes: ['stopped'] });
    const named = template('{number}已停。', { id: 'stopped', outcomes: ['stopped'] });
    const ids = fittingReplies({ replyTemplates: [own, named] }, 'quiet', 'stopped').map(({ id }) => id);
    expect(ids).toEqual(['own', 'stopped']);
    expect(fittingReplies(undefined, 'unknown', 'none')[0]?.id).toBe('unknownSource');
    expect(fittingReplies(undefined, 'none', 'none')[0]?.id).toBe('underWay');
  });
});

describe('wordings of a pack are refused', () => {
  test.each([
    ['an unknown fact', '{fine}', { field: 'replyTemplates.0.text', why: 'fact', value: '{fine}' }],
    ['a bracket too many', '已办]', { field: 'replyTemplates.0.text', why: 'brackets', value: ']' }],
    ['a promise', '将依法处罚', { field: 'replyTemplates.0.text', why: 'words', value: '处罚' }],
    ['an accusation', '该工地无证施工', { field: 'replyTemplates.0.text', why: 'words', value: '无证' }],
  ])('%s', (_, text, fault) => {
    expect(faultOfReplies({ replyTemplates: [template(text)] })).toEqual(fault);
  });

  test('a name given twice', () => {
    expect(faultOfReplies({ replyTemplates: [template('一'), template('二')] })).toEqual({
      ...{ field: 'replyTemplates.1.id', why: 'twice', value: 'own' },
    });
  });
});

test('words that accuse may stand where officers found it so; a promise never may', () => {
  expect(wordsToMind('违规施工，将立案查处', true)).toEqual({ promise: ['立案', '查处'], accuse: [] });
  expect(wordsToMind('违规施工', false).accuse).toEqual(['违规']);
});
