import { describe, expect, test } from 'vitest';
import { DemoNight, demoDistrict } from '../../../tests/support/demo-night.ts';
import type { HubReads } from '../catalog.ts';
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

  test('the way is the straight line with the detour of the policy', () => {
    const [first] = proposed().units;
    const { kmh, detour } = demoDistrict.plates.policy.travel;
    expect(first?.etaMinutes).toBeCloseTo(((first?.metres ?? 0) * detour * 60) / (kmh * 1000), 9);
    expect(first?.fixAge).toBe(30);
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
