import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gathered } from './gathered.ts';
import type { IncomingBatch } from './incoming.ts';

const stream = 'box/a' as const;

/** One of the feed's batches by what it is, at a place. */
function batch(what: 'plain' | 'leave' | 'labels' | 'digest', seq: number): IncomingBatch {
  return {
    items: what === 'leave' ? [{ kind: 'leave', stream }] : [],
    ...{ through: { seq, hash: 'a'.repeat(64) }, hubTime: seq },
    ...(what === 'labels' ? { labels: ['hall'] } : {}),
    ...(what === 'digest' ? { digest: { count: 0, sha256: 'b'.repeat(64) } } : {}),
  };
}

test('batches come out whole, in order, and at the latest when nothing more has arrived', () => {
  const step = fc.constantFrom('plain', 'plain', 'plain', 'leave', 'labels', 'digest', 'rest');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const taken: (readonly IncomingBatch[])[] = [];
      const gathered = new Gathered((batches) => taken.push(batches));
      const given: IncomingBatch[] = [];
      for (const what of steps) {
        if (what === 'rest') {
          gathered.flush();
          expect(taken.flat()).toEqual(given);
        } else {
          given.push(batch(what, given.length + 1));
          gathered.add(given.at(-1) as IncomingBatch);
        }
      }
      gathered.flush();
      expect(taken.flat()).toEqual(given);
      for (const together of taken) {
        expect(together.length).toBeGreaterThan(0);
        expect(together.length).toBeLessThanOrEqual(4);
        const isAlone = together.some(({ items, labels, digest }) => (items.length > 0 || labels) ?? digest);
        if (isAlone) expect(together).toHaveLength(1);
      }
    }),
  );
});

test('batches that arrived together are taken together; those of a link that is gone are not taken', () => {
  const taken: number[][] = [];
  const gathered = new Gathered((batches) => taken.push(batches.map(({ through }) => through.seq)));
  for (const seq of [1, 2, 3, 4, 5, 6]) gathered.add(batch('plain', seq));
  expect(taken).toEqual([[1, 2, 3, 4]]);
  gathered.forget();
  gathered.flush();
  expect(taken).toEqual([[1, 2, 3, 4]]);
});
