import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { testNow } from '../../../tests/support/given.ts';
import { destination } from '../../geo/point.ts';
import { day, hour, inDailyWindow, minute } from '../../lib/time.ts';
import type { Placing } from '../incident/state.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from '../permit/state.ts';
import type { SiteState } from '../site/state.ts';
import { assess } from './assess.ts';
import type { AssessQuestion, AssessReads } from './assess.ts';
import { hoursWithin } from './assess-hours.ts';

/** 22:00 in Shanghai; the law's night begins. */
const ten = testNow;
const provenance = { source: '示例日报', asOf: ten - 90 * minute, how: 'import' } as const;
const at = { lon: 121.449, lat: 31.1915 };
const site: SiteState = {
  ...{ id: 'a', name: '示例工地 A', kind: 'building', address: '', at, radius: 60, roads: [], registered: true },
  provenance,
};
const placing: Placing = {
  ...{ precision: 'point', at, roads: [], name: null, grids: null, street: null, squad: null, zone: null },
  ...{ outside: null, direction: null, certain: true, by: 'hub' },
};
const permit = (more: Partial<NightPermitState> = {}): NightPermitState => ({
  ...{ id: 'p1', number: '示夜 1', site: 'a', paper: '批准文件', issuer: '示例', work: '浇筑', permits: 'nightWork' },
  ...{ from: ten, to: ten + 4 * hour, conditions: [], provenance },
  ...more,
});
const notice = (more: Partial<RepairNoticeState> = {}): RepairNoticeState => ({
  ...{ id: 'n1', number: '示抢 1', utility: 'water', at, radius: 100, address: '', provenance },
  ...{ from: ten + hour, to: ten + 3 * hour, notifiedAt: ten },
  ...more,
});
const quiet = (more: Partial<QuietPeriodState> = {}): QuietPeriodState => ({
  ...{ id: 'q1', name: '示例禁噪期', from: ten - day, to: ten + day, grids: [], basis: '示例', provenance },
  ...more,
});

interface Registers {
  readonly permits?: readonly NightPermitState[];
  readonly notices?: readonly RepairNoticeState[];
  readonly periods?: readonly QuietPeriodState[];
}

function judged({ permits = [], notices = [], periods = [] }: Registers, question: Partial<AssessQuestion> = {}) {
  const reads: AssessReads = {
    nightPermits: () => permits,
    nightPermitsOf: (id) => permits.filter((one) => one.site === id),
    repairNotices: () => notices,
    quietPeriods: () => periods,
    sites: () => [site],
    stallPlaces: () => [],
  };
  const asked: AssessQuestion = {
    ...{ occasion: 'report', actAt: ten + 30 * minute, now: ten + 30 * minute, matter: 'constructionNoise', marks: [] },
    ...{ placing, match: { status: 'certain' }, site, findings: [] },
    ...question,
  };
  return assess(asked, { ...reads, district: demoDistrict });
}
const codesOf = ({ reasons }: ReturnType<typeof judged>) => reasons.map(({ code }) => code);
const when = (actAt: number): Partial<AssessQuestion> => ({ actAt, now: actAt });

