/** The demo district: is it a proper partition, is it like the facts it restates, and is every example where it belongs? */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toFlat } from '../../build/demo-district/frame.ts';
import { makeDemoPlates } from '../../build/demo-district/plates.ts';
import { area } from '../../build/demo-district/power-diagram.ts';
import { makeDemoRegisters } from '../../build/demo-district/registers.ts';
import {
  acrossTheBorder,
  callerOnLingling,
  callerToSiteA,
  exampleCrossings,
  siteA,
} from '../../build/demo-district/roads.ts';
import { longBorders, streets } from '../../build/demo-district/streets.ts';
import { gridLevelSchema, matterSchema, platesSchema } from '../../shared/domain/district/events.ts';
import type { GridLevel } from '../../shared/domain/district/events.ts';
import { findCrossing, findRoads, indexPlates } from '../../shared/domain/rules/district.ts';
import type { Grid } from '../../shared/domain/district/state.ts';
import { distance, distanceToLine } from '../../shared/geo/point.ts';
import type { Point } from '../../shared/geo/point.ts';
import { boxOf, contains } from '../../shared/geo/polygon.ts';
import { must } from '../../shared/lib/must.ts';

const plates = makeDemoPlates();
const index = indexPlates(plates);
const levels = gridLevelSchema.options;
const ofLevel = (level: GridLevel): Grid[] => plates.grids.filter((grid) => grid.level === level);
const pointOf = ([lon, lat]: readonly [number, number]): Point => ({ lon, lat });
const flatArea = ({ shape }: Grid): number =>
  shape.reduce((sum, rings) => sum + area(must(rings[0], 'ring').slice(1).map(toFlat)), 0);

/** Metres of border that two grids have in common, edge by edge. */
function sharedMetres(one: Grid, other: Grid): number {
  const edges = ({ shape }: Grid): [string, number][] =>
    shape.flatMap(([ring = []]) =>
      ring.slice(1).map((b, i): [string, number] => {
        const a = must(ring[i], 'corner');
        return [[String(a), String(b)].sort().join(' '), distance(pointOf(a), pointOf(b))];
      }),
    );
  const theirs = new Set(edges(other).map(([key]) => key));
  return edges(one).reduce((sum, [key, metres]) => sum + (theirs.has(key) ? metres : 0), 0);
}

describe('plates', () => {
  test('keep to the schema, are marked schematic, and stay small', () => {
    expect(() => platesSchema.parse(plates)).not.toThrow();
    expect(plates.schematic).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(plates))).toBeLessThan(300_000);
  });

  test('come out the same each time', () => {
    const hash = (): string => createHash('sha256').update(JSON.stringify(makeDemoPlates())).digest('hex');
    expect(hash()).toBe(hash());
  });

  test('know every matter once, and no word twice for the same matter', () => {
    expect(plates.matters.map(({ matter }) => matter).sort()).toEqual([...matterSchema.options].sort());
    for (const { words } of plates.matters) {
      expect(words.map(({ word }) => word)).toEqual([...new Set(words.map(({ word }) => word))]);
    }
  });

  // Words of the labelled examples; the second speaks of the feeling only.
  test.each([
    ['十点多了还在打桩,咚咚咚,家里老人心脏不好,要求马上停', ['constructionNoise']],
    ['窗户一震一震的,声音从北边传过来,有半个钟头了', ['constructionNoise', 'unknownNoise']],
    ['走了十分钟又打起来了!别说是我讲的,工地的人认识我', ['constructionNoise']],
    ['混凝土车一辆接一辆,轰隆隆,这么晚谁批的?', ['constructionNoise', 'truckNoise']],
    ['那个浇混凝土的还没停,不是说两点结束吗', ['constructionNoise']],
    ['工地夜间吊装钢筋,门口许可日期已过', ['constructionNoise']],
    ['在挖马路,破碎锤响了一个钟头,工人说交警叫他们晚上干的', ['constructionNoise', 'unknownNoise']],
    ['冒水,挖机半夜在挖,吵得不得了,能不能白天修?', ['constructionNoise', 'unknownNoise']],
    ['工地还在敲,门口明明贴着许可!', ['constructionNoise', 'renovationNoise']],
    ['一块围起来的空地,没牌子,里面有挖机', ['constructionNoise']],
    ['7 号楼 902 还在电钻装修,说了不听,物业不管', ['renovationNoise']],
    ['广场舞音响特别大,请城管到场', ['loudspeaker', 'unknownNoise']],
    ['一晚上渣土车,刹车放气砰砰响,还掉了一地泥', ['truckNoise', 'roadSpill', 'unknownNoise']],
    ['我这边吵死了,一直嗡嗡嗡,说不清哪里', ['unknownNoise']],
    ['工地半夜切割,徐汇城管管不管?', ['constructionNoise']],
    ['有人电镐挖人行道,说抢修电缆', ['constructionNoise']],
    ['工地灯光太亮照得睡不着', ['light', 'constructionNoise']],
  ])('their words tell the matter of: %s', (text, expected) => {
    const weighed = plates.matters
      .map(({ matter, words }) => ({
        matter,
        weight: words.reduce((sum, { word, weight }) => sum + (text.includes(word) ? weight : 0), 0),
      }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight);
    expect(weighed.map(({ matter }) => matter)).toEqual(expected);
    expect(weighed[0]?.weight).toBeGreaterThan(weighed[1]?.weight ?? 0);
  });

  test('hold no number that could be dialled, and no article of the Code whose text was not seen', () => {
    for (const { phone } of plates.contacts) expect(phone).toMatch(/^示例 021-0000-\d{4}$/);
    for (const basis of plates.legalBases) {
      if (basis.title.includes('生态环境法典')) expect(basis).toMatchObject({ confirmed: false, article: '条号待核' });
      if (basis.title.includes('噪声污染防治法')) expect(basis.effectiveTo).toBe('2026-08-14');
    }
  });
});

