/**
 * Interned sets of scope labels. There are few of them and each stands behind many events and documents, so those hold
 * a number.
 */
import { must } from '../../shared/lib/must.ts';
import type { Statements } from '../connection.ts';

/** SQL of the tables, for the first migration of a file that uses them. */
export const scopeTables = `
  CREATE TABLE scope_set (
    id INTEGER PRIMARY KEY,
    labels TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE scope_label (
    label TEXT NOT NULL,
    set_id INTEGER NOT NULL REFERENCES scope_set (id),
    PRIMARY KEY (label, set_id)
  ) STRICT, WITHOUT ROWID;
`;

export class ScopeSets {
  readonly #statements: Statements;
  readonly #ids = new Map<string, number>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The id of a set, made where it is new. Throws where the labels are not sorted and distinct. */
  idOf(labels: readonly string[]): number {
    const text = JSON.stringify(labels);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    for (let i = 1; i < labels.length; i += 1) {
      if (must(labels[i - 1], 'label') >= must(labels[i], 'label')) throw new Error(`labels not in order: ${text}`);
    }
    const stored = this.#statements.of<[string], { id: number }>('SELECT id FROM scope_set WHERE labels = ?').get(text);
    const id = stored?.id ?? this.#add(text, labels);
    this.#ids.set(text, id);
    return id;
  }

  #add(text: string, labels: readonly string[]): number {
    const { lastInsertRowid } = this.#statements.of<[string]>('INSERT INTO scope_set (labels) VALUES (?)').run(text);
    const id = Number(lastInsertRowid);
    const insert = this.#statements.of<[string, number]>('INSERT INTO scope_label (label, set_id) VALUES (?, ?)');
    for (const label of labels) insert.run(label, id);
    return id;
  }

  /** To be called after each rollback: ids made in the transaction are gone, and will be given to other sets. */
  forget(): void {
    this.#ids.clear();
  }
}
