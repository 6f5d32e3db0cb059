/** The versions of a seat's outbox file. */
import type { Migration } from '../migrations.ts';

/** Marks the file as ours: "LQSO". */
export const outboxApplicationId = 0x4c51534f;

/**
 * A personal part was the member `personal` alone in version 1 and is an object of members from version 2 on: what stands
 * before and after the one in the other.
 */
export const partFrom1 = { start: '{"personal":', end: '}' } as const;

export const outboxMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'outbox',
    up(db) {
      db.pragma(`application_id = ${outboxApplicationId}`);
      // Personal parts stand apart, in rows that are only ever added at the end and keep their size: see outbox-store.
      db.exec(`
        CREATE TABLE entry (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          user TEXT NOT NULL,
          lane TEXT NOT NULL,
          nature TEXT NOT NULL CHECK (nature IN ('fact', 'order')),
          command TEXT NOT NULL,
          state TEXT NOT NULL
            CHECK (state IN ('pending', 'asking', 'acknowledged', 'refused', 'heldBack', 'discarded')),
          refusal TEXT,
          held_back_by TEXT,
          wanted_at INTEGER NOT NULL,
          settled_at INTEGER,
          acknowledged TEXT
        ) STRICT;
        CREATE TABLE personal (
          number INTEGER PRIMARY KEY,
          entry TEXT NOT NULL UNIQUE,
          content TEXT NOT NULL,
          erased INTEGER NOT NULL CHECK (erased IN (0, 1))
        ) STRICT;
        CREATE TABLE meta (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          journal_id TEXT,
          epoch INTEGER,
          compacting INTEGER NOT NULL CHECK (compacting IN (0, 1))
        ) STRICT;
        INSERT INTO meta (one, compacting) VALUES (1, 0);
      `);
    },
  },
  {
    version: 2,
    name: 'members of persons',
    up(db) {
      // Rows change their size here, so the file is written anew: see outbox-store.
      db.exec(`
        UPDATE personal SET content = '${partFrom1.start}' || content || '${partFrom1.end}' WHERE erased = 0;
        UPDATE meta SET compacting = 1 WHERE EXISTS (SELECT 1 FROM personal);
      `);
    },
  },
];
