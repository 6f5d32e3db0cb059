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

/** Written for being read, not for speed: each rule of RFC 8785 on a line. */
function plainly(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? 'null' : plainly(item))).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${plainly(member)}`);
  return `{${members.join(',')}}`;
}

test('names in any order, quotes, control characters, Chinese text, pairs of surrogates: the bytes are the plain ones', () => {
  // Few names, so that they come again: out of order, and from the names that are kept.
  const name = fc.oneof(
    fc.constantFrom('a', 'b', 'B', 'ab', 'a"b', '10', '9', '', '__proto__', '街道', '\u{1f6a8}', '\uff5e', '\u0007'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('占道经营', 'a\\b', '\u2028', '\u007f', '\n\t'));
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(-0));
  const { value: values } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      ...[text, number, fc.boolean(), fc.constant(null)],
      fc.array(fc.oneof(tie('value'), fc.constant(undefined)), { maxLength: 6 }),
      fc.dictionary(name, fc.oneof(tie('value'), fc.constant(undefined)), { maxKeys: 8 }),
    ),
  }));
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalJson(value)).toBe(plainly(value));
    }),
    { numRuns: 1_000 },
  );
});

test('more names than are kept come out the same', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`name${index * 7_919}`, index]));
  expect(canonicalJson(many)).toBe(plainly(many));
  expect(canonicalJson(many)).toBe(plainly(many));
});

test('the number examples of RFC 8785 appendix B', () => {
  expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
  );
});

test('what JSON cannot hold is an error, never a silent null', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', () => 1]) {
    expect(() => canonicalJson({ bad })).toThrow(/not JSON/);
    expect(() => canonicalJson([bad])).toThrow(/not JSON/);
  }
  expect(() => canonicalJson({ '\udfff': 1 })).toThrow(/not JSON/);
  expect(() => canonicalJson(1n)).toThrow('not JSON: bigint');
  expect(() => canonicalJson(undefined)).toThrow('not JSON: undefined');
});

test('absent and undefined members are the same', () => {
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});
