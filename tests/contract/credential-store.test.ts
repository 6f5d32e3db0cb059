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
  ...{ createdAt: 1_000, lastUsedAt: 1_000, expiresAt: 9_000, address: '10.0.0.1', key: null },
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

  test('of an earlier program keeps passwords, sessions and keys of units', () => {
    const file = join(temporaryFolder(), 'credentials.sqlite');
    const old = openPlain(file, 0);
    for (const { version, up } of credentialMigrations.slice(0, 2)) {
      up(old);
      old.pragma(`user_version = ${version}`);
    }
    const digest = 'ab'.repeat(32);
    old.exec(`
      INSERT INTO credential VALUES ('a1', 2, 8, 1, 'aa', '0123456789abcdef0123456789abcdef', 3, 50);
      INSERT INTO session (id, token_hash, account, seat, created_at, last_used_at, expires_at, password_version)
        VALUES ('s1', 'hash-of-s1', 'a1', 'seat1', 1000, 1000, 9000, 1);
      INSERT INTO unit_key VALUES ('m1', '${digest}', 70);
    `);
    old.close();
    const store = new SqliteCredentialStore(file);
    onTestFinished(() => store.close());
    expect(store.credential('a1')).toEqual({ account: 'a1', password, version: 3, changedAt: 50, mustChange: false });
    expect(store.session('s1')).toEqual({ ...session, address: '' });
    expect(store.keyByDigest(digest)).toMatchObject({
      ...{ kind: 'device', subject: 'm1', madeAt: 70, expiresAt: null, revokedAt: null, actions: [] },
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test('without room a write fails whole', () => {
    const store = new SqliteCredentialStore(join(temporaryFolder(), 'credentials.sqlite'), { maxBytes: 160_000 });
    onTestFinished(() => store.close());
    store.addSession(session);
    const large = { ...session, id: 's2', tokenHash: 't2', seat: 'x'.repeat(200_000) };
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
