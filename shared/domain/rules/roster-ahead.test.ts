/** A night's roster against what its modes require: gaps with the time at which they begin. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { testNow } from '../../../tests/support/given.ts';
import { hour, minute } from '../../lib/time.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import type { PostState } from '../post/state.ts';
import type { RosterMember, RosterState } from '../roster/state.ts';
import { againstTurn, shortRests } from './roster-clashes.ts';
import type { RosterWorld } from './roster-ahead.ts';
import { countAt, headsAt, modesAhead, rosterGaps, rosterTemplate, shiftHours } from './roster-ahead.ts';

const utcOffset = 480;
const provenance = { source: '排班表', asOf: testNow, how: 'hand' as const };
const member = (officer: string, kind: RosterMember['kind'] = 'certified', certificateTo?: string): RosterMember => ({
  ...{ officer, name: officer, kind },
  ...(certificateTo === undefined ? {} : { certificateTo }),
});
function turn(
  id: string,
  from: number,
  to: number,
  members: RosterMember[],
  more: Partial<RosterState> = {},
): RosterState {
  return {
    ...{ id, name: id, night: '2026-11-21', squad: 's1', zone: 'z1', shift: 'night', from, to, members, provenance },
    ...{ leaves: [], lent: null, swaps: [], equipment: [] },
    ...more,
  };
}
const post: PostState = {
  ...{ id: 'p1', name: '岗 A', squad: 's1', zone: 'z1', provenance, staff: { persons: 2, certified: 1 } },
  where: { kind: 'fixed', at: { lon: 121.43, lat: 31.19 }, radius: 50 },
  // 22:00 to 02:00.
  hours: [{ modes: ['night'], from: 1320, to: 120 }],
};
const world = (rosters: readonly RosterState[], posts: readonly PostState[] = [post]): RosterWorld => ({
  ...{ rosters, posts, utcOffset, zones: [{ id: 'z1', name: '第一块区' }] },
  squads: [
    { id: 's1', name: '一中队', zone: 'z1' },
    { id: 's2', name: '二中队', zone: 'z2' },
  ],
});
/** 20:00 to 06:00. */
const [evening, morning] = [testNow - 2 * hour, testNow + 8 * hour];
const night = [{ from: evening, to: morning, mode: 'night' as DutyMode }];
const ofPost = (rosters: readonly RosterState[]) => rosterGaps(world(rosters), night).filter(({ of }) => of === 'post');

describe('gaps', () => {
  test('given nobody, when the post is in force, then it lacks all, from its beginning to its end', () => {
    expect(ofPost([])).toMatchObject([
      { id: 'p1', from: testNow, to: testNow + 4 * hour, have: { persons: 0, certified: 0 }, need: post.staff },
    ]);
  });
  test('given a shift that ends at midnight, then the gap begins there', () => {
    const keeps = turn('g1', evening, testNow + 2 * hour, [member('a'), member('b', 'auxiliary')], { post: 'p1' });
    expect(ofPost([keeps])).toMatchObject([{ from: testNow + 2 * hour, to: testNow + 4 * hour }]);
  });
  test('given a certificate that ends at midnight, then the certified one lacks from there, the person does not', () => {
    const keeps = turn('g1', evening, morning, [member('a', 'certified', '2026-11-21'), member('b', 'auxiliary')], {
      post: 'p1',
    });
    expect(ofPost([keeps])).toMatchObject([
      { from: testNow + 2 * hour, have: { persons: 2, certified: 0 }, need: { persons: 2, certified: 1 } },
    ]);
  });
  test('given leave, or a group lent away, then it does not count', () => {
    const keeps = turn('g1', evening, morning, [member('a'), member('b')], { post: 'p1' });
    const leave = { officer: 'a', kind: 'sick' as const, at: 0, by: 'x' };
    expect(ofPost([{ ...keeps, leaves: [leave] }])).toMatchObject([{ have: { persons: 1, certified: 1 } }]);
    const lent = { ...keeps, post: undefined as never, lent: { squad: 's2', zone: 'z2', at: 0, by: 'x' } };
    const at = (of: 'squad' | 'zone', id: string) => countAt({ of, id }, testNow, 'night', world([lent])).have.persons;
    expect([at('squad', 's1'), at('zone', 'z1'), at('squad', 's2'), at('zone', 'z2')]).toEqual([0, 0, 2, 2]);
  });
  test('a zone needs its posts and two certified officers whom it can send', () => {
    const keeps = turn('g1', evening, morning, [member('a'), member('b')], { post: 'p1' });
    const goes = turn('g2', evening, morning, [member('c'), member('d')]);
    expect(countAt({ of: 'zone', id: 'z1' }, testNow, 'night', world([keeps, goes]))).toEqual({
      ...{ have: { persons: 4, certified: 4 }, free: { persons: 2, certified: 2 } },
      need: { persons: 4, certified: 3 },
    });
    expect(rosterGaps(world([keeps, goes]), night)).toEqual([]);
  });
  test('a camera post asks for nobody on the roster, and a withdrawn roster counts for nothing', () => {
    const camera: PostState = { ...post, where: { kind: 'camera', videoPoints: ['v1'], everyMinutes: 15 } };
    expect(countAt({ of: 'squad', id: 's1' }, testNow, 'night', world([], [camera])).need.persons).toBe(0);
    const gone = turn('g1', evening, morning, [member('a')], { withdrawn: { at: 0, by: 'x', reason: '' } });
    expect(countAt({ of: 'squad', id: 's1' }, testNow, 'night', world([gone])).have.persons).toBe(0);
  });
});

