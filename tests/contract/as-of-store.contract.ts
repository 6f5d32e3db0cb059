/** What every implementation of the port for the hall as it was must do. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AsOfStore, AsOfText } from '../../hub/as-of/store.ts';
import type { StreamId } from '../../shared/lib/journal.ts';

export interface AsOfHarness {
  readonly store: AsOfStore;
  reopen(): AsOfStore;
}

const hashOf = (seq: number): string => seq.toString(16).padStart(64, '0');
const text = (stream: string, version: number, seq: number): AsOfText => ({
  ...{ stream: stream as StreamId, version, seq, scope: ['a', 'hall'] },
  body: JSON.stringify({ stream, version }),
});

export function asOfStoreContract(open: () => AsOfHarness): void {
  test('is empty at first, and tells the nearest kept place', () => {
    const { store } = open();
    store.begin('journal', 'folds');
    expect(store.places()).toEqual([]);
    expect(store.nearest(100)).toBeUndefined();
    store.keep({ seq: 10, hash: hashOf(10) });
    store.keep({ seq: 20, hash: hashOf(20) });
    expect(store.places().map(({ seq }) => seq)).toEqual([20, 10]);
    expect([9, 10, 19, 20, 99].map((seq) => store.nearest(seq)?.seq)).toEqual([undefined, 10, 10, 20, 20]);
  });

  test('gives each document as of each place, whatever was put for later ones, also after it was opened again', () => {
    const changes = fc.array(fc.tuple(fc.nat(6), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(changes, (list) => {
        const harness = open();
        const { store } = harness;
        store.begin('journal', 'folds');
        const present = new Map<string, AsOfText>();
        const changed = new Set<string>();
        const right = new Map<number, readonly AsOfText[]>();
        for (const [n, [stream, kept]] of list.entries()) {
          const name = `kind${stream % 2}/s${stream}`;
          present.set(name, text(name, (present.get(name)?.version ?? 0) + 1, n + 1));
          changed.add(name);
          if (!kept) continue;
          store.put([...changed].flatMap((each) => present.get(each) ?? []));
          // A crash between: the same once more.
          store.put([...changed].flatMap((each) => present.get(each) ?? []));
          store.keep({ seq: n + 1, hash: hashOf(n + 1) });
          changed.clear();
          right.set(
            n + 1,
            [...present.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1)),
          );
        }
        for (const each of [store, harness.reopen()])
          for (const [place, documents] of right) {
            const found: AsOfText[] = [];
            for (let after = ''; ;) {
              const page = each.documents(place, after, 2);
              found.push(...page);
              const last = page.at(-1);
              if (last === undefined) break;
              after = last.stream;
            }
            expect(found).toEqual(documents);
            for (const document of documents) expect(each.document(document.stream, place)).toEqual(document);
            expect(each.document('kind0/none', place)).toBeUndefined();
          }
      }),
      { numRuns: 15 },
    );
  });

  test('forgets everything for another journal, and for other fold numbers', () => {
    const { store } = open();
    for (const [journal, folds] of [
      ['journal', 'folds'],
      ['journal', 'other folds'],
      ['other journal', 'other folds'],
    ] as const) {
      store.begin(journal, folds);
      expect(store.places()).toEqual([]);
      store.put([text('kind0/a', 1, 1)]);
      store.keep({ seq: 1, hash: hashOf(1) });
      store.begin(journal, folds);
      expect(store.documents(1, '', 9)).toHaveLength(1);
    }
    store.clear();
    expect(store.places()).toEqual([]);
    expect(store.documents(1, '', 9)).toEqual([]);
  });
}
