import { expect, test } from 'vitest';
import { moved } from './moved.ts';

test.each([
  ['a', 2, ['b', 'c', 'a']],
  ['c', 0, ['c', 'a', 'b']],
  ['b', 2, ['a', 'c', 'b']],
  ['b', 1, undefined],
  ['a', -1, undefined],
  ['c', 3, undefined],
  ['x', 0, undefined],
])('%s to place %i', (one, place, order) => {
  expect(moved(['a', 'b', 'c'], one, place)).toEqual(order);
});
