import { expect, test } from 'vitest';
import { mayTakePlace, timeless } from './deputies.ts';

test('nobody who keeps the accounts, watches or hangs on the wall takes a place', () => {
  const grants = [{ role: 'dutyLeader' }, { role: 'squadRoom', squad: 'a' }] as const;
  for (const role of ['administrator', 'auditor', 'wall'] as const) {
    expect(mayTakePlace([role], grants), role).toBe(false);
    expect(mayTakePlace(['shiftLead', role], grants), role).toBe(false);
  }
  for (const role of ['shiftLead', 'officer', 'street'] as const) expect(mayTakePlace([role], grants), role).toBe(true);
});

test('who has no role yet may take a place; where nothing is held there is none to take', () => {
  expect(mayTakePlace([], [{ role: 'leader' }])).toBe(true);
  expect(mayTakePlace(['shiftLead'], [])).toBe(false);
});

test('a grant without its times keeps its limit', () => {
  expect(timeless({ role: 'squadRoom', squad: 'a', from: 1, to: 2 })).toEqual({ role: 'squadRoom', squad: 'a' });
});
