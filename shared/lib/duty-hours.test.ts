import { expect, test } from 'vitest';
import { inDutyHours } from './duty-hours.ts';
import { hour } from './time.ts';

/** 21 November 2026, 22:00 in Shanghai. */
const ten = Date.UTC(2026, 10, 21, 14);
const night = { hours: [{ modes: ['night', 'emergency'], from: 19 * 60, to: 2 * 60 }] };

test.each([
  [-4, 'night', false],
  [-3, 'night', true],
  [3.9, 'night', true],
  [4, 'night', false],
  [0, 'emergency', true],
  [0, 'routine', false],
  [0, undefined, false],
] as const)('%d h from ten, in the mode %s: %s', (hours, mode, expected) => {
  expect(inDutyHours(night, mode, ten + hours * hour, 480)).toBe(expected);
});

test('of a period it keeps the beginning and not the end', () => {
  const fair = { ...night, period: { from: ten, to: ten + hour } };
  const at = (hours: number) => inDutyHours(fair, 'night', ten + hours * hour, 480);
  expect([-0.5, 0, 0.99, 1].map(at)).toEqual([false, true, true, false]);
});
