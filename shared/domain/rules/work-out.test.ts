import { describe, expect, test } from 'vitest';
import { callerOnLingling, siteA } from '../../../build/demo-district/roads.ts';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { incidentOf, instantOf, report, rulesReads, stoppedAt, worked } from '../../../tests/support/rules-world.ts';
import { hour, minute } from '../../lib/time.ts';
import type { IncidentState } from '../incident/state.ts';
import { placeByPerson } from './place.ts';
import { knownOf, workOut, workOutPlaced } from './work-out.ts';

const pileAtA = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,家里老人心脏不好,要求马上停。';
const first = report(pileAtA, '2026-11-21T22:41');
const began = '你们人来过是吧?走了十分钟又打起来了!别说是我讲的,工地的人认识我。';
const again = report(began, '2026-11-22T00:20');
const at = instantOf;
const stopped = (more: Partial<IncidentState> = {}, left = '2026-11-22T00:10'): IncidentState =>
  incidentOf(first, { ...stoppedAt(at(left)), ...more });

test('example 1, whole: what the journal will hold', () => {
  expect(worked(first)).toMatchObject({
    ...{ matter: 'constructionNoise', also: [], marks: ['vulnerable'], confidential: false, night: '2026-11-21' },
    ...{ headline: '施工噪声 · 斜土路×小木桥路', relapseOf: null, similar: [], plates: demoDistrict.hash },
    matterReasons: [{ code: 'words', params: { matter: 'constructionNoise', words: ['打桩', '工地', '咚咚咚'] } }],
    placing: { street: '枫林路街道', squad: 'fenglin', zone: 'z2', direction: 90, certain: true },
    match: { status: 'certain', site: 'a' },
    assessment: { kind: 'none', site: 'a', occasion: 'report', legalNight: true },
    due: {
      acknowledge: at('2026-11-21T22:46'),
      dispatch: at('2026-11-21T22:51'),
      firstContact: at('2026-11-22T22:41'),
      // Five working days from a Saturday night.
      reply: at('2026-11-27T22:41'),
    },
  });
});

test('no pack, no answer', () => {
  expect(workOut(first, { ...rulesReads(), district: () => undefined }, first.receivedAt)).toBeUndefined();
});

test('words that are not the pack’s are dropped, whoever sent them', () => {
  const sent = {
    ...first.understanding,
    words: ['打桩', '张某'],
    roads: ['斜土路', '某某弄'],
    place: '902室',
    street: '我家',
  };
  const known = knownOf({ ...sent, also: ['light', 'light', 'constructionNoise'] }, demoDistrict.plates);
  expect(known).toMatchObject({ words: ['打桩'], roads: ['斜土路'], place: null, street: null, also: ['light'] });
  const found = worked({ ...first, understanding: sent });
  expect(JSON.stringify(found)).not.toMatch(/张某|某某弄|902室|我家/);
});

describe('the instant that is judged', () => {
  const actAt = (text: string, time: string, said: number | null = null): number =>
    worked(report(text, time, { actAt: said })).actAt;

  test('what the order says comes first', () => {
    expect(actAt('打桩', '2026-11-22T05:52', at('2026-11-22T05:50'))).toBe(at('2026-11-22T05:50'));
  });

  test('what still goes on is judged as it is now', () => {
    expect(actAt('打桩打了半个小时', '2026-11-21T22:10')).toBe(at('2026-11-21T22:10'));
  });

  test('what began at night and is told by day is judged as of its beginning', () => {
    expect(actAt('卸钢管半个小时了', '2026-11-22T06:10')).toBe(at('2026-11-22T05:40'));
    expect(actAt('卸钢管半个小时了', '2026-11-22T10:00')).toBe(at('2026-11-22T10:00'));
  });
});

