/** Which tiles a stretch of the map needs, what stands in for those that are still on their way, and what is kept. */
import type { TilePlace } from './flat-decode.ts';

/** Fractions of the world: left, top, right, bottom. */
export type WorldBox = readonly [number, number, number, number];

export const tileKey = ({ z, x, y }: TilePlace): string => `${String(z)}/${String(x)}/${String(y)}`;

export const tileBox = ({ z, x, y }: TilePlace): WorldBox => {
  const n = 2 ** z;
  return [x / n, y / n, (x + 1) / n, (y + 1) / n];
};

/** Row by row; none beyond the world. */
export function tilesIn([left, top, right, bottom]: WorldBox, z: number): TilePlace[] {
  const n = 2 ** z;
  const from = (value: number): number => Math.max(0, Math.floor(value * n));
  // What only touches the edge of a tile needs nothing of it.
  const until = (value: number): number => Math.min(n - 1, Math.ceil(value * n) - 1);
  const found: TilePlace[] = [];
  for (let y = from(top); y <= until(bottom); y += 1)
    for (let x = from(left); x <= until(right); x += 1) found.push({ z, x, y });
  return found;
}

/** The zoom of the tiles for a view: vector tiles are 512 px wide at their zoom, pictures 256. */
export function tileZoom(
  zoom: number,
  {
    kind,
    minZoom,
    maxZoom,
  }: { readonly kind: 'vector' | 'raster'; readonly minZoom: number; readonly maxZoom: number },
): number {
  return Math.min(maxZoom, Math.max(minZoom, kind === 'vector' ? Math.floor(zoom) : Math.round(zoom + 1)));
}

export function parentOf({ z, x, y }: TilePlace): TilePlace {
  return { z: z - 1, x: x >> 1, y: y >> 1 };
}

export type TileState = 'ready' | 'broken' | 'unknown';

/** The area of a tile, drawn from that tile or from one above it. */
export interface TileSource {
  readonly area: TilePlace;
  readonly from: TilePlace;
}

export interface Cover {
  readonly sources: readonly TileSource[];
  /** Worth waiting for. */
  readonly missing: readonly TilePlace[];
}

/** What a stretch of the map is drawn from at this moment. A broken tile is not waited for: its parent stays. */
export function coverOf(tiles: readonly TilePlace[], minZoom: number, stateOf: (place: TilePlace) => TileState): Cover {
  const sources: TileSource[] = [];
  const missing: TilePlace[] = [];
  for (const area of tiles) {
    const state = stateOf(area);
    if (state === 'unknown') missing.push(area);
    let from = area;
    while (from.z > minZoom && stateOf(from) !== 'ready') from = parentOf(from);
    if (stateOf(from) === 'ready') sources.push({ area, from });
  }
  return { sources, missing };
}

/** What was used last is kept, as long as it all takes no more than so many bytes. */
export class Kept<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  readonly #onGone: (value: V, key: string) => void;
  #limit: number;
  #bytes = 0;

  constructor(limit: number, onGone: (value: V, key: string) => void = () => undefined) {
    this.#limit = limit;
    this.#onGone = onGone;
  }

  get bytes(): number {
    return this.#bytes;
  }

  set limit(bytes: number) {
    this.#limit = bytes;
    this.#shrink();
  }

  /** Counts as use. */
  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  peek(key: string): V | undefined {
    return this.#entries.get(key)?.value;
  }

  *values(): Iterable<V> {
    for (const { value } of this.#entries.values()) yield value;
  }

  /** The newest stays even where it alone is larger than the limit. */
  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#shrink();
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    this.#onGone(entry.value, key);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }

  #shrink(): void {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#limit || this.#entries.size <= 1) return;
      this.delete(key);
    }
  }
}
