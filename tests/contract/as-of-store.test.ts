import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openPlain } from '../../db/connection.ts';
import { asOfMigrations, SqliteAsOfStore } from '../../db/hub/as-of-store.ts';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { folderFiles, openDataFolder } from '../../db/hub/data-folder.ts';
import { assertMonotonic } from '../../db/migrations.ts';
import type { AsOfStore } from '../../hub/as-of/store.ts';
import { asOfDamagedCode } from '../../hub/as-of/store.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { AsOfHarness } from './as-of-store.contract.ts';
import { asOfStoreContract } from './as-of-store.contract.ts';

function openSqlite(): AsOfHarness {
  const file = join(temporaryFolder(), 'as-of.sqlite');
  const open = (): SqliteAsOfStore => {
    const made = new SqliteAsOfStore(file);
    onTestFinished(() => made.close());
    return made;
  };
  const store: AsOfStore = open();
  return { store, reopen: open };
}

asOfStoreContract(openSqlite);

describe('the SQLite file', () => {
  test('has its versions in order', () => {
    expect(() => assertMonotonic(asOfMigrations)).not.toThrow();
  });

  test('that is no database, or of a newer program, is begun anew', () => {
    const file = join(temporaryFolder(), 'as-of.sqlite');
    writeFileSync(file, 'this is no database, and long enough to be looked at '.repeat(100));
    new SqliteAsOfStore(file).close();
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3');
    const db = openPlain(file, 0);
    db.pragma('user_version = 99');
    db.close();
    const store = new SqliteAsOfStore(file);
    onTestFinished(() => store.close());
    store.begin('journal', 'folds');
    expect(store.places()).toEqual([]);
  });

  test('that turns out to be damaged while it is in use is begun anew, and who met it hears so', () => {
    const file = join(temporaryFolder(), 'as-of.sqlite');
    const store = new SqliteAsOfStore(file);
    store.begin('journal', 'folds');
    const body = JSON.stringify('x'.repeat(2_000));
    const text = (n: number) => ({ stream: `box/b${n}` as const, version: 1, seq: n, scope: ['a'], body });
    store.put(Array.from({ length: 50 }, (_, n) => text(n + 1)));
    store.keep({ seq: 50, hash: 'f'.repeat(64) });
    store.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xff, 6 * 4_096));
    const again = new SqliteAsOfStore(file);
    onTestFinished(() => again.close());
    expect(() => again.documents(50, '', 99)).toThrow(expect.objectContaining({ code: asOfDamagedCode }));
    again.begin('journal', 'folds');
    expect(again.places()).toEqual([]);
    again.put([text(1)]);
    expect(again.documents(1, '', 9)).toHaveLength(1);
  });

  test('that cannot be opened throws at its uses, not at the start', () => {
    const file = join(temporaryFolder(), 'as-of.sqlite');
    mkdirSync(file);
    const store = new SqliteAsOfStore(file);
    onTestFinished(() => store.close());
    expect([store.places(), store.nearest(9)]).toEqual([[], undefined]);
    expect(() => store.begin('journal', 'folds')).toThrow();
    rmSync(file, { recursive: true });
    store.begin('journal', 'folds');
    expect(store.documents(1, '', 9)).toEqual([]);
  });

  test('is in no backup, and may be deleted', () => {
    const base = temporaryFolder();
    const random = seededRandom(5);
    const options = { kinds: ['box'], newId: () => uuidv7(1, random.bytes(10)), tables: [] };
    const folder = openDataFolder(join(base, 'data'), options);
    expect(existsSync(join(base, 'data', folderFiles.asOf))).toBe(true);
    backupTo(join(base, 'data'), join(base, 'night.backup'));
    folder.close();
    restoreFrom(join(base, 'night.backup'), join(base, 'restored'));
    expect(existsSync(join(base, 'restored', folderFiles.asOf))).toBe(false);
    rmSync(join(base, 'data', folderFiles.asOf));
    openDataFolder(join(base, 'data'), options).close();
  });
});