describe('permits', () => {
  test('in its hours, before them, after them, in another night, long ago', () => {
    const later = permit({ from: ten + 2 * hour, to: ten + 4 * hour });
    expect(judged({ permits: [permit()] }).kind).toBe('valid');
    expect(judged({ permits: [later] })).toMatchObject({ kind: 'out-of-hours' });
    expect(codesOf(judged({ permits: [later] }))).toContain('permitBeginsLater');
    const ended = judged({ permits: [permit()] }, when(ten + 4 * hour));
    expect(ended.kind).toBe('out-of-hours');
    expect(codesOf(ended)).toContain('permitEnded');
    expect(judged({ permits: [permit()] }, when(ten + day)).kind).toBe('expired');
    expect(judged({ permits: [permit()] }, when(ten + 29 * day)).kind).toBe('expired');
    expect(judged({ permits: [permit()] }, when(ten + 32 * day)).kind).toBe('none');
    const next = judged({ permits: [permit()] }, when(ten - 2 * day + hour));
    expect([next.kind, codesOf(next)]).toEqual(['none', ['noNightPermitOnFile', 'permitForLater']]);
  });

  test('of two the one that covers the act counts; a paper of another kind never does', () => {
    const early = permit({ id: 'p0', number: '示夜 0', to: ten + 10 * minute });
    expect(judged({ permits: [early, permit()] })).toMatchObject({ kind: 'valid', permit: { id: 'p1' } });
    const road = judged({ permits: [permit({ permits: 'roadOccupation', paper: '占掘路许可证' })] });
    expect(road).toMatchObject({ kind: 'none', permit: null });
    expect(codesOf(road)).toContain('notANightPermit');
  });

  test('daily hours past midnight belong to the night in which they began', () => {
    const daily = permit({ from: ten - 5 * day, to: ten + 5 * day, hours: { from: 23 * 60, to: 60 } });
    const hours = { from: ten + hour, to: ten + 3 * hour };
    expect(judged({ permits: [daily] })).toMatchObject({ kind: 'out-of-hours', permit: hours });
    expect(judged({ permits: [daily] }, when(ten + 150 * minute))).toMatchObject({ kind: 'valid', permit: hours });
    expect(judged({ permits: [daily] }, when(ten + 3 * hour)).kind).toBe('out-of-hours');
  });

  test('the age of what it rests on is judged when it is judged', () => {
    const [, fresh] = judged({ permits: [permit()] }).registers;
    expect(fresh).toMatchObject({ register: 'nightPermit', asOf: provenance.asOf, stale: false });
    const old = judged({ permits: [permit()] }, { now: provenance.asOf + 24 * hour + 1 });
    expect(old.registers.map(({ stale }) => stale)).toEqual([true, true]);
    // For silence the age of the whole list counts; an empty one is no list.
    expect(judged({}).registers[1]).toEqual({ register: 'nightPermit', source: '', asOf: null, stale: true });
    const elsewhere = permit({ site: 'b', provenance: { ...provenance, asOf: ten } });
    expect(judged({ permits: [elsewhere] })).toMatchObject({
      kind: 'none',
      registers: [{}, { asOf: ten, stale: false }],
    });
  });
});

test('one entry made by hand does not make the list it stands beside any newer', () => {
  const stale = { source: '示例日报', asOf: ten - 3 * day, how: 'import' } as const;
  const byHand = { source: '值班员', asOf: ten, how: 'hand' } as const;
  const old = permit({ id: 'old', site: 'b', provenance: stale });
  const typed = permit({ id: 'typed', site: 'c', provenance: byHand });
  expect(judged({ permits: [old, typed] }).registers[1]).toMatchObject({
    source: '示例日报',
    asOf: stale.asOf,
    stale: true,
  });
  // Without any list nobody can say what is missing from it.
  expect(judged({ permits: [typed] }).registers[1]).toMatchObject({ source: '值班员', asOf: ten, stale: true });
  // For what it says itself the entry is as good as a list.
  expect(judged({ permits: [old, { ...typed, site: 'a' }] })).toMatchObject({
    kind: 'valid',
    registers: [{}, { stale: false }],
  });
  const notices = [
    notice({ from: ten - 2 * day, to: ten - day, provenance: stale }),
    notice({ from: ten - day, to: ten, provenance: byHand }),
  ];
  expect(judged({ notices }, { marks: ['repairClaimed'] }).registers[1]).toMatchObject({
    asOf: stale.asOf,
    stale: true,
  });
});

