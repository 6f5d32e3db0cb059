import { expect, test } from 'vitest';
import { mayOf } from './use-may.ts';

test('what any of the roles may do, and nothing else', () => {
  const desk = mayOf([{ role: 'nightDesk' }]);
  expect(desk.give('AssignUnit')).toBe(true);
  expect(desk.give('CreateAccount')).toBe(false);
  expect(desk.ask('accessKeys')).toBe(false);
  const watch = mayOf([{ role: 'leader' }, { role: 'auditor' }]);
  expect(watch.ask('accessLog')).toBe(true);
  expect(watch.give('CloseIncident')).toBe(false);
  expect(mayOf([]).ask('ownAccount')).toBe(false);
});

test("a squad room speaks for its own squad's units, the desk for all", () => {
  const room = mayOf([{ role: 'squadRoom', squad: 'a' }]);
  expect([room.giveFor('SetUnitStatus', 'a'), room.giveFor('SetUnitStatus', 'b')]).toEqual([true, false]);
  expect([room.askFor('track', 'a'), room.askFor('track', 'b')]).toEqual([true, false]);
  const both = mayOf([{ role: 'squadRoom', squad: 'a' }, { role: 'shiftLead' }]);
  expect([both.giveFor('SetUnitStatus', 'b'), both.askFor('track', 'b')]).toEqual([true, true]);
  // Of that squad, but by another role.
  const clerk = mayOf([
    { role: 'squadRoom', squad: 'a' },
    { role: 'squadClerk', squad: 'b' },
  ]);
  expect([clerk.giveFor('SetUnitStatus', 'b'), clerk.askFor('track', 'b')]).toEqual([false, false]);
});

test('documents that one is never sent', () => {
  expect(mayOf([{ role: 'administrator' }]).hold('incident')).toBe(false);
  expect(mayOf([{ role: 'street', street: 's1' }]).hold('incident')).toBe(true);
  expect(mayOf([{ role: 'street', street: 's1' }]).hold('unit')).toBe(false);
});
