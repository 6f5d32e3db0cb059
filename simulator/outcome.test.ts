import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';
import { Chance } from './random.ts';

const outcomes = (assessment: Parameters<typeof outcomeOf>[0]['assessment'], site: string | null = null) => {
  const once = { refused: false };
  return Array.from({ length: 200 }, (_, seed) => outcomeOf({ assessment, site }, Chance.of(seed, 'x'), once));
};

test('work without a permit on file mostly stops', () => {
  const ended = outcomes('none');
  const share = (kind: string): number => ended.filter((one) => one === kind).length / ended.length;
  expect(share('stopped')).toBeGreaterThan(0.6);
  expect(share('nothingFound')).toBeGreaterThan(0.04);
  expect(share('finishingBy')).toBeGreaterThan(0.04);
});

test('somebody refuses once a night, and the site of the first example stops', () => {
  expect(outcomes('expired').filter((one) => one === 'refusesToStop')).toHaveLength(1);
  expect(new Set(outcomes('none', '示例工地 A'))).toEqual(new Set(['stopped']));
});

test('what is permitted is found so, what is repaired is repair', () => {
  expect(new Set(outcomes('valid'))).toEqual(new Set(['permittedAndCompliant', 'finishingBy']));
  expect(new Set(outcomes('emergency'))).toEqual(new Set(['repairGenuine', 'stopped']));
  expect(new Set(outcomes('other'))).toEqual(new Set(['notOurs', 'nothingFound']));
});

test('chance by seed and name: the same again, another for another', () => {
  const draw = (seed: number, name: string): readonly number[] => {
    const chance = Chance.of(seed, name);
    return [chance.next(), chance.between(5, 10), chance.next()];
  };
  expect(draw(1, 'm1')).toEqual(draw(1, 'm1'));
  expect(draw(1, 'm1')).not.toEqual(draw(1, 'm2'));
  expect(draw(1, 'm1')).not.toEqual(draw(2, 'm1'));
  for (const value of draw(9, 'y').filter((_, i) => i !== 1)) expect(value).toBeLessThan(1);
});
