import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { incidentOf, instantOf, report, stoppedAt } from '../../../tests/support/rules-world.ts';
import { must } from '../../lib/must.ts';
import type { IncidentState } from '../incident/state.ts';
import { comesBack } from './comes-back.ts';

const { plates } = demoDistrict;
const now = instantOf('2026-11-22T00:30');
const on = (...times: readonly string[]): IncidentState[] =>
  times.map((time) => incidentOf(report('斜土路小木桥路打桩', time), { site: 'a' }));
const found = (incidents: readonly IncidentState[], of = plates) => comesBack(incidents, now, of);

describe('a site that keeps coming back', () => {
  test('given five nights of fourteen, all after half past eleven, then it says so', () => {
    const times = ['2026-11-08T23:31', '2026-11-12T00:10', '2026-11-14T23:50', '2026-11-19T23:40', '2026-11-22T00:20'];
    expect(found(on(...times))).toEqual({ nights: 14, times: 5, after: '23:30' });
  });

  test('two callers of one night are one time, before and after midnight', () => {
    expect(found(on('2026-11-20T23:10', '2026-11-21T01:10', '2026-11-15T23:00'))).toBeUndefined();
  });

  test('what lies before the period, or after the instant, does not count', () => {
    expect(found(on('2026-11-07T23:10', '2026-11-15T23:00', '2026-11-18T23:00'))).toBeUndefined();
    expect(found(on('2026-11-22T23:10', '2026-11-15T23:00', '2026-11-18T23:00'))).toBeUndefined();
  });

  test('nothing found, returned or joined into another: no time of the site', () => {
    const [first, ...others] = on('2026-11-12T23:10', '2026-11-15T23:00', '2026-11-18T23:00');
    const one = must(first, 'incident');
    expect(found([one, ...others])).toBeDefined();
    const outcome = { ...must(stoppedAt(0).outcome, 'outcome'), kind: 'nothingFound' as const };
    expect(found([{ ...one, outcome }, ...others])).toBeUndefined();
    expect(found([{ ...one, joinedInto: { incident: 'x', number: 'x' } }, ...others])).toBeUndefined();
  });

  test('how often and how long is the pack’s', () => {
    const policy = { ...plates.policy, comesBack: { nights: 3, times: 2 } };
    const times = on('2026-11-20T22:10', '2026-11-21T23:10');
    expect(found(times, { ...plates, policy })).toEqual({ nights: 3, times: 2, after: '22:00' });
    expect(found(times)).toBeUndefined();
  });

  test('the order of incidents does not matter, and all of them are after the hour that is told', () => {
    const day = fc.integer({ min: 10, max: 21 });
    const some = fc.array(fc.tuple(day, fc.integer({ min: 0, max: 23 })), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(some, (days) => {
        const two = (n: number): string => String(n).padStart(2, '0');
        const incidents = on(...days.map(([of, hour]) => `2026-11-${two(of)}T${two(hour)}:40`));
        const pattern = found(incidents);
        expect(found([...incidents].reverse())).toEqual(pattern);
        if (pattern === undefined) return;
        const after = (Number(pattern.after.slice(0, 2)) + 12) % 24;
        for (const [, hour] of days) expect((hour + 12) % 24).toBeGreaterThanOrEqual(after);
      }),
      { numRuns: 40 },
    );
  });
});
