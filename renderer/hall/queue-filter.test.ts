import { describe, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { filtered, isFiltering, noFilter, savedFrom } from './queue-filter.ts';

const incident = (number: string, more: Partial<IncidentState> = {}): IncidentState =>
  ({
    ...{ id: number, number, stage: 'received', matter: 'constructionNoise', source: '12345', receivedAt: 1_000 },
    ...{ outcome: null, reopened: [], acknowledged: null, next: { limit: 'dispatch', at: 5_000 } },
    placing: { zone: 'z1', squad: 'fenglin' },
    ...more,
  }) as unknown as IncidentState;

const queued = [
  incident('1', { outcome: { kind: 'refusesToStop', at: 1 } as never, stage: 'handled', source: 'grid' }),
  incident('2', { acknowledged: { at: 1, user: 'lin' }, stage: 'acknowledged', receivedAt: 3_000 }),
  incident('3', { stage: 'onScene', placing: { zone: 'z2', squad: 'longhua' } as never, receivedAt: 2_000 }),
  incident('4', { next: { limit: 'dispatch', at: 10 } as never, source: '12319' }),
];
const numbers = (change: Partial<typeof noFilter>): string =>
  filtered(queued, { ...noFilter, ...change }, 'lin', 100)
    .map(({ number }) => number)
    .join('');

describe('a filter of the queue', () => {
  test('leaves out what is not wanted, but never an alarm', () => {
    expect(numbers({})).toBe('1234');
    expect(numbers({ stage: 'open' })).toBe('124');
    expect(numbers({ stage: 'onScene' })).toBe('13');
    expect(numbers({ zone: 'z2' })).toBe('13');
    expect(numbers({ squad: 'longhua' })).toBe('13');
    expect(numbers({ source: '12319' })).toBe('14');
    expect(numbers({ late: true })).toBe('14');
    expect(numbers({ mine: true })).toBe('12');
    expect(numbers({ fresh: true, stage: 'open' })).toBe('14');
    expect(numbers({ matter: 'other' })).toBe('1');
  });

  test('an order leaves nothing out, and alarms on top', () => {
    expect(numbers({ sort: 'received' })).toBe('1234');
    expect(numbers({ sort: 'number' })).toBe('1234');
    expect(
      filtered(queued.toReversed(), { ...noFilter, sort: 'received' }, 'lin', 0).map(({ number }) => number),
    ).toEqual(['1', '2', '3', '4']);
    expect(isFiltering({ ...noFilter, sort: 'number' })).toBe(false);
    expect(isFiltering({ ...noFilter, late: true })).toBe(true);
  });

  test('kept ones are read back; what is not theirs, or of another release, harms nothing', () => {
    const kept = [{ name: '二区超时', filter: { ...noFilter, zone: 'z2', late: true } }];
    expect(savedFrom(JSON.stringify(kept))).toEqual(kept);
    for (const text of [null, '', '{', '{}', '[null,1,"x",{"name":""},{"name":"a","filter":null}]'])
      expect(savedFrom(text)).toEqual([]);
    expect(savedFrom('[{"name":"a","filter":{"stage":"gone","zone":7,"late":"yes","sort":"x"}}]')).toEqual([
      { name: 'a', filter: noFilter },
    ]);
  });
});
