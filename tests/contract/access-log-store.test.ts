import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSettings, openPlain } from '../../db/connection.ts';
import { accessLogMigrations, SqliteAccessLogStore } from '../../db/hub/access-log-store.ts';
import { assertMonotonic } from '../../db/migrations.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { accessLogStoreContract, entryAt } from './access-log-store.contract.ts';
import type { AccessLogHarness } from './access-log-store.contract.ts';

function openSqlite(): AccessLogHarness {
  const file = join(temporaryFolder(), 'access-log.sqlite');
  let store = new SqliteAccessLogStore(file);
  onTestFinished(() => store.close());
  return {
    store,
    firstBroken: () => store.firstBroken(),
    reopen() {
      store.close();
      store = new SqliteAccessLogStore(file);
      return store;
    },
  };
}

accessLogStoreContract(openSqlite);

describe('the SQLite file', () => {
  test('is durable with every commit', () => {
    expect(fileSettings.accessLog.synchronous).toBe('FULL');
    expect(() => assertMonotonic(accessLogMigrations)).not.toThrow();
  });

  test.each([
    ['an entry rewritten', `UPDATE entry SET user = 'li' WHERE seq = 1500`, 1500],
    ['an entry taken out', 'DELETE FROM entry WHERE seq = 7', 7],
    ['the front cut off', 'DELETE FROM entry WHERE seq < 5', 1],
    ['a hash rewritten', `UPDATE entry SET hash = 'ff' WHERE seq = 3`, 3],
  ])('%s is noticed', (_what, sql, seq) => {
    const file = join(temporaryFolder(), 'access-log.sqlite');
    const store = new SqliteAccessLogStore(file);
    onTestFinished(() => store.close());
    store.append(Array.from({ length: 2_100 }, (_, at) => entryAt(at)));
    expect(store.firstBroken()).toBeUndefined();
    const db = openPlain(file, 1_000);
    db.exec(sql);
    db.close();
    expect(store.firstBroken()).toBe(seq);
  });
});
