import { describe, expect, test } from 'vitest';
import { DemoNight, demoDistrict } from '../../../tests/support/demo-night.ts';
import type { HubReads } from '../catalog.ts';
import { platesSchema } from '../district/events.ts';
import { recommend } from './recommend.ts';

const one = { text: '斜土路小木桥路口往东那个工地还在打桩', time: '22:41', source: '12345' } as const;
const codes = (of: readonly { readonly code: string }[] | undefined) => (of ?? []).map(({ code }) => code);

/** A night with one incident at site A, and what is recommended after `change`. */
function proposed(change: (night: DemoNight, incident: string) => void = () => undefined) {
  const night = new DemoNight();
  const incident = night.receive(one);
  change(night, incident);
  return night.recommend(incident);
}

describe('order of units', () => {
  test('mobile groups by the way they have, the car of the zone, neighbours, the reserve last', () => {
    const { units } = proposed();
    expect(units.map(({ rank }) => rank)).toEqual(units.map((_, i) => i + 1));
    expect(units.slice(0, 4).map(({ name }) => name)).toEqual(['机动一组', '机动二组', '机动三组', '二区 1 车']);
    expect(units.at(-1)).toMatchObject({ name: '机动四组' });
    expect(codes(units.at(-1)?.warnings)).toContain('keptForEmergencies');
    const neighbour = units.find(({ name }) => name === '一区 1 车')?.rank ?? 0;
    expect(neighbour).toBeGreaterThan(units.find(({ name }) => name === '二区滨江骑巡')?.rank ?? 99);
  });

  test('without streets the way is the straight line with the detour of the policy, and it says so', () => {
    const night = new DemoNight();
    const id = night.receive(one);
    const { plates } = demoDistrict;
    const reads: HubReads = {
      ...night.world().reads,
      district: () => ({ ...demoDistrict, plates: { ...plates, roads: [] } }),
    };
    const [first] = recommend(night.incident(id), reads, night.at('22:41')).units;
    const { kmh, detour } = plates.policy.travel;
    expect(first?.etaMinutes).toBeCloseTo(((first?.metres ?? 0) * detour * 60) / (kmh * 1000), 9);
    expect(first?.fixAge).toBe(30);
    const metres = Math.round(first?.metres ?? 0);
    expect(first?.reasons).toContainEqual({ code: 'straightTimes', params: { metres, factor: String(detour) } });
  });

  test('who cannot go is listed with the reason', () => {
    const { units, excluded } = proposed((night, incident) => {
      night.status('m2', 'resting', '22:42');
      night.status('m3', 'offDuty', '22:42');
      night.send(incident, 'm1', '22:43');
    });
    const why = (unit: string) => codes(excluded.find((one) => one.unit === unit)?.reasons);
    expect([why('m1'), why('m2'), why('m3')]).toEqual([['onThisIncident'], ['resting'], ['offDuty']]);
    expect(why('post-longwu')).toEqual(['onFixedPost']);
    expect(units[0]?.name).toBe('二区 1 车');
  });

  test('a busy group stands behind the free ones, with what it is busy with', () => {
    let other = '';
    const { units, advice } = proposed((night) => {
      other = night.receive({ text: '漕宝路柳州路工地夜间吊装钢筋', time: '22:42', source: 'grid' });
      night.send(other, 'm1', '22:43');
    });
    expect(units.slice(0, 3).map(({ name }) => name)).toEqual(['机动二组', '机动三组', '机动一组']);
    expect(units[2]?.reasons).toContainEqual({ code: 'busyWith', params: { incidents: [other] } });
    expect(advice).toBe('send');
  });

  test('too few certificates: verify, warned and not left out', () => {
    const foot = proposed().units.find(({ name }) => name === '二区滨江骑巡');
    expect(foot?.task).toBe('verify');
    expect(foot?.warnings).toContainEqual({ code: 'twoCertificatesNeeded', params: { certified: 0 } });
  });

  test('a unit whose place is old or unknown has no time of arrival and stands lower', () => {
    const night = new DemoNight();
    const id = night.receive(one);
    const { reads } = night.world();
    const now = night.at('22:41');
    const with1 = (age: number | undefined): HubReads => ({
      ...reads,
      position: (unit) => {
        const seen = reads.position(unit);
        if (unit !== 'm1' || seen === undefined) return seen;
        return age === undefined ? undefined : { ...seen, at: now - age * 1000 };
      },
    });
    const m1 = (age: number | undefined) =>
      recommend(night.incident(id), with1(age), now).units.find(({ unit }) => unit === 'm1');
    expect(m1(300)).toMatchObject({ rank: 1, fixAge: 300 });
    expect(m1(301)).toMatchObject({ rank: 3, etaMinutes: null, metres: null });
    expect(codes(m1(301)?.warnings)).toContain('positionOld');
    expect(m1(undefined)).toMatchObject({ rank: 3, fixAge: null });
    expect(codes(m1(undefined)?.warnings)).toContain('noPosition');
  });

  test('a shift that ends soon is warned and stands behind; one that is over is out', () => {
    const night = new DemoNight();
    const id = night.receive(one);
    const { reads } = night.world();
    const now = night.at('22:41');
    const ending = (minutes: number): HubReads => ({
      ...reads,
      units: () =>
        reads
          .units()
          .map((unit) => (unit.id === 'm1' ? { ...unit, shift: { ...unit.shift, to: now + minutes * 60_000 } } : unit)),
    });
    const soon = recommend(night.incident(id), ending(30), now).units.find(({ unit }) => unit === 'm1');
    expect(soon?.rank).toBe(3);
    expect(codes(soon?.warnings)).toEqual(['shiftEndsSoon']);
    const over = recommend(night.incident(id), ending(0), now);
    expect(codes(over.excluded.find(({ unit }) => unit === 'm1')?.reasons)).toEqual(['shiftOver']);
  });

  test('by day the squad of the street comes first', () => {
    const night = new DemoNight();
    const id = night.receive({ ...one, time: '17:40' });
    const { reads } = night.world();
    const day: HubReads = { ...reads, dutyMode: () => undefined };
    const { units } = recommend(night.incident(id), day, night.at('17:40'));
    expect(units[0]?.name).toBe('肇嘉浜路巡线');
    expect(codes(units[0]?.reasons)).toContain('squadUnit');
  });
});

