import { expect, test } from 'vitest';
import { findCrossing, findNamedPlace, findRoads, indexPlates, lineCrossing, placeOf } from './district.ts';
import type { Grid } from '../district/state.ts';
import type { Plates } from '../district/events.ts';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';

const plates = makeDemoPlates();

function square(code: string, level: Grid['level'], west: number, east: number, parent?: string): Grid {
  const shape: Grid['shape'] = [
    [
      [
        [west, 0],
        [east, 0],
        [east, 1],
        [west, 1],
        [west, 0],
      ],
    ],
  ];
  return { code, level, name: code, shape, ...(parent === undefined ? {} : { parent }) };
}

const withGrids = (grids: Grid[]): Plates => ({ ...plates, grids });

test('a chain goes down only among the children of the grid found, though a stranger overlaps', () => {
  const index = indexPlates(
    withGrids([
      square('a', 'management', 0, 1),
      square('b', 'management', 1, 2),
      square('a1', 'responsibility', 0, 1, 'a'),
      square('0-stranger', 'responsibility', 0, 2, 'b'),
    ]),
  );
  expect(index.gridChainAt({ lon: 0.5, lat: 0.5 }).map(({ code }) => code)).toEqual(['a', 'a1']);
  expect(index.gridChainAt({ lon: 1.5, lat: 0.5 }).map(({ code }) => code)).toEqual(['b', '0-stranger']);
});

test('a point in a crack between children belongs to the nearest, in a hole to none', () => {
  const index = indexPlates(
    withGrids([
      square('a', 'management', 0, 1),
      square('a1', 'responsibility', 0, 0.5, 'a'),
      // 3 m further, then nothing east of 0.7.
      square('a2', 'responsibility', 0.50003, 0.7, 'a'),
    ]),
  );
  expect(index.streetAt({ lon: 0.50001, lat: 0.5 })?.code).toBe('a1');
  expect(index.streetAt({ lon: 0.500025, lat: 0.5 })?.code).toBe('a2');
  expect(index.gridChainAt({ lon: 0.9, lat: 0.5 }).map(({ code }) => code)).toEqual(['a']);
});

test('outside the district there is no chain, and the streets across the border are named', () => {
  const index = indexPlates(plates);
  const place = findCrossing(['斜土路', '瑞金南路'], plates);
  const at = { lon: place?.at[0] ?? 0, lat: place?.at[1] ?? 0 };
  expect(index.isOutside(at)).toBe(true);
  expect(index.streetAt(at)).toBeUndefined();
  expect(index.streetsNear(at, 200).map(({ name }) => name)).toEqual(['斜土路街道']);
});

test.each([
  ['斜土路小木桥路口往东那个工地', ['斜土路', '小木桥路']],
  ['小木桥那边,靠近斜土路', ['小木桥路', '斜土路']],
  ['宜山路近中山西路,宜山路上', ['宜山路', '中山西路']],
  // Longest first: not 沪闵路, not 龙华路.
  ['老沪闵路罗秀路口冒水', ['老沪闵路', '罗秀路']],
  ['龙华西路天钥桥路工地', ['龙华西路', '天钥桥路']],
  // A street office is no road.
  ['斜土路街道的人来过', []],
  ['虹梅路街道、凌云路街道都不管,斜土路街道斜土路上', ['斜土路']],
  ['我这边吵死了,说不清哪里', []],
])('%s → %j', (text, roads) => {
  expect(findRoads(text, plates)).toEqual(roads);
});

test('the street of a road is where the crossing lies, not the one that bears its name', () => {
  const place = placeOf('斜土路小木桥路口往东那个工地', plates);
  expect(place?.name).toBe('斜土路×小木桥路');
  expect(indexPlates(plates).streetAt({ lon: place?.at[0] ?? 0, lat: place?.at[1] ?? 0 })?.name).toBe('枫林路街道');
});

test('a crossing is found whichever road is named first, from the lines if it is no listed place', () => {
  expect(findCrossing(['小木桥路', '斜土路'], plates)?.name).toBe('斜土路×小木桥路');
  expect(findCrossing(['龙吴路', '斜土路', '小木桥路'], plates)?.name).toBe('斜土路×小木桥路');
  const unlisted = { ...plates, places: [] };
  const listed = findCrossing(['漕宝路', '柳州路'], plates);
  const computed = findCrossing(['漕宝路', '柳州路'], unlisted);
  expect(computed?.at[0]).toBeCloseTo(listed?.at[0] ?? 0, 6);
  expect(computed?.at[1]).toBeCloseTo(listed?.at[1] ?? 0, 6);
  expect(findCrossing(['龙吴路', '太原路'], plates)).toBeUndefined();
  expect(findCrossing(['漕宝路'], plates)).toBeUndefined();
  expect(findCrossing(['漕宝路', '没有的路'], plates)).toBeUndefined();
});

test('a named place goes before the roads in the same words', () => {
  expect(findNamedPlace('浦北路示例绿地广场舞', plates)?.name).toBe('示例绿地');
  expect(placeOf('浦北路示例绿地广场舞', plates)?.name).toBe('示例绿地');
  expect(placeOf('浦北路上', plates)).toBeUndefined();
});

test('lines cross where they cross, and parallel ones nowhere', () => {
  const east = [
    [0, 1],
    [4, 1],
  ] as const;
  expect(
    lineCrossing(east, [
      [1, 0],
      [1, 3],
    ]),
  ).toEqual({ lon: 1, lat: 1 });
  expect(
    lineCrossing(east, [
      [0, 2],
      [4, 2],
    ]),
  ).toBeUndefined();
  expect(
    lineCrossing(east, [
      [5, 0],
      [5, 3],
    ]),
  ).toBeUndefined();
  expect(lineCrossing(east, [])).toBeUndefined();
});
