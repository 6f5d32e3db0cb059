import { expect, test } from 'vitest';
import type { PastIncident } from '../../shared/wire/seat-api.ts';
import { minuteText, patternOf } from './pattern.ts';

const china = 480;
/** 22 November 2026, 02:00 in Shanghai. */
const now = Date.UTC(2026, 10, 21, 18, 0);
const at = (iso: string): PastIncident => ({
  ...{ id: iso, number: '1121-001', receivedAt: Date.parse(`${iso}+08:00`), source: '12345', headline: '' },
  ...{ stage: 'closed', assessment: 'none', outcome: null, relapses: 0, reply: null, survey: null },
});
const told = (times: readonly string[]) => {
  const found = patternOf(times.map(at), now, china);
  return found && [found.count, found.after === null ? null : minuteText(found.after)];
};

test('five in a fortnight, all late at night, on both sides of midnight', () => {
  const times = ['2026-11-20T23:40', '2026-11-18T23:31', '2026-11-17T00:50', '2026-11-15T02:10', '2026-11-10T23:59'];
  expect(told(times)).toEqual([5, '23:30']);
  expect(told([...times, '2026-11-12T14:00'])).toEqual([6, null]);
});

test('two are chance, and what is older than a fortnight is past', () => {
  expect(told(['2026-11-20T23:40', '2026-11-18T23:31'])).toBeUndefined();
  expect(told(['2026-11-20T23:40', '2026-11-18T23:31', '2026-11-07T23:31'])).toBeUndefined();
  expect(told([])).toBeUndefined();
});
