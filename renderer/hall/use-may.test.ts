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
