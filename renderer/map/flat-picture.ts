/** The ground as a picture on a plain canvas: drawn when told to, moved by nobody. */
import type { Palette } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { inLargePixels, toWorld, worldSize } from './camera.ts';
import { paintNames } from './flat-names.ts';
import type { Box, GroundState } from './ground.ts';
import { atZoom, detail, roadWidth } from './ground.ts';
import type { PlateShapes } from './shapes.ts';
import type { GridLevel, LonLat } from './types.ts';

/** Paths are kept about this corner, in units small enough for the canvas's single precision. */
const unit = 2 ** 20;

interface Paths {
  readonly origin: readonly [number, number];
  readonly land: Path2D;
  readonly zones: readonly Path2D[];
  readonly borders: Readonly<Record<GridLevel, Path2D>>;
  readonly roads: Path2D;
  readonly zoneEdges: Path2D;
  readonly outline: Path2D;
}

function makePaths(shapes: PlateShapes): Paths {
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

function paint(
  context: CanvasRenderingContext2D,
  paths: Paths,
  { theme, layers }: GroundState,
  camera: Camera,
  palette: Palette,
  ratio: number,
): void {
  const { width, height, zoom } = camera;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, height);
  const scale = worldSize(zoom) / unit;
  const [cx, cy] = toWorld(camera.center);
  const [ox, oy] = [(paths.origin[0] - cx) * worldSize(zoom), (paths.origin[1] - cy) * worldSize(zoom)];
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (ox + width / 2), ratio * (oy + height / 2));
  context.lineJoin = 'round';
  context.lineCap = 'round';
  const stroke = (path: Path2D, colour: string, px: number, opacity = 1): void => {
    context.strokeStyle = colour;
    context.lineWidth = px / scale;
    context.globalAlpha = opacity;
    context.stroke(path);
    context.globalAlpha = 1;
  };
  context.fillStyle = palette.mapLand;
  context.fill(paths.land, 'evenodd');
  if (layers.zones) {
    const dark = theme === 'dark';
    context.globalAlpha = atZoom(
      [
        [11, dark ? 0.17 : 0.2],
        [15, 0.06],
      ],
      zoom,
    );
    for (const [i, path] of paths.zones.entries()) {
      context.fillStyle = [palette.zone1, palette.zone2, palette.zone3, palette.zone4][i] ?? palette.muted;
      context.fill(path, 'evenodd');
    }
    context.globalAlpha = 1;
  }
  if (zoom >= detail.cellBorders || layers.grids === 'cell') stroke(paths.borders.cell, palette.mapBorder, 0.6, 0.55);
  if (zoom >= detail.areaBorders || layers.grids === 'area') stroke(paths.borders.area, palette.mapBorder, 0.8, 0.85);
  if (layers.roads) stroke(paths.roads, palette.mapRoad, atZoom(roadWidth, zoom));
  stroke(paths.borders.responsibility, palette.mapBorder, 1, 0.9);
  if (layers.zones) stroke(paths.zoneEdges, palette.edge, 1.8);
  stroke(paths.outline, palette.edge, 1.8);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

export interface FlatPicture {
  readonly canvas: HTMLCanvasElement;
  /** `clear`: where no name may stand, in pixels of `inLargePixels`. */
  draw(state: GroundState, view: Camera, clear: readonly Box[]): void;
}

/** Puts its canvas last into the container. Throws where the browser gives no 2-D context. */
export function createFlatPicture(container: HTMLElement): FlatPicture {
  const canvas = document.createElement('canvas');
  canvas.className = 'district-map-flat';
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('canvas: no 2-D context to draw the ground with');
  container.append(canvas);
  let made: { readonly shapes: PlateShapes; readonly paths: Paths } | undefined;
  return {
    canvas,
    draw(state, view, clear) {
      if (made?.shapes !== state.shapes) made = { shapes: state.shapes, paths: makePaths(state.shapes) };
      const ratio = window.devicePixelRatio;
      const [w, h] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
      if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
      const camera = inLargePixels(view, state.scale);
      const palette = palettes[state.theme];
      paint(context, made.paths, state, camera, palette, ratio * state.scale);
      paintNames(context, state, camera, palette, clear);
    },
  };
}
