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
