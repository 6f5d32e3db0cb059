/** What the tools draw above all: the measured line with its lengths, and the place that was looked up. */
import type { Palette } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { project } from './camera.ts';
import type { Measure } from './measure.ts';
import { drawnPoints, metresBetween } from './measure.ts';
import { signFont } from './symbol-parts.ts';
import type { LonLat } from './types.ts';

type Context = CanvasRenderingContext2D;

function say(context: Context, text: string, x: number, y: number, palette: Palette): void {
  context.font = signFont(600);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeStyle = palette.mapLand;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeText(text, x, y);
  context.fillStyle = palette.text;
  context.fillText(text, x, y);
}

/** Shorter stretches have no room for their length, px. */
const leastLabelled = 46;

export function paintMeasure(
  context: Context,
  measure: Measure,
  camera: Camera,
  palette: Palette,
  lengthText: (metres: number) => string,
): void {
  const points = drawnPoints(measure);
  const pixels = points.map((at) => project(camera, at));
  const isArea = measure.kind === 'area';
  const path = (): void => {
    context.beginPath();
    for (const [i, [x, y]] of pixels.entries()) {
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (isArea && pixels.length > 2) context.closePath();
  };
  path();
  if (isArea) {
    context.globalAlpha = 0.18;
    context.fillStyle = palette.accent;
    context.fill();
    context.globalAlpha = 1;
  }
  context.lineJoin = 'round';
  context.strokeStyle = palette.mapLand;
  context.lineWidth = 6;
  context.stroke();
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.5;
  context.setLineDash(measure.ended ? [] : [7, 5]);
  context.stroke();
  context.setLineDash([]);
  for (const [x, y] of pixels) {
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.fillStyle = palette.mapLand;
    context.fill();
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.stroke();
  }
  const last = isArea && points.length > 2 ? points.length : points.length - 1;
  for (let i = 0; i < last; i += 1) {
    const next = (i + 1) % points.length;
    const [a, b, p, q] = [points[i], points[next], pixels[i], pixels[next]];
    if (a === undefined || b === undefined || p === undefined || q === undefined) continue;
    if (Math.hypot(q[0] - p[0], q[1] - p[1]) < leastLabelled) continue;
    say(context, lengthText(metresBetween(a, b)), (p[0] + q[0]) / 2, (p[1] + q[1]) / 2, palette);
  }
}

/** Four strokes about a place: what was searched for, or asked about. */
export function paintFound(context: Context, at: LonLat, camera: Camera, palette: Palette): void {
  const [x, y] = project(camera, at);
  for (const [colour, width] of [
    [palette.mapLand, 5],
    [palette.text, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      context.moveTo(x + dx * 7, y + dy * 7);
      context.lineTo(x + dx * 16, y + dy * 16);
    }
    context.stroke();
  }
}
