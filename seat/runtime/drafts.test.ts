import { expect, test } from 'vitest';
import { Drafts } from './drafts.ts';

test('each sees their own, and nobody those of others', () => {
  const drafts = new Drafts();
  expect(drafts.keep('lin', 'intake', { text: '零陵路打桩' })).toBe(true);
  expect(drafts.keep('wang', 'intake', { text: '别的' })).toBe(true);
  expect(drafts.keep('lin', 'intake', { text: '零陵路打桩声' })).toBe(true);
  expect(drafts.all('lin')).toEqual({ intake: { text: '零陵路打桩声' } });
  drafts.forget('lin');
  expect([drafts.all('lin'), drafts.all('wang')]).toEqual([{}, { intake: { text: '别的' } }]);
});

test('null forgets one', () => {
  const drafts = new Drafts();
  drafts.keep('lin', 'a', 1);
  drafts.keep('lin', 'b', '2');
  expect(drafts.keep('lin', 'a', null)).toBe(true);
  expect(drafts.keep('lin', 'never', null)).toBe(true);
  expect(drafts.all('lin')).toEqual({ b: '2' });
});

test('twenty of a person, each up to 64 kB of UTF-8; what was kept stays', () => {
  const drafts = new Drafts();
  for (let n = 0; n < 20; n += 1) expect(drafts.keep('lin', `d${n}`, n)).toBe(true);
  expect(drafts.keep('lin', 'd20', 'one too many')).toBe(false);
  // With the quotes.
  expect(drafts.keep('lin', 'd0', 'x'.repeat(65_534))).toBe(true);
  expect(drafts.keep('lin', 'd1', 'x'.repeat(65_535))).toBe(false);
  expect(drafts.keep('lin', 'd2', '夜'.repeat(21_844))).toBe(true);
  expect(drafts.keep('lin', 'd3', '夜'.repeat(21_845))).toBe(false);
  const kept = drafts.all('lin');
  expect([Object.keys(kept).length, kept['d1'], kept['d3']]).toEqual([20, 1, 3]);
});

test('of more people than work at one seat, those who typed longest ago are forgotten', () => {
  const drafts = new Drafts();
  for (let n = 0; n < 20; n += 1) drafts.keep(`user${n}`, 'a', n);
  drafts.keep('user0', 'b', 'again');
  drafts.keep('another', 'a', 1);
  expect([drafts.all('user0'), drafts.all('user1')]).toEqual([{ a: 0, b: 'again' }, {}]);
});
