import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../tests/support/temp-folder.ts';
import {
  assertNode,
  fileSettings,
  isStorageFull,
  limitBytes,
  NodeTooOld,
  openFile,
  openForReading,
  sqliteCode,
  Statements,
} from './connection.ts';
import type { Connection, FileSettings } from './connection.ts';
import { FileFromTheFuture } from './migrations.ts';
import type { Migration } from './migrations.ts';

const migrations: readonly Migration[] = [
  { version: 1, name: 'notes', up: (db) => db.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT') },
];

function opened(file: string, settings: FileSettings = fileSettings.journal, maxBytes?: number): Connection {
  const db = openFile(file, { settings, migrations, ...(maxBytes === undefined ? {} : { maxBytes }) });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

test.each(['20.20.0', '18.0.0', '22.17.9', '22.9.0'])('Node %s is refused with a sentence', (version) => {
  expect(() => assertNode(version)).toThrow(NodeTooOld);
  expect(() => assertNode(version)).toThrow(`Node ${version} is too old`);
});

test.each(['22.18.0', '24.21.0', '26.0.0'])('Node %s is taken', (version) => {
  expect(() => assertNode(version)).not.toThrow();
});

test('the binary is not imported before the check: on an old Node it would end the process', () => {
  const source = readFileSync(join(import.meta.dirname, 'connection.ts'), 'utf8');
  const imports = source.split('\n').filter((line) => /from 'better-sqlite3'/.test(line));
  expect(imports).toEqual([`import type Database from 'better-sqlite3';`]);
});

test.each(Object.entries(fileSettings))(
  'a file of kind %s has the settings its content asks for',
  (_kind, settings) => {
    const db = opened(join(temporaryFolder(), 'a.sqlite'), settings);
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(settings.synchronous === 'FULL' ? 2 : 1);
    expect(pragma('secure_delete')).toBe(settings.secureDelete ? 1 : 0);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(5_000);
    expect(pragma('cache_size')).toBe(-settings.cacheKiB);
    expect(pragma('user_version')).toBe(1);
  },
);

test('only what can be fetched again, and tracks, is written without waiting for the disk', () => {
  const quick = Object.entries(fileSettings).filter(([, { synchronous }]) => synchronous === 'NORMAL');
  expect(quick.map(([kind]) => kind)).toEqual(['tracks', 'asOf', 'seatCache']);
  expect(fileSettings.vault.secureDelete && fileSettings.outbox.secureDelete).toBe(true);
});

test('a file from the future is refused before a byte of it is written', () => {
  const file = join(temporaryFolder(), 'a.sqlite');
  const db = opened(file);
  db.pragma('journal_mode = DELETE');
  db.pragma('user_version = 2');
  db.close();
  const before = readFileSync(file);
  expect(() => opened(file)).toThrow(FileFromTheFuture);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a size limit ends in an error that says so, and can be raised', () => {
  const db = opened(join(temporaryFolder(), 'a.sqlite'), fileSettings.journal, 20_000);
  const insert = db.prepare('INSERT INTO note (text) VALUES (?)');
  const large = (): unknown => insert.run('x'.repeat(50_000));
  expect(large).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
  try {
    large();
  } catch (error) {
    expect([isStorageFull(error), sqliteCode(error)]).toEqual([true, 'SQLITE_FULL']);
  }
  limitBytes(db, 200_000);
  large();
  expect(isStorageFull(new Error('SQLITE_FULL'))).toBe(false);
  expect(sqliteCode(new Error('other'))).toBeUndefined();
});

test('a connection for reading does not write, and makes no file', () => {
  const folder = temporaryFolder();
  opened(join(folder, 'a.sqlite'));
  const reader = openForReading(join(folder, 'a.sqlite'), 100);
  onTestFinished(() => {
    reader.close();
  });
  expect(() => reader.exec(`INSERT INTO note (text) VALUES ('a')`)).toThrow(/readonly/);
  expect(() => openForReading(join(folder, 'b.sqlite'), 100)).toThrow();
});

test('a text is prepared once', () => {
  const statements = new Statements(opened(join(temporaryFolder(), 'a.sqlite')));
  expect(statements.of('SELECT text FROM note')).toBe(statements.of('SELECT text FROM note'));
});
