import { expect, test } from 'vitest';
import { makeDemoPlates } from '../../build/demo-district/plates.ts';
import { streets, zones as facts } from '../../build/demo-district/streets.ts';
import { contains } from '../../shared/geo/polygon.ts';
import { labelPoint, makeShapes } from './shapes.ts';
import type { LonLat, MapZone } from './types.ts';

const zones: readonly MapZone[] = facts.map(({ code, name }, i) => ({
  id: code,
  name,
  order: i + 1,
  grids: streets.filter(({ zone }) => zone === code).map((street) => street.code),
}));

test("every area's name stands inside it", () => {
  for (const { code, shape, label } of makeShapes(makeDemoPlates(), zones).areas) {
    expect(contains(shape, { lon: label[0], lat: label[1] }), code).toBe(true);
  }
});

test('a horseshoe has its name in one of its arms, not in the gap', () => {
  const ring: LonLat[] = [
    [0, 0],
    [6, 0],
    [6, 10],
    [5, 10],
    [5, 1],
    [1, 1],
    [1, 10],
    [0, 10],
    [0, 0],
  ];
  const [lon, lat] = labelPoint([[ring]]);
  expect(contains([[ring]], { lon, lat })).toBe(true);
});

test('streets carry the hue and the name of their zone; finer grids and streets of no zone carry none', () => {
  const shapes = makeShapes(makeDemoPlates(), zones.slice(0, 3));
  const of = (code: string) => shapes.byCode.get(code);
  expect(of('310104014')).toMatchObject({ name: '徐家汇街道', hue: 1, zoneName: facts[0].name });
  expect(of('310104011')).toMatchObject({ hue: 3 });
  expect(of('310104103')).toMatchObject({ hue: 0, zoneName: '' });
  expect(new Set(shapes.areas.filter(({ level }) => level !== 'responsibility').map(({ hue }) => hue))).toEqual(
    new Set([0]),
  );
  expect(shapes.zoneNames.map(({ name }) => name)).toEqual(facts.slice(0, 3).map(({ name }) => name));
});

test('zone borders lie between two zones, the outline round the whole', () => {
  const square = (code: string, x: number) => {
    const ring: LonLat[] = [
      [x, 0],
      [x + 1, 0],
      [x + 1, 1],
      [x, 1],
      [x, 0],
    ];
    return { code, level: 'responsibility' as const, name: code, shape: [[ring]] };
  };
  const plates = { schematic: true, grids: [square('a', 0), square('b', 1), square('c', 2)], roads: [], places: [] };
  const two = [
    { id: '1', name: '一区', order: 1, grids: ['a', 'b'] },
    { id: '2', name: '二区', order: 2, grids: ['c'] },
  ];
  const { zoneEdges, outline, bounds } = makeShapes(plates, two);
  expect(zoneEdges).toEqual([
    [
      [2, 0],
      [2, 1],
    ],
  ]);
  expect(outline).toHaveLength(8);
  expect(bounds).toEqual([0, 0, 3, 1]);
});

test('crossings are left to the names of their roads', () => {
  const { places } = makeShapes(makeDemoPlates(), zones);
  expect(places.map(({ name }) => name)).toContain('徐家汇商圈');
  expect(places.filter(({ name }) => name.includes('×'))).toEqual([]);
});
