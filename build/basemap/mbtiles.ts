/** MBTiles (SQLite) to PMTiles. Rows count from the south there and from the north here. */
import { existsSync, openSync, readSync, closeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { pack } from './archive-directory.ts';
import { writeArchive } from './archive-writer.ts';
import type { Archive, Tile, TileType } from './archive-writer.ts';
import { BasemapError } from './features.ts';
import type { Bounds } from './features.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface Row {
  readonly z: number;
  readonly x: number;
  readonly row: number;
  readonly data: Uint8Array | null;
}

const formats: Readonly<Record<string, TileType>> = {
  pbf: 'mvt',
  mvt: 'mvt',
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
};

const startsWith = (data: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => data[i] === byte);

/** What a tile's first bytes say it is. */
function looksLike(data: Uint8Array): TileType {
  if (startsWith(data, 0x89, 0x50, 0x4e, 0x47)) return 'png';
  if (startsWith(data, 0xff, 0xd8)) return 'jpeg';
  if (startsWith(data, 0x52, 0x49, 0x46, 0x46)) return 'webp';
  return data.length > 11 && Buffer.from(data.subarray(4, 12)).toString('latin1') === 'ftypavif' ? 'avif' : 'mvt';
}

const isPacked = (data: Uint8Array): boolean => startsWith(data, 0x1f, 0x8b);

function open(file: string): Database.Database {
  if (!existsSync(file)) throw new BasemapError(`${file}: cannot be read (no such file)`);
  const start = Buffer.alloc(16);
  const handle = openSync(file, 'r');
  readSync(handle, start, 0, 16, 0);
  closeSync(handle);
  if (!start.toString('latin1').startsWith('SQLite format 3'))
    throw new BasemapError(`${file}: not MBTiles (no SQLite file)`);
  return new Database(file, { readonly: true, fileMustExist: true });
}

/** The least and the most. One by one: a city has more tiles than a call takes arguments. */
function spanOf(tiles: readonly Tile[], of: (tile: Tile) => number): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const tile of tiles) {
    least = Math.min(least, of(tile));
    most = Math.max(most, of(tile));
  }
  return [least, most];
}

function boundsOf(text: string | undefined, tiles: readonly Tile[], file: string): Bounds {
  if (text !== undefined) {
    const [west, south, east, north] = text.split(',').map(Number);
    const given = [west, south, east, north];
    if (given.every((value) => Number.isFinite(value))) return given as unknown as Bounds;
    throw new BasemapError(`${file}, metadata bounds ${JSON.stringify(text)}: not west,south,east,north in degrees`);
  }
  const [, zoom] = spanOf(tiles, ({ z }) => z);
  const there = tiles.filter(({ z }) => z === zoom);
  const lonOf = (x: number): number => (x / 2 ** zoom) * 360 - 180;
  const latOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** zoom))) * 180) / Math.PI;
  const [west, east] = spanOf(there, ({ x }) => x);
  const [north, south] = spanOf(there, ({ y }) => y);
  return [lonOf(west), latOf(south + 1), lonOf(east + 1), latOf(north)];
}

export interface MbtilesFacts {
  readonly name?: string | undefined;
  readonly attribution?: string | undefined;
  readonly schematic: boolean;
}

export interface FromMbtiles extends Archive {
  readonly type: TileType;
  readonly bounds: Bounds;
  readonly minZoom: number;
  readonly maxZoom: number;
}

function tilesOf(database: Database.Database, file: string): { readonly tiles: Tile[]; readonly type: TileType } {
  const rows = database
    .prepare('SELECT zoom_level AS z, tile_column AS x, tile_row AS row, tile_data AS data FROM tiles')
    .iterate() as IterableIterator<Row>;
  const tiles: Tile[] = [];
  let type: TileType | undefined;
  for (const { z, x, row, data } of rows) {
    const where = `${file}: tile ${String(z)}/${String(x)}/${String(row)}`;
    if (data === null || data.length === 0) continue;
    const y = 2 ** z - 1 - row;
    if (z < 0 || z > 22 || x < 0 || x >= 2 ** z || y < 0 || y >= 2 ** z)
      throw new BasemapError(`${where}: no such tile`);
    const found = looksLike(data);
    if (found === 'avif')
      throw new BasemapError(`${where} is AVIF, which the hub does not take: make it WebP, PNG or JPEG`);
    type ??= found;
    if (found !== type) throw new BasemapError(`${where} is ${found}, others are ${type}: one archive holds one kind`);
    if (type !== 'mvt') tiles.push({ z, x, y, data });
    // Packed anew, so that equal tiles are equal bytes whoever packed them.
    else {
      try {
        tiles.push({ z, x, y, data: pack(isPacked(data) ? gunzipSync(data) : data) });
      } catch (error) {
        throw new BasemapError(`${where} cannot be unpacked (${reason(error)})`);
      }
    }
  }
  if (type === undefined) throw new BasemapError(`${file}: it holds no tiles`);
  return { tiles, type };
}

/** @throws BasemapError naming what is wrong with the file. */
export function fromMbtiles(file: string, facts: MbtilesFacts): FromMbtiles {
  const database = open(file);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").pluck().all();
    for (const table of ['tiles', 'metadata']) {
      if (!tables.includes(table)) throw new BasemapError(`${file}: not MBTiles (it has no table ${table})`);
    }
    const metadata = new Map(
      database.prepare('SELECT name, value FROM metadata').raw().all() as (readonly [string, string])[],
    );
    const { tiles, type } = tilesOf(database, file);
    const said = metadata.get('format');
    if (said !== undefined && formats[said] !== type) {
      throw new BasemapError(`${file}, metadata format ${said}: its tiles are ${type}`);
    }
    const extra: unknown = JSON.parse(metadata.get('json') ?? '{}');
    const [minZoom, maxZoom] = spanOf(tiles, ({ z }) => z);
    const bounds = boundsOf(metadata.get('bounds'), tiles, file);
    const archive = writeArchive(tiles, {
      ...{ type, bounds, minZoom, maxZoom },
      metadata: {
        ...(typeof extra === 'object' && extra !== null ? extra : {}),
        name: facts.name ?? metadata.get('name') ?? '',
        attribution: facts.attribution ?? metadata.get('attribution') ?? '',
        schematic: facts.schematic,
        type: metadata.get('type') ?? 'baselayer',
      },
    });
    return { ...archive, type, bounds, minZoom, maxZoom };
  } catch (error) {
    if (error instanceof BasemapError) throw error;
    throw new BasemapError(`${file}: broken (${reason(error)})`);
  } finally {
    database.close();
  }
}
