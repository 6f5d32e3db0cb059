import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { destination } from '../../geo/point.ts';
import { day, hour, minute, parseIso } from '../../lib/time.ts';
import { readWeekly } from '../../lib/weekly-hours.ts';
import type { Placing } from '../incident/state.ts';
import type { StallPlaceState } from '../stall-place/state.ts';
import { assess } from './assess.ts';
import { assessStalls } from './assess-stalls.ts';

const time = (text: string): number => parseIso(`${text}:00+08:00`) ?? NaN;
/** A Saturday. */
const saturday = '2026-11-21';
const centre = { lon: 121.449, lat: 31.1915 };
const provenance = { source: '示例名单', asOf: time(`${saturday}T08:00`), how: 'import' } as const;
const weekly = (text: string): StallPlaceState['hours'] =>
  (readWeekly(text) ?? []).map((one) => ({ ...one, days: [...one.days] }));
const place = (more: Partial<StallPlaceState> = {}): StallPlaceState => ({
  ...{ id: 's1', name: '示例疏导点', kind: 'relief', address: '示例路东侧', keeper: '示例街道', conditions: [] },
  shape: { kind: 'circle', at: centre, radius: 50 },
  ...{ hours: weekly('周五、周六 18:00-次日1:00'), from: time('2026-01-01T00:00'), provenance },
  ...more,
});
const placing = (more: Partial<Placing> = {}): Placing => ({
  ...{ precision: 'point', at: centre, roads: [], name: null, grids: null, street: null, squad: null, zone: null },
  ...{ outside: null, direction: null, certain: true, by: 'person' },
  ...more,
});
const east = (metres: number): Placing => placing({ at: destination(centre, metres, 90) });

function said(
  places: readonly StallPlaceState[],
  at: string,
  where: Placing = placing(),
  marks: readonly 'placeOfCaller'[] = [],
) {
  const { view, reasons, rests } = assessStalls({ placing: where, marks, actAt: time(at), offset: 480 }, places);
  return { says: view.says, codes: reasons.map(({ code }) => code), place: view.place, rests, reasons };
}

describe('place and hours', () => {
  test('within both: until when, and what is still to be seen', () => {
    const found = said([place({ conditions: ['收摊后清扫'] })], `${saturday}T20:00`);
    expect(found.says).toBe('within');
    expect(found.codes).toEqual(['stallPlaceHolds', 'stallInHours', 'stallConditions']);
    expect(found.place?.hours).toEqual({ from: time(`${saturday}T18:00`), to: time('2026-11-22T01:00') });
  });

  test('past midnight the hours are those of the day they began', () => {
    expect(said([place()], '2026-11-22T00:59').says).toBe('within');
    const ended = said([place()], '2026-11-22T01:00');
    expect([ended.says, ended.codes]).toEqual(['outOfHours', ['stallPlaceHolds', 'stallHoursEnded', 'stallClearing']]);
    // Friday 00:30 belongs to Thursday, on which there are none.
    expect(said([place()], '2026-11-20T00:30').says).toBe('outOfHours');
    expect(said([place()], `${saturday}T00:30`).says).toBe('within');
  });

  test('before they begin, on another weekday, long after they ended', () => {
    expect(said([place()], `${saturday}T17:59`).codes).toEqual(['stallPlaceHolds', 'stallHoursLater']);
    expect(said([place()], `${saturday}T18:00`).says).toBe('within');
    const tuesday = said([place()], '2026-11-24T20:00');
    expect([tuesday.says, tuesday.codes]).toEqual(['outOfHours', ['stallPlaceHolds', 'stallHoursEnded']]);
  });

  test('its own border is in it; beyond, it depends on how exactly the place is known', () => {
    expect(said([place()], `${saturday}T20:00`, east(49)).says).toBe('within');
    const beside = said([place()], `${saturday}T20:00`, east(60));
    expect([beside.says, beside.codes]).toEqual(['beside', ['stallBeside', 'stallInHours']]);
    const crossing = { ...east(100), precision: 'crossing' } as const;
    expect(said([place()], `${saturday}T20:00`, crossing).says).toBe('beside');
    const beyond = said([place()], `${saturday}T20:00`, east(100));
    expect([beyond.says, beyond.codes]).toEqual(['notOnFile', ['noStallPlaceOnFile', 'stallPlaceNear']]);
    expect(said([place()], `${saturday}T20:00`, east(900)).codes).toEqual(['noStallPlaceOnFile']);
  });

  test('an area that was drawn holds what lies in it', () => {
    const corner = (x: number, y: number): [number, number] => {
      const { lon, lat } = destination(destination(centre, y, 0), x, 90);
      return [lon, lat];
    };
    const ring = [corner(-30, -30), corner(30, -30), corner(30, 30), corner(-30, 30), corner(-30, -30)];
    const drawn = place({ shape: { kind: 'polygon', ring } });
    expect(said([drawn], `${saturday}T20:00`, east(25)).says).toBe('within');
    expect(said([drawn], `${saturday}T20:00`, east(45)).says).toBe('beside');
  });

  test('a frontage is told with who answers for it', () => {
    const front = place({ kind: 'frontage', hours: weekly('每日 7:00-21:00'), keeper: '沿街商户' });
    expect(said([front], `${saturday}T20:00`).reasons).toContainEqual({
      code: 'stallFrontage',
      params: { keeper: '沿街商户' },
    });
  });

  test('of two places the one that is open counts', () => {
    const shut = place({ id: 's0', hours: weekly('每日 6:00-9:00') });
    expect(said([shut, place()], `${saturday}T20:00`)).toMatchObject({ says: 'within', place: { id: 's1' } });
  });
});

