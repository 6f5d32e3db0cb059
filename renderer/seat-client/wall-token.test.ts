import { expect, test } from 'vitest';
import { forgetToken, keptToken, wallTokenIn } from './wall-token.ts';

test('a token alone or beside the secret; what is no token goes too', () => {
  expect(wallTokenIn('#wall=ab-_9')).toEqual({ token: 'ab-_9', rest: '' });
  expect(wallTokenIn('#secret=s1&wall=w1')).toEqual({ token: 'w1', rest: '#secret=s1' });
  expect(wallTokenIn('#wall=w1&secret=s1')).toEqual({ token: 'w1', rest: '#secret=s1' });
  expect(wallTokenIn('#secret=s1')).toEqual({ token: undefined, rest: '#secret=s1' });
  expect(wallTokenIn('#wall=<script>')).toEqual({ token: undefined, rest: '' });
  expect(wallTokenIn('')).toEqual({ token: undefined, rest: '' });
});

test('a token outlives a reload of its tab, until it is good for nothing or another takes its place', () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  expect(keptToken(undefined, store)).toBeUndefined();
  expect(keptToken('w1', store)).toBe('w1');
  expect(keptToken(undefined, store)).toBe('w1');
  expect(keptToken('w2', store)).toBe('w2');
  expect(keptToken(undefined, store)).toBe('w2');
  forgetToken(store);
  expect(keptToken(undefined, store)).toBeUndefined();
});
