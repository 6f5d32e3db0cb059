import { expect, test } from 'vitest';
import type { KeptTile } from './tile-cache.ts';
import { TileCache } from './tile-cache.ts';

const tile = (bytes: number): KeptTile => ({ status: 'tile', type: 'image/png', bytes: new Uint8Array(bytes) });

test('what was used last stays, as long as it all fits', () => {
  const cache = new TileCache(3_000, () => 0);
  for (const name of ['a', 'b', 'c']) cache.put(name, tile(600), 1_000);
  cache.get('a');
  cache.put('d', tile(600), 1_000);
  expect(['a', 'b', 'c', 'd'].map((name) => cache.get(name) !== undefined)).toEqual([true, false, true, true]);
  expect(cache.bytes).toBeLessThanOrEqual(3_000);
  cache.put('a', tile(600), 1_000);
  expect(cache.bytes).toBe(2_700);
});

test('what is too old is gone', () => {
  let now = 0;
  const cache = new TileCache(10_000, () => now);
  cache.put('a', tile(10), 1_000);
  cache.put('b', { status: 'none' }, 5_000);
  now = 1_000;
  expect(cache.get('a')).toBeUndefined();
  expect(cache.get('b')).toEqual({ status: 'none' });
  expect(cache.bytes).toBe(300);
});
