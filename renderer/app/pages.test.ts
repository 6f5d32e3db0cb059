import { expect, test } from 'vitest';
import { isInBar, pagesOf } from './pages.ts';

test('who keeps the accounts or the watch begins in the system workspace; the desk has none', () => {
  expect(pagesOf([{ role: 'administrator' }])).toEqual(['system', 'status', 'account']);
  expect(pagesOf([{ role: 'auditor' }])).toEqual(['system', 'status', 'account']);
  expect(pagesOf([{ role: 'nightDesk' }])).not.toContain('system');
  expect(pagesOf([{ role: 'wall' }])).toEqual(['wall']);
});

test('the own account is reached by the name, not by the row of pages', () => {
  expect(pagesOf([{ role: 'nightDesk' }]).filter(isInBar)).toEqual(['console', 'wall', 'duty', 'shift', 'status']);
});
