import { expect, test } from 'vitest';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { nextUnacknowledged } from './next-alarm.ts';

const one = (id: string, acknowledged: unknown = null) => ({ id, acknowledged }) as IncidentState;
const at = { at: 1, user: 'lin' };
const next = (queued: readonly IncidentState[], selected: string | null) => nextUnacknowledged(queued, selected)?.id;

test('goes through all that nobody acknowledged, and round', () => {
  const queued = [one('a'), one('b', at), one('c'), one('d')];
  expect(next(queued, null)).toBe('a');
  expect(next(queued, 'a')).toBe('c');
  expect(next(queued, 'c')).toBe('d');
  expect(next(queued, 'd')).toBe('a');
  expect(next(queued, 'elsewhere')).toBe('a');
});

test('none, and the selected one alone', () => {
  expect(next([], null)).toBeUndefined();
  expect(next([one('a', at)], null)).toBeUndefined();
  expect(next([one('a'), one('b', at)], 'a')).toBe('a');
});
