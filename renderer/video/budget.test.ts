import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Budget, limitFor } from './budget.ts';

test('never more play than may, every wish is in one of the lists, and heavier ones go first', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('wish' as const), id: fc.nat(9), weight: fc.nat(3) }),
    fc.record({ do: fc.constant('release' as const), id: fc.nat(9) }),
    fc.record({ do: fc.constant('look' as const), shown: fc.nat(200), dropped: fc.nat(200) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 40 }), (limit, steps) => {
      const budget = new Budget(limit);
      const weights = new Map<string, number>();
      for (const one of steps) {
        if (one.do === 'look') budget.look(one.shown, one.dropped);
        else if (one.do === 'release') {
          budget.release(`c${one.id}`);
          weights.delete(`c${one.id}`);
        } else {
          budget.wish(`c${one.id}`, one.weight);
          weights.set(`c${one.id}`, one.weight);
        }
        const { playing, waiting, limit: now } = budget.state;
        expect(playing.length).toBeLessThanOrEqual(now);
        expect(now).toBeLessThanOrEqual(limit);
        expect([...playing, ...waiting].sort()).toEqual([...weights.keys()].sort());
        if (waiting.length > 0) expect(playing.length).toBe(now);
        const least = Math.min(...playing.map((id) => weights.get(id) ?? 0));
        for (const id of waiting) expect(weights.get(id)).toBeLessThanOrEqual(least);
      }
    }),
  );
});

test('given a machine that drops frames twice in a row, one fewer plays, and it is said', () => {
  const budget = new Budget(4);
  const heard: number[] = [];
  budget.onChange(() => heard.push(budget.state.playing.length));
  for (const id of ['a', 'b', 'c']) budget.wish(id, 0);
  budget.look(100, 60);
  expect(budget.state.lowered).toBe(false);
  budget.look(100, 60);
  expect(budget.state).toEqual({ limit: 2, lowered: true, playing: ['a', 'b'], waiting: ['c'] });
  expect(heard).toEqual([1, 2, 3, 2]);
  budget.reset(4);
  expect(budget.mayPlay('c')).toBe(true);
});

test('given a lowered number and no frame dropped for long, one more is tried, up to what it was', () => {
  const budget = new Budget(2);
  for (const id of ['a', 'b']) budget.wish(id, 0);
  for (let i = 0; i < 2; i += 1) budget.look(100, 60);
  expect(budget.state).toMatchObject({ limit: 1, lowered: true });
  for (let i = 0; i < 35; i += 1) budget.look(100, 0);
  expect(budget.state.limit).toBe(1);
  budget.look(100, 0);
  expect(budget.state).toMatchObject({ limit: 2, lowered: false, playing: ['a', 'b'] });
  for (let i = 0; i < 100; i += 1) budget.look(100, 0);
  expect(budget.state.limit).toBe(2);
});

test('a hiccup, few frames, or a single picture lower nothing', () => {
  const budget = new Budget(3);
  budget.wish('a', 0);
  for (let i = 0; i < 5; i += 1) budget.look(10, 100);
  budget.wish('b', 0);
  budget.look(10, 100);
  budget.look(100, 1);
  budget.look(10, 100);
  for (let i = 0; i < 5; i += 1) budget.look(5, 20);
  expect(budget.state.limit).toBe(3);
});

test.each([
  [1, 2],
  [2, 4],
  [4, 8],
  [32, 16],
])('%d cores play %d', (cores, limit) => {
  expect(limitFor(cores)).toBe(limit);
});
