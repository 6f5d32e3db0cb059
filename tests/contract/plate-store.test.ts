import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { SqlitePlateStore, plateMigrations } from '../../db/hub/plate-store.ts';
import { assertMonotonic } from '../../db/migrations.ts';
import { kinds } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { plateStoreContract } from './plate-store.contract.ts';
import type { PlateHarness } from './plate-store.contract.ts';

function openSqlite(): PlateHarness {
  const file = join(temporaryFolder(), 'plates.sqlite');
  let store = new SqlitePlateStore(file);
  onTestFinished(() => store.close());
  return {
    store,
    reopen() {
      store.close();
      store = new SqlitePlateStore(file);
      return store;
    },
  };
}

plateStoreContract(openSqlite);

describe('the SQLite file', () => {
  test('has its versions in order', () => {
    expect(() => assertMonotonic(plateMigrations)).not.toThrow();
  });

  test('without room a put fails whole', () => {
    const store = new SqlitePlateStore(join(temporaryFolder(), 'plates.sqlite'), { maxBytes: 60_000 });
    onTestFinished(() => store.close());
    const large = JSON.stringify('x'.repeat(100_000));
    const hash = createHash('sha256').update(large).digest('hex');
    expect(() => store.put(hash, large)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(store.hashes()).toEqual([]);
  });

  test('goes into a backup and comes back with a restore', () => {
    const base = temporaryFolder();
    const random = seededRandom(3);
    const options = { kinds: [...kinds.keys()], newId: () => uuidv7(1, random.bytes(10)) };
    const folder = openDataFolder(join(base, 'data'), options);
    const hash = createHash('sha256').update('{}').digest('hex');
    folder.plates.put(hash, '{}');
    backupTo(join(base, 'data'), join(base, 'night.backup'));
    folder.close();
    restoreFrom(join(base, 'night.backup'), join(base, 'restored'));
    const restored = openDataFolder(join(base, 'restored'), options);
    expect(restored.plates.get(hash)).toBe('{}');
    restored.close();
  });
});
