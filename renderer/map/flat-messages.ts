/** What the page and the drawing worker of the plain ground say to each other. */
import type { BasemapFault } from './basemap-archive.ts';
import type { SchemaLayer } from './basemap-schema.ts';
import type { TileLabel } from './flat-decode.ts';
import type { PlateLines } from './flat-plates.ts';
import type { GroundLook } from './ground.ts';

/** Side of a cell: a square of the map that is drawn once and then moved about, in pixels of the canvas. */
export const cellSide = 512;

/** All cells of one look and zoom. */
export interface Level {
  /** Unlike that of any other look, zoom or opening of an archive. */
  readonly key: string;
  /** The same for all zooms of a look: one may stand in for another. */
  readonly family: string;
  /** Width of the world, in pixels of the canvas. */
  readonly world: number;
  readonly zoom: number;
  readonly ratio: number;
  readonly look: GroundLook;
}

export interface CellPlace {
  readonly i: number;
  readonly j: number;
}

export type ToWorker =
  | { readonly type: 'open'; readonly url: string; readonly opening: number }
  | { readonly type: 'plates'; readonly plates: PlateLines }
  /** In place of what was wanted before; the first come first. */
  | { readonly type: 'want'; readonly level: Level; readonly cells: readonly CellPlace[] };

/** `opening` is that of the archive spoken of: news of an older one are void. */
export type FromWorker =
  | {
      readonly type: 'opened';
      readonly opening: number;
      readonly kind: 'vector' | 'raster';
      readonly minZoom: number;
      readonly maxZoom: number;
      readonly holds: readonly SchemaLayer[];
    }
  | { readonly type: 'failed'; readonly opening: number; readonly fault: BasemapFault }
  /** A tile that cannot be read; told once for an archive. */
  | { readonly type: 'broken'; readonly opening: number; readonly fault: BasemapFault | 'tile' }
  | {
      readonly type: 'cell';
      readonly opening: number;
      readonly level: Level;
      readonly place: CellPlace;
      readonly image: ImageBitmap;
      /** Nothing of it is still on its way. */
      readonly whole: boolean;
    }
  | {
      readonly type: 'labels';
      readonly opening: number;
      readonly tile: string;
      readonly labels: readonly TileLabel[];
    }
  | { readonly type: 'gone'; readonly opening: number; readonly tile: string };
