/** The data folder of a hub: its files, and the lock that keeps it to one hub. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../connection.ts';
import { openPlain, sqliteCode } from '../connection.ts';
import { basemapFolder } from '../../shared/lib/basemap-files.ts';
import { SqliteAccessLogStore } from './access-log-store.ts';
import { FileBasemapStore } from './basemap-store.ts';
import { SqliteAsOfStore } from './as-of-store.ts';
import { SqliteCredentialStore } from './credential-store.ts';
import type { JournalOptions } from './journal-store.ts';
import { SqliteJournalStore } from './journal-store.ts';
import { makeFilePrivate, makeFolderPrivate } from '../private-files.ts';
import { openOutgoingStore } from './outgoing-store.ts';
import type { SqliteOutgoingStore } from './outgoing-store.ts';
import { SqlitePlateStore } from './plate-store.ts';
import type { TrackStoreOptions } from './track-store.ts';
import { SqliteTrackStore } from './track-store.ts';
import { SqliteVaultStore } from './vault-store.ts';
import { openViewStore } from './view-store.ts';
import type { SqliteViewStore } from './view-store.ts';

/** Names in the data folder. */
export const folderFiles = {
  journal: 'journal.sqlite',
  vault: 'vault.sqlite',
  accessLog: 'access-log.sqlite',
  credentials: 'credentials.sqlite',
  /** Digest of the key of outside programs; `hub/http/api-keys.ts` writes it. */
  apiKey: 'api-key.json',
  plates: 'plates.sqlite',
  /** A subfolder with a file for each basemap. */
  basemaps: basemapFolder,
  lock: 'lock.sqlite',
  /** The hall as it was at some places of the journal: derived, in no backup. */
  asOf: 'as-of.sqlite',
  /** Replies that wait to be given back to their sources: derived, in no backup. */
  outgoing: 'outgoing.sqlite',
  /** Filters of the queue that people keep. */
  views: 'views.sqlite',
  /** A subfolder with a file for each civil day. */
  tracks: 'tracks',
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

/**
 * The other files of a hub are there, its journal is not. A new journal would know nothing of the records in the vault,
 * and have them all erased.
 */
export class JournalMissing extends Error {
  override readonly name = 'JournalMissing';

  constructor(dir: string, found: string) {
    super(`${dir} has ${found} but no ${folderFiles.journal}: put the journal back, or restore a backup`);
  }
}

export interface DataFolder {
  readonly dir: string;
  /** Whether the folder was made for demonstration and training. */
  readonly demo: boolean;
  readonly journal: SqliteJournalStore;
  readonly vault: SqliteVaultStore;
  readonly accessLog: SqliteAccessLogStore;
  readonly credentials: SqliteCredentialStore;
  readonly plates: SqlitePlateStore;
  readonly basemaps: FileBasemapStore;
  readonly tracks: SqliteTrackStore;
  readonly asOf: SqliteAsOfStore;
  readonly views: SqliteViewStore;
  /** Opened when it is first asked for: a hub that gives nothing back has no such file. */
  outgoing(): SqliteOutgoingStore;
  /** Closes the files and lets the lock go. Closing twice is no error. */
  close(): void;
}

export interface DataFolderOptions extends JournalOptions {
  /** Whose midnight parts the files of tracks, minutes east of UTC; China's without it. */
  readonly utcOffset?: number;
  /** Told where a damaged file of tracks was moved aside. */
  readonly damagedTracks?: TrackStoreOptions['damaged'];
  /** Told where a damaged file of saved views was moved aside. */
  readonly damagedViews?: (aside: string) => void;
}

const china = 480;
/** Tracks can wait for their next write; whatever else the hub does must not wait for them, ms. */
const tracksBusyMs = 100;

/**
 * Opens the data folder of a hub, or makes it; `options.demo` counts only then. Throws `DataFolderInUse`,
 * `RestoreUnfinished`, `JournalMissing`, `VaultOfOtherJournal`, and what opening the files throws. The lock dies with the
 * process.
 */
export function openDataFolder(dir: string, options: DataFolderOptions): DataFolder {
  // Only the hub's own user: the vault lies here. A folder that was there before may have been open to others.
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  makeFolderPrivate(dir);
  if (existsSync(join(dir, folderFiles.restoring))) throw new RestoreUnfinished(dir);
  const closers: (() => void)[] = [];
  const close = (): void => {
    for (const work of closers.splice(0).reverse()) work();
  };
  try {
    const lock = takeLock(dir);
    closers.push(() => lock.close());
    assertJournal(dir);
    const journal = new SqliteJournalStore(join(dir, folderFiles.journal), options);
    closers.push(() => journal.close());
    const vault = new SqliteVaultStore(join(dir, folderFiles.vault));
    closers.push(() => vault.close());
    vault.belongTo(journal.identity().journalId);
    const accessLog = new SqliteAccessLogStore(join(dir, folderFiles.accessLog));
    closers.push(() => accessLog.close());
    const credentials = new SqliteCredentialStore(join(dir, folderFiles.credentials));
    closers.push(() => credentials.close());
    const plates = new SqlitePlateStore(join(dir, folderFiles.plates));
    closers.push(() => plates.close());
    const basemaps = new FileBasemapStore(join(dir, folderFiles.basemaps));
    const { utcOffset = china, damagedTracks: damaged } = options;
    const tracks = new SqliteTrackStore(join(dir, folderFiles.tracks), {
      ...{ utcOffset, busyMs: tracksBusyMs },
      ...(damaged === undefined ? {} : { damaged }),
    });
    closers.push(() => tracks.close());
    const asOf = new SqliteAsOfStore(join(dir, folderFiles.asOf));
    closers.push(() => asOf.close());
    const views = openViewStore(join(dir, folderFiles.views), options.damagedViews);
    closers.push(() => views.close());
    const demo = journal.isDemo();
    let opened: SqliteOutgoingStore | undefined;
    const outgoing = (): SqliteOutgoingStore => {
      opened ??= openOutgoingStore(join(dir, folderFiles.outgoing));
      return opened;
    };
    closers.push(() => opened?.close());
    return {
      dir,
      demo,
      journal,
      vault,
      accessLog,
      credentials,
      plates,
      basemaps,
      tracks,
      asOf,
      views,
      outgoing,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The journal is the first of the files to be made: where another one is, it was there. */
function assertJournal(dir: string): void {
  if (existsSync(join(dir, folderFiles.journal))) return;
  const found = [folderFiles.vault, folderFiles.accessLog, folderFiles.credentials].find((name) =>
    existsSync(join(dir, name)),
  );
  if (found !== undefined) throw new JournalMissing(dir, found);
}

/**
 * A transaction that never ends: the operating system lets its lock go when the process ends, however it ends. Throws
 * `DataFolderInUse`.
 */
export function takeLock(dir: string): Connection {
  const file = join(dir, folderFiles.lock);
  makeFilePrivate(file);
  const lock = openPlain(file, 0);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw sqliteCode(error) === 'SQLITE_BUSY' ? new DataFolderInUse(dir) : error;
  }
}

/** The tracks of a data folder, without its lock: a hub may be at work on it, so that a damaged file is left to the hub. */
export function openTrackStore(dir: string, utcOffset: number = china): SqliteTrackStore {
  return new SqliteTrackStore(join(dir, folderFiles.tracks), { utcOffset, leaveDamaged: true });
}
