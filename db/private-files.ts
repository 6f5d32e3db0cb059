/** Keeps the files of a hub or a seat to its own user. Windows has no such modes: there the folder inherits its rights. */
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';

const others = 0o077;

/** Takes away the rights of others on a folder that is there. Throws where they cannot be taken away. */
export function makeFolderPrivate(dir: string): void {
  keepPrivate(dir, 0o700);
}

/**
 * Sees to it that a database file and what SQLite puts beside it can be read by their owner only. Makes the file, empty,
 * where there is none: SQLite would make it readable for everybody, and gives its -wal the mode of the file.
 */
export function makeFilePrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(path)) keepPrivate(path, 0o600);
}

/** Whether others than its owner may read a file: one with a password in it should let nobody. Never on Windows. */
export function isReadableByOthers(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o044) !== 0;
}

/** A rename is only durable with its folder. Windows cannot open a folder, and needs no such call. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function keepPrivate(path: string, mode: number): void {
  if (process.platform !== 'win32' && (statSync(path).mode & others) !== 0) chmodSync(path, mode);
}
