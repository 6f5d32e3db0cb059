/** Writes PMTiles version 3: clustered, equal tiles once, runs of equal tiles as one entry. */
import { createHash } from 'node:crypto';
import { zxyToTileId } from 'pmtiles';
import { directoriesOf, headerLength, pack } from './archive-directory.ts';
import type { Entry } from './archive-directory.ts';
import type { Bounds } from './features.ts';

export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** As it is stored: of a vector tile packed with gzip, of a picture as it is. */
  readonly data: Uint8Array;
}

export type TileType = 'mvt' | 'png' | 'jpeg' | 'webp' | 'avif';

/** Numbers of the format. */
export const tileTypes: Readonly<Record<TileType, number>> = { mvt: 1, png: 2, jpeg: 3, webp: 4, avif: 5 };
const noCompression = 1;
const gzip = 2;

export interface ArchiveFacts {
  readonly type: TileType;
  readonly bounds: Bounds;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Where a viewer begins; the middle of the bounds where not given. */
  readonly center?: readonly [lon: number, lat: number, zoom: number];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Most bytes of the root directory; for tests of the leaves. */
  readonly rootLimit?: number;
}

export interface Archive {
  readonly bytes: Uint8Array;
  /** Tiles, entries of the directories, and different contents among them. */
  readonly tiles: number;
  readonly entries: number;
  readonly contents: number;
}

interface Laid {
  readonly entries: readonly Entry[];
  readonly contents: readonly Uint8Array[];
  readonly length: number;
}

function lay(tiles: readonly Tile[]): Laid {
  const numbered = tiles.map(({ z, x, y, data }) => ({ id: zxyToTileId(z, x, y), data })).sort((a, b) => a.id - b.id);
  const places = new Map<string, number>();
  const contents: Uint8Array[] = [];
  const entries: Entry[] = [];
  let length = 0;
  let lastId = -1;
  for (const { id, data } of numbered) {
    if (id === lastId) throw new Error(`two tiles with the number ${String(id)}`);
    lastId = id;
    const hash = createHash('sha256').update(data).digest('base64');
    let offset = places.get(hash);
    if (offset === undefined) {
      offset = length;
      places.set(hash, offset);
      contents.push(data);
      length += data.length;
    }
    const last = entries.at(-1);
    if (last !== undefined && last.offset === offset && last.tileId + last.runLength === id) {
      entries[entries.length - 1] = { ...last, runLength: last.runLength + 1 };
    } else {
      entries.push({ tileId: id, offset, length: data.length, runLength: 1 });
    }
  }
  return { entries, contents, length };
}

const e7 = (degrees: number): number => Math.round(degrees * 1e7);

/** @throws Error for two tiles at one place, a place outside its zoom, or an empty tile. */
export function writeArchive(tiles: readonly Tile[], facts: ArchiveFacts): Archive {
  if (tiles.some(({ data }) => data.length === 0)) throw new Error('a tile without bytes: leave it out');
  const { entries, contents, length } = lay(tiles);
  const { root, leaves } = directoriesOf(entries, facts.rootLimit);
  const metadata = pack(Buffer.from(JSON.stringify(facts.metadata)));
  const [west, south, east, north] = facts.bounds;
  const center = facts.center ?? [(west + east) / 2, (south + north) / 2, facts.minZoom];

  const header = Buffer.alloc(headerLength);
  header.write('PMTiles', 0, 'latin1');
  header.writeUInt8(3, 7);
  let end = headerLength;
  for (const [i, size] of [root.length, metadata.length, leaves.length, length].entries()) {
    header.writeBigUInt64LE(BigInt(end), 8 + 16 * i);
    header.writeBigUInt64LE(BigInt(size), 16 + 16 * i);
    end += size;
  }
  for (const [i, count] of [tiles.length, entries.length, contents.length].entries()) {
    header.writeBigUInt64LE(BigInt(count), 72 + 8 * i);
  }
  const compression = facts.type === 'mvt' ? gzip : noCompression;
  for (const [i, value] of [1, gzip, compression, tileTypes[facts.type], facts.minZoom, facts.maxZoom].entries()) {
    header.writeUInt8(value, 96 + i);
  }
  for (const [i, value] of [west, south, east, north].entries()) header.writeInt32LE(e7(value), 102 + 4 * i);
  header.writeUInt8(center[2], 118);
  header.writeInt32LE(e7(center[0]), 119);
  header.writeInt32LE(e7(center[1]), 123);

  const bytes = new Uint8Array(end);
  let at = 0;
  for (const part of [header, root, metadata, leaves, ...contents]) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, tiles: tiles.length, entries: entries.length, contents: contents.length };
}
