/** What every implementation of the plate port must do. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PlateStore } from '../../hub/packs/store.ts';

export interface PlateHarness {
  readonly store: PlateStore;
  reopen(): PlateStore;
}

const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export function plateStoreContract(open: () => PlateHarness): void {
  test('gives back what was put, and after the file was opened again', () => {
    const harness = open();
    const texts = ['{"name":"示例区"}', '{"name":"另一个区"}'];
    for (const text of texts) harness.store.put(hashOf(text), text);
    expect(harness.store.hashes()).toEqual(texts.map(hashOf).sort());
    const again = harness.reopen();
    for (const text of texts) expect(again.get(hashOf(text))).toBe(text);
    expect(again.get('0'.repeat(64))).toBeUndefined();
  });

  test('takes known plates again, and none under another hash', () => {
    const { store } = open();
    store.put(hashOf('{}'), '{}');
    store.put(hashOf('{}'), '{}');
    expect(() => store.put('0'.repeat(64), '{}')).toThrow();
    expect(store.hashes()).toEqual([hashOf('{}')]);
  });
}
