/**
 * A basemap, opened, described, and asked for tiles: a PMTiles archive that the page reads in ranges, or one from outside.
 * Errors say what is wrong.
 */
import type { RangeResponse, Source } from 'pmtiles';
import { PMTiles, TileType } from 'pmtiles';
import type { BasemapArchive } from './basemap-types.ts';
import { BasemapError } from './basemap-types.ts';
import { readings } from './basemap-schema.ts';
import { openOnline } from './online-archive.ts';

export { BasemapError, basemapFaults, faultOf } from './basemap-types.ts';
export type { BasemapArchive, BasemapFault } from './basemap-types.ts';

/** Range requests to an address of this very origin. */
class Ranges implements Source {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  getKey(): string {
    return this.#url;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    const range = `bytes=${String(offset)}-${String(offset + length - 1)}`;
    let response: Response;
    try {
      response = await fetch(this.#url, {
        headers: { range },
        // Browsers lock their cache's entry of a file while one range of it comes: tiles would wait for each other.
        cache: 'no-store',
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new BasemapError('unreachable');
    }
    if (response.status === 404 || response.status === 410) throw new BasemapError('missing');
    if (response.status !== 206 && response.status !== 200) throw new BasemapError('refused');
    // A server that knows no ranges sends the whole file, which may be gigabytes: not for one tile.
    const whole = response.status === 200;
    if (whole && (offset > 0 || Number(response.headers.get('content-length') ?? Infinity) > length)) {
      await response.body?.cancel();
      throw new BasemapError('noRanges');
    }
    try {
      return { data: await response.arrayBuffer() };
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new BasemapError('unreachable');
    }
  }
}

const imageTypes: Readonly<Partial<Record<TileType, string>>> = {
  [TileType.Png]: 'image/png',
  [TileType.Jpeg]: 'image/jpeg',
  [TileType.Webp]: 'image/webp',
  [TileType.Avif]: 'image/avif',
};

function layerNames(metadata: unknown): readonly string[] {
  const { vector_layers: layers } = (metadata ?? {}) as { readonly vector_layers?: unknown };
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((layer: unknown) => {
    const { id } = (layer ?? {}) as { readonly id?: unknown };
    return typeof id === 'string' ? [id] : [];
  });
}

/** Throws a `BasemapError` where there is no archive, or one that cannot be drawn. */
export async function openBasemap(url: string): Promise<BasemapArchive> {
  const online = openOnline(url);
  if (online !== undefined) return online;
  const file = new PMTiles(new Ranges(url));
  const known = async <V>(read: () => Promise<V>): Promise<V> => {
    try {
      return await read();
    } catch (error) {
      throw error instanceof BasemapError ? error : new BasemapError('notArchive');
    }
  };
  const header = await known(() => file.getHeader());
  const imageType = imageTypes[header.tileType];
  if (header.tileType !== TileType.Mvt && imageType === undefined) throw new BasemapError('unknownTiles');
  const metadata = await known(() => file.getMetadata());
  return {
    kind: imageType === undefined ? 'vector' : 'raster',
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    layers: imageType === undefined ? readings(layerNames(metadata)) : [],
    imageType: imageType ?? '',
    tile: async (z, x, y, signal) => (await file.getZxy(z, x, y, signal))?.data,
  };
}
