import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openPlain } from '../../db/connection.ts';
import {
  BackupDamaged,
  backupTo,
  FolderNotEmpty,
  NotABackup,
  NotADataFolder,
  restoreFrom,
} from '../../db/hub/backup.ts';
import {
  DataFolderInUse,
  folderFiles,
  JournalMissing,
  openDataFolder,
  RestoreUnfinished,
  takeLock,
} from '../../db/hub/data-folder.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { SqliteVaultStore, vaultMigrations, VaultOfOtherJournal } from '../../db/hub/vault-store.ts';
import { FileFromTheFuture } from '../../db/migrations.ts';
import { fingerprintKey } from '../../hub/fingerprint-key.ts';
import type { JournalStore, VaultStore, AccessLogStore } from '../../hub/journal/store.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { chained, commit, note } from './scribe.ts';

const options = { kinds: ['task'], tables: [], newId: () => 'the-journal' };

function opened(dir: string, demo = false): DataFolder {
  const folder = openDataFolder(dir, { ...options, demo });
  onTestFinished(() => folder.close());
  return folder;
}

/** A folder with one event and its record, and its backup. */
function backedUp(): { dir: string; backup: string; base: string; folder: DataFolder } {
  const base = temporaryFolder();
  const [dir, backup] = [join(base, 'data'), join(base, 'night.backup')];
  const folder = opened(dir);
  folder.vault.put([{ ref: 'r1', salt: 'aa', content: '{"phone":"1"}', storedAt: 1 }]);
  commit(folder.journal, (writes) => {
    note(writes, 'task/a', { title: 'one' }, ['hall']);
    writes.addVaultReference('r1', 'task/a');
  });
  folder.accessLog.append([{ at: 1, user: 'u', seat: 's', action: 'login', subject: '', detail: '' }]);
  backupTo(dir, backup);
  return { dir, backup, base, folder };
}

function change(backup: string, sql: string): void {
  const db = openPlain(backup, 0);
  db.exec(sql);
  db.close();
}

