/** What of the map lies in sight: within the view, and not beneath the boxes that lie above it. */
import type { Camera } from './camera.ts';
import { fitted, panned, project } from './camera.ts';
import type { Box } from './ground.ts';
import { overlaps } from './labels.ts';
import type { Bounds, LonLat } from './types.ts';

/** Room that a mark takes about its place, px at scale 1: a pin stands above it. */
const markRoom = { left: 14, top: 30, right: 14, bottom: 14 } as const;
/** Between a box and what is fitted beside it, px. */
const gap = 8;
/** What is shown whole is made so much smaller at most, steps of zoom, to keep clear of boxes. */
const mostSmaller = 0.5;

function markBox(x: number, y: number, scale: number): Box {
  const { left, top, right, bottom } = markRoom;
  return { left: x - left * scale, top: y - top * scale, right: x + right * scale, bottom: y + bottom * scale };
}

export function inView(camera: Camera, at: LonLat): boolean {
  const [x, y] = project(camera, at);
  return x >= 0 && y >= 0 && x <= camera.width && y <= camera.height;
}

/** Whether a mark at the place lies under one of the boxes, or a part of it. */
export function covered(camera: Camera, at: LonLat, boxes: readonly Box[], scale: number): boolean {
  const mark = markBox(...project(camera, at), scale);
  return boxes.some((box) => overlaps(mark, box));
}

/** The view moved by the least that brings a mark at the place within it and out from under the boxes. */
export function clearOf(camera: Camera, at: LonLat, boxes: readonly Box[], scale: number): Camera {
  const { width, height } = camera;
  const [x, y] = project(camera, at);
  const { left, top, right, bottom } = markBox(0, 0, scale);
  const clamp = (n: number, low: number, high: number): number => (low > high ? (low + high) / 2 : clip(n, low, high));
  const across = (n: number): number => clamp(n, -left, width - right);
  const down = (n: number): number => clamp(n, -top, height - bottom);
  const xs = [across(x), ...boxes.flatMap((box) => [across(box.left - right), across(box.right - left)])];
  const ys = [down(y), ...boxes.flatMap((box) => [down(box.top - bottom), down(box.bottom - top)])];
  let best: { readonly x: number; readonly y: number; readonly far: number } | undefined;
  for (const nx of xs) {
    for (const ny of ys) {
      const far = Math.hypot(nx - x, ny - y);
      if (best !== undefined && far >= best.far) continue;
      const mark = markBox(nx, ny, scale);
      if (!boxes.some((box) => overlaps(mark, box))) best = { x: nx, y: ny, far };
    }
  }
  const to = best ?? { x: across(x), y: down(y) };
  return panned(camera, x - to.x, y - to.y);
}

const clip = (n: number, low: number, high: number): number => Math.min(high, Math.max(low, n));

interface Insets {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The bounds as large as they go within the insets. */
function fittedWithin(bounds: Bounds, width: number, height: number, insets: Insets): Camera {
  const { left, top, right, bottom } = insets;
  const inner = fitted(bounds, width - left - right, height - top - bottom, 0);
  return panned({ ...inner, width, height }, (right - left) / 2, (bottom - top) / 2);
}

/**
 * The view that holds the bounds with a margin on each side, px, and keeps them clear of the boxes: it gives up as much
 * of the room at an edge as a box takes there, in the way that leaves the bounds largest. Where the boxes leave too
 * little, they cover what they cover.
 */
export function fittedClear(
  bounds: Bounds,
  width: number,
  height: number,
  margin: number,
  boxes: readonly Box[],
): Camera {
  const plain = fitted(bounds, width, height, margin);
  const [west, south, east, north] = bounds;
  const isClear = (camera: Camera): boolean => {
    const [left, top] = project(camera, [west, north]);
    const [right, bottom] = project(camera, [east, south]);
    return !boxes.some((box) => overlaps(box, { left, top, right, bottom }));
  };
  if (isClear(plain)) return plain;
  let choices: Insets[] = [{ left: margin, top: margin, right: margin, bottom: margin }];
  for (const box of boxes) {
    choices = choices.flatMap((insets) => [
      insets,
      { ...insets, left: Math.max(insets.left, box.right + gap) },
      { ...insets, top: Math.max(insets.top, box.bottom + gap) },
      { ...insets, right: Math.max(insets.right, width - box.left + gap) },
      { ...insets, bottom: Math.max(insets.bottom, height - box.top + gap) },
    ]);
  }
  const given = ({ left, top, right, bottom }: Insets): number => left + top + right + bottom;
  let best: { readonly camera: Camera; readonly given: number } | undefined;
  for (const insets of choices) {
    const camera = fittedWithin(bounds, width, height, insets);
    const isBetter =
      best === undefined ||
      camera.zoom > best.camera.zoom + 1e-6 ||
      (camera.zoom > best.camera.zoom - 1e-6 && given(insets) < best.given);
    if (isBetter && isClear(camera)) best = { camera, given: given(insets) };
  }
  return best === undefined || best.camera.zoom < plain.zoom - mostSmaller ? plain : best.camera;
}
