/** What every implementation of the access log port must do. */
import { expect, test } from 'vitest';
import type { AccessEntry, AccessLogStore } from '../../hub/journal/store.ts';
import { genesisHash } from '../../shared/lib/journal.ts';

export interface AccessLogHarness {
  readonly store: AccessLogStore;
  reopen(): AccessLogStore;
  /** Recomputes the chain of the kept entries; the first seq that does not fit, or undefined. */
  firstBroken(): number | undefined;
}

export function entryAt(at: number): AccessEntry {
  return { at, user: 'wang', seat: '夜间席', action: 'vaultRead', subject: `ref-${at}`, detail: 'callback' };
}

export function accessLogStoreContract(open: () => AccessLogHarness): void {
  test('keeps entries in order, chained, over a restart', () => {
    const harness = open();
    const { store } = harness;
    expect(store.head()).toEqual({ seq: 0, hash: genesisHash });
    store.append([entryAt(10), entryAt(11)]);
    const second = store.head();
    store.append([]);
    expect(store.head()).toEqual(second);
    store.append([entryAt(12)]);
    expect(store.after(0, 9).map(({ seq, at, subject }) => [seq, at, subject])).toEqual([
      [1, 10, 'ref-10'],
      [2, 11, 'ref-11'],
      [3, 12, 'ref-12'],
    ]);
    expect(store.after(1, 1)).toMatchObject([{ ...entryAt(11), seq: 2, hash: second.hash }]);
    expect(new Set(store.after(0, 9).map(({ hash }) => hash)).size).toBe(3);
    const head = store.head();
    expect(harness.reopen().head()).toEqual(head);
    expect(harness.firstBroken()).toBeUndefined();
  });

  test('the same entries give the same chain: nothing but them is in it', () => {
    const [a, b] = [open(), open()];
    a.store.append([entryAt(1), entryAt(2)]);
    b.store.append([entryAt(1)]);
    b.store.append([entryAt(2)]);
    expect(a.store.head()).toEqual(b.store.head());
  });

  test('finds entries by who, what and whom, newest first, in pages', () => {
    const { store } = open();
    store.append([
      { at: 1, user: 'li', seat: 's', action: 'track', subject: 'unit:m1', detail: 'why' },
      { at: 2, user: 'wang', seat: 's', action: 'track', subject: 'unit:m2', detail: 'why' },
      { at: 3, user: 'li', seat: 's', action: 'login', subject: 'li', detail: '' },
      { at: 4, user: 'li', seat: 's', action: 'track', subject: 'unit:m2', detail: 'repeated 7' },
    ]);
    const found = (query: Partial<Parameters<typeof store.find>[0]>): readonly number[] =>
      store.find({ from: 0, to: 99, limit: 9, ...query }).map(({ seq }) => seq);
    expect(found({})).toEqual([4, 3, 2, 1]);
    expect(found({ limit: 2 })).toEqual([4, 3]);
    expect(found({ limit: 2, before: 3 })).toEqual([2, 1]);
    expect(found({ from: 2, to: 4 })).toEqual([3, 2]);
    expect(found({ user: 'li', action: 'track' })).toEqual([4, 1]);
    expect(found({ notBy: 'li' })).toEqual([2]);
    expect(found({ subjects: ['unit:m1', 'li'] })).toEqual([3, 1]);
    expect(found({ subjects: [] })).toEqual([]);
    expect(store.counts(0, 99)).toEqual([
      { user: 'li', action: 'track', count: 8, lastAt: 4 },
      { user: 'li', action: 'login', count: 1, lastAt: 3 },
      { user: 'wang', action: 'track', count: 1, lastAt: 2 },
    ]);
    expect(store.counts(2, 4)).toHaveLength(2);
  });

  test('pruning deletes from the front and the chain of the rest still verifies', () => {
    const harness = open();
    const { store } = harness;
    store.append([1, 2, 3, 4, 5].map(entryAt));
    const head = store.head();
    const kept = store.after(2, 9);
    expect(store.prune(1)).toBe(0);
    expect(store.chainStart()).toEqual({ seq: 0, hash: genesisHash });
    const [, last] = store.after(0, 2);
    expect(store.prune(3)).toBe(2);
    expect(store.chainStart()).toEqual({ seq: 2, hash: last?.hash });
    expect(store.prune(3)).toBe(0);
    expect(store.after(0, 9)).toEqual(kept);
    expect(store.head()).toEqual(head);
    expect(harness.firstBroken()).toBeUndefined();
    expect(store.prune(99)).toBe(3);
    expect(store.head()).toEqual(head);
    expect(store.after(0, 9)).toEqual([]);
    const again = harness.reopen();
    expect(again.head()).toEqual(head);
    again.append([entryAt(6)]);
    expect(again.after(0, 9).map(({ seq }) => seq)).toEqual([6]);
    expect(harness.firstBroken()).toBeUndefined();
  });

  test('an older entry behind a kept one stays: no hole in the chain', () => {
    const harness = open();
    harness.store.append([1, 9, 2].map(entryAt));
    expect(harness.store.prune(5)).toBe(1);
    expect(harness.store.after(0, 9).map(({ at }) => at)).toEqual([9, 2]);
    expect(harness.firstBroken()).toBeUndefined();
  });
}
