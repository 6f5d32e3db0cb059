import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siteA } from '../../../build/demo-district/roads.ts';
import { incidentOf, report, rulesReads, stoppedAt, instantOf } from '../../../tests/support/rules-world.ts';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { bearing, destination } from '../../geo/point.ts';
import { must } from '../../lib/must.ts';
import type { IncidentState, WeighedSources } from '../incident/state.ts';
import { weighSources, wordOn } from './weigh-sources.ts';

const winds = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'] as const;
const time = '2026-11-21T22:50';

/** Somebody so many metres from site A who hears it from there, by the nearest of eight winds. */
function caller(metres: number, degrees: number, text = '边在打桩'): IncidentState {
  const at = destination(siteA, metres, degrees);
  const wind = winds[Math.round(bearing(at, siteA) / 45) % 8] ?? '北';
  return incidentOf(report(`我家${wind}${text}`, time, { position: { ...at, of: 'caller' } }));
}
const readsOver = (all: readonly IncidentState[]) => ({
  ...rulesReads(all),
  incident: (id: string) => all.find((one) => one.id === id),
  incidentsOfSite: (site: string) => all.filter((one) => one.site === site),
});
const found = (incident: IncidentState, others: readonly IncidentState[] = []): WeighedSources => {
  const all = [...others, incident];
  const reads = readsOver(all);
  return must(weighSources(incident, reads), 'sources');
};
const rankOf = ({ sites }: WeighedSources, site: string) => sites.find((one) => one.site === site)?.rank;
const codes = (reasons: readonly { readonly code: string }[] | undefined) => reasons?.map(({ code }) => code) ?? [];

describe('bearings of several callers', () => {
  const west = caller(420, 250);
  const south = caller(450, 160);

  test('given one caller, when others hear it from other sides, then the site where they meet stands out', () => {
    const alone = found(west);
    const together = found(west, [south, caller(430, 40)]);
    expect(rankOf(alone, 'a')).toBe(1);
    expect(together).toMatchObject({ status: 'one', questions: [] });
    expect(together.sites[0]).toMatchObject({ site: 'a', rank: 1 });
    expect(together.sites[0]?.for).toContainEqual({ code: 'bearingsMeet', params: { incidents: 3 } });
  });

  test('no distance of a caller is told', () => {
    expect(JSON.stringify(found(west, [south]))).not.toContain('metres');
  });

  test('two doors of one cell give the same', () => {
    const at = destination(siteA, 420, 250);
    const cellOf = (metres: number) => demoDistrict.index.gridAt(destination(at, metres, 0), 'cell')?.code;
    const near = must(
      [10, 20, 30, 40].find((metres) => cellOf(metres) === cellOf(0)),
      'another door',
    );
    const position = { ...destination(at, near, 0), of: 'caller' } as const;
    const neighbour = {
      ...incidentOf(report('我家东北边在打桩', time, { position })),
      id: west.id,
      number: west.number,
    };
    const same = {
      ...incidentOf(report('我家东北边在打桩', time, { position: { ...at, of: 'caller' } })),
      id: west.id,
    };
    expect(found(neighbour)).toEqual(found({ ...same, number: west.number }));
  });
});

