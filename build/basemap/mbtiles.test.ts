import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import { archiveOf, tileBytes } from '../../tests/support/archive.ts';
import { temporaryFolder } from '../../tests/support/temp-folder.ts';
import { makeArchive } from './archive-make.ts';
import { openArchive } from './archive-reader.ts';
import { BasemapError } from './features.ts';
import { fromMbtiles } from './mbtiles.ts';

type Row = readonly [z: number, x: number, tmsRow: number, data: Uint8Array | null];

function mbtiles(rows: readonly Row[], metadata: Readonly<Record<string, string>>): string {
  const file = join(temporaryFolder(), 'a.mbtiles');
  const database = new Database(file);
  database.exec('CREATE TABLE metadata (name text, value text)');
  database.exec('CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)');
  for (const [name, value] of Object.entries(metadata))
    database.prepare('INSERT INTO metadata VALUES (?, ?)').run(name, value);
  const insert = database.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)');
  database.transaction(() => {
    for (const row of rows) insert.run(...row);
  })();
  database.close();
  return file;
}

const png = (text: string): Buffer => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from(text)]);

describe('MBTiles to PMTiles', () => {
  test('every vector tile comes out as it went in, rows turned over', async () => {
    const made = makeArchive(
      [
        {
          name: 'road',
          features: [0, 1, 2].map((i) => ({
            geometry: {
              type: 'LineString',
              coordinates: [
                [121.4 + i * 0.03, 31.1],
                [121.43, 31.2],
              ],
            } as const,
            properties: { class: 'arterial' },
            minZoom: 8,
          })),
        },
      ],
      { name: 'a', attribution: 'b', schematic: false, minZoom: 8, maxZoom: 13 },
    );
    const turned = made.tiled.tiles.map(({ z, x, y, data }, i): Row => [
      ...([z, x, 2 ** z - 1 - y] as const),
      // Some makers leave tiles unpacked.
      i % 2 === 0 ? data : gunzipSync(data),
    ]);
    const file = mbtiles(turned, {
      ...{ name: '旧图', format: 'pbf', attribution: '测绘处', bounds: '121.4,31.1,121.46,31.2' },
      json: '{"vector_layers":[{"id":"road","fields":{}}]}',
    });
    const converted = fromMbtiles(file, { schematic: false });
    const [before, after] = [archiveOf(made.bytes), archiveOf(converted.bytes)];
    for (const { z, x, y } of made.tiled.tiles) {
      expect(await tileBytes(after, z, x, y)).toEqual(must(await tileBytes(before, z, x, y), 'tile'));
    }
    expect(await after.getMetadata()).toMatchObject({
      name: '旧图',
      attribution: '测绘处',
      vector_layers: [{ id: 'road' }],
    });
    expect(converted).toMatchObject({ minZoom: 8, maxZoom: 13, type: 'mvt', bounds: [121.4, 31.1, 121.46, 31.2] });
    expect(openArchive(converted.bytes, 'b').entries.length).toBeGreaterThan(0);
  });

  test('pictures keep their bytes; equal ones are kept once; bounds come from the tiles', async () => {
    const file = mbtiles(
      [
        [1, 0, 0, png('sea')],
        [1, 1, 0, png('sea')],
        [1, 1, 1, png('land')],
      ],
      { format: 'png' },
    );
    const converted = fromMbtiles(file, { name: '影像', schematic: true });
    expect(converted).toMatchObject({ type: 'png', tiles: 3, contents: 2 });
    expect(converted.bounds[0]).toBe(-180);
    expect(converted.bounds[3]).toBeCloseTo(85.0511, 3);
    const archive = archiveOf(converted.bytes);
    expect(Buffer.from(must(await tileBytes(archive, 1, 1, 0), 'tile'))).toEqual(png('land'));
    expect(await archive.getMetadata()).toMatchObject({ name: '影像', schematic: true });
  });

  test.each([
    [
      [
        [1, 0, 0, png('a')],
        [1, 1, 0, Buffer.from([0xff, 0xd8, 1])],
      ],
      {},
      'is jpeg, others are png',
    ],
    [[[1, 0, 0, png('a')]], { format: 'pbf' }, 'metadata format pbf: its tiles are png'],
    [[[1, 2, 0, png('a')]], {}, 'tile 1/2/0: no such tile'],
    [[[1, 0, 0, Buffer.from('....ftypavif....')]], {}, 'is AVIF, which the hub does not take'],
    [[[1, 0, 0, png('a')]], { bounds: 'all' }, 'metadata bounds "all"'],
    [[[1, 0, 0, Buffer.from([0x1f, 0x8b, 1, 2])]], {}, 'cannot be unpacked'],
    [[], {}, 'holds no tiles'],
  ] as readonly (readonly [readonly Row[], Record<string, string>, string])[])(
    '%#: refused',
    (rows, metadata, reason) => {
      const file = mbtiles(rows, metadata);
      expect(() => fromMbtiles(file, { schematic: false })).toThrow(BasemapError);
      expect(() => fromMbtiles(file, { schematic: false })).toThrow(reason);
    },
  );

  test('a city has more tiles than a call takes arguments', { timeout: 60_000 }, () => {
    const rows = Array.from({ length: 130_000 }, (_, n) => [17, n % 400, Math.floor(n / 400), png('a')] as const);
    expect(fromMbtiles(mbtiles(rows, { format: 'png' }), { schematic: false })).toMatchObject({
      ...{ tiles: 130_000, contents: 1, minZoom: 17, maxZoom: 17 },
    });
  });

  test('another file, another database and none are named', () => {
    const text = join(temporaryFolder(), 'b.mbtiles');
    writeFileSync(text, 'no database at all');
    expect(() => fromMbtiles(text, { schematic: false })).toThrow('b.mbtiles: not MBTiles (no SQLite file)');
    const other = join(temporaryFolder(), 'c.mbtiles');
    const database = new Database(other);
    database.exec('CREATE TABLE something (a)');
    database.close();
    expect(() => fromMbtiles(other, { schematic: false })).toThrow('it has no table tiles');
    expect(() => fromMbtiles('/nowhere.mbtiles', { schematic: false })).toThrow('no such file');
  });
});
