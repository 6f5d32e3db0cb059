/** A small writer of PMTiles archives (version 3, one directory) for tests, and a city that is known to the metre. */
import { gzipSync } from 'node:zlib';
import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { TileType, zxyToTileId } from 'pmtiles';

type LonLat = readonly [number, number];
type Tags = Readonly<Record<string, string | number | boolean>>;

export interface TinyFeature {
  readonly layer: string;
  /** Zoom from which it is in the tiles. */
  readonly from: number;
  readonly type: 'Point' | 'LineString' | 'Polygon';
  /** Of a polygon the outer ring alone, closed. */
  readonly at: readonly LonLat[];
  readonly tags: Tags;
}

interface Entry {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export interface ArchiveMaking {
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly type: TileType;
  readonly metadata: object;
  /** Unpacked bytes of a tile; undefined: none. */
  readonly tile: (z: number, x: number, y: number) => Uint8Array | undefined;
}

/** Column and row of a place at a zoom, with fractions. */
export function tileAt([lon, lat]: LonLat, z: number): readonly [number, number] {
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return [((lon + 180) / 360) * 2 ** z, y * 2 ** z];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function directory(entries: readonly Entry[]): Uint8Array {
  let [last, offset] = [0, 0];
  const ids = entries.flatMap(({ id }) => {
    const step = varint(id - last);
    last = id;
    return step;
  });
  const lengths = entries.flatMap(({ bytes }) => varint(bytes.length));
  const offsets = entries.flatMap(({ bytes }) => {
    const at = varint(offset + 1);
    offset += bytes.length;
    return at;
  });
  return Uint8Array.from([...varint(entries.length), ...ids, ...entries.flatMap(() => [1]), ...lengths, ...offsets]);
}

export function writeArchive({ bounds, minZoom, maxZoom, type, metadata, tile }: ArchiveMaking): Buffer {
  const entries: Entry[] = [];
  const packed = type === TileType.Mvt;
  for (let z = minZoom; z <= maxZoom; z += 1) {
    const [left, top] = tileAt([bounds[0], bounds[3]], z).map(Math.floor) as [number, number];
    const [right, bottom] = tileAt([bounds[2], bounds[1]], z).map(Math.floor) as [number, number];
    for (let x = left; x <= right; x += 1) {
      for (let y = top; y <= bottom; y += 1) {
        const bytes = tile(z, x, y);
        if (bytes !== undefined) entries.push({ id: zxyToTileId(z, x, y), bytes: packed ? gzipSync(bytes) : bytes });
      }
    }
  }
  entries.sort((a, b) => a.id - b.id);
  const root = gzipSync(directory(entries));
  const json = gzipSync(JSON.stringify(metadata));
  const data = Buffer.concat(entries.map(({ bytes }) => bytes));
  const head = Buffer.alloc(127);
  head.write('PMTiles', 0, 'latin1');
  head.writeUInt8(3, 7);
  const sizes = [127, root.length, 127 + root.length, json.length, 127 + root.length + json.length, 0];
  for (const [i, size] of [...sizes, 127 + root.length + json.length, data.length].entries())
    head.writeBigUInt64LE(BigInt(size), 8 + 8 * i);
  for (const i of [0, 1, 2]) head.writeBigUInt64LE(BigInt(entries.length), 72 + 8 * i);
  head.writeUInt8(1, 96);
  head.writeUInt8(2, 97);
  head.writeUInt8(packed ? 2 : 1, 98);
  head.writeUInt8(type, 99);
  head.writeUInt8(minZoom, 100);
  head.writeUInt8(maxZoom, 101);
  for (const [i, degrees] of bounds.entries()) head.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * i);
  head.writeUInt8(minZoom, 118);
  return Buffer.concat([head, root, json, data]);
}

/** A vector archive of these features. `replaced`: other bytes for a tile than its own. */
export function writeVector(
  features: readonly TinyFeature[],
  making: Pick<ArchiveMaking, 'bounds' | 'minZoom' | 'maxZoom'>,
  replaced: ReadonlyMap<string, Uint8Array> = new Map(),
): Buffer {
  const layers = [...new Set(features.map(({ layer }) => layer))];
  const zooms = [...new Set(features.map(({ from }) => from))].sort((a, b) => a - b);
  const indexes = layers.flatMap((layer) =>
    zooms.map((from) => {
      const own = features.filter((feature) => feature.layer === layer && feature.from === from);
      const collection: GeoJSON.FeatureCollection = {
        type: 'FeatureCollection',
        features: own.map(({ type, at, tags }) => ({
          type: 'Feature',
          properties: { ...tags },
          geometry: {
            type,
            coordinates:
              type === 'Point'
                ? [...(at[0] ?? [])]
                : type === 'Polygon'
                  ? [at.map((c) => [...c])]
                  : at.map((c) => [...c]),
          } as GeoJSON.Geometry,
        })),
      };
      return { layer, from, index: new GeoJSONVT(collection, { maxZoom: 14, extent: 4096, buffer: 96, tolerance: 2 }) };
    }),
  );
  return writeArchive({
    ...making,
    type: TileType.Mvt,
    metadata: { name: 'tiny', vector_layers: layers.map((id) => ({ id, fields: {} })), format: 'lianqin-1' },
    tile: (z, x, y) => {
      const other = replaced.get(`${String(z)}/${String(x)}/${String(y)}`);
      if (other !== undefined) return other;
      const tiles: Record<string, ReturnType<GeoJSONVT['getTile']>> = {};
      for (const { layer, from, index } of indexes) {
        const tile = z < from ? null : index.getTile(z, x, y);
        if (tile === null) continue;
        const known = tiles[layer];
        if (known === undefined || known === null) tiles[layer] = tile;
        else known.features.push(...(tile.features as never[]));
      }
      if (Object.keys(tiles).length === 0) return undefined;
      return fromGeojsonVt(tiles as never, { version: 2, extent: 4096 });
    },
  });
}
