/** Tiles at hand, in memory: those used last, up to a bound, and none older than its source allows. */
import type { MapTileAnswer } from '../../shared/wire/online-maps.ts';

export type KeptTile = Exclude<MapTileAnswer, { status: 'refused' }>;

interface Entry {
  readonly tile: KeptTile;
  readonly bytes: number;
  /** Machine ms. */
  readonly until: number;
}

/** Of an entry beside its picture. */
const ownBytes = 300;

export class TileCache {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;
  readonly #monotonic: () => number;
  #bytes = 0;

  /** @param limit Bytes. */
  constructor(limit: number, monotonic: () => number) {
    this.#limit = limit;
    this.#monotonic = monotonic;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): KeptTile | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#delete(key, entry);
    if (entry.until <= this.#monotonic()) return undefined;
    this.#set(key, entry);
    return entry.tile;
  }

  put(key: string, tile: KeptTile, keepMs: number): void {
    const before = this.#entries.get(key);
    if (before !== undefined) this.#delete(key, before);
    const bytes = ownBytes + (tile.status === 'tile' ? tile.bytes.byteLength : 0);
    this.#set(key, { tile, bytes, until: this.#monotonic() + keepMs });
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#limit) return;
      this.#delete(oldest, entry);
    }
  }

  #set(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
  }

  #delete(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
