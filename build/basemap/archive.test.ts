import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { tileIdToZxy } from 'pmtiles';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import { archiveOf, tileBytes } from '../../tests/support/archive.ts';
import { sharedData } from '../../tests/support/shared-data.ts';
import { directoriesOf, rootLimit } from './archive-directory.ts';
import type { Entry } from './archive-directory.ts';
import { countLayers, openArchive, parseDirectory } from './archive-reader.ts';
import { writeArchive } from './archive-writer.ts';
import type { ArchiveFacts, Tile } from './archive-writer.ts';
import { BasemapError } from './features.ts';

const facts: ArchiveFacts = {
  type: 'png',
  bounds: [121.38, 31.1, 121.48, 31.22],
  minZoom: 0,
  maxZoom: 9,
  metadata: { name: '试' },
};

const tile = (id: number, text: string): Tile => {
  const [z, x, y] = tileIdToZxy(id);
  return { z, x, y, data: Buffer.from(text) };
};

/** Ids with gaps and runs; few different contents, so that runs and repeats come up. */
const tileSets = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('海', '陆', 'a', 'bb', 'ccc', 'dddd'),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let id = 0;
    const tiles: (readonly [number, string])[] = [];
    for (const [gap, run, text] of steps) {
      id += gap;
      for (let i = 0; i < run; i += 1) tiles.push([id + i, text]);
      id += run - 1;
    }
    return tiles;
  });

describe('the writer of archives', () => {
  test('what is written is what the pmtiles library reads, at every id, present or not', async () => {
    await fc.assert(
      fc.asyncProperty(tileSets, fc.constantFrom(rootLimit, 120, 60), async (tiles, limit) => {
        const shuffled = [...tiles].reverse().map(([id, text]) => tile(id, text));
        const made = writeArchive(shuffled, { ...facts, rootLimit: limit });
        const archive = archiveOf(made.bytes);
        const expected = new Map(tiles);
        const last = must(tiles.at(-1), 'tile')[0];
        for (let id = 0; id <= last + 3; id += 1) {
          const [z, x, y] = tileIdToZxy(id);
          if (z > facts.maxZoom) break;
          const bytes = await tileBytes(archive, z, x, y);
          expect(bytes === undefined ? undefined : Buffer.from(bytes).toString()).toBe(expected.get(id));
        }
        expect(made.contents).toBe(new Set(expected.values()).size);
        expect(made.tiles).toBe(tiles.length);
      }),
      { numRuns: 25 },
    );
  });

  test('our own reader sees the same tiles', () => {
    fc.assert(
      fc.property(tileSets, fc.constantFrom(rootLimit, 60), (tiles, limit) => {
        const { bytes } = writeArchive(
          tiles.map(([id, text]) => tile(id, text)),
          { ...facts, rootLimit: limit },
        );
        const archive = openArchive(bytes, 'a.pmtiles');
        const read = archive.entries.flatMap((entry) =>
          Array.from({ length: entry.runLength }, (_, i) => [
            entry.tileId + i,
            Buffer.from(archive.unpacked(entry)).toString(),
          ]),
        );
        expect(read).toEqual(tiles);
      }),
    );
  });

  test('a root that would be too long goes into leaves; 100,000 entries are found again', () => {
    const entries = Array.from({ length: 100_000 }, (_, i): Entry => ({
      tileId: i * 3 + ((i * 7919) % 3),
      offset: (i * 104_729) % 50_000_000,
      length: 100 + ((i * 31) % 9000),
      runLength: 1,
    }));
    const { root, leaves } = directoriesOf(entries);
    expect(root.length).toBeLessThanOrEqual(rootLimit);
    expect(leaves.length).toBeGreaterThan(0);
    const heads = parseDirectory(gunzipSync(root));
    const read = heads.flatMap(({ offset, length, runLength }) => {
      expect(runLength).toBe(0);
      return parseDirectory(gunzipSync(leaves.subarray(offset, offset + length)));
    });
    expect(read).toEqual(entries);
  });

  test('header and metadata are those of the specification', async () => {
    const { bytes } = writeArchive([tile(5, 'x'), tile(6, 'x'), tile(9, 'y')], facts);
    const header = await archiveOf(bytes).getHeader();
    expect(header).toMatchObject({
      ...{ specVersion: 3, clustered: true, internalCompression: 2, tileCompression: 1, tileType: 2 },
      ...{ numAddressedTiles: 3, numTileEntries: 2, numTileContents: 2, minZoom: 0, maxZoom: 9 },
      ...{ minLon: 121.38, minLat: 31.1, maxLon: 121.48, maxLat: 31.22 },
    });
    expect(header.centerLon).toBeCloseTo(121.43, 6);
    expect(await archiveOf(bytes).getMetadata()).toEqual({ name: '试' });
  });

  test('two tiles at one place, and a tile without bytes, are refused', () => {
    expect(() => writeArchive([tile(5, 'x'), tile(5, 'y')], facts)).toThrow('two tiles');
    expect(() => writeArchive([tile(5, '')], facts)).toThrow('without bytes');
  });
});

