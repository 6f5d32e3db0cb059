import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUuid, uuidv7, uuidv8 } from './ids.ts';

const bytes = (n: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: n, maxLength: n });

test('ids are well-formed and sort by the instant they were made', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), bytes(10), bytes(10), (at, a, b) => {
      const first = uuidv7(at, a);
      expect(isUuid(first)).toBe(true);
      expect(first < uuidv7(at + 1, b)).toBe(true);
    }),
  );
});

test('a digest gives one id', () => {
  fc.assert(
    fc.property(bytes(32), (digest) => {
      expect(isUuid(uuidv8(digest))).toBe(true);
      expect(uuidv8(digest)).toBe(uuidv8(new Uint8Array(digest)));
    }),
  );
});
