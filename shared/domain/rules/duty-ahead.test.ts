import { expect, test } from 'vitest';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import { instantOf } from '../../../tests/support/rules-world.ts';
import { minute } from '../../lib/time.ts';
import type { UnitState } from '../unit/state.ts';
import { calendarAhead, readyAhead, readyLows, standsUntil, turnedBy } from './duty-ahead.ts';

const now = instantOf('2026-11-20T22:00');
type Given = Pick<UnitState, 'status' | 'shift' | 'jobs' | 'zone'>;
const unit = (from: number, to: number, more: Partial<Given> = {}): Given => ({
  ...{ status: 'available', shift: { from: now + from * minute, to: now + to * minute }, jobs: [], zone: 'z1' },
  ...more,
});

test('who can be sent now counts until the shift is over, who comes from when theirs begins', () => {
  const units = [unit(-60, 30), unit(-60, 240), unit(35, 240, { status: 'offDuty' })];
  const ahead = readyAhead(units, now, 60);
  expect(ahead).toHaveLength(61);
  expect(ahead[0]).toEqual({ at: now, ready: 2, coming: 0 });
  expect(ahead[29]).toMatchObject({ ready: 2, coming: 0 });
  expect(ahead[30]).toMatchObject({ ready: 1, coming: 0 });
  expect(ahead[35]).toMatchObject({ ready: 1, coming: 1 });
});

test('who is busy, rests, stands a post, is away though the shift began, counts at no minute', () => {
  const absent = [
    unit(-60, 240, { jobs: ['a1'] as never }),
    unit(-60, 240, { status: 'resting' }),
    unit(-60, 240, { status: 'onFixedPost' }),
    unit(-60, 240, { status: 'offDuty' }),
  ];
  for (const { ready, coming } of readyAhead(absent, now, 60)) expect(ready + coming).toBe(0);
});

test('each zone tells its lowest and when; one without units is told, no row for mobile ones where there are none', () => {
  const zones = [
    { id: 'z1', name: '一区' },
    { id: 'z2', name: '二区' },
  ];
  const units = [unit(-60, 30), unit(-60, 240), unit(35, 240, { status: 'offDuty' })];
  expect(readyLows(units, zones, now, 60)).toEqual([
    { zone: 'z1', name: '一区', now: 2, lowest: 1, at: now + 30 * minute },
    { zone: 'z2', name: '二区', now: 0, lowest: 0, at: now },
  ]);
  const { zone: _, ...mobile } = unit(-60, 240);
  expect(readyLows([mobile], [], now, 60)).toEqual([{ zone: null, name: null, now: 1, lowest: 1, at: now }]);
});

test('posts and fences begin and end by mode, hours and period', () => {
  const nights = { modes: ['night'], from: 20 * 60, to: 4 * 60 };
  const entries = [
    { name: '夜岗', hours: [nights] },
    { name: '早岗', hours: [{ ...nights, from: 0, to: 240 }] },
    { name: '日岗', hours: [{ modes: ['routine'], from: 0, to: 1440 }] },
    { name: '灯会', hours: [nights], period: { from: now + minute, to: now + 2 * minute } },
    { name: '常设', hours: [{ modes: ['routine', 'night'], from: 0, to: 1440 }] },
  ];
  const { utcOffset } = makeDemoPlates();
  expect(turnedBy(entries, 'routine', 'night', now, { utcOffset })).toEqual({ begins: ['夜岗'], ends: ['日岗'] });
  expect(turnedBy(entries, undefined, 'night', now, { utcOffset })).toEqual({ begins: ['夜岗', '常设'], ends: [] });
});

test('what is switched by hand stands until the calendar turns; an emergency, and without a calendar, until a person ends it', () => {
  const plates = makeDemoPlates();
  const turning = { ...plates, calendars: { ...plates.calendars, turnsDuty: { holiday: 'never' as const } } };
  const ahead = calendarAhead(turning, now);
  expect(ahead).toEqual({
    ...{ mode: 'night', reportNight: '2026-11-20', to: instantOf('2026-11-21T08:30'), next: 'routine' },
  });
  expect(standsUntil('holiday', ahead)).toBe(instantOf('2026-11-21T08:30'));
  expect(standsUntil('emergency', ahead)).toBeNull();
  expect(calendarAhead(plates, now)).toBeNull();
  expect(standsUntil('routine', null)).toBeNull();
});
