/**
 * Directories of PMTiles version 3: which bytes hold which tile. Tiles are numbered along a Hilbert curve, zoom after zoom;
 * a directory is a list of entries in that order, written column by column as varints and packed with gzip.
 * https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 */
import { gzipSync } from 'node:zlib';

export interface Entry {
  readonly tileId: number;
  /** From the beginning of the tile data; of a leaf, from the beginning of the leaf directories. */
  readonly offset: number;
  readonly length: number;
  /** Tiles in a row with these bytes; 0 points to a leaf directory. */
  readonly runLength: number;
}

/** The header and the root directory lie within the first 16 KiB, which readers fetch at once. */
export const headerLength = 127;
export const rootLimit = 16_384 - headerLength;

/** Gzip whose tenth byte does not tell the system it was made on: the same bytes everywhere with this zlib. */
export function pack(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 7 });
  packed[9] = 255;
  return packed;
}

function varints(values: Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  for (let value of values) {
    // Beyond 32 bits too, so without bit operations.
    while (value >= 128) {
      bytes.push((value % 128) + 128);
      value = Math.floor(value / 128);
    }
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

/** One directory as it lies in the file. Entries are in order of their ids. */
export function directoryBytes(entries: readonly Entry[]): Uint8Array {
  const columns = [entries.length];
  let last = 0;
  for (const { tileId } of entries) {
    columns.push(tileId - last);
    last = tileId;
  }
  for (const { runLength } of entries) columns.push(runLength);
  for (const { length } of entries) columns.push(length);
  let follows = -1;
  for (const { offset, length } of entries) {
    // 0: where the one before it ends.
    columns.push(offset === follows ? 0 : offset + 1);
    follows = offset + length;
  }
  return pack(varints(columns));
}

export interface Directories {
  readonly root: Uint8Array;
  /** All leaf directories, one after another; empty where the root holds everything. */
  readonly leaves: Uint8Array;
}

function withLeaves(entries: readonly Entry[], size: number): Directories {
  const heads: Entry[] = [];
  const leaves: Uint8Array[] = [];
  let offset = 0;
  for (let i = 0; i < entries.length; i += size) {
    const leaf = directoryBytes(entries.slice(i, i + size));
    heads.push({ tileId: entries[i]?.tileId ?? 0, offset, length: leaf.length, runLength: 0 });
    leaves.push(leaf);
    offset += leaf.length;
  }
  return { root: directoryBytes(heads), leaves: Buffer.concat(leaves) };
}

/** @param limit Most bytes of the root; more go into leaves. */
export function directoriesOf(entries: readonly Entry[], limit = rootLimit): Directories {
  // Far more would not fit, and packing them to see that takes long.
  if (entries.length <= 65_536) {
    const root = directoryBytes(entries);
    if (root.length <= limit) return { root, leaves: new Uint8Array() };
  }
  let size = 4096;
  for (;;) {
    const directories = withLeaves(entries, size);
    if (directories.root.length <= limit || size >= entries.length) return directories;
    size *= 2;
  }
}
