import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeDemoPlates } from '../../build/demo-district/plates.ts';
import { coverageOf } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { distance } from './point.ts';
import { contains } from './polygon.ts';
import type { MultiPolygon, Position } from './polygon.ts';

/** On the equator a degree is as long eastwards as northwards: hundred-thousandths are 1.11 m. */
const unit = 1e-5;
const squareMetresOf = (units: number): number => units * (unit * 111_195) ** 2;

const rectangle = (west: number, south: number, east: number, north: number): MultiPolygon => {
  const corners: Position[] = [
    [west * unit, south * unit],
    [east * unit, south * unit],
    [east * unit, north * unit],
    [west * unit, north * unit],
  ];
  return [[[...corners, ...corners.slice(0, 1)]]];
};
const units = (list: readonly { readonly squareMetres: number }[]): number =>
  Math.round((list.reduce((sum, { squareMetres }) => sum + squareMetres, 0) / squareMetresOf(1)) * 100) / 100;

describe('drawings that can be counted by hand', () => {
  const frame = [
    { code: 'south', shape: rectangle(0, 0, 30, 10) },
    { code: 'west', shape: rectangle(0, 10, 10, 20) },
    { code: 'east', shape: rectangle(20, 10, 30, 20) },
    { code: 'north', shape: rectangle(0, 20, 30, 30) },
  ];

  test('four around a hole leave one gap; with one of them away there is none', () => {
    const { overlaps, gaps, beyond } = coverageOf(frame);
    expect([overlaps, units(gaps), gaps.length, beyond]).toEqual([[], 100, 1, []]);
    expect(coverageOf(frame.slice(0, 3)).gaps).toEqual([]);
    expect(coverageOf(frame.filter(({ code }) => code !== 'east')).gaps).toEqual([]);
  });

  test('of the whole that they ought to fill all is a gap that is missing, and beyond it all is too much', () => {
    const { gaps, beyond } = coverageOf(frame, { whole: rectangle(5, 0, 40, 30) });
    expect(gaps.map((gap) => units([gap]))).toEqual([300, 100]);
    expect(beyond.map(({ codes }) => codes.join()).sort()).toEqual(['north', 'south', 'west']);
    expect(units(beyond)).toBe(150);
  });

  test('each overlap is told once, with all who claim it', () => {
    const { overlaps } = coverageOf([
      ...frame,
      { code: 'a', shape: rectangle(0, 0, 4, 4) },
      { code: 'b', shape: rectangle(2, 2, 6, 6) },
    ]);
    const found = overlaps.map((one) => [one.codes.join(), units([one])]);
    expect(found.sort()).toEqual([
      ['a,b,south', 4],
      ['a,south', 12],
      ['b,south', 12],
    ]);
  });

  test('slivers below the least are not told', () => {
    const two = [
      { code: 'a', shape: rectangle(0, 0, 10, 10) },
      { code: 'b', shape: rectangle(9.9, 0, 20, 10) },
    ];
    expect(units(coverageOf(two).overlaps)).toBe(1);
    expect(coverageOf(two, { least: 2 }).overlaps).toEqual([]);
  });

  test('nothing comes of nothing', () => {
    expect(coverageOf([])).toEqual({ overlaps: [], gaps: [], beyond: [] });
  });
});

const corner = fc.integer({ min: 0, max: 12 });
const box = fc
  .tuple(corner, corner, corner, corner)
  .filter(([a, b, c, d]) => a !== c && b !== d)
  .map(([a, b, c, d]) => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)] as const);

/** Square by square: how many hold it, whether it is in the whole, and whether it can be walked out of. */
function byCounting(boxes: readonly (readonly [number, number, number, number])[]) {
  const side = 14;
  const count = (x: number, y: number): number =>
    boxes.filter(([w, s, e, n]) => w <= x && x < e && s <= y && y < n).length;
  const seen = new Set<string>();
  const walk: [number, number][] = [[-1, -1]];
  for (let at = walk.pop(); at !== undefined; at = walk.pop()) {
    const [x, y] = at;
    if (x < -1 || y < -1 || x >= side || y >= side || seen.has(`${x} ${y}`) || count(x, y) > 0) continue;
    seen.add(`${x} ${y}`);
    walk.push([x + 1, y], [x - 1, y], [x, y + 1], [x, y - 1]);
  }
  let [overlap, gap] = [0, 0];
  for (let x = 0; x < side; x += 1)
    for (let y = 0; y < side; y += 1) {
      if (count(x, y) > 1) overlap += 1;
      if (count(x, y) === 0 && !seen.has(`${x} ${y}`)) gap += 1;
    }
  return { overlap, gap };
}

