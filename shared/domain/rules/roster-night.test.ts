/** A night of the roster as the page tells it. */
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { hour, parseIso } from '../../lib/time.ts';
import type { RosterState } from '../roster/state.ts';
import type { RosterNightReads } from './roster-night.ts';
import { rosterOfNight } from './roster-night.ts';

const at = (text: string): number => parseIso(`${text}:00+08:00`) ?? 0;
const provenance = { source: '排班表', asOf: at('2026-11-20T10:00'), how: 'hand' as const };
function group(id: string, night: string, from: number, to: number, officer = id): RosterState {
  return {
    ...{ id, name: id, night, squad: 's1', zone: 'z1', shift: 'night', from, to, provenance },
    members: [{ officer, name: officer, kind: 'certified' }],
    ...{ leaves: [], lent: null, swaps: [], equipment: [] },
  };
}
const [dusk, dawn] = [at('2026-11-21T17:30'), at('2026-11-22T08:30')];
function reads(rosters: readonly RosterState[], district = true): RosterNightReads {
  return {
    district: () => (district ? demoDistrict : undefined),
    dutyMode: () => ({ mode: 'night' }) as ReturnType<RosterNightReads['dutyMode']>,
    rostersAfter: (after) => rosters.filter(({ to }) => to > after),
    posts: () => [],
    squads: () => [{ id: 's1', name: '一中队', kind: 'street', grids: [], zone: 'z1', provenance, helps: [] }],
    zones: () => [{ id: 'z1', name: '一区', order: 1, squads: ['s1'], neighbours: [], provenance }],
  };
}
const ofNight = (rosters: readonly RosterState[], now: string) => rosterOfNight('2026-11-21', reads(rosters), at(now));

describe('a night of the roster', () => {
  test('given no plates, then nobody knows when a night begins', () => {
    expect(rosterOfNight('2026-11-21', reads([], false), dusk)).toBeUndefined();
  });
  test('given the duty night, then it is covered; a shift that bears its date and begins before makes it longer', () => {
    expect(ofNight([], '2026-11-21T12:00')).toMatchObject({ from: dusk, to: dawn, at: dusk });
    const early = group('g1', '2026-11-21', dusk - 3 * hour, dawn);
    expect(ofNight([early], '2026-11-21T12:00')).toMatchObject({ from: dusk - 3 * hour, to: dawn });
  });
  test('given the night runs, then counts are of now and gaps begin now, not before', () => {
    const night = ofNight([group('g1', '2026-11-21', dusk, dawn)], '2026-11-21T23:00');
    expect(night?.at).toBe(at('2026-11-21T23:00'));
    expect(night?.gaps[0]).toMatchObject({ of: 'zone', from: at('2026-11-21T23:00') });
    expect(night?.counts.find(({ of }) => of === 'zone')).toMatchObject({ have: { persons: 1 }, need: { persons: 2 } });
  });
  test('given the night is over, then nothing is ahead', () => {
    expect(ofNight([], '2026-11-22T09:00')?.gaps).toEqual([]);
  });
  test('given a shift that ended an hour before, then the rest of that night is told, and of no other night', () => {
    const before = group('g0', '2026-11-20', dusk - 9 * hour, dusk - hour, 'a');
    const night = group('g1', '2026-11-21', dusk, dawn, 'a');
    expect(ofNight([before, night], '2026-11-21T12:00')?.rests).toMatchObject([{ roster: 'g1', hours: 1 }]);
    expect(rosterOfNight('2026-11-20', reads([before, night]), dusk)?.rests).toEqual([]);
  });
});
