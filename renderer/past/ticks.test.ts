import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReplayEvent } from '../seat-client/replay.ts';
import { lastTick, nextTick, ticksOf } from './ticks.ts';

const event = (place: number, at: number, type: string, source: string | null = null): ReplayEvent => ({
  ...{ place, seq: place, at, kind: 'incident', stream: 'incident/i1', type, line: '1121-001' },
  ...{ incident: 'i1', source },
});

test('an incident that came as a call for help is one of those, and what nobody looks for is left out', () => {
  const ticks = ticksOf([
    event(1, 10, 'IncidentReceived', '12345'),
    event(2, 20, 'IncidentReceived', 'sos'),
    event(3, 30, 'IncidentAssessed'),
    event(4, 40, 'UnitAssigned'),
    event(5, 50, 'UnitArrived'),
    event(6, 60, 'DutyModeSwitched'),
  ]);
  expect(ticks.map(({ kind, at }) => [kind, at])).toEqual([
    ['came', 10],
    ['sos', 20],
    ['assigned', 40],
    ['arrived', 50],
    ['mode', 60],
  ]);
});

test('steps pass each instant with an event once, forward as backward, and end at the ends', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 30 }), (times) => {
      const sorted = times.toSorted((a, b) => a - b);
      const ticks = ticksOf(sorted.map((at, n) => event(n + 1, at, 'UnitAssigned')));
      const walk = (from: number, by: 1 | -1): readonly number[] => {
        const seen: number[] = [];
        for (let tick = nextTick(ticks, from, by); tick !== undefined; tick = nextTick(ticks, tick.at, by))
          seen.push(tick.at);
        return seen;
      };
      const once = [...new Set(sorted)];
      expect(walk(0, 1)).toEqual(once);
      expect(walk(51, -1)).toEqual(once.toReversed());
      expect(lastTick(ticks, 25)?.at).toBe(once.findLast((at) => at <= 25));
    }),
  );
});
