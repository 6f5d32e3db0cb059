/** An opened basemap; and what can be wrong with one: the screen has words for each. */
import type { LayerReading } from './basemap-schema.ts';

export const basemapFaults = ['unreachable', 'missing', 'refused', 'noRanges', 'notArchive', 'unknownTiles'] as const;
export type BasemapFault = (typeof basemapFaults)[number];

export class BasemapError extends Error {
  readonly fault: BasemapFault;

  constructor(fault: BasemapFault) {
    super(`basemap: ${fault}`);
    this.fault = fault;
  }
}

export const faultOf = (error: unknown): BasemapFault => (error instanceof BasemapError ? error.fault : 'notArchive');

export interface BasemapArchive {
  readonly kind: 'vector' | 'raster';
  readonly minZoom: number;
  readonly maxZoom: number;
  /** How each layer is read; none for a raster. */
  readonly layers: readonly LayerReading[];
  /** Type of the pictures of a raster. */
  readonly imageType: string;
  /** Bytes of a tile, unpacked; undefined where the archive has none there. Throws a `BasemapError`. */
  tile(z: number, x: number, y: number, signal?: AbortSignal): Promise<ArrayBuffer | undefined>;
  /** Given: its tiles come as pictures, by this; undefined where there is none. Throws a `BasemapError`. */
  readonly picture?: (z: number, x: number, y: number, signal?: AbortSignal) => Promise<ImageBitmap | undefined>;
}
