import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testActor, testNow } from '../../../tests/support/given.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands, scopeOf } from '../catalog.ts';
import type { Provenance } from '../kernel.ts';
import type { SiteRecord } from './events.ts';
import type { SiteState } from './state.ts';

const stream = 'site/a';
const asOf = testNow - 90 * minute;
const provenance = (at = asOf): Provenance => ({ source: '许可部门日报', asOf: at, how: 'import' });
const record: SiteRecord = {
  ...{ name: '示例工地 A', kind: 'building', address: '斜土路×小木桥路', at: { lon: 121.4577, lat: 31.1975 } },
  ...{ radius: 60, roads: ['斜土路', '小木桥路'], registered: true },
};
const recorded = (more: Partial<SiteRecord> = {}, at = asOf): GivenEvent => ({
  ...{ stream, type: 'SiteRecorded', data: { record: { ...record, ...more }, provenance: provenance(at) } },
});
const withdrawn = (at = asOf): GivenEvent => ({
  ...{ stream, type: 'SiteWithdrawn', data: { reason: '已完工', provenance: provenance(at) } },
});
const wish = (more: Partial<SiteRecord> = {}, at = asOf) => ({
  ...{ type: 'RecordSite', data: { id: 'a', record: { ...record, ...more }, provenance: provenance(at) } },
});
const end = (at = asOf) => ({ type: 'WithdrawSite', data: { id: 'a', reason: '已完工', provenance: provenance(at) } });
const draft = ({ stream: name, type, data }: GivenEvent) => ({ stream: name, type, data });

describe('recording a site', () => {
  test('keeps the whole record and where it comes from', () => {
    const outcome = given([]).when(wish());
    outcome.then([draft(recorded())]);
    expect(outcome.state(stream)).toEqual({ id: 'a', ...record, provenance: provenance() });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
  });

  test('brings nothing where nothing changed, and a fact where the same was said again later', () => {
    given([recorded()]).when(wish()).then([]);
    given([recorded()])
      .when(wish({}, asOf + minute))
      .then([draft(recorded({}, asOf + minute))]);
  });

  test('leaves no member of the old record behind', () => {
    const nightContact = { label: '门卫', phone: '示例 021-0000', checkedOn: '2026-11-20' };
    const outcome = given([recorded({ nightContact })]).when(wish());
    outcome.then([draft(recorded())]);
    expect(outcome.state(stream)).not.toHaveProperty('nightContact');
  });

  test('corrects what was said for the same instant; refuses what is older', () => {
    given([recorded()])
      .when(wish({ radius: 80 }))
      .then([draft(recorded({ radius: 80 }))]);
    given([recorded()])
      .when(wish({ radius: 80 }, asOf - 1))
      .thenRefused('RegisterEntryOlder', { field: 'provenance.asOf', asOf: asOf - 1, held: asOf });
  });

  test('takes no word of the future, but what a seat is ahead by', () => {
    given([])
      .when(wish({}, testNow + 2_001))
      .thenRefused('TimeInFuture', { field: 'provenance.asOf', at: testNow + 2_001 });
    given([])
      .when(wish({}, testNow + 2_000))
      .then([draft(recorded({}, testNow))]);
  });

  test.each([
    ['an id with a slash', { id: 'a/b' }],
    ['no id', { id: '' }],
    ['a member nobody knows', { more: 1 }],
    ['a place outside the earth', { record: { ...record, at: { lon: 181, lat: 0 } } }],
  ])('does not take %s', (_what, change) => {
    const schema = commands.get('RecordSite')?.schema;
    expect(schema?.safeParse(wish().data).success).toBe(true);
    expect(schema?.safeParse({ ...wish().data, ...change }).success).toBe(false);
  });
});

describe('withdrawing a site', () => {
  test('takes it from the list and keeps it to be looked up', () => {
    const outcome = given([recorded()]).when(end(asOf + hour));
    outcome.then([draft(withdrawn(asOf + hour))]);
    const left = { at: testNow, by: testActor.user, reason: '已完工' };
    expect(outcome.state(stream)).toMatchObject({ name: record.name, withdrawn: left });
    const { reads } = given([recorded(), withdrawn()]);
    expect([reads.sites(), reads.site('a')?.name]).toEqual([[], record.name]);
  });

  test('of one that is not there, twice, by an older word, for the future', () => {
    given([]).when(end()).thenRefused('SiteUnknown', { field: 'id', id: 'a' });
    given([recorded(), withdrawn()]).when(end()).then([]);
    given([recorded()])
      .when(end(asOf - 1))
      .thenRefused('RegisterEntryOlder');
    given([recorded()])
      .when(end(testNow + hour))
      .thenRefused('TimeInFuture');
  });

  test('ends with a record that is no older', () => {
    given([recorded(), withdrawn(asOf + hour)])
      .when(wish())
      .thenRefused('RegisterEntryOlder');
    const outcome = given([recorded(), withdrawn(asOf + hour)]).when(wish({}, asOf + hour));
    outcome.then([draft(recorded({}, asOf + hour))]);
    expect(outcome.state(stream)).not.toHaveProperty('withdrawn');
  });
});

test('whatever order words come in, what is held is the last said for the latest instant', () => {
  const words = fc.array(fc.record({ ends: fc.boolean(), radius: fc.integer({ min: 5, max: 8 }), age: fc.nat(5) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(words, (said) => {
      const events: GivenEvent[] = [];
      let held: { radius: number; at: number; stands: boolean } | undefined;
      for (const { ends, radius, age } of said) {
        const at = asOf - age * minute;
        const { decision } = given(events).when(ends ? end(at) : wish({ radius }, at));
        const older = held !== undefined && at < held.at;
        if (ends ? held?.stands === true && !older : !older) {
          held = ends ? { radius: held?.radius ?? 0, at, stands: false } : { radius, at, stands: true };
        }
        if ('events' in decision) events.push(...decision.events);
        const state = given(events).state(stream) as SiteState | undefined;
        expect(
          state && { radius: state.radius, at: state.provenance.asOf, stands: state.withdrawn === undefined },
        ).toEqual(held);
      }
    }),
    { numRuns: 60 },
  );
});