describe('what speaks for a site and against it', () => {
  const atA = incidentOf(report('斜土路小木桥路在打桩', time));

  test('another complaint that was stopped there tonight', () => {
    const before = incidentOf(report('斜土路小木桥路工地打桩', '2026-11-21T22:10'), {
      ...{ site: 'a' },
      ...stoppedAt(instantOf('2026-11-21T22:40')),
    });
    expect(codes(found(atA, [before]).sites[0]?.for)).toContain('workedTonight');
  });

  test('nothing was found there tonight', () => {
    const outcome = { ...must(stoppedAt(0).outcome, 'outcome'), kind: 'nothingFound' as const };
    const before = incidentOf(report('斜土路小木桥路工地打桩', '2026-11-21T22:10'), { site: 'a', outcome });
    expect(codes(found(caller(420, 250), [before]).sites.find(({ site }) => site === 'a')?.against)).toContain(
      'nothingFoundTonight',
    );
  });

  test('hours that were declared, and hours that are over', () => {
    const early = incidentOf(report('宜山路中山西路浇混凝土', '2026-11-21T23:05'), { site: null });
    expect(codes(found(early).sites[0]?.for)).toContain('declaredHours');
    const late = incidentOf(report('宜山路中山西路浇混凝土', '2026-11-22T02:35'), { site: null });
    expect(codes(found(late).sites[0]?.against)).toContain('notDeclaredHours');
  });

  test('that it keeps coming back is told, and no vote', () => {
    const nights = ['2026-11-10T23:40', '2026-11-15T23:55', '2026-11-18T00:20'];
    const before = nights.map((when) => incidentOf(report('斜土路小木桥路打桩', when), { site: 'a' }));
    const [best] = found(atA, before).sites;
    const params = { nights: 14, times: 4, after: '22:30' };
    expect(best?.for).toContainEqual({ code: 'comesBack', params });
  });

  test('what was done about it already stands beside it', () => {
    const nights = ['2026-11-10T23:40', '2026-11-15T23:55', '2026-11-18T00:20'];
    const before = nights.map((when) => incidentOf(report('斜土路小木桥路打桩', when), { site: 'a' }));
    const done = { user: 'lin', site: 'a', corrected: null };
    const heldAt = instantOf('2026-11-18T10:00');
    const sentAt = instantOf('2026-11-19T10:00');
    const sourceSteps: IncidentState['sourceSteps'] = [
      { ...done, kind: 'talk', step: 's1', at: heldAt, with: 'contractor', promised: ['noNightWork'] },
      { ...done, kind: 'notice', step: 's2', at: sentAt, authority: '住建', way: 'document' },
      { ...done, kind: 'talk', step: 's3', at: instantOf('2026-11-30T10:00'), with: 'other', promised: [] },
    ];
    const [best] = found(atA, [...before.slice(1), { ...must(before[0], 'incident'), sourceSteps }]).sites;
    expect(best?.for.slice(-2)).toEqual([
      { code: 'noticeSent', params: { sentAt, authority: '住建' } },
      { code: 'talkPromised', params: { heldAt, with: 'contractor', promised: ['noNightWork'] } },
    ]);
  });

  test('of what was joined: whoever hears it from elsewhere', () => {
    const away = caller(430, 40, '面在打桩');
    const other = { ...away, placing: { ...away.placing, direction: 0 } };
    const head = { ...atA, site: null, tookIn: [{ incident: other.id, number: other.number }] };
    const one = found(head, [other]).sites.find(({ site }) => site === 'a');
    expect(one?.against).toContainEqual({
      code: 'complaintsMisfit',
      params: { incidents: 1, numbers: [other.number] },
    });
  });
});

describe('来源不明', () => {
  test('where no site fits, the four questions', () => {
    const nowhere = found(incidentOf(report('吵死了,不知道哪里', time)));
    expect(nowhere).toMatchObject({ status: 'unknown', sites: [] });
    expect(codes(nowhere.questions)).toEqual(['whichRoad', 'nearWhat', 'whatSound', 'sinceWhen']);
  });

  test('of several along a road none stands out, and it is asked', () => {
    const along = found(incidentOf(report('宜山路有人打桩', time)));
    expect(along.status).toBe('several');
    expect(along.sites.length).toBeGreaterThan(1);
    expect(along.questions).toHaveLength(4);
  });

  test('music comes from no site', () => {
    const incident = incidentOf(report('示例绿地广场舞音响', time));
    expect(weighSources(incident, readsOver([incident]))).toBeUndefined();
  });
});

const anybody = fc
  .record({ metres: fc.integer({ min: 50, max: 900 }), degrees: fc.integer({ min: 0, max: 359 }), said: fc.nat(7) })
  .map(({ metres, degrees, said }) => {
    const position = { ...destination(siteA, metres, degrees), of: 'caller' } as const;
    return incidentOf(report(`我家${winds[said] ?? '北'}面在打桩`, time, { position }));
  });
const texts = fc.constantFrom('斜土路小木桥路打桩', '斜土路在打桩', '零陵路天钥桥路吵', '枫林街道这边有人打桩', '打桩');
const named = texts.map((text) => incidentOf(report(text, time), { site: null }));
const crowd = fc.array(fc.oneof(anybody, named), { minLength: 1, maxLength: 7 });

test('whatever is complained of: the order of complaints does not matter', () => {
  fc.assert(
    fc.property(crowd, fc.infiniteStream(fc.nat(1000)), ([first, ...others], keys) => {
      if (first === undefined) return;
      const mixed = others.map((one) => ({ one, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key);
      expect(
        found(
          first,
          mixed.map(({ one }) => one),
        ),
      ).toEqual(found(first, others));
    }),
    { numRuns: 60 },
  );
});

test('whatever is complained of: one more that fits a site never puts it lower', () => {
  const sites = rulesReads().sites();
  let looked = 0;
  fc.assert(
    fc.property(crowd, fc.oneof(anybody, named), ([first, ...others], more) => {
      if (first === undefined) return;
      const before = found(first, others);
      const after = found(first, [...others, more]);
      for (const site of sites) {
        if (wordOn(more, site, demoDistrict).says !== 'fits') continue;
        const was = rankOf(before, site.id);
        if (was === undefined) continue;
        looked += 1;
        expect(rankOf(after, site.id)).toBeLessThanOrEqual(was);
      }
    }),
    { numRuns: 100 },
  );
  // Else it would say nothing.
  expect(looked).toBeGreaterThan(20);
});
