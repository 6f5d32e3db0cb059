/** The heat beneath the marks: a coarse raster, kept while neither the view nor the complaints change. */
import type { Palette } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { metresPerPixel, project } from './camera.ts';
import { density, heatAlpha, heatMetres } from './heat.ts';
import type { LonLat } from './types.ts';

/** Screen pixels that a cell of the raster is wide. */
const cellPx = 5;
/** At the district's scale one complaint would be a speck. */
const leastPx = 24;

export class HeatPicture {
  readonly #image = document.createElement('canvas');
  #key = '';
  #places: readonly LonLat[] | undefined;

  paint(context: CanvasRenderingContext2D, places: readonly LonLat[], camera: Camera, palette: Palette): void {
    const { width, height, zoom, center } = camera;
    const key = [width, height, zoom, ...center, palette.accent].join('/');
    if (key !== this.#key || places !== this.#places) this.#draw(places, camera, palette);
    this.#key = key;
    this.#places = places;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#image, 0, 0, this.#image.width * cellPx, this.#image.height * cellPx);
  }

  #draw(places: readonly LonLat[], camera: Camera, palette: Palette): void {
    const [columns, rows] = [Math.ceil(camera.width / cellPx), Math.ceil(camera.height / cellPx)];
    this.#image.width = columns;
    this.#image.height = rows;
    const context = this.#image.getContext('2d');
    if (context === null || columns === 0 || rows === 0) return;
    const px = Math.max(leastPx, heatMetres / metresPerPixel(camera.zoom, camera.center[1]));
    const spots = places.map((at) => {
      const [x, y] = project(camera, at);
      return [x / cellPx, y / cellPx] as const;
    });
    const sums = density(spots, px / cellPx, columns, rows);
    const picture = context.createImageData(columns, rows);
    const channel = (at: number): number => Number.parseInt(palette.accent.slice(at, at + 2), 16);
    const [red, green, blue] = [channel(1), channel(3), channel(5)];
    for (const [i, sum] of sums.entries()) {
      const alpha = heatAlpha(sum);
      if (alpha > 0) picture.data.set([red, green, blue, Math.round(alpha * 255)], i * 4);
    }
    context.putImageData(picture, 0, 0);
  }
}
