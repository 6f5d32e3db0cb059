import { expect, test } from 'vitest';
import type { Grant } from '../../office/account-words.ts';
import { grantsOf, limitsOf, rowOf, rowsOf, timeOf } from './grant-rows.ts';

const at = (text: string): number => Date.parse(`2026-11-${text}:00+08:00`);

test('grants go through the form unchanged', () => {
  const grants: Grant[] = [
    { role: 'nightDesk' },
    { role: 'squadRoom', squad: 's1', from: at('21T20:30') },
    { role: 'zoneLead', zone: 'z2', from: at('21T20:30'), to: at('22T06:00') },
  ];
  expect(grantsOf(rowsOf(grants, 480), 480)).toEqual(grants);
});

test('a role that was picked takes its widest limit, and keeps the times', () => {
  expect(rowOf('squadRoom', { role: 'commander', limit: 'brigade', id: 'b1', to: '2026-11-22T06:00' })).toEqual({
    ...{ role: 'squadRoom', limit: 'squad', to: '2026-11-22T06:00' },
  });
  expect(limitsOf('commander')).toEqual(['bureau', 'brigade']);
});

test('over, later, in force', () => {
  expect(timeOf({ to: 5 }, 5)).toBe('over');
  expect(timeOf({ from: 5 }, 4)).toBe('later');
  expect(timeOf({ from: 5, to: 9 }, 5)).toBe('holds');
  expect(timeOf({}, 5)).toBe('holds');
});
