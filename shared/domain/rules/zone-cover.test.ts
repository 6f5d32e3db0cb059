/** How far the zones are covered, who counts, and who could move. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DemoNight, demoDistrict } from '../../../tests/support/demo-night.ts';
import { distance } from '../../geo/point.ts';
import { must } from '../../lib/must.ts';
import { civilDate, hour } from '../../lib/time.ts';
import type { UnitPosition, UnitState } from '../unit/state.ts';
import { thisShift } from '../unit/state.ts';
import { Coverers, PlaceReach } from './cover-reach.ts';
import type { Coverer } from './cover-reach.ts';
import { Ways } from './travel.ts';
import type { ZoneCover, ZoneCoverReads } from './zone-cover.ts';
import { zoneCovers } from './zone-cover.ts';

interface Changed {
  readonly units?: (unit: UnitState) => UnitState;
  readonly position?: (unit: string, seen: UnitPosition) => UnitPosition | undefined;
  readonly promise?: number | undefined;
}

const night = new DemoNight();
const { reads } = night.world();
const now = night.at('22:40');
const tonight = civilDate(now, demoDistrict.plates.utcOffset);

function covers({ units, position, promise }: Changed = {}) {
  const changed: ZoneCoverReads = {
    ...reads,
    units: () => reads.units().map((unit) => units?.(unit) ?? unit),
    zones: () => reads.zones().map(({ promise: _, ...zone }) => (promise === undefined ? zone : { ...zone, promise })),
    position: (unit) => {
      const seen = reads.position(unit);
      const fresh = seen && { ...seen, at: now - 20_000 };
      return fresh === undefined || position === undefined ? fresh : position(unit, fresh);
    },
  };
  return must(zoneCovers(changed, now), 'covers');
}
const zone = (of: Changed, id: string): ZoneCover =>
  must(
    covers(of).zones.find((each) => each.zone === id),
    id,
  );
const only =
  (...ids: readonly string[]) =>
  (unit: UnitState): UnitState =>
    ids.includes(unit.id) ? { ...unit, certified: 2, reserve: false } : { ...unit, certified: 0 };

describe('how long until two certified officers can be anywhere in a zone', () => {
  test('given a promise, then it is kept or not by the place that waits longest, and nothing promised is nothing kept', () => {
    const { minutes, longest, places } = zone({}, 'z2');
    const most = must(minutes, 'minutes');
    expect(Math.max(...places.map((place) => must(place.minutes, 'place')))).toBe(most);
    expect(longest).not.toBeNull();
    expect(zone({ promise: most }, 'z2')).toMatchObject({ state: 'kept', share: 1, proposals: [] });
    const thin = zone({ promise: most - 1 }, 'z2');
    expect(thin.state).toBe('thin');
    expect(must(thin.share, 'share')).toBeLessThan(1);
    expect(zone({}, 'z2')).toMatchObject({ state: 'open', promise: null, share: null });
  });

  test('given all cells of the zone, then each is told once', () => {
    const cells = demoDistrict.plates.grids.filter(({ level }) => level === 'cell').map(({ code }) => code);
    const told = covers().zones.flatMap(({ places }) => places.flatMap(({ codes }) => codes));
    expect([...told].sort()).toEqual([...cells].sort());
  });

  test('given two units with one certificate each, then they make two, and wait for the later of them', () => {
    const ones = (unit: UnitState): UnitState =>
      unit.id === 'm1' || unit.id === 'z2-car' ? { ...unit, certified: 1 } : { ...unit, certified: 0 };
    const both = must(zone({ units: ones }, 'z2').minutes, 'both');
    expect(both).toBeGreaterThanOrEqual(must(zone({ units: only('m1') }, 'z2').minutes, 'm1'));
    expect(both).toBeGreaterThanOrEqual(must(zone({ units: only('z2-car') }, 'z2').minutes, 'car'));
    const one = (unit: UnitState): UnitState => ({ ...unit, certified: unit.id === 'm1' ? 1 : 0 });
    expect(zone({ units: one, promise: 30 }, 'z2')).toMatchObject({ minutes: null, state: 'nobody', share: 0 });
  });

  test('given a certificate that ends at midnight, then it counts until then and not after', () => {
    const last = (unit: UnitState): UnitState => ({
      ...only('z2-car')(unit),
      certificatesTo: [tonight, tonight],
    });
    const at = (instant: number) => {
      const stood: ZoneCoverReads = {
        ...reads,
        units: () => reads.units().map((unit) => ({ ...last(unit), shift: { from: now - hour, to: now + 9 * hour } })),
        position: (unit) => {
          const seen = reads.position(unit);
          return seen && { ...seen, at: instant };
        },
      };
      return must(zoneCovers(stood, instant), 'covers').zones.find(({ zone: id }) => id === 'z2');
    };
    const midnight = night.at('23:59') + 60_000;
    expect(at(midnight - 1)?.minutes).toBeGreaterThan(0);
    expect(at(midnight)).toMatchObject({
      minutes: null,
      notCounted: expect.arrayContaining([expect.objectContaining({ unit: 'z2-car', why: 'noCertificate' })]),
    });
  });
});

test('given units that do not count, then each is named with why', () => {
  const units = (unit: UnitState): UnitState => {
    if (unit.id === 'z2-car') return { ...unit, jobs: [{ assignment: 'a', incident: 'i', since: now }] };
    if (unit.id === 'z1-car') return { ...unit, status: 'resting' };
    if (unit.id === 'z4-car') return { ...unit, shift: { from: now - 2 * hour, to: now } };
    return unit;
  };
  const position: Changed['position'] = (unit, seen) => {
    if (unit === 'z3-car') return { ...seen, at: now - 2 * hour };
    return unit === 'z1-foot' ? undefined : seen;
  };
  const why = (id: string, unit: string) =>
    zone({ units, position }, id).notCounted.find((each) => each.unit === unit)?.why;
  expect(why('z2', 'z2-car')).toBe('busy');
  expect(why('z2', 'z2-ride')).toBe('noCertificate');
  expect(why('z1', 'z1-car')).toBe('resting');
  expect(why('z1', 'z1-foot')).toBe('noPosition');
  expect(why('z3', 'z3-car')).toBe('positionOld');
  // Whose shift is over is not on duty: nothing is said of it.
  expect(why('z4', 'z4-car')).toBeUndefined();
  expect(covers({ units, position }).oldestFix).toBe(20);
});

describe('a zone that runs thin', () => {
  const two = only('z3-car', 'm3', 'z1-car', 'z2-car');
  const units = (unit: UnitState): UnitState => ({ ...two(unit), ...(unit.id === 'm3' ? { zone: 'z3' } : {}) });

  test('given others can be spared, then it is told who, from where, what it brings and what it costs', () => {
    const before = zone({ units }, 'z4');
    const { proposals, state } = zone({ units, promise: must(before.minutes, 'minutes') - 2 }, 'z4');
    expect(state).toBe('thin');
    const [first] = proposals;
    expect(must(first, 'proposal').then).toBeLessThan(must(before.minutes, 'minutes'));
    expect(proposals.every(({ costs }) => costs === null || costs.after !== null)).toBe(true);
    // Nobody is taken from a zone that would then have nobody of its own: zones 1 and 2 have one each.
    expect(proposals.map(({ unit }) => unit).filter((unit) => unit === 'z1-car' || unit === 'z2-car')).toEqual([]);
  });

  test('given one stands in, then the zone counts it as its own, and the giver does not', () => {
    const standing = (unit: UnitState): UnitState =>
      unit.id === 'm3' ? { ...units(unit), standsIn: { zone: 'z4', since: now } } : units(unit);
    expect(zone({ units: standing }, 'z4').counted.map(({ unit }) => unit)).toContain('m3');
    expect(zone({ units: standing }, 'z3').counted.map(({ unit }) => unit)).not.toContain('m3');
  });

  test('given nobody can be spared, then nothing is proposed and the state is said', () => {
    const none = (unit: UnitState): UnitState => ({ ...unit, certified: 0 });
    expect(zone({ units: none, promise: 10 }, 'z4')).toMatchObject({ state: 'nobody', minutes: null, proposals: [] });
  });
});

test('looking at few of many finds what looking at all finds', () => {
  const ways = new Ways(demoDistrict.plates);
  const at = fc.record({
    lon: fc.double({ min: 121.4, max: 121.48, noNaN: true }),
    lat: fc.double({ min: 31.1, max: 31.22, noNaN: true }),
  });
  const one = fc.record({ at, certified: fc.integer({ min: 1, max: 3 }), kmh: fc.constantFrom(5, 18, 30) });
  fc.assert(
    fc.property(at, fc.array(one, { maxLength: 12 }), fc.option(one), fc.nat(12), (place, all, more, gone) => {
      const spot = ways.spot(place);
      const coverers = all.map((each, i): Coverer => {
        const unit = { id: `u${i}`, ...thisShift } as unknown as UnitState;
        return {
          unit,
          spot: ways.spot(each.at),
          certified: each.certified,
          minutesTo: (metres) => (metres * 60) / (each.kmh * 1000),
        };
      });
      const plus =
        more === null
          ? undefined
          : { unit: 'more', certified: more.certified, minutes: distance(place, more.at) / 300 };
      const without = `u${gone}`;
      const reach = new PlaceReach(spot, new Coverers(coverers), ways);
      const plain = coverers
        .filter(({ unit }) => unit.id !== without)
        .map(({ certified, spot: from, minutesTo }) => ({
          certified,
          minutes: minutesTo(ways.from(spot)(from).metres),
        }))
        .concat(plus === undefined ? [] : [plus])
        .sort((a, b) => a.minutes - b.minutes);
      let sum = 0;
      const found = plain.find(({ certified }) => (sum += certified) >= 2)?.minutes ?? Infinity;
      expect(reach.minutes({ without, ...(plus === undefined ? {} : { plus }) })).toBe(found);
    }),
    { numRuns: 300, seed: 20261124 },
  );
});
