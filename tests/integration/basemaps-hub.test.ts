/** Basemaps as they reach the hub: over HTTP, at the start, and what plates that name them are held against. */
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { platesSchema } from '../../shared/domain/district/events.ts';
import type { Basemap } from '../../shared/domain/district/state.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, runHub, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { tinyPmtiles } from '../support/tiny-pmtiles.ts';
import { openWorkHub } from '../support/work-hub.ts';
import type { WorkHub } from '../support/work-hub.ts';

afterAll(cleanUp);
const workKey = 'key-of-the-work-hub-tests';
const archive = tinyPmtiles(700_000);
const packWith = (basemap: Basemap) => {
  const pack = smallPack();
  return { ...pack, plates: { ...pack.plates, basemap } };
};

function put(at: WorkHub, hash: string, body: BodyInit, key = workKey): Promise<Response> {
  const { http } = must(at.hub.address(), 'a hub');
  return fetch(`http://127.0.0.1:${http}/api/v1/basemaps/${hash}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    body,
  });
}

function read(at: WorkHub, hash: string, range?: string, method = 'GET'): Promise<Response> {
  const { http } = must(at.hub.address(), 'a hub');
  return fetch(`http://127.0.0.1:${http}/api/v1/basemaps/${hash}`, {
    method,
    headers: { authorization: `Bearer ${workKey}`, ...(range === undefined ? {} : { range }) },
  });
}

test('plates may name a basemap or not; those that name none are as they were', () => {
  const { plates } = smallPack();
  expect(platesSchema.parse(plates)).toEqual(plates);
  expect('basemap' in platesSchema.parse(plates)).toBe(false);
  expect(platesSchema.parse({ ...plates, basemap: archive.basemap }).basemap).toEqual(archive.basemap);
  for (const wrong of [{ hash: 'x' }, { bytes: 0 }, { kind: 'globe' }, { maxZoom: 23 }, { bounds: [0, 0, 200, 1] }])
    expect(platesSchema.safeParse({ ...plates, basemap: { ...archive.basemap, ...wrong } }).success).toBe(false);
});

