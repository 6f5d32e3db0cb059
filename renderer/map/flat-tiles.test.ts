import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TilePlace } from './flat-decode.ts';
import type { TileState, WorldBox } from './flat-tiles.ts';
import { coverOf, Kept, parentOf, tileBox, tileKey, tilesIn, tileZoom } from './flat-tiles.ts';

const vector = { kind: 'vector', minZoom: 8, maxZoom: 14 } as const;

test('tiles are those of the zoom, never beyond what the file has', () => {
  expect([7, 8, 12.9, 13, 14, 18.4].map((zoom) => tileZoom(zoom, vector))).toEqual([8, 8, 12, 13, 14, 14]);
  const raster = { kind: 'raster', minZoom: 8, maxZoom: 17 } as const;
  expect([10, 12.4, 12.6, 18].map((zoom) => tileZoom(zoom, raster))).toEqual([11, 13, 14, 17]);
});

test('the tiles of a stretch cover it, and touch it each', () => {
  const inside = fc.double({ min: 0.3, max: 0.7, noNaN: true });
  const size = fc.double({ min: 1e-6, max: 0.01, noNaN: true });
  fc.assert(
    fc.property(inside, inside, size, size, fc.integer({ min: 4, max: 12 }), (left, top, width, height, z) => {
      const box: WorldBox = [left, top, left + width, top + height];
      const tiles = tilesIn(box, z);
      expect(new Set(tiles.map(tileKey)).size).toBe(tiles.length);
      const boxes = tiles.map(tileBox);
      expect(Math.min(...boxes.map(([x]) => x))).toBeLessThanOrEqual(box[0]);
      expect(Math.max(...boxes.map(([, , x]) => x))).toBeGreaterThanOrEqual(box[2]);
      expect(Math.min(...boxes.map(([, y]) => y))).toBeLessThanOrEqual(box[1]);
      expect(Math.max(...boxes.map(([, , , y]) => y))).toBeGreaterThanOrEqual(box[3]);
      for (const [x0, y0, x1, y1] of boxes) expect(x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1]).toBe(true);
    }),
  );
});

test('nothing lies beyond the world', () => {
  expect(tilesIn([-0.5, -0.5, 1.5, 1.5], 1)).toHaveLength(4);
});

const place = (z: number, x: number, y: number): TilePlace => ({ z, x, y });

test('given a parent, when its child is on its way, then the parent stands in and the child is asked for', () => {
  const states = new Map<string, TileState>([['12/3429/1674', 'ready']]);
  const stateOf = (one: TilePlace): TileState => states.get(tileKey(one)) ?? 'unknown';
  const child = place(14, 13_718, 6_696);
  expect(coverOf([child], 8, stateOf)).toEqual({
    sources: [{ area: child, from: place(12, 3_429, 1_674) }],
    missing: [child],
  });
  states.set(tileKey(child), 'ready');
  expect(coverOf([child], 8, stateOf)).toEqual({ sources: [{ area: child, from: child }], missing: [] });
  // A broken one is not asked for again.
  states.set(tileKey(child), 'broken');
  expect(coverOf([child], 8, stateOf)).toEqual({
    sources: [{ area: child, from: place(12, 3_429, 1_674) }],
    missing: [],
  });
  states.clear();
  expect(coverOf([child], 8, stateOf)).toEqual({ sources: [], missing: [child] });
});

test('no parent above the least zoom of the file is looked for', () => {
  const asked: number[] = [];
  coverOf([place(9, 428, 209)], 8, (one) => {
    asked.push(one.z);
    return 'unknown';
  });
  expect(Math.min(...asked)).toBe(8);
  expect(parentOf(place(9, 429, 209))).toEqual(place(8, 214, 104));
});

test('what is kept never takes more than its bound, and what was used last is kept', () => {
  const step = fc.record({
    key: fc.integer({ min: 0, max: 9 }).map(String),
    bytes: fc.integer({ min: 1, max: 60 }),
    put: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const gone: string[] = [];
      const kept = new Kept<number>(100, (_, key) => void gone.push(key));
      const known = new Set<string>();
      for (const { key, bytes, put } of steps) {
        if (!put) kept.get(key);
        else {
          kept.set(key, bytes, bytes);
          known.add(key);
          expect(kept.peek(key)).toBe(bytes);
        }
        expect(kept.bytes).toBeLessThanOrEqual(100);
        expect([...kept.values()].reduce((sum, value) => sum + value, 0)).toBe(kept.bytes);
      }
      for (const key of known) expect(kept.peek(key) !== undefined || gone.includes(key)).toBe(true);
    }),
  );
  const kept = new Kept<string>(3);
  for (const key of ['a', 'b', 'c']) kept.set(key, key, 1);
  kept.get('a');
  kept.set('d', 'd', 1);
  expect([...kept.values()]).toEqual(['c', 'a', 'd']);
  kept.limit = 1;
  expect([...kept.values()]).toEqual(['d']);
  kept.clear();
  expect(kept.bytes).toBe(0);
});
