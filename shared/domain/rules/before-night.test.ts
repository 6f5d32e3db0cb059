/** Whom to ring before anybody complains. */
import { expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import { day, hour, minute } from '../../lib/time.ts';
import type { IncidentState } from '../incident/state.ts';
import type { NightPermitState } from '../permit/state.ts';
import type { SiteState } from '../site/state.ts';
import { beforeNight } from './before-night.ts';
import type { Repeat } from './repeats.ts';

/** 21:30 of the duty night in Shanghai. */
const at = testNow - 30 * minute;
const plates = { utcOffset: 480 } as const;
const provenance = { source: '表', asOf: 0, how: 'import' as const };
const site = (id: string, more: Partial<SiteState> = {}): SiteState => ({
  ...{ id, name: `工地${id}`, kind: 'building', address: '', at: { lon: 121.4, lat: 31.2 }, radius: 60, roads: [] },
  ...{ registered: true, provenance, ...more },
});
const permit = (of: string, more: Partial<NightPermitState> = {}): NightPermitState => ({
  ...{ id: `p-${of}-${more.to ?? 0}`, number: `许${of}`, site: of, paper: '证明', issuer: '局', work: '钢筋绑扎' },
  ...{ permits: 'nightWork', from: at - 9 * day, to: at - 20 * hour, conditions: [], provenance, ...more },
});
const repeat = (of: string, hours: readonly number[]): Repeat => {
  const incidents = hours.map((h, n) => ({ actAt: at - (n + 1) * day + h * hour }) as IncidentState);
  return {
    ...{ site: of, pattern: { nights: 14, times: 3, after: '22:00' }, steps: [], sinceStep: hours.length },
    ...{ nights: [{ night: '2026-11-20', incidents }], last: {} as IncidentState },
  };
};
const told = (of: Partial<Parameters<typeof beforeNight>[0]>) =>
  beforeNight({ sites: [site('a'), site('b')], permits: [], repeats: [], plates, at, ...of }).map(
    ({ site: { id }, why }) => [id, ...why.map(({ code }) => code)],
  );

test('a permit that ended since yesterday and was not renewed', () => {
  expect(told({ permits: [permit('a')] })).toEqual([['a', 'permitEnded']]);
  expect(told({ permits: [permit('a'), permit('a', { to: at + 3 * day })] })).toEqual([]);
  expect(told({ permits: [permit('a', { to: at - 3 * day })] })).toEqual([]);
  expect(told({ permits: [permit('a', { permits: 'roadOccupation' })] })).toEqual([]);
  const withdrawn = { at, by: 'u', reason: '作废' };
  expect(told({ permits: [permit('a'), permit('a', { to: at + day, withdrawn })] })).toEqual([['a', 'permitEnded']]);
  expect(told({ sites: [site('a', { withdrawn })], permits: [permit('a')] })).toEqual([]);
});

test('after midnight it is still the same night: what ended the day before yesterday is not of it', () => {
  const late = at + 4 * hour;
  expect(told({ at: late, permits: [permit('a', { to: at - 20 * hour })] })).toEqual([['a', 'permitEnded']]);
  expect(told({ at: late, permits: [permit('a', { to: at - 50 * hour })] })).toEqual([]);
});

test('a source that comes back, where two of its complaints were at this hour', () => {
  expect(told({ repeats: [repeat('b', [1, 2, -9])] })).toEqual([['b', 'comesBack']]);
  expect(told({ repeats: [repeat('b', [1, 6, -9])] })).toEqual([]);
  expect(told({ repeats: [repeat('b', [-0.25, 3.9])] })).toEqual([['b', 'comesBack']]);
  expect(told({ repeats: [repeat('b', [6, 7])], at: at + 5 * hour })).toEqual([['b', 'comesBack']]);
});

test('a pour that its paper permits tonight; the most reasons first', () => {
  const pour = permit('b', { work: '混凝土连续浇筑', from: at - hour, to: at + 8 * hour });
  expect(told({ permits: [pour] })).toEqual([['b', 'pours']]);
  expect(told({ permits: [{ ...pour, from: at + 2 * day, to: at + 3 * day }] })).toEqual([]);
  expect(told({ permits: [permit('a'), pour], repeats: [repeat('b', [1, 1])] })).toEqual([
    ['b', 'comesBack', 'pours'],
    ['a', 'permitEnded'],
  ]);
});