describe('noise-sensitive places', () => {
  const places = must(plates.sensitivePlaces, 'sensitive places');

  test('of every kind the law names, under names of nobody, in every street', () => {
    expect(places.length).toBeGreaterThanOrEqual(40);
    expect(places.length).toBeLessThanOrEqual(80);
    expect(new Set(places.map(({ kind }) => kind)).size).toBe(6);
    expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
    for (const { name } of places) expect(name).toMatch(/^示例.+ \d\d$/);
    const inStreets = new Set(places.map(({ at }) => index.streetAt(pointOf(at))?.code));
    expect(inStreets).toEqual(new Set(streets.map(({ code }) => code)));
  });

  test('stand on no road and on no site; homes stand where the callers of the examples are', () => {
    const sites = makeDemoRegisters('2026-11-21').sites.map(({ record }) => record);
    for (const { name, at } of places) {
      const place = pointOf(at);
      for (const { line } of plates.roads) expect(distanceToLine(place, line.map(pointOf)), name).toBeGreaterThan(40);
      for (const site of sites) expect(distance(site.at, place), name).toBeGreaterThan(site.radius);
    }
    const nearest = (from: Point): number => Math.min(...places.map(({ at }) => distance(pointOf(at), from)));
    for (const { at, roads } of Object.values(exampleCrossings))
      expect(nearest(pointOf(at)), roads.join('×')).toBeLessThan(260);
  });
});

describe('grids', () => {
  test('four zones, thirteen streets, at least three area grids in each, four to six cells in each of those', () => {
    expect(ofLevel('management')).toHaveLength(4);
    expect(ofLevel('responsibility').map(({ code }) => code)).toEqual(streets.map(({ code }) => code));
    const children = (code: string): number => plates.grids.filter(({ parent }) => parent === code).length;
    for (const { code, name, committees } of streets) {
      expect(children(code), name).toBe(Math.max(3, Math.round(committees / 6)));
    }
    for (const { code } of ofLevel('area')) {
      expect(children(code), code).toBeGreaterThanOrEqual(4);
      expect(children(code), code).toBeLessThanOrEqual(6);
    }
  });

  test('codes are distinct, and each begins with that of its parent', () => {
    expect(new Set(plates.grids.map(({ code }) => code)).size).toBe(plates.grids.length);
    for (const { code, level, parent } of plates.grids) {
      if (level === 'cell') expect(code).toMatch(/^310104\d{9}$/);
      if (level === 'cell' || level === 'area') expect(code.slice(0, -3)).toBe(parent);
    }
  });

  test('each street has its area within 3 %', () => {
    for (const [i, { name, km2 }] of streets.entries()) {
      expect(Math.abs(flatArea(must(ofLevel('responsibility')[i], name)) / km2 - 1), name).toBeLessThan(0.03);
    }
  });

  test('streets with a kilometre of border in truth share an edge; no exceptions', () => {
    const named = (name: string): Grid =>
      must(
        ofLevel('responsibility').find((grid) => grid.name === name),
        name,
      );
    const apart = longBorders.filter(([one, other]) => sharedMetres(named(one), named(other)) < 50);
    expect(apart).toEqual([]);
  });

  test('the four levels have the same area, and children fill their parent', () => {
    const totals = levels.map((level) => ofLevel(level).reduce((sum, grid) => sum + flatArea(grid), 0));
    for (const total of totals) expect(total).toBeCloseTo(must(totals[0], 'total'), 9);
    for (const grid of plates.grids.filter(({ level }) => level !== 'cell')) {
      const children = plates.grids.filter(({ parent }) => parent === grid.code);
      expect(children.reduce((sum, child) => sum + flatArea(child), 0)).toBeCloseTo(flatArea(grid), 9);
    }
  });

  test('any point of the district lies in exactly one grid of each level, and the chain agrees with them', () => {
    const all = boxOf(plates.grids.flatMap(({ shape }) => shape));
    const anywhere = fc.record({
      lon: fc.double({ min: all.west, max: all.east, noNaN: true }),
      lat: fc.double({ min: all.south, max: all.north, noNaN: true }),
    });
    // Where partitions break: on corners, and in the middle of edges.
    const corners = plates.grids.flatMap(({ shape }) => shape.flat(2));
    const onCorner = fc.constantFrom(...corners).map(pointOf);
    const onEdge = fc
      .tuple(
        fc.constantFrom(...plates.grids.flatMap(({ shape }) => shape.flat())),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([ring, n, t]) => {
        const i = n % (ring.length - 1);
        const [a, b] = [must(ring[i], 'corner'), must(ring[i + 1], 'corner')];
        return { lon: a[0] + t * (b[0] - a[0]), lat: a[1] + t * (b[1] - a[1]) };
      });
    let inside = 0;
    fc.assert(
      fc.property(fc.oneof(anywhere, onCorner, onEdge), (p) => {
        const holding = levels.map((level) => ofLevel(level).filter(({ shape }) => contains(shape, p)));
        const counts = holding.map(({ length }) => length);
        expect([0, 1]).toContain(counts[0]);
        expect(new Set(counts).size).toBe(1);
        const chain = index.gridChainAt(p);
        if (counts[0] === 1) {
          inside += 1;
          expect(chain).toEqual(holding.flat());
        }
        for (const [i, { level, parent }] of chain.entries()) {
          expect(level).toBe(levels[i]);
          expect(parent).toBe(chain[i - 1]?.code);
        }
      }),
      { numRuns: 3000, seed: 310104 },
    );
    expect(inside).toBeGreaterThan(1500);
  });
});

