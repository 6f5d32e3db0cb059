/** A basemap from outside, as its tiles come through the seat: pictures, one or two to a tile. */
import type { BasemapArchive } from './basemap-types.ts';
import { BasemapError } from './basemap-types.ts';

/** `/tiles/<id>?layers=…&min=…&max=…`, from the root or with an origin. */
const address = /^((?:[a-z]+:\/\/[^/?#]+)?\/tiles\/[a-z0-9-]{1,20})\?layers=([12])&min=(\d{1,2})&max=(\d{1,2})$/;

/** Address of a map as `openBasemap` takes it, from the root. */
export function onlineAddress(map: {
  readonly id: string;
  readonly layers: number;
  readonly minZoom: number;
  readonly maxZoom: number;
}): string {
  return `/tiles/${map.id}?layers=${String(map.layers)}&min=${String(map.minZoom)}&max=${String(map.maxZoom)}`;
}

async function pictureOf(url: string, signal: AbortSignal | undefined): Promise<ImageBitmap | undefined> {
  let response: Response;
  try {
    response = await fetch(url, { cache: 'no-store', ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new BasemapError('unreachable');
  }
  if (response.status === 204) return undefined;
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new BasemapError(response.status === 403 ? 'refused' : response.status === 404 ? 'missing' : 'unreachable');
  }
  let bytes: Blob;
  try {
    bytes = await response.blob();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new BasemapError('unreachable');
  }
  return createImageBitmap(bytes);
}

/** One above another; the first gives the size. */
function laid(pictures: readonly ImageBitmap[]): ImageBitmap | undefined {
  const [first] = pictures;
  if (first === undefined || pictures.length === 1) return first;
  // A closed picture has no size any more.
  const { width, height } = first;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('canvas: no 2-D context to lay pictures in');
  for (const picture of pictures) {
    context.drawImage(picture, 0, 0, width, height);
    picture.close();
  }
  return canvas.transferToImageBitmap();
}

/** undefined for an address of something else. */
export function openOnline(url: string): BasemapArchive | undefined {
  const [, base, layers, min, max] = address.exec(url) ?? [];
  if (base === undefined) return undefined;
  const all = [...Array(Number(layers)).keys()];
  return {
    kind: 'raster',
    minZoom: Number(min),
    maxZoom: Number(max),
    layers: [],
    imageType: '',
    tile: () => Promise.resolve(undefined),
    async picture(z, x, y, signal) {
      const place = `${String(z)}/${String(x)}/${String(y)}`;
      const found = await Promise.all(all.map((layer) => pictureOf(`${base}/${String(layer)}/${place}`, signal)));
      return laid(found.filter((picture) => picture !== undefined));
    },
  };
}
