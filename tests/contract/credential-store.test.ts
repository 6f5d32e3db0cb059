import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openPlain } from '../../db/connection.ts';
import { backupTo, restoreFrom } from '../../db/hub/backup.ts';
import { credentialMigrations, credentialSettings, SqliteCredentialStore } from '../../db/hub/credential-store.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { assertMonotonic, FileFromTheFuture } from '../../db/migrations.ts';
import type { CredentialStore } from '../../hub/accounts/store.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { credentialStoreContract } from './credential-store.contract.ts';
import type { CredentialHarness } from './credential-store.contract.ts';

const mostUnknown = 10;

function openSqlite(): CredentialHarness {
  const file = join(temporaryFolder(), 'credentials.sqlite');
  let store = new SqliteCredentialStore(file, { mostUnknown });
  onTestFinished(() => store.close());
  return {
    mostUnknown,
    store,
    reopen() {
      store.close();
      store = new SqliteCredentialStore(file, { mostUnknown });
      return store;
    },
  };
}

credentialStoreContract(openSqlite);

const password = { n: 2, r: 8, p: 1, salt: 'aa', hash: '0123456789abcdef0123456789abcdef' };
const session = {
  ...{ id: 's1', tokenHash: 'hash-of-s1', account: 'a1', seat: 'seat1', passwordVersion: 1 },
  ...{ createdAt: 1_000, lastUsedAt: 1_000, expiresAt: 9_000 },
};

describe('the SQLite file', () => {
  test('is durable with every commit', () => {
    expect(credentialSettings).toMatchObject({ synchronous: 'FULL', secureDelete: true });
    expect(() => assertMonotonic(credentialMigrations)).not.toThrow();
  });

  test('of a newer program is refused', () => {
    const file = join(temporaryFolder(), 'credentials.sqlite');
    new SqliteCredentialStore(file).close();
    const db = openPlain(file, 0);
    db.pragma('user_version = 99');
    db.close();
    expect(() => new SqliteCredentialStore(file)).toThrow(FileFromTheFuture);
  });

  test('shows at once what another process has set', () => {
    const file = join(temporaryFolder(), 'credentials.sqlite');
    const hub = new SqliteCredentialStore(file);
    onTestFinished(() => hub.close());
    hub.setPassword('a1', password, 1);
    const beside = new SqliteCredentialStore(file);
    beside.setPassword('a1', { ...password, hash: 'ff' }, 2);
    beside.close();
    expect(hub.credential('a1')).toMatchObject({ password: { hash: 'ff' }, version: 2 });
  });

  test('without room a write fails whole', () => {
    const store = new SqliteCredentialStore(join(temporaryFolder(), 'credentials.sqlite'), { maxBytes: 60_000 });
    onTestFinished(() => store.close());
    store.addSession(session);
    const large = { ...session, id: 's2', tokenHash: 't2', seat: 'x'.repeat(100_000) };
    expect(() => store.addSession(large)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(store.openSessions()).toEqual([session]);
  });
});

describe('the data folder', () => {
  const opened = (dir: string): DataFolder => {
    const folder = openDataFolder(dir, { kinds: [], tables: [], newId: () => 'the-journal' });
    onTestFinished(() => folder.close());
    return folder;
  };

  test('has the store of the port; a backup brings passwords back, but no session', () => {
    const base = temporaryFolder();
    const folder = opened(join(base, 'data'));
    const store: CredentialStore = folder.credentials;
    store.setPassword('a1', password, 5);
    store.putAttempts('a2', { at: [1], lockedUntil: 99 }, true);
    store.addSession(session);
    backupTo(folder.dir, join(base, 'night.backup'));
    restoreFrom(join(base, 'night.backup'), join(base, 'restored'));
    const { credentials } = opened(join(base, 'restored'));
    expect(credentials.credential('a1')).toEqual(store.credential('a1'));
    expect(credentials.attempts('a2')).toEqual({ at: [1], lockedUntil: 99 });
    expect(credentials.openSessions()).toEqual([]);
    expect(credentials.endedSession('s1')?.reason).toBe('Restored');
    expect(store.openSessions()).toEqual([session]);
  });

  test('keeps hashes out of every other file', () => {
    const folder = opened(join(temporaryFolder(), 'data'));
    folder.credentials.setPassword('a1', password, 5);
    const holding = readdirSync(folder.dir).filter((name) =>
      readFileSync(join(folder.dir, name)).includes(password.hash),
    );
    expect(holding.every((name) => name.startsWith('credentials.sqlite'))).toBe(true);
    expect(holding.length).toBeGreaterThan(0);
  });
});
