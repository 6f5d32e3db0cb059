/** Reads PMTiles version 3 whole, and says what is broken: for checking archives, not for drawing them. */
import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { bytesToHeader, readVarint, TileType, tileIdToZxy } from 'pmtiles';
import type { Header } from 'pmtiles';
import { pmtilesPackings, pmtilesTileTypes } from '../../shared/lib/pmtiles.ts';
import type { Entry } from './archive-directory.ts';
import { headerLength } from './archive-directory.ts';
import { BasemapError } from './features.ts';

export interface OpenArchive {
  readonly header: Header;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Of tiles, in order; leaf directories already followed. */
  readonly entries: readonly Entry[];
  /** A tile's bytes, unpacked. */
  readonly unpacked: (entry: Entry) => Uint8Array;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function unpack(bytes: Uint8Array, compression: number): Uint8Array {
  switch (compression) {
    case 1:
      return bytes;
    case 2:
      return gunzipSync(bytes);
    default:
      throw new BasemapError(`packed by method ${String(compression)}, which is not read here (gzip or none)`);
  }
}

/** @throws Error where the bytes are no directory. */
export function parseDirectory(bytes: Uint8Array): Entry[] {
  const at = { buf: bytes, pos: 0 };
  const next = (): number => {
    if (at.pos >= bytes.length) throw new Error('a directory ends too early');
    return readVarint(at);
  };
  const count = next();
  if (count > bytes.length) throw new Error('a directory announces more entries than it can hold');
  const columns = [0, 1, 2, 3].map(() => Array.from({ length: count }, next));
  const [ids = [], runs = [], lengths = [], offsets = []] = columns;
  let tileId = 0;
  let follows = 0;
  return ids.map((delta, i) => {
    tileId += delta;
    const given = offsets[i] ?? 0;
    if (given === 0 && i === 0) throw new Error('the first entry of a directory has no place');
    const offset = given === 0 ? follows : given - 1;
    const length = lengths[i] ?? 0;
    follows = offset + length;
    return { tileId, offset, length, runLength: runs[i] ?? 0 };
  });
}

/** @throws BasemapError for wrong magic, a cut-off file, broken directories or metadata. */
export function openArchive(bytes: Uint8Array, file: string): OpenArchive {
  const fail = (what: string): never => {
    throw new BasemapError(`${file}: ${what}`);
  };
  const magic = Buffer.from(bytes.subarray(0, 7)).toString('latin1');
  if (bytes.length < headerLength || magic !== 'PMTiles')
    fail('not a PMTiles archive (it does not begin with PMTiles)');
  if (bytes[7] !== 3)
    fail(`PMTiles version ${String(bytes[7])}: only version 3 is read; convert it with the pmtiles tool`);
  // Copied: a Buffer's part may lie anywhere in the memory it shares.
  const header = bytesToHeader(Uint8Array.from(bytes.subarray(0, headerLength)).buffer);
  // What the hub would refuse is said here, not at the upload.
  if (pmtilesTileTypes[header.tileType] === undefined)
    fail(`tiles of type ${String(header.tileType)}: the hub takes ${Object.values(pmtilesTileTypes).join(', ')}`);
  const packings = [header.internalCompression, ...(header.tileType === TileType.Mvt ? [header.tileCompression] : [])];
  for (const packing of packings)
    if (pmtilesPackings[packing] === undefined)
      fail(`packed by method ${String(packing)}: the hub takes gzip or none; convert it with the pmtiles tool`);
  const sections = [
    ['root directory', header.rootDirectoryOffset, header.rootDirectoryLength],
    ['metadata', header.jsonMetadataOffset, header.jsonMetadataLength],
    ['leaf directories', header.leafDirectoryOffset, header.leafDirectoryLength ?? 0],
    ['tiles', header.tileDataOffset, header.tileDataLength ?? 0],
  ] as const;
  for (const [name, offset, length] of sections) {
    if (offset + length > bytes.length) {
      fail(
        `cut off: its ${name} end at byte ${String(offset + length)}, the file at ${String(bytes.length)}; copy it again`,
      );
    }
  }
  const directory = (offset: number, length: number): Entry[] => {
    try {
      return parseDirectory(unpack(bytes.subarray(offset, offset + length), header.internalCompression));
    } catch (error) {
      return fail(`broken directory at byte ${String(offset)} (${reason(error)})`);
    }
  };
  const entries: Entry[] = [];
  const follow = (list: readonly Entry[], depth: number): void => {
    for (const entry of list) {
      if (entry.runLength > 0) entries.push(entry);
      else if (depth > 3) fail('directories within directories more than three deep');
      else if (entry.offset + entry.length > (header.leafDirectoryLength ?? 0))
        fail('a leaf directory lies outside the leaves');
      else follow(directory(header.leafDirectoryOffset + entry.offset, entry.length), depth + 1);
    }
  };
  follow(directory(header.rootDirectoryOffset, header.rootDirectoryLength), 1);
  let last = -1;
  for (const { tileId, offset, length, runLength } of entries) {
    if (tileId <= last) fail(`tiles are not in order at number ${String(tileId)}`);
    last = tileId + runLength - 1;
    if (length === 0 || offset + length > (header.tileDataLength ?? 0)) {
      fail(`tile ${tileIdToZxy(tileId).join('/')} lies outside the tiles`);
    }
  }
  let metadata: unknown;
  try {
    const packed = bytes.subarray(header.jsonMetadataOffset, header.jsonMetadataOffset + header.jsonMetadataLength);
    metadata = JSON.parse(Buffer.from(unpack(packed, header.internalCompression)).toString('utf8'));
  } catch (error) {
    fail(`its metadata are no JSON (${reason(error)})`);
  }
  if (typeof metadata !== 'object' || metadata === null) fail('its metadata are no JSON object');
  const unpacked = ({ tileId, offset, length }: Entry): Uint8Array => {
    const start = header.tileDataOffset + offset;
    try {
      return unpack(bytes.subarray(start, start + length), header.tileCompression);
    } catch (error) {
      return fail(`tile ${tileIdToZxy(tileId).join('/')} cannot be unpacked (${reason(error)})`);
    }
  };
  return { header, metadata: metadata as Readonly<Record<string, unknown>>, entries, unpacked };
}

export interface LayerCount {
  readonly zooms: Set<number>;
  features: number;
  readonly fields: Set<string>;
}

/** Decodes every vector tile. @throws BasemapError naming the tile that does not decode. */
export function countLayers({ entries, unpacked }: OpenArchive, file: string): ReadonlyMap<string, LayerCount> {
  const counts = new Map<string, LayerCount>();
  for (const entry of entries) {
    const [zoom] = tileIdToZxy(entry.tileId);
    try {
      const { layers } = new VectorTile(new PbfReader(unpacked(entry)));
      for (const [name, layer] of Object.entries(layers)) {
        const known = counts.get(name) ?? { zooms: new Set(), features: 0, fields: new Set() };
        counts.set(name, known);
        known.zooms.add(zoom);
        known.features += layer.length;
        for (let i = 0; i < layer.length; i += 1) {
          const feature = layer.feature(i);
          feature.loadGeometry();
          for (const field of Object.keys(feature.properties)) known.fields.add(field);
        }
      }
    } catch (error) {
      if (error instanceof BasemapError) throw error;
      throw new BasemapError(
        `${file}: tile ${tileIdToZxy(entry.tileId).join('/')} is no vector tile (${reason(error)})`,
      );
    }
  }
  return counts;
}
