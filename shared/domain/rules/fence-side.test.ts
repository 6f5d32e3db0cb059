/** On which side of a fence a unit is, and what comes of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../geo/point.ts';
import { destination } from '../../geo/point.ts';
import { hour, minute, second } from '../../lib/time.ts';
import type { FenceShape } from '../fence/state.ts';
import { fenceDefaults } from './fence.ts';
import type { Breach } from './fence-duty.ts';
import { breachOf, comingTime, exemptionOf, inForce, isOver, whereaboutsOf } from './fence-duty.ts';
import type { FenceFix, SideState } from './fence-side.ts';
import { inOrder, lapsed, sideOf, sideRule, unseen, withFix } from './fence-side.ts';

const start = Date.UTC(2026, 10, 21, 14, 0);
const centre: Point = { lon: 121.4342, lat: 31.1945 };
const circle: FenceShape = { kind: 'circle', at: centre, radius: 80 };
const rule = sideRule({ shape: circle }, fenceDefaults);
const mustBeIn = { kind: 'mustBeIn' } as const;

/** So many metres east of the middle, `seconds` after the start. */
const fixAt = (seconds: number, metres: number, more: Partial<FenceFix> = {}): FenceFix => ({
  ...destination(centre, metres, 90),
  at: start + seconds * second,
  ...more,
});
/** A fix every ten seconds. */
const walk = (seconds: number, metresAt: (second: number) => number, more: Partial<FenceFix> = {}): FenceFix[] =>
  Array.from({ length: Math.floor(seconds / 10) + 1 }, (_, i) => fixAt(i * 10, metresAt(i * 10), more));
/** States as they follow each other, without repeats of the side. */
function turns(fixes: readonly FenceFix[]): readonly SideState['side'][] {
  let state = unseen;
  const seen: SideState['side'][] = [];
  for (const fix of inOrder(fixes)) {
    for (const next of [lapsed(state, fix.at, rule), withFix(state, fix, rule)]) {
      if (next.side !== state.side) seen.push(next.side);
      state = next;
    }
  }
  return seen;
}
const late = { inForce: start - hour, exemptUntil: null };
/** Alarms as one who ends them after five minutes back would have them. */
function alarms(fixes: readonly FenceFix[]): readonly Breach[] {
  let [state, open] = [unseen, false];
  const raised: Breach[] = [];
  for (const fix of inOrder(fixes)) {
    state = withFix(state, fix, rule);
    const breach = breachOf(mustBeIn, state, fix.at, late);
    if (breach !== undefined && !open) raised.push(breach);
    open = (open || breach !== undefined) && !isOver(mustBeIn, state);
  }
  return raised;
}

describe('changing sides', () => {
  test('who was in and is clear of the border for the dwell has left, as of the first such fix', () => {
    const fixes = walk(120, (s) => (s < 60 ? 10 : 150));
    expect(turns(fixes)).toEqual(['inside', 'outside']);
    const state = sideOf(fixes, rule);
    expect(state).toMatchObject({ side: 'outside', since: start + 60_000, shownAt: start + 90_000, wasIn: true });
    expect(breachOf(mustBeIn, state, start + 120_000, late)).toEqual({
      ...{ code: 'leftPost', since: start + 60_000, shownAt: start + 90_000 },
    });
  });
  test('one fix is no change, and one back begins the dwell anew', () => {
    expect(turns(walk(60, (s) => (s === 60 ? 150 : 10)))).toEqual(['inside']);
    expect(turns(walk(90, (s) => (s === 60 || s < 40 ? 10 : 150)))).toEqual(['inside']);
  });
  test('within the margin nobody has left; who was outside has to come in properly', () => {
    expect(turns(walk(600, (s) => (s < 60 ? 10 : 95)))).toEqual(['inside']);
    expect(turns(walk(600, (s) => (s < 60 ? 150 : 70)))).toEqual(['outside']);
    expect(turns(walk(600, (s) => (s < 60 ? 150 : 55)))).toEqual(['outside', 'inside']);
  });
  test('a poor fix says nothing, and one no better than its distance from the border neither', () => {
    expect(turns([...walk(60, () => 10), ...walk(60, () => 400, { accuracy: 51 }).map(later(60))])).toEqual(['inside']);
    expect(turns([...walk(60, () => 10), ...walk(60, () => 120, { accuracy: 45 }).map(later(60))])).toEqual(['inside']);
  });
  test('a fence smaller than its margin can still be entered', () => {
    const small = sideRule({ shape: { ...circle, radius: 15 } }, fenceDefaults);
    const fixes = walk(120, (s) => (s < 60 ? 100 : 2));
    expect(sideOf(fixes, small).side).toBe('inside');
  });
});

