import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabelWish } from './labels.ts';
import { overlaps, placeLabels } from './labels.ts';

const mark = (x: number, y: number) => ({ left: x - 8, top: y - 8, right: x + 8, bottom: y + 8 });

function wish(key: string, x: number, y: number, more: Partial<LabelWish> = {}): LabelWish {
  return { key, mark: mark(x, y), width: 60, height: 16, upon: false, overMinor: false, must: false, ...more };
}

test('no label covers another, and none a mark that is not its own', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(400), fc.nat(300)), { maxLength: 40 }), (points) => {
      const wishes = points.map(([x, y], i) => wish(String(i), x, y));
      const placed = placeLabels(
        wishes.map(({ mark: box }) => ({ box, minor: false })),
        wishes,
        new Map(),
      );
      const boxes = [...placed];
      for (const [i, [key, { box }]] of boxes.entries()) {
        for (const [, other] of boxes.slice(i + 1)) expect(overlaps(box, other.box)).toBe(false);
        for (const one of wishes) if (one.key !== key) expect(overlaps(box, one.mark)).toBe(false);
      }
    }),
  );
});

test('the weightiest is placed first, and to the right', () => {
  const wishes = [wish('first', 100, 100), wish('second', 100, 104)];
  const placed = placeLabels([], wishes, new Map());
  expect(placed.get('first')?.side).toBe('right');
  expect(placed.get('second')?.side).toBe('left');
});

test('a side once chosen is kept while it is free', () => {
  const placed = placeLabels([], [wish('one', 100, 100)], new Map([['one', 'above' as const]]));
  expect(placed.get('one')?.side).toBe('above');
});

test('a label that has to be read covers minor marks, one that must be drawn also others; else it stays away', () => {
  const wall = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((i) =>
    [0, 1, 2, 3, 4, 5].map((j) => mark(20 + i * 16, 60 + j * 16)),
  );
  const around = (minor: boolean) => wall.map((box) => ({ box, minor }));
  const side = (minor: boolean, more: Partial<LabelWish>) =>
    placeLabels(around(minor), [wish('one', 100, 100, more)], new Map()).get('one')?.side;
  expect(side(true, {})).toBeUndefined();
  expect(side(true, { overMinor: true })).toBe('right');
  expect(side(false, { overMinor: true })).toBeUndefined();
  expect(side(false, { must: true })).toBe('right');
});

test('a label stays within view and out from under what lies above the map', () => {
  const view = { left: 0, top: 0, right: 200, bottom: 200 };
  const closed = [{ left: 110, top: 80, right: 200, bottom: 120 }];
  const side = (x: number, y: number, more: Partial<LabelWish> = {}, boxes = closed) =>
    placeLabels([], [wish('one', x, y, more)], new Map(), { view, closed: boxes }).get('one')?.side;
  expect(side(100, 100)).toBe('left');
  expect(side(100, 160)).toBe('right');
  expect(side(190, 160)).toBe('left');
  const all = [view];
  expect(side(100, 100, {}, all)).toBeUndefined();
  expect(side(100, 100, { must: true }, all)).toBe('right');
});

test('labels upon one point stand one under the other', () => {
  const upon = { upon: true, must: true, mark: { left: 50, top: 50, right: 50, bottom: 50 } };
  const placed = placeLabels([], [wish('a', 0, 0, upon), wish('b', 0, 0, upon), wish('c', 0, 0, upon)], new Map());
  expect([...placed.values()].map(({ side }) => side)).toEqual(['middle', 'below', 'above']);
});
