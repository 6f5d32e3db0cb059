import { describe, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { noFilter } from '../../shared/wire/seat-api.ts';
import type { SavedView } from '../../shared/wire/seat-api.ts';
import {
  anyNoise,
  builtInViews,
  filtered,
  goneIn,
  isFiltering,
  isSameFilter,
  viewsOf,
  without,
} from './queue-filter.ts';

const incident = (number: string, more: Partial<IncidentState> = {}): IncidentState =>
  ({
    ...{ id: number, number, stage: 'received', matter: 'constructionNoise', source: '12345', receivedAt: 1_000 },
    ...{ outcome: null, reopened: [], acknowledged: null, next: { limit: 'dispatch', at: 5_000 } },
    placing: { zone: 'z1', squad: 'fenglin' },
    open: [],
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

  test('noise of all kinds is one choice; an answer owed is another', () => {
    const others = [
      incident('1', { matter: 'renovationNoise' }),
      incident('2', { matter: 'stall', open: [{ limit: 'reply', at: 9 }] as never }),
      incident('3', { matter: 'unknownNoise', open: [{ limit: 'firstContact', at: 9 }] as never, stage: 'handled' }),
    ];
    const shown = (filter: typeof noFilter): string =>
      filtered(others, filter, 'lin', 100)
        .map(({ number }) => number)
        .join('');
    expect(shown({ ...noFilter, matter: anyNoise })).toBe('13');
    expect(shown({ ...noFilter, reply: true })).toBe('23');
    expect(shown(builtInViews.noise)).toBe('13');
    expect(shown(builtInViews.reply)).toBe('3');
    expect(shown(builtInViews.unsent)).toBe('12');
    expect(shown(builtInViews.late)).toBe('');
  });
});

describe('a filter that names what is no longer there', () => {
  const known = {
    ...{ zones: new Set(['z1']), squads: new Set(['fenglin']) },
    ...{ matter: (code: string) => code === 'stall', source: (code: string) => code === '12345' },
  };

  test('is told by its members, and goes without them; the rest is kept', () => {
    expect(goneIn(noFilter, known)).toEqual([]);
    const whole = { ...noFilter, zone: 'z1', squad: 'fenglin', matter: 'stall', source: '12345' };
    expect(goneIn(whole, known)).toEqual([]);
    expect(goneIn({ ...noFilter, matter: anyNoise }, known)).toEqual([]);
    const old = { ...noFilter, zone: 'z9', matter: 'ghosts', source: '12345', late: true };
    expect(goneIn(old, known)).toEqual(['matter', 'zone']);
    expect(without(old, ['matter', 'zone'])).toEqual({ ...noFilter, source: '12345', late: true });
    expect(without(old, [])).toBe(old);
  });

  test('two filters are the same where each member is', () => {
    expect(isSameFilter(noFilter, { ...noFilter })).toBe(true);
    expect(isSameFilter(noFilter, { ...noFilter, sort: 'number' })).toBe(false);
  });
});

describe('the views there are', () => {
  const own = (id: string): SavedView => ({
    ...{ id, version: 1, name: id, filter: noFilter, lost: [], changedAt: 1, changedSeat: 's' },
  });

  test('are the built-in ones and then the own ones; the first nine have a key', () => {
    expect(viewsOf(null).map(({ key, digit }) => `${key} ${String(digit)}`)).toEqual([
      ...['unsent 1', 'late 2', 'noise 3', 'reply 4'],
    ]);
    const views = viewsOf({ views: ['a', 'b', 'c', 'd', 'e', 'f'].map(own) });
    expect(views.map(({ digit }) => digit)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, null]);
    expect(views[4]?.own?.id).toBe('a');
  });
});
