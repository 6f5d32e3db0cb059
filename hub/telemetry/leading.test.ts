import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Standing } from './leading.ts';
import { bandOf, takesOver } from './leading.ts';
import { telemetryPolicy } from './policy.ts';

const policy = telemetryPolicy;
const one: Standing = { device: 'a:1', at: 1_000_000, timed: true, rank: 0 };
const other: Standing = { device: 'b:2', at: 1_000_000, timed: true, rank: 1 };

describe('of two devices', () => {
  test.each<readonly [string, Partial<Standing>, boolean]>([
    ['the list decides where nothing else does', {}, false],
    ['one that is silent for long gives way to any', { at: one.at + policy.leadMs + 1, accuracy: 900 }, true],
    ['one a little newer is no reason', { at: one.at + policy.leadMs }, false],
    ['one whose clock is wrong stands back', { timed: false, accuracy: 1 }, false],
    ['a fair one stands back behind a sharp one', { accuracy: 60, at: one.at + 5_000 }, false],
  ])('%s', (_name, more, wins) => {
    expect(takesOver({ ...other, ...more }, one, policy)).toBe(wins);
  });

  test('the surer goes before the first of the list', () => {
    expect(takesOver({ ...other, accuracy: 20 }, { ...one, accuracy: 60 }, policy)).toBe(true);
    expect(takesOver({ ...one, accuracy: 60 }, { ...other, accuracy: 20 }, policy)).toBe(false);
  });
});

const standing = (device: string, rank: number): fc.Arbitrary<Standing> =>
  fc.record({
    device: fc.constant(device),
    at: fc.integer({ min: 0, max: 60_000 }),
    timed: fc.boolean(),
    accuracy: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
    rank: fc.constant(rank),
  });

test('of two fixes of different devices one wins, whichever comes first', () => {
  fc.assert(
    fc.property(standing('a:1', 0), standing('b:2', 1), (a, b) => takesOver(a, b, policy) !== takesOver(b, a, policy)),
  );
});

test('what is shown is never beaten by anything heard at the same time', () => {
  const three = fc.tuple(standing('a:1', 0), standing('b:2', 1), standing('c:3', 2));
  fc.assert(
    fc.property(three, fc.integer({ min: 0, max: 5 }), (fixes, order) => {
      const at = 30_000;
      const same = fixes.map((fix) => ({ ...fix, at }));
      const turned = [...same.slice(order % 3), ...same.slice(0, order % 3)];
      const shown = turned.reduce((held, coming) => (takesOver(coming, held, policy) ? coming : held));
      for (const fix of same) expect(fix !== shown && takesOver(fix, shown, policy)).toBe(false);
      const best = Math.min(
        ...same.filter(({ timed }) => timed === shown.timed).map((f) => bandOf(f.accuracy, policy)),
      );
      expect(bandOf(shown.accuracy, policy)).toBe(best);
    }),
  );
});

test('two devices alike, each every few seconds: the unit changes between them once at most', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(gaps, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (steps, turns) => {
      let at = 0;
      let shown: Standing | undefined;
      const heard = new Map<string, number>();
      let changes = 0;
      for (const [n, gap] of steps.entries()) {
        at += gap;
        const coming = { ...(turns[n] === true ? one : other), at };
        heard.set(coming.device, at);
        // One that falls silent gives way, and that is no hopping.
        const last = [...heard.values()];
        fc.pre(last.every((time) => at - time <= policy.leadMs));
        if (shown !== undefined && !takesOver(coming, shown, policy)) continue;
        if (shown !== undefined && shown.device !== coming.device) changes += 1;
        shown = coming;
      }
      expect(changes).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});