const later =
  (seconds: number) =>
  (fix: FenceFix): FenceFix => ({ ...fix, at: fix.at + seconds * second });

describe('silence and jumps', () => {
  test('silence gives unknown from the last fix on, never outside', () => {
    const held = sideOf(
      walk(60, () => 10),
      rule,
    );
    expect(lapsed(held, start + 240_000, rule)).toBe(held);
    const gone = lapsed(held, start + 241_000, rule);
    expect(gone).toMatchObject({ side: 'unknown', since: start + 60_000, before: 'inside', wasIn: true });
    expect(lapsed(gone, start + hour, rule)).toBe(gone);
    expect(breachOf(mustBeIn, gone, start + hour, late)).toBeUndefined();
  });
  test('out of a tunnel: unknown between, then where it comes out', () => {
    const out = walk(60, () => 2_500).map(later(600));
    expect(turns([...walk(60, () => 10), ...out])).toEqual(['inside', 'unknown', 'outside']);
    expect(turns([...walk(60, () => 10), ...walk(60, () => 10).map(later(600))])).toEqual([
      ...['inside', 'unknown', 'inside'],
    ]);
    // Shorter than the gap: nothing happened.
    expect(turns([...walk(60, () => 10), ...walk(60, () => 10).map(later(170))])).toEqual(['inside']);
  });
  test('a jump is not believed until the next fix agrees', () => {
    const quick = sideRule({ shape: circle }, { ...fenceDefaults, dwellSeconds: 0 });
    const stay = walk(60, () => 10);
    const once = [...stay, fixAt(70, 5_000), fixAt(80, 10)];
    expect(sideOf(once, quick)).toMatchObject({ side: 'inside', since: start });
    expect(sideOf([...stay, fixAt(70, 5_000), fixAt(80, 5_010)], quick)).toMatchObject({
      ...{ side: 'outside', since: start + 70_000 },
    });
  });
});

describe('an hour that must not flap', () => {
  /** The same figures each time, spread like a bell. */
  function noise(seed: number): (spread: number) => number {
    let x = seed;
    const next = (): number => (x = (x * 48_271) % 2_147_483_647) / 2_147_483_647;
    return (spread) => spread * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  }
  test('walking along the border', () => {
    for (const seed of [1, 7, 99, 2_026]) {
      const gauss = noise(seed);
      expect(alarms([...walk(60, () => 10), ...walk(3_600, () => 80 + gauss(12)).map(later(60))])).toEqual([]);
    }
  });
  test('at the post between high houses: thirty metres of noise that the device does not admit', () => {
    for (const seed of [3, 11, 500]) {
      const gauss = noise(seed);
      expect(alarms(walk(3_600, () => Math.abs(gauss(30)), { accuracy: 10 }))).toEqual([]);
    }
  });
  test('jumping across the line with every fix', () => {
    expect(alarms(walk(3_600, (s) => (s % 20 === 0 ? 10 : 180)))).toEqual([]);
  });
  test('a minute in, a minute out: one alarm, not thirty', () => {
    expect(alarms(walk(3_600, (s) => (s % 120 < 60 ? 10 : 180)))).toHaveLength(1);
  });
  test('who left, came back and left again later is told of twice', () => {
    const away = (s: number): boolean => (s > 600 && s < 1_200) || s > 2_400;
    expect(alarms(walk(3_600, (s) => (away(s) ? 200 : 10)))).toHaveLength(2);
  });
});

