/**
 * The file of a seat's cache as the yardsticks write it: the product's own schema, settings and indexes, rows that are
 * already text, and nothing that thinks about them.
 */
import { SqliteCacheStore } from '../../db/seat/cache-store.ts';
import { cacheMigrations } from '../../db/seat/cache-migrations.ts';
import type { Connection } from '../../db/connection.ts';
import { fileSettings, openFile } from '../../db/connection.ts';
import { benchKinds, benchTables } from './domain.ts';

export const foldKey = 'bench';

export function openCache(file: string): SqliteCacheStore {
  return new SqliteCacheStore(file, { kinds: [...benchKinds.keys()], foldKey, tables: benchTables });
}

/** A new cache file, opened below the store. */
export function openRaw(file: string): Connection {
  openCache(file).close();
  return openFile(file, { settings: fileSettings.seatCache, migrations: cacheMigrations });
}

/** What both sides run with, for the notes. */
export function settingsOf(db: Connection): string {
  const names = ['journal_mode', 'synchronous', 'cache_size', 'page_size', 'wal_autocheckpoint'];
  return names.map((name) => `${name}=${String(db.pragma(name, { simple: true }))}`).join(' ');
}

export const insertEvent = 'INSERT INTO event (seq, stream, version, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
