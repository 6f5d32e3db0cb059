import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Connection } from '../../db/connection.ts';
import { fileSettings, openPlain, StorageFullError } from '../../db/connection.ts';
import type { TrackStoreOptions } from '../../db/hub/track-store.ts';
import { SqliteTrackStore, trackMigrations } from '../../db/hub/track-store.ts';
import { assertMonotonic, FileFromTheFuture } from '../../db/migrations.ts';
import { storageFullCode } from '../../hub/journal/store.ts';
import { must } from '../../shared/lib/must.ts';
import { day, hour } from '../../shared/lib/time.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { evening, point, trackStoreContract } from './track-store.contract.ts';

function openIn(dir: string, more: Partial<TrackStoreOptions> = {}): SqliteTrackStore {
  const store = new SqliteTrackStore(dir, { utcOffset: 480, ...more });
  onTestFinished(() => store.close());
  return store;
}

trackStoreContract(() => {
  const dir = join(temporaryFolder(), 'tracks');
  const store = openIn(dir);
  return {
    store,
    reopen() {
      store.close();
      return openIn(dir);
    },
  };
});

describe('the files', () => {
  test('are one for each civil day of the offset, private, and none before the first point', () => {
    const dir = join(temporaryFolder(), 'tracks');
    const store = openIn(dir);
    expect(store.track('m1', 0, evening + day, 9)).toEqual([]);
    expect(store.prune(evening)).toBe(0);
    expect(() => readdirSync(dir)).toThrow();
    store.append([point(evening), point(evening + 2 * hour)]);
    store.close();
    store.close();
    expect(readdirSync(dir).sort()).toEqual(['2026-11-21.sqlite', '2026-11-22.sqlite']);
    expect(statSync(dir).mode & 0o077).toBe(0);
    expect(statSync(join(dir, '2026-11-21.sqlite')).mode & 0o077).toBe(0);
    expect(fileSettings.tracks).toMatchObject({ synchronous: 'NORMAL', secureDelete: true });
    expect(() => assertMonotonic(trackMigrations)).not.toThrow();
  });

  test('of many days are opened a few at a time', () => {
    const dir = join(temporaryFolder(), 'tracks');
    const store = openIn(dir);
    const month = Array.from({ length: 30 }, (_, n) => point(evening + n * day));
    store.append(month);
    expect(store.track('m1', 0, evening + 99 * day, 99)).toEqual(month);
    expect(readdirSync(dir).filter((name) => name.endsWith('-wal')).length).toBeLessThanOrEqual(4);
  });

  test('of a day that is over go with everything beside them', () => {
    const dir = temporaryFolder();
    const store = openIn(dir);
    store.append([point(evening)]);
    writeFileSync(join(dir, '2026-11-21.sqlite.1.aside'), 'x');
    writeFileSync(join(dir, 'note.txt'), 'somebody else’s');
    expect(store.prune(evening + day)).toBe(1);
    expect(readdirSync(dir)).toEqual(['note.txt']);
  });
});

describe('a damaged file', () => {
  const file = '2026-11-21.sqlite';

  test('is moved aside when it is written to, and a new one begun', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, file), 'this is no database, and long enough to be looked at '.repeat(100));
    const damages: unknown[] = [];
    const store = openIn(dir, { damaged: (damage) => damages.push(damage) });
    store.append([point(evening)]);
    expect(store.track('m1', 0, evening + day, 9)).toEqual([point(evening)]);
    expect(damages).toMatchObject([{ file: join(dir, file), aside: join(dir, `${file}.1.aside`) }]);
    expect(readdirSync(dir)).toContain(`${file}.1.aside`);
  });

  test('that is damaged while it is open, too', () => {
    const dir = temporaryFolder();
    const first = openIn(dir);
    const many = Array.from({ length: 20_000 }, (_, n) => point(evening + n));
    first.append(many);
    first.close();
    truncateSync(join(dir, file), Math.floor(statSync(join(dir, file)).size / 8 / 4_096) * 4_096);
    const damages: unknown[] = [];
    const store = openIn(dir, { damaged: (damage) => damages.push(damage) });
    store.append([point(evening + hour)]);
    expect(damages).toHaveLength(1);
    expect(store.track('m1', 0, evening + day, 99)).toEqual([point(evening + hour)]);
  });

  test('takes only its own day with it', () => {
    const dir = temporaryFolder();
    mkdirSync(dir, { recursive: true });
    const store = openIn(dir);
    store.append([point(evening), point(evening + day)]);
    store.close();
    writeFileSync(join(dir, file), 'x'.repeat(5_000));
    const damages: unknown[] = [];
    const again = openIn(dir, { damaged: (damage) => damages.push(damage) });
    expect(again.track('m1', 0, evening + 2 * day, 9)).toEqual([point(evening + day)]);
    expect(damages).toHaveLength(1);
    expect(again.track('m1', 0, evening + 2 * day, 9)).toEqual([point(evening + day)]);
    expect(damages).toHaveLength(1);
  });

  test('of a newer program is left as it is', () => {
    const dir = temporaryFolder();
    const db = openPlain(join(dir, file), 0);
    db.pragma('user_version = 99');
    db.close();
    expect(() => openIn(dir).append([point(evening)])).toThrow(FileFromTheFuture);
  });
});

