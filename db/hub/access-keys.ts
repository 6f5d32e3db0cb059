/** The table of keys that are no person's password, in the file of credentials. It holds digests: a key cannot be read back. */
import type { KeyAction, KeyKind } from '../../shared/wire/office-api.ts';
import type { Statements } from '../connection.ts';
import type { Migration } from '../migrations.ts';

export interface StoredKey {
  readonly id: string;
  readonly sha256: string;
  readonly kind: KeyKind;
  readonly name: string;
  readonly subject: string | null;
  readonly actions: readonly KeyAction[];
  readonly madeAt: number;
  readonly madeBy: string;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedFrom: string | null;
  readonly revokedAt: number | null;
  readonly replacedBy: string | null;
}

export interface KeyOf {
  readonly kind: KeyKind;
  readonly subject: string;
}

export const accessKeyMigration: Migration = {
  version: 5,
  name: 'keys of integrations, devices and walls',
  up(db) {
    db.exec(`
      CREATE TABLE access_key (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('integration', 'device', 'wall')),
        name TEXT NOT NULL,
        subject TEXT,
        actions TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        made_by TEXT NOT NULL,
        expires_at INTEGER,
        last_used_at INTEGER,
        last_used_from TEXT,
        revoked_at INTEGER,
        replaced_by TEXT
      ) STRICT;
      CREATE INDEX access_key_subject ON access_key (kind, subject);
      INSERT INTO access_key (id, sha256, kind, name, subject, actions, made_at, made_by)
        SELECT lower(hex(randomblob(8))), sha256, 'device', unit, unit, '[]', changed_at, 'api' FROM unit_key;
      DROP TABLE unit_key;
    `);
  },
};

const columns = `id, sha256, kind, name, subject, actions, made_at AS madeAt, made_by AS madeBy, expires_at AS expiresAt,
  last_used_at AS lastUsedAt, last_used_from AS lastUsedFrom, revoked_at AS revokedAt, replaced_by AS replacedBy`;

type Row = Omit<StoredKey, 'actions'> & { readonly actions: string };
const keyOf = (row: Row): StoredKey => ({ ...row, actions: JSON.parse(row.actions) as KeyAction[] });

/** Reads and writes; the store puts a transaction around what writes. */
export class AccessKeys {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  add(key: StoredKey): void {
    const { id, sha256, kind, name, subject, actions, madeAt, madeBy, expiresAt } = key;
    this.#statements
      .of<[string, string, string, string, string | null, string, number, string, number | null]>(
        `INSERT INTO access_key (id, sha256, kind, name, subject, actions, made_at, made_by, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, sha256, kind, name, subject, JSON.stringify(actions), madeAt, madeBy, expiresAt);
  }

  byDigest(sha256: string): StoredKey | undefined {
    const row = this.#statements.of<[string], Row>(`SELECT ${columns} FROM access_key WHERE sha256 = ?`).get(sha256);
    return row && keyOf(row);
  }

  get(id: string): StoredKey | undefined {
    const row = this.#statements.of<[string], Row>(`SELECT ${columns} FROM access_key WHERE id = ?`).get(id);
    return row && keyOf(row);
  }

  all(of?: KeyOf): readonly StoredKey[] {
    if (of === undefined)
      return this.#statements.of<[], Row>(`SELECT ${columns} FROM access_key ORDER BY number`).all().map(keyOf);
    return this.#statements
      .of<[string, string], Row>(`SELECT ${columns} FROM access_key WHERE kind = ? AND subject = ? ORDER BY number`)
      .all(of.kind, of.subject)
      .map(keyOf);
  }

  replace(old: string, oldExpiresAt: number, by: StoredKey): boolean {
    const { changes } = this.#statements
      .of<[string, number, string, number]>(
        `UPDATE access_key SET replaced_by = ?, expires_at = ?
        WHERE id = ? AND replaced_by IS NULL AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`,
      )
      .run(by.id, oldExpiresAt, old, by.madeAt);
    if (changes === 0) return false;
    this.add(by);
    return true;
  }

  revoke(id: string, at: number): boolean {
    return (
      this.#statements
        .of<[number, string]>('UPDATE access_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL')
        .run(at, id).changes === 1
    );
  }

  touch(id: string, at: number, from: string): void {
    this.#statements
      .of<[number, string, string]>('UPDATE access_key SET last_used_at = ?, last_used_from = ? WHERE id = ?')
      .run(at, from, id);
  }
}
