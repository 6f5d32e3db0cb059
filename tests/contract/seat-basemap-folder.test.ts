/** The basemaps of a seat's machine: one fetch at a time, nothing unchecked, the one before is kept. */
import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BasemapFolder } from '../../db/seat/basemap-folder.ts';
import { must } from '../../shared/lib/must.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { tinyPmtiles } from '../support/tiny-pmtiles.ts';
import type { TinyArchive } from '../support/tiny-pmtiles.ts';

let clock = 1_000_000;
const warnings: string[] = [];

function opened(dir = join(temporaryFolder(), 'basemaps'), maxBytes?: number) {
  const log = { warn: (_data: object, message: string) => void warnings.push(message) };
  const limit = maxBytes === undefined ? {} : { maxBytes };
  return { dir, folder: new BasemapFolder(dir, { now: () => (clock += 60_000), log, ...limit }) };
}

/** Fetches a whole file, in pieces. */
async function fetchAll(folder: BasemapFolder, { basemap, bytes }: TinyArchive, piece = 1_000): Promise<string> {
  const fetch = must(folder.fetch(basemap), 'a fetch');
  while (fetch.have < bytes.length) await fetch.append(bytes.subarray(fetch.have, fetch.have + piece));
  const result = await fetch.finish();
  fetch.release();
  return result;
}

test('given a fetch cut short, when the folder is opened again, then it goes on where it stopped', async () => {
  const archive = tinyPmtiles(10_000);
  const { hash, basemap, bytes } = archive;
  const { dir, folder } = opened();
  const fetch = must(folder.fetch(basemap), 'a fetch');
  await fetch.append(bytes.subarray(0, 4_000));
  expect([folder.have(hash), folder.has(hash, bytes.length), folder.file(hash)]).toEqual([4_000, false, undefined]);

  const again = opened(dir).folder;
  expect(must(again.fetch(basemap), 'a fetch').have).toBe(4_000);
  const third = opened(dir).folder;
  expect(await fetchAll(third, archive)).toBe('whole');
  expect(third.has(hash, bytes.length)).toBe(true);
  expect(third.file(hash)).toEqual({ file: join(dir, `${hash}.pmtiles`), size: bytes.length });
  expect(readdirSync(dir)).toEqual([`${hash}.pmtiles`]);
});

test('given a part with a wrong byte, when it is finished, then it is thrown away', async () => {
  const archive = tinyPmtiles(10_000);
  const { dir, folder } = opened();
  const fetch = must(folder.fetch(archive.basemap), 'a fetch');
  const wrong = Buffer.from(archive.bytes);
  wrong.writeUInt8(wrong.readUInt8(500) ^ 1, 500);
  await fetch.append(wrong);
  expect(await fetch.finish()).toBe('damaged');
  expect([fetch.have, readdirSync(dir), folder.has(archive.hash, archive.bytes.length)]).toEqual([0, [], false]);
  fetch.release();
  expect(await fetchAll(folder, archive)).toBe('whole');
});

test('one at a time fetches a file; whoever waits hears when it may go on', async () => {
  const archive = tinyPmtiles(10_000);
  const { folder } = opened();
  const first = must(folder.fetch(archive.basemap), 'a fetch');
  expect(folder.fetch(archive.basemap)).toBeUndefined();
  let told = 0;
  const stop = folder.onChanged(() => (told += 1));
  // It goes while a piece is still being written: nobody else may write before that is over.
  const writing = first.append(archive.bytes.subarray(0, 4_000));
  first.release();
  expect(folder.fetch(archive.basemap)).toBeUndefined();
  await writing;
  expect(told).toBeGreaterThan(0);
  expect(must(folder.fetch(archive.basemap), 'a fetch').have).toBe(4_000);
  stop();
});

test('without room the part stays as it was', async () => {
  const archive = tinyPmtiles(10_000);
  const { dir, folder } = opened(undefined, 5_000);
  const fetch = must(folder.fetch(archive.basemap), 'a fetch');
  await fetch.append(archive.bytes.subarray(0, 4_000));
  await expect(fetch.append(archive.bytes.subarray(4_000, 6_000))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  expect(fetch.have).toBe(4_000);
  expect(must(opened(dir).folder.fetch(archive.basemap), 'a fetch').have).toBe(4_000);
});

test('kept are those in force anywhere and the one before; a seat that ends takes nothing with it', async () => {
  const [a, b, c] = [tinyPmtiles(1_000, 1), tinyPmtiles(1_000, 2), tinyPmtiles(1_000, 3)];
  const { dir, folder } = opened();
  const [desk, wall] = [{}, {}];
  const here = (of: BasemapFolder): string[] =>
    Object.entries({ a, b, c }).flatMap(([name, { hash, bytes }]) => (of.has(hash, bytes.length) ? [name] : []));
  for (const archive of [a, b]) {
    await fetchAll(folder, archive);
    folder.inForce(desk, archive.basemap);
    folder.inForce(wall, archive.basemap);
  }
  expect(here(folder)).toEqual(['a', 'b']);
  // The next one is named and not here yet: what is there stays, the newest of it in use.
  folder.inForce(desk, c.basemap);
  expect([here(folder), folder.last()]).toEqual([['a', 'b'], b.basemap]);
  await fetchAll(folder, c);
  folder.inForce(desk, c.basemap);
  expect(here(folder)).toEqual(['a', 'b', 'c']);
  folder.inForce(wall, c.basemap);
  expect(here(folder)).toEqual(['b', 'c']);
  folder.gone(desk);
  folder.gone(wall);
  const again = opened(dir).folder;
  expect([here(again), again.last()]).toEqual([['b', 'c'], c.basemap]);
  again.inForce(desk, c.basemap);
  expect(here(again)).toEqual(['b', 'c']);
});

test('a whole file that lost its end is no whole file, and is fetched anew', async () => {
  const archive = tinyPmtiles(10_000);
  const { dir, folder } = opened();
  await fetchAll(folder, archive);
  folder.inForce({}, archive.basemap);
  truncateSync(join(dir, `${archive.hash}.pmtiles`), 9_000);
  writeFileSync(join(dir, `${archive.hash}.arriving`), Buffer.alloc(20_000));
  const again = opened(dir).folder;
  expect([again.has(archive.hash, archive.bytes.length), again.last()]).toEqual([false, undefined]);
  expect(must(again.fetch(archive.basemap), 'a fetch').have).toBe(0);
  expect(existsSync(join(dir, `${archive.hash}.pmtiles`))).toBe(false);
  expect(await fetchAll(opened(dir).folder, archive)).toBe('whole');
  expect(warnings).toEqual([]);
});
