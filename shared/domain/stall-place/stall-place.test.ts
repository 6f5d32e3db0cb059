import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import { hour, minute } from '../../lib/time.ts';
import type { Json } from '../../lib/json.ts';
import { commands, scopeOf } from '../catalog.ts';

const stream = 'stallPlace/a';
const provenance = { source: '街道名单', asOf: testNow - 90 * minute, how: 'hand' };
const record = {
  ...{
    name: '示例疏导点',
    kind: 'relief',
    address: '示例路',
    shape: { kind: 'circle', at: { lon: 121.44, lat: 31.18 }, radius: 40 },
  },
  ...{ hours: [{ days: [5, 6], from: 1080, to: 60 }], from: testNow - hour, to: testNow + hour, keeper: '示例街道' },
  conditions: ['收摊后清扫'],
};
const wish = (change: { readonly [member: string]: Json } = {}) => ({
  ...{ type: 'RecordStallPlace', data: { id: 'a', record: { ...record, ...change }, provenance } },
});
const recorded: GivenEvent = { stream, type: 'StallPlaceRecorded', data: { record, provenance } };

describe('the register of permitted stall places', () => {
  test('keeps the record and where it is from; the hall holds it', () => {
    const outcome = given([]).when(wish());
    outcome.then([recorded]);
    expect(outcome.state(stream)).toEqual({ id: 'a', ...record, provenance });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
    expect(outcome.state('stallPlace/b')).toBeUndefined();
  });

  test('is withdrawn with a reason, and stands again when it is recorded anew', () => {
    const end = { type: 'WithdrawStallPlace', data: { id: 'a', reason: '取消', provenance } };
    const gone: GivenEvent = { stream, type: 'StallPlaceWithdrawn', data: { reason: '取消', provenance } };
    given([recorded]).when(end).then([gone]);
    given([]).when(end).thenRefused('StallPlaceUnknown', { field: 'id', id: 'a' });
    expect(given([recorded, gone]).when(wish()).state(stream)).not.toHaveProperty('withdrawn');
    expect(given([recorded, gone]).reads.stallPlaces()).toEqual([]);
    expect(
      given([recorded])
        .reads.stallPlaces()
        .map(({ id }) => id),
    ).toEqual(['a']);
  });

  test('refuses a period or hours without a minute, hours twice, a squad that is unknown, a border that crosses itself', () => {
    given([])
      .when(wish({ to: record.from }))
      .thenRefused('PeriodReversed', { field: 'record.to', from: record.from, to: record.from });
    given([])
      .when(wish({ hours: [{ days: [1], from: 600, to: 600 }] }))
      .thenRefused('PeriodReversed', { field: 'record.hours.0.to', from: 600, to: 600 });
    given([])
      .when(wish({ hours: [...record.hours, { days: [7], from: 30, to: 90 }] }))
      .thenRefused('WeeklyHoursOverlap', { field: 'record.hours.1' });
    given([])
      .when(wish({ squad: 'nobody' }))
      .thenRefused('SquadUnknown', { field: 'record.squad', squad: 'nobody' });
    const corners = [
      [121.44, 31.18],
      [121.441, 31.181],
      [121.441, 31.18],
      [121.44, 31.181],
    ];
    const ring = { kind: 'polygon', ring: [...corners, corners[0] ?? []] };
    given([])
      .when(wish({ shape: ring }))
      .thenRefused('RingCrossesItself');
    given([])
      .when(wish({ shape: { kind: 'polygon', ring: corners } }))
      .thenRefused('RingNotClosed');
  });

  test('without an end it holds until it is withdrawn; free keys are none of it', () => {
    const { to: _, ...open } = record;
    const schema = commands.get('RecordStallPlace')?.schema;
    expect(schema?.safeParse({ ...wish().data, record: open }).success).toBe(true);
    expect(schema?.safeParse({ ...wish().data, record: { ...open, person: '某人' } }).success).toBe(false);
    expect(schema?.safeParse({ ...wish().data, record: { ...open, hours: [] } }).success).toBe(false);
  });
});