describe('other kinds', () => {
  const of = (kind: 'mustNotLeave' | 'notice', fixes: readonly FenceFix[]): string | undefined =>
    breachOf({ kind }, sideOf(fixes, rule), start + hour, late)?.code;
  test('who never came in cannot leave; who came in is told of when going', () => {
    expect(
      of(
        'mustNotLeave',
        walk(120, () => 200),
      ),
    ).toBeUndefined();
    expect(
      of(
        'mustNotLeave',
        walk(120, (s) => (s < 60 ? 10 : 200)),
      ),
    ).toBe('leftArea');
  });
  test('coming in is told of; standing inside from the first, or still there after a silence, is not', () => {
    expect(
      of(
        'notice',
        walk(120, (s) => (s < 60 ? 200 : 10)),
      ),
    ).toBe('enteredArea');
    expect(
      of(
        'notice',
        walk(120, () => 10),
      ),
    ).toBeUndefined();
    expect(of('notice', [...walk(60, () => 10), ...walk(60, () => 10).map(later(900))])).toBeUndefined();
  });
  test('speed inside, by the device or by the way; a slower fix breaks it, outside it does not count', () => {
    const fast = sideRule({ shape: { ...circle, radius: 2_000 }, limitKmh: 40 }, fenceDefaults);
    const told = (fixes: readonly FenceFix[]): Breach | undefined =>
      breachOf({ kind: 'speed' }, sideOf(fixes, fast), start + hour, late);
    expect(told(walk(60, () => 10, { speed: 55 }))).toEqual({
      ...{ code: 'tooFast', since: start, shownAt: start + 30_000 },
    });
    expect(told(walk(60, (s) => 15 * s))?.code).toBe('tooFast');
    expect(told(walk(60, () => 10, { speed: 40 }))).toBeUndefined();
    expect(told(walk(60, () => 3_000, { speed: 90 }))).toBeUndefined();
    expect(told([...walk(20, () => 10, { speed: 55 }), fixAt(30, 10, { speed: 20 })])).toBeUndefined();
  });
});

describe('hours, exemptions, time to come', () => {
  const at = {
    hours: [{ modes: ['night' as const], from: 19 * 60, to: 6 * 60 }],
    provenance: { asOf: start - 9 * hour },
  };
  const fence = { ...at, provenance: { ...at.provenance, source: '方案', how: 'hand' as const } };
  const mode = { mode: 'night' as const, since: start - 4 * hour };
  test('a window past midnight, cut by mode, period and the word that made the fence', () => {
    const night = { from: start - 3 * hour, to: start + 8 * hour };
    expect(inForce(fence, mode, start, 480)).toEqual(night);
    expect(inForce(fence, mode, start + 5 * hour, 480)).toEqual(night);
    expect(inForce(fence, { ...mode, since: start - hour }, start, 480)?.from).toBe(start - hour);
    expect(inForce({ ...fence, period: { from: start - minute, to: start + hour } }, mode, start, 480)).toEqual({
      ...{ from: start - minute, to: start + hour },
    });
    expect(inForce({ ...fence, provenance: { ...fence.provenance, asOf: start - 1 } }, mode, start, 480)?.from).toBe(
      start - 1,
    );
    const none = [
      inForce(fence, undefined, start, 480),
      inForce(fence, { ...mode, mode: 'routine' }, start, 480),
      inForce(fence, mode, start + 8 * hour, 480),
      inForce({ ...fence, withdrawn: { at: start, by: 'lin', reason: '撤' } }, mode, start, 480),
    ];
    expect(none).toEqual([undefined, undefined, undefined, undefined]);
  });
  test('the assignment that began first excuses, where the fence says so; a rest does not, and is told', () => {
    const jobs = [
      { assignment: 'a2', incident: 'i', since: start + 2 },
      { assignment: 'a1', incident: 'i', since: start + 1 },
    ];
    const both = { exempt: { onAssignment: true, pursuit: true } };
    expect(exemptionOf(both, { jobs })).toEqual({ code: 'assignment', since: start + 1, assignment: 'a1' });
    expect(exemptionOf(both, { jobs: [] }, start)).toEqual({ code: 'pursuit', since: start, assignment: null });
    expect(exemptionOf({ exempt: { onAssignment: false, pursuit: false } }, { jobs }, start)).toBeUndefined();
    expect(whereaboutsOf({ jobs, status: 'resting' })).toBe('assignment');
    expect(whereaboutsOf({ jobs: [], status: 'resting' })).toBe('resting');
    expect(whereaboutsOf({ jobs: [], status: 'available' })).toBe('unknown');
  });
  test('there is time to come at the begin, and to come back after an assignment', () => {
    const never = sideOf(
      walk(1_200, () => 500),
      rule,
    );
    const from = (inForceAt: number, exemptUntil: number | null, fence = never): string | undefined =>
      breachOf(mustBeIn, fence, start + 20 * minute, { inForce: inForceAt, exemptUntil })?.code;
    expect(from(start + 11 * minute, null)).toBeUndefined();
    expect(from(start + 20 * minute - comingTime, null)).toBe('notAtPost');
    expect(from(start, start + 11 * minute)).toBeUndefined();
    expect(from(start, start + 10 * minute)).toBe('notAtPost');
  });
});

