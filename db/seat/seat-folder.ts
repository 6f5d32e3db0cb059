/** The data folder of a seat: the lock that keeps it to one process, the seat's name, and the log-in that holds. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../connection.ts';
import { openPlain, sqliteCode } from '../connection.ts';
import { makeFolderPrivate } from '../private-files.ts';

/** Names in the data folder, beside those of cache and outbox. */
export const seatFiles = {
  lock: 'lock.sqlite',
  seat: 'seat-id',
  session: 'session.json',
  unlock: 'unlock.json',
  views: 'views.json',
} as const;

/** Another seat works on this folder. */
export class SeatFolderInUse extends Error {
  override readonly name = 'SeatFolderInUse';

  constructor(dir: string) {
    super(`another seat works on the data folder ${dir}: end it, or give this one a folder of its own`);
  }
}

export interface SeatFolder {
  readonly dir: string;
  /** The name of the seat, the same for as long as the folder lives. */
  seatId(wanted: string | undefined, make: () => string): string;
  /** Text of the kept log-in; undefined where there is none. */
  readSession(): string | undefined;
  writeSession(text: string | undefined): void;
  /** Text of what a password is checked by without a hub; undefined where there is none. */
  readUnlock(): string | undefined;
  writeUnlock(text: string | undefined): void;
  /** Text of the saved views of whoever sits here, as last told; undefined where there is none. */
  readViews(): string | undefined;
  writeViews(text: string | undefined): void;
  /** Lets the lock go. Closing twice is no error. */
  close(): void;
}

/** Opens the data folder of a seat, or makes it. Throws `SeatFolderInUse`. The lock dies with the process. */
export function openSeatFolder(dir: string): SeatFolder {
  // Only the seat's own user: the outbox may hold what callers said, and the log-in is a key.
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  makeFolderPrivate(dir);
  const lock = takeLock(dir);
  const session = keptText(join(dir, seatFiles.session));
  const unlock = keptText(join(dir, seatFiles.unlock));
  const views = keptText(join(dir, seatFiles.views));
  return {
    dir,
    seatId(wanted, make) {
      const file = join(dir, seatFiles.seat);
      const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
      const id = wanted ?? (kept === '' ? make() : kept);
      if (id !== kept) replaceFile(file, id);
      return id;
    },
    readSession: session.read,
    writeSession: session.write,
    readUnlock: unlock.read,
    writeUnlock: unlock.write,
    readViews: views.read,
    writeViews: views.write,
    close: () => lock.close(),
  };
}

/** A small file that is there or not. */
function keptText(file: string) {
  return {
    read: (): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    write(text: string | undefined): void {
      if (text === undefined) rmSync(file, { force: true });
      else replaceFile(file, text);
    },
  };
}

/** The old content or the new one, never a part of it. */
function replaceFile(file: string, text: string): void {
  const next = `${file}.new`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}

/** A transaction that never ends: the operating system lets its lock go when the process ends, however it ends. */
function takeLock(dir: string): Connection {
  const lock = openPlain(join(dir, seatFiles.lock), 0);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw sqliteCode(error) === 'SQLITE_BUSY' ? new SeatFolderInUse(dir) : error;
  }
}