describe('how fast a unit gets there', () => {
  test('given a unit on foot, then its time is that of walking, and it says so', () => {
    const foot = proposed().units.find(({ name }) => name === '二区滨江骑巡');
    const { detour } = demoDistrict.plates.policy.travel;
    expect(foot?.etaMinutes).toBeCloseTo(((foot?.metres ?? 0) * detour * 60) / 5000, 9);
    expect(foot?.reasons).toContainEqual({ code: 'atSpeed', params: { kmh: 5 } });
    expect(codes(proposed().units[0]?.reasons)).not.toContain('atSpeed');
  });

  test('given another speed in the pack, then that one counts; a drone goes by no road', () => {
    const night = new DemoNight();
    const id = night.receive(one);
    const { reads } = night.world();
    const { plates } = demoDistrict;
    const travel = { ...plates.policy.travel, kmhByKind: { foot: 12 } };
    platesSchema.shape.policy.parse({ ...plates.policy, travel });
    const district = { ...demoDistrict, plates: { ...plates, policy: { ...plates.policy, travel } } };
    const changed: HubReads = {
      ...reads,
      district: () => district,
      units: () => reads.units().map((unit) => (unit.id === 'm2' ? { ...unit, kind: 'drone' as const } : unit)),
    };
    const { units } = recommend(night.incident(id), changed, night.at('22:41'));
    const foot = units.find(({ name }) => name === '二区滨江骑巡');
    expect(foot?.etaMinutes).toBeCloseTo(((foot?.metres ?? 0) * travel.detour * 60) / 12_000, 9);
    expect(units.find(({ unit }) => unit === 'm2')).toMatchObject({ etaMinutes: null });
  });
});

