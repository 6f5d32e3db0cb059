/** What people write into the duty log: added once, corrected with a trace, never edited. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { given, testActor, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { civilDate, day } from '../../lib/time.ts';
import { must } from '../../lib/must.ts';
import { longestRemark } from './events.ts';
import { noteRemarkSchema, correctRemarkSchema } from './commands.ts';
import type { RemarkState } from './state.ts';

const id = '0198aaaa-0000-7000-8000-0000000000c1';
const stream = `remark/${id}` as const;
const night = civilDate(testNow, 480);
const line = { kind: 'line', event: '0198aaaa-0000-7000-8000-0000000000c9', what: 'AlarmRaised', at: testNow - 60_000 };
const remark = { night, text: '对讲机三号电池不足，已换', about: null };
const note = (more: object = {}) => ({ type: 'NoteRemark', data: { id, ...remark, ...more } });
const noted = (more: object = {}): GivenEvent => ({
  ...{ stream, type: 'RemarkNoted', data: { ...remark, name: testActor.user, ...more } },
});
const correct = (text: string, reason = '写错了号') => ({ type: 'CorrectRemark', data: { remark: id, text, reason } });
const corrected = (text: string, reason = '写错了号', name = testActor.user): GivenEvent => ({
  ...{ stream, type: 'RemarkCorrected', data: { text, reason, name } },
});

describe('noting', () => {
  test('a remark of the night, or of a line that wrote itself', () => {
    given([]).when(note()).then([noted()]);
    given([])
      .when(note({ about: line }))
      .then([noted({ about: line })]);
    given([])
      .when(note({ night: civilDate(testNow - 20 * day, 480) }))
      .then([noted({ night: civilDate(testNow - 20 * day, 480) })]);
  });
  test('sent twice it stands once; another under its id is refused', () => {
    given([noted()]).when(note()).then([]);
    given([noted()])
      .when(note({ text: '别的' }))
      .thenRefused('RemarkExists', { field: 'id', remark: id });
  });
  test('a log of a night to come is written by nobody; nothing, and too much, is no remark', () => {
    given([])
      .when(note({ night: civilDate(testNow + 3 * day, 480) }))
      .thenRefused('NightAhead', { field: 'night' });
    const wrong = (more: object) => noteRemarkSchema.safeParse(note(more).data).error?.issues[0]?.path;
    for (const text of ['', '   ', '字'.repeat(longestRemark + 1)]) expect(wrong({ text })).toEqual(['text']);
    expect(wrong({ night: '今晚' })).toEqual(['night']);
  });
});

describe('correcting', () => {
  test('who wrote it, with a reason; a lead everybody’s', () => {
    given([noted()])
      .when(correct('对讲机五号'))
      .then([corrected('对讲机五号')]);
    const lead = { ...testActor, user: 'lead', role: 'shiftLead' };
    given([noted()])
      .when({ ...correct('对讲机五号'), by: lead })
      .then([corrected('对讲机五号', '写错了号', 'lead')]);
    const other = { ...testActor, user: 'other', role: 'nightDesk' };
    given([noted()])
      .when({ ...correct('对讲机五号'), by: other })
      .thenRefused('RemarkNotYours', { name: testActor.user });
  });
  test('what there is not, the same words, no reason', () => {
    given([]).when(correct('甲')).thenRefused('RemarkUnknown', { field: 'remark', remark: id });
    given([noted()]).when(correct(remark.text)).thenRefused('RemarkSame', { field: 'text' });
    expect(correctRemarkSchema.safeParse(correct('甲', ' ').data).error?.issues[0]?.path).toEqual(['reason']);
  });
});

test('property: every wording that ever stood is still there, in order, with who wrote it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 12 }), (texts) => {
      const events = [noted(), ...texts.map((text, n) => corrected(text, `因 ${n}`, `者 ${n}`))];
      const held = must(given(events).state(stream), 'remark') as RemarkState;
      expect([...held.before.map(({ text }) => text), held.text]).toEqual([remark.text, ...texts]);
      expect(held.before.map(({ name }) => name)).toEqual(
        [testActor.user, ...texts.map((_, n) => `者 ${n}`)].slice(0, texts.length),
      );
      expect(held.before.map(({ reason }) => reason)).toEqual(texts.map((_, n) => `因 ${n}`));
      expect(held.name).toBe(testActor.user);
    }),
  );
});
