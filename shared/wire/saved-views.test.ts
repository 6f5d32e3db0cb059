import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  filterClaims,
  filterSorts,
  filterStages,
  longestViewName,
  noFilter,
  queueFilterSchema,
  readFilter,
  viewName,
  viewNameKey,
  viewNameProblem,
} from './saved-views.ts';

const named = fc.option(fc.string({ minLength: 1, maxLength: 60 }), { nil: null });
const filters = fc.record({
  stage: fc.constantFrom(null, ...filterStages),
  ...{ matter: named, zone: named, squad: named, source: named },
  ...{ late: fc.boolean(), fresh: fc.boolean(), mine: fc.boolean(), reply: fc.boolean() },
  claim: fc.constantFrom(null, ...filterClaims),
  sort: fc.constantFrom(...filterSorts),
});

describe('a kept filter is read back', () => {
  test('as it was', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(readFilter(JSON.parse(JSON.stringify(filter)))).toEqual({ filter, lost: [] });
      }),
    );
  });

  test('with what can be read of it, whatever it is; what cannot is named', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (kept) => {
        const { filter, lost } = readFilter(kept);
        expect(queueFilterSchema.safeParse(filter).success).toBe(true);
        expect(lost.length).toBeLessThanOrEqual(20);
      }),
    );
    fc.assert(
      fc.property(filters, fc.constantFrom('stage', 'claim', 'sort'), (filter, member) => {
        const { filter: read, lost } = readFilter({ ...filter, [member]: 'of another release' });
        expect(lost).toEqual([member]);
        expect(read).toEqual({ ...filter, [member]: noFilter[member as 'stage'] });
      }),
    );
    expect(readFilter({ late: true })).toEqual({ filter: { ...noFilter, late: true }, lost: [] });
    expect(readFilter({ late: 'yes', moon: 'full', zone: '' })).toEqual({
      filter: noFilter,
      lost: ['late', 'moon', 'zone'],
    });
    for (const kept of [undefined, null, 7, 'x', []])
      expect(readFilter(kept)).toEqual({ filter: noFilter, lost: ['filter'] });
    // Names of what every object has are no members.
    expect(readFilter(JSON.parse('{"constructor":1,"__proto__":{"late":true}}'))).toEqual({
      filter: noFilter,
      lost: ['constructor', '__proto__'],
    });
  });
});

describe('the name of a view', () => {
  test('has no blanks around it and nothing unseen in it', () => {
    expect(viewName('  二区\t 超时\u200B ')).toBe('二区 超时');
    expect(viewNameProblem(' \u200B\n')).toBe('NameEmpty');
    expect(viewNameProblem('')).toBe('NameEmpty');
    expect(viewNameProblem('二'.repeat(longestViewName))).toBeUndefined();
    expect(viewNameProblem('🚧'.repeat(longestViewName))).toBeUndefined();
    expect(viewNameProblem('二'.repeat(longestViewName + 1))).toBe('NameTooLong');
  });

  test('is the same in wide letters, large letters and more blanks', () => {
    expect(viewNameKey('Ｎight  12')).toBe(viewNameKey('night １２'));
    expect(viewNameKey('二区')).not.toBe(viewNameKey('三区'));
  });
});