describe('over HTTP', () => {
  test('a file goes in once, says what plates write of it, and can be had in parts', async () => {
    const at = await openWorkHub();
    const { hash, bytes, basemap } = archive;
    const first = await put(at, hash, new Uint8Array(bytes));
    expect([first.status, await first.json()]).toEqual([201, { basemap }]);
    const again = await put(at, hash, new Uint8Array(bytes));
    expect([again.status, await again.json()]).toEqual([200, { basemap }]);

    const whole = await read(at, hash);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await read(at, hash, 'bytes=1000-300999');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000-300999/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000, 301_000))).toBe(true);
    const beyond = await read(at, hash, `bytes=${bytes.length}-`);
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    const head = await read(at, hash, undefined, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, `${bytes.length}`, '']);
    const other = await read(at, '0'.repeat(64));
    expect([other.status, await other.json()]).toMatchObject([404, { code: 'BasemapUnknown', field: 'hash' }]);
    expect((await read(at, 'x')).status).toBe(400);
  });

  test('whose map it is comes as text', async () => {
    const at = await openWorkHub();
    const { hash, bytes } = tinyPmtiles(2_000, 5, {
      attribution: '<a href="https://example.invalid">&copy; 示例\n测绘</a>',
      schematic: 'yes',
    });
    const body: unknown = await (await put(at, hash, new Uint8Array(bytes))).json();
    expect(body).toMatchObject({ basemap: { attribution: '© 示例 测绘', schematic: false } });
  });

  test('what is no such file, another file, or too large a one leaves nothing', async () => {
    const at = await openWorkHub({ basemapLimit: 500_000 });
    const small = tinyPmtiles(2_000);
    const refused = async (hash: string, body: BodyInit, key?: string) => {
      const reply = await put(at, hash, body, key);
      return [reply.status, ((await reply.json()) as { readonly code: string }).code];
    };
    expect(await refused(small.hash, new Uint8Array(small.bytes.subarray(0, 1_500)))).toEqual([400, 'PmtilesUnfit']);
    expect(await refused('0'.repeat(64), new Uint8Array(small.bytes))).toEqual([400, 'BasemapOtherHash']);
    expect(await refused(small.hash, '{"type":"FeatureCollection","features":[]}')).toEqual([400, 'NotPmtiles']);
    expect(await refused(small.hash, new Uint8Array())).toEqual([400, 'NotPmtiles']);
    expect(await refused(archive.hash, new Uint8Array(archive.bytes))).toEqual([413, 'BasemapTooLarge']);
    expect(await refused(small.hash, new Uint8Array(small.bytes), 'no-key-of-this-hub-at-all')).toEqual([
      401,
      'KeyWrong',
    ]);
    at.volume.free = 1_000_000;
    expect(await refused(small.hash, new Uint8Array(small.bytes))).toEqual([503, 'StorageFull']);
    expect(at.folder.basemaps.hashes()).toEqual([]);
  });

  test('one that does not say its length is measured as it comes', async () => {
    const at = await openWorkHub({ basemapLimit: 500_000 });
    const { http } = must(at.hub.address(), 'a hub');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asking = request(
        {
          ...{ host: '127.0.0.1', port: http, method: 'PUT', path: `/api/v1/basemaps/${archive.hash}` },
          headers: { authorization: `Bearer ${workKey}`, 'transfer-encoding': 'chunked' },
        },
        (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        },
      );
      asking.on('error', reject);
      asking.end(archive.bytes);
    });
    expect(status).toBe(413);
    expect(at.folder.basemaps.hashes()).toEqual([]);
  });

  test('a pack is refused while its basemap is missing, and where it says otherwise than the file', async () => {
    const at = await openWorkHub();
    const before = at.events().length;
    const missing = await at.send('POST', '/api/v1/pack', packWith(archive.basemap));
    expect([missing.status, missing.body]).toEqual([
      422,
      {
        ...{ code: 'BasemapMissing', field: 'plates.basemap.hash' },
        message: expect.stringContaining(`PUT /api/v1/basemaps/${archive.hash}`),
      },
    ]);
    await put(at, archive.hash, new Uint8Array(archive.bytes));
    for (const [field, wrong] of Object.entries({ bytes: 1, kind: 'raster', minZoom: 1, maxZoom: 13 } as const)) {
      const reply = await at.send('POST', '/api/v1/pack', packWith({ ...archive.basemap, [field]: wrong }));
      expect([reply.status, reply.body]).toMatchObject([
        422,
        { code: 'BasemapOther', field: `plates.basemap.${field}` },
      ]);
    }
    const elsewhere = packWith({ ...archive.basemap, bounds: [121.4, 31.1, 121.5, 31.26] });
    expect((await at.send('POST', '/api/v1/pack', elsewhere)).body).toMatchObject({ field: 'plates.basemap.bounds' });
    // A file that calls itself schematic is not shown as the real town.
    const real = packWith({ ...archive.basemap, schematic: false });
    expect((await at.send('POST', '/api/v1/pack', real)).body).toMatchObject({ field: 'plates.basemap.schematic' });
    expect(at.events().length).toBe(before);
    expect(at.folder.plates.hashes()).toEqual([]);
    expect((await at.send('POST', '/api/v1/pack', packWith(archive.basemap))).status).toBe(200);
    expect(at.events().length).toBeGreaterThan(before);
  });
});

test('at the start: the file beside the pack, or the one that is named, goes in before it', async () => {
  const folder = tempFolder();
  const file = join(folder, 'district.json');
  writeFileSync(file, JSON.stringify(packWith(archive.basemap)));
  const args = (data: string) => ['--data', join(folder, data), '--port', '0', '--demo', '--log-level', 'error'];
  const ended = async (data: string, more: readonly string[]) => {
    const { code, log } = await runHub([...args(data), '--pack', file, ...more]);
    return [code, log.trim().split('\n').at(-1)];
  };
  expect(await ended('a', [])).toEqual([2, expect.stringContaining(`没有这个底图文件：${archive.hash}`)]);
  const elsewhere = join(folder, 'elsewhere.pmtiles');
  expect(await ended('b', ['--basemap', elsewhere])).toEqual([2, `--basemap ${elsewhere}: 文件读不出来`]);
  writeFileSync(elsewhere, tinyPmtiles(2_000, 9).bytes);
  expect(await ended('b', ['--basemap', elsewhere])).toEqual([
    2,
    expect.stringContaining(`--basemap ${elsewhere}: 收到的`),
  ]);
  expect((await runHub([...args('b'), '--basemap', elsewhere])).log).toContain('--basemap needs --pack');
  expect((await runHub([...args('b'), '--pack', file, '--basemap-limit', '0'])).log).toContain('--basemap-limit is no');

  writeFileSync(join(folder, 'district.pmtiles'), archive.bytes);
  const hub = startHub([...args('c'), '--pack', file, '--api-key', testKey]);
  const { http } = await hub.listening;
  const reply = await fetch(`http://127.0.0.1:${http}/api/v1/basemaps/${archive.hash}`, {
    headers: { authorization: `Bearer ${testKey}` },
  });
  expect(Buffer.from(await reply.arrayBuffer()).equals(archive.bytes)).toBe(true);
  hub.signal('SIGTERM');
  expect((await hub.exited).code).toBe(0);
});
