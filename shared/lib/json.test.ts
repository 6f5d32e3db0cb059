import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './json.ts';

test('canonical JSON equals the reference implementation of RFC 8785', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }),
  );
});

test('the number examples of RFC 8785 appendix B', () => {
  expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
  );
});

test('what JSON cannot hold is an error, never a silent null', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', () => 1]) {
    expect(() => canonicalJson({ bad })).toThrow(/not JSON/);
  }
});

test('absent and undefined members are the same', () => {
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});
