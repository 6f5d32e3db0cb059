/**
 * How often fences say something that is not so: a real day of a taxi, which knows no fence, and made-up ways of which the
 * truth is known. The figures are printed.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FenceShape } from '../../shared/domain/fence/state.ts';
import { fenceDefaults } from '../../shared/domain/rules/fence.ts';
import { breachOf, isOver } from '../../shared/domain/rules/fence-duty.ts';
import { inOrder, sideRule, unseen, withFix } from '../../shared/domain/rules/fence-side.ts';
import type { FenceFix } from '../../shared/domain/rules/fence-side.ts';
import { destination } from '../../shared/geo/point.ts';
import type { Point } from '../../shared/geo/point.ts';
import { shapeContains } from '../../shared/geo/shape.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, parseIso, second } from '../../shared/lib/time.ts';
import { sharedData } from '../support/shared-data.ts';

const start = Date.UTC(2026, 10, 21, 14, 0);

/** When alarms were raised for who has to be in. */
function alarms(fixes: readonly FenceFix[], shape: FenceShape): readonly number[] {
  const rule = sideRule({ shape }, fenceDefaults);
  const raised: number[] = [];
  let [state, open] = [unseen, false];
  for (const fix of inOrder(fixes)) {
    state = withFix(state, fix, rule);
    const breach = breachOf({ kind: 'mustBeIn' }, state, fix.at, { inForce: start - 24 * hour, exemptUntil: null });
    if (breach?.code === 'leftPost' && !open) raised.push(breach.since);
    open = (open || breach?.code === 'leftPost') && !isOver({ kind: 'mustBeIn' }, state);
  }
  return raised;
}

const file = sharedData('gps', 'shanghai-taxi-2015-04-01.csv');

test.skipIf(file === undefined)('a real day: each leaving of an area is told of once at most', () => {
  const [, ...lines] = readFileSync(must(file, 'file'), 'utf8').trim().split(/\r?\n/);
  const fixes = lines.map((line): FenceFix => {
    const [, time = '', lon, lat, , , , , , speed] = line.split(',');
    const at = must(parseIso(`${time.replace(' ', 'T')}+08:00`), time);
    return { lon: Number(lon), lat: Number(lat), at, speed: Number(speed) };
  });
  const day = inOrder(fixes);
  const raised: string[] = [];
  // Around places where the taxi was itself, small and large: as bad as it gets for who stays near a border.
  for (const at of [0.1, 0.25, 0.4, 0.55, 0.7, 0.85])
    for (const radius of [80, 300, 1_500]) {
      const { lon, lat } = must(day[Math.floor(day.length * at)], 'fix');
      const shape: FenceShape = { kind: 'circle', at: { lon, lat }, radius };
      const isIn = day.map((fix) => shapeContains(shape, fix));
      const crossings = isIn.filter((inside, i) => !inside && isIn[i - 1] === true).length;
      const told = alarms(fixes, shape);
      raised.push(`${Math.round(at * 100)} % r ${radius} m: ${told.length} of ${crossings}`);
      expect(told.length).toBeLessThanOrEqual(crossings);
      expect(new Set(told).size).toBe(told.length);
    }
  process.stdout.write(`taxi day, ${day.length} fixes, alarms of outward crossings: ${raised.join('; ')}\n`);
});

const centre: Point = { lon: 121.4342, lat: 31.1945 };
const shape: FenceShape = { kind: 'circle', at: centre, radius: 80 };

/** Figures between 0 and 1, the same each time. */
function figures(seed: number): () => number {
  let x = seed;
  return () => (x = (x * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Truth {
  readonly name: string;
  /** Metres from the middle in truth, by second; noise and what the device admits of it, metres; every so many s. */
  readonly way: (seconds: number) => number;
  readonly noise: number;
  readonly accuracy: number;
  readonly every: number;
  readonly lost?: (seconds: number) => boolean;
  /** Whether they really left. */
  readonly left: boolean;
}

/** Leaves at 20 minutes for good. */
const leaves = (to: number) => (seconds: number) => (seconds < 1_200 ? 15 : Math.min(to, 15 + (seconds - 1_200) * 1.2));
const tunnel = (seconds: number): boolean => seconds > 900 && seconds < 1_500;
const truths: readonly Truth[] = [
  { name: 'stands at the post', way: () => 15, noise: 8, accuracy: 10, every: 10, left: false },
  { name: 'walks along the border', way: () => 80, noise: 10, accuracy: 10, every: 10, left: false },
  { name: 'post between high houses', way: () => 15, noise: 35, accuracy: 12, every: 10, left: false },
  { name: 'the same, seldom heard', way: () => 15, noise: 35, accuracy: 12, every: 30, left: false },
  {
    name: 'hidden, then back at the post',
    way: () => 20,
    noise: 8,
    accuracy: 10,
    every: 10,
    lost: tunnel,
    left: false,
  },
  { name: 'leaves for 400 m', way: leaves(400), noise: 10, accuracy: 10, every: 10, left: true },
  { name: 'leaves between high houses', way: leaves(400), noise: 35, accuracy: 12, every: 10, left: true },
  {
    name: 'leaves unheard, is heard far off',
    way: leaves(900),
    noise: 8,
    accuracy: 10,
    every: 10,
    lost: tunnel,
    left: true,
  },
  { name: 'leaves for the corner, 130 m', way: leaves(130), noise: 10, accuracy: 10, every: 10, left: true },
];

test('made-up ways: false and missed alarms against the truth', () => {
  const runs = 40;
  const table = truths.map(({ name, way, noise, accuracy, every, lost, left }, n) => {
    let [wrong, missed, many] = [0, 0, 0];
    for (let run = 0; run < runs; run += 1) {
      const next = figures(1 + run * 7_919 + n * 104_729);
      const fixes = Array.from({ length: 3_600 / every }, (_, i): FenceFix => {
        const truth = destination(centre, way(i * every), 90);
        const off = noise * Math.sqrt(-2 * Math.log(next()));
        return { ...destination(truth, off, next() * 360), at: start + i * every * second, accuracy };
      }).filter((fix) => lost?.((fix.at - start) / second) !== true);
      const told = alarms(fixes, shape).length;
      if (!left && told > 0) wrong += 1;
      if (left && told === 0) missed += 1;
      if (told > 1) many += 1;
    }
    return { name, left, wrong, missed, many };
  });
  for (const { name, left, wrong, missed, many } of table)
    process.stdout.write(
      `${name}: ${left ? `missed ${missed}` : `false ${wrong}`} of ${runs} hours, more than one alarm in ${many}\n`,
    );
  const falseHours = table.reduce((sum, row) => sum + row.wrong, 0);
  expect(falseHours).toBe(0);
  expect(table.reduce((sum, row) => sum + row.missed, 0)).toBe(0);
  expect(table.reduce((sum, row) => sum + row.many, 0)).toBe(0);
});
