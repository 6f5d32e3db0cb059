import { expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import { hour } from '../../lib/time.ts';
import { dutyModeStream } from './state.ts';

const switched = (mode: string, at: number): GivenEvent => ({
  stream: dutyModeStream,
  type: 'DutyModeSwitched',
  data: { mode, cause: 'person', reason: 'x', ...(mode === 'night' ? { reportNight: '2026-11-21' } : {}) },
  at,
  occurredAt: at,
});
const lastNight = (...events: readonly GivenEvent[]) => given(events).reads.dutyMode()?.lastNight;
const [evening, midnight, morning] = [testNow, testNow + 2 * hour, testNow + 8 * hour];

test('the duty night before is known from its end until the end of the next', () => {
  const night = switched('night', evening);
  const ended = [night, switched('routine', morning)];
  const last = { from: evening, to: morning };
  expect(lastNight()).toBeUndefined();
  expect(lastNight(switched('routine', evening))).toBeUndefined();
  expect(lastNight(night)).toBeUndefined();
  expect(lastNight(...ended)).toEqual(last);
  expect(lastNight(...ended, switched('holiday', morning + hour))).toEqual(last);
  expect(lastNight(...ended, switched('night', morning + 12 * hour))).toEqual(last);
  expect(lastNight(night, switched('emergency', midnight), switched('routine', morning))).toEqual({
    from: evening,
    to: midnight,
  });
});