describe('period', () => {
  const ended = place({ to: time('2026-11-20T00:00') });

  test('ended: said with its day, and no hours after it are told', () => {
    expect(said([ended], `${saturday}T20:00`)).toMatchObject({ says: 'expired', codes: ['stallPlaceExpired'] });
    // The last instant is not in it.
    const edge = place({ to: time(`${saturday}T20:00`) });
    expect(said([edge], `${saturday}T19:59`).says).toBe('within');
    expect(said([edge], `${saturday}T20:00`).says).toBe('expired');
  });

  test('ended long ago or not begun: nothing on file, and what is to come is told', () => {
    expect(said([place({ to: time('2025-06-01T00:00') })], `${saturday}T20:00`).says).toBe('notOnFile');
    const later = said([place({ from: time('2026-12-01T00:00') })], `${saturday}T20:00`);
    expect([later.says, later.codes]).toEqual(['notOnFile', ['noStallPlaceOnFile', 'stallPlaceLater']]);
  });

  test('a place in force goes before one that has ended', () => {
    expect(said([ended, place({ id: 's2' })], `${saturday}T20:00`)).toMatchObject({
      says: 'within',
      place: { id: 's2' },
    });
  });
});

describe('an unknown place', () => {
  test('is compared with nothing; what lies along the road is asked about', () => {
    const road = placing({ precision: 'road', at: null, roads: ['示例路'] });
    expect(said([place()], `${saturday}T20:00`, road)).toMatchObject({
      says: 'unknownPlace',
      codes: ['stallPlaceUnknown', 'stallPlaceOnRoad'],
      place: null,
    });
    for (const precision of ['street', 'callerCell', 'none'] as const)
      expect(said([place()], `${saturday}T20:00`, placing({ precision })).says).toBe('unknownPlace');
  });

  test('so is one that is only the caller’s', () => {
    expect(said([place()], `${saturday}T20:00`, placing(), ['placeOfCaller']).says).toBe('unknownPlace');
  });
});