test('a file of before devices were kept still reads, and takes points of devices', () => {
  const dir = temporaryFolder();
  const file = join(dir, '2026-11-21.sqlite');
  const old = openPlain(file, 0);
  must(trackMigrations[0], 'the first migration').up(old);
  old.pragma('user_version = 1');
  old
    .prepare("INSERT INTO point VALUES ('m1', ?, 1129612345, 278300001, 8, 333, NULL, NULL, 0, 1)")
    .run(BigInt(evening));
  old.close();
  const store = openIn(dir);
  const before = point(evening, { accuracy: 8, speed: 33.3, replayed: true });
  expect(store.track('m1', 0, evening + day, 9)).toEqual([before]);
  const after = point(evening + 1, { device: 'osmand:phone', deviceAt: evening });
  store.append([after]);
  expect(store.track('m1', 0, evening + day, 9)).toEqual([before, after]);
});

test('of many days at once none is there where one cannot be written', async () => {
  const dir = temporaryFolder();
  const store = openIn(dir, { maxBytes: 40_960 });
  const kept = point(evening, { speed: 7 });
  store.append([kept]);
  const long = Array.from({ length: 5_000 }, (_, n) => point(evening + day + n));
  const turn = () => Promise.resolve();
  await expect(store.appendWhole([kept, point(evening + 1), ...long], turn)).rejects.toThrow(StorageFullError);
  expect(store.track('m1', 0, evening + 9 * day, 9)).toEqual([kept]);
});

test('what cannot be taken out again of an import that failed is counted', async () => {
  const dir = temporaryFolder();
  const store = openIn(dir, { maxBytes: 40_960, busyMs: 0 });
  const long = Array.from({ length: 5_000 }, (_, n) => point(evening + day + n));
  const others: Connection[] = [];
  const turn = () => {
    // From the first day's points on somebody else holds that day's file.
    if (others.length > 0) return Promise.resolve();
    const other = openPlain(join(dir, '2026-11-21.sqlite'), 0);
    other.exec('BEGIN IMMEDIATE');
    others.push(other);
    return Promise.resolve();
  };
  const failed = store.appendWhole([point(evening), point(evening + 1), ...long], turn);
  await expect(failed).rejects.toMatchObject({ code: 'TRACKS_LEFT', left: 2 });
  for (const other of others) other.close();
  expect(store.track('m1', 0, evening + 9 * day, 9)).toEqual([point(evening), point(evening + 1)]);
});

test('a file that somebody else writes is told as busy at once; a damaged one may be left to the hub', () => {
  const dir = temporaryFolder();
  const store = openIn(dir, { busyMs: 0 });
  store.append([point(evening)]);
  const other = openPlain(join(dir, '2026-11-21.sqlite'), 0);
  other.exec('BEGIN IMMEDIATE');
  expect(() => store.append([point(evening + 1)])).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
  other.close();
  store.append([point(evening + 1)]);
  store.close();
  writeFileSync(join(dir, '2026-11-21.sqlite'), 'x'.repeat(5_000));
  expect(() => openIn(dir, { leaveDamaged: true }).append([point(evening)])).toThrow(
    expect.objectContaining({ code: 'SQLITE_NOTADB' }),
  );
  expect(readdirSync(dir).filter((name) => name.includes('aside'))).toEqual([]);
});

test('where a file may grow no further, a write says so with its code and changes nothing', () => {
  const store = openIn(temporaryFolder(), { maxBytes: 40_960 });
  store.append([point(evening)]);
  const many = Array.from({ length: 5_000 }, (_, n) => point(evening + 1 + n));
  let failed: unknown;
  try {
    store.append(many);
  } catch (error) {
    failed = error;
  }
  expect(failed).toBeInstanceOf(StorageFullError);
  expect(failed).toMatchObject({ code: storageFullCode });
  expect(store.track('m1', 0, evening + day, 9_999)).toEqual([point(evening)]);
});
