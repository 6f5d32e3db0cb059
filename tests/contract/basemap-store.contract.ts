/** What every implementation of the basemap port must do. */
import { expect, test } from 'vitest';
import type { BasemapStore } from '../../hub/packs/store.ts';
import { piecesOf, tinyPmtiles } from '../support/tiny-pmtiles.ts';

export interface BasemapHarness {
  readonly store: BasemapStore;
  reopen(): BasemapStore;
}

export function basemapStoreContract(open: () => BasemapHarness): void {
  test('gives back what was put, in any part, and after it was opened again', async () => {
    const harness = open();
    const files = [tinyPmtiles(5_000, 1), tinyPmtiles(9_000, 2)];
    for (const { hash, bytes } of files)
      expect(await harness.store.put(hash, piecesOf(bytes))).toEqual({ status: 'kept' });
    const again = harness.reopen();
    expect(again.hashes()).toEqual(files.map(({ hash }) => hash).sort());
    for (const { hash, bytes } of files) {
      expect(again.size(hash)).toBe(bytes.length);
      expect(Buffer.from((await again.read(hash, 0, bytes.length + 10)) ?? [])).toEqual(bytes);
      expect(Buffer.from((await again.read(hash, 700, 50)) ?? [])).toEqual(bytes.subarray(700, 750));
      expect((await again.read(hash, bytes.length, 10))?.byteLength).toBe(0);
      expect(again.takenAt(hash)).toBeTypeOf('number');
    }
    const other = '0'.repeat(64);
    expect([again.size(other), again.takenAt(other), await again.read(other, 0, 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const [first] = files;
    again.remove(first?.hash ?? '');
    again.remove(other);
    expect(again.hashes()).toEqual([files[1]?.hash]);
  });

  test('keeps nothing of what is another file, or did not come to its end', async () => {
    const { store, reopen } = open();
    const { hash, bytes } = tinyPmtiles(5_000);
    const short = bytes.subarray(0, 3_000);
    expect(await store.put(hash, piecesOf(short))).toEqual({ status: 'other', hash: expect.not.stringMatching(hash) });
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 2_000);
      throw new Error('the line went dead');
    }
    await expect(store.put(hash, broken())).rejects.toThrow('the line went dead');
    expect([store.size(hash), store.hashes(), reopen().hashes()]).toEqual([undefined, [], []]);
    await expect(store.put('../escape', piecesOf(bytes))).rejects.toThrow('hash');
  });

  test('two who bring the same file at the same time do not disturb each other', async () => {
    const { store } = open();
    const { hash, bytes } = tinyPmtiles(50_000);
    const all = [piecesOf(bytes, 700), piecesOf(bytes, 9_000), piecesOf(bytes, 100_000)];
    expect(await Promise.all(all.map((pieces) => store.put(hash, pieces)))).toEqual(
      all.map(() => ({ status: 'kept' })),
    );
    expect(Buffer.from((await store.read(hash, 0, bytes.length)) ?? [])).toEqual(bytes);
  });
}
