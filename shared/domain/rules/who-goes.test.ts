/** Who goes under each duty mode, how long it takes, in whose name, and what is left behind. */
import { describe, expect, test } from 'vitest';
import { DemoNight, demoDistrict } from '../../../tests/support/demo-night.ts';
import { must } from '../../lib/must.ts';
import { hour } from '../../lib/time.ts';
import type { HubReads } from '../catalog.ts';
import type { Plates } from '../district/state.ts';
import { platesSchema } from '../district/events.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import type { SquadState } from '../squad/state.ts';
import type { UnitState } from '../unit/state.ts';
import { recommend } from './recommend.ts';

const noise = { text: '斜土路小木桥路口往东那个工地还在打桩', time: '22:41', source: '12345' } as const;
const stall = { text: '斜土路小木桥路口流动摊贩占道', time: '17:40', source: '12345' } as const;
const codes = (of: readonly { readonly code: string }[] | undefined) => (of ?? []).map(({ code }) => code);

interface Changed {
  readonly mode?: DutyMode;
  readonly units?: (unit: UnitState) => UnitState;
  readonly squads?: (squad: SquadState) => SquadState;
  readonly plates?: Partial<Plates>;
  readonly fixAge?: number;
  readonly at?: string;
}

/** What is recommended for a report of the demo night, in a hall that is otherwise so. */
function proposed(said: typeof noise | typeof stall, { mode, units, squads, plates, fixAge, at }: Changed = {}) {
  const night = new DemoNight();
  const id = night.receive(said);
  const { reads } = night.world();
  const now = night.at(at ?? said.time);
  const changed: HubReads = {
    ...reads,
    district: () => ({ ...demoDistrict, plates: { ...demoDistrict.plates, ...plates } }),
    dutyMode: () => (mode === undefined ? reads.dutyMode() : { ...must(reads.dutyMode(), 'mode'), mode }),
    units: () => reads.units().map((unit) => units?.(unit) ?? unit),
    squads: () => reads.squads().map((squad) => squads?.(squad) ?? squad),
    position: (unit) => {
      const seen = reads.position(unit);
      return seen && { ...seen, at: now - (fixAge ?? 30) * 1000 };
    },
  };
  return { ...recommend(night.incident(id), changed, now), id, now };
}
const unitOf = ({ units }: Pick<ReturnType<typeof proposed>, 'units'>, id: string) =>
  must(
    units.find(({ unit }) => unit === id),
    id,
  );
const only =
  (id: string, change: Partial<UnitState>) =>
  (unit: UnitState): UnitState =>
    unit.id === id ? { ...unit, ...change } : unit;

