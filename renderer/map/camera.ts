/** Web Mercator without turn or tilt: what both grounds and the marks agree on. World is 512 px wide at zoom 0. */
import type { Bounds, LonLat } from './types.ts';

export interface Camera {
  readonly center: LonLat;
  readonly zoom: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export const minZoom = 9;
export const maxZoom = 19;

const worldPx = 512;
const earthCircumference = 40_030_228.9;
const radians = Math.PI / 180;

/** Fractions of the world's width, east and south of its north-west corner. */
export function toWorld([lon, lat]: LonLat): readonly [number, number] {
  return [(lon + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * radians) / 2)) / (2 * Math.PI)];
}

export function fromWorld(x: number, y: number): LonLat {
  return [x * 360 - 180, (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) / radians];
}

export const worldSize = (zoom: number): number => worldPx * 2 ** zoom;

/** Pixel of a place, from the upper left corner of the view. */
export function project(camera: Camera, at: LonLat): readonly [number, number] {
  const scale = worldSize(camera.zoom);
  const [cx, cy] = toWorld(camera.center);
  const [x, y] = toWorld(at);
  return [(x - cx) * scale + camera.width / 2, (y - cy) * scale + camera.height / 2];
}

export function unproject(camera: Camera, x: number, y: number): LonLat {
  const scale = worldSize(camera.zoom);
  const [cx, cy] = toWorld(camera.center);
  return fromWorld(cx + (x - camera.width / 2) / scale, cy + (y - camera.height / 2) / scale);
}

/** At a latitude, as Mercator stretches. */
export function metresPerPixel(zoom: number, lat: number): number {
  return (earthCircumference * Math.cos(lat * radians)) / worldSize(zoom);
}

export const clampZoom = (zoom: number): number => Math.min(maxZoom, Math.max(minZoom, zoom));

/** The same place of the ground stays under the pixel given. */
export function zoomAround(camera: Camera, zoom: number, x: number, y: number): Camera {
  const fixed = unproject(camera, x, y);
  const moved = { ...camera, zoom: clampZoom(zoom) };
  const [nx, ny] = project(moved, fixed);
  return panned(moved, nx - x, ny - y);
}

/** Moves the view by pixels: right and down are positive. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, center: unproject(camera, camera.width / 2 + dx, camera.height / 2 + dy) };
}

/** The view that holds the bounds with a margin on each side, px. */
export function fitted(bounds: Bounds, width: number, height: number, margin: number): Camera {
  const [west, south, east, north] = bounds;
  const [left, top] = toWorld([west, north]);
  const [right, bottom] = toWorld([east, south]);
  const room = (size: number): number => Math.max(40, size - 2 * margin);
  const scale = Math.min(room(width) / Math.max(1e-9, right - left), room(height) / Math.max(1e-9, bottom - top));
  return {
    center: fromWorld((left + right) / 2, (top + bottom) / 2),
    zoom: clampZoom(Math.log2(scale / worldPx)),
    width,
    height,
  };
}

/**
 * The view in pixels that are each so many pixels of the screen wide: whoever draws in them draws everything that much
 * larger, and shows the detail that a smaller screen would.
 */
export function inLargePixels({ center, zoom, width, height }: Camera, scale: number): Camera {
  return { center, zoom: zoom - Math.log2(scale), width: width / scale, height: height / scale };
}

/** A round length that takes at most so many pixels, for the scale bar. */
export function scaleLength(metresPerPx: number, maxPx: number): { readonly metres: number; readonly px: number } {
  const most = metresPerPx * maxPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  return { metres, px: metres / metresPerPx };
}
