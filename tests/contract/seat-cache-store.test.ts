import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSettings, openPlain } from '../../db/connection.ts';
import { documentTable } from '../../db/documents/tables.ts';
import { cacheFile, SqliteCacheFolder } from '../../db/seat/cache-folder.ts';
import { cacheMigrations } from '../../db/seat/cache-migrations.ts';
import type { CacheOptions } from '../../db/seat/cache-store.ts';
import { SqliteCacheStore } from '../../db/seat/cache-store.ts';
import { assertMonotonic } from '../../db/migrations.ts';
import type { CacheFolder, CacheStore } from '../../seat/runtime/ports.ts';
import { recordingLog } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cacheKinds, cacheStoreContract, change, document, event, place } from './seat-cache-store.contract.ts';

const options: CacheOptions = {
  kinds: cacheKinds,
  foldKey: 'fold',
  tables: [
    documentTable<{ title: string }>({
      kind: 'task',
      columns: { title: { type: 'TEXT', of: (state) => state.title, indexed: true } },
    }),
  ],
};

cacheStoreContract(() => {
  const file = join(temporaryFolder(), 'cache.sqlite');
  let store: SqliteCacheStore = new SqliteCacheStore(file, options);
  onTestFinished(() => store.close());
  return {
    store: store satisfies CacheStore,
    reopen() {
      store.close();
      store = new SqliteCacheStore(file, options);
      return store;
    },
  };
});

describe('the SQLite file', () => {
  test('is not waited for with every commit: all of it can be fetched again', () => {
    expect(fileSettings.seatCache).toMatchObject({ synchronous: 'NORMAL', secureDelete: false });
    expect(() => assertMonotonic(cacheMigrations)).not.toThrow();
  });

  test('has the real columns of the document tables', () => {
    const file = join(temporaryFolder(), 'cache.sqlite');
    const store = new SqliteCacheStore(file, options);
    store.apply(change(1, { put: [document('task/a', 1, 1, '扰民')] }));
    store.close();
    const db = openPlain(file, 0);
    expect(db.prepare('SELECT title FROM document_task').all()).toEqual([{ title: '扰民' }]);
    db.close();
  });

  test('without room a change fails whole, and reading goes on', () => {
    const store = new SqliteCacheStore(join(temporaryFolder(), 'cache.sqlite'), { ...options, maxBytes: 400_000 });
    onTestFinished(() => store.close());
    store.apply(change(1, { put: [document('task/a', 1, 1)] }));
    const large = change(2, {
      put: [document('task/a', 2, 2, 'x'.repeat(1_000_000))],
      events: [event('task/a', 2, 2)],
    });
    expect(() => store.apply(large)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(store.place()).toEqual(place(1));
    expect(store.document('task/a')).toEqual(document('task/a', 1, 1));
    expect(() => store.snapshotPage(0, [document('task/a', 2, 2, 'x'.repeat(1_000_000))])).toThrow(
      expect.objectContaining({ code: 'SQLITE_FULL' }),
    );
    store.apply(change(2, { put: [document('task/a', 2, 2)] }));
    expect(store.document('task/a')?.version).toBe(2);
  });
});

describe('the folder', () => {
  function openFolder(dir: string, more: Partial<CacheOptions> = {}) {
    const lines: LogLine[] = [];
    const folder: CacheFolder = new SqliteCacheFolder(dir, { ...options, ...more }, recordingLog(lines));
    return { folder, lines };
  }
  const asidesIn = (dir: string): string[] => readdirSync(dir).filter((name) => name.endsWith('.aside'));

  function filled(dir: string): void {
    const store = openFolder(dir).folder.open();
    store.apply(
      change(9, { put: Array.from({ length: 400 }, (_, n) => document(`task/${n}`, 1, 1, 'y'.repeat(200))) }),
    );
    store.close();
  }

  test('a sound cache is opened as it is', () => {
    const dir = temporaryFolder();
    filled(dir);
    const { folder, lines } = openFolder(dir);
    const store = folder.open();
    expect(store.documents('task')).toHaveLength(400);
    expect(lines).toEqual([]);
    store.close();
  });

  const file = (dir: string): string => join(dir, cacheFile);
  const damages: Record<string, (dir: string) => void> = {
    'is no database': (dir) => writeFileSync(file(dir), 'these are not the bytes of a database'.repeat(500)),
    'is cut short': (dir) => truncateSync(file(dir), Math.floor(statSync(file(dir)).size / 2)),
    'has pages of zeros': (dir) => {
      filled(dir);
      const db = openPlain(file(dir), 0);
      db.pragma('journal_mode = DELETE');
      db.close();
      const size = statSync(file(dir)).size;
      truncateSync(file(dir), size - 40_960);
      truncateSync(file(dir), size);
    },
    'comes from a newer program': (dir) => {
      const db = openPlain(file(dir), 0);
      db.pragma('user_version = 99');
      db.close();
    },
    'is the database of somebody else': (dir) => {
      const db = openPlain(file(dir), 0);
      db.pragma('application_id = 7');
      db.close();
    },
  };
  for (const [what, damage] of Object.entries(damages)) {
    test(`a cache that ${what} is moved aside and a new one begun`, () => {
      const dir = temporaryFolder();
      filled(dir);
      damage(dir);
      const { folder, lines } = openFolder(dir);
      const store = folder.open();
      expect(store.place()).toBeUndefined();
      store.apply(change(1, { put: [document('task/a', 1, 1)] }));
      store.close();
      expect(asidesIn(dir)).toEqual(['cache.sqlite.1.aside']);
      expect(lines.map(({ level }) => level)).toEqual(['warn']);
      const again = openFolder(dir).folder.open();
      expect(again.place()?.lastSeq).toBe(1);
      again.close();
    });
  }

  test('a cache folded or laid out otherwise is moved aside', () => {
    const dir = temporaryFolder();
    filled(dir);
    const others: Partial<CacheOptions>[] = [{ foldKey: 'other' }, { tables: [] }, { kinds: ['task', 'plan'] }];
    for (const [index, other] of others.entries()) {
      const store = openFolder(dir, other).folder.open();
      expect(store.place(), `${index}`).toBeUndefined();
      store.apply(change(1));
      store.close();
    }
  });

  test('two caches put aside are kept, the newest ones', () => {
    const dir = temporaryFolder();
    const { folder } = openFolder(dir);
    let store = folder.open();
    for (let n = 1; n <= 4; n += 1) {
      store.apply(change(n));
      store = folder.replace('diverged');
      expect(store.place()).toBeUndefined();
    }
    store.close();
    expect(asidesIn(dir).sort()).toEqual(['cache.sqlite.3.aside', 'cache.sqlite.4.aside']);
    const kept = new SqliteCacheStore(join(dir, 'cache.sqlite.4.aside'), options);
    expect(kept.place()?.lastSeq).toBe(4);
    kept.close();
  });

  test('what cannot be helped by a new file is said', () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, cacheFile));
    const { folder } = openFolder(join(dir, 'missing', 'folder'));
    expect(() => folder.open()).toThrow();
  });
});
