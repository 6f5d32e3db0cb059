import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import { instantWithin } from './correction-times.ts';

const offset = 8 * 60;
const at = (text: string): number => must(parseIso(`${text}+08:00`), text);

test.each([
  ['22:40', '2026-11-20T22:00:00', '2026-11-20T22:40:00'],
  // Past midnight it is the morning after.
  ['01:15', '2026-11-20T22:00:00', '2026-11-21T01:15:00'],
  // The minute in which it began is its begin.
  ['22:00', '2026-11-20T22:00:35', '2026-11-20T22:00:35'],
  ['21:59', '2026-11-20T22:00:00', '2026-11-21T21:59:00'],
])('%s of a duty from %s is %s', (text, from, expected) => {
  expect(instantWithin(text, at(from), offset)).toBe(at(expected));
});

test('what is no time is none', () => {
  for (const text of ['', '24:00', '9:00', '22：00', '22:60']) expect(instantWithin(text, 0, offset)).toBeUndefined();
});
