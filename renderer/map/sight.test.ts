import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, project, unproject } from './camera.ts';
import type { Box } from './ground.ts';
import { overlaps } from './labels.ts';
import { clearOf, covered, fittedClear, inView } from './sight.ts';

const bounds = [121.388, 31.104, 121.473, 31.2225] as const;
const view = fitted(bounds, 900, 650, 36);
const panel: Box = { left: 250, top: 600, right: 650, bottom: 640 };

test('what is under a box comes forth by the least, and what is clear stays', () => {
  const under = unproject(view, 640, 620);
  expect(covered(view, under, [panel], 1)).toBe(true);
  const moved = clearOf(view, under, [panel], 1);
  const [x, y] = project(moved, under);
  expect(x).toBeCloseTo(650 + 14, 6);
  expect(y).toBeCloseTo(620, 6);
  const clear = unproject(view, 450, 300);
  expect(clearOf(view, clear, [panel], 1).center[0]).toBeCloseTo(view.center[0], 9);
});

test('wherever it lies, it ends within view and under no box that leaves it room', () => {
  const corner = fc.constantFrom<Box>(
    { left: 12, top: 12, right: 60, bottom: 36 },
    { left: 840, top: 12, right: 888, bottom: 110 },
    { left: 12, top: 340, right: 520, bottom: 600 },
    { left: 780, top: 610, right: 888, bottom: 640 },
    panel,
  );
  fc.assert(
    fc.property(
      fc.double({ min: -500, max: 1_500, noNaN: true }),
      fc.double({ min: -500, max: 1_200, noNaN: true }),
      fc.uniqueArray(corner),
      (x, y, boxes) => {
        const at = unproject(view, x, y);
        const moved = clearOf(view, at, boxes, 1);
        expect(inView(moved, at)).toBe(true);
        // A hair for rounding.
        const inner = boxes.map(({ left, top, right, bottom }) => ({
          left: left + 0.01,
          top: top + 0.01,
          right: right - 0.01,
          bottom: bottom - 0.01,
        }));
        expect(covered(moved, at, inner, 1)).toBe(false);
      },
    ),
  );
});

test('the whole district makes room for a panel at its foot, and for none that lies beside it', () => {
  const beside: Box = { left: 12, top: 12, right: 60, bottom: 200 };
  expect(fittedClear(bounds, 900, 650, 36, [beside])).toEqual(view);
  const boxes = [beside, panel];
  const camera = fittedClear(bounds, 900, 650, 36, boxes);
  const [left, top] = project(camera, [bounds[0], bounds[3]]);
  const [right, bottom] = project(camera, [bounds[2], bounds[1]]);
  const district = { left, top, right, bottom };
  for (const box of boxes) expect(overlaps(box, district)).toBe(false);
  expect(top).toBeCloseTo(36, 6);
  expect(bottom).toBeCloseTo(592, 6);
});

test('boxes that leave too little cover what they cover', () => {
  const half: Box = { left: 0, top: 100, right: 900, bottom: 650 };
  expect(fittedClear(bounds, 900, 650, 36, [half])).toEqual(view);
});
