/**
 * Backups of a data folder: one file, made while the hub goes on working, and how to make a folder of it again.
 *
 * The file is an SQLite file with the copies of the folder's files in pieces, each copy with its size and SHA-256.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Connection } from '../connection.ts';
import { openForReading, openPlain, sqliteCode, Statements } from '../connection.ts';
import { fingerprintKeyRef } from '../../shared/lib/journal.ts';
import { FileFromTheFuture, fileVersion } from '../migrations.ts';
import { basemapFileName } from '../../shared/lib/basemap-files.ts';
import { syncFolder } from '../private-files.ts';
import { SqliteAccessLogStore } from './access-log-store.ts';
import { basemapFilesIn } from './basemap-store.ts';
import { SqliteCredentialStore } from './credential-store.ts';
import { DataFolderInUse, folderFiles, takeLock } from './data-folder.ts';
import { SqliteJournalStore } from './journal-store.ts';
import { SqliteVaultStore } from './vault-store.ts';

/** There is no whole hub in this folder. */
export class NotADataFolder extends Error {
  override readonly name = 'NotADataFolder';

  constructor(dir: string, missing: string) {
    super(`${dir} is not the data folder of a hub: it has no ${missing}`);
  }
}

/** The target of a restore has something in it. */
export class FolderNotEmpty extends Error {
  override readonly name = 'FolderNotEmpty';

  constructor(dir: string) {
    super(`${dir} is not empty: restore into an empty folder, or one that is not there`);
  }
}

/** The file is not a backup, or not as it was written. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';

  constructor(file: string, what: string, cause?: unknown) {
    super(`the backup ${file} cannot be used: ${what}`, { cause });
  }
}

/** Something else than a backup stands where the backup should go. */
export class NotABackup extends Error {
  override readonly name = 'NotABackup';

  constructor(file: string) {
    super(`${file} exists and is not a backup: it is not overwritten`);
  }
}

/**
 * Journal first, vault after it: the copy of the vault then has every record that the copy of the journal names. What it
 * has beyond that, the restore drops.
 */
const needed: readonly string[] = [folderFiles.journal, folderFiles.vault, folderFiles.accessLog];
/** A folder may be without them, and so may a backup: earlier programs did not have them. */
const optional: readonly string[] = [
  folderFiles.credentials,
  folderFiles.apiKey,
  folderFiles.plates,
  folderFiles.views,
];
const parts: readonly string[] = [...needed, ...optional];
/** What the folder may have beside them: the files of basemaps. */
const basemapPart = new RegExp(`^${folderFiles.basemaps}/([0-9a-f]{64})\\.pmtiles$`);

/** 'LQBK', the application id in the header of a backup. */
const backupId = 0x4c51424b;
const backupVersion = 2;
/** A backup without basemaps is one that earlier programs restore whole. */
const versionWithoutBasemaps = 1;
const chunkBytes = 16 * 1024 * 1024;
const readCacheKiB = 8_192;
/** Followed by six letters of chance: the folder beside the target in which a backup is made. */
const workSuffix = '.part-';

/**
 * Writes a consistent copy of a data folder to one file, which appears whole or not at all and replaces an older backup
 * of that name. Takes no lock and only reads, so the hub may be at work, in this process or another. While it works, a
 * folder beside the file holds copies: it needs about twice the room of the data folder. Such folders of backups that
 * were cut short are removed first. Blocks until done. Throws `NotADataFolder`, `NotABackup`.
 */