describe('the whole assessment', () => {
  const judged = (places: readonly StallPlaceState[], now: number, plates = demoDistrict.plates) =>
    assess(
      {
        ...{ occasion: 'report', actAt: time(`${saturday}T20:00`), now, matter: 'stall', marks: [] },
        ...{ placing: placing(), match: { status: 'notASite' }, site: undefined, findings: [] },
      },
      {
        ...{ nightPermits: () => [], nightPermitsOf: () => [], repairNotices: () => [], quietPeriods: () => [] },
        ...{ sites: () => [], stallPlaces: () => places, district: { ...demoDistrict, plates } },
      },
    );
  const now = time(`${saturday}T20:05`);

  test('is of no permit for works, and rests on the entry with its age', () => {
    expect(judged([place()], now)).toMatchObject({
      ...{ kind: 'other', authority: null, permit: null, stall: { says: 'within', place: { id: 's1' } } },
      registers: [{ register: 'stallPlace', source: '示例名单', asOf: provenance.asOf, stale: false }],
    });
    expect(judged([place()], provenance.asOf + 24 * hour + minute).registers).toMatchObject([{ stale: true }]);
  });

  test('silence is worth what its list is worth: by hand alone, or empty, it has to be asked', () => {
    const far = { kind: 'circle', at: destination(centre, 2_000, 0), radius: 50 } as const;
    expect(judged([place({ shape: far })], now).registers).toMatchObject([{ stale: false }]);
    const typed = place({ shape: far, provenance: { ...provenance, how: 'hand' } });
    expect(judged([typed], now).registers).toMatchObject([{ stale: true }]);
    expect(judged([], now)).toMatchObject({ stall: { says: 'notOnFile' }, registers: [{ asOf: null, stale: true }] });
  });

  test('the bases are those of the pack for stalls in force on the date of the act', () => {
    const basis = { matter: 'stall', title: '示例条例', article: '第一条', gist: '示例', confirmed: true } as const;
    const plates = {
      ...demoDistrict.plates,
      legalBases: [
        { ...basis, id: 'old', effectiveFrom: '2010-01-01', effectiveTo: '2026-11-20' },
        { ...basis, id: 'new', effectiveFrom: '2026-11-21' },
      ],
    };
    expect(judged([place()], now, plates).legalBases.map(({ id }) => id)).toEqual(['new']);
    // None was found for Shanghai, and none is made up.
    expect(judged([place()], now).legalBases).toEqual([]);
  });
});

test('whatever is on file, within is said only of a place that is open there then', () => {
  const places = fc.array(
    fc.record({
      metres: fc.integer({ min: 0, max: 400 }),
      radius: fc.integer({ min: 3, max: 200 }),
      from: fc.integer({ min: 0, max: 1439 }),
      to: fc.integer({ min: 1, max: 1440 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      ends: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
    }),
    { maxLength: 6 },
  );
  const start = time('2026-11-16T00:00');
  fc.assert(
    fc.property(places, fc.integer({ min: 0, max: 7 * 1440 }), (rows, minutes) => {
      const actAt = start + minutes * minute;
      const all = rows
        .filter(({ from, to }) => from !== to)
        .map(({ metres, radius, from, to, days, ends }, i) =>
          place({
            id: `p${i}`,
            shape: { kind: 'circle', at: destination(centre, metres, 40 * i), radius },
            hours: [{ days, from, to }],
            ...(ends === undefined ? {} : { to: actAt + ends * day }),
          }),
        );
      const { view } = assessStalls({ placing: placing(), marks: [], actAt, offset: 480 }, all);
      const { place: by, says } = view;
      const hours = by?.hours ?? null;
      const covers = hours !== null && hours.from <= actAt && actAt < hours.to;
      expect(says === 'within').toBe(says === 'within' && covers);
      if (says === 'within' || says === 'outOfHours' || says === 'expired') {
        const row = all.find(({ id }) => id === by?.id);
        expect(row).toBeDefined();
        expect((row?.to ?? Infinity) > actAt).toBe(says !== 'expired');
      } else if (says === 'notOnFile') expect(by).toBeNull();
    }),
    { seed: 24, numRuns: 300 },
  );
});
