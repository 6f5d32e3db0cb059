/**
 * What lies beneath the marks: areas, cells of incidents without a point, rings about sites and old fixes, sectors,
 * trails, preview.
 */
import type { Palette } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { metresPerPixel, project } from './camera.ts';
import type { Circle, Ring } from './marks.ts';
import type { Areas, PaintedArea } from './scene-areas.ts';
import type { CellShape } from './scene-incidents.ts';
import type { Sector } from './scene-places.ts';
import type { Scene } from './scene.ts';
import type { SeenLine } from './seen-trails.ts';
import type { LonLat, MapShape } from './types.ts';

type Context = CanvasRenderingContext2D;

/** How far a camera's sector is drawn, px: no claim about what it sees. */
const sectorPx = 34;

function tracePath(context: Context, shape: MapShape, camera: Camera): void {
  context.beginPath();
  for (const ring of shape.flat()) {
    for (const [i, corner] of ring.entries()) {
      const [x, y] = project(camera, corner);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
}

/** Slanted lines, for ground that is covered by a rule and not by a thing. */
function hatch(context: Context, colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const lines = tile.getContext('2d');
  if (lines === null) return colour;
  lines.strokeStyle = colour;
  lines.lineWidth = 1.2;
  lines.beginPath();
  for (const from of [-8, 0, 8]) {
    lines.moveTo(from, 8);
    lines.lineTo(from + 8, 0);
  }
  lines.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}

const areaLines = {
  squad: null,
  fence: { width: 2, dash: [] },
  quietArea: { width: 1.2, dash: [2, 3] },
  stallPlace: { width: 2, dash: [3, 2] },
  operation: { width: 2, dash: [10, 5] },
  post: { width: 1.5, dash: [2, 4] },
  cover: { width: 0, dash: [] },
} as const;

/** The ground on both sides of a line, and the line itself. */
function paintBand(
  context: Context,
  { band, tone, off }: Pick<PaintedArea, 'band' | 'tone' | 'off'>,
  camera: Camera,
  palette: Palette,
): void {
  const [first] = band?.line ?? [];
  if (band === undefined || first === undefined) return;
  context.beginPath();
  for (const at of band.line) context.lineTo(...(project(camera, at) as [number, number]));
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = palette[tone];
  context.globalAlpha = off ? 0.08 : 0.16;
  context.lineWidth = Math.max(7, band.width / metresPerPixel(camera.zoom, first[1]));
  context.stroke();
  context.globalAlpha = off ? 0.5 : 0.85;
  context.lineWidth = 1.6;
  context.setLineDash(off ? [3, 4] : [8, 4]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.lineCap = 'butt';
}

function paintArea(context: Context, area: PaintedArea, camera: Camera, palette: Palette): void {
  const { kind, shape, tone, off } = area;
  const line = areaLines[kind];
  if (area.band !== undefined) return paintBand(context, area, camera, palette);
  if (line === null) return;
  tracePath(context, shape, camera);
  if (kind === 'quietArea') {
    context.fillStyle = hatch(context, palette[tone]);
    context.globalAlpha = 0.3;
  } else {
    context.fillStyle = palette[tone];
    context.globalAlpha = off ? 0.03 : 0.09;
  }
  if (kind === 'cover') context.globalAlpha = off ? 0.1 : 0.3;
  context.fill('evenodd');
  if (line.width === 0) {
    context.globalAlpha = 1;
    return;
  }
  // A fence that is off has its outline all the same: it is where one will have to stay.
  context.globalAlpha = off ? 0.5 : 0.9;
  context.strokeStyle = palette[tone];
  context.lineWidth = line.width;
  context.setLineDash(off && kind === 'fence' ? [3, 4] : [...line.dash]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function paintSquads(context: Context, { squadBorders }: Areas, camera: Camera, palette: Palette): void {
  if (squadBorders.length === 0) return;
  context.beginPath();
  for (const [a, b] of squadBorders) {
    context.moveTo(...(project(camera, a) as [number, number]));
    context.lineTo(...(project(camera, b) as [number, number]));
  }
  context.lineCap = 'round';
  context.strokeStyle = palette.text;
  context.globalAlpha = 0.6;
  context.lineWidth = 1.6;
  context.setLineDash([7, 4, 1.5, 4]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.lineCap = 'butt';
}

function paintRing(context: Context, { at, px, broken, tone }: Ring, camera: Camera, palette: Palette): void {
  const [x, y] = project(camera, at);
  context.beginPath();
  context.arc(x, y, px, 0, 2 * Math.PI);
  context.strokeStyle = palette.mapLand;
  context.lineWidth = 4;
  context.stroke();
  context.strokeStyle = palette[tone];
  context.lineWidth = 2;
  context.setLineDash(broken ? [3, 3] : []);
  context.stroke();
  context.setLineDash([]);
}

/** So many degrees of paleness: one stroke each. */
const fades = 5;

/** The older the paler. */
export function paintSeen(context: Context, lines: readonly SeenLine[], camera: Camera, palette: Palette): void {
  context.strokeStyle = palette.accent;
  context.lineWidth = 2;
  context.lineCap = 'round';
  for (let fade = 0; fade < fades; fade += 1) {
    context.beginPath();
    for (const { from, to, faded } of lines) {
      if (Math.floor(faded * fades) !== fade) continue;
      context.moveTo(...(project(camera, from) as [number, number]));
      context.lineTo(...(project(camera, to) as [number, number]));
    }
    context.globalAlpha = 0.9 - fade * 0.17;
    context.stroke();
  }
  context.globalAlpha = 1;
  context.lineCap = 'butt';
}

function paintCell(context: Context, { shape, tone, selected }: CellShape, camera: Camera, palette: Palette): void {
  tracePath(context, shape, camera);
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
  // Smaller than the mark upon it, or about the whole view: nothing to see, and a dashed line of kilometres.
  const farthest = Math.hypot(Math.max(x, camera.width - x), Math.max(y, camera.height - y));
  if (r < 11 || r > farthest) return;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = palette[tone];
  context.globalAlpha = selected ? 0.1 : 0.04;
  // Where somebody may be is an outline: many on top of each other would hide the map.
  if (selected || !broken) context.fill();
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
  for (const area of scene.areas.painted) paintArea(context, area, camera, palette);
  paintSquads(context, scene.areas, camera, palette);
  for (const cell of scene.cells) paintCell(context, cell, camera, palette);
  for (const circle of scene.circles) paintCircle(context, circle, camera, palette);
  for (const sector of scene.sectors) paintSector(context, sector, camera, palette);
  for (const ring of scene.rings) paintRing(context, ring, camera, palette);
  paintTrail(context, scene, camera, palette);
  if (scene.preview !== null) paintPreview(context, scene.preview.from, scene.preview.to, camera, palette);
}
