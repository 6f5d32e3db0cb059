import { describe, expect, test } from 'vitest';
import { isHeld, reachOf } from './reach.ts';

const squads = [
  { id: 'fenglin', zone: 'z2', brigade: 'b1' },
  { id: 'longhua', zone: 'z2', brigade: 'b2' },
  { id: 'hunan', zone: 'z1', brigade: 'b1' },
];
const at = (isNight: boolean) => ({ isNight, squads });
const lists = (reach: ReturnType<typeof reachOf>) =>
  reach === 'all' ? 'all' : [[...reach.squads].sort(), [...reach.zones].sort()];

describe('whose rosters somebody is sent whole', () => {
  test.each([
    ['a shift lead: all', [{ role: 'shiftLead' }], true, 'all'],
    ['a squad room by day: its squad', [{ role: 'squadRoom', squad: 'fenglin' }], false, [['fenglin'], []]],
    [
      'a squad room at night: its zone',
      [{ role: 'squadRoom', squad: 'fenglin' }],
      true,
      [['fenglin', 'longhua'], ['z2']],
    ],
    ['a clerk at night: the squad alone', [{ role: 'squadClerk', squad: 'fenglin' }], true, [['fenglin'], []]],
    ['the lead of a zone by day: nothing', [{ role: 'zoneLead', zone: 'z1' }], false, [[], []]],
    ['the lead of a zone at night: it', [{ role: 'zoneLead', zone: 'z1' }], true, [['hunan'], ['z1']]],
    [
      'a dispatcher of a brigade: its squads',
      [{ role: 'dispatcher', brigade: 'b1' }],
      true,
      [['fenglin', 'hunan'], []],
    ],
    ['a leader: nothing', [{ role: 'leader' }], true, [[], []]],
  ] as const)('%s', (_, roles, isNight, expected) => {
    expect(lists(reachOf(roles as never, at(isNight)))).toEqual(expected);
  });

  test('a count is told of what is held whole alone', () => {
    const reach = reachOf([{ role: 'squadRoom', squad: 'fenglin' }] as never, at(false));
    const squadOf = (post: string): string | undefined => (post === 'p1' ? 'fenglin' : undefined);
    const held = (of: 'zone' | 'squad' | 'post', id: string): boolean => isHeld({ of, id }, reach, squadOf);
    expect([held('zone', 'z2'), held('squad', 'fenglin'), held('squad', 'hunan')]).toEqual([false, true, false]);
    expect([held('post', 'p1'), held('post', 'p2')]).toEqual([true, false]);
    expect(isHeld({ of: 'zone', id: 'z9' }, 'all', squadOf)).toBe(true);
  });
});