describe('the reader of archives', () => {
  const sound = writeArchive(
    Array.from({ length: 300 }, (_, i) => tile(1 + i * 2, `tile ${String(i)}`)),
    { ...facts, rootLimit: 200 },
  ).bytes;
  const broken = (change: (bytes: Buffer) => Uint8Array | undefined): string => {
    const copy = Buffer.from(sound);
    const bytes = change(copy) ?? copy;
    try {
      openArchive(bytes, 'b.pmtiles');
    } catch (error) {
      expect(error).toBeInstanceOf(BasemapError);
      return String(error);
    }
    return 'read';
  };

  test('each way of being broken is named', () => {
    expect(broken(() => undefined)).toBe('read');
    expect(broken((bytes) => void bytes.write('XX', 0))).toContain('b.pmtiles: not a PMTiles archive');
    expect(broken((bytes) => bytes.subarray(0, 90))).toContain('not a PMTiles archive');
    expect(broken((bytes) => void bytes.writeUInt8(2, 7))).toContain('version 2');
    expect(broken((bytes) => void bytes.writeUInt8(5, 99))).toContain('tiles of type 5: the hub takes mvt');
    expect(broken((bytes) => void bytes.writeUInt8(3, 97))).toContain('packed by method 3: the hub takes gzip or none');
    expect(broken((bytes) => bytes.subarray(0, bytes.length - 10))).toContain('cut off: its tiles end at byte');
    expect(broken((bytes) => void bytes.fill(0, 127, 150))).toContain('broken directory at byte 127');
    expect(broken((bytes) => void bytes.writeBigUInt64LE(40n, 64))).toContain('lies outside the tiles');
    const metadataAt = Number(Buffer.from(sound).readBigUInt64LE(24));
    expect(broken((bytes) => void bytes.fill(0, metadataAt, metadataAt + 8))).toContain('metadata are no JSON');
  });

  test('a picture that is said to be a vector tile is named with its place', () => {
    const { bytes } = writeArchive([{ z: 3, x: 1, y: 2, data: Buffer.from('not gzip') }], { ...facts, type: 'mvt' });
    expect(() => countLayers(openArchive(bytes, 'c.pmtiles'), 'c.pmtiles')).toThrow('tile 3/1/2 cannot be unpacked');
  });

  const sample = sharedData('shanghai', 'proof-xuhui-huangpu.pmtiles');
  test.skipIf(sample === undefined)('a sample made by another tool is read whole', () => {
    const archive = openArchive(readFileSync(must(sample, 'sample')), 'proof');
    expect(archive.entries.reduce((sum, { runLength }) => sum + runLength, 0)).toBe(123);
    const layers = countLayers(archive, 'proof');
    expect([...layers.keys()].sort()).toEqual(['elevated', 'metro', 'station', 'street_label', 'streets']);
  });
});