describe('under each duty mode', () => {
  test('given routine, then the squad of the territory goes, and another squad’s people are help to be asked for', () => {
    const found = proposed(stall, { mode: 'routine' });
    expect(codes(found.units[0]?.reasons)).toContain('squadUnit');
    const other = unitOf(found, 'z3-car');
    expect(other.warnings.map(({ code }) => code)).toContain('helpOfSquad');
    expect(other.rank).toBeGreaterThan(1);
    expect(codes(found.units[0]?.warnings)).not.toContain('helpOfSquad');
  });

  test('given night, then the zone goes before its neighbours in their order, and borders of squads count no more', () => {
    const { units } = proposed(stall, { mode: 'night' });
    const parties = units
      .filter(({ warnings }) => !codes(warnings).includes('keptForEmergencies'))
      .map(({ reasons }) => reasons[0]?.code);
    expect(parties).not.toContain('squadUnit');
    expect(parties.indexOf('zoneUnit')).toBe(0);
    expect(parties.lastIndexOf('zoneUnit')).toBeLessThan(parties.indexOf('neighbourUnit'));
  });

  test('given night and construction noise, then the mobile groups go first', () => {
    expect(codes(proposed(noise, { mode: 'night' }).units[0]?.reasons)).toContain('mobileUnit');
    expect(codes(proposed(stall, { mode: 'night' }).units[0]?.reasons)).not.toContain('mobileUnit');
  });

  test('given a holiday, then the squad goes first and its zone helps, without asking', () => {
    const { units } = proposed(stall, { mode: 'holiday' });
    const parties = units.map(({ reasons }) => reasons[0]?.code);
    expect(parties[0]).toBe('squadUnit');
    expect(parties.indexOf('zoneUnit')).toBeLessThan(parties.indexOf('neighbourUnit'));
    expect(units.flatMap(({ warnings }) => codes(warnings))).not.toContain('helpOfSquad');
  });

  test('given an emergency, then all stand under the brigade and whoever is there first goes', () => {
    const { units } = proposed(stall, { mode: 'emergency' });
    const free = units.filter(({ warnings }) => !codes(warnings).includes('keptForEmergencies'));
    expect(new Set(free.map(({ reasons }) => reasons[0]?.code))).toEqual(new Set(['brigadeUnit']));
    const cars = free.filter(({ unit, etaMinutes }) => unit.endsWith('-car') && etaMinutes !== null);
    const times = cars.map(({ etaMinutes }) => etaMinutes ?? 0);
    expect(times.length).toBeGreaterThan(2);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('the time of arrival', () => {
  test('is over the streets of the pack, and it says so', () => {
    const m1 = unitOf(proposed(noise), 'm1');
    const over = m1.reasons.find(({ code }) => code === 'overStreets')?.params['metres'];
    expect(over).toBeGreaterThan(m1.metres ?? 0);
    expect(m1.etaMinutes).toBeCloseTo((Number(over) * 60) / (demoDistrict.plates.policy.travel.kmh * 1000), 1);
  });

  test('is a range that grows with the age of the fix', () => {
    const range = (fixAge: number) => must(unitOf(proposed(noise, { fixAge }), 'm2').eta, 'range');
    const [now, later] = [range(0), range(120)];
    expect(now.from).toBeLessThan(now.to);
    expect(later.from).toBeLessThan(now.from);
    // Two minutes at 24 km/h, either way.
    expect(later.to - now.to).toBeCloseTo(2, 1);
  });
});

describe('fitness', () => {
  const lastDay = only('m1', { certificatesTo: ['2026-11-21'] });

  test('given a certificate whose last day is today, then it counts until midnight and no longer', () => {
    expect(unitOf(proposed(noise, { units: lastDay }), 'm1')).toMatchObject({ certified: 2, task: 'enforce' });
    const after = unitOf(proposed({ ...noise, time: '00:05' } as never, { units: lastDay }), 'm1');
    expect(after).toMatchObject({ certified: 1, task: 'verify' });
    expect(codes(after.warnings)).toContain('twoCertificatesNeeded');
  });

  test('given it ends before the unit can be there, then that is said beforehand', () => {
    const m1 = unitOf(proposed({ ...noise, time: '23:59' } as never, { units: lastDay }), 'm1');
    expect(m1.certified).toBe(2);
    expect(m1.warnings).toContainEqual({ code: 'certificateEnds', params: { certified: 1 } });
  });

  test('given a long time on duty without a rest, then others go first; a rest sets it back', () => {
    const { now } = proposed(noise);
    const shift = { from: now - 7 * hour, to: now + 5 * hour };
    const tired = unitOf(proposed(noise, { units: only('m1', { shift }) }), 'm1');
    expect(tired.warnings).toContainEqual({ code: 'longOnDuty', params: { hours: 7 } });
    expect(tired.rank).toBeGreaterThan(1);
    const rested = unitOf(proposed(noise, { units: only('m1', { shift, restedAt: now - hour }) }), 'm1');
    expect(rested).toMatchObject({ rank: 1, warnings: [] });
  });

  test('given a matter that wants a skill and a vehicle, then who lacks them is warned of and stands behind', () => {
    const matters = demoDistrict.plates.matters.map((row) =>
      row.matter === 'constructionNoise' ? { ...row, needs: { vehicle: true, skills: ['measuring'] } } : row,
    );
    platesSchema.shape.matters.parse(matters);
    const without = unitOf(proposed(noise, { plates: { matters } }), 'm1');
    expect(codes(without.warnings)).toContain('skillMissing');
    const units = (unit: UnitState): UnitState =>
      unit.id === 'm2' ? { ...unit, vehicle: '车', skills: ['measuring'] } : { ...unit, vehicle: undefined as never };
    const found = proposed(noise, { plates: { matters }, units });
    expect(codes(unitOf(found, 'm1').warnings)).toContain('vehicleMissing');
    expect(unitOf(found, 'm2')).toMatchObject({ rank: 1, warnings: [] });
  });
});

describe('in whose name', () => {
  test('given the pack names them, then the first row that fits counts, by squad and street', () => {
    const found = proposed(stall, { mode: 'routine' });
    expect(found.units[0]?.enforcer).toMatchObject({ power: true, transferTo: null });
    expect(unitOf(found, 'm1').enforcer?.name).toBe('示例区城市管理行政执法局');
  });

  test('given it lacks power there, then it may act first and the case goes to the squad of the place', () => {
    const found = proposed(stall, { mode: 'routine' });
    const other = unitOf(found, 'z3-car');
    expect(other.enforcer).toMatchObject({ power: false, transferTo: '枫林中队' });
    expect(other.warnings).toContainEqual({ code: 'actsFirstThenTransfersTo', params: { squad: '枫林中队' } });
  });

  test('given rows by matter and mode, then only those count', () => {
    const enforcers = [
      { name: '乙', matters: ['stall' as const], power: false },
      { name: '丙', modes: ['night' as const], power: true },
    ];
    const named = (mode: DutyMode, said: typeof noise | typeof stall) =>
      proposed(said, { mode, plates: { enforcers } }).units[0]?.enforcer?.name;
    expect([named('night', noise), named('routine', stall), named('routine', noise)]).toEqual(['丙', '乙', undefined]);
  });

  test('given an older pack, then nothing is claimed', () => {
    const plates = { enforcers: undefined } as never;
    expect(proposed(noise, { plates }).units.map(({ enforcer }) => enforcer)).not.toContainEqual(expect.anything());
  });
});

describe('what sending uncovers', () => {
  test('given the only unit near with two certificates, then its zone waits longer without it', () => {
    const car = unitOf(proposed(noise), 'z2-car');
    const { zone, before, after } = must(car.uncovers, 'cover');
    expect(zone).toBe('z2');
    expect(after ?? Infinity).toBeGreaterThanOrEqual(before ?? Infinity);
  });

  test('given nobody else, then nobody could come; who has no certificate covers nothing', () => {
    const alone = (unit: UnitState): UnitState =>
      unit.id === 'z2-car' ? { ...unit, certified: 2 } : { ...unit, certified: 0 };
    const found = proposed(noise, { units: alone });
    expect(unitOf(found, 'z2-car').uncovers).toMatchObject({ zone: 'z2', after: null, backFill: null });
    expect(unitOf(found, 'z2-car').uncovers?.before).toBeGreaterThan(0);
    expect(unitOf(found, 'm1').uncovers).toBeNull();
  });

  test('given a neighbour zone with two, then one of them is proposed to stand in, and who stands in is of the zone', () => {
    const two = ['z3-car', 'm3', 'z4-car'];
    const units = (unit: UnitState): UnitState => {
      const zone = unit.id === 'm3' ? { zone: 'z3' } : {};
      return { ...unit, ...zone, certified: two.includes(unit.id) ? 2 : 0, reserve: false };
    };
    const there = { ...stall, text: '老沪闵路罗秀路口流动摊贩占道' } as never;
    const found = proposed(there, { units });
    const { before, after, backFill } = must(unitOf(found, 'z4-car').uncovers, 'cover');
    expect(must(after, 'after') - must(before, 'before')).toBeGreaterThanOrEqual(5);
    expect(['z3-car', 'm3']).toContain(backFill?.unit);
    expect(backFill?.minutes).toBeGreaterThan(0);
    // Zone 3 has one left then, and nobody more is taken from there.
    const standing = (unit: UnitState): UnitState =>
      unit.id === 'm3' ? { ...units(unit), standsIn: { zone: 'z4', since: found.now } } : units(unit);
    const then = proposed(there, { units: standing });
    expect(unitOf(then, 'm3').uncovers?.zone).toBe('z4');
    expect(unitOf(then, 'z4-car').uncovers?.backFill).toBeNull();
  });

  test('given a free unit stands in, then it goes there as one of the zone', () => {
    const standsIn = { zone: 'z2', since: 1 };
    const car = unitOf(proposed(stall, { mode: 'night', units: only('z1-car', { standsIn }) }), 'z1-car');
    expect(codes(car.reasons)).toContain('zoneUnit');
  });
});

test('given help was refused, then that squad’s people stand last; given it was agreed, the word is shown', () => {
  const first = proposed(stall, { mode: 'routine' });
  const answered =
    (agreed: boolean) =>
    (squad: SquadState): SquadState => ({
      ...squad,
      helps: [
        {
          id: 'h',
          incident: first.id,
          number: '1',
          askedAt: 1,
          askedBy: 'lin',
          answer: { agreed, at: 2, user: 'lin', reportedByDesk: 'phone' },
        },
      ],
    });
  const agreed = unitOf(proposed(stall, { mode: 'routine', squads: answered(true) }), 'z3-car');
  const refused = unitOf(proposed(stall, { mode: 'routine', squads: answered(false) }), 'z3-car');
  expect(codes(agreed.warnings)).toContain('helpAgreed');
  expect(codes(refused.warnings)).toContain('helpRefused');
  expect(refused.rank).toBeGreaterThan(agreed.rank);
});
