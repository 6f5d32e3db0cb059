import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callerOnLingling, exampleCrossings } from '../../../build/demo-district/roads.ts';
import { incidentOf, report, rulesReads, understood, worked } from '../../../tests/support/rules-world.ts';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { destination } from '../../geo/point.ts';
import type { SourceMatch } from '../incident/events.ts';
import { sourceMatchSchema } from '../incident/events.ts';
import type { SiteState } from '../site/state.ts';
import { matchSource } from './match-site.ts';
import type { ReportPosition } from './place.ts';
import { placeReport } from './place.ts';

const reads = rulesReads();
const time = '2026-11-21T22:41';
const caller: ReportPosition = { ...callerOnLingling, of: 'caller' };

const match = (text: string, position: ReportPosition | null = null): SourceMatch =>
  worked(report(text, time, { position })).match;
const reasonsOf = ({ candidates }: SourceMatch, site: string): readonly string[] =>
  candidates.find((candidate) => candidate.site === site)?.reasons.map(({ code }) => code) ?? [];

/** With other sites than the registers'. */
function among(sites: readonly SiteState[], text: string, position: ReportPosition | null = null): SourceMatch {
  const said = understood(text);
  const placing = placeReport(said, position, { district: demoDistrict, squads: [], zones: [] });
  return matchSource({ ...said, placing, position, actAt: 0 }, { district: demoDistrict, sites, recent: [] });
}
const [model] = reads.sites();
const site = (id: string, at: SiteState['at'], more: Partial<SiteState> = {}): SiteState => {
  if (model === undefined) throw new Error('no site in the registers');
  return { ...model, id, name: id, at, radius: 40, roads: ['斜土路', '小木桥路'], kind: 'building', ...more };
};

describe('a certain place with one site', () => {
  test.each([
    ['斜土路小木桥路口往东那个工地还在打桩', 'a'],
    ['宜山路近中山西路,混凝土车一辆接一辆', 'b'],
    ['漕宝路柳州路工地夜间吊装钢筋', 'c'],
    ['龙华西路天钥桥路工地还在敲', 'd'],
    ['桂林路田林路在挖马路,破碎锤响了一个钟头', 'e'],
    ['老沪闵路罗秀路口冒水,挖机半夜在挖', 'f'],
  ])('%s: site %s', (text, expected) => {
    expect(match(text)).toMatchObject({ status: 'certain', site: expected });
  });

  test('reasons tell why, and which streets are beside it', () => {
    expect(reasonsOf(match('斜土路小木桥路口往东打桩'), 'a')).toEqual([
      'distance',
      'sameRoads',
      'direction',
      'worksFit',
    ]);
  });

  test('a light or mud names its site too, a hum never does', () => {
    expect(match('斜土路小木桥路工地灯光太亮')).toMatchObject({ status: 'certain', site: 'a' });
    expect(match('斜土路小木桥路一直嗡嗡嗡')).toEqual({ status: 'unknown', site: null, candidates: [] });
    // A noise that nobody named may be the site's: never more than a proposal.
    expect(match('斜土路小木桥路吵死了')).toMatchObject({ status: 'proposed', site: 'a' });
  });
});

describe('two sites at one place', () => {
  const [lon, lat] = exampleCrossings.A.at;
  const at = { lon, lat };
  const [east, west] = [site('east', destination(at, 70, 90)), site('west', destination(at, 70, 270))];

  test('given two that are alike, when the caller names the crossing, then neither is put forward', () => {
    const found = among([east, west], '斜土路小木桥路打桩');
    expect(found).toMatchObject({ status: 'unknown', site: null });
    expect(found.candidates.map((candidate) => candidate.site)).toEqual(['east', 'west']);
  });

  test('whatever their ids are, the same site is named', () => {
    const off = fc.record({ metres: fc.integer({ min: 10, max: 280 }), degrees: fc.integer({ min: 0, max: 359 }) });
    const words = fc.constantFrom('斜土路小木桥路打桩', '斜土路打桩', '斜土路小木桥路口往东打桩', '小木桥路在拆');
    fc.assert(
      fc.property(fc.array(off, { minLength: 2, maxLength: 4 }), words, (places, text) => {
        const named = (ids: readonly string[]): SiteState['at'] | undefined => {
          const sites = places.map(({ metres, degrees }, i) => site(ids[i] ?? '', destination(at, metres, degrees)));
          const found = among(sites, text);
          return sites.find(({ id }) => id === found.site)?.at;
        };
        const ids = places.map((_, i) => `site-${String(i)}`);
        expect(named([...ids].reverse())).toEqual(named(ids));
      }),
      { numRuns: 100 },
    );
  });

  test('given works that do not fit the kind of site, then there is no full score beside it', () => {
    const roadworks = site('r', destination(at, 20, 90), { kind: 'roadworks' });
    const [best] = among([roadworks], '斜土路小木桥路口往东打桩').candidates;
    expect(best?.reasons.map(({ code }) => code)).toContain('worksDoNotFit');
    expect(best?.score).toBeLessThanOrEqual(90);
  });

  test('of which one lies where the noise is said to be: that one', () => {
    expect(among([east, west], '斜土路小木桥路口往东打桩')).toMatchObject({ status: 'certain', site: 'east' });
    expect(among([east, west], '斜土路小木桥路口西边打桩')).toMatchObject({ status: 'certain', site: 'west' });
  });

  test('what is withdrawn or too far is no candidate', () => {
    const gone = site('gone', at, { withdrawn: { at: 0, by: 'lin', reason: '' } });
    const far = site('far', destination(at, 700, 90));
    expect(among([gone, far], '斜土路小木桥路打桩')).toEqual({ status: 'unknown', site: null, candidates: [] });
  });
});

