/** Opens the cache of a seat, whatever state its file is in: it is a copy, and the hub has the original. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isStorageFull, NodeTooOld, openPlain } from '../connection.ts';
import { moveAside } from './aside.ts';
import { cacheApplicationId } from './cache-migrations.ts';
import type { CacheOptions } from './cache-store.ts';
import { SqliteCacheStore } from './cache-store.ts';

export const cacheFile = 'cache.sqlite';

/** How many caches put aside are kept. */
const keptAsides = 2;

export interface CacheFolderLog {
  warn(data: object, message: string): void;
}

/** Not a cache of ours, or one that is damaged. */
class CacheUnfit extends Error {
  override readonly name = 'CacheUnfit';
}

/** Throws where the file holds something else than a cache; only reads. */
function assertOurs(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const db = openPlain(file, 0);
  try {
    const id = Number(db.pragma('application_id', { simple: true }));
    if (id !== cacheApplicationId) throw new CacheUnfit(`application id ${id} is not that of a seat's cache`);
  } finally {
    db.close();
  }
}

function openSound(file: string, options: CacheOptions): SqliteCacheStore {
  assertOurs(file);
  const store = new SqliteCacheStore(file, options);
  try {
    const damage = store.damage();
    if (damage !== undefined) throw new CacheUnfit(damage);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

export class SqliteCacheFolder {
  readonly #file: string;
  readonly #options: CacheOptions;
  readonly #log: CacheFolderLog;
  #store: SqliteCacheStore | undefined;

  constructor(dir: string, options: CacheOptions, log: CacheFolderLog) {
    this.#file = join(dir, cacheFile);
    this.#options = options;
    this.#log = log;
  }

  /** Throws where even a new file cannot be made. */
  open(): SqliteCacheStore {
    try {
      this.#store = openSound(this.#file, this.#options);
    } catch (error) {
      // Neither is a fault of the file: moving it would not help, and would lose what can still be read.
      if (isStorageFull(error) || error instanceof NodeTooOld) throw error;
      this.#store = this.#anew(error instanceof Error ? error.message : String(error));
    }
    return this.#store;
  }

  replace(reason: string): SqliteCacheStore {
    this.#store?.close();
    this.#store = this.#anew(reason);
    return this.#store;
  }

  #anew(reason: string): SqliteCacheStore {
    if (existsSync(this.#file)) {
      const aside = moveAside(this.#file, keptAsides);
      this.#log.warn({ reason, aside }, 'the cache was moved aside and a new one begun');
    }
    return new SqliteCacheStore(this.#file, this.#options);
  }
}
