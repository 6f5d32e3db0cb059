import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from './polygon.ts';
import { selfCrossing } from './self-crossing.ts';

const closed = (corners: readonly Position[]): Position[] => [...corners, corners[0] ?? [0, 0]];

test.each<[string, readonly Position[], number | undefined, Position | undefined]>([
  [
    'a square',
    [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
    undefined,
    undefined,
  ],
  [
    'a bow tie',
    [
      [0, 0],
      [2, 2],
      [2, 0],
      [0, 2],
    ],
    2,
    [1, 1],
  ],
  [
    'a spike',
    [
      [0, 0],
      [4, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
    1,
    [4, 0],
  ],
  [
    'two rings that touch in a corner',
    [
      [0, 0],
      [1, 1],
      [2, 0],
      [2, 2],
      [1, 1],
      [0, 2],
    ],
    3,
    [1, 1],
  ],
  [
    'a corner on another edge',
    [
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 0],
      [0, 4],
    ],
    2,
    [2, 0],
  ],
  [
    'a corner given twice',
    [
      [0, 0],
      [2, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ],
    undefined,
    undefined,
  ],
  [
    'a line there and back',
    [
      [0, 0],
      [2, 2],
      [1, 1],
    ],
    1,
    [2, 2],
  ],
  [
    'one place',
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    0,
    [1, 1],
  ],
])('%s', (_name, corners, edge, at) => {
  const found = selfCrossing(closed(corners));
  expect(found?.edge).toBe(edge);
  expect(found?.at).toEqual(at === undefined ? undefined : { lon: at[0], lat: at[1] });
});

/** In whole numbers, without any rounding, each pair of edges against each. */
function crossesExactly(ring: readonly Position[]): boolean {
  const edges = ring.slice(1).flatMap((b, i) => {
    const a = ring[i] ?? b;
    return a[0] === b[0] && a[1] === b[1] ? [] : [{ a: a.map(BigInt), b: b.map(BigInt) }];
  });
  type At = readonly bigint[];
  const n = (value: bigint | undefined): bigint => value ?? 0n;
  const turn = (a: At, b: At, c: At): bigint =>
    (n(b[0]) - n(a[0])) * (n(c[1]) - n(a[1])) - (n(b[1]) - n(a[1])) * (n(c[0]) - n(a[0]));
  const sign = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);
  const between = (a: At, b: At, c: At): boolean =>
    turn(a, b, c) === 0n && [0, 1].every((i) => (n(a[i]) - n(c[i])) * (n(b[i]) - n(c[i])) <= 0n);
  if (edges.length < 3) return true;
  return edges.some(({ a, b }, i) =>
    edges.some(({ a: c, b: d }, j) => {
      if (j <= i) return false;
      if (j === i + 1) return between(a, b, d) || between(c, d, a);
      if (i === 0 && j === edges.length - 1) return between(c, d, b) || between(a, b, c);
      if ([between(a, b, c), between(a, b, d), between(c, d, a), between(c, d, b)].includes(true)) return true;
      return sign(turn(a, b, c)) * sign(turn(a, b, d)) < 0 && sign(turn(c, d, a)) * sign(turn(c, d, b)) < 0;
    }),
  );
}

test('agrees with the exact answer for any ring on a grid', () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }));
  let plain = 0;
  fc.assert(
    fc.property(fc.array(corner, { minLength: 3, maxLength: 7 }), (corners) => {
      const ring = closed(corners);
      const crosses = crossesExactly(ring);
      if (!crosses) plain += 1;
      expect(selfCrossing(ring) !== undefined).toBe(crosses);
    }),
    { numRuns: 3000, seed: 20 },
  );
  expect(plain).toBeGreaterThan(200);
});

test('a long border with one fault in it', () => {
  const corners = Array.from({ length: 4_000 }, (_, i): Position => {
    const angle = (i / 4_000) * 2 * Math.PI;
    return [Math.cos(angle), Math.sin(angle)];
  });
  expect(selfCrossing(closed(corners))).toBeUndefined();
  const swapped = [...corners.slice(0, 1_000), ...corners.slice(1_000, 1_002).reverse(), ...corners.slice(1_002)];
  expect(selfCrossing(closed(swapped))?.edge).toBe(1_001);
});