async function writer(dir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'folder-writer.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

describe('a data folder', () => {
  test('gives the three stores of the ports', () => {
    const folder = opened(join(temporaryFolder(), 'new', 'data'));
    const journal: JournalStore = folder.journal;
    const vault: VaultStore = folder.vault;
    const accessLog: AccessLogStore = folder.accessLog;
    expect([journal.head().seq, vault.refs().length, accessLog.head().seq]).toEqual([0, 0, 0]);
    if (process.platform !== 'win32') expect(statSync(folder.dir).mode & 0o077).toBe(0);
  });

  test('remembers whether it was made for demonstration, whatever the next start says', () => {
    const base = temporaryFolder();
    opened(join(base, 'a'), true).close();
    expect(opened(join(base, 'a'), false).demo).toBe(true);
    opened(join(base, 'b'), false).close();
    expect(opened(join(base, 'b'), true).demo).toBe(false);
  });

  test('is opened once at a time in one process', () => {
    const dir = join(temporaryFolder(), 'data');
    const first = opened(dir);
    expect(() => opened(dir)).toThrow(DataFolderInUse);
    first.close();
    first.close();
    const { journalId } = opened(dir).journal.identity();
    expect(journalId).toBe('the-journal');
  });

  test('is opened by one process at a time, and its lock dies with that process', async () => {
    const dir = join(temporaryFolder(), 'data');
    const child = await writer(dir);
    expect(() => opened(dir)).toThrow(DataFolderInUse);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const folder = opened(dir);
    expect(folder.journal.eventsAfter(0, 1e9).length).toBe(folder.journal.head().seq);
  });

  test('lets its lock go when a file of it cannot be opened', () => {
    const dir = join(temporaryFolder(), 'data');
    opened(dir).close();
    change(join(dir, 'vault.sqlite'), 'PRAGMA user_version = 99');
    expect(() => opened(dir)).toThrow(FileFromTheFuture);
    change(join(dir, 'vault.sqlite'), `PRAGMA user_version = ${vaultMigrations.length}`);
    opened(dir);
  });

  test.each([folderFiles.vault, folderFiles.accessLog, folderFiles.credentials])(
    'with %s and without its journal is refused and left as it is',
    (name) => {
      const { dir, folder } = backedUp();
      folder.close();
      for (const file of readdirSync(dir)) if (file !== name) rmSync(join(dir, file));
      const before = readFileSync(join(dir, name));
      expect(() => opened(dir)).toThrow(JournalMissing);
      expect(existsSync(join(dir, folderFiles.journal))).toBe(false);
      expect(readFileSync(join(dir, name)).equals(before)).toBe(true);
    },
  );

  test('whose vault belongs to another journal is refused, and the vault keeps its records', () => {
    const { dir, base, folder } = backedUp();
    folder.close();
    const other = openDataFolder(join(base, 'other'), { ...options, newId: () => 'another-journal' });
    other.close();
    renameSync(join(base, 'other', folderFiles.journal), join(dir, folderFiles.journal));
    expect(() => opened(dir)).toThrow(VaultOfOtherJournal);
    const vault = new SqliteVaultStore(join(dir, folderFiles.vault));
    onTestFinished(() => vault.close());
    expect(vault.refs()).toEqual(['r1']);
  });

  test.skipIf(process.platform === 'win32')('that was open to others is closed to them, with all its files', () => {
    const dir = join(temporaryFolder(), 'data');
    const before = process.umask(0o022);
    onTestFinished(() => void process.umask(before));
    const first = opened(dir);
    commit(first.journal, (writes) => note(writes, 'task/a', { title: 'one' }, ['hall']));
    const modes = (): string[] =>
      readdirSync(dir)
        .filter((name) => name !== 'notes.txt' && (statSync(join(dir, name)).mode & 0o077) !== 0)
        .sort();
    expect(modes()).toEqual([]);
    first.close();
    chmodSync(dir, 0o755);
    for (const name of readdirSync(dir)) chmodSync(join(dir, name), 0o644);
    writeFileSync(join(dir, 'notes.txt'), 'not of the hub');
    const again = opened(dir);
    commit(again.journal, (writes) => note(writes, 'task/a', { title: 'two' }, ['hall']));
    expect([statSync(dir).mode & 0o777, modes()]).toEqual([0o700, []]);
    expect(statSync(join(dir, 'notes.txt')).mode & 0o777).toBe(0o644);
  });
});

describe('a backup', () => {
  test('made while another process writes is one consistent state', async () => {
    const base = temporaryFolder();
    const [dir, backup, target] = [join(base, 'data'), join(base, 'night.backup'), join(base, 'restored')];
    const child = await writer(dir);
    for (let n = 0; n < 4; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      backupTo(dir, backup);
    }
    expect(child.exitCode).toBeNull();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(readdirSync(base).sort()).toEqual(['data', 'night.backup']);
    restoreFrom(backup, target);

    const { journal, vault, accessLog } = opened(target);
    const rows = journal.feedAfter(0, 1e9);
    expect(rows.length).toBeGreaterThan(20);
    let hash = genesisHash;
    for (const row of rows) {
      hash = chained(hash, row.bytes);
      expect(row.hash).toBe(hash);
    }
    const last = new Map(rows.map((row) => [row.stream, row.seq]));
    expect(new Map(journal.documents('task').map(({ stream, seq }) => [stream, seq]))).toEqual(last);
    expect(vault.refs()).toEqual(journal.vaultReferences().map(({ ref }) => ref));
    expect(vault.refs()).toHaveLength(rows.length);
    expect(accessLog.firstBroken()).toBeUndefined();
    const original = opened(dir).journal;
    expect(original.hashAt(journal.head().seq)).toBe(journal.head().hash);
    expect(original.head().seq).toBeGreaterThan(journal.head().seq);
  });

  test('restores to the same journal under a new epoch', () => {
    const { backup, base, folder } = backedUp();
    const target = join(base, 'restored');
    restoreFrom(backup, target);
    const restored = opened(target);
    const { journalId, epoch } = folder.journal.identity();
    expect(restored.journal.identity()).toEqual({ journalId, epoch: epoch + 1 });
    expect(restored.journal.feedAfter(0, 9)).toEqual(folder.journal.feedAfter(0, 9));
    expect(restored.journal.document('task/a')).toEqual(folder.journal.document('task/a'));
    expect(restored.vault.get('r1')).toEqual(folder.vault.get('r1'));
    expect(restored.accessLog.after(0, 9)).toEqual(folder.accessLog.after(0, 9));
    expect(restored.demo).toBe(false);
  });

  test('drops vault records that its journal calls erased or does not name', () => {
    const { dir, base, folder } = backedUp();
    folder.vault.put([
      { ref: 'r2', salt: 'bb', content: '{"phone":"2"}', storedAt: 2 },
      { ref: 'r3', salt: 'cc', content: '{"phone":"3"}', storedAt: 3 },
    ]);
    // The journal says it first; a backup may be made before the vault has followed.
    commit(folder.journal, (writes) => {
      writes.addVaultReference('r2', 'task/a');
      writes.markVaultReferenceErased('r2');
    });
    backupTo(dir, join(base, 'later.backup'));
    restoreFrom(join(base, 'later.backup'), join(base, 'restored'));
    expect(opened(join(base, 'restored')).vault.refs()).toEqual(['r1']);
  });

  test('of a first start keeps the key of the hub, though its journal does not name it yet', () => {
    const base = temporaryFolder();
    const [dir, backup, target] = [join(base, 'data'), join(base, 'night.backup'), join(base, 'restored')];
    const folder = opened(dir);
    // Vault before journal: the backup is made in between.
    folder.vault.put([{ ref: 'fingerprint-key', salt: 'ab'.repeat(32), content: '{}', storedAt: 0 }]);
    backupTo(dir, backup);
    restoreFrom(backup, target);
    const { journal, vault } = opened(target);
    expect(Buffer.from(fingerprintKey(journal, vault, seededRandom(1))).toString('hex')).toBe('ab'.repeat(32));
  });

  test('takes the key of outside programs with it', () => {
    const { dir, backup, base } = backedUp();
    const key = `{"version":1,"sha256":"${'a'.repeat(64)}"}\n`;
    writeFileSync(join(dir, 'api-key.json'), key, { mode: 0o600 });
    backupTo(dir, backup);
    restoreFrom(backup, join(base, 'restored'));
    expect(readFileSync(join(base, 'restored', 'api-key.json'), 'utf8')).toBe(key);
    if (process.platform !== 'win32') expect(statSync(join(base, 'restored', 'api-key.json')).mode & 0o777).toBe(0o600);
  });

  test('of a time before credentials and keys were in it restores all the same', () => {
    const { dir, backup, base, folder } = backedUp();
    change(backup, `DELETE FROM chunk WHERE part = 'credentials.sqlite'; DELETE FROM part WHERE name LIKE 'cred%'`);
    restoreFrom(backup, join(base, 'restored'));
    expect(existsSync(join(base, 'restored', folderFiles.credentials))).toBe(false);
    expect(opened(join(base, 'restored')).journal.head().seq).toBe(1);
    // And a folder of that time is backed up.
    folder.close();
    rmSync(join(dir, folderFiles.credentials));
    backupTo(dir, backup);
  });

  test('clears away what earlier ones left that were cut short, and nothing that is at work', () => {
    const { dir, backup, base } = backedUp();
    const [stale, atWork, other] = [
      mkdtempSync(`${backup}.part-`),
      mkdtempSync(`${backup}.part-`),
      `${backup}.part-by-hand`,
    ];
    writeFileSync(join(stale, 'vault.sqlite'), 'a copy of the vault');
    const lock = takeLock(atWork);
    mkdirSync(other);
    backupTo(dir, backup);
    expect([existsSync(stale), existsSync(atWork), existsSync(other)]).toEqual([false, true, true]);
    lock.close();
    backupTo(dir, backup);
    expect(readdirSync(base).sort()).toEqual(['data', 'night.backup', 'night.backup.part-by-hand']);
  });

  test('holds files larger than one piece', () => {
    const { dir, backup, base, folder } = backedUp();
    const content = 'long '.repeat(4_000_000);
    folder.vault.put([{ ref: 'large', salt: 'dd', content, storedAt: 4 }]);
    commit(folder.journal, (writes) => writes.addVaultReference('large', 'task/a'));
    backupTo(dir, backup);
    restoreFrom(backup, join(base, 'restored'));
    expect(opened(join(base, 'restored')).vault.get('large')?.content === content).toBe(true);
  });

  test('goes into an empty folder only', () => {
    const { backup, base, dir } = backedUp();
    expect(() => restoreFrom(backup, dir)).toThrow(FolderNotEmpty);
    const empty = join(base, 'empty');
    mkdirSync(empty);
    restoreFrom(backup, empty);
    expect(opened(empty).journal.head().seq).toBe(1);
  });

  test.each([
    ['a byte of a piece changed', `UPDATE chunk SET bytes = CAST(X'00' || substr(bytes, 2) AS BLOB)`],
    ['a piece missing', `DELETE FROM chunk WHERE part = 'vault.sqlite'`],
    ['a part missing', `DELETE FROM part WHERE name = 'access-log.sqlite'`],
    ['another application id', 'PRAGMA application_id = 7'],
    ['no table', 'DROP TABLE chunk'],
  ])('with %s is refused and leaves no folder', (_what, sql) => {
    const { backup, base } = backedUp();
    change(backup, sql);
    expect(() => restoreFrom(backup, join(base, 'restored'))).toThrow(BackupDamaged);
    expect(existsSync(join(base, 'restored'))).toBe(false);
  });

  test('cut short, or no backup at all, is refused', () => {
    const { backup, base } = backedUp();
    truncateSync(backup, Math.floor(statSync(backup).size / 2));
    const empty = join(base, 'empty');
    mkdirSync(empty);
    expect(() => restoreFrom(backup, empty)).toThrow(BackupDamaged);
    expect(readdirSync(empty)).toEqual([]);
    const other = join(base, 'report.txt');
    writeFileSync(other, 'a report '.repeat(1_000));
    expect(() => restoreFrom(other, empty)).toThrow(BackupDamaged);
    expect(() => restoreFrom(join(base, 'nothing'), empty)).toThrow(/ENOENT/);
    expect(() => restoreFrom(base, empty)).toThrow(BackupDamaged);
  });

  test('of a newer program is refused as a whole', () => {
    const { backup, base } = backedUp();
    change(backup, 'PRAGMA user_version = 99');
    expect(() => restoreFrom(backup, join(base, 'restored'))).toThrow(FileFromTheFuture);
    expect(existsSync(join(base, 'restored'))).toBe(false);
  });

  test('replaces an older backup, and nothing else', () => {
    const { dir, backup, base } = backedUp();
    backupTo(dir, backup);
    const other = join(base, 'report.txt');
    writeFileSync(other, 'a report');
    expect(() => backupTo(dir, other)).toThrow(NotABackup);
    expect(() => backupTo(base, join(base, 'x.backup'))).toThrow(NotADataFolder);
    if (process.platform !== 'win32') expect(statSync(backup).mode & 0o077).toBe(0);
  });

  test('that was cut short while being restored keeps the folder closed', () => {
    const dir = join(temporaryFolder(), 'data');
    mkdirSync(join(dir, 'restoring'), { recursive: true });
    expect(() => opened(dir)).toThrow(RestoreUnfinished);
  });
});