describe('what comes before permits', () => {
  test('a repair notice counts at its place and hour only', () => {
    const during = when(ten + 2 * hour);
    expect(judged({ notices: [notice()] }, during)).toMatchObject({ kind: 'emergency', notice: { id: 'n1' } });
    expect(codesOf(judged({ notices: [notice()] }))).toContain('noticeNotThisHour');
    const beside = notice({ at: { lon: at.lon + 0.0015, lat: at.lat } });
    const missed = judged({ notices: [beside] }, during);
    expect([missed.kind, codesOf(missed)]).toEqual(['none', ['noNightPermitOnFile', 'noticeNotThisPlace']]);
    expect(judged({ notices: [notice()] }, when(ten + 3 * hour)).kind).toBe('none');
    expect(judged({ notices: [notice()] }, when(ten + 3 * hour - 1)).kind).toBe('emergency');
    const { to: _, ...open } = notice();
    expect(judged({ notices: [open] }, when(ten + 3 * hour)).kind).toBe('emergency');
    expect(judged({ notices: [open] }, when(ten + 26 * hour)).kind).toBe('none');
  });

  test('announced repair, claimed repair, quiet period, each before what follows and all before a permit', () => {
    const permits = [permit()];
    const marks = ['repairClaimed'] as const;
    const all = { permits, periods: [quiet()], notices: [notice({ from: ten })] };
    expect(judged(all, { marks }).kind).toBe('emergency');
    expect(judged({ ...all, notices: [] }, { marks }).kind).toBe('claimed-emergency');
    expect(judged({ ...all, notices: [] }).kind).toBe('quiet');
    expect(judged({ permits }, { marks: ['repairClaimed'] }).kind).toBe('claimed-emergency');
    expect(judged({ permits, periods: [quiet()] })).toMatchObject({ kind: 'quiet', permit: { id: 'p1' } });
    const street = demoDistrict.index.streetAt(at)?.code ?? '';
    expect(judged({ permits, periods: [quiet({ grids: [street] })] }).kind).toBe('quiet');
    expect(judged({ permits, periods: [quiet({ grids: ['310104103'] })] }).kind).toBe('valid');
    expect(judged({ permits, periods: [quiet({ hours: { from: 0, to: 60 } })] }).kind).toBe('valid');
    const near = (metres: number) => [
      { name: '示例考点', at: destination(site.at, metres, 90), radius: 500 },
      { name: '另一处', at: destination(site.at, 9_000, 90), radius: 500 },
    ];
    expect(judged({ permits, periods: [quiet({ around: near(490) })] }).kind).toBe('quiet');
    expect(judged({ permits, periods: [quiet({ around: near(510) })] }).kind).toBe('valid');
    expect(judged({ permits, periods: [quiet({ around: near(510), grids: [street] })] }).kind).toBe('quiet');
  });

  test('outside the law’s night nothing is said about permits', () => {
    for (const actAt of [ten - 1, ten + 8 * hour]) {
      expect(judged({ permits: [permit()] }, when(actAt))).toMatchObject({ kind: 'not-at-night', permit: null });
    }
  });

  test('bases are those in force on the date of the act', () => {
    const titles = (actAt: number) => judged({}, when(actAt)).legalBases.map(({ title }) => title);
    expect(titles(ten)).toContain('中华人民共和国生态环境法典');
    expect(titles(ten)).not.toContain('中华人民共和国噪声污染防治法');
    const before = Date.UTC(2026, 7, 14, 15, 59);
    expect(titles(before)).toContain('中华人民共和国噪声污染防治法');
    expect(titles(before + minute)).toContain('中华人民共和国生态环境法典');
    expect(judged({}, when(before)).legalBases.some(({ confirmed }) => confirmed)).toBe(true);
  });

  test('site not on file, source unknown, drafted site', () => {
    expect(judged({}, { site: undefined, match: { status: 'notInRegister' } }).kind).toBe('not-in-register');
    expect(judged({}, { site: undefined, match: { status: 'unknown' } }).kind).toBe('unknown');
    expect(judged({}, { site: { ...site, registered: false } }).kind).toBe('not-in-register');
    expect(judged({}, { matter: 'unknownNoise', site: undefined, match: { status: 'unknown' } }).kind).toBe('unknown');
    expect(judged({}, { matter: 'unknownNoise' }).kind).toBe('none');
  });
});

test('the hours of a span in a night are exactly its minutes in both', () => {
  const minutes = fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 });
  const span = fc.tuple(minutes, minutes).map(([a, b]) => ({
    from: ten + Math.min(a, b) * minute,
    to: ten + Math.max(a, b) * minute,
  }));
  const window = fc
    .record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1440 }) })
    .filter(({ from, to }) => from !== to);
  const night = { from: ten, to: ten + 8 * hour };
  fc.assert(
    fc.property(span, fc.option(window, { nil: undefined }), minutes, (of, hours, probe) => {
      const found = hoursWithin({ ...of, hours }, night, 480) ?? [];
      const instant = ten + probe * minute;
      const inside = [of, night].every(({ from, to }) => instant >= from && instant < to);
      const daily = hours === undefined || inDailyWindow(instant, 480, hours);
      expect(found.some(({ from, to }) => instant >= from && instant < to)).toBe(inside && daily);
      for (const [i, { from, to }] of found.entries()) {
        expect(from).toBeLessThan(to);
        if (i > 0) expect(from).toBeGreaterThan(found[i - 1]?.to ?? 0);
      }
    }),
    { numRuns: 500, seed: 12523 },
  );
});
