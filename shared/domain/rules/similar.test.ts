import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleCrossings } from '../../../build/demo-district/roads.ts';
import { incidentOf, report, worked } from '../../../tests/support/rules-world.ts';
import { destination } from '../../geo/point.ts';
import type { Similar } from '../incident/state.ts';

const [lon, lat] = exampleCrossings.G.at;
const here = { lon, lat };
const placeAt = (metres: number) => ({ position: { ...destination(here, metres, 90), of: 'place' } }) as const;

/** What a second complaint is offered, some metres off, that comes after a first. */
function offered(first: string, second: string, metres: number, time = '2026-11-21T23:10'): readonly Similar[] {
  const before = incidentOf(report(first, '2026-11-21T23:00', placeAt(0)));
  return worked(report(second, time, placeAt(metres)), [before]).similar;
}
const codes = (similar: readonly Similar[]) => similar[0]?.reasons.map(({ code }) => code);

describe('how far two may lie apart', () => {
  test('works are heard far off', () => {
    expect(offered('在打桩', '打桩打得睡不着', 250)).toHaveLength(1);
    expect(offered('在打桩', '打桩打得睡不着', 600)).toHaveLength(0);
  });

  test('music, a stall and a lamp are where they are', () => {
    expect(offered('广场舞音响太大', '广场舞音响太大', 60)).toHaveLength(1);
    expect(offered('广场舞音响太大', '广场舞音响太大', 250)).toHaveLength(0);
    expect(offered('有人摆摊', '有人摆摊', 250)).toHaveLength(0);
  });
});

describe('what it is about', () => {
  test('a noise that nobody could name may be the other’s, close by', () => {
    expect(codes(offered('在打桩', '吵死了', 40))).toContain('vagueMatter');
    expect(offered('在打桩', '吵死了', 250)).toHaveLength(0);
  });

  test('two that are named differently are two', () => {
    expect(offered('在打桩', '广场舞音响太大', 0)).toHaveLength(0);
    expect(offered('有人摆摊', '吵死了', 0)).toHaveLength(0);
  });

  test('like words speak for it, and are told', () => {
    const [alike] = offered('打桩机在响', '打桩', 100);
    const [other] = offered('在浇筑混凝土', '打桩', 100);
    expect(alike?.score).toBeGreaterThan(other?.score ?? 100);
    expect(alike?.reasons).toContainEqual({ code: 'sameWords', params: { words: ['打桩'] } });
    expect(other?.reasons.map(({ code }) => code)).not.toContain('sameWords');
  });
});

test('given less that speaks for it, then no higher score: farther off, later, other words', () => {
  const steps = fc.record({ metres: fc.integer({ min: 0, max: 480 }), minutes: fc.integer({ min: 0, max: 50 }) });
  const scoreOf = (metres: number, minutes: number, text = '在打桩'): number =>
    offered('在打桩', text, metres, `2026-11-21T23:${String(minutes).padStart(2, '0')}`)[0]?.score ?? 0;
  fc.assert(
    fc.property(steps, fc.nat(200), fc.nat(9), ({ metres, minutes }, farther, later) => {
      const score = scoreOf(metres, minutes);
      expect(scoreOf(metres + farther, minutes)).toBeLessThanOrEqual(score);
      expect(scoreOf(metres, minutes + later)).toBeLessThanOrEqual(score);
      expect(scoreOf(metres, minutes, '在浇筑混凝土')).toBeLessThanOrEqual(score);
    }),
    { numRuns: 40 },
  );
});

test('each offer says why, and hardly anything is no offer', () => {
  for (const metres of [0, 100, 300, 450])
    for (const { score, reasons } of offered('在打桩', '打桩', metres, '2026-11-22T01:55')) {
      expect(score).toBeGreaterThanOrEqual(30);
      expect(reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['near', 'minutesApart', 'sameMatter']));
    }
  expect(offered('在打桩', '打桩', 450, '2026-11-22T01:55')).toEqual([]);
});
