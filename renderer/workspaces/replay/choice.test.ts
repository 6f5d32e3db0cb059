import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { hour, minute, parseIso } from '../../../shared/lib/time.ts';
import type { Choice } from './choice.ts';
import { longestMs, presetsAt, wishOf } from './choice.ts';

const at = (text: string): number => must(parseIso(text), text);
const dutyNight = { from: 22 * 60, to: 6 * 60 };
const now = at('2026-11-22T02:30:00+08:00');

test('the night that runs ends now, those before end with the night; before ten no night of today is offered', () => {
  const [hours, running, before] = presetsAt(now, dutyNight, 480);
  expect(hours).toMatchObject({ night: null, from: now - 2 * hour, to: now });
  expect(running).toMatchObject({
    night: '2026-11-21',
    from: at('2026-11-21T22:00:00+08:00'),
    to: now,
    isRunning: true,
  });
  expect(before).toMatchObject({
    ...{ night: '2026-11-20', from: at('2026-11-20T22:00:00+08:00'), to: at('2026-11-21T06:00:00+08:00') },
    isRunning: false,
  });
  const noon = presetsAt(at('2026-11-22T12:00:00+08:00'), dutyNight, 480);
  expect(noon.map(({ night }) => night)).toEqual([
    null,
    ...['21', '20', '19', '18', '17', '16'].map((day) => `2026-11-${day}`),
  ]);
  expect(presetsAt(now, undefined, 480)).toHaveLength(1);
  // Of fifteen hours no replay is to be had: two halves, and none of the running night while it is shorter.
  const long = presetsAt(now, { from: 17 * 60 + 30, to: 8 * 60 + 30 }, 480);
  expect(long.every(({ from, to }) => to - from <= longestMs)).toBe(true);
  expect(long.slice(1, 4)).toMatchObject([
    { night: '2026-11-21', part: 'whole', from: at('2026-11-21T17:30:00+08:00'), to: now },
    { night: '2026-11-20', part: 'early', from: at('2026-11-20T17:30:00+08:00'), to: at('2026-11-21T01:00:00+08:00') },
    { night: '2026-11-20', part: 'late', from: at('2026-11-21T01:00:00+08:00'), to: at('2026-11-21T08:30:00+08:00') },
  ]);
});

const choice: Choice = {
  ...{ span: { from: now - hour, to: now - minute }, whose: 'none', units: [], why: undefined },
  ...{ asksWords: false, words: '' },
};
const problemOf = (more: Partial<Choice>): unknown => {
  const found = wishOf({ ...choice, ...more }, '核实到场', now);
  return 'problem' in found ? found.problem : found.wish;
};

test('documents alone ask no reason; places do, and a period has its bounds', () => {
  expect(problemOf({})).toEqual({ from: now - hour, to: now - minute, of: 'hub', units: [], reason: null });
  expect(problemOf({ span: undefined })).toBe('reversed');
  expect(problemOf({ span: { from: now, to: now + hour } })).toBe('future');
  expect(problemOf({ span: { from: now - hour, to: now + hour } })).toMatchObject({ to: now });
  expect(problemOf({ span: { from: now - 15 * hour, to: now } })).toBe('tooLong');
  expect(problemOf({ whose: 'all' })).toBe('noReason');
  expect(problemOf({ whose: 'some', why: 'arrival' })).toBe('noUnits');
  expect(problemOf({ whose: 'all', why: 'other', asksWords: true, words: ' ' })).toBe('noWords');
  expect(problemOf({ whose: 'all', why: 'arrival' })).toMatchObject({ units: 'all', reason: '核实到场' });
  expect(problemOf({ whose: 'some', why: 'arrival', units: ['m1'], words: ' 投诉 ' })).toMatchObject({
    ...{ units: ['m1'], reason: '核实到场：投诉' },
  });
});
