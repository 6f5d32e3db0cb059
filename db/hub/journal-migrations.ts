/** The versions of the journal file. Document tables are not part of them: they are derived, and made when needed. */
import type { Migration } from '../migrations.ts';
import { scopeTables } from '../documents/scope-sets.ts';

/** @param identity what a new file is called; only the first migration of a new file uses it. */
export function journalMigrations(identity: {
  readonly newId: () => string;
  readonly demo: boolean;
}): readonly Migration[] {
  return [
    {
      version: 1,
      name: 'journal',
      up(db) {
        db.exec(`
          CREATE TABLE meta (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            journal_id TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
            reaction_cursor INTEGER NOT NULL
          ) STRICT;
          CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            stream TEXT NOT NULL,
            version INTEGER NOT NULL,
            at INTEGER NOT NULL,
            bytes TEXT NOT NULL,
            hash TEXT NOT NULL,
            UNIQUE (stream, version)
          ) STRICT;
          CREATE TRIGGER event_is_never_rewritten BEFORE UPDATE ON event
            BEGIN SELECT RAISE (ABORT, 'events are never rewritten'); END;
          CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
            BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;
          ${scopeTables}
          CREATE TABLE event_scope (
            seq INTEGER PRIMARY KEY REFERENCES event (seq),
            before_id INTEGER NOT NULL REFERENCES scope_set (id),
            after_id INTEGER NOT NULL REFERENCES scope_set (id)
          ) STRICT;
          CREATE TABLE command_answer (
            id TEXT NOT NULL PRIMARY KEY,
            fingerprint TEXT NOT NULL,
            answer TEXT NOT NULL
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE due (
            stream TEXT NOT NULL,
            rule TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (stream, rule, at)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX due_at ON due (at, stream, rule);
          CREATE TABLE vault_reference (
            ref TEXT NOT NULL PRIMARY KEY,
            stream TEXT NOT NULL,
            erased INTEGER NOT NULL CHECK (erased IN (0, 1))
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE document_fold (
            kind TEXT NOT NULL PRIMARY KEY,
            fold INTEGER NOT NULL,
            shape TEXT NOT NULL
          ) STRICT, WITHOUT ROWID;
        `);
        db.prepare('INSERT INTO meta (one, journal_id, epoch, demo, reaction_cursor) VALUES (1, ?, 1, ?, 0)').run(
          identity.newId(),
          identity.demo ? 1 : 0,
        );
      },
    },
  ];
}