describe('roads and places', () => {
  test.each([
    ['A', '枫林路街道'],
    ['B', '田林街道'],
    ['C', '康健新村街道'],
    ['D', '龙华街道'],
    ['E', '虹梅路街道'],
    ['F', '凌云路街道'],
    ['G', '华泾镇'],
  ] as const)('crossing %s lies in %s, and on both its roads', (site, street) => {
    const { roads, at } = exampleCrossings[site];
    const found = must(findCrossing(findRoads(`${roads[0]}${roads[1]}路口`, plates), plates), site);
    expect(found.at).toEqual(at);
    expect(found.outside).toBeUndefined();
    expect(index.streetAt(pointOf(found.at))?.name).toBe(street);
    for (const name of roads) {
      const { line } = must(
        plates.roads.find((road) => road.name === name),
        name,
      );
      expect(distanceToLine(pointOf(at), line.map(pointOf))).toBeLessThan(1);
    }
  });

  test('seams: B close to 徐家汇, F close to 长桥, 斜土路×瑞金南路 just across the border', () => {
    expect(index.streetsNear(pointOf(exampleCrossings.B.at), 150).map(({ name }) => name)).toEqual(['徐家汇街道']);
    expect(index.streetsNear(pointOf(exampleCrossings.F.at), 200).map(({ name }) => name)).toEqual(['长桥街道']);
    const across = must(findCrossing(['斜土路', '瑞金南路'], plates), 'crossing');
    expect(across).toMatchObject({ at: acrossTheBorder, outside: '黄浦区' });
    expect(index.isOutside(pointOf(across.at))).toBe(true);
    expect(index.streetsNear(pointOf(across.at), 200).map(({ name }) => name)).toEqual(['斜土路街道']);
  });

  test('the second caller stands on 零陵路, 425 m from site A, which lies at 334°', () => {
    expect(callerToSiteA().metres).toBeCloseTo(425, 0);
    expect(callerToSiteA().degrees).toBeCloseTo(334, 1);
    const { line } = must(
      plates.roads.find(({ name }) => name === '零陵路'),
      'road',
    );
    expect(distanceToLine(callerOnLingling, line.map(pointOf))).toBeLessThan(1);
    expect(index.streetAt(siteA)?.name).toBe('枫林路街道');
    // 往东: east of the crossing.
    expect(siteA.lon).toBeGreaterThan(exampleCrossings.A.at[0]);
  });

  test('every place is inside, or says whose it is; every road it names is drawn', () => {
    const drawn = new Set(plates.roads.map(({ name }) => name));
    for (const { name, at, roads, outside } of plates.places) {
      expect(index.isOutside(pointOf(at)), name).toBe(outside !== undefined);
      for (const road of roads) expect(drawn, name).toContain(road);
    }
    expect(new Set(plates.places.map(({ name }) => name)).size).toBe(plates.places.length);
  });

  test('names and aliases of roads are distinct', () => {
    const words = plates.roads.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(words).size).toBe(words.length);
  });
});
