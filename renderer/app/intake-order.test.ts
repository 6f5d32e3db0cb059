import { expect, test } from 'vitest';
import type { IntakeShown } from '../../shared/wire/seat-api.ts';
import { named, silenceKey, worstFirst } from './intake-order.ts';

const intake = (id: string, state: IntakeShown['state'], silentSince: number | null = null): IntakeShown => ({
  ...{ id, kind: 'orders', lastAt: state === 'never' ? null : 5, state, silentSince, usualMs: 60_000 },
});

test('the longest silence comes first, what nobody waits for last', () => {
  const all = [
    intake('field', 'idle'),
    intake('12345', 'speaks'),
    intake('grid', 'silent', 9),
    intake('110', 'never'),
    intake('12319', 'silent', 3),
  ];
  expect(worstFirst(all).map(({ id }) => id)).toEqual(['12319', 'grid', '12345', 'field', '110']);
  expect(named(all)?.id).toBe('12319');
});

test('where all is well the hotline is named, even if it never spoke', () => {
  expect(named([intake('jt808', 'speaks'), intake('12345', 'never')])?.id).toBe('12345');
  expect(named([intake('jt808', 'idle')])?.id).toBe('jt808');
  expect(named([])).toBeUndefined();
});

test('each silence of an intake has a name of its own', () => {
  expect(silenceKey(intake('grid', 'silent', 9))).not.toBe(silenceKey(intake('grid', 'silent', 10)));
});