export function backupTo(dir: string, file: string): void {
  for (const part of needed) if (!existsSync(join(dir, part))) throw new NotADataFolder(dir, part);
  const target = resolve(file);
  if (existsSync(target) && !isBackup(target)) throw new NotABackup(target);
  clearStale(target);
  // Beside the target, so that the rename stays on one volume; readable for its owner only, for the vault is in it.
  const work = mkdtempSync(`${target}${workSuffix}`);
  const lock = takeLock(work);
  try {
    const container = join(work, 'backup.sqlite');
    closeSync(openSync(container, 'wx', 0o600));
    const db = openPlain(container, 0);
    try {
      db.pragma(`application_id = ${backupId}`);
      db.exec(`
        CREATE TABLE part (name TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT;
        CREATE TABLE chunk (
          part TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (part, number)
        ) STRICT;
      `);
      for (const part of parts.filter((name) => existsSync(join(dir, name)))) {
        const copy = join(work, part);
        if (part === folderFiles.apiKey) copyFileSync(join(dir, part), copy);
        else copyDatabase(join(dir, part), copy);
        db.transaction(() => pack(db, part, copy)).immediate();
        rmSync(copy);
      }
      // After the plates, so that none of those names a file that is not here. They never change: no copy is needed.
      const basemaps = basemapPartsOf(dir);
      db.pragma(`user_version = ${basemaps.length === 0 ? versionWithoutBasemaps : backupVersion}`);
      for (const part of basemaps) db.transaction(() => pack(db, part, join(dir, part))).immediate();
    } finally {
      db.close();
    }
    renameSync(container, target);
    syncFolder(dirname(target));
  } finally {
    lock.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function basemapPartsOf(dir: string): readonly string[] {
  return basemapFilesIn(join(dir, folderFiles.basemaps)).map(
    (hash) => `${folderFiles.basemaps}/${basemapFileName(hash)}`,
  );
}

/** Removes what backups to this file that were cut short have left: copies of the vault lie there. */
function clearStale(target: string): void {
  const prefix = `${basename(target)}${workSuffix}`;
  for (const entry of readdirSync(dirname(target), { withFileTypes: true })) {
    const chance = entry.name.startsWith(prefix) ? entry.name.slice(prefix.length) : '';
    if (!entry.isDirectory() || !/^[A-Za-z0-9]{6}$/.test(chance)) continue;
    const work = join(dirname(target), entry.name);
    try {
      takeLock(work).close();
    } catch (error) {
      // Another program makes a backup to the same file at this moment.
      if (error instanceof DataFolderInUse) continue;
      throw error;
    }
    rmSync(work, { recursive: true, force: true });
  }
}

function copyDatabase(source: string, copy: string): void {
  const db = openForReading(source, readCacheKiB);
  try {
    db.prepare('VACUUM INTO ?').run(copy);
  } finally {
    db.close();
  }
}

function pack(db: Connection, part: string, copy: string): void {
  const insert = db.prepare('INSERT INTO chunk (part, number, bytes) VALUES (?, ?, ?)');
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(chunkBytes);
  const handle = openSync(copy, 'r');
  let size = 0;
  try {
    for (let number = 0; ; number += 1) {
      const count = readSync(handle, buffer, 0, chunkBytes, size);
      if (count === 0) break;
      const bytes = buffer.subarray(0, count);
      hash.update(bytes);
      insert.run(part, number, bytes);
      size += count;
    }
  } finally {
    closeSync(handle);
  }
  db.prepare('INSERT INTO part (name, size, sha256) VALUES (?, ?, ?)').run(part, size, hash.digest('hex'));
}

/**
 * Makes a data folder of a backup: into a folder that is empty or not there. The journal gets a new epoch, so that seats
 * look for the last common event. Vault records that the journal calls erased, or does not know, are erased: the first
 * may have been erased after the backup of the journal began, the second belong to events that are not in it. All
 * sessions end: rights taken away since are there again. Where anything fails the folder is as before. Throws
 * `FolderNotEmpty`, `BackupDamaged`, `FileFromTheFuture`.
 */
export function restoreFrom(file: string, dir: string): void {
  const isNew = !existsSync(dir);
  if (!isNew && readdirSync(dir).length > 0) throw new FolderNotEmpty(dir);
  if (!statSync(file).isFile()) throw new BackupDamaged(file, 'not a file');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // A hub refuses to open the folder while this one exists, whatever happens in between.
  const work = join(dir, folderFiles.restoring);
  mkdirSync(work, { mode: 0o700 });
  try {
    unpackAll(file, work);
    settle(work);
    for (const part of [...parts, folderFiles.basemaps])
      if (existsSync(join(work, part))) renameSync(join(work, part), join(dir, part));
    syncFolder(dir);
    rmdirSync(work);
    syncFolder(dir);
  } catch (error) {
    for (const name of [folderFiles.restoring, folderFiles.basemaps, ...parts])
      rmSync(join(dir, name), { recursive: true, force: true });
    if (isNew) rmdirSync(dir);
    throw error;
  }
}

function unpackAll(file: string, work: string): void {
  try {
    const db = openForReading(file, readCacheKiB);
    try {
      if (db.pragma('application_id', { simple: true }) !== backupId) throw new BackupDamaged(file, 'not a backup');
      const version = fileVersion(db);
      if (version > backupVersion) throw new FileFromTheFuture(file, version, backupVersion);
      const statements = new Statements(db);
      for (const part of parts) unpack(statements, file, part, join(work, part));
      unpackBasemaps(statements, file, work);
    } finally {
      db.close();
    }
  } catch (error) {
    const code = sqliteCode(error);
    throw code === undefined ? error : new BackupDamaged(file, code, error);
  }
}

function unpackBasemaps(statements: Statements, file: string, work: string): void {
  const named = statements.of<[], { name: string }>('SELECT name FROM part ORDER BY name').all();
  for (const { name } of named.filter((part) => basemapPart.test(part.name))) {
    mkdirSync(join(work, folderFiles.basemaps), { recursive: true, mode: 0o700 });
    unpack(statements, file, name, join(work, name));
  }
  // The names in it, before the folder is called ours.
  if (existsSync(join(work, folderFiles.basemaps))) syncFolder(join(work, folderFiles.basemaps));
}

function unpack(statements: Statements, file: string, part: string, copy: string): void {
  const stated = statements
    .of<[string], { size: number; sha256: string }>('SELECT size, sha256 FROM part WHERE name = ?')
    .get(part);
  if (stated === undefined && optional.includes(part)) return;
  if (stated === undefined) throw new BackupDamaged(file, `${part} is missing`);
  const chunk = statements.of<[string, number], { bytes: Buffer }>(
    'SELECT bytes FROM chunk WHERE part = ? AND number = ?',
  );
  const hash = createHash('sha256');
  const handle = openSync(copy, 'wx', 0o600);
  let size = 0;
  try {
    for (let number = 0; ; number += 1) {
      const bytes = chunk.get(part, number)?.bytes;
      if (bytes === undefined) break;
      hash.update(bytes);
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
      size += bytes.length;
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (size !== stated.size || hash.digest('hex') !== stated.sha256)
    throw new BackupDamaged(file, `${part} has changed`);
}

function settle(work: string): void {
  const journal = new SqliteJournalStore(join(work, folderFiles.journal), {
    // Documents stay as they were copied: the hub looks after them when it opens the folder.
    kinds: [],
    newId: () => {
      throw new Error('a restored journal keeps its id');
    },
  });
  const vault = new SqliteVaultStore(join(work, folderFiles.vault));
  const accessLog = new SqliteAccessLogStore(join(work, folderFiles.accessLog));
  const credentialFile = join(work, folderFiles.credentials);
  const credentials = existsSync(credentialFile) ? new SqliteCredentialStore(credentialFile) : undefined;
  try {
    journal.raiseEpoch();
    // Rights taken away after the backup are there again: everybody proves anew who they are.
    credentials?.endAllSessions(Date.now(), 'Restored');
    // The key of the hub's fingerprints is no person's; a backup of a first start may name it in the vault only.
    const alive = new Set([
      fingerprintKeyRef,
      ...journal.vaultReferences().flatMap(({ ref, erased }) => (erased ? [] : [ref])),
    ]);
    vault.erase(vault.refs().filter((ref) => !alive.has(ref)));
  } finally {
    credentials?.close();
    accessLog.close();
    vault.close();
    journal.close();
  }
  const left = readdirSync(work).filter((name) => name !== folderFiles.basemaps && !parts.includes(name));
  // Closing the last connection moves all of a -wal into its file; a rename without it would lose the rest.
  if (left.length > 0) throw new Error(`not closed: ${left.join(', ')}`);
}

function isBackup(file: string): boolean {
  try {
    const db = openForReading(file, readCacheKiB);
    try {
      return db.pragma('application_id', { simple: true }) === backupId;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}
