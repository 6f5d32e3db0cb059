import { expect, test } from 'vitest';
import { barPagesOf, pagesOf } from './pages.ts';

test('who keeps the accounts or the watch begins in the system workspace; the desk has none', () => {
  expect(pagesOf([{ role: 'administrator' }])).toEqual(['system', 'imports', 'status', 'account']);
  expect(pagesOf([{ role: 'auditor' }])).toEqual(['system', 'log', 'urgent', 'replay', 'status', 'account']);
  expect(pagesOf([{ role: 'nightDesk' }])).not.toContain('system');
  expect(pagesOf([{ role: 'wall' }])).toEqual(['wall']);
});

test('the own account is reached by the name, imports from the registers, not by the row of pages', () => {
  expect(barPagesOf(pagesOf([{ role: 'nightDesk' }]))).toEqual([
    'console',
    'video',
    'wall',
    'duty',
    'registers',
    'shift',
    'replay',
    'status',
  ]);
});
