/** The plates on a canvas of two dimensions: land, hues of the zones, borders and roads, in parts to be drawn among others. */
import type { Palette, ThemeName } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import { toWorld } from './camera.ts';
import type { GroundLook } from './ground.ts';
import { atZoom, detail, roadWidth, tintOpacity } from './ground.ts';
import type { PlateShapes } from './shapes.ts';
import type { GridLevel, LonLat } from './types.ts';

export type Canvas2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** What a canvas shows of the world, in its own pixels. */
export interface Frame {
  /** Width of the whole world. */
  readonly world: number;
  /** Of the world's left upper corner. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Zoom of a screen at scale 1. */
  readonly zoom: number;
  /** Pixels of the canvas to one of such a screen. */
  readonly ratio: number;
}

/** What is drawn of the plates without words. */
export type PlateLines = Pick<PlateShapes, 'areas' | 'roads' | 'zoneEdges' | 'outline' | 'bounds'>;

/** Paths are kept about a corner, in units small enough for the canvas's single precision. */
const unit = 2 ** 20;

export interface PlatePaths {
  readonly origin: readonly [number, number];
  readonly land: Path2D;
  readonly zones: readonly Path2D[];
  readonly borders: Readonly<Record<GridLevel, Path2D>>;
  readonly roads: Path2D;
  readonly zoneEdges: Path2D;
  readonly outline: Path2D;
}

export function makePlatePaths(shapes: PlateLines): PlatePaths {
  const origin = toWorld([shapes.bounds[0], shapes.bounds[3]]);
  const trace = (path: Path2D, line: readonly LonLat[]): void => {
    for (const [i, at] of line.entries()) {
      const [x, y] = toWorld(at);
      const [px, py] = [(x - origin[0]) * unit, (y - origin[1]) * unit];
      if (i === 0) path.moveTo(px, py);
      else path.lineTo(px, py);
    }
  };
  const of = (...lines: readonly (readonly LonLat[])[]): Path2D => {
    const path = new Path2D();
    for (const line of lines) trace(path, line);
    return path;
  };
  const rings = (level: GridLevel, hue?: number): LonLat[][] =>
    shapes.areas
      .filter((area) => area.level === level && (hue === undefined || area.hue === hue))
      .flatMap(({ shape }) => shape.flat().map((ring) => [...ring]));
  return {
    origin,
    land: of(...rings('responsibility')),
    zones: [1, 2, 3, 4].map((hue) => of(...rings('responsibility', hue))),
    borders: {
      management: of(...rings('management')),
      responsibility: of(...rings('responsibility')),
      area: of(...rings('area')),
      cell: of(...rings('cell')),
    },
    roads: of(...shapes.roads.map(({ line }) => line)),
    zoneEdges: of(...shapes.zoneEdges),
    outline: of(...shapes.outline),
  };
}

/** Sets the canvas to the units of the paths; how many of its pixels one of them is. */
function enter(context: Canvas2d, paths: PlatePaths, { world, left, top }: Frame): number {
  const scale = world / unit;
  context.setTransform(scale, 0, 0, scale, paths.origin[0] * world - left, paths.origin[1] * world - top);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  return scale;
}

const leave = (context: Canvas2d): void => context.setTransform(1, 0, 0, 1, 0, 0);

export function paintLand(context: Canvas2d, paths: PlatePaths, frame: Frame, palette: Palette): void {
  leave(context);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, frame.width, frame.height);
  enter(context, paths, frame);
  context.fillStyle = palette.mapLand;
  context.fill(paths.land, 'evenodd');
  leave(context);
}

export function paintTint(
  context: Canvas2d,
  paths: PlatePaths,
  frame: Frame,
  theme: ThemeName,
  overBasemap: boolean,
): void {
  const palette = palettes[theme];
  enter(context, paths, frame);
  context.globalAlpha = atZoom(tintOpacity(theme, overBasemap), frame.zoom);
  for (const [i, path] of paths.zones.entries()) {
    context.fillStyle = [palette.zone1, palette.zone2, palette.zone3, palette.zone4][i] ?? palette.muted;
    context.fill(path, 'evenodd');
  }
  context.globalAlpha = 1;
  leave(context);
}

/** Borders of the grids, and, where no basemap has them, the plates' own roads among them. */
export function paintLines(
  context: Canvas2d,
  paths: PlatePaths,
  frame: Frame,
  { theme, layers }: GroundLook,
  overBasemap: boolean,
  ownRoads: boolean,
): void {
  const palette = palettes[theme];
  const { zoom, ratio } = frame;
  const scale = enter(context, paths, frame);
  const stroke = (path: Path2D, colour: string, px: number, opacity = 1): void => {
    context.strokeStyle = colour;
    context.lineWidth = (px * ratio) / scale;
    context.globalAlpha = opacity;
    context.stroke(path);
    context.globalAlpha = 1;
  };
  const faint = overBasemap ? 0.7 : 1;
  const cells = zoom >= detail.cellBorders || layers.grids === 'cell';
  const areas = zoom >= detail.areaBorders || layers.grids === 'area';
  if (cells) stroke(paths.borders.cell, palette.mapBorder, 0.6, 0.55 * faint);
  if (areas) stroke(paths.borders.area, palette.mapBorder, 0.8, 0.85 * faint);
  if (layers.roads && ownRoads) stroke(paths.roads, palette.mapRoad, atZoom(roadWidth, zoom));
  stroke(paths.borders.responsibility, palette.mapBorder, 1, 0.9);
  if (layers.zones) stroke(paths.zoneEdges, palette.edge, overBasemap ? 1.5 : 1.8);
  stroke(paths.outline, palette.edge, 1.8);
  leave(context);
}
