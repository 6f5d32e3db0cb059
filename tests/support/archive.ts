/** Reads a PMTiles archive held in memory with the library that the map uses: not with anything of ours. */
import { VectorTile } from '@mapbox/vector-tile';
import type { VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';

export function archiveOf(bytes: Uint8Array): PMTiles {
  return new PMTiles({
    getKey: () => 'memory',
    getBytes: (offset, length) =>
      // Copied: a Buffer's part may lie anywhere in the memory it shares.
      Promise.resolve({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
  });
}

export async function tileBytes(archive: PMTiles, z: number, x: number, y: number): Promise<Uint8Array | undefined> {
  const found = await archive.getZxy(z, x, y);
  return found === undefined ? undefined : new Uint8Array(found.data);
}

/** Layers of a tile; undefined where there is none. */
export async function vectorTile(archive: PMTiles, z: number, x: number, y: number): Promise<VectorTile | undefined> {
  const bytes = await tileBytes(archive, z, x, y);
  return bytes === undefined ? undefined : new VectorTile(new PbfReader(bytes));
}

/** The tile of a zoom that a place lies in. */
export function tileAt(z: number, lon: number, lat: number): readonly [x: number, y: number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  const across = 2 ** z;
  return [
    Math.floor((lon / 360 + 0.5) * across),
    Math.floor((0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI) * across),
  ];
}

export function featuresOf(tile: VectorTile | undefined, layer: string): VectorTileFeature[] {
  const found = tile?.layers[layer];
  return found === undefined ? [] : Array.from({ length: found.length }, (_, i) => found.feature(i));
}
