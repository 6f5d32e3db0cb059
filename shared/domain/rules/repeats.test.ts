import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { incidentOf, instantOf, report } from '../../../tests/support/rules-world.ts';
import { must } from '../../lib/must.ts';
import type { IncidentState, SourceStep } from '../incident/state.ts';
import { authoritiesOf, repeatsOf, standing } from './repeats.ts';

const { plates } = demoDistrict;
const now = instantOf('2026-11-22T00:30');
const on = (site: string | null, ...times: readonly string[]): IncidentState[] =>
  times.map((time) => incidentOf(report('斜土路小木桥路打桩', time), { site }));
const talk = (time: string, more: object = {}): SourceStep => ({
  ...{ kind: 'talk', step: `talk-${time}`, site: 'a', at: instantOf(time), user: 'lin', with: 'contractor' },
  ...{ promised: ['noNightWork'], corrected: null, ...more },
});
const nights = ['2026-11-12T00:10', '2026-11-14T23:50', '2026-11-19T23:40', '2026-11-19T23:55'];

describe('sources that keep coming back', () => {
  test('given four calls of three nights, then it is on the list with each night and its calls', () => {
    const [found, ...others] = repeatsOf([...on('a', ...nights), ...on('b', ...nights.slice(0, 2))], now, plates);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ site: 'a', pattern: { times: 3, after: '23:30' }, sinceStep: 4, steps: [] });
    expect(found?.nights.map(({ night, incidents }) => [night, incidents.length])).toEqual([
      ['2026-11-19', 2],
      ['2026-11-14', 1],
      ['2026-11-11', 1],
    ]);
    expect(found?.last.actAt).toBe(instantOf('2026-11-19T23:55'));
  });

  test('what nobody could place is nobody’s', () => {
    expect(repeatsOf(on(null, ...nights), now, plates)).toEqual([]);
  });

  test('given a talk between two nights, then only what came after it counts since', () => {
    const [first, ...rest] = on('a', ...nights);
    const talked = { ...must(first, 'incident'), sourceSteps: [talk('2026-11-15T10:00')] };
    expect(repeatsOf([talked, ...rest], now, plates)[0]).toMatchObject({ sinceStep: 2 });
    const corrected = { at: now, user: 'lin', why: 'neverWas' } as const;
    const undone = { ...talked, sourceSteps: [talk('2026-11-15T10:00', { corrected })] };
    const [found] = repeatsOf([undone, ...rest], now, plates);
    expect(found).toMatchObject({ sinceStep: 4, steps: [{ step: { corrected } }] });
    expect(standing(found?.steps ?? [])).toEqual([]);
  });

  test('a talk of long ago is still told, one about another site is not', () => {
    const old = { ...must(on('a', '2026-09-01T23:00')[0], 'incident'), sourceSteps: [talk('2026-09-02T10:00')] };
    const other = {
      ...must(on('a', '2026-11-20T23:00')[0], 'incident'),
      sourceSteps: [talk('2026-11-21T10:00', { site: 'b' })],
    };
    const [found] = repeatsOf([old, other, ...on('a', ...nights)], now, plates);
    expect(found?.steps.map(({ incident }) => incident)).toEqual([old.id]);
  });

  test('the order of incidents does not matter', () => {
    const all = [...on('a', ...nights), ...on('b', ...nights), ...on('c', ...nights.slice(1))];
    const found = repeatsOf(all, now, plates);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (some) => {
        expect(repeatsOf(some, now, plates)).toEqual(found);
      }),
      { numRuns: 30 },
    );
  });

  test('whom one may tell: others than us, each once', () => {
    const names = authoritiesOf(plates, [{ authority: '示例水务' }, { authority: '' }]);
    expect(names).toContain('示例水务');
    expect(names).not.toContain('');
    expect(new Set(names).size).toBe(names.length);
  });
});
