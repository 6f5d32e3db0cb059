import { expect, test } from 'vitest';
import { isWhole, likeness, matching } from './matching.ts';

test.each([
  ['斜土', '斜土路×小木桥路'],
  ['xtl', '斜土路×小木桥路'],
  ['xietulu', '斜土路×小木桥路'],
  ['XTLXMQ', '斜土路×小木桥路'],
  ['jd1', '机动一组'],
  ['jd1z', '机动一组'],
  ['jidong1', '机动一组'],
  ['机动1', '机动一组'],
  ['2q1c', '二区 1 车'],
  ['小木桥', '斜土路×小木桥路'],
  ['xmq', '斜土路×小木桥路'],
  ['007', '1121-007'],
  ['1121007', '1121-007'],
])('%s finds %s', (typed, name) => {
  expect(likeness(typed, name)).toBeGreaterThan(0);
});

test.each([
  ['', '机动一组'],
  ['  ', '机动一组'],
  ['jd2', '机动一组'],
  ['abc', '斜土路'],
])('%j does not find %s', (typed, name) => {
  expect(likeness(typed, name)).toBe(0);
});

test('what was typed whole comes before what begins with it, and that before what holds it', () => {
  const names = ['龙华中路×天钥桥路', '龙华', '龙华西路', '上龙华'];
  expect(matching('龙华', names)).toEqual(['龙华', '龙华西路', '龙华中路×天钥桥路', '上龙华']);
  expect(matching('lh', names)[0]).toBe('龙华');
});

test('typed whole is Chinese or full pinyin, not initials and not a part', () => {
  const name = '斜土路×东安路';
  for (const whole of ['斜土路×东安路', '斜土路东安路', 'xietuludonganlu', ' XieTuLu DongAnLu '])
    expect(isWhole(whole, name)).toBe(true);
  for (const part of ['xtl', 'xtldal', 'xietulu', '斜土路', '']) expect(isWhole(part, name)).toBe(false);
});
