/**
 * The ground on a plain canvas, for machines without WebGL2: the same land, borders, roads and names, moved by the same
 * hands. It draws when the view or the data changes, and not otherwise.
 */
import type { Camera } from './camera.ts';
import { inLargePixels, panned, project, unproject, zoomAround } from './camera.ts';
import { createFlatPicture } from './flat-picture.ts';
import type { Box, Ground, GroundParts } from './ground.ts';
import type { LonLat } from './types.ts';

/** Wheel steps as pixels: a notch of a mouse is about a third of a zoom step. */
const wheelPerZoom = 300;
const glideMs = 220;

export function createFlatGround(parts: GroundParts): Ground {
  const picture = createFlatPicture(parts.container, {
    basemap: { onChange: () => redraw(), onNews: parts.onBasemap },
  });
  const { canvas } = picture;
  let { state } = parts;
  let view = parts.camera;
  let rooms: readonly { readonly at: LonLat; readonly halfWidth: number; readonly halfHeight: number }[] = [];
  /** Counts how often that was another. */
  let roomsChange = 0;
  let frame = 0;
  let glideFrame = 0;

  // The marks stand at places, not at pixels: while the view moves, what is kept clear moves with it.
  const kept = (): Box[] => {
    const camera = inLargePixels(view, state.scale);
    return rooms.map(({ at, halfWidth, halfHeight }) => {
      const [x, y] = project(camera, at);
      return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
    });
  };
  const draw = (): void => {
    frame = 0;
    picture.draw(state, view, kept(), roomsChange);
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
    window.cancelAnimationFrame(glideFrame);
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
      if (t < 1) glideFrame = window.requestAnimationFrame(step);
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
      window.cancelAnimationFrame(glideFrame);
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
      parts.onTaken();
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
      window.cancelAnimationFrame(glideFrame);
      const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
      parts.onTaken();
      move(zoomAround(view, view.zoom - px / wheelPerZoom, event.offsetX, event.offsetY));
    },
    { signal, passive: false },
  );
  canvas.addEventListener(
    'dblclick',
    (event) => {
      parts.onTaken();
      glideTo(zoomAround(view, view.zoom + 1, event.offsetX, event.offsetY));
    },
    { signal },
  );
  draw();

  return {
    kind: 'flat',
    camera: () => view,
    update(next) {
      state = next;
      redraw();
    },
    keepClear(boxes) {
      const before = kept();
      const camera = inLargePixels(view, state.scale);
      rooms = boxes.map(({ left, top, right, bottom }) => ({
        at: unproject(camera, (left + right) / 2 / state.scale, (top + bottom) / 2 / state.scale),
        halfWidth: (right - left) / 2 / state.scale,
        halfHeight: (bottom - top) / 2 / state.scale,
      }));
      const after = kept();
      const near = (a: Box, b: Box | undefined): boolean =>
        b !== undefined &&
        (['left', 'top', 'right', 'bottom'] as const).every((side) => Math.abs(a[side] - b[side]) < 0.5);
      if (after.length === before.length && after.every((box, i) => near(box, before[i]))) return;
      roomsChange += 1;
      redraw();
    },
    moveTo(next, glide) {
      if (glide) return glideTo(next);
      window.cancelAnimationFrame(glideFrame);
      move(next);
    },
    destroy() {
      stop.abort();
      window.cancelAnimationFrame(frame);
      window.cancelAnimationFrame(glideFrame);
      picture.destroy();
    },
  };
}
