import { describe, expect, test } from 'vitest';
import type { ActOfOther, Claim, IncidentState } from '../../shared/domain/incident/state.ts';
import { newsOf } from './claims.ts';

const act = (command: string): ActOfOther => ({ at: 1, user: 'p2', seat: 's2', type: 'IncidentUnitSent', command });
const of = (user: string, others: readonly ActOfOther[] = [], at = 1): Claim => ({
  ...{ user, name: user, seat: 's', at, until: 9, from: null, others },
});
const held = (claim: Claim | null, closedBy?: string): Pick<IncidentState, 'claim' | 'closed'> => ({
  claim,
  closed: closedBy === undefined ? null : { at: 2, user: closedBy, result: 'handled' },
});
const kinds = (...[before, after]: readonly ReturnType<typeof held>[]): readonly string[] =>
  newsOf(before ?? held(null), after ?? held(null), 'p1').map(({ kind }) => kind);

describe('what the holder is told', () => {
  test('each act of others once', () => {
    const [before, after] = [held(of('p1', [act('a')])), held(of('p1', [act('a'), act('b')]))];
    expect(newsOf(before, after, 'p1')).toEqual([{ kind: 'act', act: act('b') }]);
    expect(newsOf(before, before, 'p1')).toEqual([]);
    expect(newsOf(before, after, 'p2')).toEqual([]);
  });

  test('that it was taken over, ended, or was closed by another', () => {
    expect(kinds(held(of('p1')), held(of('p2')))).toEqual(['takenOver']);
    expect(kinds(held(of('p1')), held(null))).toEqual(['ended']);
    expect(kinds(held(of('p1')), held(null, 'p2'))).toEqual(['closed']);
    expect(kinds(held(of('p1')), held(null, 'p1'))).toEqual([]);
    // Ended and claimed anew between two looks.
    expect(kinds(held(of('p1', [], 1)), held(of('p1', [act('a')], 5)))).toEqual([]);
  });
});
