import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../tests/support/temp-folder.ts';
import type { Connection } from './connection.ts';
import { openPlain } from './connection.ts';
import { assertMonotonic, FileFromTheFuture, fileVersion, migrate } from './migrations.ts';
import type { Migration } from './migrations.ts';

function step(version: number, name: string, sql: string): Migration {
  return { version, name, up: (db) => db.exec(sql) };
}

const first = step(1, 'notes', 'CREATE TABLE note (text TEXT NOT NULL) STRICT');
const second = step(2, 'authors', `ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'`);

function file(): Connection {
  const db = openPlain(join(temporaryFolder(), 'a.sqlite'), 0);
  onTestFinished(() => {
    db.close();
  });
  return db;
}

test('a file grows step by step, and each step is done once', () => {
  const db = file();
  migrate(db, [first]);
  db.exec(`INSERT INTO note (text) VALUES ('a')`);
  migrate(db, [first, second]);
  migrate(db, [first, second]);
  expect(fileVersion(db)).toBe(2);
  expect(db.prepare('SELECT text, author FROM note').all()).toEqual([{ text: 'a', author: 'nobody' }]);
});

test('a step that fails leaves nothing of itself, and names itself', () => {
  const db = file();
  const broken = step(2, 'broken', 'CREATE TABLE half (a TEXT) STRICT; CREATE TABLE note (a TEXT) STRICT');
  expect(() => migrate(db, [first, broken])).toThrow(/migration 2 \(broken\)/);
  expect(fileVersion(db)).toBe(1);
  expect(() => db.prepare('SELECT a FROM half')).toThrow(/no such table/);
  migrate(db, [first, second]);
  expect(fileVersion(db)).toBe(2);
});

test('a file of a newer program is refused', () => {
  const db = file();
  migrate(db, [first, second]);
  expect(() => migrate(db, [first])).toThrow(FileFromTheFuture);
  expect(() => migrate(db, [first])).toThrow(/has version 2, this program knows versions up to 1/);
});

test.each([
  ['a number left out', [first, step(3, 'late', '')]],
  ['the wrong start', [second]],
  ['a number used twice', [first, step(1, 'again', '')]],
  ['a name used twice', [first, step(2, 'notes', '')]],
  ['no name', [step(1, '', '')]],
])('%s in the list is a mistake of ours', (_what, migrations) => {
  expect(() => assertMonotonic(migrations)).toThrow(/migration/);
});