test('agrees with counting squares, for boxes at will', () => {
  let gapsSeen = 0;
  fc.assert(
    fc.property(fc.array(box, { minLength: 1, maxLength: 14 }), (boxes) => {
      const areas = boxes.map((one, i) => ({ code: String(i), shape: rectangle(...one) }));
      const { overlaps, gaps } = coverageOf(areas, { least: 0.1 });
      const expected = byCounting(boxes);
      gapsSeen += Math.min(1, expected.gap);
      expect([units(overlaps), units(gaps)]).toEqual([expected.overlap, expected.gap]);
    }),
    { numRuns: 800, seed: 5 },
  );
  expect(gapsSeen).toBeGreaterThan(20);
});

const point = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }));
const ring = fc
  .array(point, { minLength: 3, maxLength: 6 })
  .map((corners) => [...corners, ...corners.slice(0, 1)].map(([x, y]): Position => [x * unit, y * unit]));

test('agrees with turf at any place, for rings that cross themselves and each other', () => {
  const seen = { overlap: 0, gap: 0, neither: 0 };
  fc.assert(
    fc.property(
      fc.array(ring, { minLength: 2, maxLength: 5 }),
      ring,
      fc.array(point, { minLength: 12 }),
      (rings, whole, at) => {
        const areas = rings.map((one, i) => ({ code: String(i), shape: [[one]] }));
        const found: Coverage = coverageOf(areas, { whole: [[whole]], least: 0 });
        for (const [x, y] of at) {
          // Beside the grid that all corners lie on: on an edge both answers are right.
          const p: [number, number] = [(x + 0.317) * unit, (y + 0.173) * unit];
          const isIn = (one: readonly Position[]): boolean =>
            booleanPointInPolygon(p, { type: 'Polygon', coordinates: [one.map(([lon, lat]) => [lon, lat])] });
          const holders = rings.flatMap((one, i) => (isIn(one) ? [String(i)] : []));
          const inWhole = isIn(whole);
          const of = <T extends { readonly shape: MultiPolygon }>(list: readonly T[]): T[] =>
            list.filter(({ shape }) => shape.some((part) => contains([part], { lon: p[0], lat: p[1] })));
          const overlap = of(found.overlaps);
          const isOverlap = inWhole && holders.length > 1;
          expect(overlap.map(({ codes }) => codes)).toEqual(isOverlap ? [holders] : []);
          const isGap = inWhole && holders.length === 0;
          expect(of(found.gaps).length).toBe(isGap ? 1 : 0);
          seen[isOverlap ? 'overlap' : isGap ? 'gap' : 'neither'] += 1;
        }
      },
    ),
    { numRuns: 300, seed: 6 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});

test('the demo district has neither gaps nor overlaps; a corner that is pulled makes both', () => {
  const { grids } = makeDemoPlates();
  const cells = grids.filter(({ level }) => level === 'cell');
  const whole = grids.filter(({ level }) => level === 'management').flatMap(({ shape }) => shape);
  expect(coverageOf(cells, { whole })).toEqual({ overlaps: [], gaps: [], beyond: [] });
  expect(coverageOf(cells).gaps).toEqual([]);
  const [pulled] = cells.filter(({ shape }) => {
    const [lon, lat] = shape[0]?.[0]?.[2] ?? [0, 0];
    return distance({ lon, lat }, { lon: 121.43, lat: 31.16 }) < 900;
  });
  const moved = cells.map(({ code, shape }) => ({
    code,
    shape:
      code !== pulled?.code
        ? shape
        : shape.map((rings) =>
            rings.map((one) => one.map(([lon, lat], i): Position => (i === 2 ? [lon + 4e-4, lat] : [lon, lat]))),
          ),
  }));
  const { overlaps, gaps, beyond } = coverageOf(moved, { whole });
  expect(overlaps.length + gaps.length).toBeGreaterThan(0);
  expect(overlaps.every(({ codes }) => codes.includes(pulled?.code ?? ''))).toBe(true);
  expect(beyond).toEqual([]);
});