describe('modes', () => {
  const { plates } = demoDistrict;
  test('in an emergency it stays one; where people switch, the mode in force is all there is', () => {
    const span = { now: testNow, from: evening, to: morning };
    expect(modesAhead(plates, { mode: 'emergency' }, span)).toEqual([
      { from: evening, to: morning, mode: 'emergency' },
    ]);
    expect(modesAhead(plates, { mode: 'routine' }, span)).toEqual([{ from: evening, to: morning, mode: 'routine' }]);
    expect(modesAhead(plates, undefined, span)).toEqual([]);
  });
  test('by the calendar the parts meet, and a switch by hand holds until the next turn', () => {
    const turning = { ...plates, calendars: { ...plates.calendars, turnsDuty: { holiday: 'never' as const } } };
    const span = { now: testNow, from: testNow - 8 * hour, to: testNow + 16 * hour };
    const parts = modesAhead(turning, { mode: 'holiday' }, span);
    expect(parts.map(({ mode }) => mode)).toEqual(['routine', 'holiday', 'routine']);
    expect(parts.map(({ from }) => from).slice(1)).toEqual(parts.map(({ to }) => to).slice(0, -1));
    expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([span.from, span.to]);
  });
  test('templates: posts of the mode with their people, and one team for each zone', () => {
    expect(rosterTemplate('night', world([])).map(({ post: id, need }) => [id, need.persons])).toEqual([
      ['p1', 2],
      [null, 2],
    ]);
    expect(rosterTemplate('routine', world([])).map(({ post: id }) => id)).toEqual([null]);
    expect(shiftHours('night', 'night', plates)).toEqual(plates.calendars.dutyNight);
    expect(shiftHours('emergency', 'late', plates)).toEqual({ from: 1200, to: 480 });
  });
});

test('too little rest since the shift before, of those who come', () => {
  const first = turn('g1', evening - 10 * hour, evening - 4 * hour, [member('a'), member('b')]);
  const second = turn('g2', evening, morning, [member('a'), member('b')]);
  const leave = { officer: 'b', kind: 'annual' as const, at: 0, by: 'x' };
  expect(shortRests([second, { ...first, leaves: [leave] }])).toMatchObject([
    { roster: 'g2', officer: 'a', before: 'g1', hours: 4 },
  ]);
  expect(shortRests([first, second], 4)).toEqual([]);
});

describe('laws', () => {
  const turns = fc
    .array(
      fc.record({
        from: fc.integer({ min: 0, max: 40 }),
        length: fc.integer({ min: 1, max: 20 }),
        officers: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
        atPost: fc.boolean(),
        away: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    .map((rows) =>
      rows.map(({ from, length, officers, atPost, away }, index) =>
        turn(
          `g${index}`,
          evening + from * 15 * minute,
          evening + (from + length) * 15 * minute,
          officers.map((officer) => member(officer, officer === 'd' ? 'auxiliary' : 'certified')),
          {
            ...(atPost ? { post: 'p1' } : {}),
            leaves: away ? [{ officer: officers[0] ?? 'a', kind: 'sick', at: 0, by: 'x' }] : [],
          },
        ),
      ),
    );

  test('at every instant a place lacks people if and only if a gap covers it, and gaps of one place never overlap', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: 0, max: 599 }), (rosters, minutes) => {
        const at = evening + minutes * minute;
        const gaps = rosterGaps(world(rosters), night);
        for (const place of [{ of: 'zone', id: 'z1' } as const, { of: 'post', id: 'p1' } as const]) {
          const { have, need } = countAt(place, at, 'night', world(rosters));
          const covering = gaps.filter(
            (gap) => gap.of === place.of && gap.id === place.id && gap.from <= at && at < gap.to,
          );
          const lacks = have.persons < need.persons || have.certified < need.certified;
          expect(covering).toHaveLength(lacks ? 1 : 0);
          for (const gap of covering) expect([gap.have, gap.need]).toEqual([have, need]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the order of the rosters changes nothing', () => {
    fc.assert(
      fc.property(turns, (rosters) => {
        expect(rosterGaps(world(rosters.toReversed()), night)).toEqual(rosterGaps(world(rosters), night));
      }),
      { numRuns: 30 },
    );
  });

  test('entered one after another where nothing is refused, nobody is in two groups at a time', () => {
    fc.assert(
      fc.property(turns, (rosters) => {
        const stand: RosterState[] = [];
        for (const one of rosters) if (againstTurn(one, stand, utcOffset, '') === undefined) stand.push(one);
        for (let at = evening; at < morning; at += 15 * minute) {
          const on = stand.filter(({ from, to }) => from <= at && at < to);
          const here = on.flatMap(({ members, leaves }) =>
            members.filter(({ officer }) => !leaves.some((leave) => leave.officer === officer)),
          );
          expect(new Set(here.map(({ officer }) => officer)).size).toBe(here.length);
          expect(headsAt(turn('all', at, at + 1, here), at, utcOffset).persons).toBe(here.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
