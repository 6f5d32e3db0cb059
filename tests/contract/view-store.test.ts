import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { openViewStore, SqliteViewStore, viewMigrations } from '../../db/hub/view-store.ts';
import { assertMonotonic } from '../../db/migrations.ts';
import { kinds } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { viewStoreContract } from './view-store.contract.ts';
import type { ViewHarness } from './view-store.contract.ts';

function openSqlite(): ViewHarness {
  const file = join(temporaryFolder(), 'views.sqlite');
  let store = new SqliteViewStore(file);
  onTestFinished(() => store.close());
  return {
    store,
    reopen() {
      store.close();
      store = new SqliteViewStore(file);
      return store;
    },
  };
}

viewStoreContract(openSqlite);

const kept = { id: 'a', version: 1, name: '二区', filter: '{}', changedAt: 1, changedSeat: 's1' };

describe('the SQLite file', () => {
  test('has its versions in order', () => {
    expect(() => assertMonotonic(viewMigrations)).not.toThrow();
  });

  test('without room a put fails whole', () => {
    const store = new SqliteViewStore(join(temporaryFolder(), 'views.sqlite'), { maxBytes: 40_000 });
    onTestFinished(() => store.close());
    store.put('lin', kept);
    expect(() => store.put('lin', { ...kept, id: 'b', filter: 'x'.repeat(100_000) })).toThrow(
      expect.objectContaining({ code: 'SQLITE_FULL' }),
    );
    expect(store.views('lin')).toEqual([kept]);
  });

  test('a damaged one is moved aside and told of, and a new one begun', () => {
    const dir = temporaryFolder();
    const file = join(dir, 'views.sqlite');
    writeFileSync(file, 'no database at all, but long enough to be looked at as one'.repeat(200));
    const told: string[] = [];
    const store = openViewStore(file, (aside) => told.push(aside));
    onTestFinished(() => store.close());
    expect(store.views('lin')).toEqual([]);
    expect(told).toHaveLength(1);
    expect(readFileSync(told[0] ?? '', 'utf8')).toContain('no database at all');
    expect(readdirSync(dir).some((name) => name.endsWith('.aside'))).toBe(true);
  });

  test('is in a backup of the folder', () => {
    const [dir, to] = [temporaryFolder(), temporaryFolder()];
    const random = seededRandom(1);
    const options = { kinds: [...kinds.keys()], newId: () => uuidv7(1, random.bytes(10)), demo: true };
    const folder = openDataFolder(dir, options);
    folder.views.put('lin', kept);
    folder.close();
    backupTo(dir, join(to, 'backup'));
    restoreFrom(join(to, 'backup'), join(to, 'restored'));
    const restored = openDataFolder(join(to, 'restored'), options);
    onTestFinished(() => restored.close());
    expect(restored.views.views('lin')).toEqual([kept]);
  });
});