describe('a site that was stopped tonight', () => {
  /** Site A stopped at 23:02, its group gone. */
  function stopped(night: DemoNight, text: string = one.text, unit = 'm1'): string {
    const id = night.receive({ ...one, text });
    const assignment = night.send(id, unit, '22:43');
    night.give('Arrive', { assignment, channel: 'radio' }, '22:58');
    night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '23:02');
    return id;
  }

  test('given its outcome, then nobody is sent or rung to stop it, and it says what is so', () => {
    const night = new DemoNight();
    const id = stopped(night);
    const { advice, actions, reasons } = night.recommend(id);
    expect(advice).toBe('noUnit');
    expect(codes(actions)).not.toContain('phoneSite');
    expect(codes(reasons)).toContain('stoppedAwaitsChecks');
  });

  test.each(['23:40', '03:30'])('when it is complained of again at %s, then that leads to the reopened one', (time) => {
    const night = new DemoNight();
    const first = stopped(night);
    const again = night.receive({ ...one, time });
    const { number, reopened } = night.incident(first);
    expect(reopened).toMatchObject([{ because: 'relapse', by: again }]);
    const { advice, urgency, actions, reasons } = night.recommend(again);
    expect({ advice, urgency }).toEqual({ advice: 'join', urgency: 'top' });
    expect(actions[0]).toEqual({ code: 'join', params: { incident: first, number } });
    expect(codes(reasons)).toContain('relapse');
    expect(night.incident(again)).toMatchObject({ joinedInto: null, similar: [{ incident: first }] });
    // And only one unit: that of the reopened one.
    expect(night.recommend(first)).toMatchObject({ advice: 'send', urgency: 'top' });
    const third = night.receive({ ...one, time });
    expect(night.recommend(third).actions[0]).toEqual({ code: 'join', params: { incident: first, number } });
  });

  test('given two of them, when a caller without a place says so, then it is asked which; nothing is urgent', () => {
    const night = new DemoNight();
    const [a, c] = [stopped(night), stopped(night, '漕宝路柳州路工地夜间吊装钢筋', 'm3')];
    const call = night.receive({ text: '你们刚走,又打起来了!', time: '23:20', source: 'phone' });
    const { advice, urgency, questions, reasons } = night.recommend(call);
    expect(advice).toBe('ask');
    expect(['normal', 'low']).toContain(urgency);
    expect(codes(reasons)).not.toContain('relapse');
    const names = [`示例工地 A（${night.incident(a).number}）`, `示例工地 C（${night.incident(c).number}）`];
    const asked = questions.find(({ code }) => code === 'whichStopped')?.params['incidents'];
    expect([...(asked as string[])].sort()).toEqual(names);
    expect([a, c].map((id) => night.incident(id).reopened)).toEqual([[], []]);
  });
});

describe('what is another district’s', () => {
  test('given it was sent back, then sending it back is advised no more', () => {
    const night = new DemoNight();
    const id = night.receive({ text: '斜土路靠近瑞金南路,工地半夜切割', time: '23:33', source: '12345' });
    const before = night.recommend(id);
    expect(before.advice).toBe('refer');
    expect(codes(before.actions)).toContain('returnTo');
    expect(codes(before.reasons)).toContain('assessedOutside');
    expect(codes(before.reasons)).not.toContain('assessed');
    night.give('ReturnIncident', { incident: id, why: 'outside', evidence: ['place'] }, '23:35');
    const after = night.recommend(id);
    expect(after.advice).toBe('noUnit');
    expect(codes(after.actions)).not.toContain('returnTo');
    expect(codes(after.reasons)).toContain('returnedAlready');
  });
});

test('given an announced repair, then its duty line is asked, and nobody is rung to stop', () => {
  const night = new DemoNight();
  const id = night.receive({ text: '老沪闵路罗秀路口冒水,挖机半夜在挖', time: '23:52', source: '12345' });
  const { advice, actions } = night.recommend(id);
  expect(advice).toBe('noUnit');
  expect(codes(actions)).toContain('dutyLine');
  expect(codes(actions)).not.toContain('phoneSite');
});

test('given two sites alike at the crossing, then it is asked which, and one key sends nobody', () => {
  const night = new DemoNight();
  const id = night.receive(one);
  const incident = night.incident(id);
  const candidate = { site: 'a', name: '示例工地 A', score: 70, metres: 40, reasons: [] };
  const match = {
    status: 'unknown',
    site: null,
    candidates: [candidate, { ...candidate, site: 'b', name: '乙' }],
  } as const;
  const found = recommend(
    { ...incident, site: null, match: { ...match, candidates: [...match.candidates] } },
    night.world().reads,
    night.at('22:41'),
  );
  expect(found.advice).toBe('confirm');
  expect(found.questions).toContainEqual({ code: 'whichSite', params: { sites: ['示例工地 A', '乙'] } });
});

describe('advice', () => {
  test('without a pack nothing is recommended, and it says so', () => {
    const night = new DemoNight();
    const id = night.receive(one);
    const reads: HubReads = { ...night.world().reads, district: () => undefined };
    expect(recommend(night.incident(id), reads, night.at('22:41'))).toMatchObject({
      ...{ advice: 'confirm', units: [], reasons: [{ code: 'noPackInForce' }] },
    });
  });

  test('with nobody free one key sends nobody', () => {
    const { advice, reasons } = proposed((night) => {
      for (const { id } of night.world().reads.units()) night.status(id, 'resting', '22:42');
    });
    expect(advice).toBe('confirm');
    expect(codes(reasons)).toContain('noFreeUnit');
  });

  test('where only a road is named the caller is asked, and no site is rung', () => {
    const night = new DemoNight();
    const id = night.receive({ text: '斜土路上工地在打桩', time: '22:41', source: 'phone' });
    const { advice, questions, actions } = night.recommend(id);
    expect(advice).toBe('ask');
    expect(codes(questions)).toContain('nearWhat');
    expect(codes(actions)).not.toContain('phoneSite');
  });
});
