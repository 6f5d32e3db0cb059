import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import { hour, minute } from '../../lib/time.ts';
import type { StreamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { commands, scopeOf } from '../catalog.ts';
import type { Provenance } from '../kernel.ts';

const asOf = testNow - 90 * minute;
const provenance = (at = asOf): Provenance => ({ source: '许可部门日报', asOf: at, how: 'import' });
const site = (id: string): GivenEvent => ({
  stream: `site/${id}`,
  type: 'SiteRecorded',
  data: {
    record: {
      ...{ name: `示例工地 ${id}`, kind: 'building', address: '', at: { lon: 121.42, lat: 31.18 }, radius: 50 },
      ...{ roads: [], registered: true },
    },
    provenance: provenance(),
  },
});
const gone: GivenEvent = {
  ...{ stream: 'site/b', type: 'SiteWithdrawn', data: { reason: '完工', provenance: provenance() } },
};

const span = { from: testNow, to: testNow + 4 * hour };
const permit = {
  ...{ number: '示夜 0117', site: 'b', paper: '许可证', issuer: '示例许可部门', work: '混凝土连续浇筑' },
  ...{ permits: 'nightWork', ...span, conditions: [] },
};
const notice = {
  ...{ number: '示抢 0042', utility: 'water', at: { lon: 121.44, lat: 31.12 }, radius: 100 },
  ...{ address: '老沪闵路×罗秀路', from: testNow - 2 * hour, notifiedAt: testNow - hour },
};
const quiet = { name: '高考禁噪期', ...span, grids: [], basis: '示例通告' };

interface Register {
  readonly name: string;
  readonly kind: string;
  readonly record: { readonly [member: string]: Json };
  readonly before: readonly GivenEvent[];
}
const registers: readonly Register[] = [
  { name: 'NightPermit', kind: 'nightPermit', record: permit, before: [site('b')] },
  { name: 'RepairNotice', kind: 'repairNotice', record: notice, before: [] },
  { name: 'QuietPeriod', kind: 'quietPeriod', record: quiet, before: [] },
];

describe.each(registers)('the register of $name', ({ name, kind, record, before }) => {
  const stream: StreamId = `${kind}/x`;
  const recorded = (at = asOf) => ({ stream, type: `${name}Recorded`, data: { record, provenance: provenance(at) } });
  const withdrawn = {
    ...{ stream, type: `${name}Withdrawn`, data: { reason: '作废', provenance: provenance() } },
  };
  const wish = (change: { readonly [member: string]: Json } = {}, at = asOf) => ({
    ...{ type: `Record${name}`, data: { id: 'x', record: { ...record, ...change }, provenance: provenance(at) } },
  });
  const end = (at = asOf) => ({
    type: `Withdraw${name}`,
    data: { id: 'x', reason: '作废', provenance: provenance(at) },
  });

  test('takes a record, and stays quiet when told the same', () => {
    const outcome = given(before).when(wish());
    outcome.then([recorded()]);
    expect(outcome.state(stream)).toEqual({ id: 'x', ...record, provenance: provenance() });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
    given([...before, recorded()])
      .when(wish())
      .then([]);
    given([...before, recorded()])
      .when(wish({}, asOf + 1))
      .then([recorded(asOf + 1)]);
  });

  test('refuses older words and words of the future', () => {
    given([...before, recorded()])
      .when(wish({}, asOf - 1))
      .thenRefused('RegisterEntryOlder');
    given(before)
      .when(wish({}, testNow + hour))
      .thenRefused('TimeInFuture');
  });

  test('refuses a period that ends before it begins, or as it begins', () => {
    const { from } = record;
    given(before)
      .when(wish({ to: from ?? 0 }))
      .thenRefused('PeriodReversed', { field: 'record.to', from: from ?? 0, to: from ?? 0 });
  });

  test('lets an entry be withdrawn, once', () => {
    given([...before, recorded()])
      .when(end())
      .then([withdrawn]);
    given([...before, recorded(), withdrawn])
      .when(end())
      .then([]);
    given(before).when(end()).thenRefused(`${name}Unknown`, { field: 'id', id: 'x' });
    given([...before, recorded()])
      .when(end(asOf - 1))
      .thenRefused('RegisterEntryOlder');
  });
});

describe('a night permit', () => {
  const wish = { type: 'RecordNightPermit', data: { id: 'x', record: permit, provenance: provenance() } };

  test('is of a site that stands in the register', () => {
    const refusal = { field: 'record.site', site: 'b' };
    given([]).when(wish).thenRefused('SiteUnknown', refusal);
    given([site('b'), gone])
      .when(wish)
      .thenRefused('SiteUnknown', refusal);
    const schema = commands.get('RecordNightPermit')?.schema;
    expect(schema?.safeParse({ ...wish.data, record: { ...permit, site: '' } }).success).toBe(false);
  });

  test('is found by its site, also when it has run out, until it is withdrawn', () => {
    const at = (id: string, of: string, type = 'NightPermitRecorded'): GivenEvent => ({
      stream: `nightPermit/${id}`,
      type,
      data: {
        ...(type === 'NightPermitRecorded' ? { record: { ...permit, site: of, to: span.from + 1 } } : { reason: 'x' }),
        provenance: provenance(),
      },
    });
    const events = [site('b'), site('c'), at('1', 'b'), at('2', 'c'), at('3', 'b')];
    const found = (all: readonly GivenEvent[]) =>
      given(all)
        .reads.nightPermitsOf('b')
        .map(({ id }) => id);
    expect(found(events)).toEqual(['1', '3']);
    expect(found([...events, at('1', 'b', 'NightPermitWithdrawn')])).toEqual(['3']);
  });
});

test('a repair notice that has not come yet is refused', () => {
  const notifiedAt = testNow + hour;
  given([])
    .when({
      type: 'RecordRepairNotice',
      data: { id: 'x', record: { ...notice, notifiedAt }, provenance: provenance() },
    })
    .thenRefused('TimeInFuture', { field: 'record.notifiedAt', at: notifiedAt });
});