describe('similar ones', () => {
  const second = report('我住零陵路这边小区,窗户一震一震的,声音从北边传过来,有半个钟头了。', '2026-11-21T22:49', {
    position: { ...callerOnLingling, of: 'caller' },
  });

  test('example 2 is offered for joining example 1', () => {
    const found = worked(second, [incidentOf(first)]);
    expect(found.similar).toMatchObject([{ incident: first.id, reasons: [{ code: 'sameSite' }, {}, {}] }]);
    expect(found.similar[0]?.score).toBeGreaterThanOrEqual(70);
    expect(found.relapseOf).toBeNull();
    expect(JSON.stringify(found)).not.toContain(String(callerOnLingling.lon).slice(0, 8));
    expect(found.headline).not.toContain('零陵路');
  });

  test("a road that is only the caller's is in no headline", () => {
    const found = worked(report('我住零陵路这边小区,声音从北边传过来,打桩', '2026-11-21T22:49'));
    expect(found.placing).toMatchObject({ precision: 'road', roads: ['零陵路'] });
    expect(found.headline).toMatch(/^施工噪声( · .*街道)?$/);
  });

  test('not one that is closed, joined into another, too long ago, of another site or of another matter', () => {
    const none = (other: IncidentState): void => expect(worked(second, [other]).similar).toEqual([]);
    none(incidentOf(first, { closed: { at: 0, user: 'lin', result: 'handled' } }));
    none(incidentOf(first, { joinedInto: { incident: 'x', number: '1121-009' } }));
    none(incidentOf(report(pileAtA, '2026-11-21T19:40')));
    none(incidentOf(report('漕宝路柳州路工地吊装', '2026-11-21T22:41')));
    none(incidentOf(report('斜土路小木桥路广场舞音响', '2026-11-21T22:41')));
  });

  test('example 5 is not folded into example 4', () => {
    const four = incidentOf(report('宜山路近中山西路,混凝土车一辆接一辆,轰隆隆', '2026-11-21T23:05'));
    const five = worked(report('宜山路那个浇混凝土的还没停,不是说两点结束吗,骗人!', '2026-11-22T02:35'), [four]);
    expect(five.assessment.kind).toBe('out-of-hours');
    expect(five.similar).toEqual([]);
  });

  test('two callers from one cell about a hum nobody can place', () => {
    const hum = '我这边吵死了,一直嗡嗡嗡,说不清哪里';
    const here = { position: { ...callerOnLingling, of: 'caller' } } as const;
    const one = incidentOf(report(hum, '2026-11-22T01:05', here));
    const two = worked(report(hum, '2026-11-22T01:11', here), [one]);
    expect(two.similar).toMatchObject([
      { incident: one.id, reasons: [{ code: 'sameCell' }, {}, {}, { code: 'sameWords' }] },
    ]);
  });
});

