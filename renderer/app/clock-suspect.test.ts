import { expect, test } from 'vitest';
import { hour, minute } from '../../shared/lib/time.ts';
import { clockSuspect } from './clock-suspect.ts';

test('of phone, hub and this machine, the two that agree are believed', () => {
  expect(clockSuspect(60, 0)).toBe('phone');
  expect(clockSuspect(-60, 30_000)).toBe('phone');
  // The hub is an hour behind this machine, the phone an hour ahead of the hub.
  expect(clockSuspect(60, -hour)).toBe('hub');
  expect(clockSuspect(-60, hour)).toBe('hub');
  expect(clockSuspect(60, hour)).toBe('unknown');
  expect(clockSuspect(30, 10 * minute)).toBe('unknown');
  expect(clockSuspect(60, undefined)).toBe('unknown');
});
