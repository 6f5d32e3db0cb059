/** The versions of a seat's cache file. Document tables are not part of them: a file with other ones is begun anew. */
import { scopeTables } from '../documents/scope-sets.ts';
import type { Migration } from '../migrations.ts';
import { pastMigration } from './past-documents.ts';

/** Marks the file as ours: "LQSC". */
export const cacheApplicationId = 0x4c515343;

export const cacheMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'cache',
    up(db) {
      db.pragma(`application_id = ${cacheApplicationId}`);
      db.exec(`
        CREATE TABLE made_for (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          fold_key TEXT NOT NULL,
          shapes TEXT NOT NULL
        ) STRICT;
        CREATE TABLE place (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          journal_id TEXT NOT NULL,
          epoch INTEGER NOT NULL,
          last_seq INTEGER NOT NULL,
          last_hash TEXT NOT NULL,
          labels TEXT NOT NULL,
          user TEXT NOT NULL,
          as_of INTEGER NOT NULL,
          clock_hub INTEGER NOT NULL,
          clock_machine INTEGER NOT NULL,
          clock_rate REAL NOT NULL
        ) STRICT;
        CREATE TABLE checkpoint (
          seq INTEGER PRIMARY KEY,
          hash TEXT NOT NULL
        ) STRICT;
        ${scopeTables}
        CREATE TABLE event (
          seq INTEGER PRIMARY KEY,
          stream TEXT NOT NULL,
          version INTEGER NOT NULL,
          bytes TEXT NOT NULL,
          UNIQUE (stream, version)
        ) STRICT;
        CREATE TABLE snapshot_document (
          stream TEXT NOT NULL PRIMARY KEY,
          version INTEGER NOT NULL,
          seq INTEGER NOT NULL,
          scope TEXT NOT NULL,
          body TEXT NOT NULL
        ) STRICT;
      `);
    },
  },
  {
    version: 2,
    name: 'plates',
    up(db) {
      db.exec('CREATE TABLE plates (hash TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT');
    },
  },
  { version: 3, ...pastMigration },
];