describe('回潮', () => {
  test('example 3: words alone, one site stopped and left ten minutes ago', () => {
    const before = stopped();
    const found = worked(again, [before]);
    expect(found).toMatchObject({
      ...{ relapseOf: first.id, confidential: true, matter: 'constructionNoise' },
      match: { status: 'certain', site: 'a' },
      placing: { name: '斜土路×小木桥路', certain: true, by: 'hub' },
      assessment: { kind: 'none', site: 'a' },
    });
    expect(found.similar[0]?.incident).toBe(first.id);
  });

  test('words without a matter take it from what began again', () => {
    expect(worked(report('你们刚走,又来了,走了五分钟又弄起来', '2026-11-22T00:20'), [stopped()])).toMatchObject({
      ...{ matter: 'constructionNoise', matterReasons: [{ code: 'asBefore' }], relapseOf: first.id },
    });
  });

  test('given two stopped sites, when a caller without a place says it began again, then none is accused', () => {
    const other = incidentOf(report('漕宝路柳州路工地吊装钢筋', '2026-11-21T22:58'), stoppedAt(at('2026-11-21T23:50')));
    const found = worked(again, [stopped(), other]);
    expect(found).toMatchObject({
      relapseOf: null,
      // Nobody knows how far off either is: no figure is made up.
      match: { status: 'unknown', site: null, candidates: [] },
      placing: { precision: 'none' },
      assessment: { kind: 'unknown', site: null },
    });
    expect(found.assessment.reasons.map(({ code }) => code)).toEqual(['sourceUnknown']);
    expect(new Set(found.similar.map(({ incident }) => incident))).toEqual(new Set([first.id, other.id]));
    for (const { score, reasons } of found.similar) {
      expect(score).toBeLessThan(70);
      expect(reasons).toMatchObject([{ code: 'stoppedTonight' }]);
    }
  });

  test('given two complaints of one site that was stopped, then those words mean that site', () => {
    const twin = incidentOf(report(pileAtA, '2026-11-21T22:50'), stoppedAt(at('2026-11-22T00:08')));
    expect(worked(again, [stopped(), twin])).toMatchObject({ relapseOf: first.id, match: { site: 'a' } });
  });

  test('given a site only proposed, when the caller says that it began again, then nothing is reopened', () => {
    const vague = report('我住零陵路这边小区,走了十分钟又打桩了,声音从北边传过来', '2026-11-22T03:40', {
      position: { ...callerOnLingling, of: 'caller' },
    });
    expect(worked(vague, [stopped()])).toMatchObject({ relapseOf: null, match: { status: 'proposed', site: 'a' } });
  });

  test('given a site stopped hours ago, when it is complained of again, then the reopened one stands first', () => {
    const found = worked(report(pileAtA, '2026-11-22T03:00'), [stopped({}, '2026-11-21T23:00')]);
    expect(found.similar).toMatchObject([{ incident: first.id, score: 100, reasons: [{ code: 'relapse' }] }]);
  });

  test.each([
    ['left too long ago', stopped({}, '2026-11-21T22:19')],
    ['not stopped', incidentOf(first)],
    ['joined into another', stopped({ joinedInto: { incident: 'x', number: '1121-009' } })],
    [
      'reopened since',
      stopped({
        reopened: [{ at: at('2026-11-22T00:12'), user: 'lin', because: 'relapse', by: null, byNumber: null }],
      }),
    ],
    ['of the night before', stopped({ night: '2026-11-20' })],
  ])('words alone mean none that is %s', (_, before) => {
    expect(worked(again, [before])).toMatchObject({ relapseOf: null, match: { status: 'unknown' } });
  });

  test('words alone, from a caller who stands far from it: not that one', () => {
    const here = (metres: number): ReturnType<typeof worked> =>
      worked(
        report(began, '2026-11-22T00:20', {
          position: { lon: siteA.lon, lat: siteA.lat - metres / 111_000, of: 'caller' },
        }),
        [stopped()],
      );
    expect(here(300).relapseOf).toBe(first.id);
    expect(here(3000).relapseOf).toBeNull();
  });

  test('a second complaint on the site reopens it without any word of it, long after, and though it was closed', () => {
    const closed = { at: at('2026-11-22T01:00'), user: 'lin', result: 'handled' } as const;
    const before = stopped({ closed }, '2026-11-21T23:00');
    const found = worked(report(pileAtA, '2026-11-22T03:00'), [before]);
    expect(found.relapseOf).toBe(first.id);
    // What was reported to have happened before it was stopped is no relapse.
    const earlier = report(pileAtA, '2026-11-22T03:00', { actAt: at('2026-11-21T22:50') });
    expect(worked(earlier, [before]).relapseOf).toBeNull();
  });
});

describe('after a person placed it', () => {
  const hum = incidentOf(report('我住零陵路,有打桩声', '2026-11-21T22:49'));
  const world = { district: demoDistrict, squads: rulesReads().squads(), zones: rulesReads().zones() };
  const placing = placeByPerson({ at: null, place: '斜土路×小木桥路' }, hum.placing, world);

  test('match, headline and a further assessment follow', () => {
    if (placing === undefined) throw new Error('no such place');
    const now = hum.receivedAt + 5 * minute;
    expect(workOutPlaced(hum, placing, rulesReads(), now)).toMatchObject({
      headline: '施工噪声 · 斜土路×小木桥路',
      match: { status: 'certain', site: 'a' },
      assessment: { kind: 'none', occasion: 'placed', site: 'a', judgedAt: now, actAt: hum.actAt },
    });
  });

  test('what a person had said of the source holds', () => {
    if (placing === undefined) throw new Error('no such place');
    const chosen = { at: hum.receivedAt, user: 'lin', site: 'c' };
    const found = workOutPlaced({ ...hum, chosen }, placing, rulesReads(), hum.receivedAt + hour);
    expect(found?.assessment).toMatchObject({ kind: 'expired', site: 'c' });
  });
});
