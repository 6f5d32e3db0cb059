import { expect, test } from 'vitest';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { nextUnacknowledged } from './next-alarm.ts';

const one = (id: string, receivedAt: number, acknowledged: unknown = null) =>
  ({ id, receivedAt, acknowledged }) as IncidentState;
const at = { at: 1, user: 'lin' };
const next = (queued: readonly IncidentState[], selected: string | null, looked: readonly string[] = []) =>
  nextUnacknowledged(queued, selected, new Set(looked))?.id;

test('the newest that was not looked at comes first, wherever it stands in the queue', () => {
  const queued = [one('a', 1), one('b', 9, at), one('c', 3), one('d', 2)];
  expect(next(queued, null)).toBe('c');
  expect(next(queued, 'c', ['c'])).toBe('d');
  expect(next(queued, 'd', ['c', 'd'])).toBe('a');
  expect(next([...queued, one('e', 4)], 'd', ['c', 'd']), 'one that came meanwhile').toBe('e');
});

test('once all were looked at, it goes on to the next older and round', () => {
  const queued = [one('a', 1), one('b', 9, at), one('c', 3), one('d', 2)];
  const looked = ['a', 'c', 'd'];
  expect(next(queued, 'c', looked)).toBe('d');
  expect(next(queued, 'd', looked)).toBe('a');
  expect(next(queued, 'a', looked)).toBe('c');
  expect(next(queued, 'elsewhere', looked)).toBe('c');
});

test('none, and the selected one alone', () => {
  expect(next([], null)).toBeUndefined();
  expect(next([one('a', 1, at)], null)).toBeUndefined();
  expect(next([one('a', 1)], 'a', ['a'])).toBe('a');
});
