import { expect, test } from 'vitest';
import type { Answered } from './office.ts';
import { stillShown } from './office.ts';

const granted: Answered<'keys'> = { status: 'granted', body: { keys: [] } };
const refused: Answered<'keys'> = { status: 'refused', code: 'NotAllowed', field: null, minutes: null };

test('while nobody can answer, what was granted stays', () => {
  for (const status of ['offline', 'lost'] as const) {
    expect(stillShown(granted, { status })).toBe(granted);
    expect(stillShown(undefined, { status })).toEqual({ status });
    expect(stillShown(refused, { status })).toEqual({ status });
  }
});

test('what is refused, or went wrong, takes it away', () => {
  expect(stillShown(granted, refused)).toBe(refused);
  expect(stillShown(granted, { status: 'failed' })).toEqual({ status: 'failed' });
});
