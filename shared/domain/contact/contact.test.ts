import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import { hour, isoTime, minute } from '../../lib/time.ts';
import { commands, scopeOf } from '../catalog.ts';

const stream = 'contact/ecology';
const today = isoTime(testNow, 480).slice(0, 10);
const record = {
  ...{ name: '区生态环境局值班室', kind: 'ecology', authority: '生态环境', phone: '示例 021-0000-0001', hours: '全天' },
  checkedOn: today,
};
const provenance = { source: '电话告知', asOf: testNow - 90 * minute, how: 'hand' };
const recorded: GivenEvent = { stream, type: 'ContactRecorded', data: { record, provenance } };
const wish = (change: object = {}) => ({
  ...{ type: 'RecordContact', data: { id: 'ecology', record: { ...record, ...change }, provenance } },
});

describe('the register of contacts', () => {
  test('keeps the record and where it is from; the hall holds it', () => {
    const outcome = given([]).when(wish());
    outcome.then([recorded]);
    expect(outcome.state(stream)).toEqual({ id: 'ecology', ...record, provenance });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
  });

  test('is withdrawn with a reason, and stands again when it is recorded anew', () => {
    const end = { type: 'WithdrawContact', data: { id: 'ecology', reason: '停用', provenance } };
    const gone: GivenEvent = { stream, type: 'ContactWithdrawn', data: { reason: '停用', provenance } };
    given([recorded]).when(end).then([gone]);
    given([]).when(end).thenRefused('ContactUnknown', { field: 'id', id: 'ecology' });
    expect(given([recorded, gone]).when(wish()).state(stream)).not.toHaveProperty('withdrawn');
  });

  test('nobody has rung it tomorrow', () => {
    const later = isoTime(testNow + 48 * hour, 480).slice(0, 10);
    const at = Date.parse(`${later}T00:00:00Z`);
    given([])
      .when(wish({ checkedOn: later }))
      .thenRefused('TimeInFuture', { field: 'record.checkedOn', at });
  });

  test('has no member for a person', () => {
    const schema = commands.get('RecordContact')?.schema;
    expect(schema?.safeParse({ ...wish().data, record: { ...record, person: '某人' } }).success).toBe(false);
  });
});

test.each([
  'Site',
  'NightPermit',
  'RepairNotice',
  'QuietPeriod',
  'Post',
  'Fence',
  'VideoPoint',
  'StallPlace',
  'Contact',
])('a record of %s goes in whole: who wrote meanwhile is not overwritten unseen', (name) => {
  expect(commands.get(`Record${name}`)?.conflictsWith).toEqual([`${name}Recorded`, `${name}Withdrawn`]);
  expect(commands.get(`Withdraw${name}`)?.conflictsWith).toEqual([`${name}Recorded`]);
});
