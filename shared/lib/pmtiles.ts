/** The head of a PMTiles archive, version 3: what it says of itself in its first 127 bytes. Reads bytes, opens nothing. */
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** So many bytes at the beginning say everything below. */
export const pmtilesHeadBytes = 127;

export type PmtilesTiles = 'mvt' | 'png' | 'jpg' | 'webp';

/** Where a part of the file lies, bytes. */
export interface PmtilesPart {
  readonly offset: number;
  readonly length: number;
}

export interface PmtilesHead {
  readonly tiles: PmtilesTiles;
  /** How directories and metadata are packed. */
  readonly directories: 'none' | 'gzip';
  readonly minZoom: number;
  readonly maxZoom: number;
  /** West, south, east, north, WGS84 degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly metadata: PmtilesPart;
}

/** What is wrong with an archive: `message` is plain Chinese. */
export interface PmtilesFault {
  readonly code: 'NotPmtiles' | 'PmtilesUnfit';
  /** Part of the head; empty where it is none. */
  readonly field: string;
  readonly message: string;
}

/** Deeper than this no screen looks, and the numbers of tiles no longer fit. */
const deepestZoom = 22;
const magic = 'PMTiles';
/** Kinds of tiles by their number in the head: those that screens draw. */
export const pmtilesTileTypes: { readonly [type: number]: PmtilesTiles } = { 1: 'mvt', 2: 'png', 3: 'jpg', 4: 'webp' };
/** Packings by their number in the head: those that are unpacked here. */
export const pmtilesPackings: { readonly [type: number]: 'none' | 'gzip' } = { 1: 'none', 2: 'gzip' };

const unfit = (field: string, message: string): Result<never, PmtilesFault> =>
  err({ code: 'PmtilesUnfit', field, message: `PMTiles 文件头 ${field}：${message}` });
const foreign = (message: string): Result<never, PmtilesFault> => err({ code: 'NotPmtiles', field: '', message });

/**
 * @param head The first bytes of the file, `pmtilesHeadBytes` of them or more.
 * @param size Of the whole file, bytes; undefined while it is not known: then nothing is held against it.
 */
export function readPmtilesHead(head: Uint8Array, size: number | undefined): Result<PmtilesHead, PmtilesFault> {
  if (head.byteLength < pmtilesHeadBytes) return foreign('不是 PMTiles 文件：比文件头还短');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const said = Array.from(magic, (_, at) => String.fromCharCode(view.getUint8(at))).join('');
  if (said !== magic) return foreign('不是 PMTiles 文件：开头没有 PMTiles 标记');
  const version = view.getUint8(7);
  if (version !== 3) return foreign(`PMTiles 版本是 ${version}，只收版本 3`);

  const places = new Map<string, PmtilesPart>();
  for (const [name, at] of [
    ['rootDirectory', 8],
    ['metadata', 24],
    ['leafDirectories', 40],
    ['tileData', 56],
  ] as const) {
    const [offset, length] = [view.getBigUint64(at, true), view.getBigUint64(at + 8, true)];
    if (length > 0n && offset < BigInt(pmtilesHeadBytes)) return unfit(name, `起点 ${offset} 落在文件头之内`);
    if (size !== undefined && offset + length > BigInt(size))
      return unfit(name, `到第 ${offset + length} 字节为止，而文件只有 ${size} 字节（文件不完整？）`);
    places.set(name, { offset: Number(offset), length: Number(length) });
  }
  const of = (name: string): PmtilesPart => places.get(name) ?? { offset: 0, length: 0 };
  if (of('rootDirectory').length === 0) return unfit('rootDirectory', '没有根目录');
  if (of('tileData').length === 0) return unfit('tileData', '没有瓦片');

  const directories = pmtilesPackings[view.getUint8(97)];
  if (directories === undefined) return unfit('internalCompression', `${view.getUint8(97)} 读不了，只收不压缩或 gzip`);
  const tiles = pmtilesTileTypes[view.getUint8(99)];
  if (tiles === undefined) return unfit('tileType', `${view.getUint8(99)} 读不了，只收 mvt、png、jpg、webp`);
  const packing = pmtilesPackings[view.getUint8(98)];
  // Pictures are packed by themselves: what stands there of them says nothing.
  if (tiles === 'mvt' && packing === undefined)
    return unfit('tileCompression', `${view.getUint8(98)} 读不了，矢量瓦片只收不压缩或 gzip`);

  const [minZoom, maxZoom] = [view.getUint8(100), view.getUint8(101)];
  if (maxZoom > deepestZoom) return unfit('maxZoom', `${maxZoom} 大于 ${deepestZoom}`);
  if (minZoom > maxZoom) return unfit('minZoom', `${minZoom} 大于 maxZoom ${maxZoom}`);
  const degrees = (at: number): number => view.getInt32(at, true) / 1e7;
  const [west, south, east, north] = [degrees(102), degrees(106), degrees(110), degrees(114)];
  if (west < -180 || east > 180 || south < -90 || north > 90)
    return unfit('bounds', `${[west, south, east, north].join(', ')} 不是经纬度`);
  if (west >= east || south >= north) return unfit('bounds', `${[west, south, east, north].join(', ')} 没有范围`);
  return ok({ tiles, directories, minZoom, maxZoom, bounds: [west, south, east, north], metadata: of('metadata') });
}
