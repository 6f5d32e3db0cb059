import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packSchema } from '../shared/wire/pack.ts';
import { sharedData } from '../tests/support/shared-data.ts';
import { smallPack } from '../tests/support/small-pack.ts';
import { temporaryFolder } from '../tests/support/temp-folder.ts';
import { tinyPmtiles } from '../tests/support/tiny-pmtiles.ts';
import { basemapField, keptBasemap, writePack } from './demo-basemap-file.ts';
import { openDemoNight } from './demo-night.ts';

test('plates say of a file what stands in it', async () => {
  const { bytes, basemap } = tinyPmtiles();
  expect(await basemapField(bytes)).toEqual(basemap);
  await expect(basemapField(bytes.subarray(0, 600))).rejects.toThrow('文件不完整');
});

const real = sharedData('shanghai', 'proof-xuhui-huangpu.pmtiles');
test.skipIf(real === undefined)('a real archive, packed as other programs pack it', async () => {
  const field = await basemapField(readFileSync(real ?? ''));
  expect(field).toMatchObject({ kind: 'vector', bytes: 219_882 });
  const [west, south, east, north] = field.bounds;
  expect(west < 121.45 && 121.45 < east && south < 31.2 && 31.2 < north).toBe(true);
});

test('a pack stands beside its basemap, or alone', async () => {
  const folder = temporaryFolder();
  const { bytes, basemap } = tinyPmtiles();
  await writePack(join(folder, 'new', 'a.json'), smallPack(), bytes);
  expect(readFileSync(join(folder, 'new', 'a.pmtiles')).equals(bytes)).toBe(true);
  const read = (file: string) => packSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(read(join(folder, 'new', 'a.json')).plates.basemap).toEqual(basemap);
  await writePack(join(folder, 'b.json'), smallPack(), undefined);
  expect([read(join(folder, 'b.json')).plates.basemap, existsSync(join(folder, 'b.pmtiles'))]).toEqual([
    undefined,
    false,
  ]);
});

test('the demo makes its basemap once, and again for another version', async () => {
  const data = temporaryFolder();
  const archives = [tinyPmtiles(1_000, 1), tinyPmtiles(1_000, 2)];
  let made = 0;
  const make = (): Uint8Array => archives[made++]?.bytes ?? new Uint8Array();
  const file = keptBasemap(data, '1', make);
  expect([keptBasemap(data, '1', make), made]).toEqual([file, 1]);
  const night = await openDemoNight(data, Date.UTC(2026, 10, 22, 4), file);
  const pack = packSchema.parse(JSON.parse(readFileSync(night.pack, 'utf8')));
  expect(pack.plates.basemap).toEqual(archives[0]?.basemap);
  const second = keptBasemap(data, '2', make);
  expect([made, readFileSync(second).equals(archives[1]?.bytes ?? Buffer.alloc(0))]).toEqual([2, true]);
  expect(readdirSync(data).filter((name) => name.endsWith('.pmtiles'))).toEqual(['basemap-2.pmtiles']);
});
