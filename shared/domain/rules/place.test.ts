import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acrossTheBorder, callerOnLingling, exampleCrossings } from '../../../build/demo-district/roads.ts';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { rulesReads, understood } from '../../../tests/support/rules-world.ts';
import { distance } from '../../geo/point.ts';
import type { Placing } from '../incident/events.ts';
import { placingSchema } from '../incident/events.ts';
import { placeByPerson, placeReport } from './place.ts';
import type { PlaceWorld, ReportPosition } from './place.ts';

const reads = rulesReads();
const world: PlaceWorld = { district: demoDistrict, squads: reads.squads(), zones: reads.zones() };
const place = (text: string, position: ReportPosition | null = null): Placing =>
  placeReport(understood(text), position, world);
const pointOf = ([lon, lat]: readonly [number, number]): { lon: number; lat: number } => ({ lon, lat });
const caller: ReportPosition = { ...callerOnLingling, of: 'caller' };

describe('crossings', () => {
  test.each([
    ['斜土路小木桥路', '枫林路街道', 'fenglin', 'z2'],
    ['宜山路近中山西路', '田林街道', 'tianlin', 'z3'],
    ['桂林路田林路', '虹梅路街道', 'hongmei', 'z3'],
    ['老沪闵路罗秀路', '凌云路街道', 'lingyun', 'z4'],
    ['华发路龙吴路', '华泾镇', 'huajing', 'z4'],
  ])('%s lies in %s', (text, street, squad, zone) => {
    expect(place(text)).toMatchObject({ precision: 'crossing', street, squad, zone, certain: true, outside: null });
  });

  test('a direction goes with the place it is seen from', () => {
    expect(place('斜土路小木桥路口往东那个工地')).toMatchObject({ name: '斜土路×小木桥路', direction: 90 });
  });

  test('across the border the neighbour is named, and nobody of ours answers', () => {
    expect(place('斜土路靠近瑞金南路')).toEqual({
      precision: 'crossing',
      at: pointOf(acrossTheBorder),
      roads: ['斜土路', '瑞金南路'],
      name: '斜土路×瑞金南路',
      ...{ grids: null, street: null, squad: null, zone: null, direction: null },
      ...{ outside: '黄浦区', certain: true, by: 'hub' },
    });
  });
});

describe('positions', () => {
  test('a position of the place is certain, and takes the name of the place beside it only', () => {
    const at = pointOf(exampleCrossings.A.at);
    expect(place('斜土路小木桥路工地', { ...at, of: 'place' })).toMatchObject({
      precision: 'point',
      at,
      name: '斜土路×小木桥路',
    });
    expect(place('宜山路中山西路工地', { ...at, of: 'place' })).toMatchObject({ name: null, street: '枫林路街道' });
  });

  test('a position outside is the neighbour’s near it, else for the city to say', () => {
    const near = { lon: 121.4712, lat: 31.1996, of: 'place' } as const;
    expect(place('', near)).toMatchObject({ outside: '黄浦区', grids: null, street: null });
    expect(place('', { lon: 121.6, lat: 31.3, of: 'place' })).toMatchObject({ outside: '上海市', grids: null });
  });

  test.each([
    ['我住零陵路这边小区,声音从北边传过来', 0],
    ['吵死了,一直嗡嗡嗡', null],
    ['我家在示例小区乙,北边有打桩声', 0],
  ])('of a caller only the cell is kept: %s', (text, direction) => {
    const placing = place(text, caller);
    expect(placing).toMatchObject({
      precision: 'callerCell',
      at: null,
      roads: [],
      name: null,
      certain: false,
      direction,
    });
    expect(placing.grids?.cell).toBe(demoDistrict.index.gridAt(callerOnLingling, 'cell')?.code);
    expect(placing.outside).toBeNull();
  });

  test('the caller’s position yields to a place of the noise', () => {
    expect(place('斜土路小木桥路在打桩', caller)).toMatchObject({ precision: 'crossing', certain: true });
    expect(place('我住零陵路,斜土路小木桥路在打桩')).toMatchObject({ precision: 'crossing', certain: true });
  });
});

