import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSettings, openPlain } from '../../db/connection.ts';
import { documentTable } from '../../db/documents/tables.ts';
import type { AnyDocumentTable, ColumnValue } from '../../db/documents/tables.ts';
import { journalMigrations } from '../../db/hub/journal-migrations.ts';
import { SqliteJournalStore } from '../../db/hub/journal-store.ts';
import { assertMonotonic, FileFromTheFuture } from '../../db/migrations.ts';
import { dutyModeKind } from '../../shared/domain/duty-mode/evolve.ts';
import { folds } from '../../shared/domain/catalog.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { journalDocumentsContract } from './journal-documents.contract.ts';
import { testColumns, testKinds } from './journal-harness.ts';
import type { JournalHarness, TestColumns } from './journal-harness.ts';
import { journalStoreContract } from './journal-store.contract.ts';
import { commit, note } from './scribe.ts';

function tablesOf(columns: TestColumns): readonly AnyDocumentTable[] {
  return Object.entries(columns).map(([kind, types]) =>
    documentTable<Record<string, ColumnValue>>({
      kind,
      columns: Object.fromEntries(
        Object.entries(types).map(([name, type]) => [
          name,
          { type, of: (state) => state[name] ?? null, indexed: type === 'INTEGER' },
        ]),
      ),
    }),
  );
}

let made = 0;

function openSqlite(): JournalHarness {
  const file = join(temporaryFolder(), 'journal.sqlite');
  const start = (columns = testColumns, kinds: readonly string[] = testKinds): SqliteJournalStore =>
    new SqliteJournalStore(file, { kinds, tables: tablesOf(columns), newId: () => `journal-${(made += 1)}` });
  let store = start();
  onTestFinished(() => store.close());
  return {
    get store() {
      return store;
    },
    reopen(columns, kinds) {
      store.close();
      store = start(columns, kinds);
      return store;
    },
    leaveRoom(bytes) {
      const db = openPlain(file, 0);
      const pages = Number(db.pragma('page_count', { simple: true }));
      db.close();
      store.limit(pages * 4_096 + bytes);
    },
  };
}

journalStoreContract(openSqlite);
journalDocumentsContract(openSqlite);

describe('the SQLite file', () => {
  const newId = (): string => 'journal';

  function opened(file: string, options: { maxBytes?: number } = {}): SqliteJournalStore {
    const store = new SqliteJournalStore(file, { kinds: Object.keys(folds), newId, ...options });
    onTestFinished(() => store.close());
    return store;
  }

  test('is durable to the disk with every commit', () => {
    expect(fileSettings.journal.synchronous).toBe('FULL');
  });

  test('of a newer program is refused, and not touched', () => {
    const file = join(temporaryFolder(), 'journal.sqlite');
    opened(file).close();
    const db = openPlain(file, 0);
    db.pragma('user_version = 99');
    db.close();
    expect(() => opened(file)).toThrow(FileFromTheFuture);
    expect(() => opened(file)).toThrow(/99/);
  });

  test('never rewrites an event', () => {
    const file = join(temporaryFolder(), 'journal.sqlite');
    const store = opened(file);
    commit(store, (writes) => note(writes, 'dutyMode/bureau', { mode: 'night', since: 1 }, ['hall']));
    const db = openPlain(file, 0);
    expect(() => db.exec(`UPDATE event SET bytes = '{}'`)).toThrow(/never rewritten/);
    expect(() => db.exec('DELETE FROM event')).toThrow(/never deleted/);
    db.close();
  });

  test('has the columns of the catalog: the duty mode is found by its mode', () => {
    const store = opened(join(temporaryFolder(), 'journal.sqlite'));
    store.rebuildDocuments(folds, () => undefined);
    commit(store, (writes) => note(writes, 'dutyMode/bureau', { mode: 'night', since: 1 }, ['hall']));
    expect(store.documents(dutyModeKind.kind, { where: { mode: 'night' }, orderBy: 'since' })).toHaveLength(1);
    expect(store.documents(dutyModeKind.kind, { where: { mode: 'routine' } })).toEqual([]);
  });

  test('keeps below the size it was opened with', () => {
    const file = join(temporaryFolder(), 'journal.sqlite');
    const store = opened(file, { maxBytes: 900_000 });
    const fill = (): void => {
      for (let n = 0; n < 1_000; n += 1) {
        commit(store, (writes) => note(writes, 'dutyMode/bureau', { mode: 'x'.repeat(3_000), since: n }, ['hall']));
      }
    };
    expect(fill).toThrow(expect.objectContaining({ name: 'StorageFullError', code: 'SQLITE_FULL' }));
    store.close();
    expect(statSync(file).size).toBeLessThanOrEqual(901_120);
  });

  test('in memory has no snapshots, and says so', () => {
    expect(() => opened(':memory:').snapshot()).toThrow(/use a file/);
  });

  test('remembers whether it was made for demonstration', () => {
    const file = join(temporaryFolder(), 'journal.sqlite');
    new SqliteJournalStore(file, { kinds: [], newId, demo: true }).close();
    expect(opened(file).isDemo()).toBe(true);
  });

  test('has its migrations in order', () => {
    expect(() => assertMonotonic(journalMigrations({ newId, demo: false }))).not.toThrow();
  });
});