describe('from where a caller is', () => {
  test('example 2: site A, 425 m off at 334°, is proposed and no more', () => {
    const found = match('我住零陵路这边小区,窗户一震一震的,声音从北边传过来,有半个钟头了。', caller);
    expect(found).toMatchObject({ status: 'proposed', site: 'a' });
    // From the cell on purpose: distance and bearing to a known site would be the caller's door.
    const [candidate] = found.candidates;
    expect(candidate?.metres).toBe(400);
    expect(candidate?.reasons).toContainEqual({ code: 'fromCaller', params: { metres: 400, octant: 'NW' } });
  });

  test('sites behind the caller’s back are not meant', () => {
    const said = '我住零陵路这边小区,打桩声从南边传过来';
    expect(match(said, caller).candidates.map((candidate) => candidate.site)).not.toContain('a');
  });

  test('a place that a caller names as his own is used for the match and not kept', () => {
    const found = worked(report('我家在示例小区乙,北边在打桩', time));
    expect(found.placing).toMatchObject({ precision: 'callerCell', at: null, name: null });
    expect(found.match).toMatchObject({ status: 'proposed', site: 'a' });
  });

  test('moving the caller about in the cell changes nothing that is kept', () => {
    const at = (metres: number): ReportPosition => ({ ...destination(callerOnLingling, metres, 120), of: 'caller' });
    const cellOf = (metres: number) => demoDistrict.index.gridAt(at(metres), 'cell')?.code;
    const kept = (metres: number): SourceMatch => match('我住零陵路这边小区,打桩声从北边传过来', at(metres));
    const steps = [0, 20, 40, 60, 80, 100].filter((metres) => cellOf(metres) === cellOf(0));
    expect(steps.length).toBeGreaterThan(2);
    for (const metres of steps) expect(kept(metres)).toEqual(kept(0));
  });
});

describe('only a road', () => {
  test('of several sites along it none is put forward', () => {
    expect(match('宜山路那个浇混凝土的')).toMatchObject({ status: 'unknown', site: null });
    expect(match('宜山路那个浇混凝土的').candidates.length).toBeGreaterThan(1);
  });

  test('another complaint of the night tells which', () => {
    const earlier = incidentOf(report('宜山路近中山西路,混凝土车一辆接一辆', '2026-11-21T23:05'));
    const later = worked(report('宜山路那个浇混凝土的还没停', '2026-11-22T02:35'), [earlier]);
    expect(later.match).toMatchObject({ status: 'proposed', site: 'b' });
    expect(reasonsOf(later.match, 'b')).toContain('othersTonight');
  });

  test('two roads that do not meet: only what is near both', () => {
    expect(match('老沪闵路百色路在挖马路').candidates.map((candidate) => candidate.site)).not.toContain('f');
  });
});

describe('no board', () => {
  test('example 10: the nearest registered site is not offered in its place', () => {
    const found = match('华泾这边龙吴路边上一块围起来的空地,没牌子,里面有挖机,不知道啥工地。');
    expect(found).toMatchObject({ status: 'notInRegister', site: null });
    expect(match('华泾这边龙吴路边上有挖机').status).not.toBe('notInRegister');
  });

  test('what the desk drafted for it may be proposed', () => {
    const [lon, lat] = exampleCrossings.G.at;
    const draft = site('draft', { lon, lat }, { registered: false, roads: ['龙吴路'], kind: 'unknown' });
    const text = '华泾这边龙吴路边上一块围起来的空地,没牌子,里面有挖机';
    expect(among([draft], text)).toMatchObject({ status: 'proposed', site: 'draft' });
  });

  test('nowhere at all it cannot be said to be in no register', () => {
    expect(match('一块围起来的空地,没牌子,有挖机').status).toBe('unknown');
  });
});

test.each([
  ['示例小区甲7号楼还在电钻装修', 'notASite'],
  ['示例绿地广场舞音响特别大', 'notASite'],
  ['龙吴路一晚上渣土车,刹车放气', 'notASite'],
  ['斜土路靠近瑞金南路,工地半夜切割', 'outside'],
  ['斜土路靠近瑞金南路,广场舞音响', 'outside'],
  ['我这边吵死了,一直嗡嗡嗡,说不清哪里', 'unknown'],
])('%s: %s', (text, status) => {
  expect(match(text)).toEqual({ status, site: null, candidates: [] });
});

test('whatever is asked: it fits the journal, certain only at a certain place, a site only where it says so', () => {
  const texts = fc.constantFrom(
    '打桩',
    '斜土路打桩',
    '我住零陵路打桩',
    '斜土路小木桥路打桩',
    '龙吴路没牌子挖机',
    '吵',
    '灯光太亮',
  );
  const points = fc.record({
    ...{
      lon: fc.double({ min: 121.4, max: 121.47, noNaN: true }),
      lat: fc.double({ min: 31.11, max: 31.21, noNaN: true }),
    },
    of: fc.constantFrom('place' as const, 'caller' as const),
  });
  fc.assert(
    fc.property(texts, fc.option(points), (text, position) => {
      const { match: found, placing } = worked(report(text, time, { position }));
      sourceMatchSchema.parse(found);
      if (found.status === 'certain') expect(placing.certain).toBe(true);
      expect(found.site !== null).toBe(found.status === 'certain' || found.status === 'proposed');
      expect(found.candidates.every(({ score }, i) => score <= (found.candidates[i - 1]?.score ?? 100))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
