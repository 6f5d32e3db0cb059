import { expect, test } from 'vitest';
import { wallTokenIn } from './wall-token.ts';

test('a token alone or beside the secret; what is no token goes too', () => {
  expect(wallTokenIn('#wall=ab-_9')).toEqual({ token: 'ab-_9', rest: '' });
  expect(wallTokenIn('#secret=s1&wall=w1')).toEqual({ token: 'w1', rest: '#secret=s1' });
  expect(wallTokenIn('#wall=w1&secret=s1')).toEqual({ token: 'w1', rest: '#secret=s1' });
  expect(wallTokenIn('#secret=s1')).toEqual({ token: undefined, rest: '#secret=s1' });
  expect(wallTokenIn('#wall=<script>')).toEqual({ token: undefined, rest: '' });
  expect(wallTokenIn('')).toEqual({ token: undefined, rest: '' });
});
