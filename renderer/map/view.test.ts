import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Camera } from './camera.ts';
import { fitted, panned, project, unproject } from './camera.ts';
import type { LonLat } from './types.ts';
import type { Corner } from './view.ts';
import { View } from './view.ts';

const bounds = [121.388, 31.104, 121.473, 31.2225] as const;
const whole = (width: number, height: number, margin = 36) => fitted(bounds, width, height, margin);

/** A view upon a ground that is at once where it is told to go. */
function opened(width = 900, height = 650) {
  const world = { selectedAt: null as LonLat | null, scale: 1, corners: [] as readonly Corner[] };
  const view = new View({
    bounds: () => bounds,
    scale: () => world.scale,
    selectedAt: () => world.selectedAt,
    corners: () => world.corners,
  });
  let camera: Camera = view.open(width, height);
  view.attach({
    camera: () => camera,
    moveTo: (next) => {
      camera = next;
    },
  });
  const drag = (dx: number, dy: number): void => {
    view.taken();
    camera = panned(camera, dx, dy);
  };
  return { view, world, drag };
}

test('until somebody moves it, it fits the district to each room; then it keeps the centre', () => {
  const { view, drag } = opened();
  expect(view.camera()).toEqual(whole(900, 650));
  view.resized(1_800, 400);
  expect(view.camera()).toEqual(whole(1_800, 400));
  drag(120, -40);
  const { center, zoom } = view.camera();
  view.resized(700, 900);
  expect(view.camera()).toEqual({ center, zoom, width: 700, height: 900 });
  view.whole();
  view.resized(900, 650);
  expect(view.camera()).toEqual(whole(900, 650));
  view.zoomBy(1);
  view.resized(901, 650);
  expect(view.camera().zoom).toBeCloseTo(whole(900, 650).zoom + 1, 9);
});

test('a room without a size changes nothing, and a larger scale keeps a larger margin', () => {
  const { view, world } = opened();
  view.resized(0, 0);
  expect(view.camera()).toEqual(whole(900, 650));
  world.scale = 2;
  view.resized(900, 650);
  expect(view.camera()).toEqual(whole(900, 650, 72));
});

test('what is selected and in view stays in view, whatever the room becomes', () => {
  const size = fc.integer({ min: 120, max: 3_000 });
  fc.assert(
    fc.property(
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -300, max: 300 }),
      fc.tuple(fc.integer({ min: 1, max: 899 }), fc.integer({ min: 1, max: 649 })),
      fc.array(fc.tuple(size, size), { minLength: 1, maxLength: 6 }),
      (dx, dy, [x, y], rooms) => {
        const { view, world, drag } = opened();
        drag(dx, dy);
        world.selectedAt = unproject(view.camera(), x, y);
        for (const [width, height] of rooms) {
          view.resized(width, height);
          const [nx, ny] = project(view.camera(), world.selectedAt);
          expect(nx >= 0 && ny >= 0 && nx <= width && ny <= height).toBe(true);
        }
      },
    ),
  );
});

test('what is selected out of view is not fetched by a change of the room', () => {
  const { view, world, drag } = opened();
  drag(2_000, 0);
  world.selectedAt = [121.43, 31.16];
  const { center } = view.camera();
  view.resized(700, 650);
  expect(view.camera().center).toEqual(center);
});

test('a box that comes to lie above what is selected makes it come forth; by hand it may go beneath', () => {
  const { view, world, drag } = opened();
  const legend: Corner = { box: { left: 10, top: 300, right: 500, bottom: 600 }, passing: true };
  world.selectedAt = unproject(view.camera(), 300, 400);
  world.corners = [legend];
  view.cornersChanged([], 900, 650);
  const [x, y] = project(view.camera(), world.selectedAt);
  expect(y).toBeLessThanOrEqual(300 - 14 + 1e-6);
  expect(x).toBeCloseTo(300, 6);
  drag(0, -100);
  const under = view.camera();
  view.cornersChanged([legend], 900, 650);
  expect(view.camera()).toEqual(under);
  // The whole district makes no room for what goes away again.
  view.whole();
  expect(view.camera()).toEqual(whole(900, 650));
});

test('a place that is shown stands beside a box in the middle', () => {
  const { view, world } = opened();
  world.corners = [{ box: { left: 350, top: 250, right: 550, bottom: 400 }, passing: true }];
  view.show({ center: [121.43, 31.16], change: 1 });
  const [x, y] = project(view.camera(), [121.43, 31.16]);
  expect(view.camera().zoom).toBe(15.2);
  expect(x < 350 || x > 550 || y < 250 || y > 400).toBe(true);
});

test('a ground that gives way to another hands over what it showed', () => {
  const { view, drag } = opened();
  drag(50, 60);
  const shown = view.camera();
  view.attach(null);
  expect(view.open(900, 650)).toEqual(shown);
});