const anyFix: fc.Arbitrary<FenceFix> = fc
  .record(
    { s: fc.nat(900), metres: fc.integer({ min: 0, max: 300 }), accuracy: fc.option(fc.nat(80), { nil: undefined }) },
    { requiredKeys: ['s', 'metres'] },
  )
  .map(({ s, metres, accuracy }) => fixAt(s, metres, accuracy === undefined ? {} : { accuracy }));

test('order and repetition of fixes change nothing', () => {
  fc.assert(
    fc.property(
      fc.array(anyFix, { maxLength: 60 }).chain((fixes) =>
        fc.record({
          fixes: fc.constant(fixes),
          mixed: fc.shuffledSubarray([...fixes, ...fixes], { minLength: 2 * fixes.length }),
        }),
      ),
      ({ fixes, mixed }) => {
        expect(sideOf(mixed, rule)).toEqual(sideOf(fixes, rule));
      },
    ),
  );
});

test('judged in two parts it is as judged at once: whoever starts again in the middle comes to the same', () => {
  fc.assert(
    fc.property(fc.array(anyFix, { maxLength: 60 }), fc.nat(60), (fixes, cut) => {
      const all = inOrder(fixes);
      const first = all.slice(0, cut).reduce((state, fix) => withFix(state, fix, rule), unseen);
      const kept = JSON.parse(JSON.stringify(first)) as SideState;
      expect(all.slice(cut).reduce((state, fix) => withFix(state, fix, rule), kept)).toEqual(sideOf(fixes, rule));
    }),
  );
});

test('only fixes on the other side, the whole dwell long, make a change', () => {
  fc.assert(
    fc.property(fc.array(anyFix, { maxLength: 60 }), (fixes) => {
      const { side, since, shownAt } = sideOf(fixes, rule);
      if (side !== 'outside' || since === null || shownAt === null) return;
      expect(shownAt - since).toBeGreaterThanOrEqual(fenceDefaults.dwellSeconds * second);
      const between = inOrder(fixes).filter((fix) => fix.at >= since && fix.at <= shownAt);
      const good = between.filter(({ accuracy = 0 }) => accuracy <= fenceDefaults.poorFixMetres);
      const inside = good.filter(
        (fix) =>
          sideOf(
            [0, 20_000, 40_000].map((ms) => ({ ...fix, at: fix.at + ms })),
            rule,
          ).side === 'inside',
      );
      expect(inside).toEqual([]);
    }),
  );
});
