import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { FileBasemapStore } from '../../db/hub/basemap-store.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { kinds } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { piecesOf, tinyPmtiles } from '../support/tiny-pmtiles.ts';
import { basemapStoreContract } from './basemap-store.contract.ts';

basemapStoreContract(() => {
  const dir = join(temporaryFolder(), 'basemaps');
  return { store: new FileBasemapStore(dir), reopen: () => new FileBasemapStore(dir) };
});

describe('the folder', () => {
  test('is its owner’s only, and is cleared of what was cut short', async () => {
    const dir = join(temporaryFolder(), 'basemaps');
    mkdirSync(dir);
    writeFileSync(join(dir, `${'a'.repeat(64)}.0123456789ab.arriving`), 'half');
    writeFileSync(join(dir, 'notes.txt'), 'somebody’s own');
    const store = new FileBasemapStore(dir);
    const { hash, bytes } = tinyPmtiles();
    await store.put(hash, piecesOf(bytes));
    expect(readdirSync(dir).sort()).toEqual([`${hash}.pmtiles`, 'notes.txt'].sort());
    expect(store.hashes()).toEqual([hash]);
    if (process.platform !== 'win32') {
      expect(statSync(dir).mode & 0o077).toBe(0);
      expect(statSync(join(dir, `${hash}.pmtiles`)).mode & 0o077).toBe(0);
    }
  });

  test('without room a put fails whole', async () => {
    const dir = join(temporaryFolder(), 'basemaps');
    const store = new FileBasemapStore(dir, { maxBytes: 10_000 });
    const { hash, bytes } = tinyPmtiles(20_000);
    await expect(store.put(hash, piecesOf(bytes))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect([store.hashes(), readdirSync(dir)]).toEqual([[], []]);
  });

  const options = (): Parameters<typeof openDataFolder>[1] => {
    const random = seededRandom(3);
    return { kinds: [...kinds.keys()], newId: () => uuidv7(1, random.bytes(10)) };
  };

  test('goes into a backup and comes back with a restore', async () => {
    const base = temporaryFolder();
    const folder = openDataFolder(join(base, 'data'), options());
    const files = [tinyPmtiles(300_000, 1), tinyPmtiles(1_000, 2)];
    for (const { hash, bytes } of files) await folder.basemaps.put(hash, piecesOf(bytes, 64_000));
    backupTo(join(base, 'data'), join(base, 'night.backup'));
    folder.close();
    restoreFrom(join(base, 'night.backup'), join(base, 'restored'));
    const restored = openDataFolder(join(base, 'restored'), options());
    for (const { hash, bytes } of files)
      expect(Buffer.from((await restored.basemaps.read(hash, 0, bytes.length)) ?? [])).toEqual(bytes);
    restored.close();
  });

  test('a backup of a folder without any is one as ever', () => {
    const base = temporaryFolder();
    openDataFolder(join(base, 'data'), options()).close();
    backupTo(join(base, 'data'), join(base, 'night.backup'));
    restoreFrom(join(base, 'night.backup'), join(base, 'restored'));
    const restored = openDataFolder(join(base, 'restored'), options());
    expect(restored.basemaps.hashes()).toEqual([]);
    restored.close();
  });
});
