/**
 * The ground on a plain canvas, for machines without WebGL2: the same land, borders, roads and names, moved by the same
 * hands. It draws when the view or the data changes, and not otherwise.
 */
import type { Palette } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { clampZoom, fitted, panned, project, toWorld, unproject, worldSize, zoomAround } from './camera.ts';
import { paintNames } from './flat-names.ts';
import type { Box, Ground, GroundParts, GroundState } from './ground.ts';
import { atZoom, closeZoom, detail, fitMargin, roadWidth } from './ground.ts';
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

/** Wheel steps as pixels: a notch of a mouse is about a third of a zoom step. */
const wheelPerZoom = 300;
const glideMs = 220;

export function createFlatGround(parts: GroundParts): Ground {
  const canvas = document.createElement('canvas');
  canvas.className = 'district-map-flat';
  canvas.setAttribute('aria-hidden', 'true');
  parts.container.append(canvas);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('canvas: no 2-D context to draw the ground with');
  let { state } = parts;
  let view = parts.camera;
  let paths = makePaths(state.shapes);
  let clear: readonly Box[] = [];
  let rooms: readonly { readonly at: LonLat; readonly halfWidth: number; readonly halfHeight: number }[] = [];
  let frame = 0;
  let glide = 0;

  // The marks stand at places, not at pixels: while the view moves, what is kept clear moves with it.
  const kept = (): Box[] =>
    rooms.map(({ at, halfWidth, halfHeight }) => {
      const [x, y] = project(view, at);
      return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
    });
  const draw = (): void => {
    frame = 0;
    const ratio = window.devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = parts.container;
    view = { ...view, width, height };
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
    const palette = palettes[state.theme];
    paint(context, paths, state, view, palette, ratio);
    paintNames(context, state, view, palette, kept());
    parts.container.dataset['drawn'] = 'true';
  };
  const redraw = (): void => {
    if (frame === 0) frame = window.requestAnimationFrame(draw);
  };
  // At once: the marks above follow in the same frame.
  const move = (next: Camera): void => {
    window.cancelAnimationFrame(frame);
    view = next;
    draw();
    parts.onMove();
  };
  const glideTo = (next: Camera): void => {
    window.cancelAnimationFrame(glide);
    if (parts.still) return move(next);
    const [from, start] = [view, performance.now()];
    const step = (): void => {
      const t = Math.min(1, (performance.now() - start) / glideMs);
      const part = 1 - (1 - t) ** 3;
      const mix = (a: number, b: number): number => a + (b - a) * part;
      move({
        ...view,
        center: [mix(from.center[0], next.center[0]), mix(from.center[1], next.center[1])],
        zoom: mix(from.zoom, next.zoom),
      });
      if (t < 1) glide = window.requestAnimationFrame(step);
    };
    step();
  };

  const stop = new AbortController();
  const { signal } = stop;
  let grabbed: { readonly pointer: number; x: number; y: number } | undefined;
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      window.cancelAnimationFrame(glide);
      grabbed = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
    },
    { signal },
  );
  // On the window: a drag may leave the map, and the map's own click must still reach the frame.
  window.addEventListener(
    'pointermove',
    (event) => {
      if (grabbed?.pointer !== event.pointerId) return;
      const [dx, dy] = [event.clientX - grabbed.x, event.clientY - grabbed.y];
      if (dx === 0 && dy === 0) return;
      grabbed.x = event.clientX;
      grabbed.y = event.clientY;
      move(panned(view, -dx, -dy));
    },
    { signal },
  );
  const release = (): void => {
    grabbed = undefined;
  };
  window.addEventListener('pointerup', release, { signal });
  window.addEventListener('pointercancel', release, { signal });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      window.cancelAnimationFrame(glide);
      const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
      move(zoomAround(view, view.zoom - px / wheelPerZoom, event.offsetX, event.offsetY));
    },
    { signal, passive: false },
  );
  canvas.addEventListener(
    'dblclick',
    (event) => glideTo(zoomAround(view, view.zoom + 1, event.offsetX, event.offsetY)),
    { signal },
  );
  const resized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = parts.container;
    move({ ...view, width, height });
  });
  resized.observe(parts.container);
  draw();

  return {
    kind: 'flat',
    camera: () => view,
    update(next) {
      if (next.shapes !== state.shapes) paths = makePaths(next.shapes);
      state = next;
      redraw();
    },
    keepClear(boxes) {
      const same =
        boxes.length === clear.length &&
        boxes.every(
          (box, i) => box.left === clear[i]?.left && box.top === clear[i]?.top && box.right === clear[i]?.right,
        );
      clear = boxes;
      rooms = boxes.map(({ left, top, right, bottom }) => ({
        at: unproject(view, (left + right) / 2, (top + bottom) / 2),
        halfWidth: (right - left) / 2,
        halfHeight: (bottom - top) / 2,
      }));
      if (!same) redraw();
    },
    panBy: (dx, dy) => glideTo(panned(view, dx, dy)),
    zoomBy: (steps) => glideTo({ ...view, zoom: clampZoom(view.zoom + steps) }),
    show(target) {
      const next =
        'bounds' in target
          ? fitted(target.bounds, view.width, view.height, fitMargin)
          : { ...view, center: target.center, zoom: Math.max(view.zoom, closeZoom) };
      glideTo(next);
    },
    destroy() {
      stop.abort();
      resized.disconnect();
      window.cancelAnimationFrame(frame);
      window.cancelAnimationFrame(glide);
      canvas.remove();
    },
  };
}
