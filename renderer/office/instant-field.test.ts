import { expect, test } from 'vitest';
import { fromField, toField } from './instant-field.ts';

const china = 480;
const at = Date.parse('2026-11-21T20:30:00+08:00');

test('civil time of the district, whatever the zone of this machine', () => {
  expect(toField(at, china)).toBe('2026-11-21T20:30');
  expect(fromField('2026-11-21T20:30', china)).toBe(at);
  expect(fromField(toField(at, china), china)).toBe(at);
});

test('nothing and nonsense', () => {
  expect(toField(undefined, china)).toBe('');
  expect(fromField('', china)).toBeUndefined();
  expect(fromField(undefined, china)).toBeUndefined();
  expect(fromField('2026-02-30T10:00', china)).toBeUndefined();
});
