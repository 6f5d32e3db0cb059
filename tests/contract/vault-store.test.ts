import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSettings, openForReading, openPlain } from '../../db/connection.ts';
import { SqliteVaultStore, VaultBusy, vaultMigrations, VaultOfOtherJournal } from '../../db/hub/vault-store.ts';
import { assertMonotonic, FileFromTheFuture } from '../../db/migrations.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { vaultStoreContract } from './vault-store.contract.ts';
import type { VaultHarness } from './vault-store.contract.ts';

function openSqlite(): VaultHarness {
  const folder = temporaryFolder();
  const file = join(folder, 'vault.sqlite');
  let store = new SqliteVaultStore(file);
  onTestFinished(() => store.close());
  return {
    store,
    folder,
    reopen() {
      store.close();
      store = new SqliteVaultStore(file);
      return store;
    },
  };
}

vaultStoreContract(openSqlite);

describe('the SQLite file', () => {
  test('is durable with every commit, and zeroes what it frees', () => {
    expect(fileSettings.vault).toMatchObject({ synchronous: 'FULL', secureDelete: true });
    expect(() => assertMonotonic(vaultMigrations)).not.toThrow();
  });

  test('of a newer program is refused', () => {
    const file = join(temporaryFolder(), 'vault.sqlite');
    new SqliteVaultStore(file).close();
    const db = openPlain(file, 0);
    db.pragma('user_version = 99');
    db.close();
    expect(() => new SqliteVaultStore(file)).toThrow(FileFromTheFuture);
  });

  test('erasing says when a reader holds the old bytes, and can be finished after it', { timeout: 60_000 }, () => {
    const { store, folder } = openSqlite();
    store.put([{ ref: 'r', salt: 'aa', content: '{"phone":"13912345678"}', storedAt: 1 }]);
    const reader = openForReading(join(folder, 'vault.sqlite'), 100);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM record').get();
    expect(() => store.erase(['r'])).toThrow(VaultBusy);
    expect(store.get('r')).toBeUndefined();
    // What is left is work for a call that erases nothing.
    expect(() => store.erase([])).toThrow(VaultBusy);
    reader.close();
    store.erase([]);
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name)).includes('13912345678')).toBe(false);
  });

  test('belongs to the first journal that asks, for ever', () => {
    const file = join(temporaryFolder(), 'vault.sqlite');
    const first = new SqliteVaultStore(file);
    first.belongTo('journal-1');
    first.belongTo('journal-1');
    first.close();
    const again = new SqliteVaultStore(file);
    onTestFinished(() => again.close());
    expect(() => again.belongTo('journal-2')).toThrow(VaultOfOtherJournal);
    again.belongTo('journal-1');
  });

  test('without room a put fails whole', () => {
    const store = new SqliteVaultStore(join(temporaryFolder(), 'vault.sqlite'), { maxBytes: 60_000 });
    onTestFinished(() => store.close());
    store.put([{ ref: 'a', salt: 's', content: '{}', storedAt: 1 }]);
    const large = { ref: 'b', salt: 's', content: 'x'.repeat(100_000), storedAt: 1 };
    expect(() => store.put([large])).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(store.refs()).toEqual(['a']);
    store.put([{ ref: 'c', salt: 's', content: '{}', storedAt: 1 }]);
    expect(store.refs()).toEqual(['a', 'c']);
  });
});
