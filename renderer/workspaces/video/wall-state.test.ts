import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WallState } from './wall-state.ts';
import {
  emptyWall,
  enlargedTo,
  filledWith,
  neighbour,
  paneCounts,
  placed,
  remembered,
  removed,
  standing,
  withLive,
  withPanes,
} from './wall-state.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

test('whatever is done, each point stands in one place at most, and only what stands there is live or large', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('panes' as const), n: fc.constantFrom(...paneCounts) }),
    fc.record({ do: fc.constant('place' as const), id: fc.constantFrom(...ids), at: fc.option(fc.nat(15)) }),
    fc.record({ do: fc.constant('remove' as const), id: fc.constantFrom(...ids) }),
    fc.record({ do: fc.constant('live' as const), id: fc.constantFrom(...ids), on: fc.boolean() }),
    fc.record({ do: fc.constant('large' as const), id: fc.option(fc.constantFrom(...ids)) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let wall: WallState = emptyWall;
      for (const one of steps) {
        if (one.do === 'panes') wall = withPanes(wall, one.n);
        else if (one.do === 'place')
          wall = placed(wall, one.id, one.at === null ? undefined : one.at % wall.cells.length);
        else if (one.do === 'remove') wall = removed(wall, one.id);
        else if (one.do === 'live') wall = withLive(wall, one.id, one.on);
        else wall = enlargedTo(wall, one.id);
        const there = wall.cells.filter((id) => id !== null);
        expect(wall.cells).toHaveLength(wall.panes);
        expect(new Set(there).size).toBe(there.length);
        expect(new Set(wall.live).size).toBe(wall.live.length);
        for (const id of wall.live) expect(there).toContain(id);
        if (wall.enlarged !== null) expect(there).toContain(wall.enlarged);
        // What was remembered comes back as it stood, without what was live.
        expect(remembered(JSON.parse(JSON.stringify(wall)), () => true).cells).toEqual(wall.cells);
      }
    }),
  );
});

test('fewer panes keep what there is room for, in its order', () => {
  const nine = withPanes(emptyWall, 9);
  const wall = placed(placed(placed(nine, 'a', 8), 'b', 3), 'c', 5);
  expect(withPanes(wall, 4).cells).toEqual(['b', 'c', 'a', null]);
  expect(withPanes(wall, 1).cells).toEqual(['b']);
});

test('a full wall gives its last place', () => {
  const full = filledWith(['a', 'b', 'c', 'd']);
  expect(full.panes).toBe(4);
  expect(placed(full, 'e').cells).toEqual(['a', 'b', 'c', 'e']);
  expect(placed(full, 'e').live).toEqual(['a', 'b', 'c']);
});

test('what is remembered of a register that changed, or of nothing, harms nothing', () => {
  expect(remembered({ panes: 4, cells: ['a', 'gone', 'a', 7] }, (id) => id !== 'gone').cells).toEqual([
    ...['a', null, null, null],
  ]);
  for (const value of [null, 'x', {}, { panes: 5, cells: [] }, { panes: 4 }]) {
    expect(remembered(value, () => true)).toEqual(emptyWall);
  }
});

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 1, 1],
  ['ArrowDown', 1, 3],
  ['ArrowUp', 1, 1],
  ['ArrowLeft', 3, 2],
  ['x', 2, 2],
])('%s from %d leads to %d of four', (key, from, to) => {
  expect(neighbour(4, from, key)).toBe(to);
});

test('what stands in the register no more leaves its place free, and the next one takes it', () => {
  const wall = filledWith(['a', 'b', 'c', 'd']);
  const left = standing(wall, (id) => id !== 'b');
  expect(left).toMatchObject({ cells: ['a', null, 'c', 'd'], live: ['a', 'c', 'd'] });
  expect(placed(left, 'e').cells).toEqual(['a', 'e', 'c', 'd']);
  expect(standing(wall, () => true)).toBe(wall);
});
