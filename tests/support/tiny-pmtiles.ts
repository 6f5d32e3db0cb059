/** PMTiles archives of a few bytes or of many, made by hand: one tile, nothing that a map would want to see. */
import { createHash } from 'node:crypto';
import type { Basemap } from '../../shared/domain/district/state.ts';
import { seededRandom } from './hub-kit.ts';

export interface TinyArchive {
  readonly bytes: Buffer;
  readonly hash: string;
  /** What plates say that name it. */
  readonly basemap: Basemap;
}

const headBytes = 127;
const bounds = [121.4, 31.1, 121.5, 31.25] as const;

function varint(value: number): number[] {
  const out: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) out.push((left % 128) + 128);
  return [...out, left];
}

/** @param tileBytes Length of the one tile. @param seed Another one is another file. */
export function tinyPmtiles(tileBytes = 1_000, seed = 1, metadata: object = {}): TinyArchive {
  const said = { name: '示意底图', attribution: '示例测绘', schematic: true, ...metadata };
  const json = Buffer.from(JSON.stringify(said));
  // One entry: tile 0, run 1, its length, and its place from the beginning of the tiles, counted from 1.
  const root = Buffer.from([1, 0, 1, ...varint(tileBytes), 1]);
  const head = Buffer.alloc(headBytes);
  head.write('PMTiles', 0, 'latin1');
  head.writeUInt8(3, 7);
  let at = headBytes;
  for (const [field, length] of [
    [8, root.length],
    [24, json.length],
    [40, 0],
    [56, tileBytes],
  ] as const) {
    head.writeBigUInt64LE(BigInt(at), field);
    head.writeBigUInt64LE(BigInt(length), field + 8);
    at += length;
  }
  for (const field of [72, 80, 88]) head.writeBigUInt64LE(1n, field);
  // Clustered; nothing packed; vector tiles; one zoom.
  head.set([1, 1, 1, 1, 0, 14], 96);
  bounds.forEach((degrees, n) => head.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * n));
  const tile = Buffer.from(seededRandom(seed).bytes(tileBytes));
  const bytes = Buffer.concat([head, root, json, tile]);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const basemap: Basemap = {
    ...{ hash, bytes: bytes.length, kind: 'vector', minZoom: 0, maxZoom: 14, bounds: [...bounds] },
    ...{ schematic: said.schematic, attribution: said.attribution },
  };
  return { bytes, hash, basemap };
}

/** In pieces, as it comes over a network. */
export async function* piecesOf(bytes: Buffer, length = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
