/** The data folder of a hub: its files, and the lock that keeps it to one hub. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../connection.ts';
import { openPlain, sqliteCode } from '../connection.ts';
import { SqliteAccessLogStore } from './access-log-store.ts';
import type { JournalOptions } from './journal-store.ts';
import { SqliteJournalStore } from './journal-store.ts';
import { SqliteVaultStore } from './vault-store.ts';

/** Names in the data folder. */
export const folderFiles = {
  journal: 'journal.sqlite',
  vault: 'vault.sqlite',
  accessLog: 'access-log.sqlite',
  lock: 'lock.sqlite',
  /** A subfolder that exists only while a restore is at work. */
  restoring: 'restoring',
} as const;

/** Another hub works on this folder. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';

  constructor(dir: string) {
    super(`another hub works on the data folder ${dir}`);
  }
}

/** A restore into this folder was cut short: what is there is not a whole state. */
export class RestoreUnfinished extends Error {
  override readonly name = 'RestoreUnfinished';

  constructor(dir: string) {
    super(`a restore into ${dir} did not finish: empty the folder and restore again`);
  }
}

export interface DataFolder {
  readonly dir: string;
  /** Whether the folder was made for demonstration and training. */
  readonly demo: boolean;
  readonly journal: SqliteJournalStore;
  readonly vault: SqliteVaultStore;
  readonly accessLog: SqliteAccessLogStore;
  /** Closes the files and lets the lock go. Closing twice is no error. */
  close(): void;
}

/**
 * Opens the data folder of a hub, or makes it; `options.demo` counts only then. Throws `DataFolderInUse`,
 * `RestoreUnfinished`, and what opening the files throws. The lock dies with the process.
 */
export function openDataFolder(dir: string, options: JournalOptions): DataFolder {
  // Only the hub's own user: the vault lies here.
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (existsSync(join(dir, folderFiles.restoring))) throw new RestoreUnfinished(dir);
  const closers: (() => void)[] = [];
  const close = (): void => {
    for (const work of closers.splice(0).reverse()) work();
  };
  try {
    const lock = takeLock(dir);
    closers.push(() => lock.close());
    const journal = new SqliteJournalStore(join(dir, folderFiles.journal), options);
    closers.push(() => journal.close());
    const vault = new SqliteVaultStore(join(dir, folderFiles.vault));
    closers.push(() => vault.close());
    const accessLog = new SqliteAccessLogStore(join(dir, folderFiles.accessLog));
    closers.push(() => accessLog.close());
    return { dir, demo: journal.isDemo(), journal, vault, accessLog, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A transaction that never ends: the operating system lets its lock go when the process ends, however it ends. */
function takeLock(dir: string): Connection {
  const lock = openPlain(join(dir, folderFiles.lock), 0);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw sqliteCode(error) === 'SQLITE_BUSY' ? new DataFolderInUse(dir) : error;
  }
}
