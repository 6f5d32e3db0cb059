/** What lies beneath the marks: cells of incidents without a point, rings about sites and old fixes, sectors, trail, preview. */
import type { Palette } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { metresPerPixel, project } from './camera.ts';
import type { CellShape, Circle, Scene, Sector } from './scene.ts';
import type { LonLat } from './types.ts';

type Context = CanvasRenderingContext2D;

/** How far a camera's sector is drawn, px: no claim about what it sees. */
const sectorPx = 34;

function paintCell(context: Context, { shape, tone, selected }: CellShape, camera: Camera, palette: Palette): void {
  context.beginPath();
  for (const ring of shape.flat()) {
    for (const [i, corner] of ring.entries()) {
      const [x, y] = project(camera, corner);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
  context.fillStyle = palette[tone];
  context.globalAlpha = selected ? 0.2 : 0.12;
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.strokeStyle = palette[tone];
  context.lineWidth = selected ? 2.5 : 1.5;
  context.setLineDash(selected ? [] : [6, 4]);
  context.stroke();
  context.setLineDash([]);
}

function paintCircle(
  context: Context,
  { at, metres, broken, tone, selected }: Circle,
  camera: Camera,
  palette: Palette,
): void {
  const [x, y] = project(camera, at);
  const r = metres / metresPerPixel(camera.zoom, at[1]);
  // Smaller than the mark upon it: nothing to see.
  if (r < 11) return;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = palette[tone];
  context.globalAlpha = selected ? 0.1 : 0.04;
  context.fill();
  context.globalAlpha = selected ? 0.9 : 0.45;
  context.strokeStyle = palette[tone];
  context.lineWidth = 1.2;
  context.setLineDash(broken ? [4, 4] : []);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function paintSector(context: Context, { at, heading, fov }: Sector, camera: Camera, palette: Palette): void {
  const [x, y] = project(camera, at);
  const turn = (degrees: number): number => ((degrees - 90) * Math.PI) / 180;
  context.beginPath();
  context.moveTo(x, y);
  context.arc(x, y, sectorPx, turn(heading - fov / 2), turn(heading + fov / 2));
  context.closePath();
  context.fillStyle = palette.muted;
  context.globalAlpha = 0.22;
  context.fill();
  context.globalAlpha = 1;
}

function paintPreview(context: Context, from: LonLat, to: LonLat, camera: Camera, palette: Palette): void {
  const [start, end] = [project(camera, from), project(camera, to)];
  const line = (): void => {
    context.beginPath();
    context.moveTo(...(start as [number, number]));
    context.lineTo(...(end as [number, number]));
    context.stroke();
  };
  context.lineCap = 'round';
  context.strokeStyle = palette.mapLand;
  context.lineWidth = 6;
  line();
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.5;
  context.setLineDash([8, 7]);
  line();
  context.setLineDash([]);
  context.beginPath();
  context.arc(end[0], end[1], 6, 0, 2 * Math.PI);
  context.fillStyle = palette.mapLand;
  context.fill();
  context.stroke();
  context.lineCap = 'butt';
}

/** A ring where it begins, a dot where it ends; nothing is drawn across a gap. */
function paintTrail(context: Context, { trail }: Pick<Scene, 'trail'>, camera: Camera, palette: Palette): void {
  const lines = trail.map((line) => line.map((at) => project(camera, at)));
  const [first, last] = [lines[0]?.[0], lines.at(-1)?.at(-1)];
  if (first === undefined || last === undefined) return;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const [colour, width] of [
    [palette.mapLand, 7],
    [palette.accent, 3],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (const line of lines)
      for (const [i, [x, y]] of line.entries()) {
        if (i === 0) context.moveTo(x, y);
        // A stretch of one place is a dot.
        context.lineTo(x, y);
      }
    context.stroke();
  }
  context.lineCap = 'butt';
  context.lineWidth = 2.5;
  for (const [[x, y], fill] of [
    [first, palette.mapLand],
    [last, palette.accent],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.stroke();
  }
}

export function paintShapes(context: Context, scene: Scene, camera: Camera, palette: Palette): void {
  for (const cell of scene.cells) paintCell(context, cell, camera, palette);
  for (const circle of scene.circles) paintCircle(context, circle, camera, palette);
  for (const sector of scene.sectors) paintSector(context, sector, camera, palette);
  paintTrail(context, scene, camera, palette);
  if (scene.preview !== null) paintPreview(context, scene.preview.from, scene.preview.to, camera, palette);
}
