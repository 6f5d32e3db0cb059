import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TileType } from 'pmtiles';
import { writeArchive, writeVector } from '../../tests/support/tiny-basemap.ts';
import { BasemapError, openBasemap } from './basemap-archive.ts';

const making = { bounds: [121.4, 31.1, 121.5, 31.2], minZoom: 10, maxZoom: 11 } as const;
const vector = writeVector(
  [
    {
      layer: 'road',
      from: 10,
      type: 'LineString',
      at: [
        [121.41, 31.11],
        [121.49, 31.19],
      ],
      tags: { class: 'local' },
    },
  ],
  making,
);
const raster = writeArchive({ ...making, type: TileType.Png, metadata: {}, tile: () => Uint8Array.of(1, 2, 3) });
const unknown = writeArchive({ ...making, type: TileType.Unknown, metadata: {}, tile: () => Uint8Array.of(1) });

/** Sends ranges of a body; `whole` ignores them, `refused` answers 403. */
const files: Readonly<Record<string, { readonly body: Buffer; readonly how?: 'whole' | 'refused' }>> = {
  vector: { body: vector },
  raster: { body: raster },
  unknown: { body: unknown },
  text: { body: Buffer.from('no archive at all'.repeat(2_000)) },
  cut: { body: vector.subarray(0, 140) },
  whole: { body: Buffer.concat([vector, Buffer.alloc(20_000)]), how: 'whole' },
  refused: { body: vector, how: 'refused' },
};
const server = createServer((request, response) => {
  const file = files[(request.url ?? '').slice(1)];
  if (file === undefined) response.writeHead(404).end();
  else if (file.how === 'refused') response.writeHead(403).end();
  else if (file.how === 'whole') response.end(file.body);
  else {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    response.writeHead(206).end(file.body.subarray(Number(from), Number(to) + 1));
  }
});
let address = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
});
afterAll(() => {
  server.close();
});

test('a vector archive says its zooms and how its layers are read, and gives its tiles unpacked', async () => {
  const archive = await openBasemap(`${address}vector`);
  expect(archive).toMatchObject({ kind: 'vector', minZoom: 10, maxZoom: 11 });
  expect(archive.layers.map(({ from, as }) => [from, as])).toEqual([['road', 'road']]);
  expect((await archive.tile(10, 857, 418))?.byteLength).toBeGreaterThan(20);
  expect(await archive.tile(10, 0, 0)).toBeUndefined();
});

test('a raster archive says the type of its pictures', async () => {
  const archive = await openBasemap(`${address}raster`);
  expect(archive).toMatchObject({ kind: 'raster', imageType: 'image/png', layers: [] });
  expect(new Uint8Array((await archive.tile(10, 857, 418)) ?? new ArrayBuffer(0))).toEqual(Uint8Array.of(1, 2, 3));
});

test.each([
  ['missing', 'missing'],
  ['refused', 'refused'],
  ['whole', 'noRanges'],
  ['text', 'notArchive'],
  ['cut', 'notArchive'],
  ['unknown', 'unknownTiles'],
])('an archive that is %s is told as %s', async (name, fault) => {
  await expect(openBasemap(`${address}${name === 'missing' ? 'none' : name}`)).rejects.toEqual(
    expect.objectContaining({ fault }),
  );
});

test('a server that is not there is told as unreachable', async () => {
  const gone = await new Promise<string>((resolve) => {
    const other = createServer().listen(0, '127.0.0.1', () => {
      const { port } = other.address() as AddressInfo;
      other.close(() => resolve(`http://127.0.0.1:${String(port)}/x`));
    });
  });
  await expect(openBasemap(gone)).rejects.toThrow(BasemapError);
  await expect(openBasemap(gone)).rejects.toMatchObject({ fault: 'unreachable' });
});