describe('less than a place', () => {
  test('a road in a street: the middle of its part there, not certain', () => {
    const placing = place('华泾这边龙吴路边上');
    expect(placing).toMatchObject({
      precision: 'road',
      street: '华泾镇',
      squad: 'huajing',
      zone: 'z4',
      certain: false,
    });
    expect(demoDistrict.index.streetAt(placing.at ?? { lon: 0, lat: 0 })?.name).toBe('华泾镇');
  });

  test('a road through several streets is nowhere in particular', () => {
    expect(place('龙吴路一晚上渣土车')).toMatchObject({
      precision: 'road',
      at: null,
      grids: null,
      street: null,
      squad: null,
    });
  });

  test('a road that is not in the street named: the street alone answers', () => {
    expect(place('华泾镇斜土路')).toMatchObject({ precision: 'road', at: null, street: '华泾镇', squad: 'huajing' });
  });

  test('the caller’s road is no place of the noise: no point of it is drawn', () => {
    expect(place('我住龙漕路,北面有打桩')).toMatchObject({ precision: 'road', at: null, direction: 0, certain: false });
  });

  test('a street alone, and nothing at all', () => {
    expect(place('枫林街道这边有工地')).toMatchObject({
      precision: 'street',
      street: '枫林路街道',
      squad: 'fenglin',
      at: null,
    });
    expect(place('走了又打起来')).toMatchObject({ precision: 'none', at: null, street: null, certain: false });
  });
});

describe('by a person', () => {
  const before = place('我住零陵路这边小区,声音从北边传过来', caller);

  test('a place of the pack, a crossing of its roads, a point', () => {
    expect(placeByPerson({ at: null, place: '斜土路×小木桥路' }, before, world)).toMatchObject({
      ...{ precision: 'crossing', street: '枫林路街道', certain: true, by: 'person', direction: null },
    });
    expect(placeByPerson({ at: null, place: '示例绿地' }, before, world)).toMatchObject({ precision: 'namedPlace' });
    const at = pointOf(exampleCrossings.C.at);
    expect(placeByPerson({ at, place: null }, before, world)).toMatchObject({
      precision: 'point',
      at,
      street: '康健新村街道',
      name: null,
    });
  });

  test('no place that the pack does not have', () => {
    expect(placeByPerson({ at: null, place: '某某路×某某路' }, before, world)).toBeUndefined();
    expect(placeByPerson({ at: pointOf(exampleCrossings.C.at), place: '某处' }, before, world)).toBeUndefined();
    expect(placeByPerson({ at: null, place: null }, before, world)).toBeUndefined();
  });

  test('a direction from a place holds for the place picked', () => {
    const seen = place('斜土路小木桥路口往东');
    expect(placeByPerson({ at: pointOf(exampleCrossings.A.at), place: null }, seen, world)?.direction).toBe(90);
  });
});

test('whatever was said and from wherever: it fits the journal, and a caller’s position is never in it', () => {
  const texts = fc.constantFrom(
    '',
    '我住零陵路',
    '斜土路',
    '斜土路小木桥路',
    '示例小区甲',
    '华泾镇',
    '我在示例小区乙',
    '龙吴路北边',
  );
  const near = fc.record({
    lon: fc.double({ min: 121.38, max: 121.5, noNaN: true }),
    lat: fc.double({ min: 31.09, max: 31.23, noNaN: true }),
  });
  fc.assert(
    fc.property(texts, near, (text, point) => {
      const placing = placingSchema.parse(place(text, { ...point, of: 'caller' }));
      if (placing.at !== null) {
        const known = place(text).at;
        expect(known !== null && distance(known, placing.at)).toBe(0);
      }
      expect(placing.certain).toBe(placing.precision === 'crossing' || placing.precision === 'namedPlace');
    }),
    { numRuns: 200 },
  );
});
