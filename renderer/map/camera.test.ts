import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Camera } from './camera.ts';
import {
  fitted,
  inLargePixels,
  metresPerPixel,
  panned,
  project,
  scaleLength,
  unproject,
  zoomAround,
} from './camera.ts';

const camera = fc.record({
  center: fc.tuple(fc.double({ min: 73, max: 135, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true })),
  zoom: fc.double({ min: 9, max: 19, noNaN: true }),
  width: fc.integer({ min: 300, max: 4_000 }),
  height: fc.integer({ min: 300, max: 3_000 }),
});
const pixel = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }));

test('a pixel is the place under it and back', () => {
  fc.assert(
    fc.property(camera, pixel, (view, [x, y]) => {
      const [px, py] = project(view, unproject(view, x, y));
      expect(px).toBeCloseTo(x, 3);
      expect(py).toBeCloseTo(y, 3);
    }),
  );
});

test('zooming leaves the place under the pointer where it is', () => {
  fc.assert(
    fc.property(camera, pixel, fc.double({ min: 9, max: 19, noNaN: true }), (view, [x, y], zoom) => {
      const place = unproject(view, x, y);
      const [px, py] = project(zoomAround(view, zoom, x, y), place);
      expect(px).toBeCloseTo(x, 2);
      expect(py).toBeCloseTo(y, 2);
    }),
  );
});

test('panning right shows what lay to the right', () => {
  const view: Camera = { center: [121.43, 31.16], zoom: 13, width: 1_000, height: 800 };
  const [x, y] = project(panned(view, 120, -40), unproject(view, 500, 400));
  expect([Math.round(x), Math.round(y)]).toEqual([380, 440]);
});

test('fitted bounds lie within the view, and touch its margin on one side', () => {
  const view = fitted([121.388, 31.104, 121.473, 31.2225], 1_200, 800, 36);
  const [left, top] = project(view, [121.388, 31.2225]);
  const [right, bottom] = project(view, [121.473, 31.104]);
  expect(left).toBeGreaterThanOrEqual(36);
  expect(right).toBeLessThanOrEqual(1_164);
  expect(top).toBeCloseTo(36, 6);
  expect(bottom).toBeCloseTo(764, 6);
});

test('in larger pixels every place lies where it lay', () => {
  fc.assert(
    fc.property(camera, pixel, fc.double({ min: 0.5, max: 5, noNaN: true }), (view, [x, y], scale) => {
      const [px, py] = project(inLargePixels(view, scale), unproject(view, x, y));
      expect(px * scale).toBeCloseTo(x, 2);
      expect(py * scale).toBeCloseTo(y, 2);
    }),
  );
});

test('the scale bar is a round length that fits', () => {
  expect(metresPerPixel(13, 31.16)).toBeCloseTo(8.17, 1);
  expect(scaleLength(8.17, 96)).toEqual({ metres: 500, px: 500 / 8.17 });
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 500, noNaN: true }), (mpp) => {
      const { metres, px } = scaleLength(mpp, 96);
      expect(px).toBeLessThanOrEqual(96.001);
      expect(px).toBeGreaterThan(30);
      expect(Number(String(metres).replace(/[0.]|e-?\d+/g, ''))).toBeLessThanOrEqual(5);
    }),
  );
});
