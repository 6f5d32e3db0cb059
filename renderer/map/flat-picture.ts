/** The ground as a picture on a plain canvas: drawn when told to, moved by nobody. */
import { palettes } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { inLargePixels, toWorld, worldSize } from './camera.ts';
import { Cells } from './flat-cells.ts';
import { Names } from './flat-names.ts';
import type { Frame, PlatePaths } from './flat-plates.ts';
import { makePlatePaths, paintLand, paintLines, paintTint } from './flat-plates.ts';
import type { BasemapWords } from './flat-wanted.ts';
import { wishesFor } from './flat-wanted.ts';
import type { BasemapNews, Box, GroundState } from './ground.ts';
import type { PlateShapes } from './shapes.ts';
import type { MapBasemap } from './types.ts';

export interface FlatPicture {
  readonly canvas: HTMLCanvasElement;
  /**
   * `clear`: where no name may stand, in pixels of `inLargePixels`; `clearChange`: another number where that is
   * elsewhere on the ground.
   */
  draw(state: GroundState, view: Camera, clear: readonly Box[], clearChange: number): void;
  destroy(): void;
}

export interface FlatPictureParts {
  /** Something new can be drawn: somebody should. Absent: the plates alone, without any basemap. */
  readonly basemap?: { readonly onChange: () => void; readonly onNews: (news: BasemapNews) => void };
}

/** Names wait so long for the zoom to stand. */
const zoomRestMs = 130;
/** Names are taken from this much about the view, in parts of it. */
const about = 0.15;

/** Puts its canvas last into the container. Throws where the browser gives no 2-D context. */
export function createFlatPicture(container: HTMLElement, { basemap }: FlatPictureParts = {}): FlatPicture {
  const canvas = document.createElement('canvas');
  canvas.className = 'district-map-flat';
  canvas.setAttribute('aria-hidden', 'true');
  // No graphics card is meant to help here, and a stand-in for one would only be in the way.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('canvas: no 2-D context to draw the ground with');
  container.append(canvas);
  const names = new Names(context);
  const cells = basemap === undefined ? undefined : new Cells(basemap);
  let made: { readonly shapes: PlateShapes; readonly paths: PlatePaths; readonly number: number } | undefined;
  let shown: { readonly basemap: MapBasemap | null; readonly attempt: number } | undefined;
  const zoom = { world: 0, changedAt: -Infinity, rest: 0 };

  const follow = (state: GroundState): PlatePaths => {
    if (made?.shapes !== state.shapes) {
      made = { shapes: state.shapes, paths: makePlatePaths(state.shapes), number: (made?.number ?? 0) + 1 };
      cells?.plates(state.shapes);
    }
    // The same address is the same map, whatever else is said of it.
    if (shown?.basemap?.url !== state.basemap?.url || shown?.attempt !== state.attempt) {
      if (shown !== undefined || state.basemap !== null) cells?.open(state.basemap);
      shown = { basemap: state.basemap, attempt: state.attempt };
    }
    return made.paths;
  };
  const isZooming = (world: number): boolean => {
    const now = performance.now();
    if (zoom.world !== 0 && zoom.world !== world) {
      zoom.changedAt = now;
      window.clearTimeout(zoom.rest);
      if (basemap !== undefined) zoom.rest = window.setTimeout(basemap.onChange, zoomRestMs);
    }
    zoom.world = world;
    return basemap !== undefined && now - zoom.changedAt < zoomRestMs - 10;
  };

  return {
    canvas,
    draw(state, view, clear, clearChange) {
      const paths = follow(state);
      const ratio = window.devicePixelRatio;
      const [w, h] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
      if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
      const camera = inLargePixels(view, state.scale);
      const world = worldSize(view.zoom) * ratio;
      const [cx, cy] = toWorld(camera.center);
      const frame: Frame = {
        world,
        left: Math.round(cx * world - w / 2),
        top: Math.round(cy * world - h / 2),
        width: w,
        height: h,
        zoom: camera.zoom,
        ratio: ratio * state.scale,
      };
      const plain = (): void => {
        paintLand(context, paths, frame, palettes[state.theme]);
        if (state.layers.zones) paintTint(context, paths, frame, state.theme, false);
        paintLines(context, paths, frame, state, false, true);
      };
      if (cells === undefined) plain();
      else if (cells.draw(context, frame, state, plain)) container.dataset['idle'] = 'true';
      else delete container.dataset['idle'];

      const opened = cells?.opened;
      const words = (): BasemapWords | null => {
        if (cells === undefined || opened === undefined) return null;
        const [mx, my] = [w * about, h * about];
        const box = [
          (frame.left - mx) / world,
          (frame.top - my) / world,
          (frame.left + w + mx) / world,
          (frame.top + h + my) / world,
        ] as const;
        const labels = cells.labelsIn(box, frame.zoom);
        return { holds: opened.holds, isPicture: opened.kind === 'raster', labels };
      };
      const { zones, grids, roads } = state.layers;
      names.draw(context, {
        frame,
        clear,
        clearChange,
        zooming: isZooming(world),
        basis: [
          [state.theme, zones, grids, roads, made?.number, opened === undefined].join(),
          cells?.labelsChange,
        ].join('|'),
        wishes: (at) => wishesFor(state, at, words()),
      });
    },
    destroy() {
      window.clearTimeout(zoom.rest);
      cells?.destroy();
      canvas.remove();
    },
  };
}
