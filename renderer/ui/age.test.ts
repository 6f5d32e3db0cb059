import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { ageDegree, ageText } from './age.ts';

const t = ((key: string, values: object = {}) => `${key} ${Object.values(values).join(':')}`) as unknown as TFunction;

test.each([
  [undefined, 'age.none ', 'none'],
  [-50, 'age.now 0', 'fresh'],
  [3_999, 'age.now 3', 'fresh'],
  [15_000, 'age.now 15', 'old'],
  [59_999, 'age.now 59', 'old'],
  [60_000, 'age.minutes 1:0', 'stale'],
  [3_599_000, 'age.minutes 59:59', 'stale'],
  [3_600_000, 'age.hours 1:0', 'stale'],
  [90_000_000, 'age.days 1:1', 'stale'],
])('an age of %s ms is %s, %s', (age, text, degree) => {
  expect(ageText(age, t)).toBe(text);
  expect(ageDegree(age)).toBe(degree);
});
