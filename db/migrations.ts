/**
 * How files grow with the code: numbered, named steps, each in a transaction of its own. The number of the last one
 * stands in the file (`user_version`).
 */
import type Database from 'better-sqlite3';

export interface Migration {
  /** Dense, from 1. */
  readonly version: number;
  /** For messages only. */
  readonly name: string;
  /** Must not open or end a transaction. */
  readonly up: (db: Database.Database) => void;
}

/** The file was written by newer code: reading on could misunderstand it, writing could break it. */
export class FileFromTheFuture extends Error {
  override readonly name = 'FileFromTheFuture';
  readonly fileVersion: number;
  readonly codeVersion: number;

  constructor(file: string, fileVersion: number, codeVersion: number) {
    super(`${file} has version ${fileVersion}, this program knows versions up to ${codeVersion}: use a newer program`);
    this.fileVersion = fileVersion;
    this.codeVersion = codeVersion;
  }
}

/** Throws where the versions are not 1, 2, 3, … or a name is missing or used twice: a mistake of ours. */
export function assertMonotonic(migrations: readonly Migration[]): void {
  const names = new Set<string>();
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1) throw new Error(`migration ${name} has version ${version}, should be ${index + 1}`);
    if (name === '' || names.has(name)) throw new Error(`migration ${version} needs a name of its own: '${name}'`);
    names.add(name);
  }
}

/** Version of the file; 0 for a new one. */
export function fileVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Throws `FileFromTheFuture`; only reads. */
export function assertKnownVersion(db: Database.Database, migrations: readonly Migration[]): void {
  const version = fileVersion(db);
  if (version > migrations.length) throw new FileFromTheFuture(db.name, version, migrations.length);
}

/** Brings the file to the newest version. Where a step throws, the file stays at the version before it. */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  assertMonotonic(migrations);
  assertKnownVersion(db, migrations);
  for (const migration of migrations) {
    if (migration.version <= fileVersion(db)) continue;
    const step = db.transaction(() => {
      // Asked again under the lock: another process may have been quicker.
      if (fileVersion(db) >= migration.version) return;
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    });
    try {
      step.immediate();
    } catch (error) {
      throw new Error(`migration ${migration.version} (${migration.name}) of ${db.name} failed`, { cause: error });
    }
  }
}
